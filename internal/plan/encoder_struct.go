package plan

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// structField is a field of a struct that is encoded.
type structField struct {
	key    Value
	index  []int                    // the way to it, through embedded structs
	omit   func(reflect.Value) bool // nil when it is never left out
	encode encodeFunc
}

func (e *Encoder) object(t reflect.Type) encodeFunc {
	fields := e.fields(t, nil)
	slices.SortFunc(fields, func(a, b structField) int {
		return cmp.Or(strings.Compare(a.key.(string), b.key.(string)), cmp.Compare(len(a.index), len(b.index)))
	})
	fields = slices.CompactFunc(fields, func(a, b structField) bool {
		if a.key == b.key && len(a.index) == len(b.index) {
			panic(fmt.Sprintf("plan: %s has two fields %q", t, a.key))
		}
		return a.key == b.key // the outer field hides the inner one
	})
	return func(v reflect.Value) Value {
		pairs := make([]Pair, 0, len(fields))
		for i := range fields {
			f := &fields[i]
			value, err := v.FieldByIndexErr(f.index)
			if err != nil || f.omit != nil && f.omit(value) { // the error is for an embedded pointer that is nil
				continue
			}
			pairs = append(pairs, Pair{f.key, f.encode(value)})
		}
		return &Object{pairs}
	}
}

// fields returns the fields of a struct that are encoded, with those of embedded structs. index is the way to the struct.
func (e *Encoder) fields(t reflect.Type, index []int) []structField {
	var fields []structField
	for f := range t.Fields() {
		way := append(slices.Clip(index), f.Index...)
		tag, tagged := f.Tag.Lookup("json")
		name, options, _ := strings.Cut(tag, ",")
		switch {
		case tag == "-":
		case f.Anonymous && name == "":
			fields = append(fields, e.embedded(f.Type, way)...)
		case tagged && name != "" && f.IsExported():
			fields = append(fields, structField{e.names.Of(name), way, omitter(f, options), e.of(f.Type)})
		}
	}
	return fields
}

func (e *Encoder) embedded(t reflect.Type, way []int) []structField {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	return e.fields(t, way)
}

// omitter returns the function that reports whether a value of a field is left out, nil when none is.
func omitter(f reflect.StructField, options string) func(reflect.Value) bool {
	switch options {
	case "":
		return nil
	case "omitempty":
		return isEmpty
	case "omitzero":
		if f.Type.Implements(reflect.TypeFor[zeroer]()) {
			return func(v reflect.Value) bool {
				return v.Kind() == reflect.Pointer && v.IsNil() || v.Interface().(zeroer).IsZero()
			}
		}
		return reflect.Value.IsZero
	}
	panic(fmt.Sprintf("plan: field %s has the option %q, which the encoder does not know", f.Name, options))
}

// zeroer is implemented by types that decide themselves which of their values are zero.
type zeroer interface{ IsZero() bool }

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// Merge returns an object with the pairs of several; of equal keys the last one wins. What is no object counts as an empty one.
func Merge(values ...Value) *Object {
	var pairs []Pair
	for _, v := range values {
		if o, ok := v.(*Object); ok {
			pairs = append(pairs, o.pairs...)
		}
	}
	return NewObject(pairs)
}
