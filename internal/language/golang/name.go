package golang

import (
	"go/ast"
	"go/token"
	"strings"
)

// resolved is the full name of an expression.
type resolved struct {
	name string
	// isKnown is set where the name comes from an import or is declared in the application; otherwise it is as written.
	isKnown bool
}

// fullName returns the full name of what is called or referred to: net/http.ListenAndServe, gin.Engine.Run, internal/api.Server.start.
func (m *module) fullName(expr ast.Expr, s *scope) (name string, isKnown bool) {
	r, found := m.names[expr]
	if !found {
		m.names[expr] = r // a name that depends on itself is not known
		r.name, r.isKnown = m.resolve(expr, s)
		m.names[expr] = r
	}
	return r.name, r.isKnown
}

// resolve is fullName for an expression that nobody has asked about before.
func (m *module) resolve(expr ast.Expr, s *scope) (name string, isKnown bool) {
	switch e := expr.(type) {
	case *ast.Ident:
		for _, b := range m.lookup(e.Name, s) {
			if b.kind == bindFunction || b.kind == bindType {
				return b.module.pkg.name + "." + e.Name, true
			}
		}
		return e.Name, false
	case *ast.SelectorExpr:
		if full := m.packageOf(e.X, s); full != "" {
			return full + "." + e.Sel.Name, true
		}
		of := m.typeOf(e.X, s)
		if of == "" || strings.HasPrefix(of, "[]") {
			return m.text(e), false
		}
		return m.member(of, e.Sel.Name)
	case *ast.ParenExpr:
		return m.fullName(e.X, s)
	case *ast.StarExpr:
		return m.fullName(e.X, s)
	case *ast.IndexExpr: // a generic function
		return m.fullName(e.X, s)
	case *ast.IndexListExpr:
		return m.fullName(e.X, s)
	}
	return "", false
}

// packageOf returns the full name of the package that an expression is the name of, "" for anything else.
func (m *module) packageOf(expr ast.Expr, s *scope) string {
	name, ok := expr.(*ast.Ident)
	if !ok || m.imports[name.Name] == "" {
		return ""
	}
	for at := s; at != nil; at = at.parent {
		if at.names[name.Name] != nil {
			return ""
		}
	}
	return m.imports[name.Name]
}

// maxEmbedded bounds how many types are followed that are embedded in each other.
const maxEmbedded = 4

// member returns the full name of a method or field of a type, which may be one of a type that it embeds.
func (m *module) member(of, name string) (full string, isKnown bool) {
	for range maxEmbedded {
		spec, owner := m.typeSpec(of)
		if spec == nil {
			return of + "." + name, true
		}
		if owner.pkg.hasMethod(spec.Name.Name, name) || fieldOf(spec, name) != nil {
			return of + "." + name, true
		}
		embedded := ""
		if t, ok := spec.Type.(*ast.StructType); ok {
			embedded = owner.embeds(t, name)
		} else if _, ok := spec.Type.(*ast.InterfaceType); !ok {
			embedded = owner.typeOfType(spec.Type, owner.pkg.top)
		}
		if embedded == "" || strings.HasPrefix(embedded, "[]") {
			break
		}
		of = embedded
	}
	return of + "." + name, true
}

func (of *pkg) hasMethod(typeName, name string) bool {
	full := typeName + "." + name
	if _, found := of.methods[full]; found {
		return true
	}
	of.load(name)
	_, found := of.methods[full]
	return found
}

// fieldOf returns the field of a struct, nil where it has none with the name.
func fieldOf(spec *ast.TypeSpec, name string) *ast.Field {
	t, ok := spec.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	for _, field := range t.Fields.List {
		for _, n := range field.Names {
			if n.Name == name {
				return field
			}
		}
		if len(field.Names) == 0 && typeBase(field.Type) == name {
			return field
		}
	}
	return nil
}

// typeBase returns the last part of the name of a type, by which an embedded field is called.
func typeBase(expr ast.Expr) string {
	switch t := expr.(type) {
	case *ast.StarExpr:
		return typeBase(t.X)
	case *ast.SelectorExpr:
		return t.Sel.Name
	}
	return typeName(expr)
}

// embeds returns the type that a struct embeds and that may have a member: the first of the application that has it, else the first
// of other people.
func (m *module) embeds(t *ast.StructType, name string) string {
	foreign := ""
	for _, field := range t.Fields.List {
		if len(field.Names) > 0 {
			continue
		}
		full := m.typeOfType(field.Type, m.pkg.top)
		spec, owner := m.typeSpec(full)
		switch {
		case spec == nil && foreign == "":
			foreign = full
		case spec != nil && (owner.pkg.hasMethod(spec.Name.Name, name) || fieldOf(spec, name) != nil):
			return full
		}
	}
	return foreign
}

// typeSpec returns the declaration of a type of the application, with its module; nil for any other.
func (m *module) typeSpec(full string) (*ast.TypeSpec, *module) {
	b := m.declared(full)
	if b.kind != bindType {
		return nil, nil
	}
	return b.spec, b.module
}

// declared returns what a package of the application declares by a full name; of kind bindOther where there is nothing.
func (m *module) declared(full string) binding {
	dot := strings.LastIndexByte(full, '.')
	if dot < 0 {
		return binding{kind: bindOther}
	}
	of := m.program.named(full[:dot])
	if of == nil {
		return binding{kind: bindOther}
	}
	name := full[dot+1:]
	if of.top.names[name] == nil {
		of.load(name)
	}
	if found := of.top.names[name]; len(found) > 0 {
		return found[0]
	}
	return binding{kind: bindOther}
}

// method returns the declaration of a method by its full name, ok is false where the application has none.
func (m *module) method(full string) (b binding, ok bool) {
	dot := strings.LastIndexByte(full, '.')
	if dot < 0 {
		return b, false
	}
	spec, owner := m.typeSpec(full[:dot])
	if spec == nil || !owner.pkg.hasMethod(spec.Name.Name, full[dot+1:]) {
		return b, false
	}
	return owner.pkg.methods[spec.Name.Name+full[dot:]], true
}

// function returns the function or method of the application that a full name means.
func (m *module) function(full string) (b binding, ok bool) {
	if b := m.declared(full); b.kind == bindFunction {
		return b, true
	}
	return m.method(full)
}

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
