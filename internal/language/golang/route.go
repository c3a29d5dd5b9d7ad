package golang

import (
	"go/ast"
	"maps"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// route adds the route that a call adds: r.Get("/x", handler), mux.HandleFunc("GET /x", handler).
func (w *walker) route(call *code.Call, is *callee, n *ast.CallExpr, c context) {
	if is == nil {
		w.ownRoute(call, n, c)
		return
	}
	if is.Is == "route-methods" {
		w.methodsOf(call, n)
		return
	}
	if is.Is != "add-route" || len(w.out.Routes) == maxFacts {
		return
	}
	route := &code.Route{Place: call.Place, Methods: is.Methods, Is: "route"}
	if path := call.Arguments["path"]; path != nil {
		route.Path = writtenPath(path)
	}
	if method := call.Arguments["method"]; method != nil {
		if text, ok := method.Is.(string); ok {
			route.Methods = []string{strings.ToUpper(text)}
		}
	}
	if method, path, found := strings.Cut(route.Path, " "); found { // net/http since Go 1.22
		route.Methods, route.Path = []string{method}, strings.TrimSpace(path)
	}
	if methods := w.methods[call.Place]; len(methods) > 0 {
		route.Methods = methods
	}
	if selector, ok := n.Fun.(*ast.SelectorExpr); ok {
		route.Path = joinedPath(w.prefix(selector.X, c.scope, maxGroups), route.Path)
	}
	w.handlers(route, call.Callee, is, n, c)
	w.out.Routes = append(w.out.Routes, route)
}

// handlers gives a route its handler and the functions in front of it. Most frameworks take these first and the handler as the last,
// Echo takes the handler first.
func (w *walker) handlers(route *code.Route, callee string, is *callee, n *ast.CallExpr, c context) {
	handlers := 0
	for i, a := range n.Args {
		if name, ok := is.Parameter("", i); ok && name != "handler" {
			continue
		}
		if handlers++; handlers > 1 && strings.HasPrefix(callee, "echo.") {
			break
		}
		if i+1 < len(n.Args) && !strings.HasPrefix(callee, "echo.") {
			if name := w.inFront(a, c.scope); name != "" {
				route.Through = append(route.Through, name)
			}
			continue
		}
		route.Handler, route.Open = w.handler(a, c.scope)
	}
	route.Open = route.Open && handlers == 1
}

// inFront returns the name of a function in front of the handler, or of what makes one; "" for a literal.
func (w *walker) inFront(a ast.Expr, s *scope) string {
	if call, ok := a.(*ast.CallExpr); ok {
		a = call.Fun
	}
	full, _ := w.fullName(a, s)
	return strings.TrimPrefix(full, w.pkg.name+".")
}

// joinedPath returns a path behind the prefix of its group. Gin and Fiber put the slash between the two that is written in neither.
func joinedPath(prefix, path string) string {
	if prefix != "" && path != "" && !strings.HasSuffix(prefix, "/") && !strings.HasPrefix(path, "/") {
		return prefix + "/" + path
	}
	return prefix + path
}

// verbs are the methods of HTTP by which routers call their methods.
var verbs = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}

// ownRoute adds the route that a router of the application adds, which has one of a framework inside: r.POST("/login", login, limited).
func (w *walker) ownRoute(call *code.Call, n *ast.CallExpr, c context) {
	method := strings.ToUpper(call.Callee[strings.LastIndexByte(call.Callee, '.')+1:])
	if len(n.Args) < 2 || !slices.Contains(verbs, method) || len(w.out.Routes) == maxFacts {
		return
	}
	if _, isOwn := w.module.function(call.Callee); !isOwn {
		return
	}
	path, _ := w.value(n.Args[0], c.scope, 3).Is.(string)
	if !strings.HasPrefix(path, "/") {
		return
	}
	route := &code.Route{Place: call.Place, Path: path, Methods: []string{method}, Is: "route"}
	route.Handler, _ = w.handler(n.Args[1], c.scope)
	w.out.Routes = append(w.out.Routes, route)
}

// writtenPath returns a path, or what is written out of one with parts such as the prefix of the application.
func writtenPath(v *code.Value) string {
	if v.Kind != "template" {
		text, _ := v.Is.(string)
		return text
	}
	var b strings.Builder
	for _, part := range v.Items {
		if text, ok := part.Is.(string); ok {
			b.WriteString(text)
		}
	}
	return b.String()
}

// handler returns the name of a handler, and whether nothing is around it that may ask for a login.
func (w *walker) handler(a ast.Expr, s *scope) (name string, isOpen bool) {
	switch a := a.(type) {
	case *ast.CallExpr:
		full, _ := w.fullName(a.Fun, s)
		if full == "net/http.HandlerFunc" && len(a.Args) == 1 {
			return w.handler(a.Args[0], s)
		}
		if inner := w.wrapped(a, full, s); inner != nil {
			name, _ = w.handler(inner, s)
			return name, false
		}
		return strings.TrimPrefix(full, w.pkg.name+"."), false
	case *ast.FuncLit:
		return s.name, true
	}
	full, _ := w.fullName(a, s)
	return strings.TrimPrefix(full, w.pkg.name+"."), true
}

