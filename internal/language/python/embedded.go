package python

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/literal"
	"github.com/seclint/seclint/internal/source"
)

// literals says what the expressions of Python are. It implements literal.Language.
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
	same := func(of int) literal.Form {
		f.Kind, f.Of = literal.Same, expression(m, of, s)
		return f
	}
	switch m.Nodes[node].Kind {
	case "string", "concatenated_string":
		f.Kind = literal.Text
		m.textParts(&f, node, s)
	case "integer", "float", "true", "false", "none", "unary_operator":
		if v := m.constantOf(node); v.Kind == "literal" {
			f.Kind, f.Value = literal.Scalar, v.Is
		} else {
			f.IsScalar = true
		}
	case "parenthesized_expression", "await":
		if named := m.Named(node); len(named) == 1 {
			return same(named[0])
		}
	case "list", "tuple", "set":
		f.Kind = literal.Sequence
		m.items(&f, m.Named(node), s)
	case "dictionary":
		f.Kind = literal.Mapping
		m.pairs(&f, node, s)
	case "identifier":
		m.formOfName(&f, node, s)
	case "attribute":
		m.formOfAttribute(&f, node, s)
	case "subscript":
		m.formOfItem(&f, node, s)
	case "call":
		m.formOfCall(&f, node, s)
	case "binary_operator":
		operator := m.Child(node, "operator")
		if operator >= 0 && (m.Text(operator) == "+" || m.Text(operator) == "|") {
			f.Kind, f.Of, f.Other = literal.Sum, expression(m, m.Child(node, "left"), s), expression(m, m.Child(node, "right"), s)
		}
	case "list_comprehension", "generator_expression":
		m.formOfComprehension(&f, node, s)
	}
	return f
}

func (m *module) span(node int) source.Span {
	return m.file.Span(int(m.Nodes[node].Start), int(m.Nodes[node].End))
}

func (m *module) constantOf(node int) *code.Value {
	v := &code.Value{}
	m.constant(v, node)
	return v
}

// textParts adds the parts of a string.
func (m *module) textParts(f *literal.Form, node int, s *scope) {
	isRaw := strings.ContainsAny(m.Text(node)[:min(3, len(m.Text(node)))], "rR")
	m.Children(node, func(child int) bool {
		switch m.Nodes[child].Kind {
		case "string_content":
			text := m.Text(child)
			if !isRaw {
				text = unescaped(text)
			}
			if m.isFormatted(node) {
				text = strings.NewReplacer("{{", "{", "}}", "}").Replace(text)
			}
			f.Parts = append(f.Parts, literal.Part{Text: text})
		case "interpolation":
			if named := m.Named(child); len(named) > 0 {
				f.Parts = append(f.Parts, literal.Part{Value: expression(m, named[0], s)})
			}
		case "string":
			m.textParts(f, child, s)
		}
		return true
	})
}

// isFormatted reports whether a string is an f-string.
func (m *module) isFormatted(node int) bool {
	prefix, _, _ := strings.Cut(m.Text(node), m.Text(node)[len(m.Text(node))-1:])
	return strings.ContainsAny(prefix, "fF")
}

func (m *module) items(f *literal.Form, nodes []int, s *scope) {
	for _, child := range nodes {
		part := literal.Part{At: m.span(child), Value: expression(m, child, s)}
		if m.Nodes[child].Kind == "list_splat" {
			part.IsSpread = true
			if named := m.Named(child); len(named) == 1 {
				part.Value = expression(m, named[0], s)
			}
		}
		f.Parts = append(f.Parts, part)
	}
}

func (m *module) pairs(f *literal.Form, node int, s *scope) {
	for _, child := range m.Named(node) {
		part := literal.Part{At: m.span(child)}
		key, value := m.Child(child, "key"), m.Child(child, "value")
		switch {
		case m.Nodes[child].Kind == "pair" && key >= 0 && value >= 0:
			part.KeyAt, part.KeyOf, part.Value = m.span(key), expression(m, key, s), expression(m, value, s)
		default: // ** and the loop of a comprehension
			part.IsSpread, part.Value = true, expression(m, child, s)
			if named := m.Named(child); m.Nodes[child].Kind == "dictionary_splat" && len(named) == 1 {
				part.Value = expression(m, named[0], s)
			}
		}
		f.Parts = append(f.Parts, part)
	}
}

// formOfName fills in what a name is: what it is bound to in one place, with what the program does to that later.
func (m *module) formOfName(f *literal.Form, node int, s *scope) {
	f.Name = m.Text(node)
	m.formOfBindings(f, s.lookup(f.Name), f.Name)
}

