package plan

// returnEarly lets a function that can give but one value, such as true, give it as soon as a body holds: OPA's evaluator
// does, OPA's plan does not.
func returnEarly(body []block, result local) {
	found, several := operand(0), false
	each(body, func(s *statement) {
		if s.do == opMoveOnce && s.target == result {
			several = several || !s.a.isConstant() || found != 0 && found != s.a
			found = s.a
		}
	})
	if several || found == 0 {
		return
	}
	each(body, func(s *statement) {
		if s.do == opMoveOnce && s.target == result {
			*s = statement{do: opReturn, a: s.a}
		}
	})
}

// dropResult drops what only looks after the result of the bodies where none leaves one: those of sets, and those that return
// early. Before the first body that leaves one it is not set anyhow.
func dropResult(body []block, result local) []block {
	isSet := false
	kept := body[:0]
	for _, b := range body {
		if !isSet && len(b) > 0 {
			switch {
			case b[0].do == opReset && b[0].target == result:
				b = b[1:]
			case b[0].do == opIsDefined && local(b[0].a) == result:
				continue
			}
		}
		each([]block{b}, func(s *statement) { isSet = isSet || s.do == opMoveOnce && s.target == result })
		kept = append(kept, b)
	}
	return kept
}

// test joins calls with the question whether their result is false, where nothing else reads it.
func (a *assembler) test(b block, reads map[local]int) block {
	kept := b[:0]
	for i := 0; i < len(b); i++ {
		s := b[i]
		for j, inner := range s.blocks {
			s.blocks[j] = a.test(inner, reads)
		}
		if i+1 < len(b) && reads[s.target] == 1 && a.asksForFalse(s, b[i+1]) {
			s.target = none
			i++
		}
		kept = append(kept, s)
	}
	return kept
}

func (a *assembler) asksForFalse(call, next statement) bool {
	if call.do != opCall && call.do != opBuiltin || next.do != opNotEqual {
		return false
	}
	return next.a == operand(call.target) && next.b.isConstant() && a.program.constants[^next.b] == false
}

// makeRoom notes at every collection that is made how many items the same block puts into it.
func makeRoom(b block) {
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
			makeRoom(inner)
		}
	}
}
