package evaluate

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// maxMade bounds in bytes what one call of a built-in function makes, and maxDigits the digits of a number: a few calls of functions
// that repeat what they are given fill all memory before anything looks at it.
const (
	maxMade   = 16 << 20
	maxDigits = 10_000
)

// elementSize is what an item of a list takes.
const elementSize = 16

// made says for each built-in function that makes more than it is given how many bytes that is at most.
var made = map[string]func(operands []*ast.Term) int{
	"concat":                    func(o []*ast.Term) int { return written(o[1]) + elements(o[1])*written(o[0]) },
	"replace":                   func(o []*ast.Term) int { return written(o[0]) + occurrences(o[0], o[1])*written(o[2]) },
	"regex.replace":             func(o []*ast.Term) int { return replaced(o[0], o[2]) },
	"sprintf":                   formatted,
	"json.marshal":              func(o []*ast.Term) int { return written(o[0]) },
	"json.marshal_with_options": func(o []*ast.Term) int { return written(o[0]) },
	"yaml.marshal":              func(o []*ast.Term) int { return written(o[0]) },
	"array.concat":              func(o []*ast.Term) int { return elementSize * (elements(o[0]) + elements(o[1])) },
	"urlquery.encode_object":    func(o []*ast.Term) int { return 3 * written(o[0]) },
	"bits.lsh":                  func(o []*ast.Term) int { return digits(o[0]) + digits(o[1]) + shift(o[1]) },
}

// countsDigits are the built-in functions whose time and memory grow with the digits of numbers, exponents counted.
var countsDigits = []string{"plus", "minus", "mul", "div", "rem", "abs", "ceil", "floor", "round", "format_int", "bits.or", "bits.and", "bits.negate",
	"bits.xor", "bits.rsh", "numbers.range", "numbers.range_step", "sum", "product"}

// boundBuiltins puts the bounds on the built-in functions, for all evaluations of the program.
var boundBuiltins = sync.OnceFunc(func() {
	for name, size := range made {
		bound(name, size, maxMade)
	}
	for _, name := range countsDigits {
		bound(name, func(operands []*ast.Term) int {
			n := 0
			for _, operand := range operands {
				n += digits(operand)
			}
			return n
		}, maxDigits)
	}
})

// bound makes a built-in function fail where a size is above a limit.
func bound(name string, size func([]*ast.Term) int, limit int) {
	unbound := topdown.GetBuiltin(name)
	topdown.RegisterBuiltinFunc(name, func(ctx topdown.BuiltinContext, operands []*ast.Term, iter func(*ast.Term) error) error {
		if size(operands) > limit {
			// A halt, because other errors of functions may leave a policy undefined.
			return topdown.Halt{Err: &topdown.Error{Code: topdown.BuiltinErr, Location: ctx.Location,
				Message: fmt.Sprintf("%s: what it would make is too large: the limit is %d", name, limit)}}
		}
		return unbound(ctx, operands, iter)
	})
}

// written returns how many bytes a value has when it is written, at most a little more than maxMade.
func written(t *ast.Term) int {
	n := 0
	count(t, &n)
	return n
}

func count(t *ast.Term, n *int) {
	if *n > maxMade {
		return
	}
	*n += 2 // quotes, brackets, commas
	switch v := t.Value.(type) {
	case ast.String:
		*n += len(v)
	case ast.Number:
		*n += len(v)
	case *ast.Array:
		v.Iter(func(item *ast.Term) error { count(item, n); return tooMuch(*n) })
	case ast.Set:
		v.Iter(func(item *ast.Term) error { count(item, n); return tooMuch(*n) })
	case ast.Object:
		v.Iter(func(key, value *ast.Term) error { count(key, n); count(value, n); return tooMuch(*n) })
	}
}

var errStop = fmt.Errorf("more than %d bytes", maxMade)

// tooMuch ends an iteration over what is too large to be written.
func tooMuch(n int) error {
	if n > maxMade {
		return errStop
	}
	return nil
}

// elements returns how many items a collection has.
func elements(t *ast.Term) int {
	if list, ok := t.Value.(interface{ Len() int }); ok {
		return list.Len()
	}
	return 0
}

// occurrences returns how often a text may contain another.
func occurrences(text, part *ast.Term) int {
	s, ok := text.Value.(ast.String)
	p, ok2 := part.Value.(ast.String)
	if !ok || !ok2 {
		return 0
	}
	return strings.Count(string(s), string(p))
}

// replaced returns how many bytes a text has at most after each match of an expression in it was replaced: there are as many matches
// as characters, and a dollar in the replacement stands for all of the match.
func replaced(text, by *ast.Term) int {
	s, ok := text.Value.(ast.String)
	r, ok2 := by.Value.(ast.String)
	if !ok || !ok2 {
		return 0
	}
	return len(s) + (len(s)+1)*len(r) + strings.Count(string(r), "$")*len(s)
}

// formatted returns how many bytes sprintf makes at most: each verb may write all arguments. One with a width of four digits or of an
// argument has no bound.
func formatted(operands []*ast.Term) int {
	format, ok := operands[0].Value.(ast.String)
	if !ok {
		return 0
	}
	verbs := strings.Count(string(format), "%")
	if wide.MatchString(string(format)) {
		return maxMade + 1
	}
	n := written(operands[1])
	if elements(operands[1]) <= 1 || strings.Contains(string(format), "[") {
		n *= max(verbs, 1)
	}
	return len(format) + n
}

// wide finds a verb with such a width or precision.
var wide = lazyregexp.New(`%[-+# 0-9.\[\]]*(\*|\d{4,})`)

// digits returns how many digits a number has, exponents counted; those of all numbers in a collection.
func digits(t *ast.Term) int {
	switch v := t.Value.(type) {
	case ast.Number:
		n := len(v)
		if _, exponent, found := strings.Cut(strings.ToLower(string(v)), "e"); found {
			power, err := strconv.Atoi(exponent)
			if err != nil {
				return maxDigits + 1
			}
			n += max(power, -power)
		}
		return n
	case *ast.Array:
		n := 0
		v.Foreach(func(item *ast.Term) { n = max(n, digits(item)) })
		return n
	case ast.Set:
		n := 0
		v.Foreach(func(item *ast.Term) { n = max(n, digits(item)) })
		return n
	}
	return 0
}

// shift returns by how many bits a number is shifted.
func shift(t *ast.Term) int {
	if n, ok := t.Value.(ast.Number); ok {
		if bits, ok := n.Int(); ok {
			return bits
		}
		return maxMade + 1
	}
	return 0
}
