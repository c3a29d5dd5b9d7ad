package javascript

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// assignment collects what a declaration or an assignment says: a setting, a header, a name with a text, what the table knows.
func (w *walker) assignment(node int, c context) {
	left, right := w.Child(node, "left"), w.Child(node, "right")
	if left < 0 {
		if left, right = w.Child(node, "name"), w.Child(node, "value"); left < 0 {
			left = w.Child(node, "property")
		}
	}
	if left < 0 || right < 0 {
		return
	}
	w.count(node, left, c)
	switch w.Nodes[left].Kind {
	case "identifier", "property_identifier", "private_property_identifier":
		c.target = w.Text(left)
		w.constantSetting(node, c.target, right, c)
		w.assigned(c.target, node, right, c)
		w.procedures(c.target, right)
	case "object_pattern":
		w.pattern(left, right, c)
	case "member_expression", "subscript_expression":
		w.set(node, left, right, &c)
	}
	if w.textOf(left) == "module.exports" {
		w.configuration(node, right, c)
	}
	w.node(right, c)
}

// count adds an addition to a member.
func (w *walker) count(node, of int, c context) {
	if operator := w.operator(node); of < 0 || operator != "++" && operator != "+=" || len(w.out.Counts) == maxFacts {
		return
	}
	if kind := w.Nodes[of].Kind; kind == "member_expression" || kind == "subscript_expression" {
		w.out.Counts = append(w.out.Counts, &code.Count{Place: w.place(node), Context: c.code(), Name: code.CountName(w.Text(of))})
	}
}

// set collects the assignment to a member: of an object that keeps values, of one that the table knows, a header.
func (w *walker) set(node, left, right int, c *context) {
	name := w.memberName(left, c.scope)
	if name == "" || w.header(node, name, right, *c) {
		return
	}
	c.target = name
	object, _ := w.fullName(w.Child(left, "object"), c.scope)
	if store := frameworks().Callee(object + ".setItem"); store != nil && len(w.out.Calls) < maxFacts { // localStorage.x = y
		w.out.Calls = append(w.out.Calls, &code.Call{
			Place: w.place(node), Context: c.code(), Callee: object + ".setItem", Is: store.Is, Arguments: map[string]*code.Value{
				"key":   code.Literal(w.place(left), name),
				"value": code.At(w.place(right), w.value(right, c.scope, maxSteps)),
			},
		})
		return
	}
	if full, _ := w.fullName(left, c.scope); full != "" {
		w.known(node, full, right, *c)
	}
	w.assigned(name, node, right, *c)
}

// pattern collects what is taken out of the environment or a request: const {PORT = 3000} = process.env.
func (w *walker) pattern(left, right int, c context) {
	full, _ := w.fullName(right, c.scope)
	for _, part := range w.Named(left) {
		name, member, fallback := w.patternPart(part)
		if name == "" {
			continue
		}
		if v := environmentOf(full, member); v != nil && len(w.out.Settings) < maxFacts {
			if fallback >= 0 {
				v.Default = code.PlainDefault(w.value(fallback, c.scope, maxSteps))
			}
			w.out.Settings = append(w.out.Settings, &code.Setting{
				Place: w.place(part), Context: c.code(), Name: member, From: "environment", Default: v.Default, Target: name,
			})
		} else if v := w.requestPart(right, member, c.scope); v != nil && len(w.out.Inputs) < maxFacts {
			w.out.Inputs = append(w.out.Inputs, &code.Input{Place: w.place(part), Context: c.code(), Part: v.Part, Name: v.Name})
		}
	}
}

// constantSetting adds a constant of a module: a name in capitals with a value that is written out.
func (w *walker) constantSetting(node int, name string, right int, c context) {
	if !isConstant(name) || len(w.out.Settings) == maxFacts {
		return
	}
	v := w.value(right, c.scope, maxSteps)
	if v.Kind != "literal" && v.Kind != "list" {
		return
	}
	w.out.Settings = append(w.out.Settings, &code.Setting{
		Place: w.place(node), Context: c.code(), Name: name, From: "constant", Default: v, Target: name,
	})
}

var configName = lazyregexp.New(`(?i)^(config|configuration|settings|defaults?|default_?(config|options|settings)|options)$`)

// isConfig reports whether an object is one of settings by the name that it is assigned to.
func isConfig(name string) bool { return configName.MatchString(name) }

var configFile = lazyregexp.New(`^(vite|vitest|webpack|rspack|rsbuild|next|nuxt|vue|craco|rollup|astro|svelte)[\w.-]*\.config\.[cm]?[jt]s$|^webpack[\w.-]*\.[cm]?[jt]s$`)

// configuration adds what a file of configuration exports as a call with the name of the tool, where the table knows it: an object, what
// a function returns, or each of several.
func (w *walker) configuration(node, value int, c context) {
	found := configFile.FindStringSubmatch(path.Base(w.file.Path))
	if found == nil || value < 0 {
		return
	}
	tool := found[1]
	if tool == "" {
		tool = "webpack"
	}
	is := frameworks().Callee(tool + ".config")
	if is == nil {
		return
	}
	scope := c.scope
	if w.isCallback(value) {
		if value, scope = w.returned(value), w.scopes[value]; value < 0 {
			return
		}
	}
	v := unwrapped(w.value(value, scope, maxSteps))
	all := []*code.Value{v}
	if v.Kind == "list" {
		all = v.Items
	}
	for _, one := range all {
		if one.Kind != "dictionary" || len(w.out.Calls) == maxFacts {
			continue
		}
		call := &code.Call{Place: w.place(node), Context: c.code(), Callee: tool + ".config", Is: is.Is, Arguments: map[string]*code.Value{}}
		w.options(call, is, one, value, "")
		w.out.Calls = append(w.out.Calls, call)
	}
}

// unwrapped returns the dictionary that plugins are given: module.exports = withPWA({...}).
func unwrapped(v *code.Value) *code.Value {
	for range maxSteps {
		if v.Kind != "call" || len(v.Items) == 0 {
			break
		}
		inner := slices.IndexFunc(v.Items, func(item *code.Value) bool { return item.Kind == "dictionary" || item.Kind == "call" })
		if inner < 0 {
			break
		}
		v = v.Items[inner]
	}
	return v
}

// flag adds the setting that a call makes of an option of the command line: .option("--host <address>", "text", "0.0.0.0").
func (w *walker) flag(call *code.Call, list []int, c context) {
	if call.Is != "flag" || len(list) == 0 || len(w.out.Settings) == maxFacts {
		return
	}
	name, _ := w.value(list[0], c.scope, 2).Is.(string)
	if at := strings.Index(name, "--"); at >= 0 {
		name = name[at+2:]
	}
	name, _, _ = strings.Cut(name, " ")
	if v := call.Arguments["default"]; name != "" && v != nil {
		w.out.Settings = append(w.out.Settings, &code.Setting{
			Place: call.Place, Context: call.Context, Name: name, From: "flag", Default: code.PlainDefault(v),
		})
	}
}
