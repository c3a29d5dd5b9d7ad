package config_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

func TestExtends(t *testing.T) {
	files := fstest.MapFS{
		".seclint.yaml": {Data: []byte("extends: [one/a.yaml, b.yaml]\npolicies: [mine]\nrules:\n  envoy/admin: {parameters: {images: [c]}}\nbaseline: known.json\n")},
		"one/a.yaml":    {Data: []byte("extends: ../two/c.yaml\nfail-on: low\npolicies: [theirs]\nexcludes: [x]\n")},
		"b.yaml":        {Data: []byte("fail-on: medium\nrules:\n  envoy/admin:\n    severity: note\n    parameters: {images: [a, b], limit: 7}\n")},
		"two/c.yaml":    {Data: []byte("fail-on: never\nseverity: low\nexcludes: [y]\nbaseline: other.json\nrules: {compose/privileged: off}\n")},
	}
	cat := catalogue(t)
	c, err := config.Read(files, ".seclint.yaml", cat)
	if err != nil {
		t.Fatal(err)
	}
	if c.FailOn != finding.Medium || c.Never || c.ShowFrom != finding.Low || c.Baseline != "known.json" || c.Path != ".seclint.yaml" {
		t.Errorf("got %+v", c)
	}
	if want := []string{"one/theirs", "mine"}; !slices.Equal(c.Policies, want) {
		t.Errorf("policies %q, want %q", c.Policies, want)
	}
	if folders, err := config.Policies(files, ".seclint.yaml"); err != nil || !slices.Equal(folders, c.Policies) {
		t.Errorf("folders of policies %q, %v", folders, err)
	}
	if len(c.Excludes) != 2 || c.Excludes[0].String() != "y" || c.Excludes[1].String() != "x" {
		t.Errorf("excludes %v", c.Excludes)
	}
	if severity, ok := c.Severity("envoy/admin", "f"); !ok || severity != finding.Note {
		t.Errorf("severity %v", severity)
	}
	parameters := c.Parameters("envoy/admin")
	if images, _ := parameters["images"].([]any); len(images) != 1 || images[0] != "c" || parameters["limit"] == nil {
		t.Errorf("parameters %v: a list of them is replaced, the others are kept", parameters)
	}
	if rule, _ := cat.Get("compose/privileged"); c.RuleEnabled(rule, "f") {
		t.Error("a rule that the innermost file turns off is on")
	}
}

// TestExtendsIsBounded holds that a file that is extended many times over costs no more than the bound.
func TestExtendsIsBounded(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 8 {
		next := string(rune('a' + i + 1))
		files[string(rune('a'+i))+".yaml"] = &fstest.MapFile{Data: []byte("extends: [" + strings.Repeat(next+".yaml, ", 50) + next + ".yaml]\n")}
	}
	files["i.yaml"] = &fstest.MapFile{Data: []byte("fail-on: low\n")}
	_, err := config.Read(files, "a.yaml", &rules.Catalogue{})
	if err == nil || !strings.Contains(err.Error(), "more than 32 files are extended") {
		t.Errorf("got %v", err)
	}
	if n := strings.Count(err.Error(), "\n"); n > 1000 {
		t.Errorf("%d lines of errors", n)
	}
}
