package plan

import (
	"cmp"
	"encoding/json"
	"math/bits"
)

// comparisons are the shortcuts of built-ins that compare and calculate.
var comparisons = map[string]shortcut{
	"equal":         func(args []Value) (Value, bool) { return Equal(args[0], args[1]), true },
	"neq":           func(args []Value) (Value, bool) { return !Equal(args[0], args[1]), true },
	"lt":            ordered(func(order int) bool { return order < 0 }),
	"lte":           ordered(func(order int) bool { return order <= 0 }),
	"gt":            ordered(func(order int) bool { return order > 0 }),
	"gte":           ordered(func(order int) bool { return order >= 0 }),
	"plus":          onSmall(func(a, b int64) int64 { return a + b }),
	"mul":           onSmall(func(a, b int64) int64 { return a * b }),
	"bits.and":      onSmall(func(a, b int64) int64 { return a & b }),
	"div":           divide,
	"rem":           remainder,
	"numbers.range": numbersRange,
	"floor": func(args []Value) (Value, bool) {
		n, ok := args[0].(int64)
		return n, ok
	},
}

// ordered compares any two values.
func ordered(test func(order int) bool) shortcut {
	return func(args []Value) (Value, bool) { return test(Compare(args[0], args[1])), true }
}

// onSmall calculates with integers of 32 bits, which cannot overflow.
func onSmall(f func(a, b int64) int64) shortcut {
	return func(args []Value) (Value, bool) {
		a, ok := args[0].(int64)
		b, ok2 := args[1].(int64)
		if !ok || !ok2 || a != int64(int32(a)) || b != int64(int32(b)) {
			return nil, false
		}
		return f(a, b), true
	}
}

// maxRange bounds the numbers of a range that is made here; OPA looks at the clock while it makes a longer one.
const maxRange = 1 << 10

// numbersRange counts up or down from one number to another.
func numbersRange(args []Value) (Value, bool) {
	from, ok := args[0].(int64)
	to, ok2 := args[1].(int64)
	if !ok || !ok2 || from < 0 || to < 0 || max(from-to, to-from) >= maxRange {
		return nil, false
	}
	step := int64(cmp.Compare(to, from))
	numbers := []Value{from}
	for n := from; n != to; {
		n += step
		numbers = append(numbers, n)
	}
	return &Array{numbers}, true
}

// small returns an integer that is not negative and has less than 32 bits.
func small(v Value) (int64, bool) {
	n, ok := v.(int64)
	return n, ok && n >= 0 && bits.Len64(uint64(n)) < 32
}

// divide leaves a division with a remainder to OPA.
func divide(args []Value) (Value, bool) {
	a, ok := small(args[0])
	b, ok2 := small(args[1])
	if !ok || !ok2 || b == 0 || a%b != 0 {
		return nil, false
	}
	return a / b, true
}

func remainder(args []Value) (Value, bool) {
	a, ok := small(args[0])
	b, ok2 := small(args[1])
	if !ok || !ok2 || b == 0 {
		return nil, false
	}
	return a % b, true
}

func minus(args []Value) (Value, bool) {
	if a, ok := args[0].(*Set); ok {
		b, ok := args[1].(*Set)
		if !ok {
			return nil, false
		}
		return filtered(a, func(v Value) bool { return !b.Has(v) }), true
	}
	return onSmall(func(a, b int64) int64 { return a - b })(args)
}

// types are the shortcuts of built-ins that test the type of a value.
var types = map[string]shortcut{
	"is_array":   is(func(v Value) bool { _, ok := v.(*Array); return ok }),
	"is_boolean": is(func(v Value) bool { _, ok := v.(bool); return ok }),
	"is_object":  is(func(v Value) bool { _, ok := v.(*Object); return ok }),
	"is_set":     is(func(v Value) bool { _, ok := v.(*Set); return ok }),
	"is_string":  is(func(v Value) bool { _, ok := v.(string); return ok }),
	"is_number": is(func(v Value) bool {
		switch v.(type) {
		case int64, json.Number:
			return true
		}
		return false
	}),
}

func is(f func(Value) bool) shortcut {
	return func(args []Value) (Value, bool) { return f(args[0]), true }
}
