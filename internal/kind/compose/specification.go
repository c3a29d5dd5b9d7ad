package compose

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/compose-spec/compose-go/v2/schema"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// specification holds the shapes of a whole Compose file and of one service.
var specification = sync.OnceValue(func() (s struct{ file, service *shape }) {
	var root map[string]any
	if err := json.Unmarshal([]byte(schema.Schema), &root); err != nil {
		panic("compose-go's schema: " + err.Error())
	}
	r := shapeReader{definitions: root, known: map[string]*shape{}, patterns: map[string]*lazyregexp.Regexp{}}
	s.file, s.service = r.shape(root), r.reference("#/$defs/service")
	return s
})

// shapeReader turns a JSON schema into shapes.
type shapeReader struct {
	definitions any
	known       map[string]*shape // by reference, so that one may lead back to itself
	patterns    map[string]*lazyregexp.Regexp
}

// pattern returns an expression of the schema, which has few and most of them often.
func (r *shapeReader) pattern(text string) *lazyregexp.Regexp {
	if r.patterns[text] == nil {
		r.patterns[text] = lazyregexp.New(text)
	}
	return r.patterns[text]
}

func (r *shapeReader) shape(schema any) *shape {
	s := &shape{}
	keywords, ok := schema.(map[string]any)
	s.unsure = !ok
	for keyword, value := range keywords {
		r.keyword(s, keyword, value)
	}
	return s
}

func (r *shapeReader) keyword(s *shape, keyword string, value any) {
	switch keyword {
	case "$schema", "$id", "$defs", "title", "description", "default", "deprecated":
	case "type":
		s.kinds, s.integer = kindsOf(value)
	case "enum":
		s.enum, _ = value.([]any)
	case "pattern":
		s.pattern = r.pattern(value.(string))
	case "properties":
		s.properties = r.properties(value)
	case "patternProperties":
		for name, property := range r.properties(value) {
			s.patterns = append(s.patterns, patternShape{r.pattern(name), property})
		}
	case "additionalProperties":
		s.closed = value == false
		s.unsure = s.unsure || !s.closed
	case "unevaluatedProperties":
		s.sealed = value == false
		s.unsure = s.unsure || !s.sealed
	case "required":
		for _, name := range value.([]any) {
			s.required = append(s.required, name.(string))
		}
	case "items":
		s.items = r.shape(value)
	case "uniqueItems":
		s.unique = value == true
	case "allOf":
		s.all = append(s.all, r.shapes(value)...)
	case "oneOf":
		s.one = r.shapes(value)
	case "$ref":
		s.all = append(s.all, r.reference(value.(string)))
	default:
		s.unsure = true
	}
}

func (r *shapeReader) properties(value any) map[string]*shape {
	properties := map[string]*shape{}
	for name, property := range value.(map[string]any) {
		properties[name] = r.shape(property)
	}
	return properties
}

func (r *shapeReader) shapes(value any) []*shape {
	var list []*shape
	for _, alternative := range value.([]any) {
		list = append(list, r.shape(alternative))
	}
	return list
}

// reference returns the shape that a reference such as #/$defs/service leads to.
func (r *shapeReader) reference(ref string) *shape {
	if known := r.known[ref]; known != nil {
		return known
	}
	s := &shape{}
	r.known[ref] = s
	target := r.definitions
	for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		parent, _ := target.(map[string]any)
		target = parent[step]
	}
	*s = *r.shape(target)
	return s
}

func kindsOf(value any) (kinds []source.NodeKind, integer bool) {
	names, several := value.([]any)
	if !several {
		names = []any{value}
	}
	for _, name := range names {
		switch name {
		case "null":
			kinds = append(kinds, source.Null)
		case "boolean":
			kinds = append(kinds, source.Bool)
		case "number", "integer":
			kinds = append(kinds, source.Number)
		case "string":
			kinds = append(kinds, source.String)
		case "object":
			kinds = append(kinds, source.Mapping)
		case "array":
			kinds = append(kinds, source.Sequence)
		}
	}
	return kinds, slices.Contains(names, "integer") && !slices.Contains(names, "number")
}
