package python

import (
	"slices"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/framework"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// reading says how a call reads a variable of the environment: with a function of a table, or with one of the application.
type reading struct {
	framework.Reader
	// name and fallback are the positions of the arguments for the name and for what it is when it is not set, -1 for none.
	name, fallback int
	// keywords are the names of the argument for the fallback.
	keywords []string
	// prefix is written in front of the name.
	prefix string
	// implied is what a variable is that is not set where the call does not say it, nil where that is not known.
	implied *code.Value
}

// readingOf returns how a callee reads a variable of the environment; nil for any other callee.
func (m *module) readingOf(full string) *reading {
	if r, ok := frameworks().Readers[full]; ok {
		return &reading{Reader: r, fallback: 1, keywords: []string{"default"}}
	}
	if r, known := m.readings[full]; known {
		return r
	}
	m.readings[full] = nil // one that calls itself
	owner, b := m.defined(full)
	if owner != nil && b.kind == bindFunction {
		m.readings[full] = owner.wrapper(b.node)
	}
	return m.readings[full]
}

// fallbackName finds the parameters that have what a variable is when it is not set.
var fallbackName = lazyregexp.New(`^(?:default|fallback|if_?unset)`)

// wrapper returns how a function of the application reads a variable of the environment whose name it is given, nil
// for a function that reads none.
func (m *module) wrapper(function int) *reading {
	s := m.scopes[function]
	list := m.Child(function, "parameters")
	if s == nil || list < 0 {
		return nil
	}
	var names []string
	for _, node := range m.Named(list) {
		if name := m.parameterName(node); name != "self" && name != "cls" {
			names = append(names, name)
		}
	}
	for i := function; i < int(m.Nodes[function].Next); i++ {
		given := m.variableName(i, s)
		if given < 0 {
			continue
		}
		r := &reading{name: -1, fallback: -1}
		r.prefix, given = m.prefixed(given)
		if r.name = slices.Index(names, m.Text(given)); r.name < 0 || m.Nodes[given].Kind != "identifier" {
			continue
		}
		if r.fallback = slices.IndexFunc(names, fallbackName.MatchString); r.fallback >= 0 {
			r.keywords = []string{names[r.fallback]}
		}
		r.Bool = m.givesBool(function)
		r.implied = m.implied(r, i, list, s)
		return r
	}
	return nil
}

// givesBool reports whether a function gives a boolean: by its type, or because it returns comparisons with words.
func (m *module) givesBool(function int) bool {
	if returned := m.Child(function, "return_type"); returned >= 0 {
		return m.Text(returned) == "bool"
	}
	for i := function; i < int(m.Nodes[function].Next); i++ {
		if m.Nodes[i].Kind != "return_statement" {
			continue
		}
		if named := m.Named(i); len(named) == 1 && m.Nodes[named[0]].Kind == "comparison_operator" {
			return true
		}
	}
	return false
}

// implied returns what a variable is that a function reads and nobody sets, where its caller does not say it: the default of its
// parameter, or what the function itself says. read is where it reads the variable, list its parameters.
func (m *module) implied(r *reading, read, list int, s *scope) *code.Value {
	if r.fallback >= 0 {
		for _, node := range m.Named(list) {
			if at := m.Child(node, "value"); at >= 0 && slices.Contains(r.keywords, m.parameterName(node)) {
				if v := m.value(at, s.parent, 2); v.Kind == "literal" && v.Is != nil {
					return v
				}
			}
		}
		return nil
	}
	if !r.Bool || m.Nodes[read].Kind != "call" {
		return nil
	}
	given, _ := m.arguments(read)
	if at := pass(given, 1, "default"); at >= 0 {
		return code.PlainDefault(m.value(at, s, 2))
	}
	return code.Literal(m.place(read), false)
}

// variableName returns the expression for the name of the variable of the environment that a node reads, -1 for any other node.
func (m *module) variableName(node int, s *scope) int {
	switch m.Nodes[node].Kind {
	case "call":
		if full, _ := m.fullName(m.Child(node, "function"), s); full == "os.getenv" || full == "os.environ.get" {
			list, _ := m.arguments(node)
			return pass(list, 0, "key")
		}
	case "subscript":
		if full, _ := m.fullName(m.Child(node, "value"), s); full == "os.environ" {
			return m.Child(node, "subscript")
		}
	}
	return -1
}

// prefixed returns the text in front of a name, and the expression for the name: of "APP_" + name and f"APP_{name}" APP_ and name.
func (m *module) prefixed(node int) (string, int) {
	var prefix, name int
	switch m.Nodes[node].Kind {
	case "binary_operator":
		prefix, name = m.Child(node, "left"), m.Child(node, "right")
		if named := m.Named(prefix); m.Nodes[prefix].Kind == "string" && len(named) == 3 {
			return m.Text(named[1]), name
		}
	case "string":
		if named := m.Named(node); len(named) == 4 && m.Nodes[named[1]].Kind == "string_content" && m.Nodes[named[2]].Kind == "interpolation" {
			if inner := m.Named(named[2]); len(inner) == 1 {
				return m.Text(named[1]), inner[0]
			}
		}
	}
	return "", node
}
