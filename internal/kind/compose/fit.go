package compose

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// maxFaults bounds how many values of one file are said to be wrong.
const maxFaults = 20

// fitter takes out of a tree what the schema of the Compose Specification has no use for, so that one wrong value does not
// hide what is beside it: what comes behind, compose-go's merge and the policies, gets values of the kinds that it expects.
type fitter struct {
	faults []fault
}

// fault is a value that the schema refuses.
type fault struct {
	// at is the value, with the span of its key where it has one.
	at      *source.Node
	message string
}

// fit returns the tree as near to a shape as taking values away brings it; nil when nothing of it is left. What is unknown, and
// what an override resets, may be anything. A number or boolean where the shape wants text becomes the text that was written.
func (f *fitter) fit(s *shape, n *source.Node, at []string) *source.Node {
	if isReset(n) || n.IsUnknown() || s.check(n) == valid {
		return n
	}
	if s.kinds != nil && !slices.Contains(s.kinds, n.Kind) {
		return f.replace(s.kinds, n, at)
	}
	for _, also := range s.all {
		if n = f.fit(also.shape(), n, at); n == nil {
			return nil
		}
	}
	if s.one != nil && exactlyOne(s.one, n) == invalid {
		if n = f.fitOne(s.one, n, at); n == nil {
			return nil
		}
	}
	switch n.Kind {
	case source.Mapping:
		return f.mapping(s, n, at)
	case source.Sequence:
		return f.sequence(s, n, at)
	}
	return n
}

// replace returns what is left of a value of a kind that the schema does not want here.
func (f *fitter) replace(kinds []source.NodeKind, n *source.Node, at []string) *source.Node {
	f.add(n, at, "must be a "+wanted(kinds))
	switch {
	case n.Kind == source.Null && slices.Contains(kinds, source.Mapping):
		return newMapping(n)
	case (n.Kind == source.Number || n.Kind == source.Bool) && slices.Contains(kinds, source.String):
		return newText(n, n.Text)
	}
	return nil
}

// fitOne fits a value to that of several shapes which its kind means.
func (f *fitter) fitOne(alternatives []shapeRef, n *source.Node, at []string) *source.Node {
	var kinds []source.NodeKind
	for _, alternative := range alternatives {
		s := alternative.shape()
		own := s.kindsOf()
		if own == nil || slices.Contains(own, n.Kind) {
			return f.fit(s, n, at)
		}
		kinds = append(kinds, own...)
	}
	return f.replace(kinds, n, at)
}

// kindsOf returns the kinds that a shape allows, its own or those of the shapes that it refers to; nil for any.
func (s *shape) kindsOf() []source.NodeKind {
	if s.kinds != nil {
		return s.kinds
	}
	for _, also := range s.all {
		if kinds := also.shape().kindsOf(); kinds != nil {
			return kinds
		}
	}
	var kinds []source.NodeKind
	for _, alternative := range s.one {
		kinds = append(kinds, alternative.shape().kindsOf()...)
	}
	return kinds
}

func (f *fitter) mapping(s *shape, n *source.Node, at []string) *source.Node {
	kept, changed := make([]source.Entry, 0, len(n.Entries)), false
	for _, e := range n.Entries {
		below := append(at[:len(at):len(at)], e.Key)
		value := e.Value
		for _, property := range s.shapesOf(e.Key) {
			if value != nil {
				value = f.fitKeyed(property, e, value, below)
			}
		}
		changed = changed || value != e.Value
		if value != nil {
			kept = append(kept, source.Entry{Key: e.Key, KeySpan: e.KeySpan, Value: value, Via: e.Via})
		}
		if s.refuses(e.Key) && !isReset(e.Value) {
			f.add(keyed(e), below, "is not in the Compose Specification")
		}
	}
	for _, name := range s.required {
		if n.Get(name) == nil {
			f.add(n, at, "lacks "+name)
		}
	}
	if !changed {
		return n
	}
	fresh := *n
	fresh.Entries = kept
	return &fresh
}

// fitKeyed fits the value of an entry; what is wrong with the value itself is said of the entry.
func (f *fitter) fitKeyed(s *shape, e source.Entry, value *source.Node, at []string) *source.Node {
	known := len(f.faults)
	fitted := f.fit(s, value, at)
	for i := known; i < len(f.faults); i++ {
		if f.faults[i].at == value {
			f.faults[i].at = keyed(e)
		}
	}
	return fitted
}

// shapesOf returns the shapes that the value of a property is fitted to: where a name is wrong among those that people choose, such as
// that of a service, those of the others.
func (s *shape) shapesOf(name string) []*shape {
	found := s.propertiesOf(name)
	if len(found) > 0 || len(s.properties) > 0 || !s.closed {
		return found
	}
	for _, p := range s.patterns {
		found = append(found, p.shape.shape())
	}
	return found
}

// propertiesOf returns the shapes that a mapping's own schema has for a property.
func (s *shape) propertiesOf(name string) []*shape {
	var found []*shape
	if property := s.property(name); property != 0 {
		found = append(found, property.shape())
	}
	for _, p := range s.patterns {
		if p.name.matches(name) {
			found = append(found, p.shape.shape())
		}
	}
	return found
}

// refuses reports whether the schema has no property of that name, as far as that can be told without the alternatives.
func (s *shape) refuses(name string) bool {
	if s.closed {
		return len(s.propertiesOf(name)) == 0
	}
	return s.sealed && s.one == nil && !s.names(name)
}

func (f *fitter) sequence(s *shape, n *source.Node, at []string) *source.Node {
	if s.items == 0 {
		return n
	}
	fresh := *n
	fresh.Items = make([]source.Item, 0, len(n.Items))
	for i, item := range n.Items {
		if item.Value = f.fit(s.items.shape(), item.Value, append(at[:len(at):len(at)], fmt.Sprint(i))); item.Value != nil {
			fresh.Items = append(fresh.Items, item)
		}
	}
	return &fresh
}

func (f *fitter) add(n *source.Node, at []string, message string) {
	if len(f.faults) <= maxFaults {
		f.faults = append(f.faults, fault{n, cmp.Or(strings.Join(at, "."), "the file") + " " + message})
	}
}

// keyed returns an entry's value with a span that begins at the key.
func keyed(e source.Entry) *source.Node {
	value := *e.Value
	value.Span = e.KeySpan.To(value.Span)
	return &value
}

var kindNames = map[source.NodeKind]string{
	source.Null: "null", source.Bool: "boolean", source.Number: "number", source.String: "string", source.Mapping: "mapping",
	source.Sequence: "list",
}

// wanted names kinds: "mapping", "list or string", "list, null or string".
func wanted(kinds []source.NodeKind) string {
	var names []string
	for kind, name := range kindNames {
		if slices.Contains(kinds, kind) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
