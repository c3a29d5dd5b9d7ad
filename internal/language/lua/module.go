package lua

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/syntax"
)

// maxFacts bounds how many facts of one sort a module has, maxBindings how many values of one name are remembered.
const (
	maxFacts    = 5000
	maxBindings = 5
)

// module is a Lua file with the names that its functions bind.
type module struct {
	*syntax.Tree
	top *scope
	out *code.Module
	// stores are the names of the file that functions change, by name.
	stores map[string]*code.Store
	// left is how many more values the evaluation at hand may make.
	left int
}

// scope is the file or a function: blocks inside of it share its names.
type scope struct {
	parent *scope
	// name is that of the function, "" for the file.
	name  string
	names map[string][]binding
}

// binding is what a name has: the value at a node, or the parameter of a function.
type binding struct {
	node        int // -1 where nothing is known of the value
	scope       *scope
	isParameter bool
	position    int
}

func newScope(parent *scope, name string) *scope {
	return &scope{parent: parent, name: name, names: map[string][]binding{}}
}

func (s *scope) bind(name string, b binding) {
	if len(s.names[name]) < maxBindings {
		s.names[name] = append(s.names[name], b)
	}
}

// lookup returns the bindings of a name and the scope that has them, nil for a global name of Lua.
func (s *scope) lookup(name string) ([]binding, *scope) {
	for at := s; at != nil; at = at.parent {
		if found := at.names[name]; found != nil {
			return found, at
		}
	}
	return nil, nil
}

// facts returns what is known of a file.
func facts(tree *syntax.Tree, file *source.File) *code.Module {
	m := &module{Tree: tree, top: newScope(nil, ""), stores: map[string]*code.Store{}, out: &code.Module{
		Place: code.Place{End: len(tree.Content)}, Language: "lua", File: file,
	}}
	m.children(0, context{scope: m.top})
	return m.out
}

// context is where a node is.
type context struct {
	scope  *scope
	guards []*code.Guard
	target string
}

func (c context) code() code.Context { return code.Context{Function: c.scope.name, Guards: c.guards} }

func (m *module) children(node int, c context) {
	m.Children(node, func(child int) bool {
		m.node(child, c)
		return true
	})
}

func (m *module) place(node int) code.Place {
	return code.Place{Start: int(m.Nodes[node].Start), End: int(m.Nodes[node].End)}
}

// node collects the facts of a statement or expression and of what is inside of it.
func (m *module) node(node int, c context) {
	switch m.Nodes[node].Kind {
	case "comment", "string":
		return
	case "if_statement":
		m.condition(node, c)
		return
	case "function_declaration":
		m.function(node, m.Child(node, "name"), c)
		return
	case "function_definition":
		m.anonymous(node, c)
		return
	case "assignment_statement":
		m.assignment(node, c)
		return
	case "variable_declaration":
		m.declaration(node, c)
	case "field":
		m.field(node, c)
	case "return_statement":
		m.exit(node, c)
	case "function_call":
		m.call(node, c)
	case "binary_expression":
		m.compare(node, c)
	}
	c.target = ""
	m.children(node, c)
}

// condition goes through the branches of an if statement.
func (m *module) condition(node int, c context) {
	before := c.guards
	test := m.Child(node, "condition")
	m.Children(node, func(child int) bool {
		switch n := m.Nodes[child]; {
		case child == test:
			m.node(child, c)
		case n.Field == "consequence":
			m.node(child, context{scope: c.scope, guards: m.guarded(before, test, false, c.scope)})
		case n.Kind == "elseif_statement":
			before = m.guarded(before, test, true, c.scope)
			test = m.Child(child, "condition")
			m.Children(child, func(part int) bool {
				inner := context{scope: c.scope, guards: before}
				if m.Nodes[part].Field == "consequence" {
					inner.guards = m.guarded(before, test, false, c.scope)
				}
				m.node(part, inner)
				return true
			})
		case n.Kind == "else_statement":
			m.node(child, context{scope: c.scope, guards: m.guarded(before, test, true, c.scope)})
		}
		return true
	})
}

// guarded returns the conditions with one more.
func (m *module) guarded(guards []*code.Guard, test int, isNegated bool, s *scope) []*code.Guard {
	if test < 0 {
		return guards
	}
	return append(slices.Clip(guards), &code.Guard{Place: m.place(test), Test: m.evaluate(test, s), Negated: isNegated})
}

// function adds a function with a name, and collects what is inside of it.
func (m *module) function(node, name int, c context) {
	if name < 0 {
		return
	}
	full := strings.ReplaceAll(m.Text(name), ":", ".")
	m.add(node, m.place(name), full, c)
}

// anonymous collects a function without a name of its own: it has that of what it is assigned to, else that of the function around it.
func (m *module) anonymous(node int, c context) {
	name := c.target
	if name == "" {
		name = c.scope.name
	}
	m.add(node, m.place(node), name, c)
}

func (m *module) add(node int, at code.Place, name string, c context) {
	inner := newScope(c.scope, name)
	f := &code.Function{Place: at, Name: name}
	if parameters := m.Child(node, "parameters"); parameters >= 0 {
		for i, p := range m.Named(parameters) {
			inner.bind(m.Text(p), binding{node: -1, scope: inner, isParameter: true, position: i})
			f.Parameters = append(f.Parameters, &code.Parameter{Place: m.place(p), Name: m.Text(p)})
		}
	}
	if len(m.out.Functions) < maxFacts {
		m.out.Functions = append(m.out.Functions, f)
	}
	if body := m.Child(node, "body"); body >= 0 {
		m.children(body, context{scope: inner})
	}
}

