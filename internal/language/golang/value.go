package golang

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// maxSteps bounds how many names are followed to find out what an expression is, maxValues how many values it is made of.
const (
	maxSteps  = 12
	maxValues = 400
)

// maxItems bounds how many items of a list or entries of a dictionary are looked at.
const maxItems = 200

func unknown() *code.Value { return &code.Value{Kind: "unknown"} }

// value returns what an expression is. steps bounds how many names are followed and how deep expressions are.
func (m *module) value(expr ast.Expr, s *scope, steps int) *code.Value {
	if expr == nil {
		return unknown()
	}
	at := m.place(expr)
	if m.left--; steps <= 0 || m.left < 0 {
		return code.At(at, unknown())
	}
	return code.At(at, m.evaluate(expr, s, steps))
}

func (m *module) evaluate(expr ast.Expr, s *scope, steps int) *code.Value {
	switch e := expr.(type) {
	case *ast.BasicLit:
		if is := literalOf(e); is != nil {
			return code.Literal(code.Place{}, is)
		}
	case *ast.Ident:
		return m.identifier(e, s, steps)
	case *ast.SelectorExpr:
		return m.selector(e, s, steps)
	case *ast.CallExpr:
		return m.callValue(e, s, steps)
	case *ast.ParenExpr:
		return m.value(e.X, s, steps-1)
	case *ast.StarExpr:
		return m.value(e.X, s, steps-1)
	case *ast.UnaryExpr:
		return m.unary(e, s, steps)
	case *ast.BinaryExpr:
		return m.binary(e, s, steps)
	case *ast.CompositeLit:
		return m.composite(e, s, steps)
	case *ast.IndexExpr:
		return m.item(e, s, steps)
	case *ast.SliceExpr:
		if v := m.value(e.X, s, steps-1); v.Kind != "literal" {
			return v
		}
	case *ast.FuncLit:
		return m.functionValue(e.Body, m.scopes[e], steps)
	case *ast.TypeAssertExpr:
		return m.value(e.X, s, steps-1)
	}
	return unknown()
}

// literalOf returns the value of a literal, nil for one that is no text and no number.
func literalOf(e *ast.BasicLit) any {
	switch e.Kind {
	case token.STRING:
		if text, err := strconv.Unquote(e.Value); err == nil {
			return text
		}
	case token.INT:
		if n, err := strconv.ParseInt(e.Value, 0, 64); err == nil {
			return n
		}
	case token.FLOAT:
		if f, err := strconv.ParseFloat(e.Value, 64); err == nil {
			return f
		}
	}
	return nil
}

// functionValue returns a function as what it always gives, where it does nothing but return one value.
func (m *module) functionValue(body *ast.BlockStmt, s *scope, steps int) *code.Value {
	v := &code.Value{Kind: "function"}
	if body == nil || len(body.List) != 1 {
		return v
	}
	if r, ok := body.List[0].(*ast.ReturnStmt); ok && len(r.Results) == 1 {
		v.Items = []*code.Value{m.value(r.Results[0], s, min(steps-1, 4))}
	}
	return v
}

// identifier returns what a name has.
func (m *module) identifier(e *ast.Ident, s *scope, steps int) *code.Value {
	found := m.lookup(e.Name, s)
	if len(found) == 0 {
		switch e.Name {
		case "true", "false":
			return code.Literal(code.Place{}, e.Name == "true")
		case "nil":
			return code.Literal(code.Place{}, nil)
		}
		return &code.Value{Kind: "name", Name: e.Name}
	}
	return m.ofBindings(e.Name, found, steps)
}

// ofBindings returns what a name has that is bound in some places.
func (m *module) ofBindings(name string, found []binding, steps int) *code.Value {
	values := make([]*code.Value, 0, len(found))
	isFallback := false
	for _, b := range found {
		if b.kind == bindOther && b.typ != nil || b.kind == bindValue && b.node == nil { // var port string
			continue
		}
		if b.kind == bindOther {
			return &code.Value{Kind: "unknown", Name: name}
		}
		isFallback = isFallback || b.isFallback
		values = append(values, m.bound(name, b, steps-1))
	}
	switch {
	case len(found) == maxBindings:
		return &code.Value{Kind: "unknown", Name: name}
	case len(values) == 0:
		return &code.Value{Kind: "name", Name: name}
	case len(values) == 1:
		return code.Kept(name, values[0])
	case isFallback:
		if v := fallenBack(values); v != nil {
			return v
		}
	}
	return &code.Value{Kind: "either", Name: name, Items: values}
}

// fallenBack returns what is read from outside with the other value as its default, where one of the values is read and nobody sets
// the other: port := os.Getenv("PORT"); if port == "" { port = "80" }.
func fallenBack(values []*code.Value) *code.Value {
	var read *code.Value
	var others []*code.Value
	for _, v := range values {
		if (v.Kind == "environment" || v.Kind == "setting" && v.Default == nil) && read == nil {
			read = v
		} else {
			others = append(others, v)
		}
	}
	if read == nil || len(others) == 0 || read.Default != nil && !code.IsFalse(read.Default) {
		return nil
	}
	with := *read
	with.Default = code.PlainDefault(others[0])
	if len(others) > 1 {
		with.Default = &code.Value{Kind: "either", Items: others}
	}
	return &with
}

