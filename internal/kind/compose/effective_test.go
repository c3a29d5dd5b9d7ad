package compose_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/compose"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/source"
)

var update = flag.Bool("update", false, "rewrite the want sections")

// TestEffective reads testdata/*.txtar: the files of a project, the paths to look at, and in want the value and the place
// of each. What the project's problems say stands behind them.
func TestEffective(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			result := loadArchive(archive)
			if len(result.Documents) == 0 {
				t.Fatalf("no document: %v", result.Problems)
			}
			got := describe(result, section(archive, "look"))
			if *update {
				setSection(archive, "want", got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(section(archive, "want"), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// loadArchive loads the first file of the archive as a project; the others are at its hand.
func loadArchive(archive *txtar.Archive) load.Result {
	root := fstest.MapFS{}
	for _, f := range archive.Files {
		root[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return load.Documents(context.Background(), root, []discover.File{{Path: archive.Files[0].Name}}, load.Options{Kinds: []kind.Kind{compose.Kind()}})
}

func describe(result load.Result, look string) string {
	var b strings.Builder
	doc := result.Documents[0]
	for line := range strings.Lines(look) {
		path := parsePath(strings.TrimSpace(line))
		node := doc.Root.At(path...)
		if node == nil {
			fmt.Fprintf(&b, "%s absent, told at %s\n", path, doc.Root.Locate(path).At)
			continue
		}
		value, _ := json.Marshal(node.Value())
		place := doc.Root.Locate(path)
		text, _, _ := strings.Cut(place.At.Text(), "\n")
		fmt.Fprintf(&b, "%s = %s at %s %s", path, value, place.At, text)
		for _, via := range place.Via {
			fmt.Fprintf(&b, " via %s", via)
		}
		b.WriteByte('\n')
	}
	for _, p := range result.Problems {
		if p.Level == finding.Error {
			fmt.Fprintf(&b, "problem at %s: %s\n", p.At, p.Message)
		}
	}
	return b.String()
}

// parsePath reads steps separated by slashes; a number is an index.
func parsePath(s string) source.Path {
	var path source.Path
	for step := range strings.SplitSeq(s, "/") {
		var index int
		if n, _ := fmt.Sscanf(step, "#%d", &index); n == 1 {
			path = append(path, index)
			continue
		}
		path = append(path, step)
	}
	return path
}

func section(archive *txtar.Archive, name string) string {
	for _, f := range archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func setSection(archive *txtar.Archive, name, data string) {
	for i := range archive.Files {
		if archive.Files[i].Name == name {
			archive.Files[i].Data = []byte(data)
			return
		}
	}
	archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(data)})
}
