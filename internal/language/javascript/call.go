package javascript

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/framework"
)

// arguments returns the arguments of a call.
func (m *module) arguments(call int) []int {
	at := m.Child(call, "arguments")
	if at < 0 {
		return nil
	}
	if m.Nodes[at].Kind == "template_string" {
		return []int{at}
	}
	return m.Named(at)
}

// calleeOf returns the function or class that is called.
func (m *module) calleeOf(call int) int {
	if at := m.Child(call, "function"); at >= 0 {
		return at
	}
	return m.Child(call, "constructor")
}

// callValue returns what a call gives.
func (m *module) callValue(node int, s *scope, steps int) *code.Value {
	if v := m.request(node, s, steps-1); v != nil {
		return v
	}
	if from := m.required(node); from != "" {
		return &code.Value{Kind: "name", Name: from}
	}
	function := m.calleeOf(node)
	list := m.arguments(node)
	full, _ := m.fullName(function, s)
	if _, ok := frameworks().Readers[full]; ok && len(list) > 0 {
		return m.environment(list, s, steps)
	}
	if function >= 0 && m.Nodes[function].Kind == "member_expression" {
		if v := m.method(function, list, s, steps); v != nil {
			return v
		}
	} else if len(list) > 0 {
		if v := converted(full, list, m, s, steps); v != nil {
			return v
		}
	}
	if c := frameworks().Callee(full); c != nil && c.Is == "memo" && len(list) > 0 && m.isCallback(list[0]) {
		if returned := m.returned(list[0]); returned >= 0 {
			return m.value(returned, m.scopes[list[0]], steps-1)
		}
	}
	v := &code.Value{Kind: "call", Name: shown(full) + m.refusal(function, list, s)}
	for _, argument := range list[:min(len(list), maxItems)] {
		if !m.isCallback(argument) {
			v.Items = append(v.Items, m.value(argument, s, min(steps-1, 4)))
		}
	}
	return v
}

// refusal returns _401 or _403 where a call answers with that status, "" for any other: the name of the value says what it is.
func (m *module) refusal(function int, list []int, s *scope) string {
	for at := function; at >= 0; {
		switch m.Nodes[at].Kind {
		case "member_expression":
			name := m.textOf(m.Child(at, "property"))
			if (name == "status" || name == "sendStatus" || name == "code") && len(list) > 0 {
				if n, ok := m.value(list[0], s, 2).Is.(int64); ok && (n == 401 || n == 403) {
					return map[int64]string{401: "_401", 403: "_403"}[n]
				}
			}
			at = m.Child(at, "object")
		case "call_expression":
			list = m.arguments(at)
			at = m.Child(at, "function")
		default:
			return ""
		}
	}
	return ""
}

// environment returns the variable of the environment that a call reads.
func (m *module) environment(list []int, s *scope, steps int) *code.Value {
	name, ok := m.value(list[0], s, 3).Is.(string)
	if !ok {
		return &code.Value{Kind: "unknown"}
	}
	v := &code.Value{Kind: "environment", Name: name}
	if len(list) > 1 {
		v.Default = code.PlainDefault(m.value(list[1], s, steps-1))
	}
	return v
}

// longText is the length from which the beginning of a secret is as good as all of it for whoever reads it.
const longText = 20

// method returns what a method gives that leaves the value of its object what it is, or changes it in a way that is known; nil
// for any other.
func (m *module) method(function int, list []int, s *scope, steps int) *code.Value {
	object, name := m.Child(function, "object"), m.textOf(m.Child(function, "property"))
	if object < 0 {
		return nil
	}
	switch name {
	case "toLowerCase", "trim", "toUpperCase", "toString", "trimEnd", "filter", "slice", "concat":
		of := m.value(object, s, steps-1)
		if name == "toLowerCase" {
			return code.Changed(of, strings.ToLower)
		}
		if of.Kind == "unknown" || of.Kind == "name" || of.Kind == "parameter" || of.Kind == "call" || name == "filter" && of.Kind != "list" {
			return nil
		}
		return of
	case "substring", "substr": // of which a long one is the text itself
		if len(list) == 2 {
			if n, ok := m.value(list[1], s, 2).Is.(int64); ok && n >= longText {
				return m.value(object, s, steps-1)
			}
		}
	case "replace", "replaceAll": // which may escape
		if of := m.value(object, s, steps-1); of.Kind == "literal" || of.Kind == "environment" || of.Kind == "setting" {
			return of
		}
	case "split":
		of := m.value(object, s, steps-1)
		if len(list) == 0 || of.Kind != "environment" && of.Kind != "setting" && of.Kind != "literal" {
			return nil
		}
		if separator, ok := m.value(list[0], s, 3).Is.(string); ok {
			return code.Split(of, separator)
		}
	case "map":
		return m.mapped(object, list, s, steps)
	case "join":
		if of := m.value(object, s, steps-1); of.Kind == "list" {
			return &code.Value{Kind: "template", Part: "join", Items: of.Items}
		}
	}
	return nil
}

