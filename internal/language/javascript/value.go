package javascript

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// maxSteps bounds how many names are followed to find out what an expression is, maxValues how many values it is made of: a few lines
// that double a list would be more than fits into memory.
const (
	maxSteps  = 12
	maxValues = 400
)

// maxItems bounds how many items of a list or entries of a dictionary are looked at.
const maxItems = 200

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
	case "string", "template_string":
		m.text(v, node, s, steps)
	case "number", "true", "false", "null", "undefined":
		m.constant(v, node)
	case "parenthesized_expression", "await_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion":
		return code.At(v.Place, m.inner(node, s, steps))
	case "array":
		m.list(v, node, s, steps)
	case "object":
		m.dictionary(v, node, s, steps)
	case "identifier", "shorthand_property_identifier":
		return code.At(v.Place, m.identifier(node, s, steps))
	case "member_expression", "subscript_expression":
		return code.At(v.Place, m.memberValue(node, s, steps))
	case "call_expression", "new_expression":
		return code.At(v.Place, m.callValue(node, s, steps))
	case "binary_expression", "unary_expression", "ternary_expression", "assignment_expression":
		return code.At(v.Place, m.operation(node, s, steps))
	}
	return v
}

// inner returns the value of an expression around which there is only something about its type or time.
func (m *module) inner(node int, s *scope, steps int) *code.Value {
	named := m.Named(node)
	if len(named) == 0 {
		return &code.Value{Kind: "unknown"}
	}
	at := named[0]
	if m.Nodes[node].Kind == "type_assertion" {
		at = named[len(named)-1]
	}
	return m.value(at, s, steps-1)
}

func (m *module) place(node int) code.Place {
	return code.Place{Start: int(m.Nodes[node].Start), End: int(m.Nodes[node].End)}
}

// text fills in a string: a literal, or a template where it has parts.
func (m *module) text(v *code.Value, node int, s *scope, steps int) {
	var b strings.Builder
	var parts []*code.Value
	isTemplate := false
	m.Children(node, func(child int) bool {
		switch m.Nodes[child].Kind {
		case "string_fragment":
			b.WriteString(m.Text(child))
			parts = append(parts, code.Literal(m.place(child), m.Text(child)))
		case "escape_sequence":
			b.WriteString(unescaped(m.Text(child)))
		case "template_substitution":
			isTemplate = true
			if named := m.Named(child); len(named) > 0 {
				parts = append(parts, m.value(named[0], s, steps-1))
			}
		}
		return true
	})
	if v.Kind, v.Is = "literal", any(b.String()); isTemplate {
		v.Kind, v.Is, v.Items = "template", nil, parts
	}
}

