package plan

import (
	"errors"
	"fmt"
	"maps"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// builtin is a built-in function of OPA.
type builtin struct {
	name string
	// fast is nil for a built-in without a shortcut.
	fast shortcut
	opa  topdown.BuiltinFunc
}

// shortcut computes what a built-in does for the usual operands and returns ok == false for any other. v is nil when the result
// is undefined.
type shortcut func(args []Value) (v Value, ok bool)

// resolve finds the built-ins that a program calls.
func (p *Program) resolve() error {
	fast := shortcuts(&p.patterns)
	for i := range p.builtins {
		b := &p.builtins[i]
		b.fast, b.opa = fast[b.name], topdown.GetBuiltin(b.name)
		if b.opa == nil {
			return fmt.Errorf("OPA has no built-in %s", b.name)
		}
	}
	return nil
}

// builtin calls a built-in. When it fails, that is m.err.
func (m *Machine) builtin(s *statement, frame []Value) Value {
	args := m.args[:0] // no built-in calls another one, and none keeps its arguments
	for _, arg := range s.args {
		args = append(args, m.value(arg, frame))
	}
	b := &m.program.builtins[s.number]
	if b.fast != nil {
		if v, ok := b.fast(args); ok {
			return v
		}
	}
	v, err := m.opa(b, args)
	if err != nil {
		m.failBuiltin(s.at, b.name, err)
	}
	return v
}

// errRelation is the error of a built-in that gives several results, one after the other. Assemble refuses those that may.
var errRelation = errors.New("a built-in gave several results")

// opa calls OPA's own implementation.
func (m *Machine) opa(b *builtin, args []Value) (Value, error) {
	var result *ast.Term
	bctx := topdown.BuiltinContext{Context: m.ctx, Metrics: metrics.NoOp(), Cancel: cancel{m}}
	err := b.opa(bctx, terms(args), func(t *ast.Term) error {
		if result != nil {
			return errRelation
		}
		result = t
		return nil
	})
	if err != nil {
		return nil, err
	}
	return FromTerm(result), nil
}

// cancel lets a built-in that takes long ask whether the machine has to end. It implements topdown.Cancel.
type cancel struct{ *Machine }

func (c cancel) Cancelled() bool { return c.expired() }

// Cancel does nothing: built-ins only ask.
func (cancel) Cancel() {}

// shortcuts returns those of the built-ins that policies call most. They compute a result only where the operands have the types
// that they are made for; the rest, errors included, is left to OPA.
func shortcuts(compiled *patterns) map[string]shortcut {
	all := map[string]shortcut{}
	for _, table := range []map[string]shortcut{texts, collections, comparisons, types, compiled.shortcuts()} {
		maps.Copy(all, table)
	}
	return all
}

// onBoth is a shortcut for two operands of the same type.
func onBoth[T Value](f func(a, b T) Value) shortcut {
	return func(args []Value) (Value, bool) {
		a, ok := args[0].(T)
		b, ok2 := args[1].(T)
		if !ok || !ok2 {
			return nil, false
		}
		return f(a, b), true
	}
}
