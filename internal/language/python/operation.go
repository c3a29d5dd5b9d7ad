package python

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// operation returns what an operator gives.
func (m *module) operation(node int, s *scope, steps int) *code.Value {
	switch m.Nodes[node].Kind {
	case "binary_operator":
		return m.binary(node, s, steps)
	case "boolean_operator":
		return m.boolean(node, s, steps)
	case "not_operator":
		return code.Not(m.value(m.Child(node, "argument"), s, steps-1))
	case "comparison_operator":
		return m.comparison(node, s, steps)
	case "conditional_expression":
		if named := m.Named(node); len(named) == 3 {
			if v := m.chosen(named, s, steps); v != nil {
				return v
			}
			return &code.Value{Kind: "either", Items: []*code.Value{m.value(named[0], s, steps-1), m.value(named[2], s, steps-1)}}
		}
	case "named_expression":
		return m.value(m.Child(node, "value"), s, steps-1)
	case "list_comprehension", "generator_expression", "set_comprehension":
		return m.comprehension(node, s, steps)
	}
	return &code.Value{Kind: "unknown"}
}

// chosen returns the variable of the environment that a choice between True and False asks for, as a boolean: True if os.getenv("X") else
// False. It is nil for any other choice.
func (m *module) chosen(named []int, s *scope, steps int) *code.Value {
	if m.Nodes[named[0]].Kind != "true" || m.Nodes[named[2]].Kind != "false" {
		return nil
	}
	if v := m.value(named[1], s, steps-1); v.Kind == "environment" || v.Kind == "setting" {
		return converted("bool", v)
	}
	return nil
}

// comprehension returns the list that a comprehension goes over, where it does no more than trim the items.
func (m *module) comprehension(node int, s *scope, steps int) *code.Value {
	body, loop := m.Child(node, "body"), -1
	for _, child := range m.Named(node) {
		if m.Nodes[child].Kind == "for_in_clause" {
			if loop >= 0 {
				return &code.Value{Kind: "unknown"}
			}
			loop = child
		}
	}
	if body < 0 || loop < 0 {
		return &code.Value{Kind: "unknown"}
	}
	variable := m.Text(m.Child(loop, "left"))
	if text := m.Text(body); text != variable && text != variable+".strip()" {
		return &code.Value{Kind: "unknown"}
	}
	return m.value(m.Child(loop, "right"), s, steps-1)
}

func (m *module) binary(node int, s *scope, steps int) *code.Value {
	left, right := m.value(m.Child(node, "left"), s, steps-1), m.value(m.Child(node, "right"), s, steps-1)
	operator := m.Child(node, "operator")
	if operator < 0 {
		return &code.Value{Kind: "unknown"}
	}
	a, okA := left.Is.(int64)
	b, okB := right.Is.(int64)
	isText := func(v *code.Value) bool { _, ok := v.Is.(string); return ok || v.Kind == "template" }
	switch op := m.Text(operator); {
	case okA && okB:
		switch op {
		case "*":
			return code.Literal(code.Place{}, a*b)
		case "+":
			return code.Literal(code.Place{}, a+b)
		case "-":
			return code.Literal(code.Place{}, a-b)
		}
	case op == "+" && left.Kind == "list" && right.Kind == "list":
		return &code.Value{Kind: "list", Items: slices.Concat(left.Items, right.Items)}
	case op == "/", op == "+" && (isText(left) || isText(right)), op == "%" && isText(left):
		return &code.Value{Kind: "template", Part: op, Items: []*code.Value{left, right}}
	}
	return &code.Value{Kind: "unknown", Items: []*code.Value{left, right}}
}

// boolean returns what `or` and `and` give. What is read from outside gets the right side of `or` as its default.
func (m *module) boolean(node int, s *scope, steps int) *code.Value {
	left, right := m.value(m.Child(node, "left"), s, steps-1), m.value(m.Child(node, "right"), s, steps-1)
	operator := m.Child(node, "operator")
	if operator >= 0 && m.Text(operator) == "or" && (left.Kind == "environment" || left.Kind == "setting") {
		if left.Default == nil || code.IsFalse(left.Default) {
			with := *left
			with.Default = code.PlainDefault(right)
			return &with
		}
		return left
	}
	if operator >= 0 && m.Text(operator) == "and" {
		return &code.Value{Kind: "and", Items: []*code.Value{left, right}}
	}
	return &code.Value{Kind: "either", Items: []*code.Value{left, right}}
}

// comparison returns a comparison. One of a variable of the environment with words, such as == "true", is how the variable is read:
// its default is then a boolean.
func (m *module) comparison(node int, s *scope, steps int) *code.Value {
	named, operator := m.Named(node), m.operator(node)
	if len(named) != 2 {
		return &code.Value{Kind: "unknown"}
	}
	left, right := m.value(named[0], s, steps-1), m.value(named[1], s, steps-1)
	if name, ok := left.Is.(string); ok && strings.HasSuffix(operator, "in") && right.Kind == "name" && right.Name == "os.environ" {
		return &code.Value{Kind: "environment", Name: name, Default: code.Literal(left.Place, operator == "not in")}
	}
	if left.Kind == "environment" && slices.Contains([]string{"==", "!=", "in", "not in"}, operator) {
		if read, ok := code.ReadAs(left, right, operator); ok {
			return read
		}
	}
	return &code.Value{Kind: "comparison", Part: operator, Items: []*code.Value{left, right}}
}

// operator returns the operator of a comparison.
func (m *module) operator(node int) string {
	var words []string
	m.Children(node, func(child int) bool {
		if n := m.Nodes[child]; !n.IsNamed || n.Field == "operators" {
			words = append(words, m.Text(child))
		}
		return true
	})
	return strings.Join(words, " ")
}

// count adds an addition to an item or an attribute.
func (w *walker) count(node int, c context) {
	left := w.Child(node, "left")
	if left < 0 || len(w.out.Counts) == maxFacts || w.operator(node) != "+=" {
		return
	}
	if kind := w.Nodes[left].Kind; kind == "subscript" || kind == "attribute" {
		w.out.Counts = append(w.out.Counts, &code.Count{Place: w.place(node), Context: c.code(), Name: code.CountName(w.Text(left))})
	}
}
