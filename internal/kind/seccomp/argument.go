package seccomp

import (
	"cmp"
	"math"
	"slices"

	"github.com/seclint/seclint/internal/source"
)

func readArguments(n *source.Node) []Argument {
	list, _ := field(n, "args")
	if list == nil {
		return nil
	}
	var args []Argument
	for _, item := range list.Items {
		var a Argument
		index, _ := field(item.Value, "index")
		if index != nil {
			a.Index, _ = index.Scalar.(int64)
		}
		op, _ := field(item.Value, "op")
		a.Op = op.Str()
		a.Value, a.ValueTwo = number(item.Value, "value"), number(item.Value, "valueTwo")
		args = append(args, a)
	}
	return args
}

// number returns a number of 64 bits, 0 where there is none, as Go's decoder does.
func number(n *source.Node, key string) uint64 {
	value, _ := field(n, key)
	if u, ok := unsigned(value); ok {
		return u
	}
	return 0
}

// trivial reports whether a condition holds for every value.
func (a Argument) trivial() bool {
	switch a.Op {
	case "SCMP_CMP_MASKED_EQ":
		return a.Value == 0 // libseccomp masks the number compared with as well
	case "SCMP_CMP_GE":
		return a.Value == 0
	case "SCMP_CMP_LE":
		return a.Value == math.MaxUint64
	}
	return false
}

// alternatives returns the sets of conditions of which one must hold as a whole. Runtimes join the conditions of an entry by
// and, unless two are on the same argument: then each condition is a filter of its own.
func (r *rule) alternatives() [][]Argument {
	if !r.repeats() {
		return [][]Argument{r.Args}
	}
	var each [][]Argument
	for _, a := range r.Args {
		each = append(each, []Argument{a})
	}
	return each
}

// repeats reports whether two conditions are on the same argument.
func (r *rule) repeats() bool {
	if len(r.Args) < 2 {
		return false
	}
	seen := map[int64]bool{}
	for _, a := range r.Args {
		if seen[a.Index] {
			return true
		}
		seen[a.Index] = true
	}
	return false
}

// span is a closed interval of values.
type span struct{ from, to uint64 }

// spans returns the values for which a condition holds; ok is false for a mask, whose values form no few intervals.
func (a Argument) spans() (values []span, ok bool) {
	const last = math.MaxUint64
	switch v := a.Value; a.Op {
	case "SCMP_CMP_EQ":
		return []span{{v, v}}, true
	case "SCMP_CMP_NE":
		if v > 0 {
			values = append(values, span{0, v - 1})
		}
		if v < last {
			values = append(values, span{v + 1, last})
		}
		return values, true
	case "SCMP_CMP_LT":
		if v == 0 {
			return nil, true
		}
		return []span{{0, v - 1}}, true
	case "SCMP_CMP_LE":
		return []span{{0, v}}, true
	case "SCMP_CMP_GE":
		return []span{{v, last}}, true
	case "SCMP_CMP_GT":
		if v == last {
			return nil, true
		}
		return []span{{v + 1, last}}, true
	}
	return nil, false
}

// coverAll reports whether alternatives of one condition each hold together for every value of one argument.
func coverAll(alternatives [][]Argument) bool {
	byIndex := map[int64][]span{}
	for _, all := range alternatives {
		if len(all) != 1 {
			continue
		}
		if all[0].trivial() {
			return true
		}
		if values, ok := all[0].spans(); ok {
			byIndex[all[0].Index] = append(byIndex[all[0].Index], values...)
		}
	}
	for _, values := range byIndex {
		if gapless(values) {
			return true
		}
	}
	return false
}

// gapless reports whether intervals hold every value from 0 on.
func gapless(values []span) bool {
	slices.SortFunc(values, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	next := uint64(0) // the least value that is not yet covered
	for _, s := range values {
		if s.from > next {
			return false
		}
		if s.to == math.MaxUint64 {
			return true
		}
		next = max(next, s.to+1)
	}
	return false
}
