// Command docs writes the rules' pages from the policies, and what a policy sees of each kind from the types of facts. `make docs`
// runs it; tests fail when a page is stale.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/seclint/seclint/rules"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: docs POLICIES REPOSITORY")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

// run brings all pages of the repository at dir up to date.
func run(policies, dir string) error {
	pages, err := inputs(dir)
	if err != nil {
		return err
	}
	if err := writeAll(dir, pages); err != nil {
		return err
	}
	return writeRules(policies, dir)
}

// writeRules brings the pages of rules up to date with the policies, and removes those whose rule is gone.
func writeRules(policies, dir string) error {
	cat, err := rules.Load(rules.Source{FS: os.DirFS(policies)})
	if err != nil {
		return err
	}
	pages := rules.Pages(cat)
	old, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(rules.PagesDir), "*", "*.md"))
	if err != nil {
		return err
	}
	for _, file := range old {
		name, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		if _, wanted := pages[filepath.ToSlash(name)]; !wanted {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	return writeAll(dir, pages)
}

// writeAll writes files below dir.
func writeAll(dir string, pages map[string]string) error {
	for name, text := range pages {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
