package plan

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// call lowers the call of a function or a built-in.
func (a *assembler) call(s *ir.CallStmt) statement {
	lowered := statement{do: opCall, target: a.target(s.Result), at: a.place(s)}
	args := s.Args
	if id, planned := a.byName[s.Func]; planned {
		want := len(a.policy.Funcs.Funcs[id].Params)
		if len(args) != want {
			a.fail("%s has %d parameters and is called with %d arguments", s.Func, want, len(args))
			return lowered
		}
		if want < 2 || !isLocal(args[0], ir.Input) || !isLocal(args[1], ir.Data) {
			a.fail("a call of %s passes something else than the input and the data", s.Func)
			return lowered
		}
		lowered.number, args = id, args[2:]
	} else {
		lowered.do, lowered.number = opBuiltin, a.builtin(s.Func, len(args))
	}
	lowered.args = a.operands(args)
	return lowered
}

func (a *assembler) operands(all []ir.Operand) []operand {
	lowered := make([]operand, len(all))
	for i, o := range all {
		lowered[i] = a.operand(o)
	}
	return lowered
}

func isLocal(o ir.Operand, l ir.Local) bool {
	v, ok := o.Value.(*ir.Local)
	return ok && *v == l
}

// builtin returns the number of a built-in that is called with some arguments.
func (a *assembler) builtin(name string, arguments int) int32 {
	declared := ast.BuiltinMap[name]
	switch {
	case declared == nil:
		a.fail("OPA has no built-in %s", name)
	case declared.Decl.Arity() != arguments:
		a.fail("%s takes %d arguments and is called with %d", name, declared.Decl.Arity(), arguments)
	case declared.Nondeterministic || readsClock[name]:
		a.fail("the results of policies are memoised, and %s may give another one the next time", name)
	case declared.Relation && name != ast.WalkBuiltin.Name:
		a.fail("%s gives several results, one after the other", name)
	}
	id, known := a.builtins[name]
	if !known {
		id = int32(len(a.program.builtins))
		a.builtins[name] = id
		a.program.builtins = append(a.program.builtins, builtin{name: name})
	}
	return id
}

// readsClock are built-ins that read the clock and that OPA does not mark as nondeterministic.
var readsClock = map[string]bool{ast.JWTDecodeVerify.Name: true}

// callDynamic lowers a reference to a rule whose path is computed, such as data.compose[input.name].
func (a *assembler) callDynamic(s *ir.CallDynamicStmt) statement {
	a.dynamic = true
	if len(s.Args) != 2 || s.Args[0] != ir.Input || s.Args[1] != ir.Data {
		a.fail("a reference with a computed path passes something else than the input and the data")
	}
	lowered := statement{do: opCallDynamic, target: a.target(s.Result), args: a.operands(s.Path), at: a.place(s)}
	if a.err == nil && len(lowered.args) > 0 && lowered.args[0].isConstant() {
		if of, ok := a.program.constants[^lowered.args[0]].(string); ok && a.variables[of] {
			a.fail("a reference with a computed path is in the scope of a with that replaces a function by a variable")
		}
	}
	return lowered
}

// with lowers a block in which the input or the data, or a part of them, is replaced.
func (a *assembler) with(s *ir.WithStmt) statement {
	if s.Local != ir.Input && s.Local != ir.Data {
		a.fail("a with replaces local %d, which is neither the input nor the data", s.Local)
	}
	lowered := statement{do: opWith, target: local(s.Local), a: a.operand(s.Value)}
	for _, step := range s.Path {
		lowered.args = append(lowered.args, a.text(step))
	}
	lowered.blocks = []block{a.block(s.Block, 0)}
	return lowered
}
