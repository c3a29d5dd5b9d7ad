package plan

import (
	"errors"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ir"
)

// Assemble makes a program of a policy that OPA planned. The error has the place in the policies of what a Machine would not
// execute as OPA does, such as a call of a built-in that reads the clock, or of what OPA's planner does not make.
func Assemble(policy *ir.Policy) (*Program, error) {
	a, err := newAssembler(policy)
	if err != nil {
		return nil, err
	}
	for i, f := range policy.Funcs.Funcs {
		assembled := a.function(f)
		if a.err != nil {
			return nil, fmt.Errorf("cannot assemble %s: %w", f.Name, a.err)
		}
		assembled.id = int32(i)
		a.program.functions = append(a.program.functions, assembled)
		if err := a.publish(assembled, f.Path); err != nil {
			return nil, fmt.Errorf("cannot assemble %s: %w", f.Name, err)
		}
	}
	if err := a.program.markPure(); err != nil {
		return nil, err
	}
	a.program.discardConstants()
	if !a.dynamic {
		a.program.dynamic = nil
	}
	return a.program, a.program.resolve()
}

// discardConstants discards the constants that no statement reads: most became parts of others.
func (p *Program) discardConstants() {
	var kept []Value
	numbers := map[operand]operand{}
	for _, f := range p.functions {
		each(f.body, func(s *statement) {
			s.reads(func(o *operand) {
				if !o.isConstant() {
					return
				}
				number, known := numbers[*o]
				if !known {
					number = constantOperand(len(kept))
					numbers[*o], kept = number, append(kept, p.constants[^*o])
				}
				*o = number
			})
		})
	}
	p.constants = kept
}

// assembler makes a program of OPA's IR. After the first error it goes on with whatever is easiest.
type assembler struct {
	policy    *ir.Policy
	program   *Program
	numbers   map[string]int   // of constants, by how they are stored
	byName    map[string]int32 // functions of the policy
	builtins  map[string]int32
	variables map[string]bool // generations of functions that are passed the variables of `with f as variable`
	dynamic   bool            // whether some statement looks a rule up by a computed path

	of  *ir.Func // the function at hand
	at  ir.Stmt  // the statement at hand
	err error
}

func newAssembler(policy *ir.Policy) (*assembler, error) {
	if policy.Static == nil || policy.Funcs == nil {
		return nil, errors.New("cannot assemble the plan: it has no functions")
	}
	a := &assembler{
		policy: policy, program: &Program{entries: map[string]int32{}, dynamic: map[string]int32{}},
		numbers: map[string]int{}, byName: map[string]int32{}, builtins: map[string]int32{}, variables: map[string]bool{},
	}
	for _, f := range policy.Static.Files {
		a.program.files = append(a.program.files, f.Value)
	}
	for i, f := range policy.Funcs.Funcs {
		if _, known := a.byName[f.Name]; known || len(f.Path) < 2 {
			return nil, fmt.Errorf("cannot assemble %s: it has no name and path of its own", f.Name)
		}
		a.byName[f.Name] = int32(i)
		a.variables[f.Path[0]] = a.variables[f.Path[0]] || f.Return > ir.Unused
	}
	return a, nil
}

// fail notes the first error, with the place of the statement at hand.
func (a *assembler) fail(format string, args ...any) {
	if a.err != nil {
		return
	}
	a.err = fmt.Errorf(format, args...)
	if a.at == nil {
		return
	}
	if l := a.at.GetLocation(); l.File >= 0 && l.File < len(a.program.files) {
		a.err = fmt.Errorf("%s:%d:%d: %w", a.program.files[l.File], l.Row, l.Col, a.err)
	}
}

// generation is that of the functions in which no `with` replaces a rule or a function; others are made for the calls in its
// scope, and nobody else may call them.
const generation = "g0"

// publish makes a function known by its path, if it is a rule.
func (a *assembler) publish(f *function, path []string) error {
	if f.arguments > 0 {
		return nil
	}
	a.program.dynamic[dynamicPath(path)] = f.id
	if path[0] != generation {
		return nil
	}
	document := "data." + strings.Join(path[1:], ".")
	if _, known := a.program.entries[document]; known {
		return fmt.Errorf("another rule has the document %s too", document)
	}
	a.program.entries[document] = f.id
	return nil
}

// function lowers a function, checks and optimises it.
func (a *assembler) function(f *ir.Func) *function {
	a.of, a.at = f, nil
	a.checkParameters()
	assembled := &function{name: f.Name, arguments: int32(len(f.Params) - 2)}
	for _, b := range f.Blocks {
		assembled.body = append(assembled.body, a.block(b, 0))
	}
	a.at = nil
	a.checkReads(assembled)
	if a.err != nil {
		return nil
	}
	for i, b := range assembled.body {
		assembled.body[i] = a.fold(b, assembled)
	}
	returnEarly(assembled)
	discardDeadResult(assembled)
	for i, b := range assembled.body {
		presize(b)
		reads := countReads(b)
		assembled.body[i] = a.fuseTests(a.fuseWalks(b, reads), reads)
	}
	assembled.locals = countLocals(assembled)
	return assembled
}

// countLocals returns how many locals a function has.
func countLocals(f *function) int32 {
	n := int32(f.afterArguments()) + 1
	each(f.body, func(s *statement) {
		n = max(n, int32(s.target)+1, int32(s.a)+1, int32(s.b)+1)
		for _, arg := range s.args {
			n = max(n, int32(arg)+1)
		}
	})
	return n
}
