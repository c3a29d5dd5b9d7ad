package python

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// maxSteps bounds how many names are followed to find out what an expression is, maxValues how many values it is made of: a few lines
// that double a list would be more than fits into memory.
const (
	maxSteps  = 12
	maxValues = 400
)

// value returns what an expression is. steps bounds how many names are followed and how deep expressions are.
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
	case "string", "concatenated_string":
		m.text(v, node, s, steps)
	case "integer", "float", "true", "false", "none", "unary_operator":
		m.constant(v, node)
	case "parenthesized_expression", "await", "expression_list":
		if named := m.Named(node); len(named) == 1 {
			return code.At(v.Place, m.value(named[0], s, steps-1))
		}
		m.list(v, node, s, steps)
	case "list", "tuple", "set":
		m.list(v, node, s, steps)
	case "dictionary":
		m.dictionary(v, node, s, steps)
	case "identifier":
		return code.At(v.Place, m.identifier(node, s, steps))
	case "attribute", "subscript":
		return code.At(v.Place, m.attribute(node, s, steps))
	case "call":
		return code.At(v.Place, m.callValue(node, s, steps))
	case "binary_operator", "boolean_operator", "not_operator", "comparison_operator", "conditional_expression", "list_comprehension",
		"generator_expression", "set_comprehension", "named_expression":
		return code.At(v.Place, m.operation(node, s, steps))
	}
	return v
}

func (m *module) place(node int) code.Place {
	return code.Place{Start: int(m.Nodes[node].Start), End: int(m.Nodes[node].End)}
}

// identifier returns what a name has.
func (m *module) identifier(node int, s *scope, steps int) *code.Value {
	name := m.Text(node)
	if m.isParameters(node, s) {
		return &code.Value{Kind: "request", Part: "query"}
	}
	found := s.lookup(name)
	if v := m.added(name, found, steps); v != nil {
		return v
	}
	var values []*code.Value
	for _, b := range found {
		values = append(values, m.bound(name, b, steps-1))
	}
	if len(found) == maxBindings || slices.ContainsFunc(found, func(b binding) bool { return b.kind == bindOther }) {
		return &code.Value{Kind: "unknown", Name: name}
	}
	switch len(values) {
	case 0:
		return &code.Value{Kind: "name", Name: name}
	case 1:
		return code.Kept(name, values[0])
	}
	return &code.Value{Kind: "either", Name: name, Items: values}
}

// added returns the text that statements such as command += " -v" put together, nil for anything else.
func (m *module) added(name string, found []binding, steps int) *code.Value {
	if len(found) < 2 || found[0].kind != bindValue {
		return nil
	}
	v := m.bound(name, found[0], steps-1)
	if _, isText := v.Is.(string); !isText && v.Kind != "template" {
		return nil
	}
	whole := &code.Value{Kind: "template", Items: []*code.Value{v}}
	for _, b := range found[1:] {
		if b.kind != bindOther || b.node < 0 || m.Nodes[b.node].Kind != "augmented_assignment" || len(whole.Items) == maxItems {
			return nil
		}
		whole.Items = append(whole.Items, m.value(m.Child(b.node, "right"), b.scope, min(steps-1, 4)))
	}
	return whole
}

// bound returns what a binding has.
func (m *module) bound(name string, b binding, steps int) *code.Value {
	switch b.kind {
	case bindParameter:
		return m.parameterValue(name, b)
	case bindImport:
		full := frameworks().Canonical(b.full)
		if owner, b := m.defined(full); owner != nil && steps > 0 {
			return owner.bound(name, b, steps-1)
		}
		return &code.Value{Kind: "name", Name: full}
	case bindFunction, bindClass:
		return &code.Value{Kind: "name", Name: join(m.name, join(b.scope.name, name))}
	}
	if b.node < 0 {
		return &code.Value{Kind: "unknown", Name: name}
	}
	v := m.value(b.node, b.scope, steps)
	if isConstant(name) && b.scope.parent == nil && (v.Kind == "literal" || v.Kind == "list") { // of the module
		return &code.Value{Kind: "setting", Name: name, Default: v}
	}
	return v
}

// isConstant reports whether a name is written as constants are.
func isConstant(name string) bool {
	return len(name) > 1 && strings.ToUpper(name) == name && strings.Trim(name, "_0123456789") != ""
}

func (m *module) parameterValue(name string, b binding) *code.Value {
	v := &code.Value{Kind: "parameter", Name: name}
	if at := m.Child(b.node, "type"); at >= 0 {
		v.Part, _ = m.fullName(at, b.scope.parent)
	}
	if at := m.Child(b.node, "value"); at >= 0 {
		v.Default = m.value(at, b.scope.parent, 4)
	}
	return v
}

