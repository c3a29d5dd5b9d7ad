package javascript

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/literal"
	"github.com/seclint/seclint/internal/source"
)

// literals says what the expressions of JavaScript and TypeScript are. It implements literal.Language.
type literals struct{}

func expression(m *module, node int, s *scope) literal.Expression {
	if node < 0 {
		return literal.Expression{}
	}
	return literal.Expression{Module: m, Node: node, Scope: s}
}

// Form implements literal.Language.
func (literals) Form(e literal.Expression) literal.Form {
	m, node, s := e.Module.(*module), e.Node.(int), e.Scope.(*scope)
	f := literal.Form{At: m.span(node)}
	switch m.Nodes[node].Kind {
	case "string", "template_string":
		f.Kind = literal.Text
		m.textParts(&f, node, s)
	case "property_identifier":
		f.Kind, f.Parts = literal.Text, []literal.Part{{Text: m.Text(node)}}
	case "number", "true", "false", "null", "undefined":
		v := &code.Value{}
		if m.constant(v, node); v.Kind == "literal" {
			f.Kind, f.Value = literal.Scalar, v.Is
		}
	case "parenthesized_expression", "await_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion":
		if named := m.Named(node); len(named) > 0 {
			at := named[0]
			if m.Nodes[node].Kind == "type_assertion" {
				at = named[len(named)-1]
			}
			f.Kind, f.Of = literal.Same, expression(m, at, s)
		}
	case "array":
		f.Kind = literal.Sequence
		m.itemParts(&f, node, s)
	case "object":
		f.Kind = literal.Mapping
		m.entryParts(&f, node, s)
	case "identifier", "shorthand_property_identifier":
		f.Name = m.Text(node)
		m.formOfBindings(&f, s.lookup(f.Name), f.Name)
	case "member_expression", "subscript_expression":
		m.formOfMember(&f, node, s)
	case "call_expression":
		m.formOfCall(&f, node, s)
	case "binary_expression":
		if operator := m.Child(node, "operator"); operator >= 0 && m.Text(operator) == "+" {
			f.Kind, f.Of, f.Other = literal.Sum, expression(m, m.Child(node, "left"), s), expression(m, m.Child(node, "right"), s)
		} else if operator >= 0 && (m.Text(operator) == "??" || m.Text(operator) == "||") {
			m.formOfDefault(&f, node, s)
		}
	}
	return f
}

func (m *module) span(node int) source.Span {
	return m.file.Span(int(m.Nodes[node].Start), int(m.Nodes[node].End))
}

func (m *module) textParts(f *literal.Form, node int, s *scope) {
	m.Children(node, func(child int) bool {
		switch m.Nodes[child].Kind {
		case "string_fragment":
			f.Parts = append(f.Parts, literal.Part{Text: m.Text(child)})
		case "escape_sequence":
			f.Parts = append(f.Parts, literal.Part{Text: unescaped(m.Text(child))})
		case "template_substitution":
			if named := m.Named(child); len(named) > 0 {
				f.Parts = append(f.Parts, literal.Part{Value: expression(m, named[0], s)})
			}
		}
		return true
	})
}

func (m *module) itemParts(f *literal.Form, node int, s *scope) {
	for _, child := range m.Named(node) {
		part := literal.Part{At: m.span(child), Value: expression(m, child, s)}
		if m.Nodes[child].Kind == "spread_element" {
			part.IsSpread = true
			if named := m.Named(child); len(named) == 1 {
				part.Value = expression(m, named[0], s)
			}
		}
		f.Parts = append(f.Parts, part)
	}
}

func (m *module) entryParts(f *literal.Form, node int, s *scope) {
	for _, child := range m.Named(node) {
		part := literal.Part{At: m.span(child), KeyAt: m.span(child), Value: expression(m, child, s)}
		switch m.Nodes[child].Kind {
		case "pair":
			key := m.Child(child, "key")
			part.Key, part.Value = m.keyOf(child), expression(m, m.Child(child, "value"), s)
			if key >= 0 {
				part.KeyAt = m.span(key)
				if named := m.Named(key); m.Nodes[key].Kind == "computed_property_name" && len(named) == 1 {
					part.KeyOf = expression(m, named[0], s)
				}
			}
		case "shorthand_property_identifier":
			part.Key = m.Text(child)
		case "method_definition":
			part.Key = m.keyOf(child)
		case "spread_element":
			part.IsSpread = true
			if named := m.Named(child); len(named) == 1 {
				part.Value = expression(m, named[0], s)
			}
		}
		f.Parts = append(f.Parts, part)
	}
}

