package plan

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Whatever a fast built-in answers, OPA answers too; and what OPA refuses, no fast one answers.
func TestFastBuiltinsAnswerAsOPADoes(t *testing.T) {
	t.Parallel()
	for _, name := range slices.Sorted(maps.Keys(shortcuts(&patterns{}))) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &Program{builtins: []builtin{{name: name}}}
			if err := p.resolve(); err != nil {
				t.Fatal(err)
			}
			answered := 0
			for _, args := range operands(ast.BuiltinMap[name].Decl.Arity()) {
				got, ok := p.builtins[0].fast(args)
				if !ok {
					continue
				}
				answered++
				want, err := NewMachine(p).opa(&p.builtins[0], args)
				if name == "walk" { // OPA gives one by one what this gives as an array
					continue
				}
				if err != nil || (got == nil) != (want == nil) || got != nil && !Equal(got, want) {
					t.Errorf("%s%s = %s, want %s (%v)", name, Term(NewArray(args...)), shown(got), shown(want), err)
				}
			}
			if answered == 0 {
				t.Error("it answered nothing")
			}
		})
	}
}

func shown(v Value) string {
	if v == nil {
		return "undefined"
	}
	return Term(v).String()
}

// operands returns every combination of sample values.
func operands(arity int) [][]Value {
	all := [][]Value{nil}
	for range arity {
		var longer [][]Value
		for _, args := range all {
			for _, v := range samples {
				longer = append(longer, append(slices.Clip(args), v))
			}
		}
		all = longer
	}
	return all
}

func TestBuiltinsThatOPALacksAreRefused(t *testing.T) {
	t.Parallel()
	p := &Program{builtins: []builtin{{name: "none.such"}}}
	if err := p.resolve(); err == nil || !strings.Contains(err.Error(), "none.such") {
		t.Errorf("error = %v", err)
	}
}

func TestPatternsOfScannedFilesAreBounded(t *testing.T) {
	t.Parallel()
	var p patterns
	for i := range 2 * maxPatterns {
		if p.get(strings.Repeat("a", i+1)) == nil {
			t.Fatal("no pattern")
		}
	}
	kept := 0
	p.known.Range(func(any, any) bool { kept++; return true })
	if kept != maxPatterns {
		t.Errorf("%d patterns are kept, want %d", kept, maxPatterns)
	}
}
