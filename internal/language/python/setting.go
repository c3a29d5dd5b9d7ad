package python

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// class adds a class.
func (w *walker) class(node int, inner *scope, c context, decorators []int) {
	class := &code.Class{Place: w.place(w.Child(node, "name")), Name: inner.name, Bases: w.bases(node, c.scope)}
	for _, at := range decorators {
		if name := w.decorator(at, c.scope); name == "dataclasses.dataclass" {
			class.Bases = append(class.Bases, name)
		}
	}
	if body := w.Child(node, "body"); body >= 0 {
		class.Text = w.docstring(body)
	}
	if len(w.out.Classes) < maxFacts {
		w.out.Classes = append(w.out.Classes, class)
	}
}

// bases returns the full names of the classes that a class extends.
func (m *module) bases(node int, s *scope) []string {
	var bases []string
	if at := m.Child(node, "superclasses"); at >= 0 {
		for _, child := range m.Named(at) {
			if name, _ := m.fullName(child, s); name != "" {
				bases = append(bases, name)
			}
		}
	}
	return bases
}

// configName finds the classes that have settings by their name.
var configName = lazyregexp.New(`(?:Config|Configuration|Settings|Options)$`)

// isSettings reports whether the fields of a class are settings: by the classes that it extends, or as a dataclass by its name.
func (m *module) isSettings(node int, steps int) bool {
	s := m.scopes[node]
	if s == nil || steps == 0 {
		return false
	}
	for _, base := range m.bases(node, s.parent) {
		if slices.Contains(frameworks().SettingsClasses, base) {
			return true
		}
		if owner, b := m.defined(base); owner != nil && b.kind == bindClass && owner.isSettings(b.node, steps-1) {
			return true
		}
		if base == "pydantic.BaseModel" && configName.MatchString(s.name) {
			return true
		}
	}
	return configName.MatchString(s.name)
}

// fieldSetting adds a field of a class of settings; false for a field of any other class.
func (w *walker) fieldSetting(node, left, right int, c context) bool {
	if w.Nodes[left].Kind != "identifier" || !w.isSettings(c.scope.node, 4) || len(w.out.Settings) == maxFacts {
		return false
	}
	name := w.Text(left)
	if name == "model_config" || strings.HasPrefix(name, "_") {
		return false
	}
	s := &code.Setting{Place: w.place(node), Context: c.code(), Name: name, From: "field", Class: c.scope.name, Target: name}
	s.Masked = w.isMasked(node, right)
	if right >= 0 {
		v := w.value(right, c.scope, maxSteps)
		if v.Kind == "environment" {
			return false // it is added where the variable is read
		}
		s.Default = fieldDefault(v)
		s.Checked = v.Kind == "call" && v.Entries["min_length"] != nil
	}
	if at := w.annotated(node); right < 0 && at >= 0 {
		v := w.value(at, c.scope, maxSteps)
		s.Default, s.Checked = fieldDefault(v), v.Entries["min_length"] != nil
	}
	if s.Default != nil && s.Default.Kind == "environment" {
		return false
	}
	s.Checked = s.Checked || w.validates(c.scope.node, name)
	w.out.Settings = append(w.out.Settings, s)
	return true
}

// isMasked reports whether a field is left out of what is printed of its object: https://docs.pydantic.dev/latest/api/types/#pydantic.types.Secret
// and repr=False of a dataclass, attrs or Pydantic.
func (m *module) isMasked(field, right int) bool {
	for _, at := range []int{m.Child(field, "type"), right} {
		if at >= 0 && masked.MatchString(m.Text(at)) {
			return true
		}
	}
	return false
}

// masked finds the types and options that leave a value out of what is printed.
var masked = lazyregexp.New(`\bSecret(?:Str|Bytes)?\b|\brepr\s*=\s*False\b`)

// annotated returns the call in the type of a field that has its default, such as Annotated[str, Field("x")]; -1 for none.
func (m *module) annotated(field int) int {
	at := m.Child(field, "type")
	if at < 0 {
		return -1
	}
	for i := at; i < int(m.Nodes[at].Next); i++ {
		if m.Nodes[i].Kind != "call" {
			continue
		}
		if full, _ := m.fullName(m.Child(i, "function"), m.top); full == "pydantic.Field" {
			return i
		}
	}
	return -1
}

