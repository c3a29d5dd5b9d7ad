package javascript

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// maxFacts bounds how many facts of one sort a module has.
const maxFacts = 5000

// walker collects the facts of a module.
type walker struct {
	*module
	out *code.Module
	// checked are the names that a condition refuses with an exception.
	checked map[string]bool
}

// value returns what an expression is. Each evaluation has the whole of the limits.
func (w *walker) value(node int, s *scope, steps int) *code.Value {
	w.left = maxValues
	return w.module.value(node, s, steps)
}

// context is where a node is.
type context struct {
	scope  *scope
	guards []*code.Guard
	// target is the name that the expression at hand is assigned to.
	target string
	// outer is the outermost expression around the one at hand that only says how its value is read, -1 for none.
	outer int
	// within is what the function is called whose argument the expression at hand is, "" for none.
	within string
}

func (c context) code() code.Context {
	around := c.scope
	for around.isClass {
		around = around.parent
	}
	return code.Context{Function: around.name, Guards: c.guards}
}

// plain returns a context in which an expression is for nothing but its effect.
func (c context) plain() context { return context{scope: c.scope, guards: c.guards, outer: -1} }

// facts returns what is known of the module.
func (m *module) facts() *code.Module {
	w := &walker{module: m, checked: map[string]bool{}, out: &code.Module{
		Place: code.Place{End: len(m.Content)}, Language: "javascript", File: m.file,
	}}
	for _, name := range m.imports {
		w.out.Imports = append(w.out.Imports, frameworks().Canonical(name))
	}
	w.statements(0, context{scope: m.top, outer: -1})
	w.conventions()
	for _, e := range m.elements {
		w.element(e)
	}
	w.out.Embedded = m.embedded()
	w.out.Imports = append(w.out.Imports, w.requires()...)
	slices.Sort(w.out.Imports)
	w.out.Imports = slices.Compact(w.out.Imports)
	for _, s := range w.out.Settings {
		s.Checked = s.Checked || w.checked[s.Name]
	}
	return w.out
}

// requires returns the modules that calls of require or import give.
func (m *module) requires() []string {
	var all []string
	for i, n := range m.Nodes {
		if n.Kind == "call_expression" {
			if from := m.required(i); from != "" {
				all = append(all, frameworks().Canonical(from))
			}
		}
	}
	return all
}

func (w *walker) statements(node int, c context) {
	w.Children(node, func(child int) bool {
		w.node(child, c)
		return true
	})
}

// node collects the facts of a statement or expression and of what is inside of it.
func (w *walker) node(node int, c context) {
	switch w.Nodes[node].Kind {
	case "comment", "import_statement", "interface_declaration", "type_alias_declaration", "type_annotation", "type_arguments":
		return
	case "if_statement":
		w.condition(node, c)
		return
	case "ternary_expression":
		w.condition(node, w.within(node, c))
		return
	case "catch_clause":
		c.guards = code.Guarded(c.guards, &code.Guard{Place: w.place(node), Test: &code.Value{Kind: "exception"}})
	case "function_declaration", "generator_function_declaration", "method_definition", "class_declaration", "abstract_class_declaration",
		"class", "arrow_function", "function_expression", "generator_function":
		w.definition(node, c)
		return
	case "update_expression":
		w.count(node, w.Child(node, "argument"), c)
	case "variable_declarator", "public_field_definition", "assignment_expression", "augmented_assignment_expression":
		w.assignment(node, c)
		return
	case "return_statement", "throw_statement":
		w.exit(node, c)
	case "expression_statement":
		w.refuse(node, c)
	case "export_statement":
		w.configuration(node, w.Child(node, "value"), c)
		if class := w.Child(node, "declaration"); class >= 0 && w.scopes[class] != nil && w.scopes[class].isClass {
			w.controller(class, w.scopes[class], w.decoratorsOf(node), c)
		}
	}
	if w.expression(node, c) {
		return
	}
	w.statements(node, w.within(node, c))
}

// within returns the context of what is inside of a node.
func (w *walker) within(node int, c context) context {
	kind := w.Nodes[node].Kind
	if !slices.Contains(readers, kind) {
		c.outer = -1
	} else if c.outer < 0 {
		c.outer = node
	}
	if kind != "expression_statement" && kind != "await_expression" && !slices.Contains(readers, kind) {
		c.target = ""
	}
	if kind == "call_expression" || kind == "new_expression" {
		text := w.textOf(w.calleeOf(node))
		c.within = strings.TrimSpace(text[strings.LastIndexByte(text, '.')+1:])
	}
	return c
}

// readers are the expressions that may say how what is inside of them is read.
var readers = []string{"binary_expression", "call_expression", "arguments", "member_expression", "parenthesized_expression",
	"unary_expression", "as_expression", "non_null_expression", "satisfies_expression"}

// condition goes through the branches of an if statement or of an expression with a condition.
func (w *walker) condition(node int, c context) {
	test := w.Child(node, "condition")
	if test < 0 {
		w.statements(node, c)
		return
	}
	w.node(test, c.plain())
	guard := &code.Guard{Place: w.place(test), Test: w.value(test, c.scope, maxSteps)}
	before := c.guards
	if at := w.Child(node, "consequence"); at >= 0 {
		c.guards = code.Guarded(before, guard)
		w.node(at, c)
	}
	if at := w.Child(node, "alternative"); at >= 0 {
		c.guards = code.Guarded(before, &code.Guard{Place: guard.Place, Test: guard.Test, Negated: true})
		w.node(at, c)
	}
}

