package python

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// argument is an argument of a call.
type argument struct {
	keyword string
	// position counts from 0; node is the value, whole the argument with its keyword.
	position, node, whole int
}

// arguments returns the arguments of a call. open is set where some are passed in a form that shows no names.
func (m *module) arguments(call int) (list []argument, open bool) {
	at := m.Child(call, "arguments")
	if at < 0 {
		return nil, false
	}
	if m.Nodes[at].Kind == "generator_expression" {
		return []argument{{node: at, whole: at}}, false
	}
	position := 0
	for _, child := range m.Named(at) {
		switch m.Nodes[child].Kind {
		case "keyword_argument":
			list = append(list, argument{m.Text(m.Child(child, "name")), -1, m.Child(child, "value"), child})
		case "list_splat", "dictionary_splat":
			open = true
		default:
			list = append(list, argument{"", position, child, child})
			position++
		}
	}
	return list, open
}

// pass returns the argument at a position or with one of some keywords, -1 for none.
func pass(list []argument, position int, keywords ...string) int {
	for _, a := range list {
		if a.keyword == "" && a.position == position || a.keyword != "" && slices.Contains(keywords, a.keyword) {
			return a.node
		}
	}
	return -1
}

// callee returns the full name of what is called. What another module makes, such as the setting cfg.password in cfg.password(), is called
// by its own name and not by that of its class.
func (m *module) callee(function int, s *scope) (string, bool) {
	if function >= 0 && m.Nodes[function].Kind == "attribute" {
		object, name := m.Child(function, "object"), m.Text(m.Child(function, "attribute"))
		if owner, b := m.ofModule(object, name, s); owner != nil && b.kind == bindValue && b.node >= 0 && owner.Nodes[b.node].Kind == "call" {
			base, known := m.fullName(object, s)
			return base + "." + name, known
		}
	}
	return m.fullName(function, s)
}

// callValue returns what a call gives.
func (m *module) callValue(node int, s *scope, steps int) *code.Value {
	if v := m.request(node, s, steps-1); v != nil {
		return v
	}
	function := m.Child(node, "function")
	list, _ := m.arguments(node)
	full, known := m.callee(function, s)
	if r := m.readingOf(full); r != nil {
		return m.environment(r, list, s, steps)
	}
	if m.Nodes[function].Kind == "attribute" {
		if v := m.method(function, list, s, steps); v != nil {
			return v
		}
	} else if len(list) > 0 && list[0].keyword == "" && (!known || booleans.MatchString(full)) {
		if v := converted(full, m.value(list[0].node, s, steps-1)); v != nil {
			return v
		}
	}
	if v := m.configured(function, list, s, steps); v != nil {
		return v
	}
	v := &code.Value{Kind: "call", Name: full}
	for _, a := range list {
		if len(v.Items) == maxItems {
			break
		}
		if a.keyword == "" {
			v.Items = append(v.Items, m.value(a.node, s, min(steps-1, 4)))
			continue
		}
		if v.Entries == nil {
			v.Entries = map[string]*code.Value{}
		}
		v.Entries[a.keyword] = m.value(a.node, s, min(steps-1, 4))
	}
	return v
}

// environment returns the variable of the environment that a call reads.
func (m *module) environment(r *reading, list []argument, s *scope, steps int) *code.Value {
	name, ok := m.value(pass(list, r.name), s, 3).Is.(string)
	if !ok {
		return &code.Value{Kind: "unknown"}
	}
	v := &code.Value{Kind: "environment", Name: r.prefix + name}
	if fallback := pass(list, r.fallback, r.keywords...); r.fallback >= 0 && fallback >= 0 {
		v.Default = code.PlainDefault(m.value(fallback, s, steps-1))
	} else {
		v.Default = r.implied
	}
	if r.Bool && v.Default != nil {
		v.Default = code.AsBoolean(v.Default)
	}
	return v
}

// configured returns the setting that a call reads of an object with settings, with what it is when nobody sets it:
// config.get_value("outputs", "key", default=None), app.config.get("TOKEN", ""). It is nil for any other call.
func (m *module) configured(function int, list []argument, s *scope, steps int) *code.Value {
	if m.Nodes[function].Kind != "attribute" || !configuration.MatchString(m.Text(function)) {
		return nil
	}
	fallback := pass(list, -1, "default", "fallback")
	if fallback < 0 {
		return m.configuredItem(function, list, s)
	}
	v := &code.Value{Kind: "setting", Default: code.PlainDefault(m.value(fallback, s, steps-1))}
	for _, a := range list {
		if name, ok := m.value(a.node, s, 2).Is.(string); ok && a.keyword == "" {
			v.Name = name
		}
	}
	if v.Name == "" || v.Default == nil || v.Default.Kind != "literal" && v.Default.Kind != "list" {
		return nil
	}
	return v
}

// configuredItem returns the setting that the method get of a dictionary with settings reads: config.get("token"). Of two texts the second
// may be the name of the setting, and the first that of its section; and what it is by default may be said elsewhere, too.
func (m *module) configuredItem(function int, list []argument, s *scope) *code.Value {
	if m.Text(m.Child(function, "attribute")) != "get" || len(list) == 0 || len(list) > 2 || list[0].keyword != "" {
		return nil
	}
	v := &code.Value{Kind: "setting"}
	if len(list) == 2 {
		if v.Default = m.value(list[1].node, s, 2); !code.IsFalse(v.Default) {
			return nil
		}
	}
	if v.Name, _ = code.PlainText(m.value(list[0].node, s, 4)); v.Name == "" {
		return nil
	}
	return v
}

