package python

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// routeOf adds the route that a decorator makes of a function, and what the function takes from requests; false for a decorator that
// makes none.
func (w *walker) routeOf(decorator int, f *code.Function, c context) bool {
	named := w.Named(decorator)
	if len(named) != 1 || len(w.out.Routes) == maxFacts {
		return false
	}
	if w.exposed(decorator, f, c) {
		return true
	}
	method, class := w.routeMethod(named[0], c)
	methods, isRoute := frameworks().RouteMethods[method]
	list, _ := w.arguments(named[0])
	path, isText := routePath(w.value(pass(list, 0, "path", "rule"), c.scope, 4))
	if !isRoute || isText && path != "" && !strings.HasPrefix(path, "/") || !isText && len(list) > 0 && list[0].keyword == "" &&
		w.Nodes[list[0].node].Kind != "identifier" && w.Nodes[list[0].node].Kind != "attribute" || strings.HasPrefix(class, "unittest.") {
		return false
	}
	route := &code.Route{Place: w.place(decorator), Path: path, Methods: methods, Handler: f.Name, Is: "route"}
	if strings.HasPrefix(method, "websocket") {
		route.Is = "websocket"
	}
	if at := pass(list, -1, "methods"); at >= 0 {
		route.Methods = code.Texts(w.value(at, c.scope, 4))
	} else if method == "route" && strings.HasPrefix(class, "flask.") {
		route.Methods = []string{"GET"} // https://flask.palletsprojects.com/en/stable/api/#flask.Flask.route
	}
	route.Open = pass(list, -1, "dependencies") < 0 && len(f.Decorators) == w.routeDecorators(f) && !asksOthers(f)
	w.out.Routes = append(w.out.Routes, route)
	w.parametersOf(f, path, strings.HasPrefix(class, "fastapi.") || method == "websocket")
	return true
}

// routeMethod returns the method of a decorator that may make a route, with the class of its object: for @app.get("/") get and flask.Flask,
// for @get("/") get and the module that has it.
func (w *walker) routeMethod(call int, c context) (method, class string) {
	function := w.Child(call, "function")
	if w.Nodes[call].Kind != "call" || function < 0 {
		return "", ""
	}
	switch w.Nodes[function].Kind {
	case "attribute":
		class, _ = w.fullName(w.Child(function, "object"), c.scope)
		return w.Text(w.Child(function, "attribute")), class
	case "identifier":
		full, _ := w.fullName(function, c.scope)
		if class = beforeDot(full); class == "bottle" || class == "litestar" {
			return full[len(class)+1:], class
		}
	}
	return "", ""
}

// exposed adds the route that CherryPy makes of a method that a decorator exposes, its own or one of the application: the path ends with
// the name of the method. It returns true where it does.
func (w *walker) exposed(decorator int, f *code.Function, c context) bool {
	name := w.decorator(decorator, c.scope)
	if !c.scope.isClass || !strings.Contains(name[strings.LastIndexByte(name, '.')+1:], "expose") || !slices.Contains(w.imports, "cherrypy") {
		return false
	}
	route := &code.Route{Place: w.place(decorator), Handler: f.Name, Is: "route"}
	if method := f.Name[strings.LastIndexByte(f.Name, '.')+1:]; method != "index" && method != "default" {
		route.Path = "/" + method
	}
	w.out.Routes = append(w.out.Routes, route)
	return true
}

// routeOfView adds the route that a method of a class for requests handles. Which path it has is said elsewhere.
func (w *walker) routeOfView(f *code.Function, inner *scope, c context) {
	method := f.Name[strings.LastIndexByte(f.Name, '.')+1:]
	methods := frameworks().RouteMethods[method]
	if !c.scope.isClass || len(methods) == 0 || len(w.out.Routes) == maxFacts || !w.isOneOf(c.scope.node, frameworks().ViewClasses, 4) {
		return
	}
	w.out.Routes = append(w.out.Routes, &code.Route{Place: f.Place, Methods: methods, Handler: inner.name, Is: "route", Open: len(f.Decorators) == 0})
}

// isOneOf reports whether a class extends one of some classes, directly or through others of the application.
func (m *module) isOneOf(class int, classes []string, steps int) bool {
	s := m.scopes[class]
	if s == nil || steps == 0 {
		return false
	}
	return slices.ContainsFunc(m.bases(class, s.parent), func(base string) bool {
		if slices.Contains(classes, base) {
			return true
		}
		owner, b := m.defined(base)
		return owner != nil && b.kind == bindClass && owner.isOneOf(b.node, classes, steps-1)
	})
}

