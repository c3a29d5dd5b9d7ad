package rules

import (
	"strings"
	"testing"
)

// Nothing reads the METADATA of a decided rule, so this holds what it would have to say.
func TestDecidedRulesAreDescribed(t *testing.T) {
	t.Parallel()
	cat := builtin(t)
	if len(cat.Decided()) == 0 {
		t.Fatal("no decided rules")
	}
	for _, r := range cat.Decided() {
		first, _, _ := strings.Cut(r.Remediation, "\n\n")
		switch {
		case r.Title == "" || strings.HasSuffix(r.Title, ".") || r.Description == "" || len(r.Kinds) == 0 || r.Severity == 0:
			t.Errorf("%s lacks a title, a description, a severity or what it looks at", r.ID)
		case !strings.HasSuffix(first, "."):
			t.Errorf("%s: the remediation's first paragraph is no sentence: %s", r.ID, first)
		case !strings.Contains(Markdown(r), r.Description):
			t.Errorf("%s has no page", r.ID)
		}
		if got, ok := cat.Get(r.ID); !ok || got != r || !r.IsDecided() || len(cat.Match(r.ID)) != 1 {
			t.Errorf("%s is not in the catalogue", r.ID)
		}
	}
}
