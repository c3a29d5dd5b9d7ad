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
	for _, flag := range w.flagsIn(c.scope)[morselName{w.Text(jar), name}] {
		w.morselFlag(call, flag, c)
	}
	w.out.Calls = append(w.out.Calls, call)
}

// morselName says which cookie of which jar it is.
type morselName struct{ jar, name string }

// flagsIn returns the assignments by which a function sets flags of cookies in jars, in their order. They are looked for once: a function
// may set many cookies.
func (w *walker) flagsIn(s *scope) map[morselName][]int {
	if found, known := w.flags[s]; known {
		return found
	}
	found := map[morselName][]int{}
	for at := s.node; at < int(w.Nodes[s.node].Next); at++ {
		if w.Nodes[at].Kind != "assignment" {
			continue
		}
		left := w.Child(at, "left")
		if left < 0 || w.Nodes[left].Kind != "subscript" || w.Child(at, "right") < 0 {
			continue
		}
		inner := w.Child(left, "value")
		if inner < 0 || w.Nodes[inner].Kind != "subscript" {
			continue
		}
		if name, ok := w.value(w.Child(inner, "subscript"), s, 3).Is.(string); ok {
			of := morselName{w.Text(w.Child(inner, "value")), name}
			found[of] = append(found[of], at)
		}
	}
	w.flags[s] = found
	return found
}

// morselFlag adds the flag that an assignment gives a cookie of a jar.
func (w *walker) morselFlag(call *code.Call, assignment int, c context) {
	flag, _ := w.value(w.Child(w.Child(assignment, "left"), "subscript"), c.scope, 2).Is.(string)
	if !slices.Contains([]string{"secure", "httponly", "samesite"}, flag) {
		return
	}
	v := w.value(w.Child(assignment, "right"), c.scope, maxSteps)
	if n, isNumber := v.Is.(int64); isNumber && flag != "samesite" {
		v = code.Literal(code.Place{}, n != 0)
	}
	call.Arguments[flag] = code.At(call.Place, v)
}
