package evaluate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/internal/source"
)

// maxRelated is how many related places a finding has: nobody looks at more, and findings and places together are a product of two files.
const maxRelated = 100

// relatedPlace is what an object with a related place came to; ok is false where no document has the place.
type relatedPlace struct {
	finding.Related
	ok bool
}

// related reads [{file?, path, message}]. What two deployments of a project have in common is said once, and how many places there are
// besides the first is said at the next.
func (c *converter) related(v plan.Value, bad func(string, ...any)) []finding.Related {
	items, ok := itemsOf(v)
	if !ok {
		bad("related is no array")
	}
	var places []finding.Related
	known := map[finding.Related]bool{}
	var more int
	for _, item := range items {
		place := c.relatedPlace(item, bad)
		if !place.ok || known[place.Related] {
			continue
		}
		known[place.Related] = true
		if len(places) > maxRelated {
			more++
			continue
		}
		places = append(places, place.Related)
	}
	if more > 0 {
		places[maxRelated].Message = fmt.Sprintf("and %d more such places", more+1)
	}
	return places
}

// relatedPlace reads {file?, path, message}.
func (c *converter) relatedPlace(v plan.Value, bad func(string, ...any)) relatedPlace {
	object, ok := v.(*plan.Object)
	if !ok {
		bad("related holds something that is no object")
		return relatedPlace{}
	}
	place, known := c.placesOf[object]
	if !known {
		place = c.readRelated(object, bad)
		if c.placesOf == nil {
			c.placesOf = map[*plan.Object]relatedPlace{}
		}
		c.placesOf[object] = place
	}
	return place
}

func (c *converter) readRelated(object *plan.Object, bad func(string, ...any)) (place relatedPlace) {
	docs := []*source.Document{c.doc}
	var path source.Path
	for _, pair := range object.Pairs() {
		value := pair.Value
		switch pair.Key {
		case "path":
			path = readPath(value, bad)
		case "message":
			place.Message = readMessage(value, bad)
		case "file":
			file, _ := value.(string)
			docs = c.files[file]
			if len(docs) == 0 {
				bad("related names a file that is no document: %s", show(value))
			}
		default:
			bad("unknown key %s in related", show(pair.Key))
		}
	}
	found := -1
	for _, doc := range docs {
		if at := c.locator(doc).Locate(path); at.Found > found {
			found, place.At = at.Found, at.At
		}
	}
	place.ok = found >= 0
	return place
}

// besides returns the indices of the items that a finding at one is about, too: related places in the same list.
func besides(path source.Path, related plan.Value) []int {
	if len(path) == 0 {
		return nil
	}
	last := len(path) - 1
	own, isItem := path[last].(int)
	items, _ := itemsOf(related)
	if !isItem || len(items) == 0 {
		return nil
	}
	found := map[int]bool{}
	for _, item := range items {
		object, ok := item.(*plan.Object)
		if !ok || object.Get("file") != nil {
			continue
		}
		other := readPath(object.Get("path"), func(string, ...any) {})
		if len(other) != len(path) || !slices.Equal(other[:last], path[:last]) {
			continue
		}
		if index, ok := other[last].(int); ok && index != own {
			found[index] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}
