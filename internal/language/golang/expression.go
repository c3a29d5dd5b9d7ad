package golang

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// literal collects a composite literal: as a call of its type where the table knows it, and its fields as assignments.
func (w *walker) literal(n *ast.CompositeLit, c context) {
	full := w.typeOf(n, c.scope)
	is := frameworks().Callee(full)
	if of, ok := n.Type.(*ast.MapType); ok {
		full = w.madeOf(of, c.scope)
		is = frameworks().Callee(full)
	}
	if is != nil && is.Is != "" && len(w.out.Calls) < maxFacts {
		call := &code.Call{Place: w.place(n), Context: c.code(), Callee: full, Target: c.target}
		w.fill(call, is, w.completed(fields(n), is, n, c), c)
		w.out.Calls = append(w.out.Calls, call)
		w.flagOfLiteral(call)
	}
	class := ""
	if spec, _ := w.typeSpec(full); spec != nil && (isSettings(spec.Name.Name) || c.isTop && isSettings(c.target)) {
		class = spec.Name.Name
	}
	inner := c
	inner.target, inner.to, inner.whole = "", nil, nil
	for _, element := range n.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			w.node(element, inner)
			continue
		}
		w.pair(pair, class, c)
	}
}

// fields returns the fields of a composite literal.
func fields(n *ast.CompositeLit) []passed {
	var list []passed
	for i, element := range n.Elts[:min(len(n.Elts), maxItems)] {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok {
				list = append(list, passed{keyword: key.Name, position: -1, value: pair.Value, whole: pair})
			}
		} else {
			list = append(list, passed{position: i, value: element, whole: element})
		}
	}
	return list
}

// completed returns the fields of a cookie with those that are assigned behind the literal, or behind new(http.Cookie). Their place is
// the whole of it.
func (w *walker) completed(list []passed, is *callee, whole ast.Node, c context) []passed {
	if is.Is != "cookie" || c.target == "" {
		return list
	}
	for _, parameter := range is.Arguments {
		_, field, _ := strings.Cut(parameter, "=")
		for _, write := range w.pkg.writes[field] {
			if of, ok := write.of.(*ast.Ident); ok && of.Name == c.target && write.scope == c.scope && write.node != nil && write.module == w.module {
				list = append(list, passed{keyword: field, position: -1, value: write.node, whole: whole})
			}
		}
	}
	return list
}

// pair collects a field or an entry that gets a value: a setting of a class of settings, a header, or an assignment.
func (w *walker) pair(n *ast.KeyValueExpr, class string, c context) {
	name := ""
	switch key := n.Key.(type) {
	case *ast.Ident:
		name = key.Name
	default:
		if w.header(n, key, n.Value, c) {
			return
		}
		name, _ = w.value(key, c.scope, 3).Is.(string)
		w.node(key, context{scope: c.scope, guards: c.guards})
	}
	if class == "" || !w.fieldSetting(n, name, class, c) {
		w.assigned(name, n, n.Value, c)
	}
	c.target, c.to, c.whole = name, nil, nil
	w.node(n.Value, c)
}

// fieldSetting adds a field of a class of settings that gets a value that is written out.
func (w *walker) fieldSetting(n *ast.KeyValueExpr, name, class string, c context) bool {
	v := w.value(n.Value, c.scope, maxSteps)
	if v.Kind != "literal" && v.Kind != "list" || len(w.out.Settings) == maxFacts {
		return false
	}
	w.out.Settings = append(w.out.Settings, &code.Setting{
		Place: w.place(n), Context: c.code(), Name: name, From: "field", Class: class, Default: v, Target: name,
	})
	return true
}

// assigned adds an assignment of a text or number that is written out.
func (w *walker) assigned(name string, whole ast.Node, value ast.Expr, c context) {
	if name == "" || name == "_" || len(w.out.Assignments) == maxFacts {
		return
	}
	switch e := value.(type) {
	case *ast.BasicLit, *ast.BinaryExpr, *ast.CallExpr:
		if call, ok := e.(*ast.CallExpr); ok { // []byte("secret")
			if _, isConversion := call.Fun.(*ast.ArrayType); !isConversion {
				return
			}
		}
	default:
		return
	}
	if v := w.value(value, c.scope, 4); v.Kind == "literal" && v.Is != nil {
		w.out.Assignments = append(w.out.Assignments, &code.Assignment{Place: w.place(whole), Context: c.code(), Name: name, Value: v})
	}
}

