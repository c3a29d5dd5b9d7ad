package javascript

import (
	"path"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// controller adds the routes that the decorators of methods make: @Controller("auth") class { @Post("login") login() {} }.
func (w *walker) controller(class int, inner *scope, decorators []int, c context) {
	prefix, _ := w.decorated(append(w.decoratorsOf(class), decorators...), "controller", c.scope)
	body := w.Child(class, "body")
	if body < 0 {
		return
	}
	var pending []int
	w.Children(body, func(child int) bool {
		switch w.Nodes[child].Kind {
		case "decorator":
			pending = append(pending, child)
		case "method_definition":
			w.decoratedRoute(child, prefix, pending, inner)
			pending = nil
		}
		return true
	})
}

// decoratorsOf returns the decorators of a class.
func (m *module) decoratorsOf(class int) []int {
	var all []int
	m.Children(class, func(child int) bool {
		if m.Nodes[child].Kind == "decorator" {
			all = append(all, child)
		}
		return true
	})
	return all
}

// decorated returns the first text that the decorator with a meaning is given, or the path in its options, and the methods of HTTP that
// it stands for; nil for no such decorator.
func (w *walker) decorated(decorators []int, meaning string, s *scope) (text string, methods []string) {
	for _, decorator := range decorators {
		for _, call := range w.Named(decorator) {
			if w.Nodes[call].Kind != "call_expression" {
				continue
			}
			full, _ := w.fullName(w.calleeOf(call), s)
			is := frameworks().Callee(full)
			if is == nil || is.Is != meaning {
				continue
			}
			for _, argument := range w.arguments(call) {
				v := w.value(argument, s, 4)
				for _, key := range []string{"path", "name"} {
					if v.Kind == "dictionary" && v.Entries[key] != nil {
						v = v.Entries[key]
					}
				}
				if text, ok := code.PlainText(v); ok {
					return text, append([]string{}, is.Methods...)
				}
			}
			return "", append([]string{}, is.Methods...)
		}
	}
	return "", nil
}

// decoratedRoute adds the route that the decorators of a method make.
func (w *walker) decoratedRoute(method int, prefix string, decorators []int, class *scope) {
	if address, methods := w.decorated(decorators, "route-decorator", class.parent); methods != nil {
		w.routeTo(method, "/"+strings.Trim(path.Join(prefix, address), "/"), methods, "route")
	}
	if name, methods := w.decorated(decorators, "procedure-decorator", class.parent); methods != nil {
		if name == "" {
			name = w.keyOf(method)
		}
		w.routeTo(method, name, methods, "procedure")
	}
}
