package python

import (
	"path"
	"strings"

	"github.com/seclint/seclint/internal/literal"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/syntax"
)

// module is a source file with the names that it binds.
type module struct {
	*program
	*syntax.Tree
	file *source.File
	// name is the full name in the application, such as api.auth; isPackage is set for an __init__.py.
	name      string
	isPackage bool
	top       *scope
	// scopes are those of functions and classes, by their node.
	scopes map[int]*scope
	// imports are the full names of all that is imported, in order.
	imports []string
	// full are the full names of expressions that were asked for.
	full map[int]resolved
	// changes are what the module does to dictionaries and lists, by their name; nil until somebody asks.
	changes literal.Changes[*scope]
}

// scope is what binds names: a module, a class or a function.
type scope struct {
	parent *scope
	// name is that of the class or function with those around it: Class.method.
	name string
	// class is the class around a method, nil elsewhere.
	class *scope
	// isClass is set for the scope of a class, whose names methods do not see.
	isClass bool
	node    int
	names   map[string][]binding
	// globals are the names that a function binds in the module.
	globals map[string]*scope
}

// maxBindings bounds how many bindings of one name are remembered: a name with so many has no value that is known.
const maxBindings = 5

// bindingKind says how a name is bound.
type bindingKind uint8

const (
	bindValue  bindingKind = iota // node is the expression
	bindImport                    // full is the full name
	bindParameter
	bindFunction
	bindClass
	bindOther // a loop, an exception, or a part of a tuple
)

type binding struct {
	kind bindingKind
	node int
	full string
	// scope is where the expression is evaluated.
	scope *scope
}

func (s *scope) bind(name string, b binding) {
	if top := s.globals[name]; top != nil {
		if len(top.names[name]) < maxBindings {
			b.scope = s
			top.names[name] = append(top.names[name], b)
		}
		return
	}
	if len(s.names[name]) < maxBindings {
		b.scope = s
		s.names[name] = append(s.names[name], b)
	}
}

// lookup returns the bindings of a name as code in a scope sees it.
func (s *scope) lookup(name string) []binding {
	for at := s; at != nil; at = at.parent {
		if at.isClass && at != s {
			continue
		}
		if found := at.names[name]; found != nil {
			return found
		}
	}
	return nil
}

// newModule parses a file and finds the names that it binds.
func (p *program) newModule(file *source.File) (*module, error) {
	tree, err := syntax.Parse(syntax.Python, file.Content)
	if err != nil {
		return nil, err
	}
	m := &module{program: p, Tree: tree, file: file, scopes: map[int]*scope{}, full: map[int]resolved{}}
	m.name, m.isPackage = p.moduleName(file.Path)
	m.top = &scope{names: map[string][]binding{}}
	m.gather(0, m.top)
	return m, nil
}

// moduleName returns the name of the module in a file.
func (p *program) moduleName(file string) (name string, isPackage bool) {
	name = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(file, p.app.Root), "/"), path.Ext(file))
	name = strings.ReplaceAll(strings.TrimPrefix(name, "src/"), "/", ".")
	if name == "__init__" {
		return "", true
	}
	return strings.CutSuffix(name, ".__init__")
}
