package golang

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// scope is what binds names: a package or a function. The blocks of a function are taken together: a name that is bound in several of
// them has several bindings.
type scope struct {
	parent *scope
	// name is that of the function around it, with the type of its receiver: Type.Method.
	name  string
	names map[string][]binding
	// receiver is the call that a function literal is handed to, nil for none: r.Route("/api", func(r chi.Router) { ... }).
	receiver *ast.CallExpr
}

func newScope(parent *scope, name string) *scope {
	return &scope{parent: parent, name: name, names: map[string][]binding{}}
}

// maxBindings bounds how many bindings of one name are remembered: a name with so many has no value that is known.
const maxBindings = 5

// bindingKind says how a name is bound.
type bindingKind uint8

const (
	bindValue bindingKind = iota // node is the expression
	bindParameter
	bindFunction
	bindType
	bindBody  // what a request brings is read into it
	bindRange // an item of node
	bindOther
)

type binding struct {
	kind bindingKind
	// node is the expression, index which of its results; typ is the type that is written, nil for none.
	node  ast.Expr
	index int
	typ   ast.Expr
	// decl is a function, spec a type.
	decl *ast.FuncDecl
	spec *ast.TypeSpec
	// isFallback is set for a value that is assigned where something else is missing or is there.
	isFallback bool
	// isVariadic is set for a parameter with any number of values.
	isVariadic bool
	scope      *scope
	module     *module
}

func (s *scope) bind(name string, b binding) {
	if name != "_" && len(s.names[name]) < maxBindings {
		s.names[name] = append(s.names[name], b)
	}
}

// lookup returns the bindings of a name as code in a scope sees it. Those of the package are looked for in files that nobody has
// parsed, too.
func (m *module) lookup(name string, s *scope) []binding {
	for at := s; at != nil; at = at.parent {
		if found := at.names[name]; found != nil {
			return found
		}
	}
	if m.imports[name] != "" {
		return nil
	}
	m.pkg.load(name)
	return m.pkg.top.names[name]
}

// gather binds what a statement or declaration binds in a scope, and what the functions in it bind in theirs.
func (m *module) gather(root ast.Node, s *scope) {
	handed := map[ast.Node]*ast.CallExpr{}
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			inner := newScope(s, s.name)
			inner.receiver = handed[n]
			m.scopes[n] = inner
			m.gatherFunction(n.Type, n.Body, inner)
			return false
		case *ast.IfStmt:
			m.gatherIf(n)
		case *ast.AssignStmt:
			m.gatherAssignment(n, s)
		case *ast.ValueSpec:
			m.gatherSpec(n, s)
		case *ast.TypeSpec:
			s.bind(n.Name.Name, binding{kind: bindType, spec: n, scope: s, module: m})
		case *ast.RangeStmt:
			m.gatherRange(n, s)
		case *ast.CompositeLit:
			m.gatherLiteral(n, s)
		case *ast.CallExpr:
			m.gatherCall(n, s)
			for _, argument := range n.Args {
				if function, ok := argument.(*ast.FuncLit); ok {
					handed[function] = n
				}
			}
		}
		return true
	})
}

// gatherFunction binds the parameters and results of a function, and what its body binds.
func (m *module) gatherFunction(t *ast.FuncType, body *ast.BlockStmt, s *scope) {
	m.gatherParameters(t.Params, s)
	if t.Results != nil {
		for _, field := range t.Results.List {
			for _, name := range field.Names {
				s.bind(name.Name, binding{kind: bindOther, typ: field.Type, scope: s, module: m})
			}
		}
	}
	if body != nil {
		m.gather(body, s)
	}
}

func (m *module) gatherParameters(list *ast.FieldList, s *scope) {
	for _, field := range list.List {
		b := binding{kind: bindParameter, typ: field.Type, scope: s, module: m}
		if ellipsis, ok := field.Type.(*ast.Ellipsis); ok {
			b.typ, b.isVariadic = ellipsis.Elt, true
		}
		for _, name := range field.Names {
			s.bind(name.Name, b)
		}
	}
}

// gatherIf notes the assignments that an if statement makes where a value is missing: if port == "" { port = "80" }.
func (m *module) gatherIf(n *ast.IfStmt) {
	if !asksWhetherSet(n.Cond) {
		return
	}
	for _, statement := range n.Body.List {
		if assign, ok := statement.(*ast.AssignStmt); ok {
			m.fallbacks[assign] = true
		}
	}
	if block, ok := n.Else.(*ast.BlockStmt); ok {
		for _, statement := range block.List {
			if assign, ok := statement.(*ast.AssignStmt); ok {
				m.fallbacks[assign] = true
			}
		}
	}
}

// asksWhetherSet reports whether a condition asks whether there is a value: x == "", len(x) == 0, !ok, err != nil.
func asksWhetherSet(cond ast.Expr) bool {
	switch c := cond.(type) {
	case *ast.ParenExpr:
		return asksWhetherSet(c.X)
	case *ast.UnaryExpr:
		return c.Op == token.NOT && asksWhetherSet(c.X)
	case *ast.Ident:
		return slices.Contains([]string{"ok", "exists", "found", "present", "set", "isSet"}, c.Name)
	case *ast.BinaryExpr:
		if c.Op == token.LAND {
			return asksWhetherSet(c.X) && asksWhetherSet(c.Y)
		}
		if c.Op == token.EQL || c.Op == token.NEQ || c.Op == token.GTR {
			return isEmptyLiteral(c.X) || isEmptyLiteral(c.Y)
		}
	}
	return false
}

