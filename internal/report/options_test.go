package report

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// TestTextOptions asserts what an option adds to the plain text of the sample, and what it takes away.
func TestTextOptions(t *testing.T) {
	for name, test := range map[string]struct {
		options     Options
		has, hasNot []string
	}{
		"plain": {Options{}, []string{
			"low: 14:3: service \"queue\" has a writable root file system\n     [compose/writable-root]\nlow: 16:3: service \"mail\"",
			"Brief: 2 findings (-v", "  = includes line 13: service \"cache\" has no password [compose/literal-secret]\n",
			"Not counted: 1 part of another finding, 1 informational, 2 suppressed\n", "Time: 1.23s\n",
		}, []string{"informational:", "suppressed medium", "assessed compose", "Not shown", "medium: service \"cache\""}},
		"verbose": {Options{Verbose: true}, []string{
			"low: service \"mail\" has a writable root file system [compose/writable-root]\n  --> deploy/compose.yml:16:3\n   |\n16 |   mail:\n",
			"  deploy/compose.yml (assessed compose)\n", "Rules: 4\n", "   = counted with compose/privileged at line 4\n",
			"deploy/compose.yml (7 findings; 1 that is not counted)\n",
		}, []string{"Brief", "-v shows", "includes"}},
		"suppressed": {Options{ShowSuppressed: true}, []string{
			"suppressed medium: service \"web\" has a password in API_URL\n", "7 |       API_URL: https://bob:*******@api.example/v1\n",
			"  = suppressed: test account (deploy/a b#1.yml:1)\n", "   = suppressed: owned by ops\n",
		}, []string{"informational:"}},
		"informational": {Options{ShowInformational: true}, []string{
			"informational: service \"db\" would run privileged [compose/privileged]\n", "   = why: no profile starts it\n",
		}, []string{"suppressed medium"}},
		"display root": {Options{DisplayRoot: "stack"}, []string{
			"stack/deploy/compose.yml (7 findings)\n", " --> stack/deploy/compose.yml:4:5\n", "  = see line 9 (port",
			" --> stack/broken.yml:2:8\n", "  stack/huge.yml (unsupported: larger than 4 MB)\n",
		}, []string{" deploy/compose.yml"}},
		"severity": {Options{MinSeverity: finding.Medium}, []string{
			"deploy/compose.yml (2 findings)\n", "8 findings: 1 critical, 1 high, 1 medium, 5 low\n", "Not shown: 5 findings below medium\n",
		}, []string{"\nlow:"}},
		"timings": {Options{Timings: true}, []string{"Time: 1.23s (load 200ms, evaluate 1s)\n"}, nil},
		"narrow": {Options{Width: 50}, []string{
			"high: service \"web\" runs privileged\n      [compose/privileged]\n",
			"  = fix: Remove `privileged: true` and add only\n         the capabilities that the service needs\n",
		}, nil},
		"colour": {Options{Color: true}, []string{"\x1b[1;35mcritical\x1b[0m: \x1b[1mservice \"web\" runs privileged [compose/privileged]\x1b[0m\n"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			text := string(write(t, "text", sample(), test.options))
			for _, part := range test.has {
				if !strings.Contains(text, part) {
					t.Errorf("lacks\n%s\nin\n%s", part, text)
				}
			}
			for _, part := range test.hasNot {
				if strings.Contains(text, part) {
					t.Errorf("has %q in\n%s", part, text)
				}
			}
		})
	}
}

// readJSON is the part of a report in JSON that the tests look at.
type readJSON struct {
	Findings []struct {
		Severity   string
		Suppressed bool
	}
	Problems []any
	Coverage struct {
		Known, Percent int
	}
	Counts  map[string]int
	Timings any
}

func asJSON(t *testing.T, r *Report, o Options) readJSON {
	t.Helper()
	var read readJSON
	if err := json.Unmarshal(write(t, "json", r, o), &read); err != nil {
		t.Fatal(err)
	}
	return read
}

func TestJSONOptions(t *testing.T) {
	plain := asJSON(t, sample(), Options{})
	full := asJSON(t, sample(), everything)
	want := map[string]any{"elapsed_seconds": 1.234, "stages": []any{
		map[string]any{"name": "load", "elapsed_seconds": 0.2}, map[string]any{"name": "evaluate", "elapsed_seconds": 1.0},
	}}
	if diff := cmp.Diff(any(want), full.Timings); diff != "" {
		t.Error(diff)
	}
	full.Timings = nil
	if diff := cmp.Diff(plain, full); diff != "" {
		t.Errorf("an option for people changes more than the timings:\n%s", diff)
	}
	worst := asJSON(t, sample(), Options{MinSeverity: finding.High})
	var severities []string
	for _, f := range worst.Findings {
		severities = append(severities, f.Severity)
	}
	if !slices.Equal(severities, []string{"high", "critical"}) {
		t.Errorf("findings at or above high have %v", severities)
	}
	if diff := cmp.Diff(plain.Counts, worst.Counts); diff != "" {
		t.Errorf("leaving findings out changes the counts:\n%s", diff)
	}
}

