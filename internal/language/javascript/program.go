// Package javascript finds the facts of programs in TypeScript and JavaScript, and of the scripts in HTML: it resolves names through
// imports, aliases and the modules of an application, and asks frameworks.json what a callee means. Nothing is run, and what is not
// known stays unknown.
package javascript

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/syntax"
)

// Language is JavaScript with TypeScript and the scripts in HTML and in components of Vue and Svelte. It implements code.Language.
type Language struct{}

// Name implements code.Language.
func (Language) Name() string { return "javascript" }

// Formats implements code.Language.
func (Language) Formats() []*source.Format {
	return []*source.Format{source.JavaScript, source.HTML, source.Component}
}

// Unavailable implements code.Language.
func (Language) Unavailable() string {
	if syntax.IsAvailable(syntax.TSX) {
		return ""
	}
	return syntax.ErrUnavailable.Error()
}

// maxBytes bounds how much source code of one application is parsed.
const maxBytes = 8 << 20

// program is an application while it is read.
type program struct {
	app code.Application
	// modules are those that were parsed or tried, by the path of their file; nil for one that could not be.
	modules map[string]*module
	errs    map[string]error
	// named are modules by their full name; nil for one that there is not.
	named map[string]*module
	bytes int
	// inFolders are the names of modules by their path below the folder of the application that they are in.
	inFolders map[string]string
	// mounts are where the routes of modules are put.
	mounts map[*module][]mount
	// left is how many more values the evaluation at hand may make.
	left int
}

// Read implements code.Language.
func (Language) Read(app code.Application) []code.Read {
	p := &program{app: app, modules: map[string]*module{}, errs: map[string]error{}, named: map[string]*module{}, mounts: map[*module][]mount{}}
	for _, file := range app.Files { // all of them before others that they import, which share the budget
		if !isManifest(file.Path) {
			p.module(file)
		}
	}
	reads := make([]code.Read, len(app.Files))
	for i, file := range app.Files {
		if isManifest(file.Path) {
			reads[i].Module = runs(file)
			continue
		}
		m := p.modules[file.Path]
		if m == nil {
			reads[i] = code.Unread(p.errs[file.Path])
			continue
		}
		reads[i] = code.Read{Module: m.facts(), Partial: m.Partial, IsCut: m.IsCut}
	}
	p.place(reads)
	return reads
}

// place gives the routes of modules that others put below a path the whole of their path.
func (p *program) place(reads []code.Read) {
	for i, file := range p.app.Files {
		m := p.modules[file.Path]
		if m == nil || reads[i].Module == nil {
			continue
		}
		prefix := p.prefix(m, maxMounts)
		for _, route := range reads[i].Module.Routes {
			if route.Is == "route" && prefix != "" && (route.Path == "" || route.Path[0] == '/') {
				route.Path = prefix + strings.TrimSuffix(route.Path, "/")
			}
		}
	}
}

// module returns the module of a file, nil where it cannot be parsed.
func (p *program) module(file *source.File) *module {
	if m, known := p.modules[file.Path]; known {
		return m
	}
	m, err := (*module)(nil), bundleError(file)
	if err == nil {
		m, err = p.withinBudget(file)
	}
	p.modules[file.Path] = m
	if err != nil {
		p.errs[file.Path] = err
		return nil
	}
	if p.named[m.name] == nil {
		p.named[m.name] = m
	}
	return m
}

// withinBudget parses a file that is not too much together with those before.
func (p *program) withinBudget(file *source.File) (*module, error) {
	if p.bytes += len(file.Content); p.bytes > maxBytes {
		return nil, errBudget
	}
	return p.newModule(file)
}

// errBudget is the reason for which a module was not looked at.
const errBudget = syntax.LimitError("the application has more than 8 MB of source code: the rest was not looked at")

// endings are what the name of a module may lack of that of its file, in the order in which they are tried.
var endings = []string{".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", "/index.ts", "/index.tsx", "/index.js"}

// moduleName returns the name of the module in a file: its path in the application without what may be left out.
func moduleName(file string) string {
	for _, ending := range slices.Backward(endings) {
		if name, found := strings.CutSuffix(file, ending); found {
			return name
		}
	}
	return file
}

// find returns the module of the application with a full name, nil for none. It is read when it is first asked for.
func (p *program) find(name string) *module {
	if m, known := p.named[name]; known {
		return m
	}
	p.named[name] = nil
	for _, ending := range endings {
		if f := p.app.Open(name + ending); f != nil && !isBuilt(f) {
			p.named[name] = p.module(f)
			break
		}
	}
	return p.named[name]
}

// imported returns the full name of a module that another one imports: that of a module of the application, or the name of a package.
// Node's own packages have the same name with node: in front. An alias such as @/ leads to the folder of the source code.
func (p *program) imported(by, name string) string {
	name = strings.TrimPrefix(name, "node:")
	full := name
	switch {
	case strings.HasPrefix(name, "."):
		full = path.Join(path.Dir(by), name)
	case strings.HasPrefix(name, "@/"), strings.HasPrefix(name, "~/"), strings.HasPrefix(name, "#/"):
		full = path.Join(p.app.Root, "src", name[2:])
		if p.find(moduleName(full)) == nil {
			full = path.Join(p.app.Root, name[2:])
		}
		if p.find(moduleName(full)) == nil {
			full = p.below(name[2:], full)
		}
	case strings.HasPrefix(name, "src/"):
		full = path.Join(p.app.Root, name)
	default:
		return name
	}
	return moduleName(full)
}

// below returns the module of the first folder of an application, in order, that has one with a path: the alias @/ leads to the folder that
// somebody chose. It is otherwise where there is none.
func (p *program) below(rest, otherwise string) string {
	if p.inFolders == nil {
		p.inFolders = map[string]string{}
		for _, file := range p.app.Names {
			name := strings.TrimPrefix(strings.TrimPrefix(moduleName(file), p.app.Root), "/")
			if _, inner, found := strings.Cut(name, "/"); found && p.inFolders[inner] == "" {
				p.inFolders[inner] = moduleName(file)
			}
		}
	}
	if found := p.inFolders[moduleName(rest)]; found != "" {
		return found
	}
	return otherwise
}
