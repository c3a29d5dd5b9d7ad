package golang

import (
	"go/ast"
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
