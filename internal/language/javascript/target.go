package javascript

// gatherTarget binds a target of a declaration: a name, or the parts of an object or a list.
func (m *module) gatherTarget(target, value int, s *scope) {
	switch m.Nodes[target].Kind {
	case "identifier":
		s.bind(m.Text(target), binding{kind: bindValue, node: value, other: -1})
	case "object_pattern":
		for _, part := range m.Named(target) {
			name, member, fallback := m.patternPart(part)
			if name != "" {
				s.bind(name, binding{kind: bindMember, node: value, full: member, other: fallback})
			}
		}
	case "array_pattern":
		for i, part := range m.Named(target) {
			if i == 0 && m.Nodes[part].Kind == "identifier" {
				first := binding{kind: bindFirst, node: value, other: -1}
				if named := m.Named(target); len(named) == 2 && m.Nodes[named[1]].Kind == "identifier" {
					first.other, first.full = named[1], m.Text(named[1])
				}
				s.bind(m.Text(part), first)
			} else {
				m.gatherOther(part, s)
			}
		}
	}
}

// patternPart returns the name that a part of a pattern binds, the member that it takes, and its default, -1 for none.
func (m *module) patternPart(part int) (name, member string, fallback int) {
	switch m.Nodes[part].Kind {
	case "shorthand_property_identifier_pattern":
		return m.Text(part), m.Text(part), -1
	case "object_assignment_pattern":
		name = m.textOf(m.Child(part, "left"))
		return name, name, m.Child(part, "right")
	case "pair_pattern":
		value := m.Child(part, "value")
		if value < 0 {
			return "", "", -1
		}
		if m.Nodes[value].Kind == "assignment_pattern" {
			return m.textOf(m.Child(value, "left")), m.keyOf(part), m.Child(value, "right")
		}
		if m.Nodes[value].Kind == "identifier" {
			return m.Text(value), m.keyOf(part), -1
		}
	}
	return "", "", -1
}

// gatherOther binds the names of a pattern to something that is not known.
func (m *module) gatherOther(target int, s *scope) {
	if target < 0 {
		return
	}
	for i := target; i < int(m.Nodes[target].Next); i++ {
		if kind := m.Nodes[i].Kind; kind == "identifier" || kind == "shorthand_property_identifier_pattern" {
			s.bind(m.Text(i), binding{kind: bindOther, node: i, other: -1})
		}
	}
}

// gatherAssignment binds what is assigned: a name of a scope around, a member of this, or what a module exports.
func (m *module) gatherAssignment(node int, s *scope) {
	left, right := m.Child(node, "left"), m.Child(node, "right")
	if left < 0 || right < 0 {
		return
	}
	name := ""
	switch m.Nodes[left].Kind {
	case "identifier":
		name = m.Text(left)
		owner := s
		for owner.parent != nil && owner.names[name] == nil {
			owner = owner.parent
		}
		if len(owner.names[name]) < maxBindings {
			owner.names[name] = append(owner.names[name], binding{kind: bindValue, node: right, other: -1, scope: s})
		}
	case "member_expression":
		object := m.textOf(m.Child(left, "object"))
		name = m.textOf(m.Child(left, "property"))
		switch {
		case object == "this" && s.class != nil:
			if len(s.class.names[name]) < maxBindings {
				s.class.names[name] = append(s.class.names[name], binding{kind: bindValue, node: right, other: -1, scope: s})
			}
		case object == "module" && name == "exports":
			m.gatherExports(right)
		case object == "exports" || object == "module.exports":
			m.top.bind(name, binding{kind: bindValue, node: right, other: -1})
		default:
			m.gatherMember(m.Child(left, "object"), name, right, s)
		}
	}
	m.gatherValue(right, s, name)
}

// gatherMember binds a member of an object that has a name, or that the class around has, under both: config.port = 3000. No name of the
// language has a dot.
func (m *module) gatherMember(object int, name string, right int, s *scope) {
	owner, of := m.ownerOf(object, s)
	if owner == nil || name == "" {
		return
	}
	if full := of + "." + name; len(owner.names[full]) < maxBindings {
		owner.names[full] = append(owner.names[full], binding{kind: bindValue, node: right, other: -1, scope: s})
	}
}

// ownerOf returns the scope that has a name, or a member of the class around, and what it is called there; nil for any other expression.
func (m *module) ownerOf(object int, s *scope) (*scope, string) {
	if object < 0 {
		return nil, ""
	}
	if m.Nodes[object].Kind == "identifier" {
		name, owner := m.Text(object), s
		for owner.parent != nil && (owner.isClass || owner.names[name] == nil) {
			owner = owner.parent
		}
		return owner, name
	}
	if inner := m.Child(object, "object"); inner >= 0 && m.Nodes[inner].Kind == "this" && s.class != nil {
		return s.class, m.textOf(m.Child(object, "property"))
	}
	return nil, ""
}

// gatherExports binds what module.exports = gives to others: the members of an object, or one thing.
func (m *module) gatherExports(right int) {
	m.top.bind("default", binding{kind: bindValue, node: right, other: -1})
	if m.Nodes[right].Kind != "object" {
		return
	}
	for _, part := range m.Named(right) {
		name := m.keyOf(part)
		if name == "" || m.top.names[name] != nil {
			continue
		}
		switch m.Nodes[part].Kind {
		case "pair":
			m.top.bind(name, binding{kind: bindValue, node: m.Child(part, "value"), other: -1})
		case "method_definition":
			m.top.bind(name, binding{kind: bindFunction, node: part, other: -1})
		}
	}
}
