package value

import (
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// Route returns what is at a route in a tree, in which * stands for any key or item: services.*.image, pathDefaults["a.b"], ports[0].
func Route(text string, root *source.Node) []Value {
	var all []Value
	locator := source.NewLocator(root)
	for _, place := range follow(root, nil, stepsOf(text), 0) {
		n := root.At(place...)
		v := Value{Name: text, Is: n.Value(), Text: n.Text, IsKnown: !strings.Contains(n.Str(), "${") && !n.IsUnknown(), Layer: OfFile, At: locator.Locate(place).At}
		switch n.Kind {
		case source.Null:
			v.Is, v.Text = "", ""
		case source.Mapping:
			v.IsKnown, v.Text = true, "a mapping"
		case source.Sequence:
			v.Text = "a list"
		}
		all = append(all, v)
	}
	return interpolated(all)
}

// Nearest returns where a route would be: the place of as much of it as there is.
func Nearest(text string, root *source.Node) source.Span { return root.Locate(plain(stepsOf(text))).At }

// stepsOf reads a route: services.*.image, pathDefaults["a.b"], ports[0].
func stepsOf(text string) []string {
	var steps []string
	for text != "" {
		if rest, ok := strings.CutPrefix(text, "["); ok {
			inner, after, _ := strings.Cut(rest, "]")
			if unquoted, err := strconv.Unquote(strings.ReplaceAll(inner, "'", `"`)); err == nil {
				inner = unquoted
			}
			steps = append(steps, inner)
			text = strings.TrimPrefix(after, ".")
			continue
		}
		end := strings.IndexAny(text, ".[")
		if end < 0 {
			end = len(text)
		}
		steps = append(steps, text[:end])
		text = strings.TrimPrefix(text[end:], ".")
	}
	return steps
}

func plain(steps []string) source.Path {
	var path source.Path
	for _, step := range steps {
		if n, err := strconv.Atoi(step); err == nil {
			path = append(path, n)
		} else {
			path = append(path, step)
		}
	}
	return path
}

// maxFound bounds the places of a route with *.
const maxFound = 1000

// follow returns the places of a route.
func follow(n *source.Node, at source.Path, steps []string, found int) []source.Path {
	if n == nil || found > maxFound || len(at) > 100 {
		return nil
	}
	if len(steps) == 0 {
		return []source.Path{at}
	}
	var all []source.Path
	for _, e := range n.Entries {
		if steps[0] == "*" || steps[0] == e.Key {
			all = append(all, follow(e.Value, at.Child(e.Key), steps[1:], found+len(all))...)
		}
	}
	for i, item := range n.Items {
		if steps[0] == "*" || steps[0] == strconv.Itoa(i) {
			all = append(all, follow(item.Value, at.Child(i), steps[1:], found+len(all))...)
		}
	}
	return all
}
