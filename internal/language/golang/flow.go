package golang

import (
	"cmp"
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
	if len(s.names[name]) == 0 {
		return name
	}
	for _, text := range w.derivedIn(s)[name] {
		if text.at > behind.End() {
			return text.to
		}
	}
	return name
}

// derived is a name that gets a text which is made of another one.
type derived struct {
	to string
	at token.Pos
}

// derivedIn returns what a function makes of the names in it, by these, in the order of the file. It is looked for once: a function may make
// many values.
func (w *walker) derivedIn(s *scope) map[string][]derived {
	if found, known := w.derived[s]; known {
		return found
	}
	found := map[string][]derived{}
	add := func(to string, of binding) {
		if of.scope == s && of.node != nil && of.index == 0 {
			for _, name := range madeOf(of.node) {
				found[name] = append(found[name], derived{to, of.node.Pos()})
			}
		}
	}
	for to, all := range s.names {
		for _, of := range all {
			add(to, of)
		}
	}
	for to, all := range w.pkg.writes {
		for _, of := range all {
			add(to, of.binding)
		}
	}
	for _, list := range found {
		slices.SortFunc(list, func(a, b derived) int { return cmp.Or(cmp.Compare(a.at, b.at), strings.Compare(a.to, b.to)) })
	}
	w.derived[s] = found
	return found
}

// madeOf returns the names of which an expression is a text: the name itself, its conversion, its method String, or a call that encodes it.
func madeOf(expr ast.Expr) []string {
	switch e := expr.(type) {
	case *ast.Ident:
		return []string{e.Name}
	case *ast.SliceExpr:
		return madeOf(e.X)
	case *ast.CallExpr:
		var names []string
		if selector, ok := e.Fun.(*ast.SelectorExpr); ok {
			names = madeOf(selector.X)
		}
		if len(e.Args) == 1 {
			names = append(names, madeOf(e.Args[0])...)
		}
		return names
	}
	return nil
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