// header adds a response header; false where the key is the name of none.
func (w *walker) header(whole ast.Node, key, value ast.Expr, c context) bool {
	switch key.(type) {
	case *ast.BasicLit, *ast.Ident, *ast.SelectorExpr:
	default:
		return false
	}
	v := w.value(key, c.scope, 3)
	name, ok := v.Is.(string)
	if !ok && v.Default != nil {
		name, ok = v.Default.Is.(string)
	}
	if !ok {
		name = headerNames[v.Name]
	}
	name = strings.ToLower(name)
	if !slices.Contains(frameworks().Headers, name) {
		return false
	}
	if len(w.out.Headers) < maxFacts {
		of := w.value(value, c.scope, maxSteps)
		if of.Kind == "list" && len(of.Items) == 1 {
			of = code.At(of.Place, of.Items[0])
		}
		w.out.Headers = append(w.out.Headers, &code.Header{Place: w.place(whole), Context: c.code(), Name: name, Value: of})
	}
	return true
}

// headerNames are the constants of frameworks for names of headers.
var headerNames = map[string]string{
	"echo.HeaderContentSecurityPolicy":          "content-security-policy",
	"echo.HeaderXFrameOptions":                  "x-frame-options",
	"echo.HeaderXContentTypeOptions":            "x-content-type-options",
	"echo.HeaderStrictTransportSecurity":        "strict-transport-security",
	"echo.HeaderAccessControlAllowOrigin":       "access-control-allow-origin",
	"echo.HeaderAccessControlAllowCredentials":  "access-control-allow-credentials",
	"fiber.HeaderContentSecurityPolicy":         "content-security-policy",
	"fiber.HeaderXFrameOptions":                 "x-frame-options",
	"fiber.HeaderXContentTypeOptions":           "x-content-type-options",
	"fiber.HeaderStrictTransportSecurity":       "strict-transport-security",
	"fiber.HeaderAccessControlAllowOrigin":      "access-control-allow-origin",
	"fiber.HeaderAccessControlAllowCredentials": "access-control-allow-credentials",
}

// assignment collects what an assignment says: a name with a text, a header, a field that the table knows.
func (w *walker) assignment(n *ast.AssignStmt, c context) {
	for i, left := range n.Lhs {
		right := n.Rhs[min(i, len(n.Rhs)-1)]
		inner := c
		inner.target, inner.to = "", left
		switch l := left.(type) {
		case *ast.Ident:
			inner.target = l.Name
			w.assigned(l.Name, n, right, c)
		case *ast.SelectorExpr:
			inner.target = l.Sel.Name
			w.assigned(l.Sel.Name, n, right, c)
			w.attribute(n, l, right, c)
		case *ast.IndexExpr:
			if key, ok := w.value(l.Index, c.scope, 3).Is.(string); ok && !w.header(n, l.Index, right, c) {
				w.assigned(key, n, right, c)
			}
		}
		if i < len(n.Rhs) {
			w.node(right, inner)
		}
	}
}

// attribute adds the assignment of a field that the table knows, as a call with the value as its argument:
// config.InsecureSkipVerify = true.
func (w *walker) attribute(n ast.Node, left *ast.SelectorExpr, right ast.Expr, c context) {
	of := w.typeOf(left.X, c.scope)
	is := frameworks().Callee(of)
	if is == nil || is.Is == "" || len(w.out.Calls) == maxFacts {
		return
	}
	name, ok := is.Parameter(left.Sel.Name, -1)
	if !ok || name == left.Sel.Name {
		return
	}
	call := &code.Call{Place: w.place(n), Context: c.code(), Callee: of + "." + left.Sel.Name, Open: true}
	w.fill(call, is, []passed{{keyword: left.Sel.Name, position: -1, value: right, whole: n}}, c)
	if name == "insecure" && w.isCustom(left, c.scope) {
		delete(call.Arguments, "verify")
	}
	w.out.Calls = append(w.out.Calls, call)
}

// isCustom reports whether a TLS configuration has a check of its own in place of the one that is off, or is that of a server, for which
// the switch means nothing.
func (w *walker) isCustom(left *ast.SelectorExpr, s *scope) bool {
	for _, name := range []string{"VerifyConnection", "VerifyPeerCertificate", "ClientAuth"} {
		for _, other := range w.pkg.writes[name] {
			if other.scope == s {
				return true
			}
		}
	}
	return false
}

// declaration collects the constants and variables of a declaration.
func (w *walker) declaration(n *ast.ValueSpec, c context) {
	for i, name := range n.Names {
		if i >= len(n.Values) {
			return
		}
		w.assigned(name.Name, n, n.Values[i], c)
		if c.isTop {
			w.constant(n, name.Name, n.Values[i], c)
		}
		inner := c
		inner.target, inner.to = name.Name, name
		w.node(n.Values[i], inner)
	}
}

// constant adds a constant or variable of a package with a value that is written out.
func (w *walker) constant(n ast.Node, name string, value ast.Expr, c context) {
	if len(w.out.Settings) == maxFacts {
		return
	}
	if v := w.value(value, c.scope, maxSteps); isPlain(v) {
		w.out.Settings = append(w.out.Settings, &code.Setting{
			Place: w.place(n), Context: c.code(), Name: name, From: "constant", Default: v, Target: name,
		})
	}
}
