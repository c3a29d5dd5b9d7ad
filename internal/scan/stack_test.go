package scan_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

var update = flag.Bool("update", false, "write the table of findings and the table of changes anew")

const (
	stackDir = "../../testdata/stack"
	appDir   = "../../testdata/app"
)

// stack reads testdata/stack into memory, so that a test may change a file of it.
func stack(t *testing.T) fstest.MapFS {
	t.Helper()
	return folder(t, stackDir)
}

// folder reads a folder into memory.
func folder(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	root := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path.Join(dir, name))
		root[name] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// everything are the options of a run with all built-in rules and the default config.
func everything(t *testing.T, root fs.FS) job {
	t.Helper()
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	return job{scan.Snapshot{Root: root}, scan.Options{Catalogue: catalogue, Version: "test"}}
}

// findingsFile says what is found in testdata/stack, a line for each finding with its situation, and below it the places
// that belong to it; then the problems, and what was not assessed as a whole.
const findingsFile = "testdata/findings.txt"

// TestStackFindings compares what is found in a believable stack with a table. Read the diff: every line of it is a claim about testdata/stack.
func TestStackFindings(t *testing.T) {
	golden(t, findingsFile, tableOf(t, stack(t)))
}

// TestAppFindings does the same for testdata/app, whose back end, front end, proxies and services say only together what is wrong.
func TestAppFindings(t *testing.T) {
	golden(t, "testdata/app-findings.txt", tableOf(t, folder(t, appDir)))
}

// tableOf returns what is found in a folder.
func tableOf(t *testing.T, root fs.FS) []byte {
	t.Helper()
	r := run(t, everything(t, root))
	var b bytes.Buffer
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s: %s %s: %s\n", at(f.At), strings.TrimSpace(f.Severity.String()+" "+f.Situation), f.Rule, f.Message)
		for _, related := range f.Related {
			fmt.Fprintf(&b, "  %s: %s\n", at(related.At), related.Message)
		}
		for _, deployment := range f.Deployments {
			fmt.Fprintf(&b, "  in %s\n", deployment)
		}
		if f.PartOf != "" {
			fmt.Fprintf(&b, "  part of %s\n", f.PartOf)
		}
		if f.Severity == finding.None && f.Because == "" {
			t.Errorf("%s at %s is informational without a reason", f.Rule, at(f.At))
		}
	}
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "%s: %s: %s\n", at(p.At), p.Level, p.Message)
	}
	for _, file := range r.Coverage.Files {
		if file.State != report.Assessed {
			fmt.Fprintf(&b, "%s: %s\n", file.Path, file.State)
		}
	}
	for _, asset := range r.Coverage.Assets {
		if asset.State != report.Assessed {
			fmt.Fprintf(&b, "%s:%d: %s %s is %s\n", asset.File, asset.Line, asset.Sort, asset.Name, asset.State)
		}
	}
	return b.Bytes()
}

// at returns file:line:column.
func at(s source.Span) string {
	return fmt.Sprintf("%s:%d:%d", s.Path(), s.Start.Line, s.Start.Column)
}

// golden compares with a file, or writes it with -update.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is stale, look at it and run go test -update (-golden +got):\n%s", file, diff)
	}
}
