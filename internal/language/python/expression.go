package python

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// expression collects the facts of an expression. It reports whether what is inside of it was collected, too.
func (w *walker) expression(node int, c context) bool {
	switch w.Nodes[node].Kind {
	case "call":
		if w.input(node, c) {
			return true
		}
		w.call(node, c)
	case "subscript", "attribute":
		if w.input(node, c) {
			return true
		}
		if full, _ := w.fullName(w.Child(node, "value"), c.scope); full == "os.environ" {
			w.variable(node, c)
			return true
		}
	case "dictionary":
		for _, pair := range w.Named(node) {
			if w.Nodes[pair].Kind == "pair" {
				w.named(pair, w.Child(pair, "key"), w.Child(pair, "value"), c)
			}
		}
	case "tuple":
		if named := w.Named(node); len(named) == 2 && w.Nodes[named[0]].Kind == "string" {
			w.header(node, named[0], named[1], c)
		}
	}
	return false
}

// named adds what gives a key a value: a header, or an assignment.
func (w *walker) named(whole, key, value int, c context) {
	if key < 0 || value < 0 || w.header(whole, key, value, c) || w.Nodes[key].Kind != "string" {
		return
	}
	if name, ok := w.value(key, c.scope, 2).Is.(string); ok {
		w.assigned(name, whole, value, c)
	}
}

// assigned adds an assignment of a text or number that is written out.
func (w *walker) assigned(name string, whole, value int, c context) {
	kind := w.Nodes[value].Kind
	if len(w.out.Assignments) == maxFacts || !slices.Contains([]string{"string", "integer", "float", "binary_operator", "concatenated_string"}, kind) {
		return
	}
	v := w.value(value, c.scope, 4)
	if v.Kind == "literal" {
		w.out.Assignments = append(w.out.Assignments, &code.Assignment{Place: w.place(whole), Context: c.code(), Name: name, Value: v})
	}
}

// header adds a header; false where the key is the name of none, or of one whose value may be a credential that is written out.
func (w *walker) header(whole, key, value int, c context) bool {
	name, ok := w.value(key, c.scope, 3).Is.(string)
	name = strings.ToLower(name)
	isCredential := slices.Contains(frameworks().CredentialHeaders, name)
	if !ok || !isCredential && !slices.Contains(frameworks().Headers, name) {
		return false
	}
	if len(w.out.Headers) < maxFacts {
		w.out.Headers = append(w.out.Headers, &code.Header{
			Place: w.place(whole), Context: c.code(), Name: name, Value: w.value(value, c.scope, maxSteps),
		})
	}
	return !isCredential
}

// input adds a place where data of a request is read; false for anything else.
func (w *walker) input(node int, c context) bool {
	at, first := node, false
	if w.Nodes[node].Kind == "subscript" { // x.split(",")[0]
		inner, index := w.Child(node, "value"), w.Child(node, "subscript")
		if inner >= 0 && index >= 0 && w.Text(index) == "0" && w.Nodes[inner].Kind == "call" {
			if function := w.Child(inner, "function"); function >= 0 && w.Nodes[function].Kind == "attribute" &&
				strings.HasSuffix(w.Text(function), "split") {
				at, first = w.Child(function, "object"), true
			}
		}
	}
	w.left = maxValues
	v := w.request(at, c.scope, maxSteps)
	if v == nil && first {
		v = w.value(at, c.scope, 4)
		if v.Kind != "request" {
			return false
		}
	}
	if v == nil || len(w.out.Inputs) == maxFacts {
		return false
	}
	w.out.Inputs = append(w.out.Inputs, &code.Input{
		Place: w.place(node), Context: c.code(), Part: v.Part, Name: v.Name, Within: c.within, First: first,
		Logged: slices.Contains(frameworks().Loggers, c.within) || c.target != "" && w.isLogged(c.target, c.scope),
	})
	return true
}

