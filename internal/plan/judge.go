package plan

import "strings"

// judge finds out which functions are constant and which are worth remembering.
func (p *Program) judge() {
	for _, f := range p.functions {
		f.constant = true
	}
	for changed := true; changed; {
		changed = false
		for _, f := range p.functions {
			if f.constant && p.looksAtInput(f) {
				f.constant, changed = false, true
			}
		}
	}
	for _, f := range p.functions {
		each(f.body, func(s *statement) { f.worthy = f.worthy || p.isDear(s) })
	}
}

// isDear reports whether a statement takes longer than looking up a result.
func (p *Program) isDear(s *statement) bool {
	return s.do == opScan || s.do == opCall || s.do == opBuiltin && strings.HasPrefix(p.builtins[s.number].name, "regex.")
}

// looksAtInput reports whether a function reads the input, itself or through what it calls.
func (p *Program) looksAtInput(f *function) bool {
	looks := false
	each(f.body, func(s *statement) {
		looks = looks || local(s.a) == input && s.do.readsA() || local(s.b) == input && s.do.readsB()
		for _, arg := range s.args {
			looks = looks || local(arg) == input
		}
		looks = looks || s.do == opCall && !p.functions[s.number].constant
	})
	return looks
}
