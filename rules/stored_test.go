package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPagesAreFresh compares the stored rules with what store writes; this compares them with METADATA.
func TestStoredIsWhatMetadataSays(t *testing.T) {
	t.Parallel()
	for _, r := range builtin(t).All() {
		block, line := metadataBlock(r.Policy.Text)
		recalled := &Rule{ID: r.ID, Policy: r.Policy}
		if !recall(recalled) {
			t.Errorf("%s: METADATA was not stored: run make docs", r.ID)
			continue
		}
		parsed := &Rule{ID: r.ID, Policy: r.Policy}
		if err := (&metadata{file: r.Policy.File(), line: line, rule: parsed}).parse(block); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(parsed, recalled); diff != "" {
			t.Errorf("%s: parsed (-) and stored (+) differ:\n%s", r.ID, diff)
		}
	}
}

func TestStoredSaysNothingOfOtherMetadata(t *testing.T) {
	t.Parallel()
	r := builtin(t).All()[0]
	changed := &Module{Path: r.Policy.Path, Text: strings.Replace(r.Policy.Text, "# title: ", "# title: x", 1)}
	if recall(&Rule{ID: r.ID, Policy: changed}) {
		t.Error("changed METADATA was taken for the stored one")
	}
	if recall(&Rule{ID: r.ID, Policy: r.Policy, Origin: "mine"}) {
		t.Error("a user's rule was taken for a built-in one")
	}
}