func TestGitHubShowsWhatIsAskedFor(t *testing.T) {
	plain := strings.Split(string(write(t, "github", sample(), Options{DisplayRoot: "stack"})), "\n")
	full := strings.Split(string(write(t, "github", sample(), everything)), "\n")
	more := slices.DeleteFunc(full, func(line string) bool { return slices.Contains(plain, line) })
	want := []string{"(informational)", "(suppressed medium)", "(suppressed note)"}
	if len(more) != len(want) {
		t.Fatalf("%d lines more, want %d:\n%s", len(more), len(want), strings.Join(more, "\n"))
	}
	for i, line := range more {
		if !strings.HasPrefix(line, "::notice file=stack/deploy/compose.yml,") || !strings.Contains(line, want[i]) {
			t.Errorf("line %s, want a notice with %s", line, want[i])
		}
	}
}

// TestSummaries is about reports without findings that count: each says why there are none.
func TestSummaries(t *testing.T) {
	clean := Coverage{Files: []FileCoverage{{Path: "compose.yml", Kind: "compose", State: Assessed}}}
	partial := Coverage{Files: append(clean.Files, FileCoverage{Path: "b.yml", State: Unsupported, Reason: "larger than 4 MB"})}
	suppressed := finding.Finding{Rule: "a/b", Severity: finding.High, Suppressed: &finding.Suppression{Kind: "external", Reason: "x"}}
	trouble := finding.Problem{Level: finding.Error, Message: "cannot read the policies"}
	for name, test := range map[string]struct {
		report         *Report
		text, github   string
		known, percent int
	}{
		"clean": {
			&Report{Rules: []*rules.Rule{privileged}, Coverage: clean},
			"Clean: no findings in 1 file (1 rule)\nCoverage: 1 of 1 files and services assessed (100%)\nPASS: no finding at or above high\n", "", 1, 100,
		},
		"nothing checked": {&Report{}, "Nothing checked: no file was assessed\nPASS: no finding at or above high\n", "", 0, 0},
		"not assessed": {
			&Report{Coverage: partial},
			"No findings, but not everything could be looked at\n" +
				"Coverage: 1 of 2 files and services assessed (50%); 1 unsupported\n  b.yml (unsupported: larger than 4 MB)\nPASS: no finding at or above high\n",
			"::notice title=seclint::Coverage: 1 of 2 files and services assessed (50%25); 1 unsupported: b.yml (unsupported)\n", 2, 50,
		},
		"problems only": {
			&Report{Coverage: clean, Problems: []finding.Problem{trouble}},
			"error: cannot read the policies\n\nNo findings, but not everything could be looked at\n" +
				"Coverage: 1 of 1 files and services assessed (100%)\nFAIL: 1 error, so the result is incomplete\n", "::error title=seclint::cannot read the policies\n", 1, 100,
		},
		"suppressed only": {
			&Report{Coverage: clean, Rules: []*rules.Rule{privileged}, Findings: []finding.Finding{suppressed}},
			"Clean: no findings in 1 file (1 rule)\nNot counted: 1 suppressed\nCoverage: 1 of 1 files and services assessed (100%)\n" +
				"Suppressed: a/b (config)\nPASS: no finding at or above high\n", "::notice title=seclint::Suppressed: a/b (config)\n", 1, 100,
		},
	} {
		t.Run(name, func(t *testing.T) {
			test.report.FailOn = finding.High
			if diff := cmp.Diff(test.text, string(write(t, "text", test.report, Options{}))); diff != "" {
				t.Errorf("text:\n%s", diff)
			}
			verdict, annotations, _ := strings.Cut(string(write(t, "github", test.report, Options{})), "\n")
			if !strings.HasPrefix(verdict, "::notice title=seclint::") || !strings.Contains(verdict, "(0 findings") {
				t.Errorf("github: no totals in %s", verdict)
			}
			if diff := cmp.Diff(test.github, annotations); diff != "" {
				t.Errorf("github:\n%s", diff)
			}
			read := asJSON(t, test.report, Options{})
			if read.Findings == nil || read.Problems == nil {
				t.Error("json: an empty list is null")
			}
			if read.Coverage.Known != test.known || read.Coverage.Percent != test.percent || read.Counts["suppressed"] != len(test.report.Findings) ||
				read.Counts["high"] != 0 || read.Counts["errors"] != len(test.report.Problems) {
				t.Errorf("json: coverage %+v, counts %v", read.Coverage, read.Counts)
			}
			log := readLog(t, write(t, "sarif", test.report, Options{ShowSuppressed: true})).Runs[0]
			if len(log.Results) != len(test.report.Findings) || log.Invocations[0].ExecutionSuccessful != (len(test.report.Problems) == 0) {
				t.Errorf("sarif: %d results, successful %t", len(log.Results), log.Invocations[0].ExecutionSuccessful)
			}
		})
	}
}

func TestFormatsSayWhatToDoWithTheFileAtHand(t *testing.T) {
	r := sample()
	r.Findings[0].Remediation = "Write 127.0.0.1:3000:3000"
	for _, format := range []string{"text", "json", "sarif", "github", "gitlab-sast", "html", "junit"} {
		if out := write(t, format, r, everything); !bytes.Contains(out, []byte("127.0.0.1:3000:3000")) {
			t.Errorf("%s does not show what to do", format)
		}
	}
}
