package golang

import (
	"go/ast"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// request returns what an expression reads of a request, nil for any other expression: r.URL.Query().Get("x"), c.GetHeader("X"),
// mux.Vars(r)["id"], r.RemoteAddr. The table gives what reads the meaning request-PART.
func (m *module) request(expr ast.Expr, s *scope, steps int) *code.Value {
	var of *callee
	var key ast.Expr
	switch e := expr.(type) {
	case *ast.CallExpr:
		full, isKnown := m.fullName(e.Fun, s)
		if !isKnown {
			return nil
		}
		of = frameworks().Callee(full)
		for i, argument := range e.Args {
			if name, ok := of.Parameter("", i); ok && name == "name" {
				key = argument
			}
		}
	case *ast.IndexExpr:
		if list := m.typeOf(e.X, s); list != "" {
			of, key = frameworks().Callee(list+".Get"), e.Index
		}
	case *ast.SelectorExpr:
		if full, isKnown := m.fullName(e, s); isKnown {
			of = frameworks().Callee(full)
		}
		if of != nil && len(of.Arguments) > 0 { // a method that is not called
			return nil
		}
	}
	if of == nil {
		return nil
	}
	part, isRead := strings.CutPrefix(of.Is, "request-")
	if !isRead {
		return nil
	}
	if part == "form" { // the body, or else the query
		part = "body"
	}
	v := &code.Value{Kind: "request", Part: part}
	if part == "forwarded" {
		v.Name = callName(expr)
	}
	if key != nil {
		v.Name, _ = code.PlainText(m.value(key, s, min(steps, 3)))
		if v.Name == "" {
			v.Name = "?" // which is not known: "" is everything that there is
		}
		if part == "header" {
			v.Name = strings.ToLower(v.Name)
		}
	}
	return v
}

// credential returns what a name has of the login that a request sends, nil for any other name: user, password, ok := r.BasicAuth().
func (m *module) credential(b binding) *code.Value {
	call, ok := b.node.(*ast.CallExpr)
	if !ok || b.index > 1 {
		return nil
	}
	if full, _ := m.fullName(call.Fun, b.scope); full != "net/http.Request.BasicAuth" {
		return nil
	}
	return &code.Value{Kind: "request", Part: "header", Name: [...]string{"username", "password"}[b.index]}
}

// callName returns the last part of the name of what an expression calls.
func callName(expr ast.Expr) string {
	if call, ok := expr.(*ast.CallExpr); ok {
		if selector, ok := call.Fun.(*ast.SelectorExpr); ok {
			return selector.Sel.Name
		}
	}
	return ""
}

// input adds a place where data of a request is read; false for anything else.
func (w *walker) input(expr ast.Expr, c context) bool {
	at, first := expr, false
	if index, ok := expr.(*ast.IndexExpr); ok { // strings.Split(x, ",")[0]
		if call, ok := index.X.(*ast.CallExpr); ok && len(call.Args) == 2 && isZero(index.Index) {
			if full, _ := w.fullName(call.Fun, c.scope); full == "strings.Split" || full == "strings.SplitN" {
				at, first = call.Args[0], true
			}
		}
	}
	w.left = maxValues
	v := w.request(at, c.scope, maxSteps)
	if v == nil && first {
		if v = w.value(at, c.scope, 4); v.Kind != "request" {
			return false
		}
	}
	if v == nil {
		return false
	}
	if len(w.out.Inputs) < maxFacts {
		in := &code.Input{Place: w.place(expr), Context: c.code(), Part: v.Part, Name: v.Name, Within: c.within, First: first}
		w.out.Inputs = append(w.out.Inputs, in)
		if w.isForm(at, c.scope) {
			query := *in
			query.Part = "query"
			w.out.Inputs = append(w.out.Inputs, &query)
		}
	}
	return true
}

// isForm reports whether an expression takes the query of the address where the body has no such field:
// https://pkg.go.dev/net/http#Request.FormValue, which the table calls request-form.
func (w *walker) isForm(expr ast.Expr, s *scope) bool {
	call, ok := expr.(*ast.CallExpr)
	if !ok {
		return false
	}
	full, _ := w.fullName(call.Fun, s)
	is := frameworks().Callee(full)
	return is != nil && is.Is == "request-form" || full == "net/http.RequestForm.Get" && strings.HasSuffix(w.text(call.Fun), ".Form.Get")
}

func isZero(expr ast.Expr) bool {
	literal, ok := expr.(*ast.BasicLit)
	return ok && literal.Value == "0"
}

// readsRequest reports whether a call that reads something into a variable may read a request: a decoder of a file, of a store or of
// the answer of another server does not.
func (m *module) readsRequest(expr ast.Expr, s *scope, steps int) bool {
	call, ok := expr.(*ast.CallExpr)
	if !ok || steps == 0 {
		return true
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "Decode" {
		return true
	}
	of, steps := selector.X, steps-1
	if name, ok := of.(*ast.Ident); ok { // decoder := json.NewDecoder(r.Body)
		if found := m.lookup(name.Name, s); len(found) == 1 && found[0].kind == bindValue && found[0].node != nil {
			of = found[0].node
		}
	}
	decoder, ok := of.(*ast.CallExpr)
	if !ok || len(decoder.Args) == 0 {
		return true
	}
	if full, _ := m.fullName(decoder.Fun, s); !strings.HasSuffix(full, ".NewDecoder") {
		return true
	}
	return m.isBody(decoder.Args[0], s, steps)
}

// isBody reports whether an expression is the body of a request, with or without something around it that limits or keeps it.
func (m *module) isBody(expr ast.Expr, s *scope, steps int) bool {
	switch e := expr.(type) {
	case *ast.SelectorExpr:
		if e.Sel.Name != "Body" {
			return false
		}
		name := m.text(e.X)
		return m.typeOf(e, s) == "net/http.RequestBody" || !isAnswer(name) && m.typeOf(e.X, s) != "net/http.Response"
	case *ast.CallExpr:
		for _, argument := range e.Args {
			if m.isBody(argument, s, steps) {
				return true
			}
		}
	case *ast.Ident:
		found := m.lookup(e.Name, s)
		if len(found) == 1 && found[0].kind == bindValue && found[0].node != nil && steps > 0 {
			return found[0].module.isBody(found[0].node, found[0].scope, steps-1)
		}
	}
	return false
}

// isAnswer reports whether a name is one by which programs call the answer of another server.
func isAnswer(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "resp") || strings.HasSuffix(name, "resp") || strings.HasSuffix(name, "response") || name == "res"
}