// routePath returns the path that a value is: of one that is put together, such as f"{PREFIX}/login" or PREFIX + "login", what is
// written out, behind a slash. It returns false for any other value.
func routePath(v *code.Value) (string, bool) {
	if text, ok := v.Is.(string); ok {
		return text, true
	}
	if v.Kind != "template" {
		return "", false
	}
	text := "/"
	for _, part := range v.Items {
		written := code.PlainDefault(part)
		if written == nil {
			continue
		}
		next, isKnown := routePath(written)
		if isKnown && strings.HasSuffix(text, "/") {
			next = strings.TrimPrefix(next, "/")
		}
		text += next
	}
	return text, text != "/"
}

// routeDecorators counts the decorators that make routes.
func (w *walker) routeDecorators(f *code.Function) int {
	count := 0
	for _, name := range f.Decorators {
		if _, ok := frameworks().RouteMethods[name[strings.LastIndexByte(name, '.')+1:]]; ok {
			count++
		}
	}
	return count
}

// asksOthers reports whether a parameter is given by something else than the request: a dependency.
func asksOthers(f *code.Function) bool {
	return slices.ContainsFunc(f.Parameters, func(p *code.Parameter) bool {
		return asks(p.Default) || asks(p.Marker) ||
			strings.Contains(p.Type, "Depends") || strings.Contains(p.Type, "Security") || isLocalType(p.Type)
	})
}

// isLocalType reports whether a type may be an alias of the application for a dependency: CurrentUser, SessionDep.
func isLocalType(name string) bool {
	base := name[strings.LastIndexByte(name, '.')+1:]
	return strings.HasSuffix(base, "Dep") || strings.Contains(base, "User") || strings.Contains(base, "Auth")
}

// takenFrom returns the call that says which part of a request a parameter is, by its default or beside its type; nil for none.
func takenFrom(p *code.Parameter) *code.Value {
	for _, v := range []*code.Value{p.Default, p.Marker} {
		if v != nil && v.Kind == "call" && slices.Contains(requestParts, v.Name) {
			return v
		}
	}
	return nil
}

// requestParts are the functions of FastAPI that say which part of a request a parameter is:
// https://fastapi.tiangolo.com/reference/parameters/
var requestParts = []string{"fastapi.Query", "fastapi.Header", "fastapi.Cookie", "fastapi.Form", "fastapi.Body", "fastapi.Path"}

// asks reports whether a value is the call that asks for a dependency.
func asks(v *code.Value) bool {
	return v != nil && v.Kind == "call" && (v.Name == "fastapi.Depends" || v.Name == "fastapi.Security")
}

// parametersOf adds what the parameters of a handler take from a request. implicit says that a parameter of a plain type that is not
// part of the path comes from the query, as in FastAPI.
func (w *walker) parametersOf(f *code.Function, path string, implicit bool) {
	for _, p := range f.Parameters {
		part, from := "", takenFrom(p)
		if from != nil {
			part = strings.ToLower(from.Name[strings.LastIndexByte(from.Name, '.')+1:])
		} else if p.Default != nil && p.Default.Kind == "call" || asks(p.Marker) {
			continue
		} else if strings.Contains(path, "{"+p.Name+"}") || strings.Contains(path, "{"+p.Name+":") || strings.Contains(path, ":"+p.Name+">") ||
			strings.Contains(path, "<"+p.Name+">") {
			part = "path"
		} else if implicit && slices.Contains([]string{"str", "int", "bool", "float", "str | None", "Optional[str]", "typing.Optional"}, p.Type) {
			part = "query"
		}
		if part == "form" {
			part = "body"
		}
		if part == "" {
			continue
		}
		name := p.Name
		if from != nil && from.Entries["alias"] != nil {
			if text, ok := from.Entries["alias"].Is.(string); ok {
				name = text
			}
		}
		if part == "header" {
			name = strings.ToLower(strings.ReplaceAll(name, "_", "-"))
		}
		w.out.Inputs = append(w.out.Inputs, &code.Input{Place: p.Place, Context: code.Context{Function: f.Name}, Part: part, Name: name})
	}
}

// routeBy adds the route that a call adds: app.router.add_get("/x", handler).
func (w *walker) routeBy(call *code.Call, is *callee, list []argument, c context) {
	if is == nil || is.Is != "add-route" && is.Is != "add-websocket-route" || len(w.out.Routes) == maxFacts {
		return
	}
	route := &code.Route{Place: call.Place, Methods: is.Methods, Is: "route", Open: call.Arguments["dependencies"] == nil}
	if is.Is == "add-websocket-route" {
		route.Is = "websocket"
	}
	if path := call.Arguments["path"]; path != nil {
		route.Path, _ = routePath(path)
		route.Path = plainPath(route.Path)
	}
	if methods := call.Arguments["methods"]; methods != nil {
		route.Methods = code.Texts(methods)
	}
	for _, a := range list {
		if name, ok := is.Parameter(a.keyword, a.position); ok && name == "handler" {
			full, known := w.fullName(a.node, c.scope)
			if known {
				full = strings.TrimPrefix(strings.TrimPrefix(full, w.name), ".")
			}
			route.Handler = full
		}
	}
	w.out.Routes = append(w.out.Routes, route)
}
