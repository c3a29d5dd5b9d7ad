package golang

import (
	"go/ast"
	"go/token"

	"github.com/seclint/seclint/internal/literal"
)

// changesOf returns what the program does to the map that a name is bound to: in the function that binds it, or anywhere in the file for a
// name of the package.
func (m *module) changesOf(written string, s *scope) []literal.Change {
	if m.changes == nil {
		m.gatherChanges()
	}
	return m.changes.Of(written, func(scope *scope) bool { return s == nil || s.parent == nil || scope == s })
}

func (m *module) gatherChanges() {
	m.changes = literal.Changes[*scope]{}
	m.eachNode(func(node ast.Node, s *scope, isCertain bool) bool {
		switch n := node.(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				c := literal.Change{}
				if len(n.Rhs) == len(n.Lhs) && n.Tok == token.ASSIGN {
					c.Value = expression(m, n.Rhs[i], s)
				}
				m.addChange(n, left, c, s, isCertain)
			}
		case *ast.CallExpr:
			if name, ok := n.Fun.(*ast.Ident); ok && name.Name == "delete" && len(n.Args) == 2 {
				m.addChange(n, &ast.IndexExpr{X: n.Args[0], Index: n.Args[1]}, literal.Change{}, s, false)
			}
		}
		return true
	})
}

func (m *module) addChange(statement ast.Node, target ast.Expr, c literal.Change, s *scope, isCertain bool) {
	for {
		switch t := target.(type) {
		case *ast.IndexExpr:
			c.Keys = append([]literal.Expression{expression(m, t.Index, s)}, c.Keys...)
			target = t.X
			continue
		case *ast.TypeAssertExpr:
			target = t.X
			continue
		case *ast.ParenExpr:
			target = t.X
			continue
		case *ast.Ident:
			if len(c.Keys) > 0 {
				c.At, c.IsUnclear = m.span(statement), !isCertain
				m.changes.Add(t.Name, c, s)
			}
		}
		return
	}
}

// eachNode calls visit for the nodes of the file, with the scope that they are in and whether they run whenever that is run. It goes into
// a node where visit returns true.
func (m *module) eachNode(visit func(node ast.Node, s *scope, isCertain bool) bool) {
	var walk func(root ast.Node, s *scope, isCertain bool)
	walk = func(root ast.Node, s *scope, isCertain bool) {
		ast.Inspect(root, func(n ast.Node) bool {
			if n == nil || n == root {
				return n != nil
			}
			inner, certain, isNew := s, isCertain, false
			switch n.(type) {
			case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.CaseClause, *ast.CommClause:
				certain, isNew = false, true
			case *ast.FuncDecl, *ast.FuncLit:
				if own := m.scopes[n]; own != nil {
					inner, certain, isNew = own, true, true
				}
			}
			if !visit(n, s, isCertain) {
				return false
			}
			if isNew {
				walk(n, inner, certain)
			}
			return !isNew
		})
	}
	walk(m.ast, m.pkg.top, true)
}
