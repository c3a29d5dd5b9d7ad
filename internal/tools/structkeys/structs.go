package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// program is the package that has the structs.
type program struct {
	options
	types     map[string]*ast.TypeSpec
	functions []*ast.FuncDecl
	values    map[string]ast.Expr // constants and variables of the package, by name
}

// field is a field of a struct with a tag.
type field struct {
	name, key  string
	typ        ast.Expr
	deprecated bool
}

// read returns the keys of a release by STRUCT.KEY, none when no package has the root struct.
func read(folders map[string]map[string][]byte, o options) (map[string]key, error) {
	var best *program
	most := 0
	for _, dir := range slices.Sorted(maps.Keys(folders)) {
		p, err := parse(folders[dir], o)
		if err != nil {
			return nil, err
		}
		if n := len(p.fields(o.root)); n > most {
			best, most = p, n
		}
	}
	keys := map[string]key{}
	if best != nil {
		best.collect(o.root, best.assigned(), keys)
	}
	return keys, nil
}

func parse(files map[string][]byte, o options) (*program, error) {
	p := &program{options: o, types: map[string]*ast.TypeSpec{}, values: map[string]ast.Expr{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file, err := parser.ParseFile(token.NewFileSet(), name, files[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				p.functions = append(p.functions, d)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					p.declare(spec)
				}
			}
		}
	}
	return p, nil
}

func (p *program) declare(spec ast.Spec) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		p.types[p.named(s.Name.Name)] = s
	case *ast.ValueSpec:
		for i, name := range s.Names {
			if i < len(s.Values) {
				p.values[name.Name] = s.Values[i]
			}
		}
	}
}

// named returns the name that is printed for a struct.
func (p *program) named(name string) string {
	if other, ok := p.names[name]; ok {
		return other
	}
	return name
}

// fields returns the fields of a struct that have a tag, nil for another type.
func (p *program) fields(name string) []field {
	spec := p.types[name]
	if spec == nil {
		return nil
	}
	s, ok := spec.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	var all []field
	for _, f := range s.Fields.List {
		if f.Tag == nil || len(f.Names) != 1 {
			continue
		}
		text, _ := strconv.Unquote(f.Tag.Value)
		tag := reflect.StructTag(text)
		written, ok := tag.Lookup("yaml") // a field with both is written to JSON under the other name
		if !ok {
			written = tag.Get("json")
		}
		key, _, _ := strings.Cut(written, ",")
		if key != "" && key != "-" {
			remark := strings.Contains(f.Comment.Text(), "deprecated")
			all = append(all, field{f.Names[0].Name, key, f.Type, remark || tag.Get("deprecated") != ""})
		}
	}
	return all
}

// collect adds the keys of a struct and of those that its fields lead to.
func (p *program) collect(name string, assigned map[string]ast.Expr, keys map[string]key) {
	for _, f := range p.fields(name) {
		at := name + "." + f.key
		if _, ok := keys[at]; ok {
			return // the struct is known already
		}
		value := p.zero(f.typ)
		if e, ok := assigned[name+"."+f.name]; ok {
			value = p.value(e)
		}
		keys[at] = key{p.typeOf(f.typ), f.deprecated, value}
	}
	for _, f := range p.fields(name) {
		element := p.typeOf(f.typ)
		p.collect(element[strings.LastIndexByte(element, ']')+1:], assigned, keys)
	}
}

// typeOf names a type: pointers are left out, and a list that has a name is one of its items.
func (p *program) typeOf(e ast.Expr) string {
	switch t := e.(type) {
	case *ast.StarExpr:
		return p.typeOf(t.X)
	case *ast.ArrayType:
		return "[]" + p.typeOf(t.Elt)
	case *ast.MapType:
		if value := p.typeOf(t.Value); value != "struct{}" {
			return "map[" + p.typeOf(t.Key) + "]" + value
		}
		return "[]" + p.typeOf(t.Key)
	case *ast.Ident:
		if spec := p.types[p.named(t.Name)]; spec != nil {
			switch spec.Type.(type) {
			case *ast.ArrayType, *ast.MapType:
				return p.typeOf(spec.Type)
			}
		}
		return p.named(t.Name)
	}
	return types.ExprString(e)
}
