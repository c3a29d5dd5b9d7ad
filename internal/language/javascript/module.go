package javascript

import (
	"github.com/seclint/seclint/internal/literal"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/syntax"
)

// module is a source file with the names that it binds.
type module struct {
	*program
	*syntax.Tree
	file *source.File
	// name is the full name in the application: its path without the ending.
	name string
	top  *scope
	// scopes are those of functions and classes, by their node.
	scopes map[int]*scope
	// imports are the full names of all that is imported, in order.
	imports []string
	// passed are the modules whose names this one has as its own: export * from "./x".
	passed []string
	// full are the full names of expressions that were asked for.
	full map[int]resolved
	// changes are what the module does to objects and lists, by their name; nil until somebody asks.
	changes literal.Changes[*scope]
	// elements are those of a page.
	elements []element
	// handed are the first arguments of the calls of functions whose name begins with set, by that name.
	handed map[string][]handed
	// methods are those of objects, by name.
	methods map[string]int
}

// handed is an argument of a call.
type handed struct {
	node  int
	scope *scope
}

// scope is what binds names: a module, a class or a function.
type scope struct {
	parent *scope
	// name is that of the class or function with those around it: Class.method.
	name string
	// class is the class around a method or a function in one, nil elsewhere.
	class *scope
	// isClass is set for the scope of a class, whose names only this has.
	isClass bool
	// isArgument is set for a function that is written where it is passed.
	isArgument bool
	node       int
	names      map[string][]binding
}

// maxBindings bounds how many bindings of one name are remembered: a name with so many has no value that is known.
const maxBindings = 5

// bindingKind says how a name is bound.
type bindingKind uint8

const (
	bindValue  bindingKind = iota // node is the expression
	bindMember                    // node is the object, full the name of the member, other the default
	bindFirst                     // node is the list of which it is the first, other what the second is bound to, full its name
	bindImport                    // full is the full name
	bindParameter
	bindFunction
	bindClass
	bindOther // a loop, an exception, or a part of a list
)

type binding struct {
	kind  bindingKind
	node  int
	other int
	full  string
	// scope is where the expression is evaluated.
	scope *scope
}

func (s *scope) bind(name string, b binding) {
	if len(s.names[name]) < maxBindings {
		b.scope = s
		s.names[name] = append(s.names[name], b)
	}
}

// lookup returns the bindings of a name as code in a scope sees it.
func (s *scope) lookup(name string) []binding {
	for at := s; at != nil; at = at.parent {
		if found := at.names[name]; found != nil && !at.isClass {
			return found
		}
	}
	return nil
}

// newModule parses a file and finds the names that it binds.
func (p *program) newModule(file *source.File) (*module, error) {
	content := file.Content
	m := &module{program: p, file: file, name: moduleName(file.Path), scopes: map[int]*scope{}, full: map[int]resolved{}}
	if isPage(file.Path) {
		content, m.elements = page(file.Content, isComponent(file.Path))
	}
	tree, err := syntax.Parse(languageOf(file), content)
	if err != nil {
		return nil, err
	}
	m.Tree = tree
	m.top = &scope{names: map[string][]binding{}}
	m.gather(0, m.top)
	return m, nil
}

// gather binds the names of what is below a node.
func (m *module) gather(node int, s *scope) {
	m.Children(node, func(child int) bool {
		m.gatherNode(child, s)
		return true
	})
}

func (m *module) gatherNode(node int, s *scope) {
	switch m.Nodes[node].Kind {
	case "import_statement":
		m.gatherImport(node, s)
	case "export_statement":
		m.gatherExport(node, s)
	case "function_declaration", "generator_function_declaration", "method_definition":
		m.gatherNamed(node, s, bindFunction)
	case "class_declaration", "abstract_class_declaration", "class":
		m.gatherNamed(node, s, bindClass)
	case "arrow_function", "function_expression", "generator_function":
		m.gatherFunction(node, s, "")
	case "variable_declarator":
		if name := m.Child(node, "name"); name >= 0 {
			m.gatherTarget(name, m.Child(node, "value"), s)
		}
		m.gatherValue(m.Child(node, "value"), s, m.textOf(m.Child(node, "name")))
	case "assignment_expression":
		m.gatherAssignment(node, s)
	case "public_field_definition":
		m.gatherField(node, s)
	case "pair":
		m.gatherValue(m.Child(node, "value"), s, m.keyOf(node))
	case "call_expression", "new_expression":
		m.gatherCall(node, s, "")
	case "catch_clause":
		m.gatherOther(m.Child(node, "parameter"), s)
		m.gather(node, s)
	case "for_in_statement":
		m.gatherOther(m.Child(node, "left"), s)
		m.gather(node, s)
	case "augmented_assignment_expression":
		m.gatherOther(m.Child(node, "left"), s)
		m.gather(node, s)
	case "string", "comment", "type_annotation", "interface_declaration", "type_alias_declaration":
	default:
		m.gather(node, s)
	}
}