// bound returns what a binding has.
func (m *module) bound(name string, b binding, steps int) *code.Value {
	switch b.kind {
	case bindParameter:
		v := &code.Value{Kind: "parameter", Name: name}
		v.Part = b.module.typeOfType(b.typ, b.scope)
		return v
	case bindFunction:
		v := b.module.functionValue(b.decl.Body, b.module.scopes[b.decl], min(steps, 4))
		v.Name = b.module.pkg.name + "." + name
		if len(v.Items) == 0 {
			v.Kind = "name"
		}
		return v
	case bindType:
		return &code.Value{Kind: "name", Name: b.module.pkg.name + "." + name}
	case bindBody:
		if !b.module.readsRequest(b.node, b.scope, 3) {
			return &code.Value{Kind: "unknown", Name: name}
		}
		return &code.Value{Kind: "request", Part: "body", Name: name}
	case bindRange:
		return &code.Value{Kind: "unknown", Name: name, Items: []*code.Value{b.module.value(b.node, b.scope, min(steps, 3))}}
	}
	if v := b.module.credential(b); v != nil {
		return v
	}
	if b.index > 0 {
		return &code.Value{Kind: "unknown", Name: name}
	}
	v := b.module.value(b.node, b.scope, steps)
	if b.scope == b.module.pkg.top && isPlain(v) { // a constant of the package
		return &code.Value{Kind: "setting", Name: name, Default: v}
	}
	return v
}

// isPlain reports whether a value is written out.
func isPlain(v *code.Value) bool { return v.Kind == "literal" && v.Is != nil || v.Kind == "list" }

// selector returns what a field or a name of another package has.
func (m *module) selector(e *ast.SelectorExpr, s *scope, steps int) *code.Value {
	if v := m.request(e, s, steps); v != nil {
		return v
	}
	if e.Sel.Name == "Value" { // of a cookie
		if v := m.value(e.X, s, min(steps-1, 4)); v.Kind == "request" && v.Part == "cookie" {
			return v
		}
	}
	full, isKnown := m.fullName(e, s)
	if !isKnown {
		return m.fieldOfParameter(e, s)
	}
	if method, ok := strings.CutPrefix(full, "net/http.Method"); ok {
		return code.Literal(code.Place{}, strings.ToUpper(method))
	}
	if b := m.declared(full); b.kind != bindOther {
		v := m.bound(e.Sel.Name, b, steps-1)
		if v.Kind == "unknown" && v.Name == "" && len(v.Items) == 0 { // a variable of a package that gets its value later
			v = &code.Value{Kind: "name", Name: full}
		}
		return v
	}
	if v := m.field(full, steps); v != nil {
		return v
	}
	if v := m.fieldOfParameter(e, s); v.Kind != "name" {
		return v
	}
	return &code.Value{Kind: "name", Name: full}
}

// fieldOfParameter returns a field of a parameter, or of what a request brings.
func (m *module) fieldOfParameter(e *ast.SelectorExpr, s *scope) *code.Value {
	if x, ok := e.X.(*ast.Ident); ok {
		for _, b := range m.lookup(x.Name, s) {
			switch b.kind {
			case bindParameter:
				return &code.Value{Kind: "parameter", Name: x.Name + "." + e.Sel.Name, Part: b.module.typeOfType(b.typ, b.scope)}
			case bindBody:
				if b.module.readsRequest(b.node, b.scope, 3) {
					return &code.Value{Kind: "request", Part: "body", Name: strings.ToLower(e.Sel.Name)}
				}
			}
		}
	}
	return &code.Value{Kind: "name", Name: m.text(e)}
}

// field returns what a field of a struct of the application has, nil where nothing says it: the default of its tag, or what is
// written to it.
func (m *module) field(full string, steps int) *code.Value {
	dot := strings.LastIndexByte(full, '.')
	spec, owner := m.typeSpec(full[:max(dot, 0)])
	if spec == nil {
		return nil
	}
	name := full[dot+1:]
	field := fieldOf(spec, name)
	if field == nil {
		return nil
	}
	if setting := taggedSetting(field, name); setting != nil {
		kind := "setting"
		if setting.From == "environment" {
			kind = "environment"
		}
		v := &code.Value{Kind: kind, Name: setting.Name, Default: setting.Default}
		if v.Default == nil { // a function that makes the settings may give it one
			if values := m.written(full[:dot], name, owner, steps); len(values) == 1 && isPlain(values[0]) {
				v.Default = values[0]
			}
		}
		return v
	}
	values := m.written(full[:dot], name, owner, steps)
	switch {
	case len(values) == 0 || len(values) >= maxBindings || !slices.ContainsFunc(values, isNoParameter):
		return nil
	case len(values) > 1:
		if v := fallenBack(values); v != nil {
			return v
		}
		return &code.Value{Kind: "either", Name: name, Items: values}
	case isSettings(spec.Name.Name) && isPlain(values[0]):
		return &code.Value{Kind: "setting", Name: name, Default: values[0]}
	}
	return values[0]
}

// isNoParameter reports whether a value says more than that some function was given it.
func isNoParameter(v *code.Value) bool { return v.Kind != "parameter" }

// written returns the values that a field of a type gets, in the modules that were read.
func (m *module) written(of, name string, owner *module, steps int) []*code.Value {
	owner.pkg.load(name)
	packages := []*pkg{owner.pkg}
	if m.pkg != owner.pkg {
		packages = append(packages, m.pkg)
	}
	var values []*code.Value
	for _, in := range packages {
		for _, w := range in.writes[name] {
			if len(values) == maxBindings {
				return values
			}
			if w.module.typeOf(w.of, w.scope) == of && !strings.HasSuffix(w.module.file.Path, "_test.go") {
				values = append(values, w.module.bound(name, w.binding, min(steps-1, 6)))
			}
		}
	}
	return values
}