// variable adds the setting that an expression reads from the environment.
func (w *walker) variable(node int, c context) {
	v := w.value(node, c.scope, maxSteps)
	at := node
	if c.outer >= 0 {
		if read := w.value(c.outer, c.scope, maxSteps); read.Kind == "environment" && read.Name == v.Name {
			v, at = read, c.outer
		}
	}
	if v.Kind == "environment" && len(w.out.Settings) < maxFacts {
		w.out.Settings = append(w.out.Settings, &code.Setting{
			Place: w.place(at), Context: c.code(), Name: v.Name, From: "environment", Default: v.Default, Target: c.target, Checked: v.Part == "required",
		})
	}
}

// call adds a call whose callee is known.
func (w *walker) call(node int, c context) {
	function := w.Child(node, "function")
	full, known := w.callee(function, c.scope)
	if w.readingOf(full) != nil {
		w.variable(node, c)
		return
	}
	list, open := w.arguments(node)
	for _, a := range list {
		if a.keyword != "" {
			w.assigned(a.keyword, a.whole, a.node, c)
		}
	}
	w.configured(full, list, c)
	if full == "sys.exit" || full == "exit" {
		code.Refuse(c.guards, w.checked)
	}
	if len(list) >= 2 && list[0].keyword == "" && list[1].keyword == "" && w.Nodes[list[0].node].Kind == "string" && !isReader(full) {
		w.header(node, list[0].node, list[1].node, c) // response.headers.setdefault(name, value)
	}
	w.optional(node, full, list, c)
	is := frameworks().Find(full, w.Nodes[function].Kind == "attribute")
	if is == nil && known {
		is = w.made(full)
	}
	if w.readingOf(beforeDot(full)) != nil || !known && is == nil || full == "" || len(w.out.Calls) == maxFacts {
		return
	}
	call := &code.Call{Place: w.place(node), Context: c.code(), Callee: full, Target: c.target, Open: open, Managed: c.isManaged}
	if is != nil && is.Wraps && len(list) > 0 && list[0].keyword == "" {
		if class, ok := w.fullName(list[0].node, c.scope); ok {
			call.Callee, is, list = class, frameworks().Callee(class), list[1:]
		}
	}
	w.fill(call, node, is, list, c)
	w.out.Calls = append(w.out.Calls, call)
	w.routeBy(call, is, list, c)
	w.flag(call, is, list, c)
}

// configuration finds the objects that have settings by name.
var configuration = lazyregexp.New(`(?i)(?:conf|config|configuration|cfg|settings|options|opts|defaults)\.get_?(?:str|addr|option|value|list|list_value|bool_value|int_value|boolean|int|bool|setting|string)?$`)

// optional adds what a setting is when nobody sets it: conf.setdefault("host", "x"), config.get("host", "x").
func (w *walker) optional(node int, full string, list []argument, c context) {
	if !strings.HasSuffix(full, ".setdefault") && !configuration.MatchString(full) {
		return
	}
	if key, fallback := pass(list, 0), pass(list, 1, "default", "fallback"); key >= 0 && fallback >= 0 {
		w.named(node, key, fallback, c)
	}
}

// isReader reports whether a method reads an item, and so does not set it.
func isReader(callee string) bool {
	return slices.Contains([]string{"get", "getone", "getlist", "pop"}, callee[strings.LastIndexByte(callee, '.')+1:])
}

// beforeDot returns a name without its last step.
func beforeDot(name string) string { return name[:max(0, strings.LastIndexByte(name, '.'))] }

