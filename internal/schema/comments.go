package schema

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
)

// module is the path of the module that the types are declared in.
const module = "github.com/seclint/seclint/"

// comments are those of types and their fields, read package by package from the source.
type comments struct {
	root string
	read map[string]bool   // by package
	text map[string]string // by package.Type, or by package.Type.Field
	err  error             // the first one
}

func newComments(root string) *comments {
	return &comments{root: root, read: map[string]bool{}, text: map[string]string{}}
}

// of returns the comment of a type in one line.
func (c *comments) of(t reflect.Type) string {
	c.pkg(t.PkgPath())
	return c.text[t.String()]
}

// field returns the comment of a field in one line.
func (c *comments) field(f field) string {
	c.pkg(f.owner.PkgPath())
	return c.text[f.owner.String()+"."+f.Name]
}

// pkg reads the comments of a package of the module.
func (c *comments) pkg(name string) {
	folder, ours := strings.CutPrefix(name, module)
	if c.read[name] || !ours {
		return
	}
	c.read[name] = true
	files, err := filepath.Glob(filepath.Join(c.root, filepath.FromSlash(folder), "*.go"))
	for _, file := range files {
		if err == nil && !strings.HasSuffix(file, "_test.go") {
			err = c.file(file)
		}
	}
	if c.err == nil && err != nil {
		c.err = fmt.Errorf("reading the comments of %s: %w", name, err)
	}
}

func (c *comments) file(file string) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		return err
	}
	for _, declaration := range parsed.Decls {
		types, ok := declaration.(*ast.GenDecl)
		if !ok || types.Tok != token.TYPE {
			continue
		}
		for _, spec := range types.Specs {
			c.typeSpec(parsed.Name.Name, spec.(*ast.TypeSpec), types.Doc)
		}
	}
	return nil
}

func (c *comments) typeSpec(pkg string, spec *ast.TypeSpec, doc *ast.CommentGroup) {
	name := pkg + "." + spec.Name.Name
	c.text[name] = strings.TrimPrefix(oneLine(doc), "json")
	s, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range s.Fields.List {
		for _, n := range field.Names {
			c.text[name+"."+n.Name] = oneLine(field.Doc)
		}
	}
}

func oneLine(doc *ast.CommentGroup) string { return strings.Join(strings.Fields(doc.Text()), " ") }
