package plan

import (
	"errors"
	"fmt"
	"maps"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// builtin is a built-in function of OPA. fast, where there is one, does the same for the usual operands and returns ok == false
// for any other.
type builtin struct {
	name string
	fast func(p *Program, args []Value) (v Value, ok bool)
	opa  topdown.BuiltinFunc
}

// resolve finds the built-ins that a program calls.
func (p *Program) resolve() error {
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
		if v, ok := b.fast(m.program, args); ok {
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

// fast holds the built-ins that the policies call most. They answer only where the operands have the types that they are made
// for; what remains, errors included, is OPA's.
var fast = merged(texts, patternsOf, collections, comparisons, types)

func merged(tables ...map[string]func(*Program, []Value) (Value, bool)) map[string]func(*Program, []Value) (Value, bool) {
	all := map[string]func(*Program, []Value) (Value, bool){}
	for _, table := range tables {
		maps.Copy(all, table)
	}
	return all
}
