package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

const sarifSchema = "../../testdata/sarif/sarif-schema-2.1.0.json"

// sarifLog is the part of a log that the tests look at.
type sarifLog struct {
	Runs []struct {
		Tool struct {
			Driver struct {
				SemanticVersion string
				Rules           []struct {
					ID, Name             string
					FullDescription      struct{ Text string }
					DefaultConfiguration struct{ Level string }
					Properties           struct {
						Tags             []string
						Precision        string
						SecuritySeverity string `json:"security-severity"`
					}
				}
			}
		}
		AutomationDetails *struct{ ID string }
		Results           []struct {
			RuleID              string
			RuleIndex           int
			Level, Kind         string
			Message             struct{ Text string }
			PartialFingerprints map[string]string
			Locations           []sarifLocation
			RelatedLocations    []sarifLocation
			CodeFlows           []struct {
				ThreadFlows []struct {
					Locations []struct{ Location sarifLocation }
				}
			}
			Suppressions []any
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct {
				Level      string
				Message    struct{ Text string }
				Descriptor struct{ ID string }
			}
		}
	}
}

type sarifLocation struct {
	Message          struct{ Text string }
	PhysicalLocation struct {
		ArtifactLocation      struct{ URI string }
		Region, ContextRegion sarifRegion
	}
}

type sarifRegion struct {
	StartLine, StartColumn, EndLine, EndColumn int
	Snippet                                    struct{ Text string }
}

