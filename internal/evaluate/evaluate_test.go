package evaluate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// metadata is that of a rule with a situation and a parameter.
const metadata = `# METADATA
# title: A title
# description: A description
# scope: package
# custom:
#   severity: medium
#   situations: {loopback: {severity: none, because: nobody else can reach it}}
#   fixes: {part: {title: Take a part away, unsafe: it may be missed}}
#   parameters: {allowed: [a], limit: 3}
#   remediation: Do something
package test[%q]

`

// catalogue builds one from policies by name, without their METADATA; a name such as lib/x is a library.
func catalogue(t testing.TB, policies map[string]string) *rules.Catalogue {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, body := range policies {
		if lib, ok := strings.CutPrefix(name, "lib/"); ok {
			fsys["lib/"+lib+"/"+lib+".rego"] = &fstest.MapFile{Data: []byte("package lib." + lib + "\n" + body)}
			continue
		}
		fsys["test/"+name+"/"+name+".rego"] = &fstest.MapFile{Data: fmt.Appendf(nil, metadata+"%s\n", name, body)}
	}
	cat, err := rules.Load(rules.Source{Origin: "mine", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func document(t testing.TB, path, text string) *source.Document {
	t.Helper()
	file := source.NewFile(path, []byte(text))
	roots, err := source.ReadYAML(file, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return &source.Document{File: file, Kind: "test", Root: roots[0], Files: []*source.File{file}}
}

func evaluator(t testing.TB, cat *rules.Catalogue, opts Options) *Evaluator {
	t.Helper()
	e, err := New(cat, opts)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// say is a policy with one finding.
func say(finding string) string { return "findings contains " + finding }

// texts renders findings for comparison.
func texts(findings []finding.Finding) []string {
	var lines []string
	for _, f := range findings {
		lines = append(lines, fmt.Sprintf("%s %s [%s %s] %s", f.Rule, f.At, f.Severity, f.Situation, f.Message))
	}
	return lines
}

func problemTexts(problems []finding.Problem) []string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, fmt.Sprintf("%s %s %s: %s", p.Level, p.Path, p.Rule, p.Message))
	}
	return lines
}

const services = `services:
  web:
    ports: [80, 443]
  db:
    image: postgres
`

func TestFindingsTakeTheirPlaceFromTheTree(t *testing.T) {
	t.Parallel()
	cat := catalogue(t, map[string]string{
		"present": say(`{"path": ["services", "web", "ports", 1], "message": "port 443", "situation": "loopback"}`),
		"absent":  say(`{"path": ["services", "db", "read_only"], "message": "service \"db\" is writable"}`),
	})
	got, problems := evaluator(t, cat, Options{}).Documents(t.Context(), []*source.Document{document(t, "a.yml", services)}, nil, nil)
	want := []string{
		`test/absent a.yml:4:3 [medium ] service "db" is writable`,
		`test/present a.yml:3:17 [none loopback] port 443`,
	}
	if diff := cmp.Diff(want, texts(got)); diff != "" {
		t.Error(diff)
	}
	if got[1].Because != "nobody else can reach it" || got[1].Document != "a.yml" {
		t.Errorf("finding = %+v", got[1])
	}
	if len(problems) > 0 {
		t.Error(problemTexts(problems))
	}
}

// testFacts are facts of a kind that is made up.
type testFacts struct {
	Answer int          `json:"answer"`
	List   []any        `json:"list"`
	Node   *source.Node `json:"node"`
}

func (*testFacts) IsFacts() {}

func TestInputHoldsTheWholeContract(t *testing.T) {
	t.Parallel()
	doc := document(t, "a.yml", "s: text\ni: 0755\nbig: 18446744073709551615\nf: 1.50\nn: ~\nb: yes\nl: [{k: v}]\ninf: .inf\nbase: &b {x: 1}\nuse: *b\n")
	doc.Facts = &testFacts{Answer: 42, List: []any{"x", nil, true, 1.5}, Node: doc.Root.Get("l")}
	cat := catalogue(t, map[string]string{"all": `findings contains {"path": [], "message": json.marshal(input)}`})
	got, _ := evaluator(t, cat, Options{Parameters: map[string]map[string]any{"test/all": {"limit": 5}}}).
		Documents(t.Context(), []*source.Document{doc}, nil, nil)
	want := `{"context":{"answer":42,"list":["x",null,true,1.5],"node":[{"k":"v"}]},` +
		`"document":{"b":%s,"base":{"x":1},"big":18446744073709551615,"f":1.50,"i":%s,"inf":".inf","l":[{"k":"v"}],"n":null,"s":"text","use":{"x":1}},` +
		`"file":"a.yml","kind":"test","parameters":{"test/all":{"allowed":["a"],"limit":5}}}`
	want = fmt.Sprintf(want, fmt.Sprintf("%#v", doc.Root.Get("b").Value()), fmt.Sprint(doc.Root.Get("i").Value()))
	if diff := cmp.Diff(want, got[0].Message); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyRulesOfTheKindInForceAreEvaluated(t *testing.T) {
	t.Parallel()
	broken := "findings contains x if { undefined_function(input) }"
	cat := catalogue(t, map[string]string{"on": say(`{"path": [], "message": "on"}`), "off": broken})
	e := evaluator(t, cat, Options{Enabled: func(id string) bool { return id == "test/on" }})
	other := document(t, "b.yml", "a: 1")
	other.Kind = "other"
	got, problems := e.Documents(t.Context(), []*source.Document{document(t, "a.yml", "a: 1"), other}, nil, nil)
	if len(got) != 1 || got[0].Rule != "test/on" || len(problems) > 0 {
		t.Errorf("findings %v, problems %v", texts(got), problemTexts(problems))
	}
	if _, err := New(cat, Options{Kinds: []string{"other"}}); err != nil {
		t.Errorf("a policy of a kind that does not occur must not be compiled: %v", err)
	}
}

func TestNewNamesThePlaceOfEveryMistake(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ policy, want string }{
		"syntax":      {"findings contains x if {", "mine/test/a/a.rego:14:"},
		"type":        {"findings contains x if { x := nosuch(1) }", "mine/test/a/a.rego:13:31: undefined function nosuch"},
		"network":     {`findings contains x if { x := http.send({"method": "get", "url": "http://x"}) }`, "undefined function http.send"},
		"clock":       {`findings contains x if { x := time.now_ns() }`, "undefined function time.now_ns"},
		"token":       {`findings contains x if { x := io.jwt.decode_verify("", {}) }`, "undefined function io.jwt.decode_verify"},
		"environment": {`findings contains x if { x := opa.runtime() }`, "undefined function opa.runtime"},
		"no findings": {`finding contains 1`, "policy yields no findings"},
		"not a set":   {`findings := []`, "policy yields no findings"},
		"no library":  {"import data.lib.nowhere\nfindings contains x if { x := nowhere.f(1) }", "mine/test/a/a.rego:14:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := New(catalogue(t, map[string]string{"a": test.policy}), Options{})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want %q", err, test.want)
			}
		})
	}
}

