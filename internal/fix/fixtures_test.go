package fix_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aymanbagabas/go-udiff"
	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/fix"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

// TestEveryFixOfEveryFixture applies the fixes of each rule to what must fire in its fixture. What can be written has to be applied: the
// finding is gone, no other rule finds more, the files can be read and say the same otherwise. Each fix that METADATA declares has to be
// there.
func TestEveryFixOfEveryFixture(t *testing.T) {
	t.Parallel()
	cat, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range cat.All() {
		if len(rule.Fixes) == 0 {
			continue
		}
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			settings := config.Default()
			if err := settings.Select([]string{rule.ID}, nil, cat); err != nil {
				t.Fatal(err)
			}
			session := scan.Open(scan.Options{Catalogue: cat, Config: settings, AllowEmpty: true})
			result, err := fix.Run(t.Context(), session, snapshot(t, rule), fix.Options{Unsafe: true})
			if err != nil {
				t.Fatal(err)
			}
			applied := map[string]bool{}
			for _, f := range result.Applied {
				applied[f.Fix.Name] = true
			}
			for _, w := range result.Withdrawn {
				if w.Finding.Fix.Obstacle == "" {
					t.Errorf("%s: %s: %s", w.Finding.At, w.Finding.Message, w.Reason)
				}
			}
			for name := range rule.Fixes {
				if !applied[name] {
					t.Errorf("no case of the fixture has the fix %q", name)
				}
			}
			for _, f := range result.Files {
				if strings.TrimSpace(udiff.Unified("a", "b", string(f.Before.Content), string(f.After.Content))) == "" {
					t.Errorf("%s does not change", f.Path)
				}
			}
			again(t, session, rule, result)
		})
	}
}

// again writes the files and looks at them once more: there is nothing left to fix.
func again(t *testing.T, session *scan.Session, rule *rules.Rule, result *fix.Result) {
	t.Helper()
	s := snapshot(t, rule)
	for _, f := range result.Files {
		s.Root.(fstest.MapFS)[f.Path] = &fstest.MapFile{Data: f.After.Content}
	}
	second, err := fix.Run(t.Context(), session, s, fix.Options{Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(second.Files) > 0 {
		t.Errorf("a second run changes %d files", len(second.Files))
	}
	if diff := cmp.Diff(places(result.After.Findings), places(second.Before.Findings)); diff != "" {
		t.Errorf("the files as written give other findings than those that were judged:\n%s", diff)
	}
}

func places(findings []finding.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.At.String()+" "+f.Message)
	}
	return all
}

// snapshot returns the bad cases of a rule's fixture.
func snapshot(t *testing.T, rule *rules.Rule) scan.Snapshot {
	t.Helper()
	f, err := rules.ParseFixture(rule.FixtureFile(), rule.Fixture())
	if err != nil {
		t.Fatal(err)
	}
	root, folders := fstest.MapFS{}, map[string]bool{}
	for _, c := range f.Bad.Cases {
		for _, file := range c.Files {
			root[file.Name] = &fstest.MapFile{Data: file.Data}
			folder, _, _ := strings.Cut(file.Name, "/")
			folders[folder] = true
		}
	}
	return scan.Snapshot{Root: root, Paths: slices.Sorted(maps.Keys(folders))}
}
