package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// TestFixesAreInEveryFormat writes findings with a safe fix, an unsafe one, one that cannot be made, and one that would show a secret.
func TestFixesAreInEveryFormat(t *testing.T) {
	t.Parallel()
	file := source.NewFile("a b/compose.yml", []byte("one: true\ntwo: 2\n"))
	at := func(from, to int, text string) []finding.Change {
		return []finding.Change{{At: file.Span(from, to), Text: text}}
	}
	found := func(fix *finding.Fix) finding.Finding {
		return finding.Finding{Rule: "compose/privileged", Message: "m", Severity: finding.High, At: file.Span(0, 3), Fix: fix}
	}
	token := "ghp_" + strings.Repeat("a1B2", 9)
	r := &Report{Findings: []finding.Finding{
		found(&finding.Fix{Title: "Switch it off", Changes: at(5, 9, "false")}),
		found(&finding.Fix{Title: "Take it away", Unsafe: "it may be missed", Changes: at(10, 17, "")}),
		found(&finding.Fix{Title: "Set it", Obstacle: "the file is a template"}),
		found(&finding.Fix{Title: "Set it", Changes: at(5, 9, token)}),
		found(nil),
	}}
	for _, format := range []string{"json", "sarif", "text"} {
		var out bytes.Buffer
		if err := Formats[format](&out, r, Options{Width: 80}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), token) {
			t.Errorf("%s shows the secret", format)
		}
		switch format {
		case "text":
			if want := "Fixable: 1 finding with seclint fix, marked [*], and 1 more with --unsafe\n"; !strings.Contains(out.String(), want) {
				t.Errorf("text lacks %q:\n%s", want, out.String())
			}
		case "json":
			want := []string{
				`{"title":"Switch it off","changes":[{"file":"a b/compose.yml","start":{"line":1,"column":6},"end":{"line":1,"column":10},"text":"false"}]}`,
				`{"title":"Take it away","unsafe":"it may be missed","changes":[{"file":"a b/compose.yml","start":{"line":2,"column":1},"end":{"line":3,"column":1},"text":""}]}`,
				"", "", "",
			}
			var log struct {
				Findings []struct{ Fix json.RawMessage }
			}
			compare(t, out.Bytes(), &log, func() (got []string) {
				for _, f := range log.Findings {
					got = append(got, compact(t, f.Fix))
				}
				return got
			}, want)
		case "sarif":
			want := []string{
				`[{"description":{"text":"Switch it off"},"artifactChanges":[{"artifactLocation":{"uri":"a%20b/compose.yml","uriBaseId":"SRCROOT"},` +
					`"replacements":[{"deletedRegion":{"startLine":1,"startColumn":6,"endLine":1,"endColumn":10},"insertedContent":{"text":"false"}}]}]}]`,
				`[{"description":{"text":"Take it away (unsafe: it may be missed)"},"artifactChanges":[{"artifactLocation":{"uri":"a%20b/compose.yml","uriBaseId":"SRCROOT"},` +
					`"replacements":[{"deletedRegion":{"startLine":2,"startColumn":1,"endLine":3,"endColumn":1},"insertedContent":{"text":""}}]}]}]`,
				"", "", "",
			}
			var log struct {
				Runs []struct {
					Results []struct{ Fixes json.RawMessage }
				}
			}
			compare(t, out.Bytes(), &log, func() (got []string) {
				for _, f := range log.Runs[0].Results {
					got = append(got, compact(t, f.Fixes))
				}
				return got
			}, want)
		}
	}
}

func compare(t *testing.T, text []byte, into any, got func() []string, want []string) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got()); diff != "" {
		t.Error(diff)
	}
}

func compact(t *testing.T, text json.RawMessage) string {
	t.Helper()
	if len(text) == 0 {
		return ""
	}
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
