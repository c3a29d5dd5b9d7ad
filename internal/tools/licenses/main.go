// Command licenses gathers the licence texts of everything that a release of seclint contains into a folder, one file for each module:
//
//	licenses FOLDER
//
// A module without a text is an error: the binary must not be shipped then.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// grammars are the modules that a release has as Go made of them, which no import shows.
var grammars = []string{
	"github.com/tree-sitter/go-tree-sitter", "github.com/tree-sitter/tree-sitter-python", "github.com/tree-sitter/tree-sitter-typescript",
	"github.com/tree-sitter-grammars/tree-sitter-lua",
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: licenses FOLDER")
		os.Exit(2)
	}
	if err := gather(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "licenses:", err)
		os.Exit(1)
	}
}

// gather writes the texts anew.
func gather(folder string) error {
	modules, err := modules()
	if err != nil {
		return err
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, module := range modules {
		name, at, _ := strings.Cut(module, "\t")
		text, err := textOf(at)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		file := strings.ReplaceAll(name, "/", "_") + ".txt"
		if err := os.WriteFile(filepath.Join(folder, file), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// modules lists the modules of the binary, each with its folder behind a tab.
func modules() ([]string, error) {
	const format = "{{.Path}}\t{{.Dir}}"
	deps, err := run("list", "-deps", "-f", "{{with .Module}}{{if not .Main}}"+format+"{{end}}{{end}}", "./cmd/seclint")
	if err != nil {
		return nil, err
	}
	made, err := run(append([]string{"list", "-m", "-f", format}, grammars...)...)
	if err != nil {
		return nil, err
	}
	root, err := run("env", "GOROOT")
	if err != nil {
		return nil, err
	}
	all := append(append(deps, made...), "go\t"+root[0])
	slices.Sort(all)
	return slices.Compact(all), nil
}

// run runs the go command and returns what it prints, by line.
func run(args ...string) ([]string, error) {
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w", args[0], err)
	}
	return slices.DeleteFunc(strings.Split(string(out), "\n"), func(line string) bool { return line == "" }), nil
}

// textOf returns the licences and notices in the folder of a module.
func textOf(folder string) ([]byte, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var text []byte
	for _, entry := range entries {
		upper := strings.ToUpper(entry.Name())
		if !entry.Type().IsRegular() || strings.HasSuffix(upper, ".GO") || !slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE"},
			func(start string) bool { return strings.HasPrefix(upper, start) }) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		text = append(append(text, content...), '\n')
	}
	if len(text) == 0 {
		return nil, errors.New("has no licence")
	}
	return text, nil
}
