package plan

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/compile"
	"github.com/open-policy-agent/opa/v1/ir"
	"github.com/open-policy-agent/opa/v1/rego"
)

// programs are bodies of package t; what data.t.result gives must be what OPA's evaluator gives.
var programs = map[string]string{
	"literals":               `result := [1, 2.5, "a", true, null, {"k": {1, 2}}, [], {}, set(), {"x": ["y", {"z": 1}]}]`,
	"literals of input":      `result := [input.name, {"k": {input.name, "x"}}, [input.list, 1]]`,
	"undefined":              `result := input.none`,
	"false is defined":       `result := input.off`,
	"reference":              `result := input.services.web.ports[1]`,
	"index of text":          `result := input.list["0"]`,
	"iteration":              `result := {[name, port] | some name, s in input.services; some port in s.ports}`,
	"iteration of a set":     `result := {x | some x in {1, 2, 3}; x > 1}`,
	"array comprehension":    `result := [y | some x in [1, 2, 3]; x != 2; y := x + 1]`,
	"object comprehension":   `result := {name: count(s.ports) | some name, s in input.services}`,
	"nested comprehension":   `result := [[y | some y in x; y > 1] | some x in [[1, 2], [3], []]]`,
	"membership":             `result := ["a" in input.list, "x" in input.list, 1 in {"k": 1}]`,
	"key membership":         `result := {k | some k, s in input.services; k, s in {"web": s}}`,
	"negation":               "result if not input.none\nresult if not input.name",
	"negated iteration":      "web if {\n\tsome s in input.services\n\ts.ports == 1\n}\nresult := 1 if not web",
	"every":                  `result := [b | some b in [[1, 2], [], [0, 1]]; every x in b { x > 0 }]`,
	"every of no list":       `result if every x in input.name { x }`,
	"partial set":            "result contains x if some x in input.list\nresult contains \"more\"",
	"partial object":         "result[name] := count(s.ports) if some name, s in input.services",
	"partial object of sets": "result[name] contains port if { some name, s in input.services; some port in s.ports }",
	"function":               "f(x) := x + 1\nresult := [f(1), f(f(2))]",
	"function of literals":   "f(\"a\") := 1\nf(\"b\") := 2\nresult := [f(x) | some x in input.list]",
	"function with default":  "default f(_) := \"none\"\nf(x) := \"some\" if x > 1\nresult := [f(1), f(2)]",
	"function of patterns":   "f([x, {\"k\": y}]) := [y, x]\nresult := [f([1, {\"k\": 2}]), f([3, {\"k\": input.name}])]",
	"several bodies":         "f(x) if x == 1\nf(x) if x == 2\nresult := {x | some x in [1, 2, 3]; f(x)}",
	"default":                "default result := \"no\"\nresult := \"yes\" if input.none",
	"default is not used":    "default result := \"no\"\nresult := \"yes\" if input.name",
	"default false":          "default on := false\non if input.name == \"x\"\nresult := [on]",
	"else":                   "result := 1 if input.none else := 2 if input.name else := 3",
	"equal bodies":           "result := 1 if input.name\nresult := 1 if input.list",
	"unequal bodies":         "result := 1 if input.name\nresult := 2 if input.list",
	"unequal keys":           "result[k] := v if { k := \"a\"; some v in [1, 2] }",
	"unification":            `result := [x, y, z] if { [x, {"k": y}, z] = [1, {"k": input.name}, [2]] }`,
	"unification fails":      `result := x if { [x, 2] = [1, 3] }`,
	"walk":                   `result := {[path, value] | walk(input.services, [path, value]); is_string(value)}`,
	"walk of a path":         `result := [path | walk(input, [path, "b"])]`,
	"messages":               `result := sprintf("%q has %d of %v, %s, %v", [input.name, 2, [1, "a"], true, 2.5])`,
	"built-in error":         `result := to_number(input.name)`,
	"operand error":          `result := startswith(input.list, "a")`,
	"sets":                   `result := [{1, 2} | {3}, {1, 2} & {2}, {1, 2} - {2}, union({{1}, {2}})]`,
	"numbers":                `result := [1 + 2, 7 - 9, 2 * 3, 7 / 2, 7 % 4, 1.5 + 1, 9007199254740993 + 1, 1 < 1.5, max([1, 3]), sum([1, 2])]`,
	"texts":                  `result := [concat(",", {"b", "a"}), split("a,b", ","), replace("aab", "a", "x"), substring("äbc", 1, 1), indexof("äb", "b"), trim("xax", "x")]`,
	"patterns":               `result := [regex.match("^a+$", "aa"), regex.find_n("[a-z]", "a1b", -1), regex.find_all_string_submatch_n("(a)(b)?", "ab a", -1), regex.replace("abc", "b", "x")]`,
	"objects":                `result := [object.get(input, ["services", "web"], 1), object.get(input, "none", 2), object.union({"a": {"b": 1}}, {"a": {"c": 2}}), object.keys({"a": 1, "b": 2}), json.marshal({"a": [1]})]`,
	"memory":                 "slow(x) := [y | some y in x]\nresult := [slow(input.list), slow(input.list), slow([1])]",
	"constant set":           "names contains \"a\"\nnames contains x if some x in [\"b\", \"c\"]\nresult := [x | some x in input.list; x in names]",
	"no iteration":           `result := [x | some x in input.name]`,
}

const programInput = `{"name": "web", "off": false, "list": ["a", "b", "z"], "services": {"web": {"ports": [80, 443], "image": "b"}, "db": {"ports": []}}}`

