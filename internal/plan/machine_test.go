package plan

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
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
	"walk of values":         `result := [x | walk(input, [_, x])]`,
	"walk of paths":          `result := [[path, count(path)] | walk(input, [path, _])]`,
	"walk of pairs":          `result := [pair | walk(input.list, pair)]`,
	"walk in a walk":         `result := {[p, q, y] | walk(input.services, [p, x]); walk(x, [q, y]); is_number(y)}`,
	"walk of a set":          `result := {[p, x] | walk({"a", {"b"}}, [p, x])}`,
	"walk of a text":         `result := [x | walk(input.name, [_, x])]`,
	"walk of nothing":        `result := [x | walk(input.none, [_, x])]`,
	"walk of known values":   `result := [p | walk(input, [p, 443])]`,
	"walk of known paths":    `result := [x | walk(input, [["services", "web", "ports"], x])]`,
	"walk that ends":         "f(x) if {\n\twalk(x, [_, y])\n\ty > 80\n}\nresult := [s.image | some s in input.services; f(s)]",
	"walk in a negation":     "f(x) if {\n\twalk(x, [_, y])\n\ty == 80\n}\nresult := [n | some n, s in input.services; not f(s)]",
	"walk in every":          `result := [l | some l in [["a"], [["b"]]]; every x in l { walk(x, [_, "b"]) }]`,
	"walk with two values":   `result := x if walk(input.list, [_, x])`,
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
	"with input":             "f if input.x\nresult := [true | f with input as {\"x\": true}; not f]",
	"with a part of input":   "f := [input.name, input.list]\nresult := [x, f] if x := f with input.name as 1 with input.list.x as 2",
	"with a new part":        "f := input\nresult := [x, f] if x := f with input.name.first.second as 1",
	"with data":              "f := data.u.x\nresult := [x | x := f with data.u.x as input.name]",
	"with a rule":            "f := 1\ng := [f]\nresult := [x, g] if x := g with data.t.f as 2",
	"with in a loop":         "f := input.n\nresult := [x | some n in [1, 2, 1]; x := f with input.n as n]",
	"with and the outer":     "f := input.name\nresult := [x, y, f] if { x := f with input as {\"name\": 2}; y := f }",
	"with undefined":         "f := input.name\nresult := x if x := f with input as input.none",
	"with in with":           "f := input.n\ng := [x, f] if x := f with input.n as 2\nresult := [x | x := g with input.n as 1]",
	"with a function":        "f(x) := x\ng(x) := [x]\nresult := [y, f(1)] if y := f(1) with f as g",
	"with a built-in":        "f := count(input.list)\nresult := [y, f] if y := f with count as 7",
	"with a variable":        "f(x) := x + 1\nresult := [y | some v in input.list; y := f(1) with f as v]",
	"with a variable below":  "f(x) := x + 1\ng(x) := f(x)\nh := g(2)\nresult := [[y, z, h] | some v in [5, 6]; y := g(1) with f as v; z := h with f as v]",
	"with two variables":     "f(x) := x\ng(x) := x\nh(x, y) := [f(x), g(y)]\nresult := [y | some v in [5, 6]; some w in [7]; y := h(1, 2) with f as v with g as w]",
	"computed path":          "p.a := 1\np.b := 2\nresult := [y | some x in [\"a\", \"b\", \"z\", 1]; y := data.t.p[x]]",
	"conflict of constants":  "p.a := 1\np[x] := 2 if x := \"a\"\nresult := p",
	"constant key twice":     `result := {"k": v | some v in [1, 2]}`,
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
			program, err := assemble(t, body)
			if err != nil {
				t.Fatal(err)
			}
			want, wantErr := interpret(body, input)
			for _, run := range []string{"first", "second"} { // what is remembered must be right too
				m := NewMachine(program)
				m.SetInput(Names{}.FromGo(input))
				got, err := m.Eval(t.Context(), "data.t.result", time.Minute)
				if (err != nil) != (wantErr != nil) {
					t.Fatalf("%s run: error = %v, want %v", run, err, wantErr)
				}
				if err == nil && shown(got) != shown(want) {
					t.Errorf("%s run: %s, want %s", run, shown(got), shown(want))
				}
				if err != nil && !strings.Contains(err.Error(), "t.rego:") {
					t.Errorf("the error has no place: %v", err)
				}
			}
		})
	}
}

