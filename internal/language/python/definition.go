package python

import (
	"github.com/seclint/seclint/internal/code"
)

// definition collects a function or a class with its decorators.
func (w *walker) definition(node int, c context) {
	var decorators []int
	at, before := node, len(w.out.Calls)
	if w.Nodes[node].Kind == "decorated_definition" {
		at = w.Child(node, "definition")
	}
	inner := w.scopes[at]
	if at < 0 || inner == nil {
		return
	}
	w.Children(node, func(child int) bool {
		if w.Nodes[child].Kind == "decorator" {
			decorators = append(decorators, child)
			w.statements(child, context{scope: c.scope, guards: c.guards, outer: -1, target: inner.name})
		}
		return true
	})
	body := w.Child(at, "body")
	if inner.isClass {
		w.class(at, inner, c, decorators)
	} else {
		w.decorates(decorators, w.out.Calls[before:], inner.name)
		w.function(at, inner, c, decorators)
		c.guards = nil // a function runs when it is called
	}
	c.scope, c.outer, c.target = inner, -1, ""
	if body >= 0 {
		w.statements(body, c)
	}
}

// decorates gives the calls that are decorators the function that they decorate as what they are assigned to.
func (w *walker) decorates(decorators []int, calls []*code.Call, function string) {
	for _, at := range decorators {
		named := w.Named(at)
		for _, call := range calls {
			if len(named) == 1 && call.Place == w.place(named[0]) {
				call.Target = function
			}
		}
	}
}

// function adds a function, and the route that its decorators make of it.
func (w *walker) function(node int, inner *scope, c context, decorators []int) {
	f := &code.Function{Place: w.place(w.Child(node, "name")), Name: inner.name, Guards: c.guards}
	if body := w.Child(node, "body"); body >= 0 {
		f.Text = w.docstring(body)
	}
	if parameters := w.Child(node, "parameters"); parameters >= 0 {
		for _, at := range w.Named(parameters) {
			if p := w.parameter(at, c.scope); p != nil {
				f.Parameters = append(f.Parameters, p)
				w.option(p, c)
			}
			if fallback := w.Child(at, "value"); fallback >= 0 {
				w.node(fallback, context{scope: c.scope, outer: -1})
			}
		}
	}
	for _, at := range decorators {
		if name := w.decorator(at, c.scope); name != "" {
			f.Decorators = append(f.Decorators, name)
		}
	}
	if len(w.out.Functions) < maxFacts {
		w.out.Functions = append(w.out.Functions, f)
	}
	isHandler := false
	for _, at := range decorators {
		isHandler = w.routeOf(at, f, c) || isHandler
	}
	if !isHandler {
		w.parametersOf(f, "", false) // a dependency of handlers takes what it says
	}
	w.routeOfView(f, inner, c)
}

// decorator returns the full name of a decorator, without the arguments that it is called with.
func (w *walker) decorator(node int, s *scope) string {
	named := w.Named(node)
	if len(named) != 1 {
		return ""
	}
	at := named[0]
	if w.Nodes[at].Kind == "call" {
		at = w.Child(at, "function")
	}
	name, _ := w.fullName(at, s)
	return name
}

func (w *walker) parameter(node int, s *scope) *code.Parameter {
	name := w.parameterName(node)
	if name == "" {
		return nil
	}
	p := &code.Parameter{Place: w.place(node), Name: name}
	if at := w.Child(node, "type"); at >= 0 {
		if p.Type, _ = w.fullName(at, s); p.Type == "" {
			p.Type = w.Text(at)
		}
		p.Marker = w.marker(at, s)
	}
	if at := w.Child(node, "value"); at >= 0 {
		p.Default = w.value(at, s, maxSteps)
	}
	return p
}

// marker returns the first call in a type such as Annotated[str, Query()], nil for none.
func (w *walker) marker(typ int, s *scope) *code.Value {
	for at := typ; at < int(w.Nodes[typ].Next); at++ {
		if w.Nodes[at].Kind == "call" {
			return w.value(at, s, maxSteps)
		}
	}
	return nil
}

// docstring returns the text that documents a module or a body, "" for none.
func (m *module) docstring(body int) string {
	text := ""
	m.Children(body, func(child int) bool {
		if m.Nodes[child].Kind == "comment" {
			return true
		}
		if named := m.Named(child); m.Nodes[child].Kind == "expression_statement" && len(named) == 1 && m.Nodes[named[0]].Kind == "string" {
			text, _, _ = m.stringParts(named[0], m.top, 1)
		}
		return false
	})
	return text[:min(len(text), maxText)]
}

// maxText is how many bytes of a documentation policies see.
const maxText = 2000
