package golang

import (
	"go/ast"

	"github.com/seclint/seclint/internal/code"
)

// loop goes through a loop that no list ends: what is in it runs again as long as the condition holds.
func (w *walker) loop(n *ast.ForStmt, c context) {
	guard := &code.Guard{Place: w.place(n), Test: &code.Value{Kind: "loop"}}
	guard.End = min(guard.End, w.offset(n.Body.Lbrace))
	if n.Init != nil {
		w.node(n.Init, c)
	}
	if n.Cond != nil {
		w.node(n.Cond, context{scope: c.scope, guards: c.guards})
		if !asksForEnd(n.Cond) {
			guard.Test.Items = []*code.Value{w.value(n.Cond, c.scope, 4)}
		}
	}
	inner := c
	inner.guards = code.Guarded(c.guards, guard)
	if n.Post != nil {
		w.node(n.Post, inner)
	}
	w.node(n.Body, inner)
}

// asksForEnd reports whether a loop goes on until somebody ends the program: for ctx.Err() == nil.
func asksForEnd(cond ast.Expr) bool {
	test, ok := cond.(*ast.BinaryExpr)
	return ok && isNil(test.Y)
}

func isNil(expr ast.Expr) bool {
	name, ok := expr.(*ast.Ident)
	return ok && name.Name == "nil"
}

// units are how long the constants of the package time are, in seconds.
var units = map[string]float64{
	"time.Nanosecond": 1e-9, "time.Microsecond": 1e-6, "time.Millisecond": 1e-3, "time.Second": 1, "time.Minute": 60, "time.Hour": 3600,
}

// seconds returns a duration in seconds, as it is where it is not known.
func seconds(v *code.Value) *code.Value {
	switch {
	case v.Kind == "name" && units[v.Name] > 0:
		return code.Literal(v.Place, units[v.Name])
	case v.Kind == "literal":
		if n, ok := v.Is.(int64); ok { // a duration is a number of nanoseconds
			return code.Literal(v.Place, float64(n)/1e9)
		}
	case v.Kind == "unknown" && v.Part == "*" && len(v.Items) == 2:
		for i, side := range v.Items {
			n, isNumber := v.Items[1-i].Is.(int64)
			if unit := units[side.Name]; unit > 0 && isNumber {
				return code.Literal(v.Place, unit*float64(n))
			}
		}
	}
	return v
}
