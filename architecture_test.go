// Package seclint holds no code: its only test keeps the architecture that the README describes.
package seclint_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/seclint/seclint/"

// layers lists the packages of the program from the top to the bottom: a package imports only what stands below its own
// line. The stages stand on lines of their own, so that a stage may take what an earlier one gives, and never the reverse.
var layers = [][]string{
	{"cmd/seclint"},
	{"internal/cli"},
	{"internal/lsp", "internal/fixture"},
	{"internal/gate", "internal/fix"},
	{"internal/scan"},
	{"internal/tracker", "internal/assertion", "internal/machine"},
	{"internal/triage"},
	{"internal/shard"},
	{"internal/graph"},
	{"internal/evaluate"},
	{"internal/link"},
	{"internal/load"},
	{"internal/checkout"},
	{"internal/discover"},
	{"internal/report"},
	{"internal/picture"},
	{"internal/value"},
	{"internal/coverage", "internal/config", "internal/governance", "internal/baseline"},
	{"internal/kind/all"},
	{"internal/kind/*"},
	{"internal/settings"},
	{"internal/language/*"},
	{"internal/framework"},
	{"internal/literal"},
	{"internal/code"},
	{"internal/runsc"},
	{"internal/edit"},
	{"internal/kind"},
	{"internal/image"},
	{"rules"},
	{"internal/mask"},
	{"internal/finding"},
	{"internal/source"},
	{"internal/schema"},
	{"internal/syntax", "internal/dockerfile"},
	{"internal/plan"},
	{"internal/needle", "policies", "internal/git", "internal/syntax/translated/*", "internal/scaffold", "schemas"},
	{"internal/lazyregexp", "internal/garbage"},
}

// runsRego are the only packages that may import OPA.
var runsRego = []string{"rules", "internal/evaluate", "internal/plan", "internal/tools/planner"}

// layer returns the line of a package, -1 when it has none.
func layer(pkg string) int {
	return slices.IndexFunc(layers, func(line []string) bool {
		return slices.ContainsFunc(line, func(pattern string) bool {
			ok, _ := path.Match(pattern, pkg)
			return ok
		})
	})
}

// file is what the test looks at in a Go file that is no test.
type file struct {
	path    string
	name    string // of the package
	imports []string
}

func files(t *testing.T) []file {
	t.Helper()
	var all []file
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || name != "." && strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		f := file{path: filepath.ToSlash(name), name: parsed.Name.Name}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, imported)
		}
		all = append(all, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("no Go files found")
	}
	return all
}

func TestImportsFlowOneWay(t *testing.T) {
	t.Parallel()
	for _, f := range files(t) {
		pkg := path.Dir(f.path)
		from := layer(pkg)
		if from < 0 && f.name != "main" { // a tool of the project imports what it likes
			t.Errorf("%s: package %s has no place in the architecture: give it one in layers, or a better home", f.path, pkg)
		}
		for _, imported := range f.imports {
			ours, ok := strings.CutPrefix(imported, module)
			if ok && layer(ours) <= from {
				t.Errorf("%s: %s must not import %s", f.path, pkg, ours)
			}
		}
	}
}

func TestOnlyFewPackagesKnowOPA(t *testing.T) {
	t.Parallel()
	for _, f := range files(t) {
		for _, imported := range f.imports {
			if strings.HasPrefix(imported, "github.com/open-policy-agent/") && !slices.Contains(runsRego, path.Dir(f.path)) {
				t.Errorf("%s: only %s may import OPA", f.path, strings.Join(runsRego, ", "))
			}
		}
	}
}

func TestNoPackageIsADrawer(t *testing.T) {
	t.Parallel()
	for _, f := range files(t) {
		for _, step := range strings.Split(path.Dir(f.path), "/") {
			if slices.Contains([]string{"util", "utils", "common", "types", "models", "helpers", "misc"}, step) {
				t.Errorf("%s: a package is named after what it knows, not %s", f.path, step)
			}
		}
	}
}

func TestTestingStaysInTests(t *testing.T) {
	t.Parallel()
	for _, f := range files(t) {
		for _, imported := range f.imports {
			if imported == "testing" || strings.HasPrefix(imported, "testing/") {
				t.Errorf("%s imports %s outside a test", f.path, imported)
			}
		}
	}
}
