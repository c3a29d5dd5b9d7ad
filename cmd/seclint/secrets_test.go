package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/cli"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
)

// madeUp finds the made-up secrets of testdata/secrets.txtar, and the one that is written with escapes there.
var madeUp = regexp.MustCompile(`zq7[0-9a-z]+|q7eeee`)

// secretFiles writes the files of testdata/secrets.txtar below a root of its own, and returns them with the root.
func secretFiles(t *testing.T) (archive *txtar.Archive, root string) {
	t.Helper()
	archive, err := txtar.ParseFile("../../testdata/secrets.txtar")
	if err != nil {
		t.Fatal(err)
	}
	root = t.TempDir()
	for _, f := range append(archive.Files, txtar.File{Name: ".git/HEAD"}) {
		name := filepath.Join(root, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return archive, root
}

// TestNoOutputShowsASecret runs every format and command that shows something of scanned files.
func TestNoOutputShowsASecret(t *testing.T) {
	t.Parallel()
	archive, root := secretFiles(t)
	planted := madeUp.FindAllString(string(txtar.Format(archive)), -1)
	if len(planted) < 60 {
		t.Fatalf("only %d secrets are planted", len(planted))
	}
	for _, args := range [][]string{
		{"-v", "--show-suppressed"}, {"-q"}, {"--pack", "strict", "--severity", "none"}, {"-f", "json"}, {"-f", "sarif"},
		{"-f", "github", "--show-suppressed", "-v"}, {"-f", "github-summary"}, {"-f", "gitlab"}, {"-f", "gitlab-sast"}, {"-f", "junit"},
		{"-f", "checkstyle"}, {"-f", "markdown"}, {"-f", "sarif", "--show-suppressed"}, {"graph"}, {"graph", "-f", "json"}, {"graph", "-f", "mermaid"}, {"graph", "-f", "dot"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			cli.Main(append(args, root), strings.NewReader(""), &stdout, &stderr)
			if stdout.Len() < 1000 {
				t.Errorf("too little was written to prove anything: %s%s", &stdout, &stderr)
			}
			for _, line := range strings.Split(stdout.String()+stderr.String(), "\n") {
				if found := madeUp.FindString(line); found != "" {
					t.Errorf("%s is shown: %s", found, line)
				}
			}
		})
	}
}

// treeOnly finds the lines of which only a tree tells that they hold a secret: an anchor, the value of an explicit key, the second line
// of an item, what the name of a secret is far from.
var treeOnly = regexp.MustCompile(`&token|^ +: zq7|^ +yzq7|^    content: zq7|string_match`)

// TestEachLineWithASecretIsMasked looks at all lines, quoted or not, and at all files once more as if nothing could parse them.
func TestEachLineWithASecretIsMasked(t *testing.T) {
	t.Parallel()
	archive, _ := secretFiles(t)
	for _, f := range archive.Files {
		for _, name := range []string{f.Name, f.Name + ".txt"} {
			for _, line := range strings.Split(mask.File(source.NewFile(name, f.Data)), "\n") {
				if found := madeUp.FindString(line); found != "" && (name == f.Name || !treeOnly.MatchString(line)) {
					t.Errorf("%s: %s", name, line)
				}
			}
		}
	}
}
