package plan

import (
	"errors"
	"strings"
)

// markPure finds out which functions are pure and whose results are memoised.
func (p *Program) markPure() error {
	order := p.calleesFirst()
	if order == nil {
		return errors.New("cannot assemble the plan: a function calls itself")
	}
	for _, f := range order {
		f.pure = true
		each(f.body, func(s *statement) {
			f.pure = f.pure && p.isPure(s)
			f.memoise = f.memoise || p.isExpensive(s)
		})
	}
	return nil
}

// isPure reports whether a statement does the same whatever the input and the data are, themselves or in what it calls.
func (p *Program) isPure(s *statement) bool {
	if s.do == opCallDynamic || s.do == opCall && !p.functions[s.number].pure {
		return false
	}
	pure := true
	s.reads(func(o *operand) { pure = pure && local(*o) != input && local(*o) != data })
	return pure
}

// isExpensive reports whether a statement takes longer than looking up a result.
func (p *Program) isExpensive(s *statement) bool {
	switch s.do {
	case opScan, opWalk, opCallDynamic, opWith:
		return true
	case opCall: // of a function that is as cheap, however often
		return p.functions[s.number].memoise
	case opBuiltin:
		return strings.HasPrefix(p.builtins[s.number].name, "regex.")
	}
	return false
}
