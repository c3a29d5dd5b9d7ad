package triage_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/triage"
	"github.com/seclint/seclint/rules"
)

// aliased has the rule house/a, which is the same as rules of other tools, and house/b, which declares nothing.
func aliased(t *testing.T) *rules.Catalogue {
	t.Helper()
	text := "# METADATA\n# title: T\n# description: D\n# scope: package\n# custom:\n#   severity: high\n#   remediation: R\n"
	aliases := `#   aliases: ["ruff:S104", "bandit:B104", "gosec:G102", "kics:1c1325ff", "checkov:CKV_A_1", "trivy:AVD-A-1", "semgrep:x.y.a-rule", "dclint:no-a"]` + "\n"
	cat, err := rules.Load(rules.Source{Origin: "mine", FS: fstest.MapFS{
		"house/a/a.rego": {Data: []byte(text + aliases + "package house.a\n\nfindings contains 1\n")},
		"house/b/b.rego": {Data: []byte(text + "package house.b\n\nfindings contains 1\n")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// Each comment on a line with a finding of each rule: those of house/a are hidden where the comment means them.
func TestForeignComments(t *testing.T) {
	t.Parallel()
	cat := aliased(t)
	for comment, isHidden := range map[string]bool{
		"noqa: S104": true, "noqa:S104": true, "NOQA: E501, S104": true, "noqa: E501,S104 why": true, "type: ignore # noqa: S104": true,
		"ruff: ignore[S104]": true, "ruff: ignore[E501, S104] why": true, "ruff: ignore[S105]": false, "noqa": false, "noqa: S105": false, "noqa: S1045": false, "S104": false, "no qa: S104": false,
		"nosec": true, "nosec B104": true, "nosec: B104": true, "nosec B105, B104": true, "nosec G102": true, "nosec container default": true,
		"nosec B105": false, "nosec G104": false, "nosecret": false,
		"kics-scan ignore-line": true, "kics-scan ignore-block": true, "kics-scan ignore": false, "kics-scan disable=1c1325ff": false, "see kics-scan ignore-line": false,
		"checkov:skip=CKV_A_1": true, "checkov:skip=CKV_A_1:why": true, "checkov:skip=CKV_A_10": false, "checkov:skip": false,
		"trivy:ignore:AVD-A-1": true, "trivy:ignore:AVD-A-2": false, "trivy:ignore": false,
		"nosemgrep": true, "nosemgrep: a-rule": true, "nosemgrep: x.y.a-rule, z": true, "nosemgrep: rule": false, "nosemgrep: z": false,
		"dclint disable-line no-a": true, "dclint disable-line no-b no-a": true, "dclint disable-line no-b": false, "dclint disable-line": false, "dclint disable no-a": false,
	} {
		f := source.NewFile("a.yml", []byte("a: 1 # "+comment+"\nb: 2\n"))
		doc := &source.Document{ID: "a.yml", File: f, Files: []*source.File{f}, Root: &source.Node{Kind: source.Mapping}}
		got, problems := triage.Apply([]finding.Finding{
			at(f, 1, "house/a", "m", finding.High), at(f, 1, "house/b", "m", finding.High), at(f, 2, "house/a", "m", finding.High),
		}, triage.Input{Config: config.Default(), Catalogue: cat, Documents: []*source.Document{doc}})
		if hidden := got[0].Suppressed != nil; hidden != isHidden || got[1].Suppressed != nil || got[2].Suppressed != nil || len(problems) > 0 {
			t.Errorf("%s: hidden %v, want %v and nothing else:\n%s\n%v", comment, hidden, isHidden, strings.Join(lines(got), "\n"), problems)
		}
		if s := got[0].Suppressed; s != nil && (s.Reason != comment || s.Kind != "inSource") {
			t.Errorf("%s: the reason is %q", comment, s.Reason)
		}
	}
}