// textOf returns the text of a node that may not be there.
func (m *module) textOf(node int) string {
	if node < 0 {
		return ""
	}
	return m.Text(node)
}

// keyOf returns the key of a pair or the name of a property, "" for one that is computed.
func (m *module) keyOf(pair int) string {
	key := m.Child(pair, "key")
	if key < 0 {
		key = m.Child(pair, "name")
	}
	if key < 0 {
		return ""
	}
	switch m.Nodes[key].Kind {
	case "property_identifier", "identifier", "private_property_identifier", "number":
		return m.Text(key)
	case "string":
		return m.plainText(key)
	}
	return ""
}

// plainText returns the text of a string without its quotes, escapes as they are.
func (m *module) plainText(node int) string {
	text := m.Text(node)
	if len(text) < 2 {
		return ""
	}
	return text[1 : len(text)-1]
}

// gatherValue gathers an expression. A function has the name of what it is assigned to.
func (m *module) gatherValue(node int, s *scope, name string) {
	if node < 0 {
		return
	}
	switch m.Nodes[node].Kind {
	case "arrow_function", "function_expression", "generator_function":
		m.gatherFunction(node, s, name)
	case "class":
		m.gatherBody(node, s, name, true)
	case "call_expression":
		if m.wrapped(node) < 0 {
			name = ""
		}
		m.gatherCall(node, s, name)
	default:
		m.gatherNode(node, s)
	}
}

// gatherField binds a field of a class.
func (m *module) gatherField(node int, s *scope) {
	value := m.Child(node, "value")
	name := m.keyOf(node)
	if s.isClass && name != "" && value >= 0 {
		s.bind(name, binding{kind: bindValue, node: value, other: -1})
	}
	m.gatherValue(value, s, name)
}

// gatherNamed binds the name of a function or class and gathers its body.
func (m *module) gatherNamed(node int, s *scope, kind bindingKind) {
	name := m.keyOf(node)
	if at := m.Child(node, "name"); at >= 0 && m.Nodes[at].Kind == "type_identifier" {
		name = m.Text(at)
	}
	if name != "" && (s.isClass || m.Nodes[node].Kind != "method_definition") {
		s.bind(name, binding{kind: kind, node: node, other: -1})
	}
	m.gatherBody(node, s, name, kind == bindClass)
}

func (m *module) gatherFunction(node int, s *scope, name string) {
	if at := m.Child(node, "name"); at >= 0 {
		name = m.Text(at)
	}
	m.gatherBody(node, s, name, false)
}

// gatherBody makes the scope of a function or class.
func (m *module) gatherBody(node int, s *scope, name string, isClass bool) {
	inner := &scope{parent: s, name: name, node: node, isClass: isClass, class: s.class, names: map[string][]binding{}}
	if s.name != "" && name != "" {
		inner.name = s.name + "." + name
	} else if name == "" {
		inner.name = s.name
	}
	if s.isClass {
		inner.class = s
	}
	m.scopes[node] = inner
	if m.Nodes[node].Kind == "method_definition" && !s.isClass && m.methods[name] == 0 {
		if m.methods == nil {
			m.methods = map[string]int{}
		}
		m.methods[name] = node
	}
	if one := m.Child(node, "parameter"); one >= 0 {
		inner.bind(m.Text(one), binding{kind: bindParameter, node: one, other: -1})
	}
	if parameters := m.Child(node, "parameters"); parameters >= 0 {
		for _, at := range m.Named(parameters) {
			m.gatherParameter(at, inner)
		}
	}
	if body := m.Child(node, "body"); body >= 0 {
		m.gatherNode(body, inner)
	}
}

// gatherParameter binds the names of a parameter. One that is taken apart has the members of what is passed.
func (m *module) gatherParameter(node int, s *scope) {
	pattern := m.Child(node, "pattern")
	if pattern < 0 {
		return
	}
	switch m.Nodes[pattern].Kind {
	case "identifier":
		s.bind(m.Text(pattern), binding{kind: bindParameter, node: node, other: -1})
		if s.class != nil && m.Nodes[m.Named(node)[0]].Kind == "accessibility_modifier" { // constructor(private x: X)
			name := m.Text(pattern)
			s.class.names[name] = append(s.class.names[name], binding{kind: bindParameter, node: node, other: -1, scope: s})
		}
	case "object_pattern":
		for _, part := range m.Named(pattern) {
			if name, member, fallback := m.patternPart(part); name != "" {
				s.bind(name, binding{kind: bindParameter, node: part, full: member, other: fallback})
			}
		}
	default:
		m.gatherOther(pattern, s)
	}
}