func TestABrokenRuleLosesNothingOfTheOthers(t *testing.T) {
	t.Parallel()
	busy := `findings contains {"path": [], "message": "never"} if {
	n := numbers.range(1, 3000)
	some a in n
	some b in n
	some c in n
	a * b * c == -1
}`
	for name, test := range map[string]struct{ policy, want string }{
		"crash": {`findings contains {"path": [], "message": "x"} if to_number(input.document.services.db.image) == 1`,
			"error a.yml test/broken: rule test/broken broke: mine/test/broken/broken.rego:13:"},
		"slow": {busy, "error a.yml test/broken: rule test/broken was stopped: it took longer than 200ms"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cat := catalogue(t, map[string]string{"broken": test.policy, "fine": say(`{"path": ["services"], "message": "fine"}`)})
			got, problems := evaluator(t, cat, Options{Deadline: 200 * time.Millisecond}).
				Documents(t.Context(), []*source.Document{document(t, "a.yml", services)}, nil, nil)
			if diff := cmp.Diff([]string{"test/fine a.yml:1:1 [medium ] fine"}, texts(got)); diff != "" {
				t.Error(diff)
			}
			if len(problems) != 1 || !strings.HasPrefix(problemTexts(problems)[0], test.want) {
				t.Errorf("problems = %q, want %q", problemTexts(problems), test.want)
			}
		})
	}
}

