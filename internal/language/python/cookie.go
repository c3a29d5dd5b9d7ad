package python

import (
	"slices"

	"github.com/seclint/seclint/internal/code"
)

// jars are the objects whose items are the cookies of an answer: https://docs.python.org/3/library/http.cookies.html#http.cookies.Morsel
var jars = []string{"cherrypy.response.cookie", "http.cookies.SimpleCookie", "Cookie.SimpleCookie"}

// morsel adds a cookie that is put into a jar, as a call that sets it: cookie["session"] = token. Its flags are items of the item, which
// other lines of the function set: cookie["session"]["secure"] = True.
func (w *walker) morsel(node, jar int, name string, value int, c context) {
	if full, known := w.fullName(jar, c.scope); !known || !slices.Contains(jars, full) || len(w.out.Calls) == maxFacts {
		return
	}
	call := &code.Call{
		Place: w.place(node), Context: c.code(), Callee: "http.cookies.SimpleCookie", Is: "cookie",
		Arguments: map[string]*code.Value{"name": code.Literal(w.place(jar), name), "value": w.value(value, c.scope, maxSteps)},
	}
	for _, flag := range []string{"secure", "httponly"} {
		call.Arguments[flag] = &code.Value{Place: call.Place, Kind: "default", Is: false}
	}
	for at := c.scope.node; at < int(w.Nodes[c.scope.node].Next); at++ {
		if w.Nodes[at].Kind == "assignment" {
			w.flagOf(call, at, w.Text(jar), name, c)
		}
	}
	w.out.Calls = append(w.out.Calls, call)
}

// flagOf adds the flag that an assignment gives a cookie of a jar; anything else is left alone.
func (w *walker) flagOf(call *code.Call, assignment int, jar, name string, c context) {
	left, right := w.Child(assignment, "left"), w.Child(assignment, "right")
	if left < 0 || right < 0 || w.Nodes[left].Kind != "subscript" {
		return
	}
	inner := w.Child(left, "value")
	if inner < 0 || w.Nodes[inner].Kind != "subscript" || w.Text(w.Child(inner, "value")) != jar {
		return
	}
	flag, _ := w.value(w.Child(left, "subscript"), c.scope, 2).Is.(string)
	of, _ := w.value(w.Child(inner, "subscript"), c.scope, 3).Is.(string)
	if of != name || !slices.Contains([]string{"secure", "httponly", "samesite"}, flag) {
		return
	}
	v := w.value(right, c.scope, maxSteps)
	if n, isNumber := v.Is.(int64); isNumber && flag != "samesite" {
		v = code.Literal(code.Place{}, n != 0)
	}
	call.Arguments[flag] = code.At(call.Place, v)
}
