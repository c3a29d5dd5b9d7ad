package golang

import (
	"go/ast"
	"go/token"
	"strings"
)

// typeOfType returns the full name of a type, without pointers: net/http.Server. A list or a map has [] and what its items are.
func (m *module) typeOfType(expr ast.Expr, s *scope) string {
	switch t := expr.(type) {
	case *ast.Ident:
		for _, b := range m.lookup(t.Name, s) {
			if b.kind == bindType {
				return b.module.pkg.name + "." + t.Name
			}
		}
		return t.Name
	case *ast.SelectorExpr:
		if full := m.packageOf(t.X, s); full != "" {
			return full + "." + t.Sel.Name
		}
	case *ast.StarExpr:
		return m.typeOfType(t.X, s)
	case *ast.ParenExpr:
		return m.typeOfType(t.X, s)
	case *ast.Ellipsis:
		return "[]" + m.typeOfType(t.Elt, s)
	case *ast.ArrayType:
		return "[]" + m.typeOfType(t.Elt, s)
	case *ast.MapType:
		return "[]" + m.typeOfType(t.Value, s)
	case *ast.IndexExpr:
		return m.typeOfType(t.X, s)
	case *ast.IndexListExpr:
		return m.typeOfType(t.X, s)
	case *ast.ChanType:
		return "[]" + m.typeOfType(t.Value, s)
	}
	return ""
}

// typeOf returns the full name of the type of an expression, "" where nothing says it.
func (m *module) typeOf(expr ast.Expr, s *scope) string {
	if known, found := m.types[expr]; found {
		return known
	}
	m.types[expr] = ""
	full := m.inferType(expr, s)
	m.types[expr] = full
	return full
}

// inferType is typeOf for an expression that nobody has asked about before.
func (m *module) inferType(expr ast.Expr, s *scope) string {
	switch e := expr.(type) {
	case *ast.Ident:
		return m.typeOfBindings(m.lookup(e.Name, s))
	case *ast.SelectorExpr:
		return m.typeOfSelector(e, s)
	case *ast.CallExpr:
		return m.result(e, 0, s)
	case *ast.CompositeLit:
		if e.Type != nil {
			return m.typeOfType(e.Type, s)
		}
	case *ast.UnaryExpr:
		if e.Op == token.AND || e.Op == token.ARROW {
			return strings.TrimPrefix(m.typeOf(e.X, s), suffixIf(e.Op == token.ARROW, "[]"))
		}
	case *ast.StarExpr:
		return m.typeOf(e.X, s)
	case *ast.ParenExpr:
		return m.typeOf(e.X, s)
	case *ast.TypeAssertExpr:
		if e.Type != nil {
			return m.typeOfType(e.Type, s)
		}
	case *ast.IndexExpr:
		if of, isList := strings.CutPrefix(m.typeOf(e.X, s), "[]"); isList {
			return of
		}
	case *ast.SliceExpr:
		return m.typeOf(e.X, s)
	}
	return ""
}

func suffixIf(condition bool, text string) string {
	if condition {
		return text
	}
	return ""
}

// typeOfBindings returns the type of a name: what is written, else what it is known to be in one of the places that bind it.
func (m *module) typeOfBindings(found []binding) string {
	for _, b := range found {
		if b.typ != nil {
			full := b.module.typeOfType(b.typ, b.scope)
			if b.isVariadic {
				return "[]" + full
			}
			return full
		}
	}
	for _, b := range found {
		full := ""
		switch {
		case b.kind == bindRange:
			full = strings.TrimPrefix(b.module.typeOf(b.node, b.scope), "[]")
		case b.kind != bindValue || b.node == nil:
		case b.index > 0:
			if call, ok := b.node.(*ast.CallExpr); ok {
				full = b.module.result(call, b.index, b.scope)
			}
		default:
			full = b.module.typeOf(b.node, b.scope)
		}
		if full != "" {
			return full
		}
	}
	return ""
}

// typeOfSelector returns the type of a field, or of a variable of another package.
func (m *module) typeOfSelector(e *ast.SelectorExpr, s *scope) string {
	full, isKnown := m.fullName(e, s)
	if !isKnown {
		return ""
	}
	if c := frameworks().Callee(full); c != nil {
		return c.Type
	}
	if b := m.declared(full); b.kind == bindValue {
		return m.typeOfBindings([]binding{b})
	}
	dot := strings.LastIndexByte(full, '.')
	spec, owner := m.typeSpec(full[:max(dot, 0)])
	if spec == nil {
		return ""
	}
	if field := fieldOf(spec, full[dot+1:]); field != nil {
		return owner.typeOfType(field.Type, owner.pkg.top)
	}
	return ""
}

// result returns the type of a result of a call.
func (m *module) result(call *ast.CallExpr, index int, s *scope) string {
	if name, ok := call.Fun.(*ast.Ident); ok && (name.Name == "new" || name.Name == "make") && len(call.Args) > 0 {
		return m.typeOfType(call.Args[0], s)
	}
	full, isKnown := m.fullName(call.Fun, s)
	if c := frameworks().Find(full, !isKnown); c != nil && c.Type != "" && index == 0 {
		return c.Type
	}
	if !isKnown {
		return ""
	}
	if b := m.declared(full); b.kind == bindType {
		return full
	}
	b, ok := m.function(full)
	if !ok || b.decl.Type.Results == nil {
		return ""
	}
	at := 0
	for _, field := range b.decl.Type.Results.List {
		at += max(1, len(field.Names))
		if index < at {
			return b.module.typeOfType(field.Type, b.scope)
		}
	}
	return ""
}
