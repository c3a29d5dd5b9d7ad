// Package python finds the facts of Python programs: it resolves names through imports, aliases and the modules of an application,
// and asks frameworks.json what a callee means. Nothing is run, and what is not known stays unknown.
package python

import (
	"path"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/literal"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/syntax"
)

// Language is Python. It implements code.Language.
type Language struct{}

// Name implements code.Language.
func (Language) Name() string { return "python" }

// Formats implements code.Language.
func (Language) Formats() []*source.Format { return []*source.Format{source.Python} }

// Matters implements code.Language.
func (Language) Matters(file *source.File) bool {
	return !isCopy(file) && (frameworks().Matters(file.Content) || literal.Matters(file.Content))
}

// libraries finds the files that are a whole library each, of those that applications keep a copy of in a folder of theirs.
var libraries = lazyregexp.New(`/(bottle|six|feedparser|markdown2|mistune|peewee|pyparsing|simplejson|versioneer|web)\.py$`)

// released finds what the release of a library says of itself.
var released = lazyregexp.New(`(?m)^__version__\s*=|^"""The Versioneer`)

// isCopy reports whether a file is the copy of a library: what it does is its authors' business.
func isCopy(file *source.File) bool {
	return libraries.MatchString(file.Path) && released.Match(file.Content)
}

// Unavailable implements code.Language.
func (Language) Unavailable() string {
	if syntax.IsAvailable(syntax.Python) {
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
	// readings are what functions of the application, by their full name, read of the environment, nil for nothing.
	readings map[string]*reading
	bytes    int
	// depth is how many classes are followed at the moment to find what another one inherits.
	depth int
	// left is how many more values the evaluation at hand may make.
	left int
}

// Read implements code.Language.
func (Language) Read(app code.Application) []code.Read {
	p := &program{app: app, modules: map[string]*module{}, errs: map[string]error{}, named: map[string]*module{},
		readings: map[string]*reading{}}
	for _, file := range app.Files { // all of them before others that they import, which share the budget
		p.module(file)
	}
	reads := make([]code.Read, len(app.Files))
	for i, file := range app.Files {
		m := p.modules[file.Path]
		if m == nil {
			reads[i] = code.Unread(p.errs[file.Path])
			continue
		}
		reads[i] = code.Read{Module: m.facts(), Partial: m.Partial, IsCut: m.IsCut}
	}
	p.placeViews(reads)
	return reads
}

// module returns the module of a file, nil where it cannot be parsed.
func (p *program) module(file *source.File) *module {
	if m, known := p.modules[file.Path]; known {
		return m
	}
	m, err := (*module)(nil), error(errBudget)
	if p.bytes += len(file.Content); p.bytes <= maxBytes {
		m, err = p.newModule(file)
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

// errBudget is the reason for which a module was not looked at.
const errBudget = syntax.LimitError("the application has more than 8 MB of source code: the rest was not looked at")

// find returns the module of the application with a full name, nil for none. It is read when it is first asked for. Programs are
// started in different folders, so a name may begin in any folder that a module of the application is in.
func (p *program) find(name string) *module {
	if m, known := p.named[name]; known {
		return m
	}
	p.named[name] = nil
	file := strings.ReplaceAll(name, ".", "/")
	for _, folder := range []string{"", "src"} {
		for _, candidate := range []string{file + ".py", file + "/__init__.py"} {
			if f := p.app.Open(path.Join(p.app.Root, folder, candidate)); f != nil {
				p.named[name] = p.module(f)
				return p.named[name]
			}
		}
	}
	if frameworks().IsWord(name) {
		return nil // a package that is installed, whatever a file in some folder is called
	}
	for _, f := range p.app.Files { // the folder of the program may be below that of the application
		if strings.HasSuffix(f.Path, "/"+file+".py") || strings.HasSuffix(f.Path, "/"+file+"/__init__.py") {
			p.named[name] = p.module(f)
			break
		}
	}
	return p.named[name]
}
