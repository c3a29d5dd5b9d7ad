package plan

import (
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ir"
)

func localOf(l ir.Local) ir.Operand { return ir.Operand{Value: &l} }

func textOf(index ir.StringIndex) ir.Operand { return ir.Operand{Value: &index} }

// policyOf is a plan of the rule data.t.result with some statements, and of the function data.t.f with one argument.
func policyOf(statements ...ir.Stmt) *ir.Policy {
	for _, s := range statements {
		if s.GetLocation().Row == 0 {
			s.SetLocation(0, 7, 3, "t.rego", nil)
		}
	}
	end := &ir.Block{Stmts: []ir.Stmt{&ir.ReturnLocalStmt{Source: 2}}}
	return &ir.Policy{
		Static: &ir.Static{
			Strings: []*ir.StringConst{{Value: "g0"}, {Value: "one"}},
			Files:   []*ir.StringConst{{Value: "t.rego"}},
		},
		Funcs: &ir.Funcs{Funcs: []*ir.Func{
			{Name: "g0.data.t.f", Path: []string{"g0", "t", "f"}, Params: []ir.Local{0, 1, 3}, Return: 2, Blocks: []*ir.Block{end}},
			{Name: "g0.data.t.result", Path: []string{"g0", "t", "result"}, Params: []ir.Local{0, 1}, Return: 2, Blocks: []*ir.Block{{Stmts: statements}, end}},
		}},
	}
}

func TestAssembleRefusesStatements(t *testing.T) {
	t.Parallel()
	leave := &ir.Block{Stmts: []ir.Stmt{&ir.BreakStmt{Index: 1}}}
	otherFile := &ir.AssignVarOnceStmt{Source: localOf(0), Target: 3}
	otherFile.SetLocation(8, 1, 1, "", nil)
	for want, s := range map[string]ir.Stmt{
		"t.rego:7:3: statement *ir.ResultSetAddStmt is not supported": &ir.ResultSetAddStmt{Value: 2},
		"operand ir.Local is not supported":                           &ir.AssignVarStmt{Source: ir.Operand{Value: ir.Local(0)}, Target: 3},
		"operand <nil> is not supported":                              &ir.LenStmt{Target: 3},
		"the plan has no string 2":                                    &ir.AssignVarStmt{Source: textOf(2), Target: 3},
		"the plan has no string -1":                                   &ir.MakeNumberRefStmt{Index: -1, Target: 3},
		`"one" is not a number`:                                       &ir.MakeNumberRefStmt{Index: 1, Target: 3},
		"there is no local -3":                                        &ir.IsDefinedStmt{Source: -3},
		"there is no local 16777216":                                  &ir.ResetLocalStmt{Target: 1 << 24},
		"a statement changes the input or the data":                   &ir.ResetLocalStmt{Target: ir.Input},
		"local 9 is read before it has a value":                       &ir.AssignVarStmt{Source: localOf(9), Target: 3},
		"a collection is changed that another function may have":      &ir.SetAddStmt{Set: 2, Value: textOf(1)},
		"a break leaves a loop, a negation or a with":                 &ir.ScanStmt{Source: 0, Key: 4, Value: 5, Block: leave},
		"a statement has no block":                                    &ir.NotStmt{},
		"OPA has no built-in none.such":                               &ir.CallStmt{Func: "none.such", Result: 3},
		"count takes 1 arguments and is called with 0":                &ir.CallStmt{Func: "count", Result: 3},
		"time.now_ns may give another one":                            &ir.CallStmt{Func: "time.now_ns", Result: 3},
		"io.jwt.decode_verify may give another one":                   &ir.CallStmt{Func: "io.jwt.decode_verify", Args: []ir.Operand{textOf(1), textOf(1)}, Result: 3},
		"has 3 parameters and is called with 2 arguments":             &ir.CallStmt{Func: "g0.data.t.f", Args: []ir.Operand{localOf(0), localOf(1)}, Result: 3},
		"passes something else than the input and the data":           &ir.CallStmt{Func: "g0.data.t.f", Args: []ir.Operand{textOf(1), localOf(1), textOf(1)}, Result: 3},
		"a reference with a computed path passes something else":      &ir.CallDynamicStmt{Args: []ir.Local{1, 0}, Path: []ir.Operand{textOf(0)}, Result: 3},
		"a with replaces local 2":                                     &ir.WithStmt{Local: 2, Value: textOf(1), Block: &ir.Block{}},
		"the plan has no file 8":                                      otherFile,
	} {
		if _, err := Assemble(policyOf(s)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%T: error = %v, want one with %q", s, err, want)
		}
	}
}

func TestAssembleRefusesFunctions(t *testing.T) {
	t.Parallel()
	call := func(name string, args ...ir.Operand) []*ir.Block {
		return []*ir.Block{{Stmts: []ir.Stmt{&ir.CallStmt{Func: name, Args: append([]ir.Operand{localOf(0), localOf(1)}, args...), Result: 7}}}}
	}
	for want, change := range map[string]func(p *ir.Policy, f, result *ir.Func){
		"it has no functions":                func(p *ir.Policy, _, _ *ir.Func) { p.Funcs = nil },
		"it has no name and path":            func(_ *ir.Policy, f, result *ir.Func) { f.Name = result.Name },
		"another rule has the document":      func(_ *ir.Policy, f, result *ir.Func) { f.Path, f.Params = result.Path, result.Params },
		"parameters [Local<0>] and result 2": func(_ *ir.Policy, _, result *ir.Func) { result.Params = []ir.Local{0} },
		"result 9 are not those of a":        func(_ *ir.Policy, _, result *ir.Func) { result.Return = 9 },
		"Local<4>] and result 2 are not in":  func(_ *ir.Policy, f, _ *ir.Func) { f.Params[2] = 4 },
		"a function calls itself":            func(_ *ir.Policy, _, result *ir.Func) { result.Blocks = call(result.Name) },
		"local 7 is read before": func(_ *ir.Policy, _, result *ir.Func) {
			result.Blocks = append(call("g0.data.t.f", textOf(1)), call("g0.data.t.f", localOf(7))...)
		},
		"replaces a function by a variable": variableAndComputedPath,
	} {
		p := policyOf()
		change(p, p.Funcs.Funcs[0], p.Funcs.Funcs[1])
		if _, err := Assemble(p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want one with %q", err, want)
		}
	}
}

// variableAndComputedPath gives f a variable of `with`, which a call by path cannot pass.
func variableAndComputedPath(_ *ir.Policy, f, result *ir.Func) {
	f.Params, f.Return = []ir.Local{0, 1, 2}, 3
	result.Blocks = []*ir.Block{{Stmts: []ir.Stmt{
		&ir.CallDynamicStmt{Args: []ir.Local{0, 1}, Path: []ir.Operand{textOf(0), textOf(1)}, Result: 7},
	}}}
}

// Under a with, rules are planned once more; nobody else may take those for the rules themselves.
func TestRulesUnderAWithHaveNoDocument(t *testing.T) {
	t.Parallel()
	program, err := assemble(t, "a := count([])\nresult := [b, a] if b := a with count as 7")
	if err != nil {
		t.Fatal(err)
	}
	m := NewMachine(program)
	for document, want := range map[string]string{"data.t.a": "0", "data.t.result": "[7, 0]"} {
		if got, err := m.Eval(t.Context(), document, time.Minute); err != nil || shown(got) != want {
			t.Errorf("%s = %s, want %s (%v)", document, shown(got), want, err)
		}
	}
}
