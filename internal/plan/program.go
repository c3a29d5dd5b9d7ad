// Package plan runs policies that were planned ahead: OPA's compiler turns Rego into its intermediate representation once, by
// `make plan`, and here that is stored, loaded and executed. What OPA's own evaluator finds is what this finds.
package plan

import (
	"sync"
	"sync/atomic"
)

// Program is a planned set of policies. It may be used by several goroutines.
type Program struct {
	constants []Value
	functions []*function
	builtins  []builtin
	files     []string         // that statements stand in
	entries   map[string]int32 // functions by the name of what they give, such as data.compose.privileged.findings
	patterns  patterns
}

// Has reports whether the program holds what gives a document, such as data.compose.privileged.findings.
func (p *Program) Has(document string) bool {
	_, ok := p.entries[document]
	return ok
}

// function is a planned function, rule or set of rules. Its locals are the input, the data, its arguments and whatever it needs.
type function struct {
	id        int32
	arguments int32
	first     int32 // local of the first argument
	locals    int32
	constant  bool // looks at no input: for the same arguments it always gives the same
	worthy    bool // does enough that its results are worth remembering

	decode sync.Once
	code   string
	body   []block

	known atomic.Pointer[Value] // what a constant without arguments gives
}

func (f *function) isArgument(l local) bool {
	return l >= local(f.first) && l < local(f.first+f.arguments)
}

// block is a list of statements. It ends early when one of them is undefined.
type block []statement

// statement is one statement of OPA's intermediate representation. Which of the fields it uses is for its operation to say.
type statement struct {
	do     operation
	target local
	a, b   operand
	args   []operand
	number int32 // of a function or a built-in, of blocks to leave or items to expect
	at     place
	blocks []block
}

// local is the number of a variable of a function.
type local int32

// operand is a local when it is not negative, else a constant: ^operand is its number.
type operand int32

func constantOperand(number int) operand { return operand(^number) }

func (o operand) isConstant() bool { return o < 0 }

// place is where in the policies a statement stands that can fail.
type place struct{ file, row, column int32 }

// operation says what a statement does.
type operation uint8

const (
	opReturn      operation = iota // give a
	opCall                         // target = function number(args)
	opBuiltin                      // target = built-in number(args)
	opBlock                        // run blocks
	opBreak                        // leave number blocks besides this one
	opDot                          // target = a[b]
	opLen                          // target = length of a
	opScan                         // for target, b in a: run the block
	opNot                          // undefined when the block is defined
	opMove                         // target = a
	opMoveOnce                     // target = a, which it must be already if it is defined
	opReset                        // target becomes undefined
	opArray                        // target = [], with room for number items
	opObject                       // target = {}, with room for number pairs
	opSet                          // target = set(), with room for number items
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
)

// readsA reports whether an operation reads its operand a.
func (do operation) readsA() bool {
	switch do {
	case opCall, opBuiltin, opBlock, opBreak, opNot, opReset, opArray, opObject, opSet:
		return false
	}
	return true
}

// readsB reports whether an operation reads its operand b.
func (do operation) readsB() bool {
	switch do {
	case opDot, opEqual, opNotEqual, opInsert, opInsertOnce:
		return true
	}
	return false
}

// Locals that every function has.
const (
	input local = iota
	data
	// none is the target of a call whose result nobody reads: it is undefined when that is false. No call has the input for target.
	none = input
)
