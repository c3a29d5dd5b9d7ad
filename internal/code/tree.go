package code

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/source"
)

// Tree returns the facts of a module as the tree that policies see: each fact has the span of its place, so that a path through the
// tree leads to the code.
func Tree(m *Module) *source.Node {
	e := encoder{file: m.File}
	return e.value(reflect.ValueOf(m).Elem(), e.span(m.Place))
}

// encoder makes trees of facts by the tags of their fields.
type encoder struct {
	file *source.File
	// free are nodes that nothing has yet: they are made many at a time.
	free []source.Node
}

// manyNodes is how many nodes are made at a time.
const manyNodes = 32

func (e *encoder) node(kind source.NodeKind, at source.Span) *source.Node {
	if len(e.free) == 0 {
		e.free = make([]source.Node, manyNodes)
	}
	n := &e.free[0]
	e.free = e.free[1:]
	n.Kind, n.Span = kind, at
	return n
}

func (e *encoder) span(p Place) source.Span { return e.file.Span(p.Start, p.End) }

// value returns the tree of a value that is inside of what has a span.
func (e *encoder) value(v reflect.Value, around source.Span) *source.Node {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return e.node(source.Null, around)
		}
		return e.value(v.Elem(), around)
	case reflect.Struct:
		return e.object(v, around)
	case reflect.Slice:
		n := e.node(source.Sequence, around)
		n.Items = make([]source.Item, 0, v.Len())
		for i := range v.Len() {
			n.Items = append(n.Items, source.Item{Value: e.value(v.Index(i), around)})
		}
		return n
	case reflect.Map:
		n := e.node(source.Mapping, around)
		values := v.Interface().(map[string]*Value)
		for _, key := range slices.Sorted(maps.Keys(values)) {
			n.Entries = append(n.Entries, e.entry(key, reflect.ValueOf(values[key]), around))
		}
		return n
	}
	return e.scalar(v, around)
}

// object returns the tree of a struct, with a key for each field that is not empty or must be there.
func (e *encoder) object(v reflect.Value, around source.Span) *source.Node {
	of := shapeOf(v.Type())
	if of.place != nil {
		around = e.span(v.FieldByIndex(of.place).Interface().(Place))
	}
	n := e.node(source.Mapping, around)
	written := 0
	for _, f := range of.fields {
		if f.isWritten(v) {
			written++
		}
	}
	n.Entries = make([]source.Entry, 0, written)
	for _, f := range of.fields {
		if f.isWritten(v) {
			n.Entries = append(n.Entries, e.entry(f.key, v.FieldByIndex(f.index), around))
		}
	}
	return n
}

// shape is what there is to know of the structs of a type.
type shape struct {
	// place is the field that says where a fact is, nil for none.
	place  []int
	fields []field
}

// field is a field of a struct that has a key in the tree.
type field struct {
	key        string
	index      []int
	isRequired bool // it is written when it is empty, too
}

func (f *field) isWritten(v reflect.Value) bool {
	return f.isRequired || !v.FieldByIndex(f.index).IsZero()
}

// known are the shapes of the structs that were written, which take long to find: *shape by reflect.Type.
var known sync.Map

func shapeOf(t reflect.Type) *shape {
	if of, ok := known.Load(t); ok {
		return of.(*shape)
	}
	of := &shape{}
	if at, ok := t.FieldByName("Place"); ok {
		of.place = at.Index
	}
	for _, f := range reflect.VisibleFields(t) {
		if key, options, _ := strings.Cut(f.Tag.Get("json"), ","); key != "" {
			of.fields = append(of.fields, field{key: key, index: f.Index, isRequired: options == ""})
		}
	}
	known.Store(t, of)
	return of
}

func (e *encoder) entry(key string, v reflect.Value, around source.Span) source.Entry {
	child := e.value(v, around)
	return source.Entry{Key: key, KeySpan: child.Span, Value: child}
}

func (e *encoder) scalar(v reflect.Value, at source.Span) *source.Node {
	n := e.node(source.Number, at)
	switch v.Kind() {
	case reflect.Bool:
		n.Kind, n.Scalar = source.Bool, v.Bool()
	case reflect.Int64:
		n.Scalar = v.Int()
	case reflect.Float64:
		n.Scalar = v.Float()
	default:
		n.Kind, n.Text = source.String, strings.ToValidUTF8(v.String(), "\ufffd")
		n.Scalar = n.Text
	}
	return n
}