// isConfiguration reports whether an expression is an object with settings by what it is called, or an item of one: app.config,
// config["auth"].
func (m *module) isConfiguration(node int) bool {
	for node >= 0 && m.Nodes[node].Kind == "subscript" {
		node = m.Child(node, "value")
	}
	return node >= 0 && configurations.MatchString(m.Text(node))
}

// configurations finds the names of objects with settings.
var configurations = lazyregexp.New(`(?i)^(?:[\w.]+[._])?(?:conf|config|configuration|cfg|settings)$`)

// method returns what a method gives that leaves the value of its object what it is, or changes it in a way that is known; nil
// for any other.
func (m *module) method(function int, list []argument, s *scope, steps int) *code.Value {
	object, name := m.Child(function, "object"), m.Text(m.Child(function, "attribute"))
	if object < 0 {
		return nil
	}
	switch name {
	case "lower", "strip", "upper", "rstrip", "lstrip", "encode", "decode", "casefold", "get_secret_value", "copy":
		of := m.value(object, s, steps-1)
		if name == "lower" || name == "casefold" {
			return code.Changed(of, strings.ToLower)
		}
		if of.Kind == "unknown" && len(of.Items) == 0 || of.Kind == "name" {
			return nil
		}
		return of
	case "resolve", "absolute", "expanduser":
		if of := m.value(object, s, steps-1); of.Kind == "template" || of.Kind == "parameter" || isPath(of) {
			return of
		}
	case "joinpath":
		v := &code.Value{Kind: "template", Part: "/", Items: []*code.Value{m.value(object, s, steps-1)}}
		for _, a := range list {
			v.Items = append(v.Items, m.value(a.node, s, min(steps-1, 3)))
		}
		return v
	case "split":
		separator, ok := m.value(pass(list, 0, "sep"), s, 3).Is.(string)
		of := m.value(object, s, steps-1)
		if !ok || of.Kind != "environment" && of.Kind != "setting" && of.Kind != "literal" {
			return nil
		}
		return code.Split(of, separator)
	case "join":
		if of := m.value(object, s, 3); of.Kind == "literal" && len(list) == 1 {
			return &code.Value{Kind: "template", Part: "join", Items: []*code.Value{m.value(list[0].node, s, steps-1)}}
		}
	case "format":
		if of := m.value(object, s, steps-1); of.Kind == "literal" {
			v := &code.Value{Kind: "template", Items: []*code.Value{of}}
			for _, a := range list {
				v.Items = append(v.Items, m.value(a.node, s, min(steps-1, 3)))
			}
			return v
		}
	}
	return nil
}

// isPath reports whether a value is made by the class of paths.
func isPath(v *code.Value) bool { return v.Kind == "call" && strings.HasPrefix(v.Name, "pathlib.") }

// booleans finds the functions that read a word as a boolean, by what they are called: strtobool, utils.parse_bool.
var booleans = lazyregexp.New(`(?:^|\.)_?(?:str(?:ing)?_?(?:to|2)_?bool(?:ean)?|(?:to|as|parse|is)_?(?:bool(?:ean)?|true|truthy))$`)

// converted returns what one of Python's own types makes of a value, or a function that reads words; nil for any other callee. bool of a
// text is true unless the text is empty.
func converted(callee string, v *code.Value) *code.Value {
	if booleans.MatchString(callee) && v.Kind == "environment" {
		with := *v
		if v.Default != nil {
			with.Default = code.AsBoolean(v.Default)
		}
		return &with
	}
	switch callee {
	case "str", "list", "tuple", "set", "frozenset", "sorted":
		return v
	case "int", "float", "bool":
		with := *v
		of := &with
		if v.Default != nil {
			fallback := *v.Default
			with.Default, of = &fallback, &fallback
		}
		if callee == "bool" {
			return asBool(&with, of)
		}
		text, ok := of.Is.(string)
		if !ok {
			return &with
		}
		if n := code.Number(text); n != nil {
			of.Is = n
		}
		return &with
	}
	return nil
}

// asBool returns what bool makes of a value with a literal, its own or that of its default. A variable that nobody sets is false.
func asBool(v, of *code.Value) *code.Value {
	switch is := of.Is.(type) {
	case string:
		of.Is = is != ""
	case int64:
		of.Is = is != 0
	case nil:
		if v.Kind == "environment" && v.Part != "required" {
			v.Default = code.Literal(v.Place, false)
		}
	}
	return v
}

// fieldDefault returns the default of a field of a class of settings as it is when nobody sets the field; nil where it has none.
func fieldDefault(v *code.Value) *code.Value {
	if v.Kind != "call" || !slices.Contains([]string{"pydantic.Field", "dataclasses.field", "attrs.field"}, v.Name) {
		return v
	}
	fallback := v.Entries["default"]
	if fallback == nil && len(v.Items) > 0 && v.Name == "pydantic.Field" {
		fallback = v.Items[0]
	}
	if fallback == nil || fallback.Kind != "literal" && fallback.Kind != "list" && fallback.Kind != "environment" {
		return nil
	}
	return fallback
}