func readLog(t *testing.T, text []byte) sarifLog {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal(text, &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 {
		t.Fatalf("%d runs", len(log.Runs))
	}
	return log
}

func TestSARIFFitsSchema(t *testing.T) {
	schema := compileSchema(t, sarifSchema)
	outside := Options{DisplayRoot: "../elsewhere", Help: func(*rules.Rule) string { return "# page" }}
	for name, r := range map[string]*Report{"sample": sample(), "empty": {}, "hostile": hostile(), "large": large(50)} {
		for _, o := range []Options{{}, {DisplayRoot: "stack"}, {MinSeverity: finding.High}, outside} {
			if err := validate(t, schema, write(t, "sarif", r, o)); err != nil {
				t.Errorf("%s %+v: %v", name, o, err)
			}
		}
	}
	spoilt := bytes.Replace(write(t, "sarif", sample(), Options{}), []byte(`"level": "error"`), []byte(`"level": "fatal"`), 1)
	if validate(t, schema, spoilt) == nil {
		t.Error("the schema takes any level")
	}
}

func TestSARIFRuleIndex(t *testing.T) {
	r := sample()
	r.Findings = append(r.Findings, finding.Finding{Rule: "unknown/rule", Severity: finding.Low, Message: "m"})
	run := readLog(t, write(t, "sarif", r, Options{ShowSuppressed: true})).Runs[0]
	if len(run.Results) != len(r.Findings) {
		t.Fatalf("%d results for %d findings", len(run.Results), len(r.Findings))
	}
	for _, result := range run.Results {
		if got := run.Tool.Driver.Rules[result.RuleIndex].ID; got != result.RuleID {
			t.Errorf("the index of %s leads to %s", result.RuleID, got)
		}
	}
}

func TestSARIFLevels(t *testing.T) {
	want := map[finding.Severity]string{finding.Critical: "error", finding.High: "error", finding.Medium: "warning",
		finding.Low: "note", finding.Note: "note", finding.None: "none"}
	for severity, level := range want {
		r := &Report{Findings: []finding.Finding{{Rule: "a/b", Severity: severity, Message: "m"}}}
		result := readLog(t, write(t, "sarif", r, Options{})).Runs[0].Results[0]
		if result.Level != level || (result.Kind == "informational") != (severity == finding.None) {
			t.Errorf("%s: level %q, kind %q", severity, result.Level, result.Kind)
		}
	}
}

func TestSARIFURIs(t *testing.T) {
	tests := []struct{ root, file, want string }{
		{"", "a/compose.yml", "a/compose.yml"},
		{"sub/dir", "compose.yml", "sub/dir/compose.yml"},
		{"./sub/", "compose.yml", "sub/compose.yml"},
		{"../up", "compose.yml", "compose.yml"},
		{"..", "compose.yml", "compose.yml"},
		{"/abs", "compose.yml", "compose.yml"},
		{"", "/abs.yml", "abs.yml"},
		{"", "a b#1?/c:d%20é.yml", "a%20b%231%3F/c%3Ad%2520%C3%A9.yml"},
	}
	for _, test := range tests {
		f := source.NewFile(test.file, []byte("x"))
		r := &Report{Findings: []finding.Finding{{Rule: "a/b", Severity: finding.Low, Message: "m", At: f.Span(0, 1)}}}
		result := readLog(t, write(t, "sarif", r, Options{DisplayRoot: test.root})).Runs[0].Results[0]
		if got := result.Locations[0].PhysicalLocation.ArtifactLocation.URI; got != test.want {
			t.Errorf("%s in %q: %s, want %s", test.file, test.root, got, test.want)
		}
	}
}

func TestSARIFLinks(t *testing.T) {
	f := source.NewFile("a[b].yml", []byte("x"))
	r := &Report{Findings: []finding.Finding{{Rule: "a/b", Severity: finding.Low, Message: "service [x](http://evil) runs", Because: "of that",
		At: f.Span(0, 1), Related: []finding.Related{{At: f.Span(0, 1), Message: "m [n]"}, {At: f.Span(0, 1)}}}}}
	got := readLog(t, write(t, "sarif", r, Options{})).Runs[0].Results[0].Message.Text
	if want := `service [x\](http://evil) runs: of that. Related: [m \[n\]](1), [a\[b\].yml:1](2)`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSARIFSnippet(t *testing.T) {
	f := source.NewFile("c.yml", []byte("a: é\r\n  b: 密码 # c\r\n"+strings.Repeat("  l: 1\n", 20)))
	at := source.Span{File: f, Start: source.Position{Line: 1, Column: 4}, End: source.Position{Line: 2, Column: 8}}
	long := source.Span{File: f, Start: source.Position{Line: 1, Column: 1}, End: source.Position{Line: 20, Column: 1}}
	r := &Report{Findings: []finding.Finding{{Rule: "a/b", Severity: finding.Low, Message: "m", At: at}, {Rule: "a/b", Severity: finding.Low, Message: "m", At: long}}}
	results := readLog(t, write(t, "sarif", r, Options{})).Runs[0].Results
	place := results[0].Locations[0].PhysicalLocation
	if got := place.Region; got != (sarifRegion{1, 4, 1, 5, struct{ Text string }{"é"}}) {
		t.Errorf("region %+v: it has to end where its first line does", got)
	}
	if got := place.ContextRegion; got != (sarifRegion{1, 4, 2, 8, struct{ Text string }{"é\n  b: 密码"}}) {
		t.Errorf("context %+v", got)
	}
	if got := results[1].Locations[0].PhysicalLocation.ContextRegion.Snippet.Text; strings.Count(got, "\n") != snippetLines || !strings.HasSuffix(got, "\n…") {
		t.Errorf("long snippet %q", got)
	}
}

// large returns a report with n findings whose severities go round.
func large(n int) *Report {
	f := source.NewFile("c.yml", []byte("services: {}\n"))
	r := &Report{}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		r.Findings = append(r.Findings, finding.Finding{Rule: fmt.Sprintf("a/r%d", i%7), Severity: finding.Severity(i % 6), At: f.Span(0, 8),
			Message: fmt.Sprintf("finding %d", i), Fingerprint: fmt.Sprintf("%016x", random.Uint64())})
	}
	return r
}

func TestSARIFLimits(t *testing.T) {
	r := large(60)
	r.Findings[0].Severity = finding.Critical
	r.Findings[1].Suppressed = &finding.Suppression{Kind: "external", Reason: "x"}
	r.Findings[1].Severity = finding.Critical
	for range 9 {
		r.Findings[0].Related = append(r.Findings[0].Related, finding.Related{At: r.Findings[0].At, Message: "m"})
	}
	r.Rules = []*rules.Rule{{ID: "a/r0", Title: "t", Kinds: []string{"x", "y"}, Pack: "default", CWE: []int{1, 2, 3, 4}}, {ID: "a/idle"}}
	l := limits{results: 30, displayed: 20, rules: 3, tags: 5, locations: 4, gzipped: 1 << 20}
	var b bytes.Buffer
	if err := writeSARIF(&b, r, Options{}, l); err != nil {
		t.Fatal(err)
	}
	run := readLog(t, b.Bytes()).Runs[0]
	if len(run.Results) != 30 || len(run.Tool.Driver.Rules) != 3 || len(run.Results[0].RelatedLocations) != 3 {
		t.Errorf("%d results, %d rules, %d related", len(run.Results), len(run.Tool.Driver.Rules), len(run.Results[0].RelatedLocations))
	}
	if want := []string{"security", "default", "x", "y", "external/cwe/cwe-001"}; !cmp.Equal(run.Tool.Driver.Rules[0].Properties.Tags, want) {
		t.Errorf("tags %v", run.Tool.Driver.Rules[0].Properties.Tags)
	}
	last := -1
	for _, result := range run.Results {
		var number int
		if _, err := fmt.Sscanf(result.Message.Text, "finding %d", &number); err != nil {
			t.Fatal(err)
		}
		if number <= last || number == 1 {
			t.Errorf("finding %d behind %d", number, last)
		}
		last = number
		if result.Level == "none" || result.Level == "note" && number%6 == 1 {
			t.Errorf("a mild finding is kept: %d", number)
		}
	}
	var said []string
	for _, n := range run.Invocations[0].ToolExecutionNotifications {
		if n.Descriptor.ID == "seclint/coverage" {
			continue // it names what is suppressed
		}
		if n.Descriptor.ID != "seclint/limits" || n.Level != "warning" {
			t.Errorf("notification %+v", n)
		}
		said = append(said, n.Message.Text)
	}
	want := []string{
		"1 finding had more locations than a result may have: only the first 4 are in this log",
		"there are 59 findings: GitHub shows the 20 most severe ones",
		"there are 59 findings: only the 30 most severe ones are in this log",
		"there are 23 rules by severity: only 3 are described in this log",
		"rule a/r0 has 8 tags: only 5 are in this log",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	if err := validate(t, compileSchema(t, sarifSchema), b.Bytes()); err != nil {
		t.Error(err)
	}
}

func TestSARIFSize(t *testing.T) {
	l := gitHub
	l.gzipped = 10_000
	var b bytes.Buffer
	if err := writeSARIF(&b, large(2000), Options{}, l); err != nil {
		t.Fatal(err)
	}
	run := readLog(t, b.Bytes()).Runs[0]
	if size := gzipped(b.Bytes()); size > l.gzipped || len(run.Results) < 100 || len(run.Results) >= 2000 {
		t.Errorf("%d bytes with %d results", size, len(run.Results))
	}
	if len(run.Invocations[0].ToolExecutionNotifications) != 1 {
		t.Error("the cut is not mentioned")
	}
}

func TestGitHubLimits(t *testing.T) {
	run := readLog(t, write(t, "sarif", large(25_001), Options{})).Runs[0]
	if len(run.Results) != 25_000 || len(run.Invocations[0].ToolExecutionNotifications) != 2 {
		t.Errorf("%d results, %d notifications", len(run.Results), len(run.Invocations[0].ToolExecutionNotifications))
	}
}

func TestSARIFSuppressed(t *testing.T) {
	for _, show := range []bool{false, true} {
		suppressed := 0
		run := readLog(t, write(t, "sarif", sample(), Options{ShowSuppressed: show})).Runs[0]
		for _, result := range run.Results {
			suppressed += len(result.Suppressions)
		}
		if want := map[bool]int{true: 2}[show]; suppressed != want {
			t.Errorf("ShowSuppressed %t: %d suppressed results, want %d", show, suppressed, want)
		}
		said := false
		for _, n := range run.Invocations[0].ToolExecutionNotifications {
			said = said || strings.HasPrefix(n.Message.Text, "Suppressed: ")
		}
		if !said {
			t.Error("no notification names what is suppressed")
		}
	}
}

// TestSARIFSeverityInContext is about what code scanning makes of a result: it reads severity and level from the descriptor.
func TestSARIFSeverityInContext(t *testing.T) {
	r := sample()
	run := readLog(t, write(t, "sarif", r, Options{ShowSuppressed: true})).Runs[0]
	ids := map[string]bool{}
	for i, result := range run.Results {
		d := run.Tool.Driver.Rules[result.RuleIndex]
		if f := r.Findings[i]; d.Properties.SecuritySeverity != securitySeverity(f.Severity) || d.DefaultConfiguration.Level != levelOf(f.Severity) {
			t.Errorf("%s finding of %s: its descriptor %s says %s, %s", f.Severity, f.Rule, d.ID, d.Properties.SecuritySeverity, d.DefaultConfiguration.Level)
		}
		ids[d.ID] = true
	}
	for _, id := range []string{"compose/privileged", "compose/privileged/high", "compose/privileged/none", "compose/literal-secret"} {
		if !ids[id] {
			t.Errorf("no result has the descriptor %s", id)
		}
	}
	if ids["compose/privileged/critical"] {
		t.Error("the severity of the rule itself has no plain id")
	}
}

func TestSARIFCategory(t *testing.T) {
	for category, want := range map[string]string{"": "", "edge": "edge/", "edge/": "edge/", "a/b": "a/b/"} {
		details, got := readLog(t, write(t, "sarif", sample(), Options{Category: category})).Runs[0].AutomationDetails, ""
		if details != nil {
			got = details.ID
		}
		if got != want {
			t.Errorf("category %q gives the id %q, want %q", category, got, want)
		}
	}
}

func TestSARIFDescriptors(t *testing.T) {
	long := strings.Repeat("A sentence that takes some room. ", 60)
	r := &Report{Version: "v1.4.0-rc.1+dirty", Rules: []*rules.Rule{
		{ID: "a/in-short", Title: "t", Description: "d"},
		{ID: "a/long", Title: "t", Description: long, Pack: rules.PackStrict},
		{ID: "a/sure", Title: "t", Description: strings.Repeat("x", 2000), Precision: "very-high"},
	}}
	driver := readLog(t, write(t, "sarif", r, Options{})).Runs[0].Tool.Driver
	if driver.SemanticVersion != "1.4.0-rc.1+dirty" {
		t.Errorf("semantic version %q", driver.SemanticVersion)
	}
	want := []struct{ name, precision, end string }{{"AInShort", "high", "d"}, {"ALong", "medium", "some room."}, {"ASure", "very-high", "x…"}}
	for i, rule := range driver.Rules {
		full := rule.FullDescription.Text
		if rule.Name != want[i].name || rule.Properties.Precision != want[i].precision || !strings.HasSuffix(full, want[i].end) || len([]rune(full)) > 1024 {
			t.Errorf("%s: name %s, precision %s, description of %d characters that ends with %q",
				rule.ID, rule.Name, rule.Properties.Precision, len([]rune(full)), full[max(0, len(full)-20):])
		}
	}
	for version, want := range map[string]string{"": unreleased, "(devel)": unreleased, "1.2.3": "1.2.3", "v0.0.0-20261128051200-abcdefabcdef": "0.0.0-20261128051200-abcdefabcdef"} {
		if got := semanticVersion(version); got != want {
			t.Errorf("version %q is %q, want %q", version, got, want)
		}
	}
}

func TestSARIFCodeFlows(t *testing.T) {
	r := sample()
	end := r.Findings[6] // the privileged service
	r.Map = func() *Map {
		return &Map{Chains: []Chain{{Rule: end.Rule, Steps: []Step{{Text: "every interface: port 8080", At: end.Related[0].At}, {Text: "privileged", At: end.At}}}}}
	}
	var flows int
	for i, result := range readLog(t, write(t, "sarif", r, Options{ShowSuppressed: true})).Runs[0].Results {
		for _, flow := range result.CodeFlows {
			flows++
			steps := flow.ThreadFlows[0].Locations
			if i != 6 || len(steps) != 2 || steps[0].Location.Message.Text != "every interface: port 8080" || steps[0].Location.PhysicalLocation.Region.StartLine != 9 {
				t.Errorf("result %d has the steps %+v", i, steps)
			}
		}
	}
	if flows != 1 {
		t.Errorf("%d code flows, want 1", flows)
	}
}

// TestSARIFNamesNoFactsOfPrograms: a path through the facts of a program is no name that a reader of the program has for anything.
func TestSARIFNamesNoFactsOfPrograms(t *testing.T) {
	for name, want := range map[string]bool{"compose.yml": true, "app.py": false} {
		f := source.NewFile(name, []byte("x"))
		r := &Report{Findings: []finding.Finding{{Rule: "a/b", Severity: finding.Low, Message: "m", At: f.Span(0, 1), Path: source.Path{"modules", 0}}}}
		if got := bytes.Contains(write(t, "sarif", r, Options{}), []byte("logicalLocations")); got != want {
			t.Errorf("%s: logical location is %t, want %t", name, got, want)
		}
	}
}