// A loop over what walk gives makes no pairs, and no paths that nothing reads.
func TestWalkIsFused(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`result := [x | walk(input, [_, x])]`:               "walk _, ",
		`result := [[p, x] | walk(input, [p, x])]`:          "walk l",
		`result := [p | walk(input, [p, _])]`:               "walk l",
		`result := [pair | walk(input, pair)]`:              "walk(",
		`result := [[p, x] | walk(input, p); x := p[1]]`:    "walk(",
		`result := [x | some x in [y | walk(input, y)]]`:    "walk(",
		`result := [x | walk(input, [_, {"a": x}])]`:        "walk(",
		`result := [p | p := ["a"]; walk(input, [p, "b"])]`: "walk(",
	} {
		program, err := assemble(t, body)
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		if err := program.Dump(&text, "data.t.result"); err != nil || !strings.Contains(text.String(), want) {
			t.Errorf("%s: %v\n%s", body, err, text.String())
		}
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
func assemble(t testing.TB, body string) (*Program, error) {
	t.Helper()
	return build(t, "t/result", map[string]string{"t.rego": "package t\n" + body}, ast.CapabilitiesForThisVersion())
}

const endless = `result := count([1 | some a in numbers.range(1, 1000); some b in numbers.range(1, 1000); some c in numbers.range(1, 1000); a + b + c == 0])`

func TestEvalEndsAtTheDeadline(t *testing.T) {
	t.Parallel()
	program, err := assemble(t, endless+"\nresult := 1 if input.never")
	if err != nil {
		t.Fatal(err)
	}
	m := NewMachine(program)
	m.SetInput(NewObject(nil))
	if _, err := m.Eval(t.Context(), "data.t.result", time.Millisecond); !errors.Is(err, ErrDeadline) {
		t.Errorf("error = %v, want %v", err, ErrDeadline)
	}
}

// A built-in that takes long ends too.
func TestABuiltinEndsAtTheDeadline(t *testing.T) {
	t.Parallel()
	program, err := assemble(t, "result := count(numbers.range(1, 1000000000))")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewMachine(program).Eval(t.Context(), "data.t.result", time.Millisecond); !errors.Is(err, ErrDeadline) {
		t.Errorf("error = %v, want %v", err, ErrDeadline)
	}
}

func TestEvalEndsWithItsContext(t *testing.T) {
	t.Parallel()
	program, err := assemble(t, endless)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m := NewMachine(program)
	m.SetInput(NewObject(nil))
	if _, err := m.Eval(ctx, "data.t.result", time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want %v", err, context.Canceled)
	}
}

// What a rule that failed had begun is forgotten: the next one must not take it for undefined.
func TestAnErrorIsNotRemembered(t *testing.T) {
	t.Parallel()
	program, err := assemble(t, "shared := to_number(input.name)\nresult := [shared]")
	if err != nil {
		t.Fatal(err)
	}
	m := NewMachine(program)
	m.SetInput(Names{}.FromGo(map[string]any{"name": "web"}))
	for range 2 {
		if _, err := m.Eval(t.Context(), "data.t.result", time.Minute); err == nil {
			t.Error("no error")
		}
	}
	m.SetInput(Names{}.FromGo(map[string]any{"name": "8"}))
	if got, err := m.Eval(t.Context(), "data.t.result", time.Minute); err != nil || shown(got) != "[8]" {
		t.Errorf("%s, %v", shown(got), err)
	}
}

// A plan that breaks costs its own rule and not the scan.
func TestEvalSurvivesABrokenPlan(t *testing.T) {
	t.Parallel()
	program, err := assemble(t, "result := [x | some x in input.list]")
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
	m := NewMachine(program)
	m.SetInput(Names{}.FromGo(map[string]any{"list": []any{"a"}}))
	if _, err := m.Eval(t.Context(), "data.t.result", time.Minute); err == nil || !strings.Contains(err.Error(), "data.t.result") {
		t.Errorf("error = %v", err)
	}
}

func TestEvalRefusesWhatThePlanDoesNotHold(t *testing.T) {
	t.Parallel()
	program, err := assemble(t, "result := 1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewMachine(program).Eval(t.Context(), "data.t.none", time.Minute); err == nil {
		t.Error("no error")
	}
}
