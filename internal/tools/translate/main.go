// Command translate makes Go of the grammars of tree-sitter, for builds without cgo: clang compiles each grammar with the parser to
// WebAssembly, and wasm2go translates that. `make grammars` runs it. It needs clang, wasm-ld and wasi-libc (Debian: clang lld wasi-libc).
//
//	translate FOLDER             write a package for each grammar into a folder; run it in the root of the repository
//
// The sources are those of the modules in go.mod, so that both builds of seclint have the same grammars. The same sources and the same
// clang give the same bytes.
package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

//go:embed c
var entry embed.FS

// runtime is the module of the parser, whose files in src are the parts of it that a grammar needs.
const runtime = "github.com/tree-sitter/go-tree-sitter"

var parts = []string{
	"alloc", "get_changed_ranges", "language", "lexer", "node", "parser", "stack", "subtree", "tree", "tree_cursor", "wasm_store",
}

// grammar is a grammar with the package that is made of it.
type grammar struct{ name, module, folder, symbol string }

var grammars = []grammar{
	{"python", "github.com/tree-sitter/tree-sitter-python", "src", "tree_sitter_python"},
	{"lua", "github.com/tree-sitter-grammars/tree-sitter-lua", "src", "tree_sitter_lua"},
	{"typescript", "github.com/tree-sitter/tree-sitter-typescript", "typescript/src", "tree_sitter_typescript"},
	{"tsx", "github.com/tree-sitter/tree-sitter-typescript", "tsx/src", "tree_sitter_tsx"},
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: translate FOLDER")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := translate(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "translate:", err)
		os.Exit(1)
	}
}

// translate writes the packages into a folder.
func translate(ctx context.Context, folder string) error {
	work, err := os.MkdirTemp("", "translate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.CopyFS(work, entry); err != nil {
		return err
	}
	t, err := newToolchain(ctx, work)
	if err != nil {
		return err
	}
	if err := t.compileRuntime(); err != nil {
		return err
	}
	for _, g := range grammars {
		if err := t.grammar(g, folder); err != nil {
			return fmt.Errorf("%s: %w", g.name, err)
		}
	}
	return nil
}

// toolchain runs the programs. All of them run in the folder of the objects, so that no path gets into what they write.
type toolchain struct {
	ctx         context.Context
	clang, link string
	work        string
	runtime     string
	syntax      string // the folder of parse.h
	objects     []string
}

func newToolchain(ctx context.Context, work string) (*toolchain, error) {
	t := &toolchain{ctx: ctx, work: work}
	var err error
	if t.clang, err = find("CLANG", "clang"); err != nil {
		return nil, err
	}
	if t.link, err = find("WASM_LD", "wasm-ld"); err != nil {
		return nil, err
	}
	if t.syntax, err = filepath.Abs("internal/syntax"); err != nil {
		return nil, err
	}
	t.runtime, err = t.module(runtime)
	return t, err
}

// find returns the path of a program: what a variable says, or the program of that name, or the newest with a version behind its name.
func find(variable, name string) (string, error) {
	if set := os.Getenv(variable); set != "" {
		return exec.LookPath(set)
	}
	if found, err := exec.LookPath(name); err == nil {
		return found, nil
	}
	for version := 40; version >= 14; version-- {
		if found, err := exec.LookPath(fmt.Sprintf("%s-%d", name, version)); err == nil {
			return found, nil
		}
	}
	return "", fmt.Errorf("no %s: install clang, lld and wasi-libc, or set %s", name, variable)
}

// module returns the folder of a module.
func (t *toolchain) module(name string) (string, error) {
	cmd := exec.CommandContext(t.ctx, "go", "list", "-m", "-f", "{{.Dir}}", name)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	folder := strings.TrimSpace(string(out))
	if err == nil && folder == "" {
		err = errors.New("is not in the module cache: run go mod download")
	}
	if err != nil {
		return "", fmt.Errorf("module %s: %w", name, err)
	}
	return folder, nil
}

// run runs a program in the work folder.
func (t *toolchain) run(program string, args ...string) error {
	cmd := exec.CommandContext(t.ctx, program, args...)
	cmd.Dir = t.work
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(program), err)
	}
	return nil
}

// compile compiles a source to an object of a name.
func (t *toolchain) compile(object, source string, flags ...string) error {
	return t.run(t.clang, append([]string{
		"--target=wasm32-wasi", "--sysroot=/usr", "-isystem", "/usr/include/wasm32-wasi", "-O2", "-DNDEBUG", "-DHAVE_ENDIAN_H", "-w",
		"-ffunction-sections", "-fdata-sections", "-fvisibility=hidden", "-mbulk-memory", "-msign-ext", "-mnontrapping-fptoint",
		"-I" + filepath.Join(t.runtime, "include"), "-I" + filepath.Join(t.runtime, "src"), "-c", source, "-o", object,
	}, flags...)...)
}

func (t *toolchain) compileRuntime() error {
	for _, part := range parts {
		object := part + ".o"
		if err := t.compile(object, filepath.Join(t.runtime, "src", part+".c"), "-include", "c/quiet.h"); err != nil {
			return err
		}
		t.objects = append(t.objects, object)
	}
	return nil
}

// grammar compiles, links and translates a grammar.
func (t *toolchain) grammar(g grammar, folder string) error {
	module, err := t.module(g.module)
	if err != nil {
		return err
	}
	src := filepath.Join(module, g.folder)
	objects := append([]string{}, t.objects...)
	for name, source := range map[string]string{
		"grammar.o": filepath.Join(src, "parser.c"), "scanner.o": filepath.Join(src, "scanner.c"), "entry.o": "c/parse.c",
	} {
		if err := t.compile(name, source, "-include", "c/quiet.h", "-I"+src, "-I"+t.syntax, "-DGRAMMAR="+g.symbol); err != nil {
			return err
		}
	}
	objects = append(objects, "grammar.o", "scanner.o", "entry.o")
	flags := []string{"--no-entry", "--gc-sections", "-O2", "--strip-all", "--wrap=clock_gettime", "-L/usr/lib/wasm32-wasi", "-o", "grammar.wasm"}
	if err := t.run(t.link, append(append(flags, objects...), "-lc")...); err != nil {
		return err
	}
	return t.toGo(g, folder)
}

// toGo translates the linked module into a package.
func (t *toolchain) toGo(g grammar, folder string) error {
	into := filepath.Join(folder, g.name)
	if err := os.MkdirAll(into, 0o755); err != nil {
		return err
	}
	file := filepath.Join(into, g.name+".go")
	cmd := exec.CommandContext(t.ctx, "go", "tool", "-modfile=internal/tools/wasm2go/go.mod", "wasm2go",
		"-pkg", g.name, "-tags", "translated", "-unsafe", "-embed", "-o", file, filepath.Join(t.work, "grammar.wasm"))
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("wasm2go: %w", err)
	}
	return formatFile(file)
}

// formatFile formats a Go file as gofmt does, so that the checks of the repository hold for it, too.
func formatFile(name string) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	formatted, err := format.Source(content)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return os.WriteFile(name, formatted, 0o644)
}
