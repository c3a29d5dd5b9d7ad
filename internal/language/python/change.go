package python

import (
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/literal"
)

// changesOf returns what the program does to what a name, or an attribute of self, is bound to: in the function that binds it, or
// anywhere in the module for a nil scope and a name of the module.
func (m *module) changesOf(written string, s *scope) []literal.Change {
	if m.changes == nil {
		m.gatherChanges()
	}
	return m.changes.Of(written, func(scope *scope) bool { return s == nil || s.parent == nil || scope == s })
}

// gatherChanges finds the statements that change dictionaries and lists, by the name that these have.
func (m *module) gatherChanges() {
	m.changes = literal.Changes[*scope]{}
	m.eachNode(func(node int, s *scope, isCertain bool) bool {
		switch m.Nodes[node].Kind {
		case "assignment", "augmented_assignment":
			left := m.Child(node, "left")
			isPlain := m.Nodes[node].Kind == "assignment"
			if left >= 0 && (m.Nodes[left].Kind == "subscript" || !isPlain) {
				c := literal.Change{Value: expression(m, m.Child(node, "right"), s), IsMerged: !isPlain && m.Nodes[left].Kind != "subscript"}
				m.addChange(node, left, c, s, isCertain)
			}
		case "delete_statement":
			for _, target := range m.Named(node) {
				m.addChange(node, target, literal.Change{}, s, false)
			}
		case "call":
			m.gatherMethod(node, s, isCertain)
		}
		return true
	})
}

// changing are the methods that change a dictionary or list, with whether they take the entries or items of what they get.
var changing = map[string]bool{"append": false, "update": true, "extend": true, "setdefault": false, "pop": false, "insert": false, "remove": false, "clear": false}

func (m *module) gatherMethod(call int, s *scope, isCertain bool) {
	at := m.Child(call, "function")
	if at < 0 || m.Nodes[at].Kind != "attribute" {
		return
	}
	object, name := m.Child(at, "object"), m.Text(m.Child(at, "attribute"))
	isMerged, isKnown := changing[name]
	if !isKnown || object < 0 {
		return
	}
	c := literal.Change{IsMerged: isMerged, IsAdded: name == "append"}
	list, isOpen := m.arguments(call)
	if len(list) == 1 && list[0].keyword == "" && !isOpen && (isMerged || c.IsAdded) {
		c.Value = expression(m, list[0].node, s)
	}
	m.addChange(call, object, c, s, isCertain)
}

// addChange adds a change of what an expression with subscripts leads to.
func (m *module) addChange(statement, target int, c literal.Change, s *scope, isCertain bool) {
	for m.Nodes[target].Kind == "subscript" {
		index, of := m.Child(target, "subscript"), m.Child(target, "value")
		if index < 0 || of < 0 {
			return
		}
		c.Keys = append([]literal.Expression{expression(m, index, s)}, c.Keys...)
		target = of
	}
	name := m.Text(target)
	if len(name) > 100 || strings.ContainsAny(name, "()[] \n") {
		return
	}
	c.At, c.IsUnclear = m.span(statement), !isCertain
	m.changes.Add(name, c, s)
}

// eachNode calls visit for the nodes of the module, with the scope that they are in and whether they run whenever that is run. It goes
// into a node where visit returns true.
func (m *module) eachNode(visit func(node int, s *scope, isCertain bool) bool) {
	m.eachBelow(0, m.top, true, visit)
}

func (m *module) eachBelow(node int, s *scope, isCertain bool, visit func(int, *scope, bool) bool) {
	m.Children(node, func(child int) bool {
		inner, certain := s, isCertain
		switch m.Nodes[child].Kind {
		case "comment":
			return true
		case "if_statement", "for_statement", "while_statement", "except_clause", "case_clause", "lambda":
			certain = false
		}
		if own := m.scopes[child]; own != nil {
			inner, certain = own, true
		}
		if visit(child, s, certain) {
			m.eachBelow(child, inner, certain, visit)
		}
		return true
	})
}

// maxEmbedded bounds how many dictionaries, lists and texts of a module are looked at.
const maxEmbedded = 500

// embedded returns the dictionaries, lists and texts of the module that may be configuration.
func (m *module) embedded() []*code.Embedded {
	if !literal.Matters(m.Content) {
		return nil
	}
	var found []*code.Embedded
	evaluator := literal.New(literals{})
	m.eachNode(func(node int, s *scope, _ bool) bool {
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
		return m.Nodes[node].Kind == "call" || m.Nodes[node].Kind == "assignment" && own.IsZero()
	})
	return found
}

// root returns the expression by which what a node is or assigns is looked at, none where that is no literal and no call of a function
// of the application; own is the literal.
func (m *module) root(node int, s *scope) (e, own literal.Expression, name string) {
	switch m.Nodes[node].Kind {
	case "assignment":
		left, right := m.Child(node, "left"), m.Child(node, "right")
		if left < 0 || right < 0 {
			return e, own, ""
		}
		whole, own, _ := m.root(right, s)
		if m.Nodes[left].Kind == "identifier" || m.Nodes[left].Kind == "attribute" {
			name = m.Text(left)
			if f := (literals{}).Form(expression(m, left, s)); f.Kind == literal.Same && f.Of == expression(m, right, s) {
				whole = expression(m, left, s) // with what is done to it
			}
		}
		if own.IsZero() {
			return literal.Expression{}, own, ""
		}
		return whole, own, name
	case "dictionary", "list", "list_comprehension", "string", "concatenated_string":
		e = expression(m, node, s)
		return e, e, ""
	case "call":
		e = expression(m, node, s)
		f := (literals{}).Form(e)
		switch {
		case f.Kind == literal.Mapping:
			return e, e, ""
		case f.Callee != nil && !f.Callee.Result.IsZero():
			return e, literal.Expression{}, f.Name
		}
	}
	return literal.Expression{}, literal.Expression{}, ""
}
