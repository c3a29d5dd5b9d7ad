package plan

import "slices"

// fold replaces what a top-level block of a function always computes alike by constants, literals foremost, which OPA builds
// item by item wherever they stand; and copies of locals by what they are copies of. Locals up to shared belong to the whole
// function and stay.
func (a *assembler) fold(b block, of *function, shared local) block {
	for {
		f := folder{assembler: a, of: of, shared: shared, writes: map[local]int{}, changes: map[local]int{}, asked: map[local]bool{}, known: map[local]operand{}}
		f.count(b)
		f.reads = countReads(b)
		b = f.block(b)
		if len(f.known) == 0 {
			return b
		}
		substitute(b, f.known)
	}
}

type folder struct {
	*assembler
	of      *function
	shared  local
	writes  map[local]int     // how many statements give a local a value
	changes map[local]int     // how many statements change the collection in a local
	asked   map[local]bool    // whether it is defined
	reads   map[local]int     // how often a local is read
	known   map[local]operand // what turned out constant or a copy
}

func (f *folder) count(b block) {
	for _, s := range b {
		switch s.do {
		case opAppend, opInsert, opInsertOnce, opAdd:
			f.changes[s.target]++
		case opIsDefined, opIsUndefined:
			f.asked[local(s.a)] = true
		case opScan:
			f.writes[s.target]++
			f.writes[local(s.b)]++
		case opMoveOnce:
			f.writes[s.target] += 2
		case opReturn, opBlock, opBreak, opNot, opEqual, opNotEqual, opIsArray, opIsObject, opIsSet:
		default:
			f.writes[s.target]++
		}
		for _, inner := range s.blocks {
			f.count(inner)
		}
	}
}

// single reports whether a local has one value wherever it has any.
func (f *folder) single(l local) bool { return l > f.shared && f.writes[l] == 1 && !f.asked[l] }

// block drops the statements whose result is now known.
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
			if f.changes[s.target] == 0 && (s.a.isConstant() || f.isCopy(s, b[i+1:])) {
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

// isCopy reports whether a local that is moved can stand for the target, which is read in the rest of the block alone.
func (f *folder) isCopy(s statement, rest block) bool {
	source := local(s.a)
	stays := source == input || f.of.isArgument(source) || source > f.shared && f.writes[source] == 1
	return stays && f.reads[s.target] == countReads(rest)[s.target]
}

// countReads counts how often statements read each local.
func countReads(b block) map[local]int {
	reads := map[local]int{}
	each([]block{b}, func(s *statement) {
		if s.do.readsA() {
			reads[local(s.a)]++
		}
		if s.do.readsB() {
			reads[local(s.b)]++
		}
		for _, arg := range s.args {
			reads[local(arg)]++
		}
	})
	return reads
}

// literal evaluates the statements that build a collection, when they are all of the block that begins with making it and add
// nothing but constants. It returns the other statements of the block.
func (f *folder) literal(b block) (value Value, rest block, ok bool) {
	target, left := b[0].target, f.changes[b[0].target]
	build := builder{do: b[0].do}
	for i, s := range b[1:] {
		if left == 0 {
			rest = append(rest, b[1+i:]...)
			break
		}
		switch s.do {
		case opAppend, opAdd, opInsert, opInsertOnce:
			if s.target != target {
				rest = append(rest, s)
				continue
			}
			if !s.a.isConstant() || s.do != opAppend && s.do != opAdd && !s.b.isConstant() {
				return nil, nil, false
			}
			build.add(f.program.constants, s)
			left--
		default:
			rest = append(rest, s)
		}
	}
	return build.value(), rest, left == 0
}

// builder gathers the items of a literal.
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
	replace := func(o *operand) {
		for by, ok := known[local(*o)]; ok; by, ok = known[local(*o)] { // a copy of a copy
			*o = by
		}
	}
	for i := range b {
		s := &b[i]
		if s.do.readsA() {
			replace(&s.a)
		}
		if s.do.readsB() {
			replace(&s.b)
		}
		for j := range s.args {
			replace(&s.args[j])
		}
		for _, inner := range s.blocks {
			substitute(inner, known)
		}
	}
}

// each calls f with every statement of blocks.
func each(blocks []block, f func(*statement)) {
	for _, b := range blocks {
		for i := range b {
			f(&b[i])
			each(b[i].blocks, f)
		}
	}
}

// count returns the number of locals that blocks use, at least atLeast.
func count(blocks []block, atLeast int32) int32 {
	n := atLeast
	each(blocks, func(s *statement) {
		n = max(n, int32(s.target)+1, int32(s.a)+1, int32(s.b)+1)
		for _, arg := range s.args {
			n = max(n, int32(arg)+1)
		}
	})
	return n
}
