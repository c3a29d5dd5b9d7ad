package golang

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// exit adds a return that is not only one of an error that somebody else made.
func (w *walker) exit(n *ast.ReturnStmt, c context) {
	e := &code.Exit{Place: w.place(n), Context: c.code(), Is: "return"}
	if len(n.Results) > 0 {
		last := n.Results[len(n.Results)-1]
		e.Value = w.value(n.Results[0], c.scope, 4)
		if name, ok := last.(*ast.Ident); ok && name.Name == "err" && !strings.HasPrefix(e.Value.Name, "net/http.Status") {
			return
		}
		if made := w.value(last, c.scope, 4); isError(made) {
			e.Is, e.Value = "raise", made
			code.Refuse(c.guards, w.checked)
		}
	}
	if len(w.out.Exits) < maxFacts {
		w.out.Exits = append(w.out.Exits, e)
	}
}

// refusal adds the answer that refuses somebody and that a function of the application gives: fail(w, http.StatusUnauthorized, "...").
func (w *walker) refusal(n *ast.ExprStmt, c context) {
	call, ok := n.X.(*ast.CallExpr)
	if !ok {
		return
	}
	full, _ := w.fullName(call.Fun, c.scope)
	if is := frameworks().Find(full, true); is != nil {
		return
	}
	for _, argument := range call.Args {
		if selector, ok := argument.(*ast.SelectorExpr); ok {
			if name, _ := w.fullName(selector, c.scope); name == "net/http.StatusUnauthorized" || name == "net/http.StatusForbidden" {
				w.raise(n, &code.Value{Place: w.place(argument), Kind: "call", Name: full + "." + strings.TrimPrefix(name, "net/http.Status")}, c)
				return
			}
		}
	}
}

// isError reports whether a value is an error that is made here.
func isError(v *code.Value) bool {
	if v.Kind == "template" && v.Part == "+" || v.Kind == "call" {
		return v.Name == "errors.New" || strings.HasSuffix(v.Name, "Errorf") || strings.HasSuffix(v.Name, "Error")
	}
	name := v.Name[strings.LastIndexByte(v.Name, '.')+1:]
	return (v.Kind == "name" || v.Kind == "unknown") && strings.HasPrefix(name, "Err") && len(name) > 3
}

// compare adds a comparison of two values of which none is empty.
func (w *walker) compare(n *ast.BinaryExpr, c context) {
	if n.Op != token.EQL && n.Op != token.NEQ || isEmptyLiteral(n.X) || isEmptyLiteral(n.Y) {
		return
	}
	w.comparison(n, n.Op.String(), n.X, n.Y, c)
}

func (w *walker) comparison(n ast.Node, operator string, x, y ast.Expr, c context) {
	if len(w.out.Comparisons) == maxFacts {
		return
	}
	left, right := w.value(x, c.scope, 6), w.value(y, c.scope, 6)
	if left.Kind == "literal" && right.Kind == "literal" {
		return
	}
	w.out.Comparisons = append(w.out.Comparisons, &code.Comparison{
		Place: w.place(n), Context: c.code(), Operator: operator, Left: left, Right: right,
	})
}
