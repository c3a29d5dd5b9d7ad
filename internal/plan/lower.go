package plan

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ir"
)

// Assemble makes a program of a policy that OPA planned. The error is for a policy that uses what no program can do: with,
// references whose path is not known ahead, built-ins that OPA lacks.
func Assemble(policy *ir.Policy) (*Program, error) {
	a := &assembler{policy: policy, program: &Program{entries: map[string]int32{}}, numbers: map[string]int{}, byName: map[string]int32{}, builtins: map[string]int32{}}
	for _, f := range policy.Static.Files {
		a.program.files = append(a.program.files, f.Value)
	}
	for i, f := range policy.Funcs.Funcs {
		a.byName[f.Name] = int32(i)
	}
	for i, f := range policy.Funcs.Funcs {
		lowered, err := a.function(f)
		if err != nil {
			return nil, err
		}
		lowered.id = int32(i)
		a.program.functions = append(a.program.functions, lowered)
		if lowered.arguments == 0 {
			a.program.entries["data."+strings.Join(f.Path[1:], ".")] = lowered.id
		}
	}
	a.program.judge()
	return a.program, a.program.resolve()
}

// assembler turns OPA's statements into ours.
type assembler struct {
	policy   *ir.Policy
	program  *Program
	numbers  map[string]int   // of constants, by how they are written
	byName   map[string]int32 // functions
	builtins map[string]int32
	err      error
}

func (a *assembler) fail(format string, args ...any) {
	if a.err == nil {
		a.err = fmt.Errorf(format, args...)
	}
}

func (a *assembler) function(f *ir.Func) (*function, error) {
	shared := f.Return + 1 // every block has its own meaning for the locals after the function's own
	for _, p := range f.Params {
		shared = max(shared, p+1)
	}
	lowered := &function{arguments: int32(len(f.Params) - 2), first: int32(f.Return) + 1}
	for _, b := range f.Blocks {
		lowered.body = append(lowered.body, a.block(b, 0))
	}
	if a.err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, a.err)
	}
	for i, b := range lowered.body {
		lowered.body[i] = a.fold(b, lowered, local(shared))
	}
	returnEarly(lowered.body, local(shared))
	lowered.body = dropResult(lowered.body, local(shared))
	for i, b := range lowered.body {
		makeRoom(b)
		lowered.body[i] = a.test(b, countReads(b))
	}
	lowered.locals = count(lowered.body, int32(shared)+1)
	return lowered, nil
}

// block lowers a block; depth is the number of blocks that a break may leave besides it.
func (a *assembler) block(b *ir.Block, depth uint32) block {
	lowered := make(block, 0, len(b.Stmts))
	for _, s := range b.Stmts {
		if _, ok := s.(*ir.NopStmt); !ok {
			lowered = append(lowered, a.statement(s, depth))
		}
	}
	return lowered
}

func (a *assembler) statement(s ir.Stmt, depth uint32) statement {
	switch s := s.(type) {
	case *ir.ReturnLocalStmt:
		return statement{do: opReturn, a: operand(s.Source)}
	case *ir.CallStmt:
		return a.call(s)
	case *ir.BlockStmt:
		lowered := statement{do: opBlock}
		for _, b := range s.Blocks {
			lowered.blocks = append(lowered.blocks, a.block(b, depth+1))
		}
		return lowered
	case *ir.BreakStmt:
		if s.Index > depth {
			a.fail("a break leaves a loop or a negation")
		}
		return statement{do: opBreak, number: int32(s.Index)}
	case *ir.DotStmt:
		return statement{do: opDot, target: local(s.Target), a: a.operand(s.Source), b: a.operand(s.Key)}
	case *ir.LenStmt:
		return statement{do: opLen, target: local(s.Target), a: a.operand(s.Source)}
	case *ir.ScanStmt:
		return statement{do: opScan, target: local(s.Key), b: operand(s.Value), a: operand(s.Source), blocks: []block{a.block(s.Block, 0)}}
	case *ir.NotStmt:
		return statement{do: opNot, blocks: []block{a.block(s.Block, 0)}}
	}
	return a.simple(s)
}

