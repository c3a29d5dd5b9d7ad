package plan

// operation is what a statement does.
type operation uint8

const (
	opInvalid     operation = iota // no statement: a plan that cannot be read has it, and executing it is an error
	opReturn                       // give a
	opCall                         // target = function number(args)
	opCallDynamic                  // target = the rule whose path is args
	opBuiltin                      // target = built-in number(args)
	opBlock                        // run blocks
	opBreak                        // leave number blocks besides this one
	opWith                         // run the block with a in place of the document target, or of what is at the path args in it
	opDot                          // target = a[b]
	opLen                          // target = length of a
	opScan                         // for target, b in a: run the block
	opWalk                         // for each value target in a, at the path b in it: run the block; number 0 leaves b out
	opNot                          // undefined when the block is defined
	opMove                         // target = a
	opMoveOnce                     // target = a, which it must be already if it is defined; function number has the rule
	opReset                        // target becomes undefined
	opArray                        // target = [], with room for number items
	opObject                       // target = {}, with room for number pairs
	opSet                          // target = set(), with room for number items
	opMerge                        // target = the objects a and b, merged
	opEqual                        // undefined unless a == b
	opNotEqual                     // undefined unless a != b
	opIsArray                      // undefined unless a is an array
	opIsObject                     // undefined unless a is an object
	opIsSet                        // undefined unless a is a set
	opIsDefined                    // undefined unless a is defined
	opIsUndefined                  // undefined unless a is undefined
	opAppend                       // append a to the array target
	opInsert                       // target[a] = b
	opInsertOnce                   // target[a] = b, which it must be already if it is defined
	opAdd                          // add a to the set target

	operationCount
)

// effect is what an operation does with the fields of its statement.
type effect uint8

const (
	readsA  effect = 1 << iota
	readsB         // b is read; of opScan and opWalk it is a second target
	assigns        // target gets a value
	mutates        // the collection in target changes
)

var effects = [operationCount]effect{
	opReturn:      readsA,
	opCall:        assigns,
	opCallDynamic: assigns,
	opBuiltin:     assigns,
	opWith:        readsA | assigns,
	opDot:         readsA | readsB | assigns,
	opLen:         readsA | assigns,
	opScan:        readsA | assigns,
	opWalk:        readsA | assigns,
	opMove:        readsA | assigns,
	opMoveOnce:    readsA | assigns,
	opReset:       assigns,
	opArray:       assigns,
	opObject:      assigns,
	opSet:         assigns,
	opMerge:       readsA | readsB | assigns,
	opEqual:       readsA | readsB,
	opNotEqual:    readsA | readsB,
	opIsArray:     readsA,
	opIsObject:    readsA,
	opIsSet:       readsA,
	opIsDefined:   readsA,
	opIsUndefined: readsA,
	opAppend:      readsA | mutates,
	opInsert:      readsA | readsB | mutates,
	opInsertOnce:  readsA | readsB | mutates,
	opAdd:         readsA | mutates,
}

func (do operation) has(e effect) bool { return effects[do]&e != 0 }

// each calls f with every statement of blocks, the outer ones first.
func each(blocks []block, f func(*statement)) {
	for _, b := range blocks {
		for i := range b {
			f(&b[i])
			each(b[i].blocks, f)
		}
	}
}

// reads calls f with every operand that a statement reads, those of its blocks not included.
func (s *statement) reads(f func(*operand)) {
	if s.do.has(readsA) {
		f(&s.a)
	}
	if s.do.has(readsB) {
		f(&s.b)
	}
	for i := range s.args {
		f(&s.args[i])
	}
}