// formOfBindings fills in what a name is: what it is bound to in one place, with what the program does to that later.
func (m *module) formOfBindings(f *literal.Form, found []binding, written string) {
	if len(found) != 1 {
		return
	}
	switch b := found[0]; b.kind {
	case bindParameter:
		f.Kind, f.Function = literal.Parameter, function{m, b.scope.node}
	case bindImport:
		if owner, other := m.defined(b.full); owner != nil && other.kind != bindImport {
			owner.formOfBindings(f, []binding{other}, b.full[strings.LastIndexByte(b.full, '.')+1:])
		}
	case bindValue:
		if b.node < 0 {
			return
		}
		f.Kind, f.Of = literal.Same, expression(m, b.node, b.scope)
		f.Changes = m.changesOf(written, b.scope)
	}
}

// formOfMember fills in a member: a variable of the environment, a name of another module, what is under a key.
func (m *module) formOfMember(f *literal.Form, node int, s *scope) {
	object, key := m.Child(node, "object"), m.memberName(node, s)
	f.Name = m.Text(node)[:min(40, len(m.Text(node)))]
	full, known := m.fullName(object, s)
	if v := environmentOf(full, key); v != nil {
		f.Name, f.IsScalar = v.Name, true
		return
	}
	if object < 0 {
		return
	}
	if m.Nodes[object].Kind == "this" && s.class != nil {
		if found := s.class.names[key]; len(found) == 1 && found[0].kind == bindValue && found[0].node >= 0 {
			f.Kind, f.Of = literal.Same, expression(m, found[0].node, found[0].scope)
			f.Changes = m.changesOf("this."+key, nil)
		}
		return
	}
	if member, isKnown := m.fullName(node, s); isKnown && known && key != "" {
		if owner, b := m.defined(member); owner != nil && b.kind == bindValue {
			owner.formOfBindings(f, []binding{b}, key)
			return
		}
	}
	f.Kind, f.Of = literal.Item, expression(m, object, s)
	if index := m.Child(node, "index"); index >= 0 {
		f.Key = expression(m, index, s)
		return
	}
	f.Key = expression(m, m.Child(node, "property"), s)
}

// formOfDefault fills in a variable of the environment with what the program takes where nobody sets it.
func (m *module) formOfDefault(f *literal.Form, node int, s *scope) {
	left := literals{}.Form(expression(m, m.Child(node, "left"), s))
	f.Name, f.IsScalar = left.Name, left.IsScalar
	if left.Kind == literal.Unknown && left.IsScalar {
		f.Kind, f.Of, f.Name = literal.Same, expression(m, m.Child(node, "right"), s), ""
	}
}

// function identifies a function.
type function struct {
	module *module
	node   int
}

// formOfCall fills in what a call gives: what a function of the application returns, what a loop over a list makes, or what a
// method leaves as it is.
func (m *module) formOfCall(f *literal.Form, node int, s *scope) {
	at, arguments := m.Child(node, "function"), m.Child(node, "arguments")
	if at < 0 || arguments < 0 {
		return
	}
	list := m.Named(arguments)
	name := m.Text(at)
	f.Name = name[strings.LastIndexByte(name, '.')+1:]
	switch {
	case slices.Contains([]string{"String", "Number", "parseInt", "JSON.stringify", "yaml.dump", "YAML.stringify"}, name):
		f.IsScalar = true
		if (name == "String" || name == "Number") && len(list) == 1 {
			f.Kind, f.Of = literal.Same, expression(m, list[0], s)
		}
		return
	case slices.Contains([]string{"structuredClone", "Object.freeze", "Object.entries", "Array.from", "dedent"}, name) && len(list) == 1:
		f.Kind, f.Of = literal.Same, expression(m, list[0], s)
		return
	case name == "Object.assign":
		f.Kind = literal.Mapping
		for _, argument := range list {
			f.Parts = append(f.Parts, literal.Part{At: m.span(argument), Value: expression(m, argument, s), IsSpread: true})
		}
		return
	}
	if m.Nodes[at].Kind == "member_expression" && m.formOfMethod(f, at, list, s) {
		return
	}
	if f.Callee = m.functionAt(at, s); f.Callee != nil {
		f.Kind = literal.Call
		m.itemParts(f, arguments, s)
	}
}

