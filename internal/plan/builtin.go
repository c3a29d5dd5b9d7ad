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

// shortcut does the same as a built-in for the usual operands and returns ok == false for any other. v is nil when the result
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

// builtin calls a built-in.
func (m *Machine) builtin(s *statement, frame []Value) (Value, error) {
	args := m.args[:0] // no built-in calls another one, and none keeps its arguments
	for _, arg := range s.args {
		args = append(args, m.value(arg, frame))
	}
	b := &m.program.builtins[s.number]
	if b.fast != nil {
		if v, ok := b.fast(args); ok {
			return v, nil
		}
	}
	return m.opa(b, args)
}

// errRelation is for a built-in that gives several results one after the other; none that is used does.
var errRelation = errors.New("a built-in gave several results")

// opa calls OPA's own implementation.
func (m *Machine) opa(b *builtin, args []Value) (Value, error) {
	var result *ast.Term
	err := b.opa(topdown.BuiltinContext{Context: m.ctx, Metrics: metrics.NoOp()}, terms(args), func(t *ast.Term) error {
		if result != nil {
			return errRelation
		}
		result = t
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", b.name, err)
	}
	return FromTerm(result), nil
}

// shortcuts returns those of the built-ins that the policies call most. They answer only where the operands have the types that
// they are made for; what remains, errors included, is OPA's.
func shortcuts(compiled *patterns) map[string]shortcut {
	all := map[string]shortcut{}
	for _, table := range []map[string]shortcut{texts, collections, comparisons, types, compiled.shortcuts()} {
		maps.Copy(all, table)
	}
	return all
}

// onBoth is a shortcut for two operands of a type.
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
