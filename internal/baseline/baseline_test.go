package baseline_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/baseline"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// catalogue has the rule house/now, which was house/then.
func catalogue(t *testing.T) *rules.Catalogue {
	t.Helper()
	policy := "# METADATA\n# title: T\n# description: D\n# scope: package\n# custom:\n#   severity: high\n#   remediation: R\n" +
		"#   formerly: [house/then]\npackage house.now\n\nfindings contains 1\n"
	cat, err := rules.Load(rules.Source{Origin: "mine", FS: fstest.MapFS{"house/now/now.rego": {Data: []byte(policy)}}})
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func found(file, print, place, value string, severity finding.Severity) finding.Finding {
	f := source.NewFile(file, []byte("a: 1\n"))
	return finding.Finding{
		Rule: "house/now", Document: file, At: f.Span(0, 1), Severity: severity, Fingerprint: print, Place: place, Value: value,
		Message: "is found", Path: source.Path{"a", 0},
	}
}

func TestApply(t *testing.T) {
	t.Parallel()
	entry := baseline.Entry{Rule: "house/now", File: "a.yml", Severity: finding.High, Fingerprint: "f1", Place: "p1", Value: "v1"}
	then := entry
	then.Rule, then.Fingerprint = "house/then", "f0"
	other := entry
	other.Fingerprint, other.File = "f9", "b.yml"
	gone := func(string) bool { return false }
	there := func(string) bool { return true }
	only := func(name string) func(string) bool { return func(file string) bool { return file == name } }
	to := func(name string) func(string) string { return func(string) string { return name } }
	same := found("a.yml", "f1", "p1", "v1", finding.High)
	moved := func(file string) finding.Finding { return found(file, "f-"+file, "p1", "v1", finding.High) }
	for name, test := range map[string]struct {
		known   []baseline.Entry
		now     []finding.Finding
		exists  func(string) bool
		renamed func(string) string
		want    string
		fixed   int
	}{
		"the same":                           {[]baseline.Entry{entry}, []finding.Finding{same}, there, nil, "unchanged", 0},
		"nothing known":                      {nil, []finding.Finding{same}, there, nil, "new", 0},
		"fixed":                              {[]baseline.Entry{entry}, nil, there, nil, "", 1},
		"a copy in the file":                 {[]baseline.Entry{entry}, []finding.Finding{same, found("a.yml", "f2", "p2", "v1", finding.High)}, there, nil, "unchanged new", 0},
		"a copy with the same place":         {[]baseline.Entry{entry}, []finding.Finding{same, found("a.yml", "f2", "p1", "v1", finding.High)}, there, nil, "unchanged new", 0},
		"a copy in another file":             {[]baseline.Entry{entry}, []finding.Finding{same, moved("c.yml")}, there, nil, "unchanged new", 0},
		"fixed here and copied there":        {[]baseline.Entry{entry}, []finding.Finding{moved("c.yml")}, there, nil, "new", 1},
		"another value":                      {[]baseline.Entry{entry}, []finding.Finding{found("a.yml", "f1", "p1", "v2", finding.High)}, there, nil, "new", 0},
		"worse":                              {[]baseline.Entry{entry}, []finding.Finding{found("a.yml", "f1", "p1", "v1", finding.Critical)}, there, nil, "new", 0},
		"milder":                             {[]baseline.Entry{entry}, []finding.Finding{found("a.yml", "f1", "p1", "v1", finding.Low)}, there, nil, "unchanged", 0},
		"renamed":                            {[]baseline.Entry{entry}, []finding.Finding{moved("c.yml")}, gone, nil, "unchanged", 0},
		"renamed and copied":                 {[]baseline.Entry{entry}, []finding.Finding{moved("c.yml"), moved("d.yml")}, gone, nil, "unchanged new", 0},
		"renamed and copied, and git knows":  {[]baseline.Entry{entry}, []finding.Finding{moved("c.yml"), moved("d.yml")}, only("d.yml"), to("d.yml"), "new unchanged", 0},
		"renamed by git to another":          {[]baseline.Entry{entry}, []finding.Finding{moved("c.yml")}, only("d.yml"), to("d.yml"), "new", 1},
		"gone beside a file that was there":  {[]baseline.Entry{entry, other}, []finding.Finding{found("b.yml", "f9", "p1", "v1", finding.High), found("b.yml", "f8", "p1", "v1", finding.High)}, only("b.yml"), nil, "unchanged new", 1},
		"another file of the same document":  {[]baseline.Entry{entry}, []finding.Finding{found("a.yml", "f7", "p1", "v1", finding.High)}, there, nil, "unchanged", 0},
		"the rule has another name":          {[]baseline.Entry{then}, []finding.Finding{same}, there, nil, "unchanged", 0},
		"the rule and file have other names": {[]baseline.Entry{then}, []finding.Finding{moved("c.yml")}, gone, nil, "unchanged", 0},
	} {
		fixed := baseline.Apply(test.now, test.known, baseline.Options{
			Catalogue: catalogue(t), Exists: test.exists, Renamed: test.renamed, IsJudged: func(*rules.Rule, string) bool { return true },
		})
		var states []string
		for _, f := range test.now {
			states = append(states, string(f.State))
		}
		if got := strings.Join(states, " "); got != test.want || len(fixed) != test.fixed {
			t.Errorf("%s: got %q with %d fixed, want %q with %d", name, got, len(fixed), test.want, test.fixed)
		}
	}
}

func TestNotJudgedIsNotFixed(t *testing.T) {
	t.Parallel()
	fixed := baseline.Apply(nil, []baseline.Entry{{Rule: "house/now", File: "a.yml", Fingerprint: "f"}, {Rule: "house/gone", File: "a.yml", Fingerprint: "g"}},
		baseline.Options{Catalogue: catalogue(t), Exists: func(string) bool { return true }, IsJudged: func(*rules.Rule, string) bool { return false }})
	if len(fixed) != 1 || fixed[0].Rule != "house/gone" {
		t.Errorf("fixed: %v, want the one of a rule that is no more", fixed)
	}
}

func TestEncodeIsSortedAndReadsBack(t *testing.T) {
	t.Parallel()
	hidden, mild := found("a.yml", "f3", "p3", "", finding.High), found("a.yml", "f4", "p4", "", finding.None)
	hidden.Suppressed = &finding.Suppression{}
	all := []finding.Finding{found("b.yml", "f2", "p2", "", finding.Low), hidden, mild, found("a.yml", "f1", "p1", "v1", finding.High)}
	text, err := baseline.Encode(baseline.Of(all))
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "seclint_baseline": 1,
  "findings": [
    {
      "rule": "house/now",
      "file": "a.yml",
      "path": "a[]",
      "severity": "high",
      "message": "is found",
      "fingerprint": "f1",
      "place": "p1",
      "value": "v1"
    },
    {
      "rule": "house/now",
      "file": "b.yml",
      "path": "a[]",
      "severity": "low",
      "message": "is found",
      "fingerprint": "f2",
      "place": "p2"
    }
  ]
}
`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Error(diff)
	}
	read, err := baseline.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(baseline.Of(all), read); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                        "no JSON of a baseline",
		"{}":                      "neither a baseline of seclint nor a SARIF log",
		`{"seclint_baseline": 2}`: "its version is 2",
		`{"seclint_baseline": 1, "findings": [{"rule": "a"}]}`: "finding 1 has no rule or fingerprint",
		`{"runs": [{"tool": {"driver": {"name": "other"}}}]}`:  "no run in this SARIF log is one of seclint",
		`{"runs": 1}`: "no SARIF log",
	} {
		if _, err := baseline.Decode([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"seclint_baseline": 1, "findings": [{"rule": "a", "fingerprint": "f"}]}`))
	if text, err := os.ReadFile("../report/testdata/report.sarif.json"); err == nil {
		f.Add(text)
	}
	f.Fuzz(func(_ *testing.T, text []byte) { _, _ = baseline.Decode(text) })
}
