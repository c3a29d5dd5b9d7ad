package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// tree is a folder with files that seclint assesses, and what its scans and its floor cost.
type tree struct {
	dir          string
	files        []string // below dir, with slashes
	scans, floor []cost
}

// assessed scans a folder and returns which of its files were assessed: those of a kind, "" for all.
func (b *bench) assessed(dir, kind string) (tree, error) {
	t := tree{dir: dir}
	scan, out, err := measure(nil, b.binary, t.scan("--format", "json")...)
	if err != nil {
		return t, err
	}
	var report struct {
		Coverage struct {
			Files []struct{ Path, State, Kind string }
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return t, fmt.Errorf("%s wrote no report (%w), but said:\n%s", b.binary, err, scan.said)
	}
	for _, f := range report.Coverage.Files {
		if (f.State == "assessed" || f.State == "partial") && (kind == "" || f.Kind == kind) {
			t.files = append(t.files, f.Path)
		}
	}
	return t, nil
}

// moveTo copies the files to another folder, which the tree is of then.
func (t *tree) moveTo(dir string) error {
	for _, f := range t.files {
		if err := copyFile(filepath.Join(t.dir, filepath.FromSlash(f)), filepath.Join(dir, filepath.FromSlash(f))); err != nil {
			return err
		}
	}
	t.dir = dir
	return nil
}

func copyFile(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// list names the files, one per line.
func (t tree) list() []byte { return []byte(strings.Join(t.files, "\n") + "\n") }

// scan returns the arguments for a scan.
func (t tree) scan(flags ...string) []string {
	return append(append([]string{"scan", "--no-gitignore", "--no-config"}, flags...), t.dir)
}
