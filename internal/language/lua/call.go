package lua

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/framework"
)

// call adds a call, the setting that it reads, or the part of a request.
func (m *module) call(node int, c context) {
	callee := m.name(m.Child(node, "name"), c.scope)
	if callee == "" {
		return
	}
	arguments := m.arguments(node)
	switch part, isInput := frameworks().Requests[callee]; {
	case isReader(callee):
		m.setting(node, c)
		return
	case isInput:
		m.input(node, part, arguments, c)
	case callee == "require":
		m.out.Imports = append(m.out.Imports, m.name(node, c.scope))
		return
	case callee == "table.insert" && len(arguments) > 0:
		m.change(arguments[0], c)
	}
	is := frameworks().Find(callee, true)
	if is == nil || is.Is == "same" {
		is = &framework.Callee{}
	}
	if len(m.out.Calls) == maxFacts {
		return
	}
	call := &code.Call{Place: m.place(node), Context: c.code(), Callee: callee, Is: is.Is, Target: c.target, Arguments: map[string]*code.Value{}}
	for i, a := range arguments {
		name := strconv.Itoa(i)
		if i < len(is.Arguments) {
			name = is.Arguments[i]
		}
		call.Arguments[name] = m.evaluate(a, c.scope)
	}
	m.out.Calls = append(m.out.Calls, call)
}

// setting adds the variable of the environment that a call reads, with the default that or gives it.
func (m *module) setting(node int, c context) {
	at := node
	for outer := node - 1; outer >= 0 && m.Nodes[outer].Kind == "binary_expression" && int(m.Nodes[outer].Next) >= int(m.Nodes[node].Next); outer-- {
		at = outer
	}
	v := m.evaluate(at, c.scope)
	if v.Kind != "environment" {
		if at, v = node, m.evaluate(node, c.scope); v.Kind != "environment" {
			return
		}
	}
	if len(m.out.Settings) < maxFacts {
		m.out.Settings = append(m.out.Settings, &code.Setting{
			Place: m.place(at), Context: c.code(), Name: v.Name, From: "environment", Default: v.Default, Target: c.target,
		})
	}
}

func (m *module) input(node int, part string, arguments []int, c context) {
	name := ""
	if len(arguments) > 0 {
		name, _ = m.evaluate(arguments[0], c.scope).Is.(string)
	}
	if name != "" && len(m.out.Inputs) < maxFacts {
		m.out.Inputs = append(m.out.Inputs, &code.Input{Place: m.place(node), Context: c.code(), Part: part, Name: strings.ToLower(name)})
	}
}

// exit adds a return.
func (m *module) exit(node int, c context) {
	e := &code.Exit{Place: m.place(node), Context: c.code(), Is: "return"}
	if named := m.Named(node); len(named) > 0 {
		e.Value = m.evaluate(named[0], c.scope)
	}
	if len(m.out.Exits) < maxFacts {
		m.out.Exits = append(m.out.Exits, e)
	}
}

// compare adds a comparison of two values.
func (m *module) compare(node int, c context) {
	operator := m.operator(node)
	if !slices.Contains(comparisons, operator) || len(m.out.Comparisons) == maxFacts {
		return
	}
	left, right := m.evaluate(m.Child(node, "left"), c.scope), m.evaluate(m.Child(node, "right"), c.scope)
	m.out.Comparisons = append(m.out.Comparisons, &code.Comparison{
		Place: m.place(node), Context: c.code(), Operator: equalOf(operator), Left: left, Right: right,
	})
}
