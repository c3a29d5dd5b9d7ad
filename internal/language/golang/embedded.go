package golang

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/literal"
	"github.com/seclint/seclint/internal/source"
)

// literals says what the expressions of Go are. Maps with keys that are texts are dictionaries; structs are not, whose fields have
// names of their own. It implements literal.Language.
type literals struct{}

func expression(m *module, node ast.Expr, s *scope) literal.Expression {
	if node == nil {
		return literal.Expression{}
	}
	return literal.Expression{Module: m, Node: node, Scope: s}
}

// Form implements literal.Language.
func (literals) Form(e literal.Expression) literal.Form {
	m, s := e.Module.(*module), e.Scope.(*scope)
	f := literal.Form{At: m.span(e.Node.(ast.Expr))}
	switch n := e.Node.(type) {
	case *ast.BasicLit:
		m.formOfBasic(&f, n)
	case *ast.Ident:
		m.formOfName(&f, n, s)
	case *ast.ParenExpr:
		f.Kind, f.Of = literal.Same, expression(m, n.X, s)
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			f.Kind, f.Of = literal.Same, expression(m, n.X, s)
		}
	case *ast.CompositeLit:
		m.formOfComposite(&f, n, s)
	case *ast.SelectorExpr:
		m.formOfSelector(&f, n, s)
	case *ast.IndexExpr:
		f.Kind, f.Of, f.Key = literal.Item, expression(m, n.X, s), expression(m, n.Index, s)
		f.Name = m.text(n)
	case *ast.CallExpr:
		m.formOfCall(&f, n, s)
	case *ast.BinaryExpr:
		if n.Op == token.ADD {
			f.Kind, f.Of, f.Other = literal.Sum, expression(m, n.X, s), expression(m, n.Y, s)
		}
	}
	return f
}

func (m *module) span(n ast.Node) source.Span {
	p := m.place(n)
	return m.file.Span(p.Start, p.End)
}

func (m *module) formOfBasic(f *literal.Form, n *ast.BasicLit) {
	switch is := literalOf(n).(type) {
	case string:
		f.Kind, f.Parts = literal.Text, []literal.Part{{Text: is}}
	case nil:
		f.IsScalar = true
	default:
		f.Kind, f.Value = literal.Scalar, is
	}
}

// formOfName fills in what a name is: what it is bound to in one place, with what the program does to that later.
func (m *module) formOfName(f *literal.Form, n *ast.Ident, s *scope) {
	f.Name = n.Name
	found := m.lookup(n.Name, s)
	if len(found) == 0 {
		switch n.Name {
		case "true", "false":
			f.Kind, f.Value = literal.Scalar, n.Name == "true"
		case "nil":
			f.Kind = literal.Scalar
		}
		return
	}
	m.formOfBindings(f, found, n.Name)
}

func (m *module) formOfBindings(f *literal.Form, found []binding, written string) {
	if len(found) != 1 {
		return
	}
	switch b := found[0]; {
	case b.kind == bindParameter:
		f.Kind, f.Function = literal.Parameter, b.scope
		if name, ok := b.typ.(*ast.Ident); ok && (name.Name == "string" || name.Name == "int" || name.Name == "bool") {
			f.IsScalar = true
		}
	case b.kind == bindValue && b.node != nil && b.index == 0:
		f.Kind, f.Of = literal.Same, expression(b.module, b.node, b.scope)
		f.Changes = b.module.changesOf(written, b.scope)
	}
}

func (m *module) formOfSelector(f *literal.Form, n *ast.SelectorExpr, s *scope) {
	f.Name = m.text(n)
	if full, isKnown := m.fullName(n, s); isKnown {
		if b := m.declared(full); b.kind == bindValue {
			m.formOfBindings(f, []binding{b}, n.Sel.Name)
		}
	}
}

// formOfComposite fills in a map with texts as keys, or a list.
func (m *module) formOfComposite(f *literal.Form, n *ast.CompositeLit, s *scope) {
	isMap := false
	for _, element := range n.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			f.Parts = append(f.Parts, literal.Part{At: m.span(element), Value: expression(m, element, s)})
			continue
		}
		if key, ok := pair.Key.(*ast.Ident); ok && n.Type != nil && m.isStruct(n.Type, key.Name, s) {
			f.Parts = nil
			return
		}
		isMap = true
		f.Parts = append(f.Parts, literal.Part{
			At: m.span(pair), KeyAt: m.span(pair.Key), KeyOf: expression(m, pair.Key, s), Value: expression(m, pair.Value, s),
		})
	}
	f.Kind = literal.Sequence
	if _, ok := n.Type.(*ast.MapType); ok || isMap {
		f.Kind = literal.Mapping
	}
}

// isStruct reports whether a composite literal with a word as its key may be a struct: the type is no map that is written out.
func (m *module) isStruct(t ast.Expr, key string, s *scope) bool {
	if _, ok := t.(*ast.MapType); ok {
		return false
	}
	return len(m.lookup(key, s)) == 0
}