// formOfMethod fills in what a method of a list or text gives; false for another one.
func (m *module) formOfMethod(f *literal.Form, at int, list []int, s *scope) bool {
	object := m.Child(at, "object")
	if object < 0 {
		return false
	}
	switch m.textOf(m.Child(at, "property")) {
	case "trim", "trimStart", "trimEnd", "slice":
		if len(list) == 0 {
			f.Kind, f.Of = literal.Same, expression(m, object, s)
		}
		return true
	case "concat":
		if len(list) == 1 {
			f.Kind, f.Of, f.Other = literal.Sum, expression(m, object, s), expression(m, list[0], s)
		}
		return true
	case "map":
		if len(list) == 1 {
			m.formOfLoop(f, expression(m, object, s), list[0], s)
		}
		return true
	}
	return false
}

// formOfLoop fills in what a function makes of each item of a list.
func (m *module) formOfLoop(f *literal.Form, over literal.Expression, function int, s *scope) {
	callee := m.functionAt(function, s)
	if m.scopes[function] != nil {
		callee = m.functionOf(function)
	}
	if callee == nil || callee.Result.IsZero() || len(callee.Parameters) == 0 {
		return
	}
	f.Kind, f.Other = literal.Loop, over
	if names := callee.Parameters[0].Items; len(names) > 0 {
		f.Of, f.Names = callee.Result, names
		return
	}
	f.Callee = callee
}

// functionAt returns the function of the application that is called, nil for any other.
func (m *module) functionAt(at int, s *scope) *literal.Function {
	owner, b := (*module)(nil), binding{}
	switch m.Nodes[at].Kind {
	case "identifier":
		if found := s.lookup(m.Text(at)); len(found) == 1 {
			owner, b = m, found[0]
		}
	case "member_expression":
		object := m.Child(at, "object")
		if object >= 0 && m.Nodes[object].Kind == "this" && s.class != nil {
			if found := s.class.names[m.textOf(m.Child(at, "property"))]; len(found) == 1 {
				owner, b = m, found[0]
			}
		} else if full, known := m.fullName(at, s); known {
			owner, b = m.defined(full)
		}
	}
	if owner != nil && b.kind == bindImport {
		owner, b = m.defined(b.full)
	}
	if owner == nil || b.node < 0 || owner.scopes[b.node] == nil || owner.scopes[b.node].isClass {
		return nil
	}
	return owner.functionOf(b.node)
}

// functionOf returns a function with its parameters and what it returns.
func (m *module) functionOf(node int) *literal.Function {
	f := &literal.Function{ID: function{m, node}, Result: m.resultExpression(node)}
	if one := m.Child(node, "parameter"); one >= 0 {
		f.Parameters = []literal.FunctionParameter{{Name: m.Text(one)}}
	}
	parameters := m.Child(node, "parameters")
	if parameters < 0 {
		return f
	}
	for _, at := range m.Named(parameters) {
		f.Parameters = append(f.Parameters, m.functionParameter(at, m.scopes[node]))
	}
	return f
}

// functionParameter returns a parameter. One that is taken apart has the names of its parts.
func (m *module) functionParameter(at int, s *scope) literal.FunctionParameter {
	pattern := m.Child(at, "pattern")
	p := literal.FunctionParameter{}
	if pattern < 0 {
		return p
	}
	if fallback := m.Child(at, "value"); fallback >= 0 {
		p.Default = expression(m, fallback, s.parent)
	}
	switch m.Nodes[pattern].Kind {
	case "identifier":
		p.Name = m.Text(pattern)
	case "rest_pattern":
		p.IsRest = true
	case "array_pattern":
		for _, part := range m.Named(pattern) {
			p.Items = append(p.Items, m.Text(part))
		}
	case "object_pattern":
		for _, part := range m.Named(pattern) {
			name, member, other := m.patternPart(part)
			p.Members = append(p.Members, literal.Member{Name: name, Key: member, Default: expression(m, other, s.parent)})
		}
	}
	return p
}

// resultExpression returns what a function returns, none where it returns in several places.
func (m *module) resultExpression(node int) literal.Expression {
	s := m.scopes[node]
	body := m.Child(node, "body")
	if s == nil || body < 0 {
		return literal.Expression{}
	}
	if m.Nodes[body].Kind != "statement_block" {
		return expression(m, body, s)
	}
	result := literal.Expression{}
	for i := body + 1; i < int(m.Nodes[body].Next); i++ {
		if m.scopes[i] != nil {
			i = int(m.Nodes[i].Next) - 1
			continue
		}
		if m.Nodes[i].Kind == "return_statement" {
			named := m.Named(i)
			if !result.IsZero() || len(named) != 1 {
				return literal.Expression{}
			}
			result = expression(m, named[0], s)
		}
	}
	return result
}