// unescaped returns the character of an escape sequence.
func unescaped(text string) string {
	if one, err := strconv.Unquote(`"` + strings.TrimSuffix(text, "\n") + `"`); err == nil {
		return one
	}
	return strings.TrimPrefix(text, `\`)
}

func (m *module) constant(v *code.Value, node int) {
	v.Kind = "literal"
	switch text := strings.ReplaceAll(m.Text(node), "_", ""); text {
	case "true":
		v.Is = true
	case "false":
		v.Is = false
	case "null", "undefined":
	default:
		if n, err := strconv.ParseInt(strings.TrimSuffix(text, "n"), 0, 64); err == nil {
			v.Is = n
		} else if f, err := strconv.ParseFloat(text, 64); err == nil {
			v.Is = f
		} else {
			v.Kind = "unknown"
		}
	}
}

func (m *module) list(v *code.Value, node int, s *scope, steps int) {
	v.Kind = "list"
	for _, child := range m.Named(node) {
		if len(v.Items) == maxItems {
			return
		}
		if m.Nodes[child].Kind == "spread_element" {
			if named := m.Named(child); len(named) == 1 {
				if spread := m.value(named[0], s, steps-1); spread.Kind == "list" {
					v.Items = append(v.Items, spread.Items...)
					continue
				}
			}
		}
		v.Items = append(v.Items, m.value(child, s, steps-1))
	}
}

// dictionary fills in an object. Part is open where something that has no names is spread into it.
func (m *module) dictionary(v *code.Value, node int, s *scope, steps int) {
	v.Kind, v.Entries = "dictionary", map[string]*code.Value{}
	for _, child := range m.Named(node) {
		if len(v.Entries) == maxItems {
			v.Part = "open"
			return
		}
		switch m.Nodes[child].Kind {
		case "pair":
			if name := m.keyOf(child); name != "" {
				v.Entries[name] = code.At(m.place(child), m.value(m.Child(child, "value"), s, steps-1))
				continue
			}
			v.Part = "open"
		case "shorthand_property_identifier":
			v.Entries[m.Text(child)] = m.value(child, s, steps-1)
		case "method_definition":
			if name := m.keyOf(child); name != "" {
				v.Entries[name] = &code.Value{Place: m.place(child), Kind: "unknown"}
			}
		case "spread_element":
			m.spread(v, child, s, steps)
		}
	}
}

// spread adds the entries of what is spread into an object.
func (m *module) spread(v *code.Value, node int, s *scope, steps int) {
	named := m.Named(node)
	if len(named) != 1 {
		return
	}
	of := m.value(named[0], s, steps-1)
	if of.Kind == "either" && !slices.ContainsFunc(of.Items, func(item *code.Value) bool { return item.Kind != "dictionary" || item.Part != "" }) {
		for _, item := range of.Items { // ...(isProduction ? {secure: true} : {})
			for name := range item.Entries {
				v.Entries[name] = &code.Value{Place: m.place(node), Kind: "unknown"}
			}
		}
		return
	}
	if of.Kind != "dictionary" {
		v.Part = "open"
		return
	}
	for name, entry := range of.Entries {
		v.Entries[name] = code.At(m.place(node), entry)
	}
	if of.Part != "" {
		v.Part = of.Part
	}
}

// identifier returns what a name has.
func (m *module) identifier(node int, s *scope, steps int) *code.Value {
	name := m.Text(node)
	found := s.lookup(name)
	if len(found) == 0 {
		if name == "undefined" {
			return &code.Value{Kind: "literal"}
		}
		if v := m.computed(name, steps); v != nil {
			return v
		}
		return &code.Value{Kind: "name", Name: name}
	}
	return m.valueOf(name, found, steps)
}

// valueOf returns what a name with some bindings has.
func (m *module) valueOf(name string, found []binding, steps int) *code.Value {
	if len(found) == maxBindings || slices.ContainsFunc(found, func(b binding) bool { return b.kind == bindOther }) {
		return &code.Value{Kind: "unknown", Name: name}
	}
	var values []*code.Value
	for _, b := range found {
		if b.kind == bindValue && b.node < 0 && len(found) > 1 {
			continue // let x; x = 1
		}
		values = append(values, m.bound(name, b, steps-1))
	}
	if len(values) == 1 {
		return code.Kept(name, values[0])
	}
	return &code.Value{Kind: "either", Name: name, Items: values}
}

// bound returns what a binding has.
func (m *module) bound(name string, b binding, steps int) *code.Value {
	switch b.kind {
	case bindParameter:
		return m.parameterValue(name, b)
	case bindImport:
		if owner, found := m.defined(b.full); owner != nil && steps > 0 {
			return owner.bound(b.full[strings.LastIndexByte(b.full, '.')+1:], found, steps-1)
		}
		return &code.Value{Kind: "name", Name: frameworks().Canonical(b.full)}
	case bindFunction, bindClass:
		return &code.Value{Kind: "name", Name: m.name + "." + joined(b.scope.name, name)}
	case bindMember:
		return m.memberOf(name, b, steps)
	case bindFirst:
		return m.firstOf(name, b, steps)
	}
	if b.node < 0 {
		return &code.Value{Kind: "unknown", Name: name}
	}
	if m.scopes[b.node] != nil {
		return &code.Value{Kind: "name", Name: m.name + "." + joined(b.scope.name, name)}
	}
	v := m.value(b.node, b.scope, steps)
	if isConstant(name) && b.scope.parent == nil && (v.Kind == "literal" || v.Kind == "list") { // of the module
		return &code.Value{Kind: "setting", Name: name, Default: v}
	}
	if v.Kind == "unknown" && v.Name == "" {
		return &code.Value{Kind: "unknown", Name: name}
	}
	return v
}

// firstOf returns the first of what a call gives. A state of React has its first value and those that its setter gets.
func (m *module) firstOf(name string, b binding, steps int) *code.Value {
	full, _ := m.fullName(b.node, b.scope)
	c := frameworks().Callee(full)
	switch {
	case c == nil:
	case strings.HasPrefix(c.Is, "address"):
		return &code.Value{Kind: "call", Name: full}
	case c.Is == "state" && b.other >= 0 && steps > 0:
		return m.state(name, b, steps)
	}
	return &code.Value{Kind: "unknown", Name: name}
}

// state returns what a state may have, unknown where nothing is known of one of its values.
func (m *module) state(name string, b binding, steps int) *code.Value {
	v := &code.Value{Kind: "either", Name: name}
	if list := m.arguments(b.node); len(list) > 0 && !m.isCallback(list[0]) {
		v.Items = append(v.Items, m.value(list[0], b.scope, min(steps-1, 4)))
	}
	for _, one := range m.handed[b.full] {
		if found := one.scope.lookup(b.full); len(found) == 1 && found[0].node == b.other {
			v.Items = append(v.Items, m.value(one.node, one.scope, min(steps-1, 4)))
		}
	}
	if len(v.Items) == 0 {
		v.Kind = "unknown"
	}
	return v
}

// memberOf returns the member that a pattern takes of an object.
func (m *module) memberOf(name string, b binding, steps int) *code.Value {
	if v := m.requestPart(b.node, b.full, b.scope); v != nil {
		return v
	}
	if m.textOf(b.node) == "this.state" { // of which only the first values are written out
		return &code.Value{Kind: "unknown", Name: name}
	}
	full, _ := m.fullName(b.node, b.scope)
	if v := environmentOf(full, b.full); v != nil {
		if b.other >= 0 {
			v.Default = code.PlainDefault(m.value(b.other, b.scope, steps-1))
		}
		return v
	}
	if of := m.value(b.node, b.scope, steps-1); of.Kind == "dictionary" && of.Entries[b.full] != nil {
		return of.Entries[b.full]
	}
	if full == "" {
		return &code.Value{Kind: "unknown", Name: name}
	}
	return &code.Value{Kind: "name", Name: shown(full + "." + b.full)}
}

// shown is a full name as policies see it: without the mark of a name that is bound to what is not known.
func shown(full string) string { return strings.ReplaceAll(full, "?", "") }

var constantName = lazyregexp.New(`^[A-Z][A-Z0-9_]*[A-Z0-9]$`)

// isConstant reports whether a name is written as constants are.
func isConstant(name string) bool { return constantName.MatchString(name) }

func (m *module) parameterValue(name string, b binding) *code.Value {
	v := &code.Value{Kind: "parameter", Name: name}
	if at := m.Child(b.node, "type"); at >= 0 {
		full, _ := m.fullName(at, b.scope.parent)
		v.Part = shown(full)
	}
	at := m.Child(b.node, "value")
	if b.other >= 0 {
		at = b.other
	}
	if at >= 0 {
		v.Default = m.value(at, b.scope.parent, 4)
	}
	return v
}

// memberValue returns what a member has: a variable of the environment, a part of a request, an entry of an object that is written
// out, a name of another module.
func (m *module) memberValue(node int, s *scope, steps int) *code.Value {
	if v := m.request(node, s, steps-1); v != nil {
		return v
	}
	object, key := m.Child(node, "object"), m.memberName(node, s)
	full, _ := m.fullName(object, s)
	if v := environmentOf(full, key); v != nil {
		return v
	}
	if key == "" || object < 0 {
		return &code.Value{Kind: "unknown"}
	}
	if m.Nodes[object].Kind == "this" && s.class != nil {
		if found := s.class.names[key]; len(found) == 1 {
			return m.bound(key, found[0], steps-1)
		}
	}
	of := m.value(object, s, steps-1)
	switch {
	case of.Kind == "dictionary" && of.Entries[key] != nil:
		return of.Entries[key]
	case of.Kind == "parameter" && m.Nodes[object].Kind != "member_expression":
		return &code.Value{Kind: "parameter", Name: of.Name + "." + key, Part: of.Part}
	}
	if v := m.setting(object, key, s, steps); v != nil {
		return v
	}
	if of.Kind == "parameter" {
		return &code.Value{Kind: "parameter", Name: of.Name + "." + key, Part: of.Part}
	}
	if member, known := m.fullName(node, s); known {
		if owner, b := m.defined(member); owner != nil {
			return owner.bound(key, b, steps-1)
		}
		return &code.Value{Kind: "name", Name: member}
	}
	if of.Kind == "call" || of.Kind == "unknown" {
		return &code.Value{Kind: "unknown", Name: joined(of.Name, key)}
	}
	return &code.Value{Kind: "name", Name: joined(shown(full), key)}
}

// setting returns what a member of an object is set to where that is written out or read from outside, as in an object of settings; nil
// for any other, whose name says more.
func (m *module) setting(object int, key string, s *scope, steps int) *code.Value {
	owner, of := m.ownerOf(object, s)
	if owner == nil {
		return nil
	}
	name := of + "." + key
	found := owner.names[name]
	if len(found) == 0 {
		return nil
	}
	v := m.valueOf(name, found, steps)
	if v.Kind == "either" && v.Name == "" {
		with := *v
		with.Name, v = name, &with
	}
	if slices.Contains([]string{"literal", "environment", "setting", "either"}, v.Kind) {
		return v
	}
	return nil
}

// memberName returns the name of the member that an expression takes, "" where it is not written out.
func (m *module) memberName(node int, s *scope) string {
	if property := m.Child(node, "property"); property >= 0 {
		return m.Text(property)
	}
	if index := m.Child(node, "index"); index >= 0 {
		if text, ok := code.PlainText(m.value(index, s, 3)); ok {
			return text
		}
	}
	return ""
}

// environmentOf returns the variable of the environment that a member of an object is, nil for anything else.
func environmentOf(object, key string) *code.Value {
	if key != "" && (object == "process.env" || object == "import.meta.env" || object == "Bun.env") {
		return &code.Value{Kind: "environment", Name: key}
	}
	return nil
}
