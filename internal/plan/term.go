package plan

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Term returns a value as a term of OPA. The value must be defined.
func Term(v Value) *ast.Term {
	switch x := v.(type) {
	case bool:
		return ast.InternedTerm(x)
	case string:
		return ast.StringTerm(x)
	case int64:
		if x == int64(int(x)) {
			return ast.InternedTerm(int(x))
		}
		return ast.NumberTerm(json.Number(strconv.FormatInt(x, 10)))
	case json.Number:
		return ast.NumberTerm(x)
	case *Array:
		return ast.ArrayTerm(terms(x.items)...)
	case *Set:
		return ast.SetTerm(terms(x.items)...)
	case *Object:
		pairs := make([][2]*ast.Term, len(x.pairs))
		for i, p := range x.pairs {
			pairs[i] = [2]*ast.Term{Term(p.Key), Term(p.Value)}
		}
		return ast.ObjectTerm(pairs...)
	}
	return ast.NullTerm()
}

func terms(values []Value) []*ast.Term {
	all := make([]*ast.Term, len(values))
	for i, v := range values {
		all[i] = Term(v)
	}
	return all
}

// FromTerm returns a ground term of OPA as a value, nil for a term that is not ground.
func FromTerm(t *ast.Term) Value {
	if t == nil {
		return nil
	}
	switch x := t.Value.(type) {
	case ast.Null:
		return Null{}
	case ast.Boolean:
		return bool(x)
	case ast.String:
		return string(x)
	case ast.Number:
		return number(string(x))
	case *ast.Array:
		items := make([]Value, 0, x.Len())
		x.Foreach(func(t *ast.Term) { items = append(items, FromTerm(t)) })
		return &Array{items}
	case ast.Set:
		items := make([]Value, 0, x.Len())
		x.Foreach(func(t *ast.Term) { items = append(items, FromTerm(t)) })
		return NewSet(items...)
	case ast.Object:
		pairs := make([]Pair, 0, x.Len())
		x.Foreach(func(k, v *ast.Term) { pairs = append(pairs, Pair{FromTerm(k), FromTerm(v)}) })
		return NewObject(pairs)
	}
	return nil
}

// number returns a number of JSON: an int64 if that has the same digits, else a json.Number.
func number(text string) Value {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && strconv.FormatInt(n, 10) == text {
		return n
	}
	return json.Number(text)
}

// Names caches keys of objects as values: the same few occur in each document, and making a value of a string allocates.
type Names map[string]Value

// Of returns a key as a value.
func (n Names) Of(key string) Value {
	v, known := n[key]
	if !known {
		v = key
		n[key] = v
	}
	return v
}

// FromGo returns a Go value as the value of Rego that its JSON is. nil is null, and so is a value without JSON, such as
// infinity.
func (n Names) FromGo(v any) Value {
	switch x := v.(type) {
	case nil:
		return Null{}
	case bool, string, int64:
		return x
	case int:
		return int64(x)
	case float64:
		if math.IsInf(x, 0) || math.IsNaN(x) {
			return Null{}
		}
		return number(strconv.FormatFloat(x, 'g', -1, 64))
	case []any:
		items := make([]Value, len(x))
		for i, item := range x {
			items[i] = n.FromGo(item)
		}
		return &Array{items}
	case map[string]any:
		pairs := make([]Pair, 0, len(x))
		for key, value := range x {
			pairs = append(pairs, Pair{n.Of(key), n.FromGo(value)})
		}
		slices.SortFunc(pairs, func(a, b Pair) int { return strings.Compare(a.Key.(string), b.Key.(string)) })
		return &Object{pairs}
	}
	term, err := ast.InterfaceToValue(v)
	if err != nil {
		return Null{}
	}
	return FromTerm(ast.NewTerm(term))
}

// ToGo returns a value as encoding/json would read it. A set becomes a list.
func ToGo(v Value) any {
	switch x := v.(type) {
	case bool, string, int64, json.Number:
		return x
	case *Array:
		return listToGo(x.items)
	case *Set:
		return listToGo(x.items)
	case *Object:
		object := make(map[string]any, len(x.pairs))
		for _, p := range x.pairs {
			object[jsonKey(p.Key)] = ToGo(p.Value)
		}
		return object
	}
	return nil
}

// jsonKey returns a key of an object as JSON has it: what is no string is its own JSON there.
func jsonKey(key Value) string {
	if text, ok := key.(string); ok {
		return text
	}
	text, err := json.Marshal(ToGo(key))
	if err != nil {
		return Term(key).String()
	}
	return string(text)
}

func listToGo(items []Value) []any {
	list := make([]any, len(items))
	for i, item := range items {
		list[i] = ToGo(item)
	}
	return list
}
