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
type encoder struct{ file *source.File }

func (e encoder) span(p Place) source.Span { return e.file.Span(p.Start, p.End) }

// value returns the tree of a value that is inside of what has a span.
func (e encoder) value(v reflect.Value, around source.Span) *source.Node {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return &source.Node{Kind: source.Null, Span: around}
		}
		return e.value(v.Elem(), around)
	case reflect.Struct:
		return e.object(v, around)
	case reflect.Slice:
		n := &source.Node{Kind: source.Sequence, Span: around}
		for i := range v.Len() {
			n.Items = append(n.Items, source.Item{Value: e.value(v.Index(i), around)})
		}
		return n
	case reflect.Map:
		n := &source.Node{Kind: source.Mapping, Span: around}
		values := v.Interface().(map[string]*Value)
		for _, key := range slices.Sorted(maps.Keys(values)) {
			n.Entries = append(n.Entries, e.entry(key, reflect.ValueOf(values[key]), around))
		}
		return n
	}
	return scalar(v, around)
}

// object returns the tree of a struct, with a key for each field that is not empty or must be there.
func (e encoder) object(v reflect.Value, around source.Span) *source.Node {
	if at := v.FieldByName("Place"); at.IsValid() {
		around = e.span(at.Interface().(Place))
	}
	n := &source.Node{Kind: source.Mapping, Span: around}
	for _, f := range fieldsOf(v.Type()) {
		if value := v.FieldByIndex(f.index); f.isRequired || !value.IsZero() {
			n.Entries = append(n.Entries, e.entry(f.key, value, around))
		}
	}
	return n
}

// field is a field of a struct that has a key in the tree.
type field struct {
	key        string
	index      []int
	isRequired bool // it is written when it is empty, too
}

// known are the fields of the structs that were written, which take long to find: []field by reflect.Type.
var known sync.Map

func fieldsOf(t reflect.Type) []field {
	if fields, ok := known.Load(t); ok {
		return fields.([]field)
	}
	var fields []field
	for _, f := range reflect.VisibleFields(t) {
		if key, options, _ := strings.Cut(f.Tag.Get("json"), ","); key != "" {
			fields = append(fields, field{key: key, index: f.Index, isRequired: options == ""})
		}
	}
	known.Store(t, fields)
	return fields
}

func (e encoder) entry(key string, v reflect.Value, around source.Span) source.Entry {
	child := e.value(v, around)
	return source.Entry{Key: key, KeySpan: child.Span, Value: child}
}

func scalar(v reflect.Value, at source.Span) *source.Node {
	switch v.Kind() {
	case reflect.Bool:
		return &source.Node{Kind: source.Bool, Scalar: v.Bool(), Span: at}
	case reflect.Int64:
		return &source.Node{Kind: source.Number, Scalar: v.Int(), Span: at}
	case reflect.Float64:
		return &source.Node{Kind: source.Number, Scalar: v.Float(), Span: at}
	}
	text := strings.ToValidUTF8(v.String(), "\ufffd")
	return &source.Node{Kind: source.String, Scalar: text, Text: text, Span: at}
}
