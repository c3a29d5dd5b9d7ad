// Package golang finds the facts of Go programs with the parser of the standard library: it resolves names through imports and the
// packages of an application, knows the types that are written out, and asks frameworks.json what a callee means. Nothing is run,
// built or downloaded, and what is not known stays unknown.
package golang

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/literal"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/syntax"
)

// Language is Go. It implements code.Language and code.Manifest.
type Language struct{}

// Name implements code.Language.
func (Language) Name() string { return "go" }

// Formats implements code.Language.
func (Language) Formats() []*source.Format { return []*source.Format{source.Go} }

// Manifest implements code.Manifest.
func (Language) Manifest() string { return manifest }

const manifest = "go.mod"

// Matters implements code.Language. What a program wrote is not what somebody configures, and tests are no part of what is built.
func (Language) Matters(file *source.File) bool {
	return !strings.HasSuffix(file.Path, "_test.go") && !isGenerated(file.Content) &&
		(frameworks().Matters(file.Content) || literal.Matters(file.Content))
}

// Unavailable implements code.Language: the parser is part of every build.
func (Language) Unavailable() string { return "" }

// The limits, in bytes: of one file, and of all that is parsed of one application.
const (
	maxFile  = 2 << 20
	maxBytes = 32 << 20
)

var (
	errFile   = syntax.LimitError(fmt.Sprintf("the file has more than %d MB: it was not looked at", maxFile>>20))
	errBudget = syntax.LimitError(fmt.Sprintf("the application has more than %d MB of source code: the rest was not looked at", maxBytes>>20))
	errNested = syntax.LimitError("the file has brackets or operators that are too deep inside each other: it was not looked at")
)

// generated is the line that says that a program wrote a file, https://go.dev/s/generatedcode.
var generated = lazyregexp.New(`(?m)^// Code generated .* DO NOT EDIT\.\r?$`)

// isGenerated reports whether a program wrote a file. The line is in front of the package clause.
func isGenerated(content []byte) bool {
	head := content[:min(len(content), 4<<10)]
	if bytes.HasPrefix(head, []byte("package ")) {
		return false
	}
	if at := bytes.Index(head, []byte("\npackage ")); at >= 0 {
		head = head[:at+1]
	}
	return bytes.Contains(head, []byte("DO NOT EDIT")) && generated.Match(head)
}

// program is an application while it is read.
type program struct {
	app   code.Application
	files *token.FileSet
	// module is the path that imports of the application's own packages begin with, "" where it is not known.
	module string
	// packages are those that were asked for, by their folder.
	packages map[string]*pkg
	// modules are the files that were parsed or tried, by path; nil for one that could not be.
	modules map[string]*module
	errs    map[string]error
	// folders are the source files of the application by their folder.
	folders map[string][]string
	// imports are the names that import paths come to.
	imports map[string]string
	// defaults are the arguments of viper.SetDefault by the key that they are for.
	defaults map[string]binding
	// readers are the functions that were asked whether they read the environment.
	readers map[*ast.FuncDecl]*reader
	bytes   int
	// left is how many more values the evaluation at hand may make.
	left int
}

// Read implements code.Language.
func (Language) Read(app code.Application) []code.Read {
	p := &program{
		app: app, files: token.NewFileSet(), packages: map[string]*pkg{}, modules: map[string]*module{}, errs: map[string]error{},
		folders: map[string][]string{}, imports: map[string]string{}, defaults: map[string]binding{},
		readers: map[*ast.FuncDecl]*reader{},
	}
	for _, name := range app.Names {
		p.folders[path.Dir(name)] = append(p.folders[path.Dir(name)], name)
	}
	p.module = p.modulePath()
	for _, file := range app.Files { // all of them before others that they ask for, which share the budget
		p.open(file)
	}
	reads := make([]code.Read, len(app.Files))
	for i, file := range app.Files {
		m := p.modules[file.Path]
		if m == nil {
			reads[i] = code.Unread(p.errs[file.Path])
			continue
		}
		reads[i] = code.Read{Module: m.facts(), Partial: m.partial, IsCut: m.isCut}
	}
	return reads
}

var modulePath = lazyregexp.New(`(?m)^module\s+"?([^\s"]+)`)

// modulePath returns the path of the module that go.mod declares, "" where there is none.
func (p *program) modulePath() string {
	file := p.app.Open(path.Join(p.app.Root, manifest))
	if file == nil {
		return ""
	}
	if found := modulePath.FindSubmatch(file.Content); found != nil {
		return string(found[1])
	}
	return ""
}

// open parses a file as a part of its package. It returns nil where that is not possible.
func (p *program) open(file *source.File) *module {
	if m, known := p.modules[file.Path]; known {
		return m
	}
	p.modules[file.Path] = nil
	p.bytes += len(file.Content)
	if p.bytes > maxBytes {
		p.errs[file.Path] = errBudget
		return nil
	}
	m, err := p.parse(file)
	if err != nil {
		p.errs[file.Path] = err
		return nil
	}
	p.modules[file.Path] = m
	m.gatherFile()
	return m
}

// packageIn returns the package of a folder, nil where the application has no source files there.
func (p *program) packageIn(folder string) *pkg {
	if known, found := p.packages[folder]; found {
		return known
	}
	if len(p.folders[folder]) == 0 && len(p.app.Names) > 0 {
		p.packages[folder] = nil
		return nil
	}
	of := &pkg{program: p, name: p.packageName(folder), top: newScope(nil, ""), asked: map[string]bool{}, methods: map[string]binding{}, writes: map[string][]write{}}
	of.rest = slices.DeleteFunc(slices.Clone(p.folders[folder]), func(name string) bool { return strings.HasSuffix(name, "_test.go") })
	p.packages[folder] = of
	return of
}

// packageName returns the full name of the package in a folder: the folder below that of the application.
func (p *program) packageName(folder string) string {
	name := strings.Trim(strings.TrimPrefix(folder, p.app.Root), "/")
	if name == "" || name == "." {
		return "main"
	}
	return name
}

// imported returns the name of a package that is imported: that of an own package, else the one that the table uses for the path.
func (p *program) imported(importPath string) string {
	if name, known := p.imports[importPath]; known {
		return name
	}
	name := ""
	if of := p.own(importPath); of != nil {
		name = of.name
	} else {
		name = canonical(importPath)
	}
	p.imports[importPath] = name
	return name
}

// own returns the package of the application with an import path, nil for none.
func (p *program) own(importPath string) *pkg {
	rest, isOwn := strings.CutPrefix(importPath, p.module)
	if p.module == "" || !isOwn || rest != "" && rest[0] != '/' {
		return nil
	}
	return p.packageIn(path.Join(p.root(), rest))
}

func (p *program) root() string {
	if p.app.Root == "" {
		return "."
	}
	return p.app.Root
}

// named returns the package with a full name, nil for none.
func (p *program) named(name string) *pkg {
	if name == "main" {
		if of := p.packageIn(p.root()); of != nil {
			return of
		}
	}
	if strings.Contains(name, "..") {
		return nil
	}
	return p.packageIn(path.Join(p.root(), name))
}
