package governance

import (
	"testing"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

func TestFindingHasSeverityAndIdentity(t *testing.T) {
	t.Parallel()
	cat, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	file := source.NewFile(".seclint.yaml", []byte("waivers:\n  - {}\n"))
	moved := source.NewFile(".seclint.yaml", []byte("\n\nwaivers:\n  - {}\n"))
	a := Finding(cat, rules.WaiverUnused, file.Span(11, 13), "one", "W-1")
	b := Finding(cat, rules.WaiverUnused, moved.Span(13, 15), "said in other words", "W-1")
	c := Finding(cat, rules.WaiverUnused, file.Span(11, 13), "one", "W-2")
	if a.Fingerprint != b.Fingerprint || a.Fingerprint == c.Fingerprint || len(a.Fingerprint) != 32 {
		t.Errorf("fingerprints %s, %s, %s: want the first two equal", a.Fingerprint, b.Fingerprint, c.Fingerprint)
	}
	if a.Severity != finding.Note || a.Document != ".seclint.yaml" {
		t.Errorf("severity %s in %q", a.Severity, a.Document)
	}
	if used := Used(cat, []finding.Finding{a, c}); len(used) != 1 || used[0].ID != rules.WaiverUnused {
		t.Errorf("used = %v", used)
	}
}
