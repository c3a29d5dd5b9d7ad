package golang

import (
	"go/ast"
	"go/token"
	"slices"

	"github.com/seclint/seclint/internal/code"
)

// count adds an addition to an item or a field.
func (w *walker) count(n ast.Node, of ast.Expr, c context) {
	switch of.(type) {
	case *ast.IndexExpr, *ast.SelectorExpr:
		if len(w.out.Counts) < maxFacts {
			w.out.Counts = append(w.out.Counts, &code.Count{Place: w.place(n), Context: c.code(), Name: code.CountName(w.text(of))})
		}
	}
}

// unary returns what an operator in front of a value gives.
func (m *module) unary(e *ast.UnaryExpr, s *scope, steps int) *code.Value {
	v := m.value(e.X, s, steps-1)
	switch e.Op {
	case token.NOT:
		return not(v)
	case token.SUB:
		if n, ok := v.Is.(int64); ok {
			return code.Literal(code.Place{}, -n)
		}
	case token.AND, token.ADD:
		return v
	}
	return unknown()
}

// not returns the opposite of a value, or of the default of one that is read from outside.
func not(v *code.Value) *code.Value {
	if v.Default != nil && v.Default.Kind == "literal" {
		if b, ok := v.Default.Is.(bool); ok {
			with := *v
			with.Default = code.Literal(v.Default.Place, !b)
			return &with
		}
	}
	return code.Not(v)
}

// binary returns what an operator between two values gives.
func (m *module) binary(e *ast.BinaryExpr, s *scope, steps int) *code.Value {
	left, right := m.value(e.X, s, steps-1), m.value(e.Y, s, steps-1)
	switch e.Op {
	case token.LAND:
		return &code.Value{Kind: "and", Items: []*code.Value{left, right}}
	case token.LOR:
		return &code.Value{Kind: "either", Items: []*code.Value{left, right}}
	case token.EQL, token.NEQ, token.LSS, token.GTR, token.LEQ, token.GEQ:
		if left.Kind == "environment" && right.Kind == "literal" && right.Is != "" && (e.Op == token.EQL || e.Op == token.NEQ) {
			if read, ok := code.ReadAs(left, right, e.Op.String()); ok {
				return read
			}
		}
		return &code.Value{Kind: "comparison", Part: e.Op.String(), Items: []*code.Value{left, right}}
	case token.ADD:
		return sum(left, right)
	case token.MUL:
		return product(left, right)
	}
	return &code.Value{Kind: "unknown", Items: []*code.Value{left, right}}
}

func sum(left, right *code.Value) *code.Value {
	a, okA := left.Is.(int64)
	b, okB := right.Is.(int64)
	if okA && okB {
		return code.Literal(code.Place{}, a+b)
	}
	x, okX := left.Is.(string)
	y, okY := right.Is.(string)
	if okX && okY {
		return code.Literal(code.Place{}, x+y)
	}
	return &code.Value{Kind: "template", Part: "+", Items: slices.Concat(parts(left), parts(right))}
}

// parts returns what a text is made of.
func parts(v *code.Value) []*code.Value {
	if v.Kind == "template" && len(v.Items) < maxItems {
		return v.Items
	}
	return []*code.Value{v}
}

func product(left, right *code.Value) *code.Value {
	a, okA := left.Is.(int64)
	b, okB := right.Is.(int64)
	if okA && okB {
		return code.Literal(code.Place{}, a*b)
	}
	return &code.Value{Kind: "unknown", Part: "*", Items: []*code.Value{left, right}}
}

// composite returns a list, a dictionary, or the call that makes a struct.
func (m *module) composite(e *ast.CompositeLit, s *scope, steps int) *code.Value {
	switch e.Type.(type) {
	case *ast.ArrayType:
		v := &code.Value{Kind: "list"}
		for _, element := range e.Elts[:min(len(e.Elts), maxItems)] {
			v.Items = append(v.Items, m.value(element, s, steps-1))
		}
		return v
	case *ast.MapType:
		return m.dictionary(e, s, steps)
	}
	v := &code.Value{Kind: "call", Name: m.typeOf(e, s), Entries: map[string]*code.Value{}}
	for _, element := range e.Elts[:min(len(e.Elts), maxItems)] {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok {
				v.Entries[key.Name] = m.value(pair.Value, s, min(steps-1, 4))
			}
		}
	}
	return v
}

func (m *module) dictionary(e *ast.CompositeLit, s *scope, steps int) *code.Value {
	v := &code.Value{Kind: "dictionary", Entries: map[string]*code.Value{}}
	for _, element := range e.Elts[:min(len(e.Elts), maxItems)] {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := m.value(pair.Key, s, 3).Is.(string); ok {
			v.Entries[key] = m.value(pair.Value, s, steps-1)
		} else {
			v.Part = "open"
		}
	}
	return v
}

// item returns what an index gives: a part of a request, or of a list or dictionary that is written out.
func (m *module) item(e *ast.IndexExpr, s *scope, steps int) *code.Value {
	if v := m.request(e, s, steps); v != nil {
		return v
	}
	of, key := m.value(e.X, s, steps-1), m.value(e.Index, s, 3)
	if name, ok := key.Is.(string); ok && of.Kind == "dictionary" && of.Entries[name] != nil {
		return of.Entries[name]
	}
	if of.Kind == "request" {
		return of
	}
	name, _ := key.Is.(string)
	return &code.Value{Kind: "unknown", Name: name, Items: []*code.Value{of}}
}