// attribute returns what an attribute or an item has: a setting, a part of a request, a name of another module.
func (m *module) attribute(node int, s *scope, steps int) *code.Value {
	if v := m.request(node, s, steps-1); v != nil {
		return v
	}
	if m.Nodes[node].Kind == "subscript" {
		return m.item(node, s, steps)
	}
	if part, _ := m.mapping(node, s, 1); part != "" { // all that a request has there
		return &code.Value{Kind: "request", Part: part}
	}
	object := m.Child(node, "object")
	if object >= 0 && s.class != nil && m.Text(object) == "self" {
		if found := s.class.names[m.Text(m.Child(node, "attribute"))]; len(found) == 1 {
			return m.field(found[0], m.Text(m.Child(node, "attribute")), steps-1)
		}
	}
	if of := m.ofParameter(object, s); of != nil {
		of.Name += "." + m.Text(m.Child(node, "attribute"))
		return of
	}
	if owner, b := m.ofModule(object, m.Text(m.Child(node, "attribute")), s); owner != nil && b.kind == bindValue && !b.scope.isClass {
		return owner.bound(m.Text(m.Child(node, "attribute")), b, steps-1)
	}
	if v := m.ofClass(object, m.Text(m.Child(node, "attribute")), s, steps); v != nil {
		return v
	}
	full, known := m.fullName(node, s)
	if known {
		if owner, b := m.defined(full); owner != nil {
			if b.scope.isClass {
				return owner.field(b, full[strings.LastIndexByte(full, '.')+1:], steps-1)
			}
			return owner.bound(full[strings.LastIndexByte(full, '.')+1:], b, steps-1)
		}
	}
	return &code.Value{Kind: "name", Name: full}
}

// ofModule returns the module of the application that an expression is, with the last binding of a name there; nil for anything else. The
// full name of what the name has would be that of its class.
func (m *module) ofModule(object int, name string, s *scope) (*module, binding) {
	base, known := m.fullName(object, s)
	if !known || m.find(base) == nil {
		return nil, binding{}
	}
	return m.defined(base + "." + name)
}

// ofClass returns the setting that an attribute of an object is whose class the application defines, nil for anything else: the full
// name of the attribute is that of the class of what it has, such as the function that reads a variable of the environment.
func (m *module) ofClass(object int, name string, s *scope, steps int) *code.Value {
	base, known := m.fullName(object, s)
	if !known {
		return nil
	}
	owner, b := m.defined(base + "." + name)
	if owner == nil || !b.scope.isClass || b.kind != bindValue || b.node < 0 {
		return nil
	}
	if v := owner.field(b, name, steps-1); v.Kind == "environment" || v.Kind == "setting" {
		return v
	}
	return nil
}

// ofParameter returns the parameter that an expression is, nil for anything else.
func (m *module) ofParameter(node int, s *scope) *code.Value {
	if node < 0 || m.Nodes[node].Kind != "identifier" || m.Text(node) == "self" {
		return nil
	}
	found := s.lookup(m.Text(node))
	if len(found) != 1 || found[0].kind != bindParameter {
		return nil
	}
	v := m.parameterValue(m.Text(node), found[0])
	if owner, b := m.defined(v.Part); owner != nil && b.kind == bindClass && owner.isSettings(b.node, 4) {
		return nil // its fields are settings
	}
	v.Default = nil
	return v
}

// field returns what an attribute of a class has: a setting with its default.
func (m *module) field(b binding, name string, steps int) *code.Value {
	if b.scope.isClass && b.kind == bindOther { // a field with a type alone
		if at := m.annotated(b.node); at >= 0 {
			if fallback := fieldDefault(m.value(at, b.scope, steps)); fallback != nil {
				return &code.Value{Kind: "setting", Name: name, Default: fallback}
			}
		}
		return &code.Value{Kind: "setting", Part: "required", Name: name}
	}
	if b.kind != bindValue || b.node < 0 {
		return &code.Value{Kind: "name", Name: name}
	}
	v := fieldDefault(m.value(b.node, b.scope, steps))
	if v == nil || v.Kind == "literal" || v.Kind == "list" {
		return &code.Value{Kind: "setting", Name: name, Default: v}
	}
	return v
}

// item returns what a subscript has: a variable of the environment, an entry of a dictionary that is written out.
func (m *module) item(node int, s *scope, steps int) *code.Value {
	of, index := m.Child(node, "value"), m.Child(node, "subscript")
	key, isText := "", false
	if index >= 0 {
		key, isText = m.value(index, s, 3).Is.(string)
	}
	if full, known := m.fullName(of, s); known && full == "os.environ" && isText {
		return &code.Value{Kind: "environment", Part: "required", Name: key}
	}
	if v := m.value(of, s, steps-1); v.Kind == "dictionary" && isText && v.Entries[key] != nil {
		return v.Entries[key]
	}
	if isText && key != "" && m.isConfiguration(of) {
		return &code.Value{Kind: "setting", Name: key}
	}
	return &code.Value{Kind: "unknown", Name: key}
}
