package python

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// maxFacts bounds how many facts of one sort a module has.
const maxFacts = 5000

// walker collects the facts of a module.
type walker struct {
	*module
	out *code.Module
	// checked are the names that a condition refuses with an exception.
	checked map[string]bool
	// flags are what flagsIn found.
	flags map[*scope]map[morselName][]int
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
	// isManaged is set where a with statement ends the use of the value.
	isManaged bool
	// within is what the function is called whose argument the expression at hand is, "" for none.
	within string
}

func (c context) code() code.Context {
	around, aside := c.scope, ""
	for around.isClass {
		if developers.MatchString(around.name) {
			aside = "development"
		}
		around = around.parent
	}
	return code.Context{Function: around.name, Guards: c.guards, Aside: aside}
}

// developers finds the classes of settings that are for developers or tests.
var developers = lazyregexp.New(`^(?:Test|Testing|Tests|Dev|Develop|Development|Developer|Local|Debug)(?:Config|Configuration|Settings)$`)

// facts returns what is known of the module.
func (m *module) facts() *code.Module {
	w := &walker{module: m, checked: map[string]bool{}, flags: map[*scope]map[morselName][]int{}, out: &code.Module{
		Place: code.Place{End: len(m.Content)}, Language: "python", File: m.file, Text: m.docstring(0),
	}}
	for _, name := range m.imports {
		w.out.Imports = append(w.out.Imports, frameworks().Canonical(name))
	}
	slices.Sort(w.out.Imports)
	w.out.Imports = slices.Compact(w.out.Imports)
	w.statements(0, context{scope: m.top, outer: -1})
	w.out.Embedded = m.embedded()
	for _, s := range w.out.Settings {
		s.Checked = s.Checked || w.checked[s.Name]
	}
	return w.out
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
	case "comment", "import_statement", "import_from_statement":
		return
	case "if_statement":
		w.condition(node, c)
		return
	case "while_statement":
		w.loop(node, c)
		return
	case "with_item":
		c.isManaged = true
	case "except_clause", "except_group_clause":
		c.guards = code.Guarded(c.guards, &code.Guard{Place: w.place(node), Test: &code.Value{Kind: "exception"}})
	case "decorated_definition", "function_definition", "class_definition":
		w.definition(node, c)
		return
	case "assignment":
		w.assignment(node, c)
		return
	case "augmented_assignment":
		w.count(node, c)
	case "return_statement", "raise_statement":
		w.exit(node, c)
	case "comparison_operator":
		w.compare(node, c)
	}
	if w.expression(node, c) {
		return
	}
	if !slices.Contains(managed, w.Nodes[node].Kind) {
		c.isManaged = false
	}
	if !slices.Contains(readers, w.Nodes[node].Kind) {
		c.outer = -1
	} else if c.outer < 0 {
		c.outer = node
	}
	if kind := w.Nodes[node].Kind; kind != "expression_statement" && kind != "await" && !slices.Contains(readers, kind) {
		c.target = ""
	}
	if w.Nodes[node].Kind == "call" {
		function := w.Child(node, "function")
		c.within = strings.TrimSpace(w.Text(function)[strings.LastIndexByte(w.Text(function), '.')+1:])
	}
	w.statements(node, c)
}

// readers are the expressions that may say how what is inside of them is read.
var readers = []string{"boolean_operator", "comparison_operator", "call", "argument_list", "attribute", "parenthesized_expression",
	"list_comprehension", "for_in_clause", "generator_expression", "set_comprehension"}

// managed are the expressions around a call in the head of a with statement that ends the use of what the call gives.
var managed = []string{"with_item", "as_pattern", "await", "parenthesized_expression"}

// loop goes through the body of a loop that runs as long as a condition.
func (w *walker) loop(node int, c context) {
	if test := w.Child(node, "condition"); test >= 0 {
		w.node(test, context{scope: c.scope, guards: c.guards, outer: -1})
		c.guards = code.Guarded(c.guards, &code.Guard{
			Place: w.place(test), Test: &code.Value{Kind: "loop", Items: []*code.Value{w.value(test, c.scope, 4)}},
		})
	}
	if body := w.Child(node, "body"); body >= 0 {
		w.node(body, c)
	}
}

// condition goes through the branches of an if statement.
func (w *walker) condition(node int, c context) {
	test := w.Child(node, "condition")
	if test < 0 {
		w.statements(node, c)
		return
	}
	w.node(test, context{scope: c.scope, guards: c.guards, outer: -1})
	guard := &code.Guard{Place: w.place(test), Test: w.value(test, c.scope, maxSteps)}
	otherwise := &code.Guard{Place: guard.Place, Test: guard.Test, Negated: true}
	before := c.guards
	w.Children(node, func(child int) bool {
		switch n := w.Nodes[child]; {
		case n.Field == "consequence":
			c.guards = code.Guarded(before, guard)
			w.node(child, c)
		case n.Kind == "elif_clause":
			before = code.Guarded(before, otherwise)
			c.guards = before
			w.condition(child, c)
			if at := w.Child(child, "condition"); at >= 0 {
				otherwise = &code.Guard{Place: w.place(at), Test: w.value(at, c.scope, maxSteps), Negated: true}
			}
		case n.Kind == "else_clause":
			c.guards = code.Guarded(before, otherwise)
			w.node(child, c)
		}
		return true
	})
}

// exit adds a return or an exception. What a condition refuses with an exception is checked.
func (w *walker) exit(node int, c context) {
	e := &code.Exit{Place: w.place(node), Context: c.code(), Is: strings.TrimSuffix(w.Nodes[node].Kind, "_statement")}
	if named := w.Named(node); len(named) > 0 {
		e.Value = w.value(named[0], c.scope, 6)
	}
	if len(w.out.Exits) < maxFacts {
		w.out.Exits = append(w.out.Exits, e)
	}
	if e.Is == "raise" {
		code.Refuse(c.guards, w.checked)
	}
}

// compare adds a comparison of two values.
func (w *walker) compare(node int, c context) {
	named := w.Named(node)
	operator := w.operator(node)
	if len(named) != 2 || len(w.out.Comparisons) == maxFacts || !slices.Contains([]string{"==", "!=", "in", "not in"}, operator) {
		return
	}
	left, right := w.value(named[0], c.scope, 6), w.value(named[1], c.scope, 6)
	if left.Kind == "literal" && right.Kind == "literal" {
		return
	}
	w.out.Comparisons = append(w.out.Comparisons, &code.Comparison{
		Place: w.place(node), Context: c.code(), Operator: operator, Left: left, Right: right,
	})
}