// mapped returns the list that map makes: that of its object where the function does no more than trim, else one of what the function
// returns.
func (m *module) mapped(object int, list []int, s *scope, steps int) *code.Value {
	if len(list) == 0 || !m.isCallback(list[0]) {
		return nil
	}
	returned := m.returned(list[0])
	if returned < 0 {
		return nil
	}
	text := m.Text(returned)
	if at := strings.IndexByte(text, '.'); at > 0 && strings.HasPrefix(text[at:], ".trim()") {
		return m.value(object, s, steps-1)
	}
	return &code.Value{Kind: "list", Items: []*code.Value{m.value(returned, m.scopes[list[0]], steps-1)}}
}

// converted returns what one of the language's own functions makes of a value; nil for any other callee.
func converted(callee string, list []int, m *module, s *scope, steps int) *code.Value {
	switch callee {
	case "String", "Array.from", "Set":
		return m.value(list[0], s, steps-1)
	case "Number", "parseInt", "parseFloat":
		return numeric(m.value(list[0], s, steps-1))
	case "Boolean":
		of := m.value(list[0], s, steps-1)
		if of.Default != nil {
			with := *of
			with.Default = code.Literal(of.Default.Place, !code.IsFalse(of.Default))
			return &with
		}
		return of
	}
	return nil
}

// fill gives a call its arguments by the names that policies use, with the defaults of those that are absent. An object that is passed
// has its entries as arguments.
func (w *walker) fill(call *code.Call, is *framework.Callee, list []int, c context) {
	call.Arguments = map[string]*code.Value{}
	for position, node := range list {
		if w.Nodes[node].Kind == "spread_element" {
			call.Open = true
			continue
		}
		name, isNamed := is.Parameter("", position)
		at, around := node, c.scope
		if w.isCallback(node) && !isNamed {
			if at, around = w.returned(node), w.scopes[node]; at < 0 || position > 0 || is == nil || is.Is != "dev-server" {
				continue // but for defineConfig(() => ({...}))
			}
		}
		v := w.value(at, around, maxSteps)
		if made := w.made(v, node, c.scope); is != nil && made != nil {
			v = made
		}
		switch {
		case isNamed && (name == "handler" || !w.isCallback(node)):
			call.Arguments[name] = v
		case position < 10 && (is == nil || is.Is == "log" && v.Kind != "dictionary"):
			call.Arguments[digits[position]] = v
		}
		if is == nil || isNamed && v.Kind != "dictionary" {
			continue
		}
		if v.Kind != "dictionary" {
			call.Open = call.Open || v.Kind != "literal"
			continue
		}
		if isNamed {
			delete(call.Arguments, name) // an option may be called as the parameter is
		}
		if !w.options(call, is, v, node, "") && isNamed {
			call.Arguments[name] = v
		}
	}
	if is == nil {
		return
	}
	call.Is = is.Is
	for name, fallback := range is.Defaults {
		if call.Arguments[name] == nil && (!call.Open || !is.Takes(name)) {
			if f, ok := fallback.(float64); ok {
				fallback = int64(f)
			}
			call.Arguments[name] = &code.Value{Place: call.Place, Kind: "default", Is: fallback}
		}
	}
}

// made returns the object that a function of the application returns which a call is given as its options, nil for any other value.
func (w *walker) made(v *code.Value, node int, s *scope) *code.Value {
	if v.Kind != "call" || w.Nodes[node].Kind != "call_expression" {
		return nil
	}
	full, _ := w.fullName(w.calleeOf(node), s)
	owner, b := w.defined(full)
	if owner == nil || b.node < 0 || owner.scopes[b.node] == nil {
		return nil
	}
	returned := owner.returned(b.node)
	if returned < 0 {
		return nil
	}
	w.left = maxValues
	if object := owner.value(returned, owner.scopes[b.node], maxSteps); object.Kind == "dictionary" {
		return code.At(v.Place, object)
	}
	return nil
}

// options makes arguments of the entries of an object, and of those of the objects in it that the table has parameters of. It reports
// whether the table has a parameter with the name of one.
func (w *walker) options(call *code.Call, is *framework.Callee, v *code.Value, node int, prefix string) bool {
	found := false
	for key, entry := range v.Entries {
		name, isNamed := is.Parameter(prefix+key, -1)
		found = found || isNamed
		if !isNamed {
			name = prefix + key
			if entry.Kind == "dictionary" && prefix == "" && slices.ContainsFunc(is.Arguments, func(a string) bool { return strings.Contains(a, key+".") }) {
				found = w.options(call, is, entry, node, key+".") || found
				continue
			}
		}
		if call.Arguments[name] == nil && len(call.Arguments) < maxItems {
			call.Arguments[name] = inside(call.Place, w.place(node), entry)
		}
	}
	call.Open = call.Open || v.Part == "open"
	return found
}

// inside returns a value at its own place where that is inside of a call, else at another one: an object may be written elsewhere.
func inside(call, otherwise code.Place, v *code.Value) *code.Value {
	if v.Start >= otherwise.Start && v.End <= otherwise.End && otherwise.Start >= call.Start {
		return v
	}
	return code.At(otherwise, v)
}

// digits are the names of arguments by position.
var digits = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