// validates reports whether a method of a class refuses values of a field with an exception.
func (m *module) validates(class int, field string) bool {
	for node, s := range m.scopes {
		if s.class == nil || s.class.node != class {
			continue
		}
		raises, mentions := false, false
		from := node
		if node > 0 && m.Nodes[node].Field == "definition" {
			for from > 0 && m.Nodes[from].Kind != "decorated_definition" { // the decorators name the field
				from--
			}
		}
		for i := from; i < int(m.Nodes[node].Next); i++ {
			switch m.Nodes[i].Kind {
			case "raise_statement", "assert_statement":
				raises = true
			case "identifier", "string_content":
				mentions = mentions || m.Text(i) == field
			}
		}
		if raises && mentions {
			return true
		}
	}
	return false
}

// constantSetting adds a constant of a module: a name in capitals with a value that is written out, or any that is a switch of a
// framework.
func (w *walker) constantSetting(node int, name string, right int, c context) {
	if !isConstant(name) || len(w.out.Settings) == maxFacts {
		return
	}
	v := w.value(right, c.scope, maxSteps)
	if v.Kind != "literal" && v.Kind != "list" && (v.Kind == "environment" || !slices.Contains(frameworks().Switches, name)) {
		return // a variable of the environment is added where it is read
	}
	w.out.Settings = append(w.out.Settings, &code.Setting{
		Place: w.place(node), Context: c.code(), Name: name, From: "constant", Default: v, Target: name,
	})
}

// configured adds the settings of a call that gives an application its settings: app.config.update(SESSION_COOKIE_SECURE=True).
func (w *walker) configured(callee string, list []argument, c context) {
	if !strings.HasSuffix(callee, ".config.update") && !strings.HasSuffix(callee, ".config.from_mapping") {
		return
	}
	for _, a := range list {
		if a.keyword != "" {
			w.constantSetting(a.whole, a.keyword, a.node, c)
			continue
		}
		for _, pair := range w.Named(a.node) {
			key := w.Child(pair, "key")
			if name, ok := w.value(key, c.scope, 2).Is.(string); ok && key >= 0 {
				w.constantSetting(pair, name, w.Child(pair, "value"), c)
			}
		}
	}
}

// flag adds the setting that a call makes of an option of the command line.
func (w *walker) flag(call *code.Call, is *callee, list []argument, c context) {
	if is == nil || is.Is != "flag" || isOption(call.Callee) || len(w.out.Settings) == maxFacts {
		return
	}
	name := ""
	for _, a := range list {
		if text, ok := w.value(a.node, c.scope, 2).Is.(string); ok && a.keyword == "" && (name == "" || strings.HasPrefix(text, "--")) {
			name = text
		}
	}
	if v := call.Arguments["default"]; name != "" {
		w.out.Settings = append(w.out.Settings, &code.Setting{
			Place: call.Place, Context: call.Context, Name: strings.TrimLeft(name, "-"), From: "flag", Default: code.PlainDefault(v),
		})
	}
}

// option adds the setting that a parameter of a command is, where Typer makes an option of it: by its default, or beside its type.
func (w *walker) option(p *code.Parameter, c context) {
	fallback := p.Default
	if v := p.Default; v != nil && v.Kind == "call" && isOption(v.Name) {
		if fallback = v.Entries["default"]; len(v.Items) > 0 {
			fallback = v.Items[0]
		}
	} else if v := p.Marker; v == nil || v.Kind != "call" || !isOption(v.Name) {
		return
	}
	if len(w.out.Settings) < maxFacts {
		w.out.Settings = append(w.out.Settings, &code.Setting{
			Place: p.Place, Context: c.code(), Name: p.Name, From: "flag", Default: code.PlainDefault(fallback), Target: p.Name,
		})
	}
}

// isOption reports whether a callee makes an option of the parameter that it is the default of, or stands beside the type of:
// https://typer.tiangolo.com/tutorial/options/help/
func isOption(callee string) bool { return callee == "typer.Option" || callee == "typer.Argument" }
