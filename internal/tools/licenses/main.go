// Command licenses gathers the licence texts of everything that a release of seclint contains into a folder, one file for each module:
//
//	licenses FOLDER
//
// A module without a text is an error: the binary must not be shipped then. What the grammars were made with counts as well: the parser,
// wasm2go, whose support code is in what it writes, and the C library for WebAssembly.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// platforms are those of .goreleaser.yaml: some modules are in the binaries of one of them only.
var platforms = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

// grammars are the modules that a release has as Go made of them, which no import shows.
var grammars = []string{
	"github.com/tree-sitter/go-tree-sitter", "github.com/tree-sitter/tree-sitter-python", "github.com/tree-sitter/tree-sitter-typescript",
	"github.com/tree-sitter-grammars/tree-sitter-lua",
}

// others are texts about parts of a module by others that are not found by their name or place.
var others = map[string]string{
	"github.com/tree-sitter/go-tree-sitter": "src/unicode/LICENSE",     // of ICU
	"golang.org/x/image":                    "font/gofont/ttfs/README", // of the fonts in pictures
}

const (
	translator     = "github.com/ncruces/wasm2go"
	translatorFile = "internal/tools/wasm2go/go.mod"
	// cLibrary is where Debian has the licences of wasi-libc, some of which is linked into every grammar.
	cLibrary = "/usr/share/doc/wasi-libc/copyright"
)

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
	for _, m := range modules {
		text, err := m.text()
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		if err := os.WriteFile(filepath.Join(folder, fileOf(m.name)), text, 0o644); err != nil {
			return err
		}
	}
	text, err := os.ReadFile(cLibrary)
	if err != nil {
		return fmt.Errorf("%w: install wasi-libc", err)
	}
	return os.WriteFile(filepath.Join(folder, "wasi-libc.txt"), text, 0o644)
}

// fileOf returns the name of the file with the texts of a module.
func fileOf(module string) string { return strings.ReplaceAll(module, "/", "_") + ".txt" }

// module is a module with the folders in it that are in a release.
type module struct {
	name, root string
	folders    []string
}

// modules lists what a release is made of, in order.
func modules() ([]*module, error) {
	parts, err := linked()
	if err != nil {
		return nil, err
	}
	const folders = "{{.Path}}\t{{.Dir}}\t{{.Dir}}"
	made, err := list("", append([]string{"-m", "-f", folders}, grammars...)...)
	if err != nil {
		return nil, err
	}
	with, err := list("", "-modfile="+translatorFile, "-m", "-f", folders, translator)
	if err != nil {
		return nil, err
	}
	root, err := run("", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	parts = append(append(append(parts, made...), with...), []string{"go", root[0], root[0]})
	slices.SortFunc(parts, slices.Compare)
	var all []*module
	for _, part := range parts {
		if len(all) == 0 || all[len(all)-1].name != part[0] {
			all = append(all, &module{name: part[0], root: part[1]})
		}
		last := all[len(all)-1]
		last.folders = append(last.folders, part[2])
	}
	return all, nil
}

// linked lists the packages of the binaries of all platforms: module, its folder, and the folder of the package.
func linked() ([][]string, error) {
	var all [][]string
	for _, platform := range platforms {
		packages, err := list(platform, "-e", "-deps", "-tags", "translated",
			"-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}", "./cmd/seclint")
		if err != nil {
			return nil, err
		}
		all = append(all, packages...)
	}
	return all, nil
}

// list runs go list for a platform and returns the words of each line, which tabs divide.
func list(platform string, args ...string) ([][]string, error) {
	lines, err := run(platform, append([]string{"list"}, args...)...)
	if err != nil {
		return nil, err
	}
	words := make([][]string, len(lines))
	for i, line := range lines {
		words[i] = strings.Split(line, "\t")
	}
	return words, nil
}

// run runs the go command as for a release and returns what it prints, by line.
func run(platform string, args ...string) ([]string, error) {
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	if system, machine, ok := strings.Cut(platform, "/"); ok {
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+machine)
	}
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w", args[0], err)
	}
	return slices.DeleteFunc(strings.Split(string(out), "\n"), func(line string) bool { return line == "" }), nil
}

// text returns the licences and notices of a module: those in its root, and those in the folders that are in a release and above them,
// because a part of a module may be by others.
func (m *module) text() ([]byte, error) {
	var folders []string
	for _, folder := range m.folders {
		for folder != m.root && strings.HasPrefix(folder, m.root) {
			folders = append(folders, folder)
			folder = filepath.Dir(folder)
		}
	}
	slices.Sort(folders)
	text, err := textsIn(m.root, m.root)
	if err != nil {
		return nil, err
	}
	if len(text) == 0 {
		return nil, errors.New("has no licence")
	}
	for _, folder := range slices.Compact(folders) {
		more, err := textsIn(m.root, folder)
		if err != nil {
			return nil, err
		}
		text = append(text, more...)
	}
	if other := others[m.name]; other != "" {
		return appendText(text, m.root, other)
	}
	return text, nil
}

// textsIn returns the licences and notices in a folder, each below its name as seen from the root of the module.
func textsIn(root, folder string) ([]byte, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var text []byte
	for _, entry := range entries {
		if !isLicence(entry) {
			continue
		}
		name, err := filepath.Rel(root, filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		if text, err = appendText(text, root, name); err != nil {
			return nil, err
		}
	}
	return text, nil
}

// appendText appends a file of a module, below its name.
func appendText(text []byte, root, name string) ([]byte, error) {
	content, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(text, "%s:\n\n%s\n", filepath.ToSlash(name), content), nil
}

// isLicence reports whether a file is a licence or notice by its name.
func isLicence(entry fs.DirEntry) bool {
	upper := strings.ToUpper(entry.Name())
	return entry.Type().IsRegular() && !strings.HasSuffix(upper, ".GO") &&
		slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS"}, func(start string) bool { return strings.HasPrefix(upper, start) })
}
