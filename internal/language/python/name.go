package python

import (
	"slices"
	"strings"
)

// resolved is the full name of an expression.
type resolved struct {
	name  string
	known bool
}

// pathClass is the class of paths, of which / makes others.
const pathClass = "pathlib.Path"

// fullName returns the full name of an expression: what it is through imports, aliases and the classes of objects. known is set
// where the name comes from an import or is defined in the application; otherwise it is as written.
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
	case "identifier":
		return m.fullIdentifier(m.Text(node), s)
	case "attribute":
		object, attribute := m.Child(node, "object"), m.Child(node, "attribute")
		if object < 0 || attribute < 0 {
			return "", false
		}
		if s != nil && s.class != nil && m.Text(object) == "self" {
			return m.fullOfSelf(m.Text(attribute), s)
		}
		base, known := m.fullName(object, s)
		if base == "" {
			return "", false
		}
		return m.member(base, m.Text(attribute), known)
	case "call":
		callee, known := m.fullName(m.Child(node, "function"), s)
		return m.resultOf(callee, known, node, s)
	case "parenthesized_expression", "await":
		if named := m.Named(node); len(named) == 1 {
			return m.fullName(named[0], s)
		}
	case "binary_operator": // of paths: base / name
		if operator := m.Child(node, "operator"); operator >= 0 && m.Text(operator) == "/" {
			if base, known := m.fullName(m.Child(node, "left"), s); base == pathClass {
				return base, known
			}
		}
	case "type":
		if named := m.Named(node); len(named) == 1 {
			return m.fullType(named[0], s)
		}
	}
	return "", false
}

// resultOf returns the class of what a call gives: that of a class is itself.
func (m *module) resultOf(callee string, known bool, node int, s *scope) (string, bool) {
	if c := frameworks().Find(callee, true); c != nil && c.Type != "" {
		return c.Type, true
	}
	if owner, b := m.defined(callee); owner != nil && b.kind == bindFunction {
		if returned := owner.Child(b.node, "return_type"); returned >= 0 {
			if class, ok := owner.fullName(returned, owner.top); ok {
				return class, true
			}
		}
		if class, ok := owner.returned(b.node); ok {
			return class, true
		}
	}
	return callee, known
}

// returned returns the class of what a function without a type returns, where all returns give the same one. Functions inside of it
// return for themselves.
func (m *module) returned(function int) (string, bool) {
	class := ""
	for i := function + 1; i < int(m.Nodes[function].Next); i++ {
		switch m.Nodes[i].Kind {
		case "function_definition", "class_definition", "lambda":
			i = int(m.Nodes[i].Next) - 1
		case "return_statement":
			named := m.Named(i)
			if len(named) != 1 {
				return "", false
			}
			name, known := m.fullName(named[0], m.scopes[function])
			if !known || class != "" && name != class {
				return "", false
			}
			class = name
		}
	}
	return class, class != ""
}

// fullType returns the full name of a type: of Optional[X], X | None and Annotated[X, ...] that of X.
func (m *module) fullType(node int, s *scope) (string, bool) {
	switch m.Nodes[node].Kind {
	case "generic_type", "subscript", "binary_operator", "union_type":
		for _, child := range m.Named(node) {
			name, known := m.fullType(child, s)
			if known && !slices.Contains([]string{"typing.Optional", "typing.Annotated", "typing.Union"}, name) {
				return name, known
			}
		}
		return "", false
	case "type_parameter", "type":
		if named := m.Named(node); len(named) > 0 {
			return m.fullType(named[0], s)
		}
	}
	return m.fullName(node, s)
}

func (m *module) fullIdentifier(name string, s *scope) (string, bool) {
	found := s.lookup(name)
	if len(found) == 0 {
		return name, false
	}
	switch b := found[len(found)-1]; b.kind {
	case bindImport:
		return frameworks().Canonical(m.real(b.full)), true
	case bindFunction, bindClass:
		return join(m.name, join(b.scope.name, name)), true
	case bindParameter:
		if at := m.Child(b.node, "type"); at >= 0 {
			if class, known := m.fullName(at, b.scope.parent); known {
				return class, true
			}
		}
	case bindValue:
		for _, b := range found { // a name that is bound several times is what it is known to be in one of the places
			if b.kind != bindValue || b.node < 0 {
				continue
			}
			if class, known := m.fullName(b.node, b.scope); known {
				return class, true
			}
		}
	}
	return name, false
}

