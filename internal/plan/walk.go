package plan

// fuseWalks fuses a call of walk and the loop over what it gives, where the loop does nothing with a pair but to take the path and the
// value out of it: no pair is made then, and no path that nothing reads. The loop is what OPA plans of walk(x, [path, value]).
func (a *assembler) fuseWalks(b block, reads map[local]int) block {
	kept := b[:0]
	for i := 0; i < len(b); i++ {
		s := b[i]
		for j, inner := range s.blocks {
			s.blocks[j] = a.fuseWalks(inner, reads)
		}
		if i+1 < len(b) && s.do == opBuiltin && a.program.builtins[s.number].name == "walk" && reads[s.target] == 1 {
			if fused, ok := a.fuseWalk(s, b[i+1], reads); ok {
				fused.blocks[0] = a.fuseWalks(fused.blocks[0], reads)
				kept = append(kept, fused)
				i++
				continue
			}
		}
		kept = append(kept, s)
	}
	return kept
}

// fuseWalk returns what takes the place of a call of walk and of the loop behind it.
func (a *assembler) fuseWalk(walk, loop statement, reads map[local]int) (fused statement, ok bool) {
	if loop.do != opScan || loop.a != operand(walk.target) || reads[loop.target] > 0 {
		return fused, false
	}
	r := pairReader{assembler: a, pair: loop.b, left: loop.blocks[0]}
	r.isPair()
	path := r.item(0)
	value := r.item(1)
	// The locals in between are gone: nothing else may read them, or the pair.
	if r.failed || reads[local(r.pair)] != 4 || reads[r.length] != 1 || reads[r.index] != 2 || reads[r.taken] != 2 {
		return fused, false
	}
	fused = statement{do: opWalk, target: value, b: operand(path), a: walk.args[0], at: walk.at, blocks: []block{r.left}}
	if reads[path] > 0 {
		fused.number = 1
	}
	return fused, true
}

// pairReader goes over the statements by which a loop takes the path and the value out of a pair.
type pairReader struct {
	*assembler
	pair                 operand
	length, index, taken local
	left                 block
	failed               bool // where there is another statement
}

// next returns the next statement, which has to be of an operation.
func (r *pairReader) next(do operation) (s statement) {
	if r.failed = r.failed || len(r.left) == 0 || r.left[0].do != do; !r.failed {
		s, r.left = r.left[0], r.left[1:]
	}
	return s
}

func (r *pairReader) is(o operand, number int64) bool {
	return o.isConstant() && Equal(r.program.constants[^o], number)
}

// isPair goes over the test that the pair is an array of two items.
func (r *pairReader) isPair() {
	array, length, equal := r.next(opIsArray), r.next(opLen), r.next(opEqual)
	r.length = length.target
	r.failed = r.failed || array.a != r.pair || length.a != r.pair || equal.a != operand(r.length) || !r.is(equal.b, 2)
}

// item goes over what takes an item out of the pair, and returns the local that gets it. OPA sets the index of the first one twice.
func (r *pairReader) item(number int64) local {
	index := r.next(opMove)
	for !r.failed && len(r.left) > 0 && r.left[0].do == opMove && r.left[0].target == index.target {
		index = r.next(opMove)
	}
	taken, move := r.next(opDot), r.next(opMove)
	isOther := number > 0 && (index.target != r.index || taken.target != r.taken)
	r.index, r.taken = index.target, taken.target
	r.failed = r.failed || isOther || !r.is(index.a, number) || taken.a != r.pair || taken.b != operand(r.index) || move.a != operand(r.taken)
	return move.target
}

// walk runs a block for every value in a value, beginning with itself.
func (m *Machine) walk(s *statement, frame []Value, top int) outcome {
	w := valueWalk{m, s, frame, top}
	if end := w.visit(nil, m.value(s.a, frame)); end > left {
		return end
	}
	return ended
}

type valueWalk struct {
	*Machine
	of    *statement
	frame []Value
	top   int
}

// visit returns how the block ended that was the last to run.
func (w *valueWalk) visit(path []Value, v Value) (end outcome) {
	if w.expired() {
		return failed
	}
	w.frame[w.of.target] = v
	if w.of.number > 0 {
		w.frame[w.of.b] = NewArray(path...)
	}
	end = w.block(w.of.blocks[0], w.frame, w.top)
	children(v, func(step, child Value) bool {
		if end <= left {
			end = w.visit(w.below(path, step), child)
		}
		return end <= left
	})
	return end
}

// below returns a path with one more step, where the block reads it.
func (w *valueWalk) below(path []Value, step Value) []Value {
	if w.of.number == 0 {
		return nil
	}
	return append(path[:len(path):len(path)], step)
}
