package plan

// returnEarly lets a function that can give but one value, such as true, return it after the first body that succeeds. OPA's
// evaluator does, OPA's plan runs the other bodies too.
func returnEarly(f *function) {
	outcome := f.afterArguments()
	value, several := operand(0), false
	each(f.body, func(s *statement) {
		if s.do == opMoveOnce && s.target == outcome {
			several = several || !s.a.isConstant() || value != 0 && value != s.a
			value = s.a
		}
	})
	if several || value == 0 {
		return
	}
	each(f.body, func(s *statement) {
		if s.do == opMoveOnce && s.target == outcome {
			*s = statement{do: opReturn, a: s.a}
		}
	})
}

// discardDeadResult discards the code around the result of a body where no body leaves one: those that add to a set do not, nor
// do those that return early. Before the first body that leaves a result, there is none to reset.
func discardDeadResult(f *function) {
	outcome := f.afterArguments()
	mayBeSet := false
	kept := f.body[:0]
	for _, b := range f.body {
		if !mayBeSet && len(b) > 0 {
			switch {
			case b[0].do == opReset && b[0].target == outcome:
				b = b[1:]
			case b[0].do == opIsDefined && local(b[0].a) == outcome:
				continue
			}
		}
		each([]block{b}, func(s *statement) { mayBeSet = mayBeSet || s.do.has(assigns) && s.target == outcome })
		kept = append(kept, b)
	}
	f.body = kept
}

// fuseTests fuses a call and the test that its result is not false, where nothing else reads the result.
func (a *assembler) fuseTests(b block, reads map[local]int) block {
	kept := b[:0]
	for i := 0; i < len(b); i++ {
		s := b[i]
		for j, inner := range s.blocks {
			s.blocks[j] = a.fuseTests(inner, reads)
		}
		if i+1 < len(b) && reads[s.target] == 1 && a.isTest(s, b[i+1]) {
			s.target = discard
			i++
		}
		kept = append(kept, s)
	}
	return kept
}

// countReads counts how many operands read each local.
func countReads(b block) map[local]int {
	reads := map[local]int{}
	each([]block{b}, func(s *statement) { s.reads(func(o *operand) { reads[local(*o)]++ }) })
	return reads
}

// isTest reports whether a statement tests that the result of a call is not false.
func (a *assembler) isTest(call, next statement) bool {
	if call.do != opCall && call.do != opBuiltin || next.do != opNotEqual {
		return false
	}
	return next.a == operand(call.target) && next.b.isConstant() && a.program.constants[^next.b] == false
}

// presize notes at every collection that a block makes how many items the same block adds to it.
func presize(b block) {
	made := map[local]*statement{}
	for i := range b {
		s := &b[i]
		switch s.do {
		case opArray, opObject, opSet:
			made[s.target] = s
		case opAppend, opInsert, opInsertOnce, opAdd:
			if at := made[s.target]; at != nil {
				at.number++
			}
		}
		for _, inner := range s.blocks {
			presize(inner)
		}
	}
}
