package golang

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// maxFacts bounds how many facts of one sort a module has, maxDepth how deep the statements and expressions are that are looked at.
const (
	maxFacts = 5000
	maxDepth = 400
)

// maxText is how many bytes of a documentation policies see.
const maxText = 2000

// walker collects the facts of a module.
type walker struct {
	*module
	out *code.Module
	// checked are the names that a condition refuses.
	checked map[string]bool
	// methods are the HTTP methods that a call behind that of a route says, by the place of the latter.
	methods map[code.Place][]string
	// derived is what derivedIn found.
	derived map[*scope]map[string][]derived
	depth   int
}

// value returns what an expression is. Each evaluation has the whole of the limits.
func (w *walker) value(expr ast.Expr, s *scope, steps int) *code.Value {
	w.left = maxValues
	return w.module.value(expr, s, steps)
}

// context is where a node is.
type context struct {
	scope  *scope
	guards []*code.Guard
	// target is the name that the expression at hand is assigned to, to the expression with it; whole is what else gets the same
	// value: of if v := os.Getenv("X"); v != "" { host = v } it is host.
	target    string
	to, whole ast.Expr
	// within is what the function is called whose argument the expression at hand is, "" for none.
	within string
	// isTop is set outside of functions.
	isTop bool
}

func (c context) code() code.Context { return code.Context{Function: c.scope.name, Guards: c.guards} }

// facts returns what is known of the module.
func (m *module) facts() *code.Module {
	w := &walker{module: m, checked: map[string]bool{}, methods: map[code.Place][]string{}, derived: map[*scope]map[string][]derived{}, out: &code.Module{
		Place: code.Place{End: len(m.file.Content)}, Language: "go", File: m.file, Text: documentation(m.ast.Doc),
	}}
	for _, full := range m.imports {
		w.out.Imports = append(w.out.Imports, full)
	}
	slices.Sort(w.out.Imports)
	w.out.Imports = slices.Compact(w.out.Imports)
	for _, decl := range m.ast.Decls {
		if d, ok := decl.(*ast.FuncDecl); ok {
			w.function(d)
			continue
		}
		w.node(decl, context{scope: m.pkg.top, isTop: true})
	}
	w.out.Embedded = m.embedded()
	for _, s := range w.out.Settings {
		s.Checked = s.Checked || w.checked[s.Name]
	}
	return w.out
}

func documentation(doc *ast.CommentGroup) string {
	if doc == nil {
		return ""
	}
	text := strings.TrimSpace(doc.Text())
	return text[:min(len(text), maxText)]
}

// function adds a function and what is in it.
func (w *walker) function(d *ast.FuncDecl) {
	inner := w.scopes[d]
	f := &code.Function{Place: w.place(d.Name), Name: inner.name, Text: documentation(d.Doc)}
	for _, field := range d.Type.Params.List {
		for _, name := range field.Names {
			f.Parameters = append(f.Parameters, &code.Parameter{
				Place: w.place(name), Name: name.Name, Type: w.typeOfType(field.Type, inner),
			})
		}
	}
	if len(w.out.Functions) < maxFacts {
		w.out.Functions = append(w.out.Functions, f)
	}
	w.procedure(d, f)
	if d.Body != nil {
		w.node(d.Body, context{scope: inner})
	}
}

// node collects the facts of a statement or expression and of what is inside of it.
func (w *walker) node(n ast.Node, c context) {
	if w.depth == maxDepth {
		w.partial, w.isCut = "the file is too deep: what is inside of it was not looked at", true
		return
	}
	w.depth++
	defer func() { w.depth-- }()
	switch n := n.(type) {
	case *ast.FuncLit:
		inner := c
		inner.scope, inner.target, inner.within, inner.isTop = w.scopes[n], "", "", false
		w.children(n.Body, inner)
		return
	case *ast.IfStmt:
		w.condition(n, c)
		return
	case *ast.SwitchStmt:
		w.choice(n, c)
		return
	case *ast.ForStmt:
		w.loop(n, c)
		return
	case *ast.AssignStmt:
		if n.Tok == token.ADD_ASSIGN {
			w.count(n, n.Lhs[0], c)
		}
		w.assignment(n, c)
		return
	case *ast.IncDecStmt:
		if n.Tok == token.INC {
			w.count(n, n.X, c)
		}
	case *ast.ValueSpec:
		w.declaration(n, c)
		return
	case *ast.TypeSpec:
		w.class(n, c)
		return
	case *ast.ReturnStmt:
		w.exit(n, c)
	case *ast.ExprStmt:
		w.refusal(n, c)
	case *ast.BinaryExpr:
		w.compare(n, c)
	case *ast.CompositeLit:
		w.literal(n, c)
		return
	case *ast.CallExpr:
		if !w.input(n, c) {
			w.call(n, c)
		}
		w.inCall(n, c)
		return
	case *ast.IndexExpr, *ast.SelectorExpr:
		if w.input(n.(ast.Expr), c) {
			return
		}
	}
	w.children(n, c)
}

