package plan

import (
	"cmp"
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"
)

// Value is a value of Rego: nil when it is undefined, else a Null, bool, int64, json.Number (a number that is no int64), string,
// *Array, *Object or *Set. Once another function than the one that makes it has it, a value does not change.
type Value any

// Null is Rego's null.
type Null struct{}

// Array is an ordered list of values.
type Array struct{ items []Value }

// NewArray returns an array of items, which it keeps.
func NewArray(items ...Value) *Array { return &Array{items} }

// Items returns the items, which must not be changed.
func (a *Array) Items() []Value { return a.items }

// Pair is a key of an object with its value.
type Pair struct{ Key, Value Value }

// Object maps keys to values; the keys are sorted.
type Object struct{ pairs []Pair }

// NewObject returns an object of pairs, which it keeps. The last of equal keys wins.
func NewObject(pairs []Pair) *Object {
	byKey := func(a, b Pair) int { return Compare(a.Key, b.Key) }
	if !slices.IsSortedFunc(pairs, byKey) {
		slices.SortStableFunc(pairs, byKey)
	}
	kept := pairs[:0]
	for _, p := range pairs {
		if last := len(kept) - 1; last >= 0 && Equal(kept[last].Key, p.Key) {
			kept[last] = p
			continue
		}
		kept = append(kept, p)
	}
	return &Object{kept}
}

// Pairs returns the pairs sorted by key, which must not be changed.
func (o *Object) Pairs() []Pair { return o.pairs }

// few is the number of pairs up to which a linear search is faster than a binary one.
const few = 8

// Get returns the value of a key, nil when there is none.
func (o *Object) Get(key Value) Value {
	if name, ok := key.(string); ok {
		return o.named(name)
	}
	if i, found := o.search(key); found {
		return o.pairs[i].Value
	}
	return nil
}

// named returns the value of a key that is a string: most keys are.
func (o *Object) named(name string) Value {
	pairs := o.pairs
	for len(pairs) > few {
		middle := len(pairs) / 2
		if k, ok := pairs[middle].Key.(string); ok && k <= name || !ok && rank(pairs[middle].Key) < rank(name) {
			pairs = pairs[middle:]
		} else {
			pairs = pairs[:middle]
		}
	}
	for i := range pairs {
		if k, ok := pairs[i].Key.(string); ok && k == name {
			return pairs[i].Value
		}
	}
	return nil
}

func (o *Object) search(key Value) (int, bool) {
	return slices.BinarySearchFunc(o.pairs, key, func(p Pair, key Value) int { return Compare(p.Key, key) })
}

func (o *Object) insert(key, value Value) {
	if last := len(o.pairs) - 1; last < 0 || Compare(o.pairs[last].Key, key) < 0 {
		o.pairs = append(o.pairs, Pair{key, value})
		return
	}
	i, found := o.search(key)
	if found {
		o.pairs[i].Value = value
		return
	}
	o.pairs = slices.Insert(o.pairs, i, Pair{key, value})
}

// Set is a set of values, sorted.
type Set struct{ items []Value }

// NewSet returns a set of items, which it keeps.
func NewSet(items ...Value) *Set {
	slices.SortFunc(items, Compare)
	return &Set{slices.CompactFunc(items, Equal)}
}

// Items returns the items sorted, which must not be changed.
func (s *Set) Items() []Value { return s.items }

// Has reports whether the set contains a value.
func (s *Set) Has(v Value) bool {
	_, found := slices.BinarySearchFunc(s.items, v, Compare)
	return found
}

func (s *Set) add(v Value) {
	if last := len(s.items) - 1; last < 0 || Compare(s.items[last], v) < 0 {
		s.items = append(s.items, v)
		return
	}
	if i, found := slices.BinarySearchFunc(s.items, v, Compare); !found {
		s.items = slices.Insert(s.items, i, v)
	}
}

// rank orders values of different types as OPA does.
func rank(v Value) int {
	switch v.(type) {
	case nil:
		return 0
	case Null:
		return 1
	case bool:
		return 2
	case int64, json.Number:
		return 3
	case string:
		return 4
	case *Array:
		return 5
	case *Object:
		return 6
	}
	return 7
}

// Compare orders any two values as OPA does: by type, and then numbers by size, strings by bytes, and collections item by item.
func Compare(a, b Value) int {
	switch x := a.(type) {
	case string:
		if y, ok := b.(string); ok {
			return strings.Compare(x, y)
		}
	case int64:
		if y, ok := b.(int64); ok {
			return cmp.Compare(x, y)
		}
	}
	if order := cmp.Compare(rank(a), rank(b)); order != 0 {
		return order
	}
	if isSame(a, b) {
		return 0
	}
	switch x := a.(type) {
	case bool:
		return compareBools(x, b.(bool))
	case int64, json.Number:
		return bigFloat(a).Cmp(bigFloat(b))
	case *Array:
		return slices.CompareFunc(x.items, b.(*Array).items, Compare)
	case *Set:
		return slices.CompareFunc(x.items, b.(*Set).items, Compare)
	case *Object:
		return slices.CompareFunc(x.pairs, b.(*Object).pairs, func(p, q Pair) int {
			if order := Compare(p.Key, q.Key); order != 0 {
				return order
			}
			return Compare(p.Value, q.Value)
		})
	}
	return 0
}

// isSame reports whether two values of one type are the same collection, as those are that a rule puts into each of its findings:
// they need not be compared item by item.
func isSame(a, b Value) bool {
	switch x := a.(type) {
	case *Array:
		return x == b.(*Array)
	case *Set:
		return x == b.(*Set)
	case *Object:
		return x == b.(*Object)
	}
	return false
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// precision is the precision with which OPA compares numbers, in bits.
const precision = 512

func bigFloat(v Value) *big.Float {
	f := new(big.Float).SetPrec(precision)
	switch n := v.(type) {
	case int64:
		return f.SetInt64(n)
	case json.Number:
		f.SetString(string(n)) // leaves 0 if that fails, but a json.Number is always a number
	}
	return f
}

// Equal reports whether two values are the same.
func Equal(a, b Value) bool {
	switch x := a.(type) {
	case string:
		y, ok := b.(string)
		return ok && x == y
	case bool:
		y, ok := b.(bool)
		return ok && x == y
	case int64:
		if y, ok := b.(int64); ok {
			return x == y
		}
	case *Array:
		y, ok := b.(*Array)
		return ok && (x == y || slices.EqualFunc(x.items, y.items, Equal))
	case *Set:
		y, ok := b.(*Set)
		return ok && (x == y || slices.EqualFunc(x.items, y.items, Equal))
	case *Object:
		y, ok := b.(*Object)
		return ok && (x == y || slices.EqualFunc(x.pairs, y.pairs, func(p, q Pair) bool {
			return Equal(p.Key, q.Key) && Equal(p.Value, q.Value)
		}))
	}
	return Compare(a, b) == 0
}

// dot returns the value at a key of source, nil when that is undefined.
func dot(source, key Value) Value {
	switch s := source.(type) {
	case *Object:
		return s.Get(key)
	case *Array:
		if i, ok := key.(int64); ok && i >= 0 && i < int64(len(s.items)) {
			return s.items[i]
		}
	case *Set:
		if s.Has(key) {
			return key
		}
	}
	return nil
}

// size returns the number of items, or of characters of a string; -1 for other scalars.
func size(v Value) int {
	switch x := v.(type) {
	case string:
		return utf8.RuneCountInString(x)
	case *Array:
		return len(x.items)
	case *Object:
		return len(x.pairs)
	case *Set:
		return len(x.items)
	}
	return -1
}
