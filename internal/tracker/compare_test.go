package tracker

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/checkout"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// compare compares one item with one finding of privileged on line 40 of compose.yml, which has 60 lines.
func compare(t *testing.T, row string, change func(*finding.Finding)) (*Match, *Result) {
	t.Helper()
	cat, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("x: 1\n", 39) + "privileged: true\n" + strings.Repeat("y: 1\n", 20)
	f := source.NewFile("compose.yml", []byte(text))
	at := source.Span{File: f, Start: source.Position{Line: 40, Column: 1}, End: source.Position{Line: 40, Column: 17}}
	found := finding.Finding{Rule: "compose/privileged", Severity: finding.High, Message: `service "worker" runs privileged`, Document: "compose.yml", At: at, Fingerprint: "abc"}
	if change != nil {
		change(&found)
	}
	doc := read(t, "t.md", "| ID | Status | Issue | Evidence |\n|---|---|---|---|\n"+row+"\n")
	root := fstest.MapFS{"compose.yml": {Data: []byte(text)}, "t.md": {}}
	result := Compare([]*Document{doc}, Input{
		Catalogue: cat, Findings: []finding.Finding{found}, Main: checkout.Open(context.Background(), "", root), InForce: func(string) bool { return true },
	})
	return result.Matches[0], result
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	waived := func(f *finding.Finding) { f.Suppressed = &finding.Suppression{Reason: "needed", At: f.At} }
	gone := func(f *finding.Finding) { f.Rule, f.At.Start.Line, f.At.End.Line = "compose/image-unpinned", 2, 2 }
	informational := func(f *finding.Finding) { f.Severity = finding.None }
	for name, test := range map[string]struct {
		row    string
		change func(*finding.Finding)
		want   Verdict
	}{
		"by the rule":              {"| A-1 | Closed | The worker (compose/privileged) | |", nil, ClosedButDetected},
		"by the line":              {"| A-1 | Closed | The worker | `compose.yml:40` |", nil, ClosedButDetected},
		"five lines away":          {"| A-1 | Open | The worker | `compose.yml:35` |", nil, MatchedOpen},
		"six lines away":           {"| A-1 | Open | The thing | `compose.yml:46` |", nil, NotDetectable},
		"about, and far":           {"| A-1 | Open | The worker | `compose.yml:~60` |", nil, MatchedOpen},
		"by the file and a word":   {"| A-1 | Open | A privileged container | `compose.yml` |", nil, MatchedOpen},
		"never by the title":       {"| A-1 | Closed | A privileged container | |", nil, NotMapped},
		"waived":                   {"| A-1 | Closed | A privileged container | `compose.yml:40` |", waived, MatchedWaived},
		"informational is no find": {"| A-1 | Closed | A privileged container | `compose.yml:40` |", informational, ClosedConfirmed},
		"accepted here only":       {"| A-1 | ACCEPTABLE | A privileged container | `compose.yml:40` |", nil, MatchedAccepted},
		"gone":                     {"| A-1 | Open | A privileged container | `compose.yml:40` |", gone, OpenNotDetected},
		"closed and gone":          {"| A-1 | Fixed | A privileged container | `compose.yml:40` |", gone, ClosedConfirmed},
		"accepted and gone":        {"| A-1 | Won't fix | A privileged container | `compose.yml:40` |", gone, AcceptedNotDetected},
		"elsewhere":                {"| A-1 | Open | The worker | `brain/app.py:3` |", nil, ExternalEvidence},
		"absolute":                 {"| A-1 | Open | The worker | `/opt/app.yml:3` |", nil, ExternalEvidence},
		"no file":                  {"| A-1 | Open | The worker | `gone.yml:3` |", nil, StaleEvidence},
		"alerting":                 {"| A-1 | Open | Nobody is alerted | metrics |", nil, NotDetectable},
	} {
		match, _ := compare(t, test.row, test.change)
		if match.Verdict != test.want {
			t.Errorf("%s: got %s (%s), want %s", name, match.Verdict, match.Reason, test.want)
		}
	}
}

// The severity is that of what was found, and medium at least; what nobody tracks is said.
func TestFindingsOfTrackers(t *testing.T) {
	t.Parallel()
	cat, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for severity, want := range map[finding.Severity]finding.Severity{finding.Critical: finding.Critical, finding.Low: finding.Medium} {
		_, result := compare(t, "| A-1 | Closed | The worker | `compose.yml:40` |", func(f *finding.Finding) { f.Severity = severity })
		found := result.Findings(cat)
		if len(found) != 1 || found[0].Rule != rules.TrackerClosedButDetected || found[0].Severity != want || len(found[0].Related) != 1 || found[0].At.Start.Line != 3 {
			t.Errorf("%s: got %+v", severity, found)
		}
	}
	_, result := compare(t, "| A-1 | Open | The database | `other.yml` |", nil)
	if len(result.Untracked) != 1 {
		t.Errorf("untracked: %v", result.Untracked)
	}
}

// Only the numbers of a line that moved change.
func TestUpdatedChangesNothingElse(t *testing.T) {
	t.Parallel()
	for row, want := range map[string]string{
		"| A-1 | Open | A privileged one | `compose.yml:12-14`, `x` |":    "| A-1 | Open | A privileged one | `compose.yml:40-42`, `x` |",
		"| A-1 | Open | A privileged one | compose.yml (line 12) é |":     "| A-1 | Open | A privileged one | compose.yml (line 40) é |",
		"| A-1 | Open | é A privileged one | [c](compose.yml#L12) |":      "",
		"| A-1 | Open | A privileged one | `compose.yml:40` |":            "",
		"| A-1 | Open | `privileged: true` of a worker | compose.yml:3 |": "| A-1 | Open | `privileged: true` of a worker | compose.yml:40 |",
	} {
		_, result := compare(t, row, nil)
		got := string(result.Updated()["t.md"])
		if want != "" {
			want = "| ID | Status | Issue | Evidence |\n|---|---|---|---|\n" + want + "\n"
		}
		if got != want && !(want == "" && strings.Contains(got, "#L40")) {
			t.Errorf("%s:\n%q\nwant\n%q", row, got, want)
		}
	}
}
