package javascript

import (
	"slices"

	"github.com/seclint/seclint/internal/code"
)

// operation returns what an operator gives.
func (m *module) operation(node int, s *scope, steps int) *code.Value {
	switch m.Nodes[node].Kind {
	case "unary_expression":
		return m.unary(node, s, steps)
	case "assignment_expression":
		return m.value(m.Child(node, "right"), s, steps-1)
	case "ternary_expression":
		return m.ternary(node, s, steps)
	}
	left, right := m.value(m.Child(node, "left"), s, steps-1), m.value(m.Child(node, "right"), s, steps-1)
	switch operator := m.operator(node); operator {
	case "||", "??":
		return either(left, right)
	case "&&":
		return &code.Value{Kind: "and", Items: []*code.Value{left, right}}
	case "==", "!=", "in", "<", ">", "<=", ">=":
		if left.Kind == "environment" && (operator == "==" || operator == "!=") && right.Kind == "literal" {
			if read, ok := code.ReadAs(left, right, operator); ok {
				return read
			}
		}
		return &code.Value{Kind: "comparison", Part: operator, Items: []*code.Value{left, right}}
	case "+", "*", "-":
		return arithmetic(operator, left, right)
	}
	return &code.Value{Kind: "unknown", Items: []*code.Value{left, right}}
}

// operator returns the operator of an expression; that of a strict comparison is the other one.
func (m *module) operator(node int) string {
	at := m.Child(node, "operator")
	if at < 0 {
		return ""
	}
	switch text := m.Text(at); text {
	case "===":
		return "=="
	case "!==":
		return "!="
	default:
		return text
	}
}

func (m *module) unary(node int, s *scope, steps int) *code.Value {
	of := m.value(m.Child(node, "argument"), s, steps-1)
	switch m.operator(node) {
	case "!":
		return code.Not(of)
	case "-":
		if n, ok := of.Is.(int64); ok {
			return code.Literal(of.Place, -n)
		}
	case "+":
		return numeric(of)
	}
	return &code.Value{Kind: "unknown"}
}

// ternary returns the two values of a condition, or the one that it has when nobody sets anything from outside.
func (m *module) ternary(node int, s *scope, steps int) *code.Value {
	yes, no := m.value(m.Child(node, "consequence"), s, steps-1), m.value(m.Child(node, "alternative"), s, steps-1)
	return &code.Value{Kind: "either", Items: []*code.Value{yes, no}}
}

// either returns what || and ?? give. What is read from outside gets the right side as its default.
func either(left, right *code.Value) *code.Value {
	if left.Kind == "environment" || left.Kind == "setting" {
		if left.Default == nil || code.IsFalse(left.Default) {
			with := *left
			with.Default = code.PlainDefault(right)
			return &with
		}
		return left
	}
	if left.Kind == "request" && right.Kind == "literal" {
		return left
	}
	return &code.Value{Kind: "either", Items: []*code.Value{left, right}}
}

func arithmetic(operator string, left, right *code.Value) *code.Value {
	a, okA := left.Is.(int64)
	b, okB := right.Is.(int64)
	isText := func(v *code.Value) bool { _, ok := v.Is.(string); return ok || v.Kind == "template" }
	switch {
	case okA && okB && operator == "*":
		return code.Literal(code.Place{}, a*b)
	case okA && okB && operator == "+":
		return code.Literal(code.Place{}, a+b)
	case okA && okB && operator == "-":
		return code.Literal(code.Place{}, a-b)
	case operator == "+" && (isText(left) || isText(right)):
		return concatenated(left, right)
	}
	return &code.Value{Kind: "unknown", Items: []*code.Value{left, right}}
}

// concatenated returns the text of two parts: a literal where both are.
func concatenated(left, right *code.Value) *code.Value {
	a, okA := left.Is.(string)
	b, okB := right.Is.(string)
	if okA && okB && left.Kind == "literal" && right.Kind == "literal" {
		return code.Literal(left.Place, a+b)
	}
	var parts []*code.Value
	for _, side := range []*code.Value{left, right} {
		if side.Kind == "template" {
			parts = append(parts, side.Items...)
		} else {
			parts = append(parts, side)
		}
	}
	return &code.Value{Kind: "template", Part: "+", Items: parts[:min(len(parts), maxItems)]}
}

// numeric returns a text, or the default of what is read from outside, as a number.
func numeric(v *code.Value) *code.Value {
	with := *v
	of := &with
	if v.Default != nil {
		fallback := *v.Default
		with.Default, of = &fallback, &fallback
	}
	if text, ok := of.Is.(string); ok {
		if n := code.Number(text); n != nil {
			of.Is = n
		}
	}
	return &with
}

// isCallback reports whether a node is a function that is written where it is passed.
func (m *module) isCallback(node int) bool {
	return slices.Contains([]string{"arrow_function", "function_expression", "generator_function"}, m.Nodes[node].Kind)
}
