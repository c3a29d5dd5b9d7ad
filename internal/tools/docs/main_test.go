package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/seclint/seclint/rules"
)

func TestWriteBringsPagesUpToDate(t *testing.T) {
	t.Parallel()
	policies, pages := t.TempDir(), t.TempDir()
	rego := "# METADATA\n# title: T\n# description: D\n# scope: package\n# custom: {severity: low, remediation: R}\npackage test.a\n\nfindings contains 1\n"
	put(t, filepath.Join(policies, "test", "a", "a.rego"), rego)
	stale, kept := filepath.Join(pages, rules.PagesDir, "test", "gone.md"), filepath.Join(pages, "rules", "load.go")
	put(t, stale, "old")
	put(t, kept, "package rules")
	if err := writeRules(policies, pages); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"docs/rules/README.md", "docs/rules/test/a.md", "rules/stored_builtin.go", "rules/load.go"} {
		if _, err := os.Stat(filepath.Join(pages, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(stale); err == nil {
		t.Error("the page of a rule that is gone was kept")
	}
}

func TestWriteRefusesBrokenPolicies(t *testing.T) {
	t.Parallel()
	policies, pages := t.TempDir(), t.TempDir()
	put(t, filepath.Join(policies, "test", "a", "a.rego"), "package test.a\n")
	if err := writeRules(policies, pages); err == nil {
		t.Error("no error for a policy without METADATA")
	}
	if left, _ := os.ReadDir(pages); len(left) > 0 {
		t.Error("pages were written from a broken catalogue")
	}
}

func put(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