// declaration binds local names that have no value yet.
func (m *module) declaration(node int, c context) {
	m.Children(node, func(child int) bool {
		if m.Nodes[child].Kind == "variable_list" {
			for _, name := range m.Named(child) {
				c.scope.bind(m.Text(name), binding{node: -1, scope: c.scope})
			}
		}
		return true
	})
}

// assignment collects what an assignment says: a setting, a name with a text, a change of what the file keeps.
func (m *module) assignment(node int, c context) {
	var targets, values []int
	m.Children(node, func(child int) bool {
		switch m.Nodes[child].Kind {
		case "variable_list":
			targets = m.Named(child)
		case "expression_list":
			values = m.Named(child)
		}
		return true
	})
	isLocal := node > 0 && m.Nodes[node-1].Kind == "local"
	for i, target := range targets {
		value := -1
		if i < len(values) {
			value = values[i]
		} else if len(values) > 0 && m.Nodes[values[len(values)-1]].Kind == "function_call" {
			value = values[len(values)-1] // which may give several
		}
		m.assign(node, target, value, isLocal, c)
		m.children(target, context{scope: c.scope, guards: c.guards})
	}
	for i, value := range values {
		inner := context{scope: c.scope, guards: c.guards}
		if i < len(targets) {
			inner.target = m.Text(targets[i])
		}
		m.node(value, inner)
	}
}

// assign collects the assignment of one value, -1 for one that is not known.
func (m *module) assign(node, target, value int, isLocal bool, c context) {
	if m.Nodes[target].Kind != "identifier" {
		m.change(target, c)
		if value >= 0 && m.Nodes[target].Kind == "dot_index_expression" {
			m.assigned(m.Text(m.Child(target, "field")), node, value, c)
		}
		return
	}
	name := m.Text(target)
	owner := c.scope
	if _, other := c.scope.lookup(name); !isLocal {
		if owner = other; owner == nil {
			owner = m.top
		}
		m.change(target, c)
	}
	owner.bind(name, binding{node: value, scope: c.scope})
	if value < 0 {
		return
	}
	m.assigned(name, node, value, c)
	if v := m.evaluate(value, c.scope); c.scope == m.top && v.Kind == "literal" && strings.ToUpper(name) == name && len(m.out.Settings) < maxFacts {
		m.out.Settings = append(m.out.Settings, &code.Setting{
			Place: m.place(node), Context: c.code(), Name: name, From: "constant", Default: v, Target: name,
		})
	}
}

// assigned adds an assignment of a text or number that is written out.
func (m *module) assigned(name string, whole, value int, c context) {
	if kind := m.Nodes[value].Kind; kind != "string" && kind != "number" && kind != "binary_expression" || len(m.out.Assignments) == maxFacts {
		return
	}
	if v := m.evaluate(value, c.scope); v.Kind == "literal" {
		m.out.Assignments = append(m.out.Assignments, &code.Assignment{Place: m.place(whole), Context: c.code(), Name: name, Value: v})
	}
}

// field collects a field of a table that is written out.
func (m *module) field(node int, c context) {
	name, value := m.Child(node, "name"), m.Child(node, "value")
	if name < 0 || value < 0 {
		return
	}
	text := m.Text(name)
	if m.Nodes[name].Kind == "string" {
		text, _ = m.evaluate(name, c.scope).Is.(string)
	}
	m.assigned(text, node, value, c)
}

// change notes that a function changes a name of the file, or a part of what it has.
func (m *module) change(target int, c context) {
	name, place := m.storeOf(target, c.scope, maxBindings)
	if name == "" || c.scope == m.top {
		return
	}
	s := m.stores[name]
	if s == nil {
		if len(m.out.Stores) == maxFacts {
			return
		}
		s = &code.Store{Place: place, Name: name}
		m.stores[name] = s
		m.out.Stores = append(m.out.Stores, s)
	}
	if !slices.Contains(s.Writers, c.scope.name) {
		s.Writers = append(s.Writers, c.scope.name)
	}
}

// storeOf returns the name of the file that an expression is, or is a part of, with the place of what it has there.
func (m *module) storeOf(node int, s *scope, steps int) (name string, at code.Place) {
	for m.Nodes[node].Kind == "dot_index_expression" || m.Nodes[node].Kind == "bracket_index_expression" {
		if node = m.Child(node, "table"); node < 0 {
			return "", code.Place{}
		}
	}
	if m.Nodes[node].Kind != "identifier" || steps == 0 {
		return "", code.Place{}
	}
	found, owner := s.lookup(m.Text(node))
	if owner == m.top && len(found) > 0 && found[0].node >= 0 && found[0].scope == m.top {
		if kind := m.Nodes[found[0].node].Kind; kind == "table_constructor" || kind == "number" {
			return m.Text(node), m.place(found[0].node)
		}
		return "", code.Place{}
	}
	if len(found) != 1 || found[0].node < 0 {
		return "", code.Place{}
	}
	switch m.Nodes[found[0].node].Kind { // local bucket = buckets[key]
	case "dot_index_expression", "bracket_index_expression":
		return m.storeOf(found[0].node, found[0].scope, steps-1)
	}
	return "", code.Place{}
}
