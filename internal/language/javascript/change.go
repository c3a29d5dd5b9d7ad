package javascript

import (
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/literal"
)

// changesOf returns what the program does to what a name, or a member of this, is bound to: in the function that binds it, or anywhere in
// the module for a nil scope and a name of the module.
func (m *module) changesOf(written string, s *scope) []literal.Change {
	if m.changes == nil {
		m.gatherChanges()
	}
	return m.changes.Of(written, func(scope *scope) bool { return s == nil || s.parent == nil || scope == s })
}

// gatherChanges finds the statements that change objects and lists, by the name that these have.
func (m *module) gatherChanges() {
	m.changes = literal.Changes[*scope]{}
	m.eachBelow(0, m.top, true, func(node int, s *scope, isCertain bool) bool {
		switch m.Nodes[node].Kind {
		case "assignment_expression":
			if left := m.Child(node, "left"); left >= 0 && m.isMember(left) {
				m.addChange(node, left, literal.Change{Value: expression(m, m.Child(node, "right"), s)}, s, isCertain)
			}
		case "unary_expression":
			if target := m.Child(node, "argument"); target >= 0 && strings.HasPrefix(m.Text(node), "delete ") {
				m.addChange(node, target, literal.Change{}, s, false)
			}
		case "call_expression":
			m.gatherMethod(node, s, isCertain)
		}
		return true
	})
}

func (m *module) isMember(node int) bool {
	kind := m.Nodes[node].Kind
	return kind == "member_expression" || kind == "subscript_expression"
}

// gatherMethod adds what a method does to a list, and what Object.assign does to its first argument.
func (m *module) gatherMethod(call int, s *scope, isCertain bool) {
	at, arguments := m.Child(call, "function"), m.Child(call, "arguments")
	if at < 0 || arguments < 0 || m.Nodes[at].Kind != "member_expression" {
		return
	}
	list, object := m.Named(arguments), m.Child(at, "object")
	switch m.textOf(m.Child(at, "property")) {
	case "push":
		for _, argument := range list {
			c := literal.Change{IsAdded: true, Value: expression(m, argument, s)}
			if named := m.Named(argument); m.Nodes[argument].Kind == "spread_element" && len(named) == 1 {
				c = literal.Change{IsMerged: true, Value: expression(m, named[0], s)}
			}
			m.addChange(call, object, c, s, isCertain)
		}
	case "unshift", "splice", "pop", "shift":
		m.addChange(call, object, literal.Change{}, s, false)
	case "assign":
		if m.textOf(object) == "Object" && len(list) == 2 && m.Nodes[list[0]].Kind != "object" {
			m.addChange(call, list[0], literal.Change{IsMerged: true, Value: expression(m, list[1], s)}, s, isCertain)
		}
	}
}

// addChange adds a change of what an expression with members leads to.
func (m *module) addChange(statement, target int, c literal.Change, s *scope, isCertain bool) {
	for target >= 0 && m.isMember(target) {
		of, index := m.Child(target, "object"), m.Child(target, "index")
		if of >= 0 && m.Nodes[of].Kind == "this" {
			break
		}
		if index < 0 {
			index = m.Child(target, "property")
		}
		if index < 0 {
			return
		}
		c.Keys = append([]literal.Expression{expression(m, index, s)}, c.Keys...)
		target = of
	}
	if target < 0 || len(c.Keys) == 0 && !c.IsAdded && !c.IsMerged && !c.Value.IsZero() {
		return // this.x = ..., which is a binding
	}
	name := m.Text(target)
	if len(name) > 100 || strings.ContainsAny(name, "()[] \n") {
		return
	}
	c.At, c.IsUnclear = m.span(statement), !isCertain
	m.changes.Add(name, c, s)
}

// eachBelow calls visit for the nodes below one, with the scope that they are in and whether they run whenever that is run. It goes into a
// node where visit returns true.
func (m *module) eachBelow(node int, s *scope, isCertain bool, visit func(int, *scope, bool) bool) {
	m.Children(node, func(child int) bool {
		inner, certain := s, isCertain
		switch m.Nodes[child].Kind {
		case "comment", "interface_declaration", "type_alias_declaration", "type_annotation", "type_arguments":
			return true
		case "if_statement", "for_statement", "for_in_statement", "while_statement", "catch_clause", "switch_case", "ternary_expression":
			certain = false
		}
		if own := m.scopes[child]; own != nil {
			inner, certain = own, !own.isArgument
		}
		if visit(child, s, certain) {
			m.eachBelow(child, inner, certain, visit)
		}
		return true
	})
}

// maxEmbedded bounds how many objects, lists and texts of a module are looked at.
const maxEmbedded = 500

// embedded returns the objects, lists and texts of the module that may be configuration.
func (m *module) embedded() []*code.Embedded {
	if !literal.Matters(m.Content) {
		return nil
	}
	var found []*code.Embedded
	evaluator := literal.New(literals{})
	m.eachBelow(0, m.top, true, func(node int, s *scope, _ bool) bool {
		if len(found) == maxEmbedded {
			return false
		}
		e, own, name := m.root(node, s)
		if e.IsZero() {
			return true
		}
		if root, parts := evaluator.Tree(e); root != nil {
			if embedded := literal.Embedded(root, own, parts); embedded != nil {
				embedded.Place, embedded.Name = m.place(node), name
				found = append(found, embedded)
			}
		}
		return own.IsZero()
	})
	return found
}

// root returns the expression by which what a node is or assigns is looked at, none where that is no literal and no call of a function
// of the application; own is the literal.
func (m *module) root(node int, s *scope) (e, own literal.Expression, name string) {
	switch m.Nodes[node].Kind {
	case "variable_declarator", "assignment_expression", "public_field_definition":
		left, right := m.Child(node, "name"), m.Child(node, "value")
		if m.Nodes[node].Kind == "assignment_expression" {
			left, right = m.Child(node, "left"), m.Child(node, "right")
		}
		if left < 0 || right < 0 {
			return e, own, ""
		}
		whole, own, _ := m.root(m.bare(right), s)
		if own.IsZero() {
			return literal.Expression{}, own, ""
		}
		name = m.Text(left)
		if m.Nodes[left].Kind == "identifier" {
			if f := (literals{}).Form(expression(m, left, s)); f.Kind == literal.Same && f.Of == expression(m, right, s) {
				whole = expression(m, left, s) // with what is done to it
			}
		}
		return whole, own, name
	case "object", "array", "string", "template_string":
		e = expression(m, node, s)
		return e, e, ""
	case "call_expression":
		e = expression(m, node, s)
		switch f := (literals{}).Form(e); {
		case f.Kind == literal.Loop, f.Kind == literal.Mapping:
			return e, e, ""
		case f.Callee != nil && !f.Callee.Result.IsZero():
			return e, literal.Expression{}, f.Name
		}
	}
	return literal.Expression{}, literal.Expression{}, ""
}

// bare returns an expression without what only says its type.
func (m *module) bare(node int) int {
	for {
		named := m.Named(node)
		switch m.Nodes[node].Kind {
		case "as_expression", "satisfies_expression", "parenthesized_expression":
			if len(named) > 0 {
				node = named[0]
				continue
			}
		}
		return node
	}
}
