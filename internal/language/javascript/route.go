package javascript

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// routerNames are what programs call what has routes, where nothing says what it is.
var routerNames = []string{"?app", "?router", "?fastify", "?server", "?api", "?express", "app", "router", "this.app", "this.router"}

// routeOf adds the route that a call makes: app.get("/x", login, (req, res) => {}), fastify.route({method, url, handler}).
func (w *walker) routeOf(node int, full string, list []int, c context) {
	dot := strings.LastIndexByte(full, '.')
	if dot < 0 || len(list) == 0 || len(w.out.Routes) == maxFacts {
		return
	}
	object, method := full[:dot], full[dot+1:]
	methods, isRoute := frameworks().RouteMethods[method]
	if isRoute && method != "route" && w.routeInSteps(node, methods, list, c) {
		return
	}
	if !isRoute || !w.isRouter(object, list) {
		return
	}
	route := &code.Route{Place: w.place(node), Methods: methods, Is: "route", Open: true}
	first := w.value(list[0], c.scope, 4)
	if first.Kind == "dictionary" { // of Fastify
		if !w.describe(route, first) {
			return
		}
	} else {
		text, isText := code.PlainText(first)
		if len(list) < 2 || isText && text != "" && text[0] != '/' && text[0] != '*' || !isText && w.isCallback(list[0]) {
			return
		}
		route.Path = text
		for _, between := range list[1 : len(list)-1] { // options without a check, or a function that may be one
			route.Open = route.Open && w.Nodes[between].Kind == "object" && !strings.Contains(w.Text(between), "andler")
			if name := w.inFront(between, c.scope); name != "" {
				route.Through = append(route.Through, name)
			}
		}
		route.Handler = w.nameOf(list[len(list)-1], c.scope)
	}
	w.out.Routes = append(w.out.Routes, route)
}

// routeInSteps adds the route of a call behind one that names the path: router.route("/x").get(list).post(login, add). It reports
// whether the call is one.
func (w *walker) routeInSteps(node int, methods []string, list []int, c context) bool {
	for at := w.objectOf(node); at >= 0 && w.Nodes[at].Kind == "call_expression"; at = w.objectOf(at) {
		function, first := w.Child(at, "function"), w.arguments(at)
		if w.Nodes[function].Kind != "member_expression" {
			return false
		}
		if w.textOf(w.Child(function, "property")) != "route" || len(first) != 1 {
			continue
		}
		path, isText := code.PlainText(w.value(first[0], c.scope, 4))
		if !isText {
			return false
		}
		last, at := list[len(list)-1], w.place(node)
		at.Start = w.place(w.Child(w.calleeOf(node), "property")).Start // not of the whole chain
		w.out.Routes = append(w.out.Routes, &code.Route{
			Place: at, Methods: methods, Is: "route", Path: path, Open: len(list) == 1, Handler: w.nameOf(last, c.scope),
		})
		return true
	}
	return false
}

// objectOf returns the object whose method a call calls, -1 for none.
func (w *walker) objectOf(call int) int {
	if function := w.Child(call, "function"); function >= 0 && w.Nodes[function].Kind == "member_expression" {
		return w.Child(function, "object")
	}
	return -1
}

// isRouter reports whether an object has routes.
func (w *walker) isRouter(object string, list []int) bool {
	if c := frameworks().Callee(object); c != nil {
		return c.Is == "web-app" || c.Is == "router"
	}
	if strings.HasSuffix(object, ".route") { // router.route("/x").get(handler)
		return false
	}
	last := list[len(list)-1]
	return slices.Contains(routerNames, object) && w.isCallback(last) && len(list) >= 2
}

// describe fills in a route that an object describes; false where the object has no address.
func (w *walker) describe(route *code.Route, v *code.Value) bool {
	address := v.Entries["url"]
	if address == nil {
		address = v.Entries["path"]
	}
	if address == nil {
		return false
	}
	route.Path, _ = code.PlainText(address)
	if method := v.Entries["method"]; method != nil {
		if text, ok := method.Is.(string); ok {
			route.Methods = []string{strings.ToUpper(text)}
		} else {
			route.Methods = code.Texts(method)
		}
	}
	for _, name := range []string{"preHandler", "onRequest", "preValidation"} {
		route.Open = route.Open && v.Entries[name] == nil
	}
	return true
}

// inFront returns the name of a function in front of the handler, or of what makes one; "" for a literal.
func (w *walker) inFront(node int, s *scope) string {
	if w.Nodes[node].Kind == "call_expression" {
		node = w.calleeOf(node)
	}
	if w.scopes[node] != nil || node < 0 {
		return ""
	}
	if full, known := w.fullName(node, s); known || full != "" && full[0] != '?' {
		return strings.TrimPrefix(full, w.module.name+".")
	}
	return ""
}

// nameOf returns the name of a function that is passed, as facts have it.
func (w *walker) nameOf(node int, s *scope) string {
	if inner := w.scopes[node]; inner != nil {
		return inner.name
	}
	full, known := w.fullName(node, s)
	if !known {
		return ""
	}
	if of := w.find(full); of != nil { // what the module exports has a name there
		if found := of.top.names["default"]; len(found) > 0 && found[0].node >= 0 && of.Nodes[found[0].node].Kind == "identifier" {
			return full + "." + of.Text(found[0].node)
		}
	}
	return strings.TrimPrefix(full, w.module.name+".")
}