// wrapped returns the argument that is the handler which a function puts something around, nil for a call that makes the handler itself:
// withLog(list), authenticated(deleteUser, false), handle(loginHandler(lifetime), "").
func (w *walker) wrapped(call *ast.CallExpr, full string, s *scope) ast.Expr {
	for _, argument := range call.Args {
		switch a := argument.(type) {
		case *ast.FuncLit:
			return a
		case *ast.Ident, *ast.SelectorExpr:
			name, isKnown := w.fullName(a, s)
			if _, isFunction := w.module.function(name); isKnown && isFunction {
				return a
			}
		case *ast.CallExpr:
			name, _ := w.fullName(a.Fun, s)
			if isHandlerName(name) && !strings.HasSuffix(full, "andler") || w.wrapped(a, name, s) != nil {
				return a
			}
		}
	}
	return nil
}

// isHandlerName reports whether a function is called a handler.
func isHandlerName(full string) bool {
	return strings.Contains(strings.ToLower(full[strings.LastIndexByte(full, '.')+1:]), "handle")
}

// maxGroups bounds how many groups of routes are followed that are inside each other.
const maxGroups = 8

// prefix returns the path in front of the routes of a router that is a group of another.
func (w *walker) prefix(router ast.Expr, s *scope, steps int) string {
	if steps == 0 {
		return ""
	}
	switch e := router.(type) {
	case *ast.Ident:
		if outer := w.around(e, s); outer != "" {
			return outer
		}
		found := w.lookup(e.Name, s)
		if len(found) == 1 && found[0].kind == bindParameter && found[0].scope.receiver != nil {
			return w.prefix(found[0].scope.receiver, found[0].scope.parent, steps-1)
		}
		if len(found) == 1 && found[0].kind == bindValue && found[0].index == 0 {
			return found[0].module.prefixOfCall(found[0].node, found[0].scope, func(of ast.Expr) string {
				return w.prefix(of, found[0].scope, steps-1)
			})
		}
	case *ast.CallExpr:
		return w.prefixOfCall(e, s, func(of ast.Expr) string { return w.prefix(of, s, steps-1) })
	}
	return ""
}

// around returns the path in front of the routes that a function adds to a router while the router makes a group of them:
// f.Group("/user", func() { f.Post("/login", login) }).
func (w *walker) around(router *ast.Ident, s *scope) string {
	path := ""
	for at := s; at != nil && at.names[router.Name] == nil; at = at.parent {
		if at.receiver == nil || at.parent == nil {
			continue
		}
		selector, ok := at.receiver.Fun.(*ast.SelectorExpr)
		if !ok {
			continue
		}
		of, ok := selector.X.(*ast.Ident)
		if ok && of.Name == router.Name {
			path = joinedPath(w.prefixOfCall(at.receiver, at.parent, func(ast.Expr) string { return "" }), path)
		}
	}
	return path
}

// prefixOfCall returns the prefix of a call that makes a group, the same router with a middleware more, or a further route of one path.
func (m *module) prefixOfCall(expr ast.Expr, s *scope, outer func(ast.Expr) string) string {
	call, ok := expr.(*ast.CallExpr)
	if !ok {
		return ""
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	full, isKnown := m.fullName(call.Fun, s)
	is := frameworks().Callee(full)
	if !isKnown || is == nil || is.Is != "route-group" && (is.Type == "" || is.Is != "middleware" && (is.Is != "add-route" || is.Takes("path"))) {
		return ""
	}
	own := ""
	if path := argument(call, is, "path"); path != nil {
		own, _ = m.value(path, s, 3).Is.(string)
	}
	return joinedPath(outer(selector.X), own)
}

// methodsOf gives a route the methods that a call behind it says: r.HandleFunc("/x", handler).Methods("POST").
func (w *walker) methodsOf(call *code.Call, n *ast.CallExpr) {
	selector, ok := n.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	at := w.place(selector.X)
	// The call in front is visited after this one: its route comes to be with what was noted here.
	var methods []string
	for _, name := range slices.Sorted(maps.Keys(call.Arguments)) {
		if text, ok := call.Arguments[name].Is.(string); ok {
			methods = append(methods, strings.ToUpper(text))
		}
	}
	w.methods[at] = methods
}

// procedure adds a method that clients call by its name: a mutation of gqlgen (https://gqlgen.com/getting-started/#implement-the-resolvers),
// or one of a service of gRPC or Connect, func (s *server) Login(ctx context.Context, r *pb.LoginRequest).
func (w *walker) procedure(d *ast.FuncDecl, f *code.Function) {
	class, name, isMethod := strings.Cut(f.Name, ".")
	if !isMethod || len(f.Parameters) == 0 || f.Parameters[0].Type != "context.Context" || len(w.out.Routes) == maxFacts {
		return
	}
	isCalled := strings.HasSuffix(class, "utationResolver")
	if len(f.Parameters) == 2 && w.serves() {
		isCalled = strings.HasSuffix(f.Parameters[1].Type, "."+name+"Request") || strings.HasSuffix(f.Parameters[1].Type, "connect.Request")
	}
	if isCalled && d.Name.IsExported() {
		w.out.Routes = append(w.out.Routes, &code.Route{Place: f.Place, Path: name, Methods: []string{"POST"}, Handler: f.Name, Is: "procedure"})
	}
}

// serves reports whether the file imports a package of gRPC or Connect.
func (w *walker) serves() bool {
	for _, full := range w.imports {
		if strings.HasPrefix(full, "google.golang.org/grpc") || strings.HasPrefix(full, "connectrpc.com/connect") {
			return true
		}
	}
	return false
}