// definition collects a function or a class.
func (w *walker) definition(node int, c context) {
	inner := w.scopes[node]
	if inner == nil {
		w.statements(node, c)
		return
	}
	if inner.isClass {
		w.class(node, inner, c)
	} else {
		if !inner.isArgument && inner.name != "" {
			w.function(node, inner, c)
			c.guards = nil // a function runs when it is called
		}
		if parameters := w.Child(node, "parameters"); parameters >= 0 {
			w.statements(parameters, context{scope: c.scope, outer: -1})
		}
	}
	body := w.Child(node, "body")
	if body < 0 {
		return
	}
	c = context{scope: inner, guards: c.guards, outer: -1}
	if !inner.isClass && w.Nodes[body].Kind != "statement_block" {
		w.exitWith(body, c)
	}
	w.node(body, c)
}

// function adds a function.
func (w *walker) function(node int, inner *scope, c context) {
	at := w.Child(node, "name")
	if at < 0 {
		at = node
	}
	f := &code.Function{Place: w.place(at), Name: inner.name, Guards: c.guards}
	if at == node {
		f.End = f.Start + min(f.End-f.Start, 1)
	}
	for _, p := range w.Named(max(w.Child(node, "parameters"), 0)) {
		if w.Child(node, "parameters") >= 0 {
			f.Parameters = append(f.Parameters, w.parameters(p, inner)...)
		}
	}
	if one := w.Child(node, "parameter"); one >= 0 {
		f.Parameters = append(f.Parameters, &code.Parameter{Place: w.place(one), Name: w.Text(one)})
	}
	if len(w.out.Functions) < maxFacts {
		w.out.Functions = append(w.out.Functions, f)
	}
}

// parameters returns a parameter, or the names that take it apart.
func (w *walker) parameters(node int, inner *scope) []*code.Parameter {
	pattern := w.Child(node, "pattern")
	if pattern < 0 {
		return nil
	}
	class := ""
	if at := w.Child(node, "type"); at >= 0 {
		full, _ := w.fullName(at, inner.parent)
		if class = shown(full); class == "" {
			class = strings.TrimSpace(strings.TrimPrefix(w.Text(at), ":"))
		}
	}
	switch w.Nodes[pattern].Kind {
	case "identifier":
		p := &code.Parameter{Place: w.place(node), Name: w.Text(pattern), Type: class}
		if at := w.Child(node, "value"); at >= 0 {
			p.Default = w.value(at, inner.parent, maxSteps)
		}
		return []*code.Parameter{p}
	case "object_pattern":
		var all []*code.Parameter
		for _, part := range w.Named(pattern) {
			if name, _, fallback := w.patternPart(part); name != "" {
				p := &code.Parameter{Place: w.place(part), Name: name, Type: class}
				if fallback >= 0 {
					p.Default = w.value(fallback, inner.parent, maxSteps)
				}
				all = append(all, p)
			}
		}
		return all
	}
	return nil
}

// class adds a class.
func (w *walker) class(node int, inner *scope, c context) {
	at := w.Child(node, "name")
	if at < 0 || len(w.out.Classes) == maxFacts {
		return
	}
	class := &code.Class{Place: w.place(at), Name: inner.name}
	w.Children(node, func(child int) bool {
		if w.Nodes[child].Kind == "class_heritage" {
			for i := child + 1; i < int(w.Nodes[child].Next); i++ {
				if n := w.Nodes[i]; n.Field == "value" || n.Kind == "type_identifier" {
					if full, _ := w.fullName(i, c.scope); full != "" {
						class.Bases = append(class.Bases, shown(full))
					}
				}
			}
		}
		return true
	})
	w.out.Classes = append(w.out.Classes, class)
}

// exit adds a return or an exception. What a condition refuses with an exception is checked.
func (w *walker) exit(node int, c context) {
	e := &code.Exit{Place: w.place(node), Context: c.code(), Is: "return"}
	if w.Nodes[node].Kind == "throw_statement" {
		e.Is = "raise"
		code.Refuse(c.guards, w.checked)
	}
	if named := w.Named(node); len(named) > 0 {
		e.Value = w.value(named[0], c.scope, 4)
	}
	if len(w.out.Exits) < maxFacts {
		w.out.Exits = append(w.out.Exits, e)
	}
}

// refuse adds the end of a handler by an answer that refuses somebody and that it does not return: res.status(401).json({}).
func (w *walker) refuse(node int, c context) {
	named := w.Named(node)
	if len(named) > 0 && w.Nodes[named[0]].Kind == "await_expression" {
		named = w.Named(named[0])
	}
	if len(named) == 0 || w.Nodes[named[0]].Kind != "call_expression" || len(w.out.Exits) == maxFacts {
		return
	}
	if answer := w.refusal(w.calleeOf(named[0]), w.arguments(named[0]), c.scope); answer != "" {
		w.out.Exits = append(w.out.Exits, &code.Exit{
			Place: w.place(node), Context: c.code(), Is: "raise", Value: w.value(named[0], c.scope, 4),
		})
	}
}

// exitWith adds what a function returns that has an expression as its body.
func (w *walker) exitWith(body int, c context) {
	if len(w.out.Exits) < maxFacts {
		w.out.Exits = append(w.out.Exits, &code.Exit{
			Place: w.place(body), Context: c.code(), Is: "return", Value: w.value(body, c.scope, 4),
		})
	}
}

// compare adds a comparison of two values.
func (w *walker) compare(node int, c context) {
	operator := w.operator(node)
	if len(w.out.Comparisons) == maxFacts || operator != "==" && operator != "!=" && operator != "in" {
		return
	}
	left, right := w.value(w.Child(node, "left"), c.scope, 6), w.value(w.Child(node, "right"), c.scope, 6)
	if left.Kind == "literal" && right.Kind == "literal" {
		return
	}
	w.out.Comparisons = append(w.out.Comparisons, &code.Comparison{
		Place: w.place(node), Context: c.code(), Operator: operator, Left: left, Right: right,
	})
}
