package plan

import (
	"encoding/json"
	"math/big"

	"github.com/open-policy-agent/opa/v1/ir"
)

// block lowers a block; depth is the number of blocks that a break may leave besides it.
func (a *assembler) block(b *ir.Block, depth uint32) block {
	if b == nil {
		a.fail("a statement has no block")
		return nil
	}
	lowered := make(block, 0, len(b.Stmts))
	for _, s := range b.Stmts {
		a.at = s
		if _, ok := s.(*ir.NopStmt); !ok {
			lowered = append(lowered, a.statement(s, depth))
		}
	}
	return lowered
}

func (a *assembler) statement(s ir.Stmt, depth uint32) statement {
	switch s := s.(type) {
	case *ir.ReturnLocalStmt:
		return statement{do: opReturn, a: a.read(s.Source)}
	case *ir.CallStmt:
		return a.call(s)
	case *ir.CallDynamicStmt:
		return a.callDynamic(s)
	case *ir.WithStmt:
		return a.with(s)
	case *ir.BlockStmt:
		lowered := statement{do: opBlock}
		for _, b := range s.Blocks {
			lowered.blocks = append(lowered.blocks, a.block(b, depth+1))
		}
		return lowered
	case *ir.BreakStmt:
		if s.Index > depth {
			a.fail("a break leaves a loop, a negation or a with")
		}
		return statement{do: opBreak, number: int32(s.Index)}
	case *ir.ScanStmt:
		return statement{
			do: opScan, target: a.target(s.Key), b: operand(a.target(s.Value)), a: a.read(s.Source), blocks: []block{a.block(s.Block, 0)},
		}
	case *ir.NotStmt:
		return statement{do: opNot, blocks: []block{a.block(s.Block, 0)}}
	}
	return a.assignment(s)
}

// assignment lowers statements that give a local a value.
func (a *assembler) assignment(s ir.Stmt) statement {
	switch s := s.(type) {
	case *ir.DotStmt:
		return statement{do: opDot, target: a.target(s.Target), a: a.operand(s.Source), b: a.operand(s.Key)}
	case *ir.LenStmt:
		return statement{do: opLen, target: a.target(s.Target), a: a.operand(s.Source)}
	case *ir.AssignVarStmt:
		return statement{do: opMove, target: a.target(s.Target), a: a.operand(s.Source)}
	case *ir.AssignVarOnceStmt:
		return statement{do: opMoveOnce, target: a.target(s.Target), a: a.operand(s.Source), number: a.byName[a.of.Name], at: a.place(s)}
	case *ir.AssignIntStmt:
		return statement{do: opMove, target: a.target(s.Target), a: a.constant(s.Value)}
	case *ir.MakeNumberIntStmt:
		return statement{do: opMove, target: a.target(s.Target), a: a.constant(s.Value)}
	case *ir.MakeNumberRefStmt:
		return statement{do: opMove, target: a.target(s.Target), a: a.number(s.Index)}
	case *ir.MakeNullStmt:
		return statement{do: opMove, target: a.target(s.Target), a: a.constant(Null{})}
	case *ir.ResetLocalStmt:
		return statement{do: opReset, target: a.target(s.Target)}
	case *ir.MakeArrayStmt:
		return statement{do: opArray, target: a.target(s.Target)}
	case *ir.MakeObjectStmt:
		return statement{do: opObject, target: a.target(s.Target)}
	case *ir.MakeSetStmt:
		return statement{do: opSet, target: a.target(s.Target)}
	case *ir.ObjectMergeStmt:
		return statement{do: opMerge, target: a.target(s.Target), a: a.read(s.A), b: a.read(s.B), at: a.place(s)}
	}
	return a.mutation(s)
}

// mutation lowers statements that change a collection.
func (a *assembler) mutation(s ir.Stmt) statement {
	switch s := s.(type) {
	case *ir.ArrayAppendStmt:
		return statement{do: opAppend, target: a.target(s.Array), a: a.operand(s.Value)}
	case *ir.ObjectInsertStmt:
		return statement{do: opInsert, target: a.target(s.Object), a: a.operand(s.Key), b: a.operand(s.Value)}
	case *ir.ObjectInsertOnceStmt:
		return statement{do: opInsertOnce, target: a.target(s.Object), a: a.operand(s.Key), b: a.operand(s.Value), at: a.place(s)}
	case *ir.SetAddStmt:
		return statement{do: opAdd, target: a.target(s.Set), a: a.operand(s.Value)}
	}
	return a.condition(s)
}

// condition lowers statements that may be undefined and do nothing else.
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
		return statement{do: opIsDefined, a: a.read(s.Source)}
	case *ir.IsUndefinedStmt:
		return statement{do: opIsUndefined, a: a.read(s.Source)}
	}
	a.fail("statement %T is not supported", s)
	return statement{}
}

func (a *assembler) operand(o ir.Operand) operand {
	switch v := o.Value.(type) { // pointers, because that is how OPA reads a plan that it wrote
	case *ir.Local:
		return a.read(*v)
	case *ir.StringIndex:
		return a.text(int(*v))
	case *ir.Bool:
		return a.constant(bool(*v))
	}
	a.fail("operand %T is not supported", o.Value)
	return 0
}

// text returns a string of the plan as an operand.
func (a *assembler) text(index int) operand {
	if index < 0 || index >= len(a.policy.Static.Strings) {
		a.fail("the plan has no string %d", index)
		return 0
	}
	return a.constant(a.policy.Static.Strings[index].Value)
}

// number returns a number, which the plan has as a string, as an operand.
func (a *assembler) number(index int) operand {
	text := a.text(index)
	if a.err != nil {
		return 0
	}
	value := number(a.program.constants[^text].(string))
	if n, ok := value.(json.Number); ok {
		if _, ok := new(big.Float).SetString(string(n)); !ok {
			a.fail("%q is not a number", n)
		}
	}
	return a.constant(value)
}

// constant files a constant and returns its operand.
func (a *assembler) constant(v Value) operand {
	stored := string(appendValue(nil, v))
	number, known := a.numbers[stored]
	if !known {
		number = len(a.program.constants)
		a.numbers[stored] = number
		a.program.constants = append(a.program.constants, v)
	}
	return constantOperand(number)
}

// maxLocals bounds the number of locals of a function. A literal has a local for each of its items before it is folded.
const maxLocals = 1 << 24

// local numbers a local as our functions do. OPA has the variables of `with f as variable` before the result, and we behind it,
// with the other arguments.
func (a *assembler) local(l ir.Local) local {
	switch {
	case l < 0 || l >= maxLocals:
		a.fail("there is no local %d", l)
	case l == a.of.Return:
		return result
	case l >= ir.Unused && l < a.of.Return:
		return local(l) + 1
	}
	return local(l)
}

// read returns a local that a statement reads.
func (a *assembler) read(l ir.Local) operand { return operand(a.local(l)) }

// target returns a local that a statement changes.
func (a *assembler) target(l ir.Local) local {
	if l == ir.Input || l == ir.Data {
		a.fail("a statement changes the input or the data")
	}
	return a.local(l)
}

func (a *assembler) place(s ir.Stmt) place {
	l := s.GetLocation()
	if l.File < 0 || l.File >= len(a.program.files) {
		a.fail("the plan has no file %d", l.File)
	}
	return place{int32(l.File), int32(l.Row), int32(l.Col)}
}