// simple lowers statements that neither hold blocks nor call.
func (a *assembler) simple(s ir.Stmt) statement {
	switch s := s.(type) {
	case *ir.AssignVarStmt:
		return statement{do: opMove, target: local(s.Target), a: a.operand(s.Source)}
	case *ir.AssignVarOnceStmt:
		return statement{do: opMoveOnce, target: local(s.Target), a: a.operand(s.Source), at: where(s)}
	case *ir.AssignIntStmt:
		return statement{do: opMove, target: local(s.Target), a: a.constant(s.Value)}
	case *ir.MakeNumberIntStmt:
		return statement{do: opMove, target: local(s.Target), a: a.constant(s.Value)}
	case *ir.MakeNumberRefStmt:
		return statement{do: opMove, target: local(s.Target), a: a.constant(number(a.policy.Static.Strings[s.Index].Value))}
	case *ir.MakeNullStmt:
		return statement{do: opMove, target: local(s.Target), a: a.constant(Null{})}
	case *ir.ResetLocalStmt:
		return statement{do: opReset, target: local(s.Target)}
	case *ir.MakeArrayStmt:
		return statement{do: opArray, target: local(s.Target)}
	case *ir.MakeObjectStmt:
		return statement{do: opObject, target: local(s.Target)}
	case *ir.MakeSetStmt:
		return statement{do: opSet, target: local(s.Target)}
	case *ir.ArrayAppendStmt:
		return statement{do: opAppend, target: local(s.Array), a: a.operand(s.Value)}
	case *ir.ObjectInsertStmt:
		return statement{do: opInsert, target: local(s.Object), a: a.operand(s.Key), b: a.operand(s.Value)}
	case *ir.ObjectInsertOnceStmt:
		return statement{do: opInsertOnce, target: local(s.Object), a: a.operand(s.Key), b: a.operand(s.Value), at: where(s)}
	case *ir.SetAddStmt:
		return statement{do: opAdd, target: local(s.Set), a: a.operand(s.Value)}
	}
	return a.condition(s)
}

// condition lowers statements that are there to be undefined.
func (a *assembler) condition(s ir.Stmt) statement {
	switch s := s.(type) {
	case *ir.EqualStmt:
		return statement{do: opEqual, a: a.operand(s.A), b: a.operand(s.B)}
	case *ir.NotEqualStmt:
		return statement{do: opNotEqual, a: a.operand(s.A), b: a.operand(s.B)}
	case *ir.IsArrayStmt:
		return statement{do: opIsArray, a: a.operand(s.Source)}
	case *ir.IsObjectStmt:
		return statement{do: opIsObject, a: a.operand(s.Source)}
	case *ir.IsSetStmt:
		return statement{do: opIsSet, a: a.operand(s.Source)}
	case *ir.IsDefinedStmt:
		return statement{do: opIsDefined, a: operand(s.Source)}
	case *ir.IsUndefinedStmt:
		return statement{do: opIsUndefined, a: operand(s.Source)}
	}
	a.fail("%T is not supported", s)
	return statement{}
}

func (a *assembler) call(s *ir.CallStmt) statement {
	lowered := statement{do: opCall, target: local(s.Result), at: where(s)}
	args := s.Args
	id, known := a.byName[s.Func]
	if known {
		if len(args) < 2 || !isLocal(args[0], ir.Input) || !isLocal(args[1], ir.Data) {
			a.fail("a call of %s changes the input", s.Func)
			return lowered
		}
		lowered.number, args = id, args[2:]
	} else {
		lowered.do, lowered.number = opBuiltin, a.builtin(s.Func)
	}
	for _, arg := range args {
		lowered.args = append(lowered.args, a.operand(arg))
	}
	return lowered
}

func (a *assembler) builtin(name string) int32 {
	id, known := a.builtins[name]
	if !known {
		id = int32(len(a.program.builtins))
		a.builtins[name] = id
		a.program.builtins = append(a.program.builtins, builtin{name: name})
	}
	return id
}

func (a *assembler) operand(o ir.Operand) operand {
	switch v := o.Value.(type) { // pointers, because that is how OPA reads a plan that it wrote
	case *ir.Local:
		if local(*v) == data {
			a.fail("data is read in a way that is not known ahead")
		}
		return operand(*v)
	case *ir.StringIndex:
		return a.constant(a.policy.Static.Strings[*v].Value)
	case *ir.Bool:
		return a.constant(bool(*v))
	}
	a.fail("operand %T is not supported", o.Value)
	return 0
}

// constant files a constant and returns its operand.
func (a *assembler) constant(v Value) operand {
	written := string(appendValue(nil, v))
	number, known := a.numbers[written]
	if !known {
		number = len(a.program.constants)
		a.numbers[written] = number
		a.program.constants = append(a.program.constants, v)
	}
	return constantOperand(number)
}

func isLocal(o ir.Operand, l ir.Local) bool {
	v, ok := o.Value.(*ir.Local)
	return ok && *v == l
}

func where(s ir.Stmt) place {
	l := s.GetLocation()
	return place{int32(l.File), int32(l.Row), int32(l.Col)}
}