// fullOfSelf returns the full name of an attribute of self.
func (m *module) fullOfSelf(attribute string, s *scope) (string, bool) {
	for _, b := range s.class.names[attribute] {
		switch {
		case b.kind == bindFunction:
			return join(m.name, s.class.name+"."+attribute), true
		case b.kind == bindValue && b.node >= 0:
			if class, known := m.fullName(b.node, b.scope); known {
				return class, true
			}
		}
	}
	return "self." + attribute, false
}

// member returns the full name of an attribute of what has a full name: the class of an object that another module of the
// application makes, else the name with the attribute.
func (m *module) member(base, attribute string, known bool) (string, bool) {
	name := frameworks().Canonical(base + "." + attribute)
	if owner, b := m.defined(name); owner != nil && b.kind == bindValue && b.node >= 0 {
		if class, ok := owner.fullName(b.node, b.scope); ok {
			return class, true
		}
	} else if owner == nil && known {
		if library := m.library(base, maxBindings); library != "" {
			return frameworks().Canonical(library + "." + attribute), true
		}
	}
	return name, known
}

// library returns the class of a library that a class of the application extends, directly or through others, where a table knows it;
// "" for none.
func (m *module) library(class string, steps int) string {
	owner, b := m.defined(class)
	if owner == nil || b.kind != bindClass || owner.scopes[b.node] == nil || steps == 0 {
		return ""
	}
	for _, base := range owner.bases(b.node, owner.scopes[b.node].parent) {
		if frameworks().Callee(base) != nil || frameworks().IsParent(base) {
			return base
		}
		if library := m.library(base, steps-1); library != "" {
			return library
		}
	}
	return ""
}

// made returns what a table says of making an object of a class: that of a library, or one of the application that extends it and leaves
// how it is made as it is. It is nil for any other callee.
func (m *module) made(class string) *callee {
	if c := frameworks().Callee(class); c != nil {
		return c
	}
	owner, b := m.defined(class)
	if owner == nil || b.kind != bindClass || owner.scopes[b.node] == nil || !owner.leavesMaking(owner.scopes[b.node]) {
		return nil
	}
	if library := m.library(class, 1); library != "" {
		return frameworks().Callee(library)
	}
	return nil
}

// leavesMaking reports whether a class hands on what it is made with: it has no method for that, or one that takes whatever it is given.
func (m *module) leavesMaking(class *scope) bool {
	for _, b := range class.names["__init__"] {
		parameters := m.Child(b.node, "parameters")
		if parameters < 0 {
			return false
		}
		named := m.Named(parameters)
		if len(named) != 3 || m.Nodes[named[1]].Kind != "list_splat_pattern" || m.Nodes[named[2]].Kind != "dictionary_splat_pattern" {
			return false
		}
	}
	return true
}

// real follows a name that another module of the application imports or binds.
func (m *module) real(full string) string {
	for range maxBindings {
		owner, b := m.defined(full)
		if owner == nil {
			return full
		}
		switch {
		case b.kind == bindImport && b.full != full:
			full = b.full
			continue
		case b.kind == bindValue && b.node >= 0:
			if class, known := owner.fullName(b.node, b.scope); known {
				return class
			}
		}
		return full
	}
	return full
}

// defined returns the module of the application that binds a full name, with the last binding there; nil for none.
func (p *program) defined(full string) (*module, binding) {
	for end := strings.LastIndexByte(full, '.'); end > 0; end = strings.LastIndexByte(full[:end], '.') {
		owner := p.find(full[:end])
		if owner == nil {
			continue
		}
		at := owner.top
		steps := strings.Split(full[end+1:], ".")
		for i, step := range steps {
			found := at.names[step]
			if len(found) == 0 {
				return owner.inherited(at, steps[i:])
			}
			b := found[len(found)-1]
			if i == len(steps)-1 {
				return owner, b
			}
			if at = owner.scopes[b.node]; at == nil || b.kind != bindClass {
				return nil, binding{}
			}
		}
	}
	return nil, binding{}
}

// inherited returns the module that binds an attribute of a class in a class that it extends, with the binding; nil for none.
func (m *module) inherited(class *scope, steps []string) (*module, binding) {
	if !class.isClass || len(steps) != 1 || m.depth == maxBindings {
		return nil, binding{}
	}
	m.depth++ // classes that extend each other end
	defer func() { m.depth-- }()
	for _, base := range m.bases(class.node, class.parent) {
		if owner, b := m.defined(base + "." + steps[0]); owner != nil {
			return owner, b
		}
	}
	return nil, binding{}
}
