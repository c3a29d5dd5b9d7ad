package plan

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ir"
)

// checkParameters refuses a function whose parameters are not numbered as OPA's planner does it: the input, the data, the
// variables of `with f as variable`, and behind the result the arguments.
func (a *assembler) checkParameters() {
	f := a.of
	if len(f.Params) < 2 || f.Return < ir.Unused || f.Return > ir.Local(len(f.Params)) {
		a.fail("parameters %v and result %d are not those of a function that OPA planned", f.Params, f.Return)
		return
	}
	next := ir.Input
	for _, p := range f.Params {
		if next == f.Return {
			next++
		}
		if p != next {
			a.fail("parameters %v and result %d are not in order", f.Params, f.Return)
		}
		next++
	}
}

// checkReads refuses a function that reads a local which nothing before has given a value, and one that changes a collection which
// it has not made itself: another function may have it, and what a policy has seen must not change. Folding relies on the first:
// each block at the top of a function is folded by itself.
func (a *assembler) checkReads(f *function) {
	made := false
	each(f.body, func(s *statement) { made = made || s.makes() && s.target == result })
	for _, b := range f.body {
		c := checker{assembler: a, written: map[local]bool{result: true, f.afterArguments(): true}, made: map[local]bool{result: made}}
		for l := range firstArgument + local(f.arguments) {
			c.written[l] = true
		}
		c.block(b)
	}
}

// checker checks a block at the top of a function.
type checker struct {
	*assembler
	written map[local]bool // whether a local has a value, if a statement before gave it one
	made    map[local]bool // whether that is a collection which the function has made
}

func (c *checker) block(b block) {
	for i := range b {
		s := &b[i]
		c.reads(s)
		if s.do.has(mutates) && !c.made[s.target] {
			c.fail("a collection is changed that another function may have")
		}
		if s.do.has(assigns) {
			c.assign(s)
		}
		for _, inner := range s.blocks {
			c.block(inner)
		}
	}
}

func (c *checker) reads(s *statement) {
	if s.do == opIsDefined || s.do == opIsUndefined {
		return
	}
	s.reads(func(o *operand) {
		if !o.isConstant() && !c.written[local(*o)] {
			c.fail("local %d is read before it has a value", *o)
		}
	})
}

func (c *checker) assign(s *statement) {
	c.made[s.target] = s.makes() || s.do == opDot && c.made[local(s.a)]
	c.written[s.target] = true
	if s.do == opScan {
		c.written[local(s.b)], c.made[local(s.b)] = true, false
	}
}

// makes reports whether a statement makes a new collection.
func (s *statement) makes() bool {
	switch s.do {
	case opArray, opObject, opSet:
		return true
	}
	return false
}

// calleesFirst returns the functions such that each comes after those that it calls, nil when one calls itself in the end.
func (p *Program) calleesFirst() []*function {
	const visiting, visited = 1, 2
	state := make([]int, len(p.functions))
	order := make([]*function, 0, len(p.functions))
	var visit func(f *function) bool
	visit = func(f *function) bool {
		if state[f.id] != 0 {
			return state[f.id] == visited
		}
		state[f.id] = visiting
		ends := true
		each(f.body, func(s *statement) {
			if s.do == opCall {
				ends = visit(p.functions[s.number]) && ends
			}
		})
		state[f.id] = visited
		order = append(order, f)
		return ends
	}
	if slices.ContainsFunc(p.functions, func(f *function) bool { return !visit(f) }) {
		return nil
	}
	return order
}
