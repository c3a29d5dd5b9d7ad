package python

import (
	"strings"
)

// gather binds the names of the statements below a node.
func (m *module) gather(node int, s *scope) {
	m.Children(node, func(child int) bool {
		m.gatherStatement(child, s)
		return true
	})
}

func (m *module) gatherStatement(node int, s *scope) {
	switch m.Nodes[node].Kind {
	case "import_statement", "import_from_statement", "future_import_statement":
		m.gatherImport(node, s)
	case "function_definition":
		m.gatherDefinition(node, s, bindFunction)
	case "class_definition":
		m.gatherDefinition(node, s, bindClass)
	case "assignment", "named_expression", "augmented_assignment":
		m.gatherAssignment(node, s)
	case "global_statement":
		s.globals = map[string]*scope{}
		for _, name := range m.Named(node) {
			s.globals[m.Text(name)] = m.top
		}
	case "as_pattern_target":
		m.gatherTarget(node, s, binding{kind: bindOther, node: node})
	case "for_statement":
		if left := m.Child(node, "left"); left >= 0 {
			m.gatherTarget(left, s, binding{kind: bindOther, node: left})
		}
		m.gather(node, s)
	case "except_clause", "except_group_clause":
		m.gatherExcept(node, s)
	case "as_pattern":
		m.gatherWith(node, s)
	case "string", "comment", "lambda", "list_comprehension", "set_comprehension", "generator_expression", "dictionary_comprehension":
	default:
		m.gather(node, s)
	}
}

// gatherWith binds the name of `with open(x) as f`: it has what the expression is.
func (m *module) gatherWith(node int, s *scope) {
	value, target := -1, -1
	for _, child := range m.Named(node) {
		if m.Nodes[child].Kind == "as_pattern_target" {
			target = child
		} else if value < 0 {
			value = child
		}
	}
	if value >= 0 && target >= 0 {
		m.gatherTarget(target, s, binding{kind: bindValue, node: value})
	}
}

// gatherExcept binds the name of an exception, which is no class: except ValueError as e.
func (m *module) gatherExcept(node int, s *scope) {
	m.Children(node, func(child int) bool {
		if m.Nodes[child].Kind != "as_pattern" {
			m.gatherStatement(child, s)
			return true
		}
		for _, part := range m.Named(child) {
			if m.Nodes[part].Kind == "as_pattern_target" {
				m.gatherTarget(part, s, binding{kind: bindOther, node: part})
			}
		}
		return true
	})
}

func (m *module) gatherAssignment(node int, s *scope) {
	left, right := m.Child(node, "left"), m.Child(node, "right")
	if left < 0 {
		left, right = m.Child(node, "name"), m.Child(node, "value")
	}
	if right >= 0 && m.Nodes[right].Kind == "assignment" { // a = b = c
		m.gatherAssignment(right, s)
		for right >= 0 && m.Nodes[right].Kind == "assignment" {
			right = m.Child(right, "right")
		}
	}
	if left < 0 {
		return
	}
	b := binding{kind: bindValue, node: right}
	if right < 0 || m.Nodes[node].Kind == "augmented_assignment" {
		b = binding{kind: bindOther, node: node}
	}
	m.gatherTarget(left, s, b)
}

// gatherTarget binds a target: a name, the attribute of self, or the parts of a tuple.
func (m *module) gatherTarget(left int, s *scope, b binding) {
	switch m.Nodes[left].Kind {
	case "identifier":
		s.bind(m.Text(left), b)
	case "attribute":
		object := m.Child(left, "object")
		if s.class != nil && object >= 0 && m.Text(object) == "self" {
			b.scope = s
			name := m.Text(m.Child(left, "attribute"))
			if len(s.class.names[name]) < maxBindings {
				s.class.names[name] = append(s.class.names[name], b)
			}
		}
	case "subscript":
	default:
		if named := m.Named(left); m.Nodes[left].Kind == "as_pattern_target" && len(named) == 1 {
			m.gatherTarget(named[0], s, b)
			return
		}
		for _, part := range m.Named(left) {
			m.gatherTarget(part, s, binding{kind: bindOther, node: part})
		}
	}
}

// gatherDefinition binds the name of a function or class and makes the scope of its body.
func (m *module) gatherDefinition(node int, s *scope, kind bindingKind) {
	at := m.Child(node, "name")
	if at < 0 {
		return
	}
	name := m.Text(at)
	s.bind(name, binding{kind: kind, node: node})
	inner := &scope{parent: s, name: name, node: node, isClass: kind == bindClass, names: map[string][]binding{}}
	if s.name != "" {
		inner.name = s.name + "." + name
	}
	if kind == bindFunction {
		inner.class = s.class
		if s.isClass {
			inner.class = s
		}
		m.gatherParameters(node, inner)
	}
	m.scopes[node] = inner
	if body := m.Child(node, "body"); body >= 0 {
		m.gather(body, inner)
	}
}

func (m *module) gatherParameters(function int, s *scope) {
	parameters := m.Child(function, "parameters")
	if parameters < 0 {
		return
	}
	for _, node := range m.Named(parameters) {
		if name := m.parameterName(node); name != "" {
			s.bind(name, binding{kind: bindParameter, node: node})
		}
	}
}

// parameterName returns the name of a parameter, "" for one such as *args.
func (m *module) parameterName(node int) string {
	switch m.Nodes[node].Kind {
	case "identifier":
		return m.Text(node)
	case "default_parameter", "typed_default_parameter":
		if name := m.Child(node, "name"); name >= 0 {
			return m.Text(name)
		}
	case "typed_parameter":
		if named := m.Named(node); len(named) > 0 && m.Nodes[named[0]].Kind == "identifier" {
			return m.Text(named[0])
		}
	}
	return ""
}

// gatherImport binds the names of an import.
func (m *module) gatherImport(node int, s *scope) {
	from := ""
	if at := m.Child(node, "module_name"); at >= 0 {
		from = m.absolute(m.Text(at))
	}
	m.Children(node, func(child int) bool {
		if m.Nodes[child].Field != "name" {
			return true
		}
		full, alias := m.Text(child), ""
		if m.Nodes[child].Kind == "aliased_import" {
			full, alias = m.Text(m.Child(child, "name")), m.Text(m.Child(child, "alias"))
		}
		if m.Nodes[node].Kind == "import_from_statement" {
			name := full
			full = join(from, name)
			if alias == "" {
				alias = name
			}
		}
		m.imports = append(m.imports, full)
		if alias == "" { // import a.b binds a
			alias, _, _ = strings.Cut(full, ".")
			full = alias
		}
		s.bind(alias, binding{kind: bindImport, node: child, full: full})
		return true
	})
}

// absolute returns the full name of a module that is imported, relative imports resolved.
func (m *module) absolute(name string) string {
	rest := strings.TrimLeft(name, ".")
	dots := len(name) - len(rest)
	if dots == 0 {
		return name
	}
	parts := strings.Split(m.name, ".")
	if m.isPackage {
		dots--
	}
	if dots > len(parts) {
		return rest
	}
	return join(strings.Join(parts[:len(parts)-dots], "."), rest)
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "." + b
}