func isEmptyLiteral(expr ast.Expr) bool {
	switch e := expr.(type) {
	case *ast.BasicLit:
		return e.Value == `""` || e.Value == "``" || e.Value == "0"
	case *ast.Ident:
		return e.Name == "nil"
	}
	return false
}

func (m *module) gatherAssignment(n *ast.AssignStmt, s *scope) {
	for i, left := range n.Lhs {
		b := binding{kind: bindValue, scope: s, module: m, isFallback: m.fallbacks[n]}
		switch {
		case n.Tok != token.ASSIGN && n.Tok != token.DEFINE:
			b.kind = bindOther
		case len(n.Rhs) == len(n.Lhs):
			b.node = n.Rhs[i]
		case len(n.Rhs) == 1:
			b.node, b.index = n.Rhs[0], i
		default:
			b.kind = bindOther
		}
		if id, ok := left.(*ast.Ident); ok && keepsError(id.Name) {
			b.node, b.kind = nil, bindOther // what went wrong is not what the call is for
		}
		m.gatherTarget(left, s, b, n.Tok == token.DEFINE)
	}
}

// keepsError reports whether a variable is one of those in which programs keep an error, by its name.
func keepsError(name string) bool {
	return name == "err" || strings.HasSuffix(name, "Err") || strings.HasPrefix(name, "err") && len(name) > 3 && name[3] >= 'A' && name[3] <= 'Z'
}

// gatherTarget binds a name, or notes the value of a field.
func (m *module) gatherTarget(left ast.Expr, s *scope, b binding, isNew bool) {
	switch l := left.(type) {
	case *ast.Ident:
		at := s
		if !isNew { // the name of a function around a literal, or of the package
			for at.parent != nil && at.names[l.Name] == nil {
				at = at.parent
			}
			if at.names[l.Name] == nil {
				at = m.pkg.top
			}
		}
		at.bind(l.Name, b)
	case *ast.SelectorExpr:
		m.pkg.note(l.Sel.Name, write{of: l.X, binding: b})
	case *ast.StarExpr:
		m.gatherTarget(l.X, s, binding{kind: bindOther, scope: s, module: m}, false)
	}
}

func (of *pkg) note(field string, w write) {
	if len(of.writes[field]) < maxWrites {
		of.writes[field] = append(of.writes[field], w)
	}
}

func (m *module) gatherSpec(n *ast.ValueSpec, s *scope) {
	for i, name := range n.Names {
		b := binding{kind: bindValue, typ: n.Type, scope: s, module: m}
		switch {
		case len(n.Values) == len(n.Names):
			b.node = n.Values[i]
		case len(n.Values) == 1:
			b.node, b.index = n.Values[0], i
		}
		s.bind(name.Name, b)
	}
}

func (m *module) gatherRange(n *ast.RangeStmt, s *scope) {
	if n.Tok != token.DEFINE {
		return
	}
	if name, ok := n.Key.(*ast.Ident); ok {
		s.bind(name.Name, binding{kind: bindOther, scope: s, module: m})
	}
	if name, ok := n.Value.(*ast.Ident); ok {
		s.bind(name.Name, binding{kind: bindRange, node: n.X, scope: s, module: m})
	}
}

// gatherLiteral notes the values that a composite literal gives to fields.
func (m *module) gatherLiteral(n *ast.CompositeLit, s *scope) {
	for _, element := range n.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			return
		}
		if key, ok := pair.Key.(*ast.Ident); ok {
			m.pkg.note(key.Name, write{of: n, binding: binding{kind: bindValue, node: pair.Value, scope: s, module: m}})
		}
	}
}

// decoders are the methods that read the body of a request into what they get the address of.
var decoders = []string{"Decode", "Bind", "BindJSON", "ShouldBind", "ShouldBindJSON", "ShouldBindQuery", "BodyParser"}

// gatherCall binds what a call writes to the addresses that it gets: an option of the command line (flag.StringVar(&addr, ...)), or
// what a request brings (c.Bind(&in)).
func (m *module) gatherCall(n *ast.CallExpr, s *scope) {
	selector, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || len(n.Args) == 0 {
		return
	}
	if name := selector.Sel.Name; name == "SetDefault" && len(n.Args) == 2 {
		if key, ok := n.Args[0].(*ast.BasicLit); ok {
			if text, ok := literalOf(key).(string); ok && len(m.defaults) < maxFacts {
				m.defaults[text] = binding{kind: bindValue, node: n.Args[1], scope: s, module: m}
			}
		}
		return
	}
	address, ok := n.Args[0].(*ast.UnaryExpr)
	if !ok || address.Op != token.AND {
		return
	}
	b := binding{kind: bindValue, node: n, scope: s, module: m}
	switch {
	case slices.Contains(decoders, selector.Sel.Name):
		b.kind = bindBody
	case !strings.HasSuffix(selector.Sel.Name, "Var") && !strings.HasSuffix(selector.Sel.Name, "VarP"):
		return
	}
	m.gatherTarget(address.X, s, b, false)
}
