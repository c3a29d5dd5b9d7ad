package triage_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/triage"
	"github.com/seclint/seclint/rules"
)

func catalogue(t *testing.T) *rules.Catalogue {
	t.Helper()
	folder := fstest.MapFS{}
	for _, id := range []string{"compose/privileged", "compose/socket", "compose/read-only", "gvisor/tap"} {
		family, name, _ := strings.Cut(id, "/")
		pack := ""
		if name == "read-only" {
			pack = "#   pack: strict\n"
		}
		folder[id+"/"+name+".rego"] = &fstest.MapFile{Data: []byte("# METADATA\n# title: T\n# description: D\n# scope: package\n" +
			"# custom:\n#   severity: high\n#   remediation: R\n" + pack + "package " + family + "[\"" + name + "\"]\n\n" +
			"findings contains finding if {\n\tfinding := {\"path\": [], \"message\": \"x\"}\n}\n")}
	}
	cat, err := rules.Load(rules.Source{FS: folder})
	if cat == nil || len(cat.All()) != 4 {
		t.Fatal(err)
	}
	return cat
}

func settings(t *testing.T, text string) *config.Config {
	t.Helper()
	c, err := config.Read(fstest.MapFS{"c.yaml": {Data: []byte(text)}}, "c.yaml", catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// at returns a finding on a line of a file.
func at(f *source.File, line int, rule, message string, severity finding.Severity) finding.Finding {
	place := source.Span{File: f, Start: source.Position{Line: int32(line), Column: 3}, End: source.Position{Line: int32(line), Column: 9}}
	return finding.Finding{Rule: rule, Message: message, Document: f.Path, At: place, Severity: severity}
}

func lines(findings []finding.Finding) []string {
	out := []string{}
	for _, f := range findings {
		line := fmt.Sprintf("%s %s %s: %s", f.At, f.Severity, f.Rule, f.Message)
		if f.Suppressed != nil {
			line += fmt.Sprintf(" (%s %s: %s)", f.Suppressed.Kind, f.Suppressed.At, f.Suppressed.Reason)
		}
		out = append(out, line)
		for _, r := range f.Related {
			out = append(out, fmt.Sprintf("  %s %s", r.At, r.Message))
		}
	}
	return out
}

func TestOrder(t *testing.T) {
	a, b := source.NewFile("a.yml", nil), source.NewFile("b.yml", nil)
	in := []finding.Finding{
		at(b, 1, "compose/socket", "x", finding.Low),
		at(a, 2, "compose/socket", "y", finding.Low),
		at(a, 2, "compose/privileged", "z", finding.Low),
		at(a, 2, "gvisor/tap", "w", finding.Critical),
		at(a, 1, "compose/socket", "v", finding.None),
	}
	want := []string{
		"a.yml:1:3 none compose/socket: v", "a.yml:2:3 critical gvisor/tap: w", "a.yml:2:3 low compose/privileged: z",
		"a.yml:2:3 low compose/socket: y", "b.yml:1:3 low compose/socket: x",
	}
	for range in {
		in = append(in[1:], in[0]) // every rotation gives the same order
		got, _ := triage.Apply(in, triage.Input{Config: config.Default(), Catalogue: catalogue(t)})
		if diff := cmp.Diff(want, lines(got)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestMerge(t *testing.T) {
	f, g := source.NewFile("a.yml", nil), source.NewFile("b.yml", nil)
	with := func(in finding.Finding, path source.Path, related ...finding.Related) finding.Finding {
		in.Path, in.Related = path, related
		return in
	}
	place := func(line int, message string) finding.Related {
		return finding.Related{At: at(g, line, "", "", 0).At, Message: message}
	}
	in := []finding.Finding{
		with(at(f, 1, "compose/socket", "ten", finding.High), source.Path{"s", 10}, place(1, "r"), place(2, "r")),
		with(at(f, 1, "compose/socket", "two", finding.High), source.Path{"s", 2}, place(1, "r")),
		with(at(f, 1, "compose/socket", "two", finding.Low), source.Path{"s", 2}, place(3, "r")),
		with(at(f, 1, "compose/socket", "mild", finding.None), source.Path{"a"}),
		with(at(f, 1, "compose/privileged", "two", finding.Low), source.Path{"s", 2}),
		with(at(f, 2, "compose/socket", "two", finding.Low), source.Path{"s", 3}),
	}
	want := []string{
		"a.yml:1:3 high compose/socket: two", "  b.yml:1:3 r", "  b.yml:2:3 r", "  b.yml:3:3 r", "  a.yml:1:3 also: ten",
		"  a.yml:1:3 also: mild",
		"a.yml:1:3 low compose/privileged: two",
		"a.yml:2:3 low compose/socket: two",
	}
	for range in {
		in = append(in[1:], in[0])
		got, _ := triage.Apply(in, triage.Input{Config: config.Default(), Catalogue: catalogue(t)})
		if diff := cmp.Diff(want, lines(got)); diff != "" {
			t.Fatal(diff)
		}
	}
	if len(in[0].Related) > 2 {
		t.Error("the argument was changed")
	}
}

func TestMergeKeepsEachSecret(t *testing.T) {
	f := source.NewFile("a.yml", nil)
	one, two := at(f, 1, "compose/socket", "one", finding.High), at(f, 1, "compose/socket", "two", finding.Low)
	one.Secrets = []finding.Secret{{At: one.At, Text: "x"}}
	two.Secrets = []finding.Secret{{At: two.At, Text: "y"}}
	got, _ := triage.Apply([]finding.Finding{one, two}, triage.Input{Config: config.Default(), Catalogue: catalogue(t)})
	if len(got) != 1 || len(got[0].Secrets) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestMergeIsCapped(t *testing.T) {
	f := source.NewFile("a.yml", nil)
	var in []finding.Finding
	for i := range 500 {
		one := at(f, 1, "compose/socket", fmt.Sprintf("port %d", i), finding.High)
		one.Path = source.Path{"ports", i}
		in = append(in, one)
	}
	got, _ := triage.Apply(in, triage.Input{Config: config.Default(), Catalogue: catalogue(t)})
	if len(got) != 1 || got[0].Message != "port 0" || len(got[0].Related) != 11 || got[0].Related[10].Message != "also: 489 more" {
		t.Errorf("got %v", lines(got))
	}
}

func TestConfig(t *testing.T) {
	f, test := source.NewFile("a.yml", nil), source.NewFile("test/a.yml", nil)
	in := []finding.Finding{
		at(f, 1, "compose/privileged", "a", finding.Critical), at(f, 2, "compose/privileged", "b", finding.None),
		at(f, 3, "compose/read-only", "c", finding.Low), at(f, 4, "compose/socket", "d", finding.High),
		at(test, 1, "compose/privileged", "e", finding.Critical), at(test, 2, "compose/read-only", "f", finding.Low),
		at(test, 3, "compose/socket", "g", finding.High),
	}
	c := settings(t, `rules: {compose/privileged: medium, compose/socket: none}
overrides:
- paths: [test]
  rules:
    compose/privileged: off
    compose/read-only: on
`)
	got, problems := triage.Apply(in, triage.Input{Config: c, Catalogue: catalogue(t)})
	want := []string{
		"a.yml:1:3 medium compose/privileged: a",
		"a.yml:2:3 none compose/privileged: b",
		"a.yml:4:3 none compose/socket: d",
		"test/a.yml:1:3 medium compose/privileged: e (external c.yaml:5:5: the rule is off for this file in c.yaml)",
		"test/a.yml:2:3 low compose/read-only: f",
		"test/a.yml:3:3 none compose/socket: g",
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" || len(problems) > 0 {
		t.Error(diff, problems)
	}
}

const stack = `services:
  web: # seclint:ignore compose/privileged a sandbox, see #12
    privileged: true
    image: x

    command: |
      # seclint:ignore compose/socket not a comment
      run
  # seclint:ignore compose/socket,compose/privileged both
  db:
    volumes:
    - a # seclint:ignore compose/* the family
    - b
  cache:
    image: "# seclint:ignore compose/socket not a comment" # noqa # seclint:ignore compose/socket — behind another
    # why it is needed:
    # seclint:ignore compose/socket above
    # and more to say
    list:
    - c
    next: 1
`

func TestSuppress(t *testing.T) {
	f := source.NewFile("a.yml", []byte(stack))
	tests := []struct {
		line int
		rule string
		want string
	}{
		{1, "compose/privileged", ""},
		{2, "compose/privileged", "2:8 a sandbox, see #12"},
		{3, "compose/privileged", "2:8 a sandbox, see #12"},
		{3, "compose/socket", ""},
		{8, "compose/privileged", "2:8 a sandbox, see #12"},
		{8, "compose/socket", ""},
		{10, "compose/socket", "9:3 both"},
		{13, "compose/privileged", "9:3 both"},
		{12, "compose/socket", "12:9 the family"},
		{12, "gvisor/tap", ""},
		{13, "compose/read-only", ""},
		{14, "compose/privileged", ""},
		{15, "compose/socket", "15:60 behind another"},
		{19, "compose/socket", "17:5 above"},
		{20, "compose/socket", "17:5 above"},
		{21, "compose/socket", ""},
	}
	c := settings(t, "packs: [strict]")
	for _, test := range tests {
		in := triage.Input{Config: c, Catalogue: catalogue(t), Documents: []*source.Document{{File: f, Root: &source.Node{}}}}
		got, _ := triage.Apply([]finding.Finding{at(f, test.line, test.rule, "m", finding.High)}, in)
		suppressed := ""
		if s := got[0].Suppressed; s != nil {
			suppressed = fmt.Sprintf("%d:%d %s", s.At.Start.Line, s.At.Start.Column, s.Reason)
			if s.Kind != "inSource" {
				t.Errorf("line %d: kind %s", test.line, s.Kind)
			}
		}
		if suppressed != test.want {
			t.Errorf("line %d, %s: got %q, want %q", test.line, test.rule, suppressed, test.want)
		}
	}
}

func TestSuppressInTheFileWhereItStands(t *testing.T) {
	base := source.NewFile("base.yml", []byte("services:\n  web:\n    privileged: true # seclint:ignore compose/privileged reason\n"))
	main := source.NewFile("compose.yml", []byte("services:\n  web: {extends: {file: base.yml, service: web}}\n"))
	f := at(base, 3, "compose/privileged", "m", finding.High)
	f.Document = main.Path
	in := triage.Input{Config: config.Default(), Catalogue: catalogue(t),
		Documents: []*source.Document{{File: main, Root: &source.Node{}, Files: []*source.File{main, base}}}}
	got, problems := triage.Apply([]finding.Finding{f}, in)
	if got[0].Suppressed == nil || len(problems) > 0 {
		t.Errorf("got %v, %v", lines(got), problems)
	}
}

func TestSuppressTOML(t *testing.T) {
	text := "[runtimes]\n# seclint:ignore gvisor/tap reason\n[runtimes.runsc]\nnet = [\n  'x',\n]\nlast = 1\n[runtimes.other]\nnet = 1\n"
	f := source.NewFile("runsc.toml", []byte(text))
	root, err := source.ReadTOML(f, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[int]bool{1: false, 3: true, 4: true, 5: true, 7: true, 8: false, 9: false} {
		in := triage.Input{Config: config.Default(), Catalogue: catalogue(t), Documents: []*source.Document{{File: f, Root: root}}}
		got, _ := triage.Apply([]finding.Finding{at(f, line, "gvisor/tap", "m", finding.High)}, in)
		if (got[0].Suppressed != nil) != want {
			t.Errorf("line %d: got suppressed %v, want %v", line, !want, want)
		}
	}
}

func TestSuppressionProblems(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"no rule":                   {"k: v # seclint:ignore", "1:6: suppression names no rule; write: # seclint:ignore RULE reason"},
		"no reason":                 {"k: v # seclint:ignore compose/socket --", "1:6: suppression of compose/socket has no reason; write: # seclint:ignore RULE reason"},
		"unknown rule":              {"k: v # seclint:ignore compose/sockets x", `1:6: suppression names the unknown rule "compose/sockets"; did you mean compose/socket?`},
		"nothing near":              {"k: v # seclint:ignore qqqqqqqq x", `1:6: suppression names the unknown rule "qqqqqqqq"; seclint rules lists them`},
		"everything":                {"k: v # seclint:ignore * x", "1:6: suppression of * is too wide; name rules, or a family such as compose/*"},
		"a wide glob":               {"k: v # seclint:ignore compose/s* x", "1:6: suppression of compose/s* is too wide; name rules, or a family such as compose/*"},
		"an unknown family":         {"k: v # seclint:ignore qqqqqqqq/* x", `1:6: suppression names the unknown rule "qqqqqqqq/*"; seclint rules lists them`},
		"another word":              {"k: v # seclint:disable compose/socket x", `1:6: unknown comment "seclint:disable"; write: # seclint:ignore RULE reason`},
		"prose":                     {"k: v # seclint: reads this", ""},
		"not for us":                {"k: v # see seclint:ignore in the manual", ""},
		"in front of a gap":         {"# seclint:ignore compose/socket x\n\nk: v", "1:1: suppression stands in front of nothing; put it on the line it is meant for, or directly above"},
		"at the end":                {"k: v\n# seclint:ignore compose/socket x", "2:1: suppression stands in front of nothing; put it on the line it is meant for, or directly above"},
		"unused":                    {"k: v # seclint:ignore compose/socket x", "1:6: suppression of compose/socket is unused; remove it"},
		"unused family":             {"k: v # seclint:ignore gvisor/* x", "1:6: suppression of gvisor/* is unused; remove it"},
		"not in force":              {"k: v # seclint:ignore compose/read-only x", ""},
		"one of two unknown":        {"k: v # seclint:ignore compose/privileged, compose/nope x", `1:6: suppression names the unknown rule "compose/nope"; seclint rules lists them`},
		"terminal codes":            {"k: v # seclint:ignore \x1b[31m x", `1:6: suppression names the unknown rule "\x1b[31m"; seclint rules lists them`},
		"terminal codes, no reason": {"k: v # seclint:ignore \x1b]0;", `1:6: suppression of "\x1b]0;" has no reason; write: # seclint:ignore RULE reason`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := source.NewFile("a.yml", []byte(test.text))
			in := triage.Input{Config: config.Default(), Catalogue: catalogue(t), Documents: []*source.Document{{File: f, Root: &source.Node{}}}}
			found, problems := triage.Apply([]finding.Finding{at(f, 1, "compose/privileged", "m", finding.High)}, in)
			var got []string
			for _, p := range problems {
				got = append(got, fmt.Sprintf("%d:%d: %s; %s", p.At.Start.Line, p.At.Start.Column, p.Message, p.Hint))
				if p.Level != finding.Warning || p.Path != "a.yml" {
					t.Errorf("got level %v, path %q", p.Level, p.Path)
				}
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
				t.Error(diff)
			}
			if wantUsed := name == "one of two unknown"; (found[0].Suppressed != nil) != wantUsed {
				t.Errorf("suppressed: %v, want %v", !wantUsed, wantUsed)
			}
		})
	}
}

func TestUnusedNeedsALook(t *testing.T) {
	f := source.NewFile("a.yml", []byte("k: v # seclint:ignore compose/socket x"))
	for name, test := range map[string]struct {
		problem finding.Problem
		unused  int
	}{
		"the rule crashed":       {finding.Problem{Level: finding.Error, Rule: "compose/socket"}, 0},
		"the file is broken":     {finding.Problem{Level: finding.Error, Path: "a.yml"}, 0},
		"another rule crashed":   {finding.Problem{Level: finding.Error, Rule: "gvisor/tap"}, 1},
		"another file is broken": {finding.Problem{Level: finding.Error, Path: "b.yml"}, 1},
		"a warning":              {finding.Problem{Level: finding.Warning, Path: "a.yml"}, 1},
	} {
		in := triage.Input{Config: config.Default(), Catalogue: catalogue(t), Problems: []finding.Problem{test.problem},
			Documents: []*source.Document{{File: f, Root: &source.Node{}}}}
		if _, problems := triage.Apply(nil, in); len(problems) != 1+test.unused {
			t.Errorf("%s: got %v", name, problems)
		}
	}
}

func TestManySuppressions(t *testing.T) {
	f := source.NewFile("a.yml", []byte(strings.Repeat("- a # seclint:ignore gvisor/tap x\n", 5000)))
	in := triage.Input{Config: config.Default(), Catalogue: catalogue(t), Documents: []*source.Document{{File: f, Root: &source.Node{}}}}
	_, problems := triage.Apply(nil, in)
	if len(problems) != 1001 || !strings.HasPrefix(problems[1000].Message, "only the first 1000") {
		t.Errorf("got %d problems", len(problems))
	}
}

func TestFails(t *testing.T) {
	f := source.NewFile("a.yml", nil)
	hidden := at(f, 1, "compose/socket", "m", finding.Critical)
	hidden.Suppressed = &finding.Suppression{}
	found := []finding.Finding{hidden, at(f, 2, "compose/socket", "m", finding.Medium), at(f, 3, "compose/socket", "m", finding.None)}
	if worst := triage.Worst(found); worst != finding.Medium {
		t.Errorf("worst is %v", worst)
	}
	for text, want := range map[string]bool{"": false, "fail-on: medium": true, "fail-on: note": true, "fail-on: never": false} {
		if got := triage.Fails(found, settings(t, text)); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
	if triage.Fails(found[2:], settings(t, "fail-on: note")) {
		t.Error("an informational finding fails the run")
	}
}

func TestOrderSaysOnceWhatTwoDocumentsMet(t *testing.T) {
	shared := finding.Problem{Level: finding.Error, Path: "base.yml", Message: "cannot be read"}
	milder := shared
	milder.Level = finding.Warning
	got := triage.Order([]finding.Problem{shared, milder, {Path: "a.yml"}, shared})
	if diff := cmp.Diff([]finding.Problem{{Path: "a.yml"}, shared, milder}, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}
