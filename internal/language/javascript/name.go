package javascript

import (
	"slices"
	"strings"
)

// resolved is the full name of an expression.
type resolved struct {
	name  string
	known bool
}

// fullName returns the full name of an expression: what it is through imports, aliases and the classes of objects. known is set
// where the name comes from an import, is defined in the application or is one that every program has; otherwise it is as written.
func (m *module) fullName(node int, s *scope) (name string, known bool) {
	if node < 0 {
		return "", false
	}
	r, found := m.full[node]
	if !found {
		m.full[node] = r // a name that depends on itself is not known
		r.name, r.known = m.resolve(node, s)
		m.full[node] = r
	}
	return r.name, r.known
}

// resolve is fullName for an expression that nobody has asked about before.
func (m *module) resolve(node int, s *scope) (name string, known bool) {
	switch m.Nodes[node].Kind {
	case "identifier", "type_identifier", "shorthand_property_identifier":
		return m.fullIdentifier(m.Text(node), s)
	case "meta_property":
		return m.Text(node), true // import.meta
	case "this":
		if s.class != nil {
			return m.name + "." + s.class.name, true
		}
	case "member_expression", "nested_type_identifier":
		object, property := m.Child(node, "object"), m.Child(node, "property")
		if object < 0 {
			object, property = m.Child(node, "module"), m.Child(node, "name")
		}
		return m.fullMember(object, m.textOf(property), s)
	case "subscript_expression":
		if index := m.Child(node, "index"); index >= 0 && m.Nodes[index].Kind == "string" {
			return m.fullMember(m.Child(node, "object"), m.plainText(index), s)
		}
	case "call_expression":
		function := m.Child(node, "function")
		if from := m.required(node); from != "" {
			return from, true
		}
		if method := m.ownMethod(function, s); method >= 0 {
			if class, known := m.classOf(method); known {
				return class, true
			}
		}
		callee, known := m.fullName(function, s)
		return m.resultOf(callee, known)
	case "new_expression":
		class, known := m.fullName(m.Child(node, "constructor"), s)
		return m.resultOf(class, known)
	case "ternary_expression":
		return m.fullName(m.Child(node, "consequence"), s)
	case "assignment_expression": // const app = module.exports = express()
		return m.fullName(m.Child(node, "right"), s)
	case "parenthesized_expression", "await_expression", "non_null_expression", "as_expression", "satisfies_expression",
		"type_annotation", "generic_type":
		if named := m.Named(node); len(named) > 0 {
			return m.fullName(named[0], s)
		}
	}
	return "", false
}

// required returns the module that a call of require or import gives, "" for any other call.
func (m *module) required(call int) string {
	function, arguments := m.Child(call, "function"), m.Child(call, "arguments")
	if function < 0 || arguments < 0 || m.Text(function) != "require" && m.Nodes[function].Kind != "import" {
		return ""
	}
	if named := m.Named(arguments); len(named) > 0 && m.Nodes[named[0]].Kind == "string" {
		return m.imported(m.file.Path, m.plainText(named[0]))
	}
	return ""
}

func (m *module) fullMember(object int, property string, s *scope) (string, bool) {
	if object < 0 || property == "" {
		return "", false
	}
	if m.Nodes[object].Kind == "this" && s.class != nil {
		return m.fullOfThis(property, s)
	}
	base, known := m.fullName(object, s)
	if base == "" {
		return "?." + property, false
	}
	return m.member(base, property, known)
}

// fullOfThis returns the full name of a member of the class around.
func (m *module) fullOfThis(property string, s *scope) (string, bool) {
	for _, b := range s.class.names[property] {
		switch {
		case b.kind == bindFunction:
			return m.name + "." + s.class.name + "." + property, true
		case b.kind == bindValue && b.node >= 0:
			if class, known := m.fullName(b.node, b.scope); known {
				return class, true
			}
		case b.kind == bindParameter:
			if at := m.Child(b.node, "type"); at >= 0 {
				if class, known := m.fullName(at, b.scope.parent); known {
					return class, true
				}
			}
		}
	}
	return "this." + property, false
}

// resultOf returns the class of what a call gives: that of a class is itself.
func (m *module) resultOf(callee string, known bool) (string, bool) {
	if c := frameworks().Callee(callee); c != nil && c.Type != "" {
		return c.Type, true
	}
	if owner, b := m.defined(callee); owner != nil {
		if b.kind == bindValue && b.node >= 0 {
			if inner := owner.scopes[b.node]; inner != nil {
				b = binding{kind: bindFunction, node: b.node}
			}
		}
		if b.kind == bindFunction {
			if class, ok := owner.classOf(b.node); ok {
				return class, true
			}
		}
	}
	return callee, known
}

// ownMethod returns the method of the object around that a call calls, -1 for none: {methods: {x() {}, y() { this.x() }}}. A class knows
// its own.
func (m *module) ownMethod(function int, s *scope) int {
	if function < 0 || s.class != nil || m.Nodes[function].Kind != "member_expression" {
		return -1
	}
	if object := m.Child(function, "object"); object < 0 || m.Nodes[object].Kind != "this" {
		return -1
	}
	if method, found := m.methods[m.textOf(m.Child(function, "property"))]; found {
		return method
	}
	return -1
}

// classOf returns what the first expression that a function returns is known to be.
func (m *module) classOf(function int) (string, bool) {
	for _, returned := range m.returns(function) {
		if class, known := m.fullName(returned, m.scopes[function]); known {
			return class, true
		}
	}
	return "", false
}

