package golang

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/literal"
	"github.com/seclint/seclint/internal/source"
)

// module is a source file with the names that it binds.
type module struct {
	*program
	*pkg
	file *source.File
	ast  *ast.File
	tok  *token.File
	// imports are the names that the file gives to packages, with the full names of these.
	imports map[string]string
	// scopes are those of functions, by their declaration or literal.
	scopes map[ast.Node]*scope
	// types and names are those of expressions that were asked for.
	types map[ast.Expr]string
	names map[ast.Expr]resolved
	// fallbacks are the assignments that a condition makes where something else is missing, or is there.
	fallbacks map[*ast.AssignStmt]bool
	// changes are what the file does to maps, by their name; nil until somebody asks.
	changes literal.Changes[*scope]
	// partial says what of the file was not looked at, "" where all of it was.
	partial string
	// isCut is set where a limit is the reason.
	isCut bool
}

// pkg is a package of the application: a folder, whose files share their names.
type pkg struct {
	program *program
	// name is the full name: the folder below that of the application, main for that folder itself.
	name string
	// rest are the files that were not parsed yet, by path.
	rest []string
	top  *scope
	// asked are the names that were looked for in rest.
	asked map[string]bool
	// methods are the methods by the name of their type: Type.Method.
	methods map[string]binding
	// writes are the values that fields get, by the name of the field.
	writes map[string][]write
}

// write gives the field of a struct a value.
type write struct {
	// of is the composite literal, or the expression whose field is assigned.
	of ast.Expr
	binding
}

// maxWrites bounds how many values of fields of one name are remembered in a package.
const maxWrites = 50

// parse returns the module of a file. A file with mistakes gives a module of what is around them.
func (p *program) parse(file *source.File) (m *module, err error) {
	if len(file.Content) > maxFile {
		return nil, errFile
	}
	if isNested(file.Content) {
		return nil, errNested
	}
	tree, err := parser.ParseFile(p.files, file.Path, file.Content, parser.ParseComments|parser.SkipObjectResolution)
	if tree == nil || tree.Name == nil || !tree.FileStart.IsValid() {
		return nil, err
	}
	m = &module{
		program: p, file: file, ast: tree, tok: p.files.File(tree.FileStart), imports: map[string]string{}, scopes: map[ast.Node]*scope{},
		types: map[ast.Expr]string{}, names: map[ast.Expr]resolved{}, fallbacks: map[*ast.AssignStmt]bool{},
	}
	if m.pkg = p.packageIn(path.Dir(file.Path)); m.pkg == nil {
		return nil, errBudget
	}
	if err != nil {
		m.partial = "the file has a syntax error: what is around it was looked at"
	}
	return m, nil
}

// maxNesting bounds how deep brackets and prefix operators of a file are inside each other. The parser recurses for each.
const maxNesting = 400

// isNested reports whether a file is deeper than any program that somebody writes. It goes over the bytes once and takes strings and
// comments for code, which can only make the answer yes too early where these have hundreds of brackets that nothing closes.
func isNested(content []byte) bool {
	depth, run := 0, 0
	for _, c := range content {
		switch c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth = max(0, depth-1)
		}
		switch c {
		case '!', '-', '+', '&', '*', '^', '<', '~':
			run++
		case ' ', '\n', '\t':
		default:
			run = 0
		}
		if depth > maxNesting || run > 4*maxNesting {
			return true
		}
	}
	return false
}

// place returns where a node is.
func (m *module) place(n ast.Node) code.Place {
	if n == nil {
		return code.Place{}
	}
	start, end := m.offset(n.Pos()), m.offset(n.End())
	return code.Place{Start: start, End: max(start, end)}
}

func (m *module) offset(pos token.Pos) int {
	if !pos.IsValid() || int(pos) < m.tok.Base() {
		return 0
	}
	return min(int(pos)-m.tok.Base(), len(m.file.Content))
}

// text returns the text of an expression, "" for a long one.
func (m *module) text(n ast.Node) string {
	p := m.place(n)
	if p.End-p.Start > 120 {
		return ""
	}
	return string(m.file.Content[p.Start:p.End])
}

// gatherFile binds what the file declares.
func (m *module) gatherFile() {
	for _, spec := range m.ast.Imports {
		importPath, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		full := m.imported(importPath)
		name := path.Base(unversioned(importPath))
		if spec.Name != nil {
			name = spec.Name.Name
		} else if at := strings.LastIndexByte(name, '-'); at >= 0 && strings.HasPrefix(name, "go-") {
			name = name[at+1:]
		}
		if spec.Name == nil { // jwt-go is called jwt
			name = strings.TrimSuffix(name, "-go")
		}
		m.imports[name] = full
	}
	for _, decl := range m.ast.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			m.gatherDecl(d)
		default:
			m.gather(decl, m.pkg.top)
		}
	}
}

// gatherDecl binds a function or method and what its body binds.
func (m *module) gatherDecl(d *ast.FuncDecl) {
	name, receiver := d.Name.Name, ""
	if d.Recv != nil && len(d.Recv.List) == 1 {
		receiver = typeName(d.Recv.List[0].Type)
		name = receiver + "." + name
	}
	b := binding{kind: bindFunction, decl: d, module: m, scope: m.pkg.top}
	if receiver != "" {
		m.pkg.methods[name] = b
	} else if d.Recv == nil && d.Name.Name != "init" && d.Name.Name != "_" {
		m.pkg.top.bind(d.Name.Name, b)
	}
	inner := newScope(m.pkg.top, name)
	m.scopes[d] = inner
	if d.Recv != nil {
		m.gatherParameters(d.Recv, inner)
	}
	m.gatherFunction(d.Type, d.Body, inner)
}

// typeName returns the name of the type of a receiver.
func typeName(expr ast.Expr) string {
	switch t := expr.(type) {
	case *ast.Ident:
		return t.Name
	case *ast.StarExpr:
		return typeName(t.X)
	case *ast.IndexExpr:
		return typeName(t.X)
	case *ast.IndexListExpr:
		return typeName(t.X)
	case *ast.ParenExpr:
		return typeName(t.X)
	}
	return ""
}

// load parses the files of the package that have a name and were not parsed yet.
func (of *pkg) load(name string) {
	if of.asked[name] || len(of.rest) == 0 || types.Universe.Lookup(name) != nil {
		return
	}
	of.asked[name] = true
	rest := of.rest
	of.rest = nil
	var left []string
	for _, file := range rest {
		if _, known := of.program.modules[file]; known {
			continue
		}
		f := of.program.app.Open(file)
		if f == nil {
			continue
		}
		if !bytes.Contains(f.Content, []byte(name)) {
			left = append(left, file)
			continue
		}
		of.program.open(f)
	}
	of.rest = left
}