// children collects the facts of what is directly inside of a node.
func (w *walker) children(n ast.Node, c context) {
	if _, isExpression := n.(ast.Expr); isExpression {
		switch n.(type) {
		case *ast.ParenExpr, *ast.UnaryExpr, *ast.StarExpr, *ast.SelectorExpr, *ast.TypeAssertExpr, *ast.CompositeLit:
		default:
			c.target, c.to, c.whole = "", nil, nil
		}
	}
	isFirst := true
	ast.Inspect(n, func(child ast.Node) bool {
		if isFirst {
			isFirst = false
			return true
		}
		switch child.(type) {
		case nil:
		case *ast.CommentGroup, *ast.Comment:
		default:
			w.node(child, c)
		}
		return false
	})
}

// inCall collects the facts of the arguments of a call, and of what it is called on.
func (w *walker) inCall(n *ast.CallExpr, c context) {
	inner := c
	inner.target, inner.to, inner.whole = "", nil, nil
	if selector, ok := n.Fun.(*ast.SelectorExpr); ok {
		if len(n.Args) == 0 && (selector.Sel.Name == "String" || selector.Sel.Name == "Bytes") { // uuid.New().String()
			inner.target = c.target
		}
		w.node(selector.X, inner)
		inner.target = ""
	} else {
		w.node(n.Fun, inner)
	}
	full, _ := w.fullName(n.Fun, c.scope)
	inner.within = full[strings.LastIndexByte(full, '.')+1:]
	if _, isType := n.Fun.(*ast.ArrayType); isType || slices.Contains(kept, full) {
		inner.target, inner.to, inner.whole = c.target, c.to, c.whole
	}
	for _, argument := range n.Args {
		w.node(argument, inner)
	}
}

// condition goes through the branches of an if statement.
func (w *walker) condition(n *ast.IfStmt, c context) {
	if n.Init != nil {
		c.whole = passedOn(n)
		w.node(n.Init, c)
		c.whole = nil
	}
	w.node(n.Cond, context{scope: c.scope, guards: c.guards})
	guard := &code.Guard{Place: w.place(n.Cond), Test: w.value(n.Cond, c.scope, maxSteps)}
	inner := c
	inner.guards = code.Guarded(c.guards, guard)
	w.node(n.Body, inner)
	if n.Else != nil {
		inner.guards = code.Guarded(c.guards, &code.Guard{Place: guard.Place, Test: guard.Test, Negated: true})
		w.node(n.Else, inner)
	}
}

// passedOn returns what an if statement assigns the value to that it makes first, nil for nothing.
func passedOn(n *ast.IfStmt) ast.Expr {
	init, ok := n.Init.(*ast.AssignStmt)
	if !ok || len(n.Body.List) == 0 {
		return nil
	}
	assign, ok := n.Body.List[0].(*ast.AssignStmt)
	if !ok || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 {
		return nil
	}
	from, isName := init.Lhs[0].(*ast.Ident)
	name, isSame := assign.Rhs[0].(*ast.Ident)
	if !isName || !isSame || from.Name != name.Name {
		return nil
	}
	return assign.Lhs[0]
}

// choice goes through the cases of a switch statement: each has a comparison, or its condition, as its guard.
func (w *walker) choice(n *ast.SwitchStmt, c context) {
	if n.Init != nil {
		w.node(n.Init, c)
	}
	if n.Tag != nil {
		w.node(n.Tag, context{scope: c.scope, guards: c.guards})
	}
	for _, statement := range n.Body.List {
		clause, ok := statement.(*ast.CaseClause)
		if !ok {
			continue
		}
		inner := c
		if len(clause.List) == 1 {
			test := w.value(clause.List[0], c.scope, maxSteps)
			if n.Tag != nil {
				test = &code.Value{Place: test.Place, Kind: "comparison", Part: "==", Items: []*code.Value{w.value(n.Tag, c.scope, 6), test}}
			}
			inner.guards = code.Guarded(c.guards, &code.Guard{Place: w.place(clause.List[0]), Test: test})
		}
		for _, test := range clause.List {
			w.node(test, context{scope: c.scope, guards: c.guards})
		}
		for _, in := range clause.Body {
			w.node(in, inner)
		}
	}
}