func (m *module) formOfBindings(f *literal.Form, found []binding, written string) {
	if len(found) != 1 {
		return
	}
	switch b := found[0]; b.kind {
	case bindParameter:
		f.Kind, f.Function = literal.Parameter, function{m, b.scope.node}
	case bindImport:
		if owner, other := m.defined(frameworks().Canonical(b.full)); owner != nil {
			owner.formOfBindings(f, []binding{other}, f.Name)
		}
	case bindValue:
		if b.node < 0 {
			return
		}
		f.Kind, f.Of = literal.Same, expression(m, b.node, b.scope)
		f.Changes = m.changesOf(written, b.scope)
	}
}

func (m *module) formOfAttribute(f *literal.Form, node int, s *scope) {
	name := m.Text(m.Child(node, "attribute"))
	f.Name = strings.ReplaceAll(m.Text(node), ".", "_")
	if object := m.Child(node, "object"); object >= 0 && s.class != nil && m.Text(object) == "self" {
		if found := s.class.names[name]; len(found) == 1 && found[0].kind == bindValue && found[0].node >= 0 {
			f.Kind, f.Of = literal.Same, expression(m, found[0].node, found[0].scope)
			f.Changes = m.changesOf("self."+name, nil)
		}
		return
	}
	if owner, b := m.ofModule(m.Child(node, "object"), name, s); owner != nil && b.kind == bindValue {
		owner.formOfBindings(f, []binding{b}, name)
	} else if full, known := m.fullName(node, s); known {
		if owner, b := m.defined(full); owner != nil && b.kind == bindValue {
			owner.formOfBindings(f, []binding{b}, name)
		}
	}
}

func (m *module) formOfItem(f *literal.Form, node int, s *scope) {
	of, index := m.Child(node, "value"), m.Child(node, "subscript")
	if full, _ := m.fullName(of, s); full == "os.environ" && index >= 0 {
		f.Name, f.IsScalar = strings.Trim(m.Text(index), `'"`), true
		return
	}
	if of >= 0 && index >= 0 {
		f.Name = m.Text(node)[:min(40, len(m.Text(node)))]
		f.Kind, f.Of, f.Key = literal.Item, expression(m, of, s), expression(m, index, s)
	}
}

// scalars are the functions that give a text or a number, whatever they get.
var scalars = []string{"str", "int", "float", "bool", "len", "json.dumps", "yaml.dump", "yaml.safe_dump", "os.path.join", "secrets.token_hex",
	"secrets.token_urlsafe", "base64.b64encode"}

// copies are those that give what they get.
var copies = []string{"list", "tuple", "sorted", "copy.copy", "copy.deepcopy", "textwrap.dedent", "inspect.cleandoc", "typing.cast"}

// formOfCall fills in what a call gives.
func (m *module) formOfCall(f *literal.Form, node int, s *scope) {
	at := m.Child(node, "function")
	list, isOpen := m.arguments(node)
	full, known := m.fullName(at, s)
	f.Name = full[strings.LastIndexByte(full, '.')+1:]
	first := literal.Expression{}
	if len(list) > 0 {
		first = expression(m, list[len(list)-1].node, s)
	}
	isMethod := m.Nodes[at].Kind == "attribute" && !known
	switch reader, isReader := frameworks().Readers[full]; {
	case isReader && !reader.Bool:
		m.formOfVariable(f, list, s)
	case slices.Contains(copies, full) && len(list) > 0 && !isOpen:
		f.Kind, f.Of = literal.Same, first
	case full == "dict":
		f.Kind = literal.Mapping
		m.keywords(f, node, s)
	case slices.Contains(scalars, full):
		f.IsScalar = true
		if (full == "str" || full == "int" || full == "float") && len(list) == 1 && !isOpen {
			f.Kind, f.Of = literal.Same, first
		}
	case isMethod && slices.Contains([]string{"copy", "strip", "lstrip", "rstrip", "encode", "items"}, m.Text(m.Child(at, "attribute"))):
		f.Kind, f.Of = literal.Same, expression(m, m.Child(at, "object"), s)
	default:
		f.Callee = m.functionAt(at, full, known, s)
		if f.Callee != nil {
			f.Kind = literal.Call
			m.keywords(f, node, s)
		}
	}
}

// formOfVariable fills in a variable of the environment: its default where it has one.
func (m *module) formOfVariable(f *literal.Form, list []argument, s *scope) {
	f.IsScalar = true
	if at := pass(list, 0); at >= 0 {
		f.Name = strings.Trim(m.Text(at), `'"`)
	}
	if at := pass(list, 1, "default"); at >= 0 {
		f.Kind, f.Of = literal.Same, expression(m, at, s)
		f.Name = ""
	}
}