// formOfCall fills in what a call gives: what a function of the application returns, a text that is put together, a list with more items.
func (m *module) formOfCall(f *literal.Form, n *ast.CallExpr, s *scope) {
	full, isKnown := m.fullName(n.Fun, s)
	f.Name = full[strings.LastIndexByte(full, '.')+1:]
	switch full {
	case "fmt.Sprintf":
		m.formOfFormat(f, n, s)
		return
	case "fmt.Sprint", "strings.Join", "strconv.Itoa", "os.Getenv":
		f.IsScalar = true
		if text, ok := m.firstText(n); ok {
			f.Name = text
		}
		return
	case "strings.TrimSpace", "string", "uint32", "int", "int64", "structpb.NewStringValue", "append", "[]byte":
		if len(n.Args) == 1 {
			f.Kind, f.Of = literal.Same, expression(m, n.Args[0], s)
		} else if full == "append" && len(n.Args) > 1 && n.Ellipsis == token.NoPos {
			f.Kind = literal.Sequence
			f.Parts = []literal.Part{{At: m.span(n.Args[0]), Value: expression(m, n.Args[0], s), IsSpread: true}}
			for _, argument := range n.Args[1:] {
				f.Parts = append(f.Parts, literal.Part{At: m.span(argument), Value: expression(m, argument, s)})
			}
		}
		return
	}
	if b := m.declared(full); isKnown && b.kind == bindFunction && b.decl != nil {
		f.Kind, f.Callee = literal.Call, b.module.functionOf(b.decl)
		for _, argument := range n.Args {
			f.Parts = append(f.Parts, literal.Part{At: m.span(argument), Value: expression(m, argument, s), IsSpread: n.Ellipsis.IsValid()})
		}
	}
}

func (m *module) firstText(n *ast.CallExpr) (string, bool) {
	if len(n.Args) == 0 {
		return "", false
	}
	lit, ok := n.Args[0].(*ast.BasicLit)
	if !ok {
		return "", false
	}
	text, ok := literalOf(lit).(string)
	return text, ok
}

// formOfFormat fills in a text with values in it. Verbs that write more than the value, such as %q, leave it unknown.
func (m *module) formOfFormat(f *literal.Form, n *ast.CallExpr, s *scope) {
	f.IsScalar = true
	text, ok := m.firstText(n)
	if !ok || n.Ellipsis.IsValid() {
		return
	}
	var parts []literal.Part
	next := 1
	for {
		before, after, found := strings.Cut(text, "%")
		parts = append(parts, literal.Part{Text: before})
		if !found {
			break
		}
		if after == "" {
			return
		}
		verb := after[0]
		text = after[1:]
		switch {
		case verb == '%':
			parts = append(parts, literal.Part{Text: "%"})
		case strings.IndexByte("svd", verb) >= 0 && next < len(n.Args):
			parts = append(parts, literal.Part{Value: expression(m, n.Args[next], s)})
			next++
		default:
			return
		}
	}
	f.Kind, f.Parts = literal.Text, parts
}

// functionOf returns a function with its parameters and what it returns.
func (m *module) functionOf(d *ast.FuncDecl) *literal.Function {
	inner := m.scopes[d]
	f := &literal.Function{ID: inner}
	if d.Body == nil || inner == nil {
		return f
	}
	for _, field := range d.Type.Params.List {
		_, isRest := field.Type.(*ast.Ellipsis)
		for _, name := range field.Names {
			f.Parameters = append(f.Parameters, literal.FunctionParameter{Name: name.Name, IsRest: isRest})
		}
	}
	returns := 0
	ast.Inspect(d.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			if returns++; len(n.Results) >= 1 {
				f.Result = expression(m, n.Results[0], inner)
			}
		}
		return true
	})
	if returns != 1 {
		f.Result = literal.Expression{}
	}
	return f
}

// maxTrees bounds how many maps, lists and texts of a file are looked at.
const maxTrees = 500

// embedded returns the maps, lists and texts of the file that may be configuration.
func (m *module) embedded() []*code.Embedded {
	if !literal.Matters(m.file.Content) {
		return nil
	}
	var found []*code.Embedded
	evaluator := literal.New(literals{})
	m.eachNode(func(node ast.Node, s *scope, _ bool) bool {
		if len(found) == maxTrees {
			return false
		}
		e, own, name := m.root(node, s)
		if e.IsZero() {
			return true
		}
		if root, parts := evaluator.Tree(e); root != nil {
			if embedded := literal.Embedded(root, own, parts); embedded != nil {
				embedded.Place, embedded.Name = m.place(node), name
				found = append(found, embedded)
			}
		}
		return own.IsZero()
	})
	return found
}

// root returns the expression by which what a node is or assigns is looked at, none where that is no literal and no call of a function
// of the application; own is the literal.
func (m *module) root(node ast.Node, s *scope) (e, own literal.Expression, name string) {
	named := func(left *ast.Ident, right ast.Expr) (e, own literal.Expression, name string) {
		whole, own, _ := m.root(right, s)
		if own.IsZero() {
			return literal.Expression{}, own, ""
		}
		if f := (literals{}).Form(expression(m, left, s)); f.Kind == literal.Same && f.Of == expression(m, right, s) {
			whole = expression(m, left, s) // with what is done to it
		}
		return whole, own, left.Name
	}
	switch n := node.(type) {
	case *ast.AssignStmt:
		if left, ok := n.Lhs[0].(*ast.Ident); ok && len(n.Lhs) == 1 && len(n.Rhs) == 1 {
			return named(left, n.Rhs[0])
		}
	case *ast.ValueSpec:
		if len(n.Names) == 1 && len(n.Values) == 1 {
			return named(n.Names[0], n.Values[0])
		}
	case *ast.CompositeLit:
		e = expression(m, n, s)
		if (literals{}).Form(e).Kind != literal.Unknown {
			return e, e, ""
		}
	case *ast.BasicLit:
		if n.Kind == token.STRING {
			e = expression(m, n, s)
			return e, e, ""
		}
	case *ast.CallExpr:
		e = expression(m, n, s)
		switch f := (literals{}).Form(e); {
		case f.Kind == literal.Text || f.Kind == literal.Sequence:
			return e, e, ""
		case f.Callee != nil && !f.Callee.Result.IsZero():
			return e, literal.Expression{}, f.Name
		}
	}
	return literal.Expression{}, literal.Expression{}, ""
}
