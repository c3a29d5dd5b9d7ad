package plan

import "slices"

// fold replaces by constants what a block at the top of a function always computes alike, literals foremost, which OPA builds
// item by item wherever they are written; and copies of locals by their originals. The locals that belong to the whole function
// stay.
func (a *assembler) fold(b block, of *function) block {
	for {
		f := folder{
			assembler: a, of: of, writes: map[local]int{}, changes: map[local]int{}, closed: map[local]bool{}, shared: map[local]bool{},
			known: map[local]operand{},
		}
		f.count(b)
		b = f.block(b)
		if len(f.known) == 0 {
			return b
		}
		substitute(b, f.known)
	}
}

// folder folds a block once.
type folder struct {
	*assembler
	of      *function
	writes  map[local]int     // how many statements give a local a value
	changes map[local]int     // how many statements change the collection in a local
	closed  map[local]bool    // whether the block that gave a local a value has ended, while counting
	shared  map[local]bool    // whether a local is read behind such a block, where it may be undefined
	known   map[local]operand // what turned out to be a constant or a copy
}

func (f *folder) count(b block) {
	var assigned []local
	assign := func(l local) {
		f.writes[l]++
		delete(f.closed, l)
		assigned = append(assigned, l)
	}
	for i := range b {
		s := &b[i]
		s.reads(func(o *operand) { f.shared[local(*o)] = f.shared[local(*o)] || f.closed[local(*o)] })
		if s.do.has(mutates) {
			f.changes[s.target]++
		}
		if s.do.has(assigns) {
			assign(s.target)
		}
		switch s.do {
		case opScan:
			assign(local(s.b))
		case opMoveOnce:
			f.writes[s.target]++ // the value that it had before counts as another
		case opIsDefined, opIsUndefined:
			f.shared[local(s.a)] = true // a constant would always be defined
		}
		for _, inner := range s.blocks {
			f.count(inner)
		}
	}
	for _, l := range assigned {
		f.closed[l] = true
	}
}

// single reports whether a local has the same value wherever it is read.
func (f *folder) single(l local) bool {
	return l > f.of.afterArguments() && f.writes[l] == 1 && !f.shared[l]
}

// block discards the statements whose result is now known.
func (f *folder) block(b block) block {
	for i := 0; i < len(b); i++ {
		for j, inner := range b[i].blocks {
			b[i].blocks[j] = f.block(inner)
		}
		s := b[i]
		if !f.single(s.target) {
			continue
		}
		switch s.do {
		case opMove:
			if f.changes[s.target] == 0 && (s.a.isConstant() || f.isCopy(s)) {
				f.known[s.target] = s.a
				b = slices.Delete(b, i, i+1)
				i--
			}
		case opArray, opObject, opSet:
			if value, rest, ok := f.literal(b[i:]); ok {
				f.known[s.target] = f.constant(value)
				b = append(b[:i], rest...)
				i--
			}
		}
	}
	return b
}

// isCopy reports whether the original of a local that a statement moves can take the place of the copy. The input cannot where a
// with replaces it.
func (f *folder) isCopy(s statement) bool {
	source := local(s.a)
	return source == input && f.writes[input] == 0 || f.of.isArgument(source) ||
		source > f.of.afterArguments() && f.writes[source] == 1
}

// literal computes the collection that the first statement of a block makes, if all statements that change it follow in the same
// block and add nothing but constants. It returns the other statements of the block.
func (f *folder) literal(b block) (value Value, rest block, ok bool) {
	target, left := b[0].target, f.changes[b[0].target]
	build := builder{do: b[0].do}
	for i, s := range b[1:] {
		if left == 0 {
			rest = append(rest, b[1+i:]...)
			break
		}
		if !s.do.has(mutates) || s.target != target {
			rest = append(rest, s)
			continue
		}
		// Inserting once is an error when the key has another value already.
		if s.do == opInsertOnce || !s.a.isConstant() || s.do == opInsert && !s.b.isConstant() {
			return nil, nil, false
		}
		build.add(f.program.constants, s)
		left--
	}
	return build.value(), rest, left == 0
}

// builder collects the items of a literal.
type builder struct {
	do    operation
	items []Value
	pairs []Pair
}

func (b *builder) add(constants []Value, s statement) {
	if b.do == opObject {
		b.pairs = append(b.pairs, Pair{constants[^s.a], constants[^s.b]})
		return
	}
	b.items = append(b.items, constants[^s.a])
}

func (b *builder) value() Value {
	switch b.do {
	case opArray:
		return NewArray(b.items...)
	case opSet:
		return NewSet(b.items...)
	}
	return NewObject(b.pairs)
}

// substitute puts what is known in the place of locals.
func substitute(b block, known map[local]operand) {
	each([]block{b}, func(s *statement) {
		s.reads(func(o *operand) {
			for by, ok := known[local(*o)]; ok; by, ok = known[local(*o)] { // a copy of a copy
				*o = by
			}
		})
	})
}