// returned returns the expression that a function returns where it returns in one place, -1 for any other.
func (m *module) returned(function int) int {
	if all := m.returns(function); len(all) == 1 {
		return all[0]
	}
	return -1
}

// returns returns the expressions that a function returns, -1 among them for nothing.
func (m *module) returns(function int) []int {
	body := m.Child(function, "body")
	if body < 0 {
		return nil
	}
	if m.Nodes[body].Kind != "statement_block" {
		return []int{body}
	}
	var all []int
	for i := body + 1; i < int(m.Nodes[body].Next); i++ {
		if m.scopes[i] != nil {
			i = int(m.Nodes[i].Next) - 1
			continue
		}
		if m.Nodes[i].Kind != "return_statement" {
			continue
		}
		if named := m.Named(i); len(named) == 1 {
			all = append(all, named[0])
		} else {
			all = append(all, -1)
		}
	}
	return all
}

// globalObjects are the names by which a program gets at what every program has.
var globalObjects = []string{"window", "globalThis", "self", "global"}

// pageObjects are the objects that every program in a page or in Node has and that tables and rules ask about.
var pageObjects = []string{"location", "document", "localStorage", "sessionStorage", "process"}

func (m *module) fullIdentifier(name string, s *scope) (string, bool) {
	found := s.lookup(name)
	if len(found) == 0 {
		if slices.Contains(globalObjects, name) {
			return "global", true
		}
		name = frameworks().Canonical(name)
		return name, frameworks().Callee(name) != nil || slices.Contains(pageObjects, name)
	}
	switch b := found[len(found)-1]; b.kind {
	case bindImport:
		return frameworks().Canonical(m.real(b.full)), true
	case bindFunction, bindClass:
		return m.name + "." + joined(b.scope.name, name), true
	case bindParameter:
		if at := m.Child(b.node, "type"); at >= 0 && b.full == "" {
			if class, known := m.fullName(at, b.scope.parent); known {
				return class, true
			}
		}
	case bindMember:
		if full, known := m.fullOfMember(b); known {
			return full, true
		}
	case bindFirst:
		return m.fullName(b.node, b.scope)
	case bindValue:
		return m.fullOfValues(name, found)
	}
	return "?" + name, false
}

// fullOfMember returns the full name of a member that a pattern takes.
func (m *module) fullOfMember(b binding) (string, bool) {
	base, known := m.fullName(b.node, b.scope)
	if base == "" {
		return "", false
	}
	return m.member(base, b.full, known)
}

// fullOfValues returns the full name of a name with values: what it is known to be in one of the places.
func (m *module) fullOfValues(name string, found []binding) (string, bool) {
	for _, b := range found {
		if b.kind != bindValue || b.node < 0 {
			continue
		}
		if b.scope.parent == nil && (m.scopes[b.node] != nil || m.Nodes[b.node].Kind == "object" || m.wrapped(b.node) >= 0) {
			return m.name + "." + name, true
		}
		if class, known := m.fullName(b.node, b.scope); known {
			return class, true
		}
	}
	return "?" + name, false
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "." + b
}

// member returns the full name of a member of what has a full name: the class of an object that another module of the application
// makes, else the name with the member.
func (m *module) member(base, property string, known bool) (string, bool) {
	if base == "global" {
		return frameworks().Canonical(property), true
	}
	if property == "default" && m.find(base) == nil {
		return base, known
	}
	return m.real(frameworks().Canonical(base + "." + property)), known
}

// real follows a name that another module of the application imports or binds.
func (m *module) real(full string) string {
	for range maxBindings {
		owner, b := m.defined(full)
		if owner == nil {
			if only := m.find(full); only != nil && len(only.top.names["default"]) > 0 && len(only.top.names) > 0 && only.isCommon() {
				full += ".default"
				continue
			}
			return full
		}
		switch {
		case b.kind == bindImport && b.full != full:
			full = b.full
			continue
		case b.kind == bindValue && b.node >= 0:
			if owner.scopes[b.node] != nil || owner.wrapped(b.node) >= 0 {
				return full
			}
			if class, known := owner.fullName(b.node, b.scope); known {
				return class
			}
		}
		return full
	}
	return full
}

// isCommon reports whether a module exports one thing by module.exports.
func (m *module) isCommon() bool { return strings.Contains(string(m.Content), "module.exports = ") }

// defined returns the module of the application that binds a full name, with the last binding there; nil for none.
func (p *program) defined(full string) (*module, binding) {
	for end := strings.LastIndexByte(full, '.'); end > 0; end = strings.LastIndexByte(full[:end], '.') {
		if owner := p.find(full[:end]); owner != nil {
			return p.definedIn(owner, strings.Split(full[end+1:], "."), maxBindings)
		}
	}
	return nil, binding{}
}

func (p *program) definedIn(owner *module, steps []string, left int) (*module, binding) {
	at := owner.top
	if at.names[steps[0]] == nil && left > 0 {
		for _, other := range owner.passed {
			if from := p.find(other); from != nil {
				if found, b := p.definedIn(from, steps, left-1); found != nil {
					return found, b
				}
			}
		}
	}
	for i, step := range steps {
		found := at.names[step]
		if len(found) == 0 {
			return nil, binding{}
		}
		b := found[len(found)-1]
		if i == len(steps)-1 {
			return owner, b
		}
		if at = owner.scopes[b.node]; at == nil || b.kind != bindClass {
			return nil, binding{}
		}
	}
	return nil, binding{}
}