// fill gives a call its arguments by the names that policies use, with the defaults of those that are absent.
func (w *walker) fill(call *code.Call, node int, is *callee, list []argument, c context) {
	call.Arguments = map[string]*code.Value{}
	for _, a := range list {
		name, ok := is.Parameter(a.keyword, a.position)
		if !ok {
			if name = a.keyword; name == "" {
				name = digits[min(a.position, len(digits)-1)]
			}
		}
		v := w.value(a.node, c.scope, maxSteps)
		call.Arguments[name] = code.At(w.place(a.whole), v)
	}
	if call.Open {
		w.spread(call, node, is, c)
	}
	if is == nil {
		return
	}
	call.Is = is.Is
	if function := w.Child(node, "function"); is.Object != "" && function >= 0 {
		call.Arguments[is.Object] = w.value(w.Child(function, "object"), c.scope, maxSteps)
	}
	if call.Open {
		return
	}
	for name, fallback := range is.Defaults {
		if call.Arguments[name] == nil {
			if f, ok := fallback.(float64); ok {
				fallback = int64(f)
			}
			call.Arguments[name] = &code.Value{Place: call.Place, Kind: "default", Is: fallback}
		}
	}
}

// spread adds the arguments that a dictionary has which is passed as a whole. There may be more: somebody may have added to it.
func (w *walker) spread(call *code.Call, node int, is *callee, c context) {
	for _, child := range w.Named(w.Child(node, "arguments")) {
		named := w.Named(child)
		if w.Nodes[child].Kind != "dictionary_splat" || len(named) != 1 {
			continue
		}
		for keyword, v := range w.value(named[0], c.scope, maxSteps).Entries {
			name, ok := is.Parameter(keyword, -1)
			if !ok {
				name = keyword
			}
			if call.Arguments[name] == nil {
				call.Arguments[name] = code.At(w.place(child), v)
			}
		}
	}
}

// digits are the names of arguments by position.
var digits = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

// assignment collects what an assignment says: a setting, a header, a name with a text.
func (w *walker) assignment(node int, c context) {
	left, right := w.Child(node, "left"), w.Child(node, "right")
	if left < 0 || right < 0 {
		if left >= 0 && c.scope.isClass {
			w.fieldSetting(node, left, -1, c)
		}
		return
	}
	switch w.Nodes[left].Kind {
	case "identifier":
		c.target = w.Text(left)
		if c.scope.isClass && w.fieldSetting(node, left, right, c) {
			break
		}
		w.constantSetting(node, c.target, right, c)
		w.assigned(c.target, node, right, c)
	case "attribute":
		c.target = w.Text(w.Child(left, "attribute"))
		w.assigned(c.target, node, right, c)
		w.attribute(node, left, right, c)
	case "subscript":
		w.keyed(node, left, right, c)
	}
	w.node(right, c)
}

// keyed collects the assignment to an item: a header, or a setting of an application such as app.config["X"].
func (w *walker) keyed(node, left, right int, c context) {
	of, key := w.Child(left, "value"), w.Child(left, "subscript")
	if of < 0 || key < 0 || w.header(node, key, right, c) {
		return
	}
	name, ok := w.value(key, c.scope, 3).Is.(string)
	if !ok {
		return
	}
	w.morsel(node, of, name, right, c)
	if w.Nodes[of].Kind == "attribute" && w.Text(w.Child(of, "attribute")) == "config" {
		w.constantSetting(node, name, right, c)
	}
	w.assigned(name, node, right, c)
}

// attribute adds the assignment of an attribute that a table of frameworks knows, as a call with the value as its argument:
// context.check_hostname = False.
func (w *walker) attribute(node, left, right int, c context) {
	full, _ := w.fullName(w.Child(left, "object"), c.scope)
	full += "." + w.Text(w.Child(left, "attribute"))
	is := frameworks().Callee(full)
	if is == nil || len(w.out.Calls) == maxFacts {
		return
	}
	name, ok := is.Parameter("value", -1)
	if !ok {
		name = "value"
	}
	w.out.Calls = append(w.out.Calls, &code.Call{
		Place: w.place(node), Context: c.code(), Callee: full, Is: is.Is,
		Arguments: map[string]*code.Value{name: code.At(w.place(node), w.value(right, c.scope, maxSteps))},
	})
}
