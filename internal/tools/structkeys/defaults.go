package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"time"
)

// unknown is printed for a default that takes more than reading constants.
const unknown = "?"

// setters are functions that a program calls before it reads the file.
var setters = []string{"setDefaults", "SetDefaults", "UnmarshalJSON"}

// assigned returns what the package assigns to fields when the file has nothing for them, by STRUCT.FIELD: in a setter, or under
// the condition that the field has no value.
func (p *program) assigned() map[string]ast.Expr {
	found := map[string]ast.Expr{}
	for _, f := range p.functions {
		if f.Body == nil {
			continue
		}
		vars := p.variables(f)
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if branch, ok := n.(*ast.IfStmt); ok {
				for _, s := range branch.Body.List {
					if name, value := assignment(s, vars); name != "" && isEmptyTest(branch.Cond, vars, name) {
						found[name] = value
					}
				}
			}
			return true
		})
	}
	for _, f := range p.functions {
		if f.Body != nil && f.Recv != nil && slices.Contains(setters, f.Name.Name) {
			vars := p.variables(f)
			for _, s := range f.Body.List {
				if name, value := assignment(s, vars); name != "" {
					found[name] = value
				}
			}
		}
	}
	return found
}

// variables returns the structs that the receiver, the parameters and the local variables of a function have, by name.
func (p *program) variables(f *ast.FuncDecl) map[string]string {
	vars := map[string]string{}
	note := func(list *ast.FieldList) {
		if list == nil {
			return
		}
		for _, field := range list.List {
			for _, name := range field.Names {
				vars[name.Name] = p.typeOf(field.Type)
			}
		}
	}
	note(f.Recv)
	note(f.Type.Params)
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if s, ok := n.(*ast.AssignStmt); ok && s.Tok == token.DEFINE && len(s.Lhs) == 1 {
			if at, ok := s.Rhs[0].(*ast.UnaryExpr); ok {
				if literal, ok := at.X.(*ast.CompositeLit); ok && literal.Type != nil {
					vars[s.Lhs[0].(*ast.Ident).Name] = p.typeOf(literal.Type)
				}
			}
		}
		return true
	})
	return vars
}

// assignment returns the field that a statement sets, as STRUCT.FIELD, and the value; "" for another statement.
func assignment(s ast.Stmt, vars map[string]string) (string, ast.Expr) {
	if a, ok := s.(*ast.AssignStmt); ok && a.Tok == token.ASSIGN && len(a.Lhs) == 1 && len(a.Rhs) == 1 {
		return selected(a.Lhs[0], vars), a.Rhs[0]
	}
	return "", nil
}

// selected returns STRUCT.FIELD for a field of a variable whose struct is known, otherwise "".
func selected(e ast.Expr, vars map[string]string) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok && vars[x.Name] != "" {
			return vars[x.Name] + "." + s.Sel.Name
		}
	}
	return ""
}

// isEmptyTest reports whether a condition is x.Field == nothing or len(x.Field) == 0.
func isEmptyTest(cond ast.Expr, vars map[string]string, name string) bool {
	test, ok := cond.(*ast.BinaryExpr)
	if !ok || test.Op != token.EQL {
		return false
	}
	tested := test.X
	if call, ok := tested.(*ast.CallExpr); ok && len(call.Args) == 1 {
		tested = call.Args[0]
	}
	return selected(tested, vars) == name
}

// zero returns the value of a field that nobody sets, in JSON.
func (p *program) zero(e ast.Expr) string {
	if _, ok := e.(*ast.StarExpr); ok {
		return "null"
	}
	kind := p.typeOf(e)
	if spec := p.types[kind]; spec != nil {
		if underlying, ok := spec.Type.(*ast.Ident); ok && underlying.Name == "string" {
			kind = underlying.Name
		}
	}
	switch {
	case kind == "bool":
		return "false"
	case kind == "string":
		return `""`
	case strings.HasPrefix(kind, "[]"):
		return "[]"
	case slices.Contains([]string{"int", "uint", "uint64", "float64", "time.Duration"}, kind):
		return "0"
	}
	return unknown
}

