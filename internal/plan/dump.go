package plan

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// Dump prints, for people, the functions that compute a document, such as data.compose.privileged.findings; all of the program
// when document is "". It prints a callee after its first caller. The error is that of w, or for a document that the program does
// not have.
//
// The first line of each function has its name, whether it is pure, and when its result is memoised. Its locals are input, data,
// the arguments a0, a1, ..., the result, and l4, l5, ... A statement that begins with assert is undefined when it is not so, a
// reference or a call when its result is; the block then ends, and execution goes on behind it.
func (p *Program) Dump(w io.Writer, document string) error {
	d := &dumper{program: p, w: w, seen: make([]bool, len(p.functions))}
	if document != "" {
		id, ok := p.entries[document]
		if !ok {
			return fmt.Errorf("the plan has no %s", document)
		}
		d.function(p.functions[id])
		return d.err
	}
	for _, document := range slices.Sorted(maps.Keys(p.entries)) {
		d.function(p.functions[p.entries[document]])
	}
	for _, f := range p.functions { // what is called by a computed path, or by nobody any more
		d.function(f)
	}
	return d.err
}

// dumper prints functions, each once.
type dumper struct {
	program *Program
	w       io.Writer
	of      *function
	seen    []bool
	err     error
}

func (d *dumper) line(depth int, format string, args ...any) {
	if d.err == nil {
		_, d.err = fmt.Fprintf(d.w, strings.Repeat("  ", depth)+format+"\n", args...)
	}
}

func (d *dumper) function(f *function) {
	if d.seen[f.id] {
		return
	}
	if d.of != nil {
		d.line(0, "")
	}
	d.seen[f.id], d.of = true, f
	parameters := make([]string, f.arguments)
	for i := range parameters {
		parameters[i] = d.local(firstArgument + local(i))
	}
	d.line(0, "%s(%s): %s", f.name, strings.Join(parameters, ", "), f.traits())
	d.blocks(1, f.blocks())
	each(f.blocks(), func(s *statement) {
		if s.do == opCall {
			d.function(d.program.functions[s.number])
		}
	})
}

// traits describes whether a function is pure and when its result is memoised.
func (f *function) traits() string {
	switch {
	case f.arguments == 0 && f.pure:
		return "pure, computed once"
	case f.arguments == 0:
		return "memoised for each input"
	case f.pure && f.isMemoised():
		return "pure, memoised for small arguments, else for each input"
	case f.isMemoised():
		return "memoised for each input"
	case f.pure:
		return "pure, not memoised"
	}
	return "not memoised"
}

func (d *dumper) blocks(depth int, all []block) {
	for _, b := range all {
		d.line(depth, "block")
		d.block(depth+1, b)
	}
}

// placeColumn is where the place of a statement is printed, if the statement is shorter.
const placeColumn = 72

func (d *dumper) block(depth int, b block) {
	for i := range b {
		s := &b[i]
		text := d.statement(s)
		if s.at != (place{}) {
			text = fmt.Sprintf("%-*s # %s:%d:%d", placeColumn-2*depth, text, d.program.files[s.at.file], s.at.row, s.at.column)
		}
		d.line(depth, "%s", text)
		if s.do == opBlock {
			d.blocks(depth+1, s.blocks)
			continue
		}
		for _, inner := range s.blocks {
			d.block(depth+1, inner)
		}
	}
}

// statement returns a statement without its blocks.
func (d *dumper) statement(s *statement) string {
	target, a, b := d.local(s.target), d.operand(s.a), d.operand(s.b)
	switch s.do {
	case opReturn:
		return "return " + a
	case opCall:
		return d.call(s, d.program.functions[s.number].document())
	case opBuiltin:
		return d.call(s, d.program.builtins[s.number].name)
	case opCallDynamic:
		return fmt.Sprintf("%s = rule at [%s]", target, strings.Join(d.operands(s.args), ", "))
	case opBlock:
		return "blocks"
	case opBreak:
		return fmt.Sprintf("break %d", s.number)
	case opWith:
		return fmt.Sprintf("with %s as %s", d.path(target, s.args), a)
	case opScan:
		return fmt.Sprintf("for %s, %s in %s", target, b, a)
	case opWalk:
		if s.number == 0 {
			b = "_"
		}
		return fmt.Sprintf("walk %s, %s in %s", b, target, a)
	case opNot:
		return "not"
	case opDot:
		return fmt.Sprintf("%s = %s", target, d.path(a, []operand{s.b}))
	}
	return d.simple(s, target, a, b)
}

// simple returns a statement that has no blocks and calls nothing.
func (d *dumper) simple(s *statement, target, a, b string) string {
	form, ok := forms[s.do]
	if !ok {
		return fmt.Sprintf("operation %d", s.do)
	}
	text := strings.NewReplacer("T", target, "A", a, "B", b).Replace(form)
	if s.makes() && s.number > 0 {
		text += fmt.Sprintf(", room for %d", s.number)
	}
	return text
}

// forms are how simple statements look: T is the target, A and B are the operands.
var forms = map[operation]string{
	opLen:         "T = length of A",
	opMove:        "T = A",
	opMoveOnce:    "T = A, once",
	opReset:       "T = undefined",
	opArray:       "T = []",
	opObject:      "T = {}",
	opSet:         "T = set()",
	opMerge:       "T = A merged with B",
	opEqual:       "assert A == B",
	opNotEqual:    "assert A != B",
	opIsArray:     "assert A is an array",
	opIsObject:    "assert A is an object",
	opIsSet:       "assert A is a set",
	opIsDefined:   "assert A is defined",
	opIsUndefined: "assert A is undefined",
	opAppend:      "append A to T",
	opInsert:      "T[A] = B",
	opInsertOnce:  "T[A] = B, once",
	opAdd:         "add A to T",
}

func (d *dumper) call(s *statement, name string) string {
	call := fmt.Sprintf("%s(%s)", name, strings.Join(d.operands(s.args), ", "))
	if s.target == discard {
		return "assert " + call
	}
	return d.local(s.target) + " = " + call
}

var identifier = lazyregexp.New(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

// path returns a reference to what is at a path in something.
func (d *dumper) path(in string, path []operand) string {
	for _, step := range path {
		if name, ok := d.constant(step).(string); ok && identifier.MatchString(name) {
			in += "." + name
			continue
		}
		in += "[" + d.operand(step) + "]"
	}
	return in
}

func (d *dumper) operands(all []operand) []string {
	texts := make([]string, len(all))
	for i, o := range all {
		texts[i] = d.operand(o)
	}
	return texts
}

// maxLiteral bounds how many characters of a constant are printed.
const maxLiteral = 100

func (d *dumper) operand(o operand) string {
	v := d.constant(o)
	if v == nil {
		return d.local(local(o))
	}
	text := []rune(Term(v).String())
	if len(text) > maxLiteral {
		return string(text[:maxLiteral]) + "..."
	}
	return string(text)
}

// constant returns the constant that an operand is, nil for a local.
func (d *dumper) constant(o operand) Value {
	if !o.isConstant() {
		return nil
	}
	return d.program.constants[^o]
}

func (d *dumper) local(l local) string {
	switch {
	case l == input:
		return "input"
	case l == data:
		return "data"
	case l == result:
		return "result"
	case d.of.isArgument(l):
		return fmt.Sprintf("a%d", l-firstArgument)
	}
	return fmt.Sprintf("l%d", l)
}
