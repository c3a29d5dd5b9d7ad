package scan_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

var update = flag.Bool("update", false, "write the golden reports and the table of changes anew")

const stackDir = "../../testdata/stack"

// stack reads testdata/stack into memory, so that a test may change a file of it.
func stack(t *testing.T) fstest.MapFS {
	t.Helper()
	root := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(stackDir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path.Join(stackDir, name))
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

// TestStackReport holds the whole report on a believable stack. Read the diff: every line of it is a claim about testdata/stack.
func TestStackReport(t *testing.T) {
	r := run(t, everything(t, stack(t)))
	r.Elapsed = 0
	for name, options := range map[string]report.Options{
		"text": {Width: 120, Verbose: true, ShowInformational: true, ShowSuppressed: true}, "json": {},
	} {
		var got bytes.Buffer
		if err := report.Formats[name](&got, r, options); err != nil {
			t.Fatal(err)
		}
		golden(t, "testdata/stack."+name, got.Bytes())
	}
	for _, f := range r.Findings {
		if f.Severity == finding.None && f.Because == "" {
			t.Errorf("%s at %s is informational without a reason", f.Rule, f.At)
		}
	}
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
