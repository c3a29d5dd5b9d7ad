package lua

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// maxSteps bounds how many names are followed and how deep expressions are, maxValues how many values one is made of.
const (
	maxSteps  = 12
	maxValues = 400
)

// evaluate returns what an expression is.
func (m *module) evaluate(node int, s *scope) *code.Value {
	m.left = maxValues
	return m.value(node, s, maxSteps)
}

func (m *module) value(node int, s *scope, steps int) *code.Value {
	v := &code.Value{Kind: "unknown"}
	if node < 0 {
		return v
	}
	v.Place = m.place(node)
	if m.left--; steps <= 0 || m.left < 0 {
		return v
	}
	switch m.Nodes[node].Kind {
	case "string":
		v.Kind, v.Is = "literal", m.text(node)
	case "number":
		v.Kind, v.Is = "literal", number(m.Text(node))
	case "true", "false":
		v.Kind, v.Is = "literal", m.Nodes[node].Kind == "true"
	case "nil":
		v.Kind = "literal"
	case "parenthesized_expression", "expression_list":
		if named := m.Named(node); len(named) > 0 {
			return m.value(named[0], s, steps-1)
		}
	case "identifier":
		return at(v.Place, m.identifier(node, s, steps))
	case "dot_index_expression", "method_index_expression":
		v.Kind, v.Name = "name", m.name(node, s)
	case "bracket_index_expression":
		return at(v.Place, m.item(node, s, steps))
	case "function_call":
		return at(v.Place, m.callValue(node, s, steps))
	case "table_constructor":
		m.tableValue(v, node, s, steps)
	case "binary_expression":
		return at(v.Place, m.binary(node, s, steps))
	case "unary_expression":
		v.Items = []*code.Value{m.value(m.Child(node, "operand"), s, steps-1)}
		if strings.HasPrefix(m.Text(node), "not") {
			v.Kind = "not"
		}
	}
	return v
}

// at returns a value at another place: that of the expression that has it.
func at(p code.Place, v *code.Value) *code.Value {
	moved := *v
	moved.Place = p
	return &moved
}

var escapes = strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t", `\\`, `\`, `\"`, `"`, `\'`, "'")

// text returns the text of a string.
func (m *module) text(node int) string {
	content := m.Child(node, "content")
	if content < 0 {
		return ""
	}
	if strings.HasPrefix(m.Text(node), "[") {
		return m.Text(content)
	}
	return escapes.Replace(m.Text(content))
}

func number(text string) any {
	if n, err := strconv.ParseInt(text, 0, 64); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		return f
	}
	return nil
}

// identifier returns what a name has.
func (m *module) identifier(node int, s *scope, steps int) *code.Value {
	name := m.Text(node)
	found, owner := s.lookup(name)
	if len(found) == 0 {
		return &code.Value{Kind: "name", Name: name}
	}
	if len(found) > 1 {
		return &code.Value{Kind: "either", Name: name}
	}
	b := found[0]
	switch {
	case b.isParameter:
		return &code.Value{Kind: "parameter", Name: name}
	case b.node < 0:
		return &code.Value{Kind: "unknown", Name: name}
	}
	v := m.value(b.node, b.scope, steps-1)
	if owner == m.top && v.Kind == "literal" && strings.ToUpper(name) == name {
		return &code.Value{Kind: "setting", Name: name, Default: v}
	}
	if v.Name == "" && v.Kind != "literal" {
		v.Name = name
	}
	return v
}

// item returns what a subscript has: a part of a request such as ngx.req.get_headers()["x"], else the name of its table.
func (m *module) item(node int, s *scope, steps int) *code.Value {
	table := m.Child(node, "table")
	if table >= 0 && m.Nodes[table].Kind == "function_call" {
		if part, ok := frameworks().Requests[m.name(m.Child(table, "name"), s)]; ok {
			name, _ := m.value(m.Child(node, "field"), s, 3).Is.(string)
			return &code.Value{Kind: "request", Part: part, Name: strings.ToLower(name)}
		}
	}
	return &code.Value{Kind: "unknown", Name: m.name(table, s), Items: []*code.Value{m.value(m.Child(node, "field"), s, min(steps-1, 3))}}
}

// callValue returns what a call gives.
func (m *module) callValue(node int, s *scope, steps int) *code.Value {
	callee := m.name(m.Child(node, "name"), s)
	arguments := m.arguments(node)
	first := func(steps int) *code.Value {
		if len(arguments) == 0 {
			return &code.Value{Kind: "unknown"}
		}
		return m.value(arguments[0], s, steps)
	}
	is := frameworks().Callee(callee)
	switch part, isInput := frameworks().Requests[callee]; {
	case isReader(callee):
		if name, ok := first(3).Is.(string); ok {
			return &code.Value{Kind: "environment", Name: name}
		}
	case isInput:
		name, _ := first(3).Is.(string)
		return &code.Value{Kind: "request", Part: part, Name: strings.ToLower(name)}
	case is != nil && is.Is == "same":
		return first(steps - 1)
	}
	v := &code.Value{Kind: "call", Name: callee}
	for _, a := range arguments {
		v.Items = append(v.Items, m.value(a, s, min(steps-1, 4)))
	}
	return v
}

