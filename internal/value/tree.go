package value

import (
	"path"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

var envName = lazyregexp.New(`^[A-Za-z_]\w*$`)

// OfTree returns what a tree gives names: its scalars by their keys, and the items NAME=value of lists.
func OfTree(root *source.Node) []Value {
	w := &walker{left: 200_000}
	w.node(root, OfFile)
	return w.found
}

// walker gathers scalars of a tree.
type walker struct {
	found []Value
	left  int
}

func (w *walker) node(n *source.Node, l Layer) {
	if w.left--; n == nil || w.left < 0 {
		return
	}
	for _, e := range n.Entries {
		inner := l
		if e.Key == "environment" || e.Key == "env" {
			inner = OfService
		}
		if e.Value.Kind != source.Mapping && e.Value.Kind != source.Sequence {
			w.add(e.Key, e.Value, e.KeySpan.To(e.Value.Span), inner)
		} else if e.Value.Kind == source.Sequence && inner == l {
			w.list(e, l)
		}
		w.node(e.Value, inner)
	}
	for _, item := range n.Items {
		if name, value, ok := strings.Cut(item.Value.Str(), "="); ok && envName.MatchString(name) {
			w.found = append(w.found, Value{Name: name, Text: value, Is: value, IsKnown: !source.IsUnknown(value), Layer: l, At: item.Value.Span})
			continue
		}
		if name := item.Value.Get("name"); name != nil && item.Value.Get("value") != nil { // of Kubernetes
			w.add(name.Str(), item.Value.Get("value"), item.Value.Span, l)
		}
		w.node(item.Value, l)
	}
}

// list adds a list of scalars by its key.
func (w *walker) list(e source.Entry, l Layer) {
	for _, item := range e.Value.Items {
		if item.Value.Kind == source.Mapping || item.Value.Kind == source.Sequence {
			return
		}
	}
	w.found = append(w.found, Value{Name: e.Key, Text: e.Value.Text, Is: e.Value.Value(), IsKnown: true, Layer: l, At: e.KeySpan.To(e.Value.Span)})
}

func (w *walker) add(name string, n *source.Node, at source.Span, l Layer) {
	text := n.Text
	if n.Kind == source.String {
		text = n.Str()
	}
	w.found = append(w.found, Value{Name: name, Text: text, Is: n.Value(), IsKnown: n.Kind != source.Null && !n.IsUnknown(), Layer: l, At: at})
}

// unit returns what Environment= of a unit sets, and its other options.
func unit(f *source.File, format *source.Format) ([]Value, error) {
	roots, err := format.Read(f, source.DefaultLimits())
	if err != nil {
		return nil, errParse
	}
	var all []Value
	var files []string
	for _, root := range roots {
		for _, section := range root.Entries {
			for _, e := range section.Value.Entries {
				values := []*source.Node{e.Value}
				for _, item := range e.Value.Items {
					values = append(values, item.Value)
				}
				for _, v := range values {
					all = append(all, option(e, v)...)
					if e.Key == "EnvironmentFile" && v.Kind == source.String {
						files = append(files, path.Base(strings.TrimPrefix(v.Str(), "-")))
					}
				}
			}
		}
	}
	for i := range all {
		all[i].files = files
	}
	return all, nil
}

func option(e source.Entry, v *source.Node) []Value {
	if v.Kind != source.String {
		return nil
	}
	if e.Key != "Environment" {
		return []Value{{Name: e.Key, Text: v.Str(), Is: v.Str(), IsKnown: true, Layer: OfUnit, At: v.Span}}
	}
	var all []Value
	for _, word := range source.Words(v) {
		if name, value, ok := strings.Cut(word.Str(), "="); ok {
			all = append(all, Value{Name: name, Text: value, Is: value, IsKnown: !strings.Contains(value, "%"), Layer: OfUnit, At: v.Span})
		}
	}
	return all
}