func (p *program) value(e ast.Expr) string {
	v, ok := p.eval(e)
	if !ok {
		return unknown
	}
	if d, ok := v.(time.Duration); ok {
		v = d.String()
	}
	b, err := json.Marshal(v)
	if err != nil {
		return unknown
	}
	return strings.ReplaceAll(string(b), " ", `\u0020`)
}

// eval returns the value of an expression of constants.
func (p *program) eval(e ast.Expr) (any, bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		return literal(x)
	case *ast.ParenExpr:
		return p.eval(x.X)
	case *ast.CallExpr:
		if len(x.Args) == 1 { // a conversion
			return p.eval(x.Args[0])
		}
	case *ast.BinaryExpr:
		return p.product(x)
	case *ast.SelectorExpr:
		return p.constant(fmt.Sprintf("%s.%s", p.typeOf(x.X), x.Sel.Name))
	case *ast.Ident:
		if x.Name == "true" || x.Name == "false" {
			return x.Name == "true", true
		}
		if v := p.values[x.Name]; v != nil {
			return p.eval(v)
		}
	case *ast.CompositeLit:
		return p.composite(x, x.Type)
	}
	return nil, false
}

func literal(x *ast.BasicLit) (any, bool) {
	switch x.Kind {
	case token.STRING:
		s, err := strconv.Unquote(x.Value)
		return s, err == nil
	case token.INT:
		n, err := strconv.ParseInt(x.Value, 0, 64)
		return n, err == nil
	case token.FLOAT:
		f, err := strconv.ParseFloat(x.Value, 64)
		return f, err == nil
	}
	return nil, false
}

// product multiplies numbers; one with a duration is a duration.
func (p *program) product(x *ast.BinaryExpr) (any, bool) {
	a, ok := p.eval(x.X)
	b, also := p.eval(x.Y)
	if !ok || !also || x.Op != token.MUL {
		return nil, false
	}
	m, isDuration := a.(time.Duration)
	n, isToo := b.(time.Duration)
	if i, ok := a.(int64); ok {
		m = time.Duration(i)
	}
	if i, ok := b.(int64); ok {
		n = time.Duration(i)
	}
	if isDuration || isToo {
		return m * n, true
	}
	return int64(m * n), true
}

func (p *program) constant(name string) (any, bool) {
	units := map[string]time.Duration{"time.Millisecond": time.Millisecond, "time.Second": time.Second, "time.Minute": time.Minute, "time.Hour": time.Hour}
	if d, ok := units[name]; ok {
		return d, true
	}
	text, ok := p.constants[name]
	return text, ok
}

// composite returns a list, or the object that a struct with tags is written as.
func (p *program) composite(x *ast.CompositeLit, typ ast.Expr) (any, bool) {
	list, object := []any{}, map[string]any{}
	element := ""
	if typ != nil {
		element = strings.TrimPrefix(p.typeOf(typ), "[]")
	}
	for _, item := range x.Elts {
		pair, isPair := item.(*ast.KeyValueExpr)
		if !isPair {
			v, ok := p.item(item, element)
			if !ok {
				return nil, false
			}
			list = append(list, v)
			continue
		}
		if body, ok := pair.Value.(*ast.CompositeLit); ok && body.Type == nil && len(body.Elts) == 0 { // a set
			v, ok := p.eval(pair.Key)
			if !ok {
				return nil, false
			}
			list = append(list, v)
			continue
		}
		v, ok := p.eval(pair.Value)
		name, isName := pair.Key.(*ast.Ident)
		if !ok || !isName {
			return nil, false
		}
		object[p.keyOf(element, name.Name)] = v
	}
	if len(object) > 0 {
		return object, true
	}
	return list, true
}

// item evaluates an item of a list, whose type may be left out.
func (p *program) item(e ast.Expr, element string) (any, bool) {
	if x, ok := e.(*ast.CompositeLit); ok && x.Type == nil {
		return p.composite(x, ast.NewIdent(element))
	}
	return p.eval(e)
}

func (p *program) keyOf(name, field string) string {
	for _, f := range p.fields(name) {
		if f.name == field {
			return f.key
		}
	}
	return field
}
