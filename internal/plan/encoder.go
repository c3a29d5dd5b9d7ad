package plan

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Encoder turns Go values into values of Rego as encoding/json would write them, with two differences: a nil slice is an empty
// array and a nil map an empty object. The fields of a struct are those with a json tag, under its name; omitempty leaves out
// what is false, 0, nil or without items, omitzero only the zero value, so that an empty slice that is not nil is encoded. It is
// for one goroutine.
type Encoder struct {
	names Names
	// encoders holds what was found out about a type.
	encoders map[reflect.Type]encodeFunc
}

type encodeFunc func(v reflect.Value) Value

// NewEncoder returns an encoder that keeps the keys of objects in names.
func NewEncoder(names Names) *Encoder { return &Encoder{names, map[reflect.Type]encodeFunc{}} }

// Register makes encode the encoder of a type. It must be called before a value with such a part is encoded.
func Register[T any](e *Encoder, encode func(T) Value) {
	e.encoders[reflect.TypeFor[T]()] = func(v reflect.Value) Value { return encode(v.Interface().(T)) }
}

// Encode returns a Go value as a value of Rego. A type that JSON does not know either is null.
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
	// A type may hold itself: what it holds asks again when it is encoded.
	e.encoders[t] = func(v reflect.Value) Value { return e.encoders[t](v) }
	e.encoders[t] = e.compile(t)
	return e.encoders[t]
}

func (e *Encoder) compile(t reflect.Type) encodeFunc {
	if t.Kind() != reflect.Pointer && t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return encodeText
	}
	switch t.Kind() {
	case reflect.Bool:
		return func(v reflect.Value) Value { return v.Bool() }
	case reflect.String:
		return func(v reflect.Value) Value { return v.String() }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) Value { return v.Int() }
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return func(v reflect.Value) Value { return int64(v.Uint()) }
	case reflect.Uint, reflect.Uint64:
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
	return func(reflect.Value) Value { return Null{} }
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
		return func(reflect.Value) Value { return Null{} }
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

// structField is a field of a struct that is encoded.
type structField struct {
	key    Value
	index  []int
	omit   func(v reflect.Value) bool
	encode encodeFunc
}

func (e *Encoder) object(t reflect.Type) encodeFunc {
	var fields []structField
	for _, f := range reflect.VisibleFields(t) {
		tag, ok := f.Tag.Lookup("json")
		name, options, _ := strings.Cut(tag, ",")
		if !ok || name == "-" || name == "" {
			continue
		}
		fields = append(fields, structField{e.names.Of(name), f.Index, omitter(options), e.of(f.Type)})
	}
	slices.SortFunc(fields, func(a, b structField) int { return strings.Compare(a.key.(string), b.key.(string)) })
	return func(v reflect.Value) Value {
		pairs := make([]Pair, 0, len(fields))
		for i := range fields {
			f := &fields[i]
			value := v.FieldByIndex(f.index)
			if f.omit != nil && f.omit(value) {
				continue
			}
			pairs = append(pairs, Pair{f.key, f.encode(value)})
		}
		return &Object{pairs}
	}
}

// omitter returns the function that says which values of a field are left out, nil for none.
func omitter(options string) func(reflect.Value) bool {
	switch options {
	case "omitempty":
		return isEmpty
	case "omitzero":
		return reflect.Value.IsZero
	}
	return nil
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String:
		return v.Len() == 0
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
