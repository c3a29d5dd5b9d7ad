package golang

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// becomes returns the name under which a value is kept that a name has for a while: of rand.Read(b) with cfg.Key = hex.EncodeToString(b)
// behind it that is Key. It is the name itself where nothing is made of the value.
func (w *walker) becomes(name string, behind ast.Node, s *scope) string {
	if at := s.names[name]; len(at) == 0 {
		return name
	}
	final, from := name, token.Pos(0)
	take := func(to string, of binding) {
		if of.scope != s || of.node == nil || of.index > 0 || of.node.Pos() <= behind.End() || !isMadeOf(of.node, name) {
			return
		}
		if at := of.node.Pos(); from == 0 || at < from || at == from && to < final {
			final, from = to, at
		}
	}
	for to, found := range s.names {
		for _, of := range found {
			take(to, of)
		}
	}
	for to, found := range w.pkg.writes {
		for _, write := range found {
			take(to, write.binding)
		}
	}
	return final
}

// isMadeOf reports whether an expression is a text made of a name: its conversion, its method String, or a call that encodes it.
func isMadeOf(expr ast.Expr, name string) bool {
	switch e := expr.(type) {
	case *ast.Ident:
		return e.Name == name
	case *ast.SliceExpr:
		return isMadeOf(e.X, name)
	case *ast.CallExpr:
		if selector, ok := e.Fun.(*ast.SelectorExpr); ok && isMadeOf(selector.X, name) {
			return true
		}
		return len(e.Args) == 1 && isMadeOf(e.Args[0], name)
	}
	return false
}

// checksMethod reports whether the function that gives the key looks at the algorithm of the token.
func (w *walker) checksMethod(list []passed, c context) bool {
	for _, a := range list {
		var body *ast.BlockStmt
		switch e := a.value.(type) {
		case *ast.FuncLit:
			body = e.Body
		case *ast.Ident, *ast.SelectorExpr:
			body = w.bodyOf(e, c.scope)
		case *ast.CallExpr:
			body = w.bodyOf(e.Fun, c.scope)
		}
		if body == nil {
			continue
		}
		found := false
		ast.Inspect(body, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			found = found || ok && (selector.Sel.Name == "Method" || selector.Sel.Name == "Alg")
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// bodyOf returns the body of the function of the application that an expression names, nil for none.
func (w *walker) bodyOf(expr ast.Expr, s *scope) *ast.BlockStmt {
	full, isKnown := w.fullName(expr, s)
	if b, ok := w.module.function(full); isKnown && ok {
		return b.decl.Body
	}
	return nil
}

// sessionCookie gives the call that makes a manager of sessions what the application says of its cookie: manager.Cookie.Secure = true.
func (w *walker) sessionCookie(call *code.Call) {
	for _, folder := range slices.Sorted(maps.Keys(w.packages)) {
		of := w.packages[folder]
		if of == nil {
			continue
		}
		for _, write := range of.writes["Secure"] {
			if write.node != nil && strings.HasSuffix(write.module.text(write.of), ".Cookie") {
				call.Arguments["secure"] = code.At(call.Place, write.module.value(write.node, write.scope, 4))
				return
			}
		}
	}
}