// arguments returns the arguments of a call: one of f"text" and f{} has no parentheses.
func (m *module) arguments(call int) []int {
	at := m.Child(call, "arguments")
	if at < 0 {
		return nil
	}
	return m.Named(at)
}

// tableValue fills in a table that is written out: a list, or a dictionary where its fields have names.
func (m *module) tableValue(v *code.Value, node int, s *scope, steps int) {
	v.Kind = "list"
	for _, field := range m.Named(node) {
		name, value := m.Child(field, "name"), m.value(m.Child(field, "value"), s, steps-1)
		if name < 0 {
			v.Items = append(v.Items, value)
			continue
		}
		key := m.Text(name)
		if m.Nodes[name].Kind == "string" {
			key = m.text(name)
		}
		if v.Entries == nil {
			v.Kind, v.Entries = "dictionary", map[string]*code.Value{}
		}
		v.Entries[key] = at(m.place(field), value)
	}
}

// binary returns what an operator gives. What is read from the environment gets the right side of or as its default.
func (m *module) binary(node int, s *scope, steps int) *code.Value {
	operator := m.operator(node)
	left, right := m.value(m.Child(node, "left"), s, steps-1), m.value(m.Child(node, "right"), s, steps-1)
	sides := []*code.Value{left, right}
	a, isA := left.Is.(int64)
	b, isB := right.Is.(int64)
	switch {
	case isA && isB && operator == "*":
		return &code.Value{Kind: "literal", Is: a * b}
	case isA && isB && operator == "+":
		return &code.Value{Kind: "literal", Is: a + b}
	case operator == "or" && left.Kind == "environment" && left.Default == nil:
		left.Default = right
		return left
	case operator == "or":
		return &code.Value{Kind: "either", Items: sides}
	case operator == "and":
		return &code.Value{Kind: "and", Items: sides}
	case operator == "..":
		return &code.Value{Kind: "template", Part: "+", Items: slices.Concat(parts(left), parts(right))}
	case slices.Contains(comparisons, operator):
		return &code.Value{Kind: "comparison", Part: equalOf(operator), Items: sides}
	}
	return &code.Value{Kind: "unknown", Items: sides}
}

// parts returns the parts of a text that is joined to another.
func parts(v *code.Value) []*code.Value {
	if v.Kind == "template" {
		return v.Items
	}
	return []*code.Value{v}
}

var comparisons = []string{"==", "~=", "<", ">", "<=", ">="}

// equalOf returns an operator as policies know it.
func equalOf(operator string) string {
	if operator == "~=" {
		return "!="
	}
	return operator
}

func (m *module) operator(node int) string {
	operator := ""
	m.Children(node, func(child int) bool {
		if !m.Nodes[child].IsNamed {
			operator = m.Text(child)
		}
		return operator == ""
	})
	return operator
}

// name returns the full name of an expression, through local names: request.headers.add for the method of what request_handle:headers()
// gives, whatever the names are. The handles of Envoy's API are request and response by the function that gets them.
func (m *module) name(node int, s *scope) string { return m.nameOf(node, s, maxSteps) }

func (m *module) nameOf(node int, s *scope, steps int) string {
	if node < 0 || steps == 0 {
		return ""
	}
	switch m.Nodes[node].Kind {
	case "identifier":
		return m.nameOfIdentifier(m.Text(node), s, steps)
	case "dot_index_expression":
		return m.nameOf(m.Child(node, "table"), s, steps-1) + "." + m.Text(m.Child(node, "field"))
	case "method_index_expression":
		return m.nameOf(m.Child(node, "table"), s, steps-1) + "." + m.Text(m.Child(node, "method"))
	case "function_call":
		callee := m.nameOf(m.Child(node, "name"), s, steps-1)
		if callee == "require" {
			if arguments := m.arguments(node); len(arguments) == 1 && m.Nodes[arguments[0]].Kind == "string" {
				return m.text(arguments[0])
			}
		}
		return callee
	case "parenthesized_expression":
		if named := m.Named(node); len(named) == 1 {
			return m.nameOf(named[0], s, steps-1)
		}
	}
	return ""
}

func (m *module) nameOfIdentifier(name string, s *scope, steps int) string {
	found, owner := s.lookup(name)
	if len(found) == 0 {
		return name
	}
	b := found[0]
	if b.isParameter {
		return handleOf(name, owner.name, b.position)
	}
	if b.node < 0 {
		return name
	}
	switch m.Nodes[b.node].Kind {
	case "identifier", "dot_index_expression", "function_call":
		if full := m.nameOf(b.node, b.scope, steps-1); full != "" {
			return full
		}
	}
	return name
}

// handleOf returns what the parameter of a function is: Envoy calls envoy_on_request and envoy_on_response with a handle, which people
// pass on to functions of their own under its name in Envoy's documentation.
func handleOf(name, function string, position int) string {
	switch {
	case function == "envoy_on_request" && position == 0 || name == "request_handle":
		return "request"
	case function == "envoy_on_response" && position == 0 || name == "response_handle":
		return "response"
	case strings.HasSuffix(name, "handle"):
		return "handle"
	}
	return name
}