func TestProgramsGiveWhatOPAGives(t *testing.T) {
	t.Parallel()
	var input any
	if err := json.Unmarshal([]byte(programInput), &input); err != nil {
		t.Fatal(err)
	}
	for name, body := range programs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program, err := assemble(body)
			if err != nil {
				t.Fatal(err)
			}
			want, wantErr := interpret(body, input)
			for _, run := range []string{"first", "second"} { // what is remembered must be right too
				m := NewMachine(t.Context(), program)
				m.SetInput(Names{}.FromGo(input))
				got, err := m.Eval("data.t.result", time.Minute)
				if (err != nil) != (wantErr != nil) {
					t.Fatalf("%s run: error = %v, want %v", run, err, wantErr)
				}
				if err == nil && shown(got) != shown(want) {
					t.Errorf("%s run: %s, want %s", run, shown(got), shown(want))
				}
				if err != nil && !strings.Contains(err.Error(), "t.rego:") {
					t.Errorf("the error does not say where: %v", err)
				}
			}
		})
	}
}

// interpret asks OPA's own evaluator.
func interpret(body string, input any) (Value, error) {
	results, err := rego.New(rego.Query("x = data.t.result"), rego.Module("t.rego", "package t\n"+body), rego.Input(input), rego.StrictBuiltinErrors(true)).Eval(context.Background())
	if err != nil || len(results) == 0 {
		return nil, err
	}
	// A set comes as a list from here: read the term again, as what it is.
	terms, err := rego.New(rego.Query("x = data.t.result"), rego.Module("t.rego", "package t\n"+body), rego.Input(input),
		rego.GenerateJSON(func(t *ast.Term, _ *rego.EvalContext) (any, error) { return FromTerm(t), nil })).Eval(context.Background())
	if err != nil {
		return nil, err
	}
	return terms[0].Bindings["x"], nil
}

// assemble plans a module, and stores and loads it as a build does.
func assemble(body string) (*Program, error) {
	module, err := ast.ParseModuleWithOpts("t.rego", "package t\n"+body, ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil {
		return nil, err
	}
	b := &bundle.Bundle{Data: map[string]any{}, Modules: []bundle.ModuleFile{{URL: "t.rego", Path: "/t.rego", Parsed: module}}}
	b.Manifest.Init()
	compiler := compile.New().WithTarget(compile.TargetPlan).WithPruneUnused(true).WithEntrypoints("t/result").WithBundle(b).WithRegoVersion(ast.RegoV1)
	if err := compiler.Build(context.Background()); err != nil {
		return nil, err
	}
	planned := &ir.Policy{}
	if err := json.Unmarshal(compiler.Bundle().PlanModules[0].Raw, planned); err != nil {
		return nil, err
	}
	assembled, err := Assemble(planned)
	if err != nil {
		return nil, err
	}
	program, _, err := Decode(assembled.Encode([32]byte{}))
	return program, err
}

func TestWhatNoProgramCanDoIsRefused(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"with":              `f if input.x` + "\n" + `result if f with input as {"x": true}`,
		"dynamic reference": `result := data.t[input.name]`,
	} {
		if _, err := assemble(body); err == nil {
			t.Errorf("%s was not refused", name)
		}
	}
}

const endless = `result := count([1 | some a in numbers.range(1, 1000); some b in numbers.range(1, 1000); some c in numbers.range(1, 1000); a + b + c == 0])`

func TestEvalEndsAtTheDeadline(t *testing.T) {
	t.Parallel()
	program, err := assemble(endless + "\nresult := 1 if input.never")
	if err != nil {
		t.Fatal(err)
	}
	m := NewMachine(t.Context(), program)
	m.SetInput(NewObject(nil))
	if _, err := m.Eval("data.t.result", time.Millisecond); !errors.Is(err, ErrDeadline) {
		t.Errorf("error = %v, want %v", err, ErrDeadline)
	}
}

func TestEvalEndsWithItsContext(t *testing.T) {
	t.Parallel()
	program, err := assemble(endless)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m := NewMachine(ctx, program)
	m.SetInput(NewObject(nil))
	if _, err := m.Eval("data.t.result", time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want %v", err, context.Canceled)
	}
}

// What a rule that failed had begun is forgotten: the next one must not take it for undefined.
func TestAnErrorIsNotRemembered(t *testing.T) {
	t.Parallel()
	program, err := assemble("shared := to_number(input.name)\nresult := [shared]")
	if err != nil {
		t.Fatal(err)
	}
	m := NewMachine(t.Context(), program)
	m.SetInput(Names{}.FromGo(map[string]any{"name": "web"}))
	for range 2 {
		if _, err := m.Eval("data.t.result", time.Minute); err == nil {
			t.Error("no error")
		}
	}
	m.SetInput(Names{}.FromGo(map[string]any{"name": "8"}))
	if got, err := m.Eval("data.t.result", time.Minute); err != nil || shown(got) != "[8]" {
		t.Errorf("%s, %v", shown(got), err)
	}
}

// A plan that breaks costs its own rule and not the scan.
func TestEvalSurvivesABrokenPlan(t *testing.T) {
	t.Parallel()
	program, err := assemble("result := [x | some x in input.list]")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range program.functions {
		each(f.blocks(), func(s *statement) {
			if s.do == opAppend {
				s.do = opAdd
			}
		})
	}
	m := NewMachine(t.Context(), program)
	m.SetInput(Names{}.FromGo(map[string]any{"list": []any{"a"}}))
	if _, err := m.Eval("data.t.result", time.Minute); err == nil || !strings.Contains(err.Error(), "data.t.result") {
		t.Errorf("error = %v", err)
	}
}

func TestEvalRefusesWhatThePlanDoesNotHold(t *testing.T) {
	t.Parallel()
	program, err := assemble("result := 1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewMachine(t.Context(), program).Eval("data.t.none", time.Minute); err == nil {
		t.Error("no error")
	}
}
