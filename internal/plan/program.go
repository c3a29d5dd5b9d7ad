package plan

import (
	"strings"
	"sync"
	"sync/atomic"
)

// Program is a set of policies, ready to be executed. It may be used by several goroutines.
type Program struct {
	constants []Value
	functions []*function
	builtins  []builtin
	files     []string         // the Rego files that places refer to
	entries   map[string]int32 // rules by the document that they give, such as data.compose.privileged.findings
	dynamic   map[string]int32 // rules by dynamicPath, where some statement looks one up by a computed path
	patterns  patterns
}

// Has reports whether the program can compute a document, such as data.compose.privileged.findings.
func (p *Program) Has(document string) bool {
	_, ok := p.entries[document]
	return ok
}

// function is a function of OPA's IR: it computes a rule, or a function of Rego when it has arguments.
type function struct {
	id        int32
	name      string // as OPA has it, such as g0.data.lib.image.name: the generation, then the path
	arguments int32
	locals    int32 // how many it has, the input, the data and the result included
	pure      bool  // the same arguments always give the same result, whatever input and data are
	memoise   bool  // computing a result takes longer than looking it up

	decode sync.Once
	code   string // the stored body, "" when it was not stored
	body   []block

	constant atomic.Pointer[Value] // the result of a pure function without arguments, once it is known
}

// document is the path of what the function computes, such as data.lib.image.name.
func (f *function) document() string {
	_, path, _ := strings.Cut(f.name, ".")
	return path
}

func (f *function) isArgument(l local) bool {
	return l >= firstArgument && l < f.afterArguments()
}

// afterArguments is the first local behind the arguments. OPA gives it a meaning in the whole function: it is the result of the
// body at hand. Each block at the top of a function has its own meaning for the locals behind it.
func (f *function) afterArguments() local { return firstArgument + local(f.arguments) }

// block is a list of statements. It ends early when one of them is undefined.
type block []statement

// statement is one step of a block. Which of the fields it uses depends on its operation.
type statement struct {
	do     operation
	target local
	a, b   operand
	args   []operand
	number int32 // of a function or a built-in, of blocks to leave, or of items to make room for
	at     place
	blocks []block
}

// local is the number of a variable of a function.
type local int32

// Locals of every function. The arguments follow, and then what the body needs.
const (
	input local = iota
	data
	result
	firstArgument

	// discard is the target of a call whose result nobody reads; the call is undefined when the result is false. No call has
	// the input for its target.
	discard = input
)

// operand is a local when it is not negative, else a constant: ^operand is its number.
type operand int32

func constantOperand(number int) operand { return operand(^number) }

func (o operand) isConstant() bool { return o < 0 }

// place is where a statement that can fail is written: file is an index of Program.files, row and column start at 1.
type place struct{ file, row, column int32 }

// dynamicPath is the key of a path in Program.dynamic.
func dynamicPath(path []string) string { return string(appendStrings(nil, path)) }