// keywords adds the arguments of a call.
func (m *module) keywords(f *literal.Form, call int, s *scope) {
	at := m.Child(call, "arguments")
	if at < 0 {
		return
	}
	for _, child := range m.Named(at) {
		part := literal.Part{At: m.span(child), KeyAt: m.span(child), Value: expression(m, child, s)}
		switch m.Nodes[child].Kind {
		case "keyword_argument":
			name := m.Child(child, "name")
			part.Key, part.KeyAt, part.Value = m.Text(name), m.span(name), expression(m, m.Child(child, "value"), s)
		case "list_splat", "dictionary_splat":
			part.IsSpread = true
			if named := m.Named(child); len(named) == 1 {
				part.Value = expression(m, named[0], s)
			}
		default:
			part.IsSpread = f.Kind == literal.Mapping // dict(base, name=...)
		}
		f.Parts = append(f.Parts, part)
	}
}

// function identifies a function.
type function struct {
	module *module
	node   int
}

// functionAt returns the function of the application that a call calls, nil for any other.
func (m *module) functionAt(at int, full string, known bool, s *scope) *literal.Function {
	owner, b := (*module)(nil), binding{}
	isMethod := false
	switch {
	case m.Nodes[at].Kind == "identifier":
		if found := s.lookup(m.Text(at)); len(found) == 1 && found[0].kind == bindFunction {
			owner, b = m, found[0]
		} else if known {
			owner, b = m.defined(full)
		}
	case m.Nodes[at].Kind == "attribute" && s.class != nil && slices.Contains([]string{"self", "cls"}, m.Text(m.Child(at, "object"))):
		if found := s.class.names[m.Text(m.Child(at, "attribute"))]; len(found) == 1 {
			owner, b, isMethod = m, found[0], true
		}
	case known:
		owner, b = m.defined(full)
	}
	if owner == nil || b.kind != bindFunction || owner.scopes[b.node] == nil {
		return nil
	}
	return owner.functionOf(b.node, isMethod)
}

// functionOf returns a function with its parameters and what it returns.
func (m *module) functionOf(node int, isMethod bool) *literal.Function {
	inner := m.scopes[node]
	f := &literal.Function{ID: function{m, node}, Result: m.resultExpression(node)}
	parameters := m.Child(node, "parameters")
	if parameters < 0 {
		return f
	}
	for i, at := range m.Named(parameters) {
		name := m.parameterName(at)
		if i == 0 && isMethod && (name == "self" || name == "cls") {
			continue
		}
		p := literal.FunctionParameter{Name: name, IsRest: name == "" || strings.HasPrefix(m.Text(at), "*")}
		if fallback := m.Child(at, "value"); fallback >= 0 {
			p.Default = expression(m, fallback, inner.parent)
		}
		f.Parameters = append(f.Parameters, p)
	}
	return f
}

// resultExpression returns what a function returns, none where it returns in several places.
func (m *module) resultExpression(node int) literal.Expression {
	result := literal.Expression{}
	for i := node + 1; i < int(m.Nodes[node].Next); i++ {
		switch m.Nodes[i].Kind {
		case "function_definition", "lambda", "class_definition":
			i = int(m.Nodes[i].Next) - 1
		case "yield":
			return literal.Expression{}
		case "return_statement":
			named := m.Named(i)
			if !result.IsZero() || len(named) != 1 {
				return literal.Expression{}
			}
			result = expression(m, named[0], m.scopes[node])
		}
	}
	return result
}

// formOfComprehension fills in a comprehension with one loop and no condition.
func (m *module) formOfComprehension(f *literal.Form, node int, s *scope) {
	body, loop := m.Child(node, "body"), -1
	for _, child := range m.Named(node) {
		switch m.Nodes[child].Kind {
		case "for_in_clause":
			if loop >= 0 {
				return
			}
			loop = child
		case "if_clause":
			return
		}
	}
	if body < 0 || loop < 0 {
		return
	}
	left, right := m.Child(loop, "left"), m.Child(loop, "right")
	if left < 0 || right < 0 {
		return
	}
	f.Kind, f.Of, f.Other = literal.Loop, expression(m, body, s), expression(m, right, s)
	if m.Nodes[left].Kind == "identifier" {
		f.Names = []string{m.Text(left)}
		return
	}
	for _, part := range m.Named(left) {
		f.Names = append(f.Names, m.Text(part))
	}
}