func TestAnEndlessRuleCostsAFewDeadlinesOnly(t *testing.T) {
	t.Parallel()
	cat := catalogue(t, map[string]string{
		"fine": say(`{"path": [], "message": "fine"}`),
		"slow": `findings contains 1 if { n := numbers.range(1, 3000); some a in n; some b in n; some c in n; a * b * c == -1 }`,
	})
	var docs []*source.Document
	for i := range 200 {
		docs = append(docs, document(t, fmt.Sprintf("%d.yml", i), "a: 1"))
	}
	start := time.Now()
	got, problems := evaluator(t, cat, Options{Deadline: 300 * time.Millisecond}).Documents(t.Context(), docs, nil, nil)
	if len(got) != 200 || len(problems) != 200 {
		t.Errorf("%d findings and %d problems, want 200 of each", len(got), len(problems))
	}
	if elapsed := time.Since(start); elapsed > 20*time.Second {
		t.Errorf("took %s: every document paid the deadline", elapsed)
	}
}

func TestInterruptedRunIsAProblem(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupted"))
	cat := catalogue(t, map[string]string{"fine": say(`{"path": [], "message": "fine"}`)})
	got, problems := evaluator(t, cat, Options{}).Documents(ctx, []*source.Document{document(t, "a.yml", "a: 1")}, nil, nil)
	if len(got) > 0 || len(problems) != 1 || problems[0].Level != finding.Error {
		t.Errorf("findings %v, problems %v", texts(got), problemTexts(problems))
	}
}

func TestLibrariesAndOtherRulesAreThere(t *testing.T) {
	t.Parallel()
	cat := catalogue(t, map[string]string{
		"lib/names": "all contains name if some name, _ in input.document.services",
		"a":         "import data.lib.names\nfindings contains {\"path\": [\"services\", n], \"message\": n} if some n in names.all",
		"b":         `findings contains {"path": [], "message": "again"} if count(data.test["a"].findings) == 2`,
	})
	e := evaluator(t, cat, Options{Enabled: func(id string) bool { return id == "test/b" }})
	got, problems := e.Documents(t.Context(), []*source.Document{document(t, "a.yml", services)}, nil, nil)
	if len(got) != 1 || len(problems) > 0 {
		t.Errorf("findings %v, problems %v", texts(got), problemTexts(problems))
	}
}

func TestAPartCountsItselfWhereItsCompositeIsNotInForce(t *testing.T) {
	t.Parallel()
	cat := catalogue(t, map[string]string{
		"whole": say(`{"path": [], "message": "whole"}`),
		"part":  say(`{"path": [], "message": "part", "part_of": "test/whole"}`),
	})
	docs := []*source.Document{document(t, "a.yml", "a: 1")}
	for enabled, want := range map[bool]string{true: "test/whole", false: ""} {
		e := evaluator(t, cat, Options{Enabled: func(id string) bool { return enabled || id == "test/part" }})
		got, problems := e.Documents(t.Context(), docs, nil, nil)
		if got[0].PartOf != want || len(problems) > 0 {
			t.Errorf("composite in force %v: PartOf = %q, problems %v", enabled, got[0].PartOf, problemTexts(problems))
		}
	}
}

func TestSameInputGivesTheSameFindings(t *testing.T) {
	t.Parallel()
	cat := catalogue(t, map[string]string{
		"a": `findings contains {"path": ["services", n], "message": sprintf("%s and %s", [n, m])} if { some n, _ in input.document.services; some m, _ in input.document.services }`,
		"b": say(`{"path": ["services", "web", "ports", 0], "message": "b"}`),
	})
	var docs []*source.Document
	for i := range 40 {
		docs = append(docs, document(t, fmt.Sprintf("%d.yml", i), services))
	}
	first, _ := evaluator(t, cat, Options{}).Documents(t.Context(), docs, nil, nil)
	for range 5 {
		again, _ := evaluator(t, cat, Options{}).Documents(t.Context(), docs, nil, nil)
		if diff := cmp.Diff(prints(first), prints(again)); diff != "" {
			t.Fatal(diff)
		}
	}
}

// prints renders findings with their fingerprints.
func prints(findings []finding.Finding) []string {
	lines := texts(findings)
	for i := range lines {
		lines[i] += " " + findings[i].Fingerprint
	}
	return lines
}

func TestAFindingAlwaysHasAPlace(t *testing.T) {
	t.Parallel()
	doc := document(t, "a.yml", "a: 1")
	doc.Root = &source.Node{Kind: source.Mapping}
	got, _ := evaluator(t, catalogue(t, map[string]string{"a": say(`{"path": ["x"], "message": "m"}`)}), Options{}).
		Documents(t.Context(), []*source.Document{doc}, nil, nil)
	if got[0].At.String() != "a.yml:1:1" {
		t.Errorf("place = %s", got[0].At)
	}
}
