package plan

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Encoder turns Go values into values of Rego as encoding/json would write them, with two differences: a nil slice is an empty
// array and a nil map an empty object. The fields of a struct are those with a json tag, under its name; omitempty leaves out
// what is false, 0, nil or without items, omitzero only the zero value, so that an empty slice that is not nil is encoded. A value
// must not contain itself. It is for one goroutine.
//
// A type that cannot be encoded so is a mistake in the program: the encoder panics when it meets the type, whatever the value.
type Encoder struct {
	names Names
	// encoders has what was found out about a type.
	encoders map[reflect.Type]encodeFunc
}

type encodeFunc func(v reflect.Value) Value

// NewEncoder returns an encoder that keeps the keys of objects in names.
func NewEncoder(names Names) *Encoder {
	e := &Encoder{names, map[reflect.Type]encodeFunc{}}
	Register(e, func(n json.Number) Value { return number(string(n)) })
	return e
}

// Register makes encode the encoder of a type. It must be called before a value with such a part is encoded.
func Register[T any](e *Encoder, encode func(T) Value) {
	e.encoders[reflect.TypeFor[T]()] = func(v reflect.Value) Value { return encode(v.Interface().(T)) }
}

// Encode returns a Go value as a value of Rego: null for nil, infinity and what has no text.
func (e *Encoder) Encode(v any) Value {
	switch v.(type) {
	case nil, bool, string, int, int64, float64:
		return e.names.FromGo(v)
	}
	r := reflect.ValueOf(v)
	return e.of(r.Type())(r)
}

// of returns the encoder of a type.
func (e *Encoder) of(t reflect.Type) encodeFunc {
	if encode := e.encoders[t]; encode != nil {
		return encode
	}
	// A type may be a part of itself: the part asks again when it is encoded.
	e.encoders[t] = func(v reflect.Value) Value { return e.encoders[t](v) }
	e.encoders[t] = e.compile(t)
	return e.encoders[t]
}

func (e *Encoder) compile(t reflect.Type) encodeFunc {
	if encode := marshaler(t); encode != nil {
		return encode
	}
	switch t.Kind() {
	case reflect.Bool:
		return func(v reflect.Value) Value { return v.Bool() }
	case reflect.String:
		return func(v reflect.Value) Value { return v.String() }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) Value { return v.Int() }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return func(v reflect.Value) Value { return unsigned(v.Uint()) }
	case reflect.Float64:
		return func(v reflect.Value) Value { return e.names.FromGo(v.Float()) }
	case reflect.Interface:
		return func(v reflect.Value) Value { return e.Encode(v.Interface()) }
	case reflect.Pointer:
		return e.pointer(t)
	case reflect.Slice:
		return e.slice(t)
	case reflect.Map:
		return e.table(t)
	case reflect.Struct:
		return e.object(t)
	}
	panic(fmt.Sprintf("plan: a Go value of type %s cannot be encoded", t))
}

// marshaler returns the encoder of a type that has a text, nil for any other. It refuses types that write JSON of their own,
// which the encoder does not read, and those whose text encoding/json asks for in some places only.
func marshaler(t reflect.Type) encodeFunc {
	text := reflect.TypeFor[encoding.TextMarshaler]()
	switch {
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface:
		return nil
	case reflect.PointerTo(t).Implements(reflect.TypeFor[json.Marshaler]()):
		panic(fmt.Sprintf("plan: %s writes JSON of its own: register an encoder", t))
	case t.Implements(text):
		return encodeText
	case reflect.PointerTo(t).Implements(text):
		panic(fmt.Sprintf("plan: %s has a text only behind a pointer: give MarshalText a receiver that is none", t))
	}
	return nil
}

// unsigned returns a number exactly: what is no int64 keeps its digits.
func unsigned(u uint64) Value {
	if i := int64(u); i >= 0 {
		return i
	}
	return json.Number(strconv.FormatUint(u, 10))
}

func encodeText(v reflect.Value) Value {
	text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
	if err != nil {
		return Null{}
	}
	return string(text)
}

func (e *Encoder) pointer(t reflect.Type) encodeFunc {
	encode := e.of(t.Elem())
	return func(v reflect.Value) Value {
		if v.IsNil() {
			return Null{}
		}
		return encode(v.Elem())
	}
}

func (e *Encoder) slice(t reflect.Type) encodeFunc {
	if t.Elem().Kind() == reflect.Uint8 {
		panic(fmt.Sprintf("plan: %s would be base64 in JSON: use a string", t))
	}
	encode := e.of(t.Elem())
	return func(v reflect.Value) Value {
		items := make([]Value, v.Len())
		for i := range items {
			items[i] = encode(v.Index(i))
		}
		return &Array{items}
	}
}

// table encodes a map, whose keys must be strings.
func (e *Encoder) table(t reflect.Type) encodeFunc {
	if t.Key().Kind() != reflect.String {
		panic(fmt.Sprintf("plan: the keys of %s are not strings", t))
	}
	encode := e.of(t.Elem())
	return func(v reflect.Value) Value {
		pairs := make([]Pair, 0, v.Len())
		for entries := v.MapRange(); entries.Next(); {
			pairs = append(pairs, Pair{e.names.Of(entries.Key().String()), encode(entries.Value())})
		}
		slices.SortFunc(pairs, func(a, b Pair) int { return strings.Compare(a.Key.(string), b.Key.(string)) })
		return &Object{pairs}
	}
}
