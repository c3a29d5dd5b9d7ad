package main

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seclint/seclint/internal/cli"
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/rules"
)

var update = flag.Bool("update", false, "write the README's sample anew")

const sampleCommand = "$ go run ./cmd/seclint testdata/demo --severity critical\n"

// block returns the text in the README between a line and the end of the fenced block it stands in.
func block(t *testing.T, from string) string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(readme), from)
	text, _, closed := strings.Cut(after, "```\n")
	if !found || !closed {
		t.Fatalf("the README holds no block with %q", from)
	}
	return text
}

func TestReadmeSampleIsReal(t *testing.T) {
	hold(t, sampleCommand, func(out string) string {
		return regexp.MustCompile(`(?m)^Time: .*\n`).ReplaceAllString(out, "")
	})
}

const mapCommand = "$ go run ./cmd/seclint graph testdata/demo\n"

// TestReadmeMapIsReal holds the README to the beginning of the map: its first chain.
func TestReadmeMapIsReal(t *testing.T) {
	hold(t, mapCommand, func(out string) string {
		text, _, found := strings.Cut(out, "\n\n2. ")
		if !found {
			t.Fatalf("the map has fewer than two chains:\n%s", out)
		}
		return text + "\n"
	})
}

// hold runs a command of the README and compares what the README shows of its output.
func hold(t *testing.T, command string, shown func(out string) string) {
	t.Helper()
	want := block(t, command)
	t.Chdir("../..")
	args := strings.Fields(strings.TrimPrefix(command, "$ go run ./cmd/seclint"))
	var out, trouble bytes.Buffer
	cli.Main(args, strings.NewReader(""), &out, &trouble)
	got := shown(out.String())
	if *update {
		rewrite(t, command+want, command+got)
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what the README shows of %q is stale (-README +now), run make docs:\n%s\n%s", command, diff, trouble.String())
	}
}

// rewrite replaces a part of the README.
func rewrite(t *testing.T, from, to string) {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("README.md", bytes.Replace(readme, []byte(from), []byte(to), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestReadmeConfigIsValid(t *testing.T) {
	text := "fail-on: " + block(t, "```yaml\nfail-on: ")
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/.seclint.yaml", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir+"/ci", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/ci/base.yaml", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := config.Read(os.DirFS(dir), ".seclint.yaml", catalogue); err != nil {
		t.Error(err)
	}
}

// TestReadmePolicyIsTested holds the README's policy to the one that the script user-policy runs.
func TestReadmePolicyIsTested(t *testing.T) {
	script, err := txtar.ParseFile("../../testdata/script/user-policy.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range script.Files {
		if strings.HasSuffix(file.Name, ".rego") {
			if diff := cmp.Diff(string(file.Data), block(t, "```rego\n")); diff != "" {
				t.Errorf("the README's policy is not the tested one (-tested +README):\n%s", diff)
			}
			return
		}
	}
	t.Error("the script holds no policy")
}
