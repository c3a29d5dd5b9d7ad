package javascript

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// expression collects the facts of an expression. It reports whether what is inside of it was collected, too.
func (w *walker) expression(node int, c context) bool {
	switch w.Nodes[node].Kind {
	case "call_expression", "new_expression":
		if w.input(node, c) {
			return true
		}
		w.call(node, c)
	case "member_expression", "subscript_expression":
		if w.input(node, c) {
			return true
		}
		if full, _ := w.fullName(w.Child(node, "object"), c.scope); environmentOf(full, w.memberName(node, c.scope)) != nil {
			w.variable(node, c)
			return true
		}
	case "string", "template_string":
		w.words(node, c)
	case "object":
		w.object(node, c)
	case "binary_expression":
		w.compare(node, c)
	case "jsx_opening_element", "jsx_self_closing_element":
		w.jsx(node, c)
	}
	return false
}

// words adds a text with the options of a program that is called wherever the text goes.
func (w *walker) words(node int, c context) {
	if strings.Contains(w.Text(node), "StrictHostKeyChecking") && len(w.out.Calls) < maxFacts {
		is := frameworks().Callee("text.ssh")
		w.out.Calls = append(w.out.Calls, &code.Call{
			Place: w.place(node), Context: c.code(), Callee: "ssh", Is: is.Is, Arguments: map[string]*code.Value{"options": w.value(node, c.scope, 6)},
		})
	}
}

// object collects the entries of an object that is written out.
func (w *walker) object(node int, c context) {
	name, value := -1, -1
	asks := w.asksClients(node)
	for _, pair := range w.Named(node) {
		if w.Nodes[pair].Kind != "pair" {
			continue
		}
		key, of := w.keyOf(pair), w.Child(pair, "value")
		if of >= 0 {
			w.procedures(key, of)
			w.procedure(key, of)
		}
		switch key {
		case "key", "name":
			name = of
		case "value":
			value = of
		}
		if key != "rejectUnauthorized" || !asks {
			w.named(pair, key, of, c)
		}
	}
	if name >= 0 && value >= 0 { // {key: "X-Frame-Options", value: "DENY"}
		if text, ok := code.PlainText(w.value(name, c.scope, 3)); ok {
			w.header(node, text, value, c)
		}
	}
}

// asksClients reports whether the options are those of a server that asks its clients for certificates: there rejectUnauthorized is
// about them.
func (m *module) asksClients(object int) bool {
	return slices.ContainsFunc(m.Named(object), func(pair int) bool { return m.keyOf(pair) == "requestCert" })
}

// named adds what gives a key a value: a header, a switch that the table knows, a setting, or an assignment.
func (w *walker) named(whole int, key string, value int, c context) {
	if key == "" || value < 0 || w.header(whole, key, value, c) {
		return
	}
	w.known(whole, "{}."+key, value, c)
	w.assigned(key, whole, value, c)
	if isConfig(c.target) {
		w.constantSetting(whole, strings.ToUpper(key), value, c)
	}
}

// known adds what gives a name a value that the table knows, as a call with the value as its argument: {rejectUnauthorized: false},
// element.innerHTML = text. It reports whether it did.
func (w *walker) known(whole int, full string, value int, c context) bool {
	is := frameworks().Find(full, true)
	if is == nil || is.Is == "" || len(w.out.Calls) == maxFacts || value < 0 || w.isCallback(value) {
		return false
	}
	name, ok := is.Parameter("value", -1)
	if !ok {
		name = "value"
	}
	w.out.Calls = append(w.out.Calls, &code.Call{
		Place: w.place(whole), Context: c.code(), Callee: shown(strings.TrimPrefix(full, "{}.")), Is: is.Is,
		Arguments: map[string]*code.Value{name: code.At(w.place(value), w.value(value, c.scope, maxSteps))},
	})
	return true
}

// assigned adds an assignment of a text or number that is written out.
func (w *walker) assigned(name string, whole, value int, c context) {
	kind := w.Nodes[value].Kind
	if len(w.out.Assignments) == maxFacts || !slices.Contains([]string{"string", "number", "template_string", "binary_expression"}, kind) {
		return
	}
	v := w.value(value, c.scope, 4)
	if v.Kind == "literal" {
		w.out.Assignments = append(w.out.Assignments, &code.Assignment{Place: w.place(whole), Context: c.code(), Name: name, Value: v})
	}
}

// header adds a response header; false where the key is the name of none.
func (w *walker) header(whole int, name string, value int, c context) bool {
	name = strings.ToLower(name)
	if !slices.Contains(frameworks().Headers, name) {
		return false
	}
	if len(w.out.Headers) < maxFacts {
		w.out.Headers = append(w.out.Headers, &code.Header{
			Place: w.place(whole), Context: c.code(), Name: name, Value: w.value(value, c.scope, maxSteps),
		})
	}
	return true
}

// input adds a place where data of a request is read; false for anything else.
func (w *walker) input(node int, c context) bool {
	at, first := node, false
	if w.Nodes[node].Kind == "subscript_expression" && w.textOf(w.Child(node, "index")) == "0" { // x.split(",")[0]
		if inner := w.Child(node, "object"); inner >= 0 && w.Nodes[inner].Kind == "call_expression" {
			if function := w.calleeOf(inner); strings.HasSuffix(w.textOf(function), "split") {
				at, first = w.Child(function, "object"), true
			}
		}
	}
	if at < 0 {
		return false
	}
	w.left = maxValues
	v := w.request(at, c.scope, maxSteps)
	if v == nil && first {
		v = w.value(at, c.scope, 4)
	}
	if v == nil || v.Kind != "request" || v.Name == "" && v.Part != "client" || len(w.out.Inputs) == maxFacts ||
		v.Part == "address" && (v.Name == "hash" || v.Name == "search") { // its parts have names
		return false
	}
	w.out.Inputs = append(w.out.Inputs, &code.Input{
		Place: w.place(node), Context: c.code(), Part: v.Part, Name: v.Name, Within: c.within, First: first,
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
			Place: w.place(at), Context: c.code(), Name: v.Name, From: "environment", Default: v.Default, Target: c.target,
		})
	}
}

// call adds a call whose callee is known.
func (w *walker) call(node int, c context) {
	function := w.calleeOf(node)
	full, known := w.fullName(function, c.scope)
	list := w.arguments(node)
	if _, ok := frameworks().Readers[full]; ok && len(list) > 0 {
		w.variable(node, c)
		return
	}
	if full == "process.exit" {
		code.Refuse(c.guards, w.checked)
	}
	isMethod := function >= 0 && w.Nodes[function].Kind == "member_expression"
	if len(list) >= 2 && isMethod && w.Nodes[list[0]].Kind == "string" {
		w.header(node, w.plainText(list[0]), list[1], c) // response.setHeader(name, value)
	}
	w.mountOf(full, list, c)
	if isMethod && w.setsProxies(full, list) {
		full = "express" + full[strings.LastIndexByte(full, '.'):]
	}
	is := frameworks().Find(full, isMethod)
	if is == nil && (!known || !w.isRelevant(full)) || full == "" || len(w.out.Calls) == maxFacts {
		w.routeOf(node, full, list, c)
		return
	}
	call := &code.Call{Place: w.place(node), Context: c.code(), Callee: shown(full), Target: c.target}
	if is != nil && is.Wraps && len(list) > 0 { // register(plugin, options)
		if plugin, _ := w.fullName(list[0], c.scope); frameworks().Callee(plugin) != nil {
			call.Callee, is, list = plugin, frameworks().Callee(plugin), list[1:]
		}
	}
	w.fill(call, is, list, c)
	if handler := w.handlerOf(list); handler != nil && slices.Contains(listened, call.Is) {
		if event := w.value(list[0], c.scope, 2); call.Is != "socket-event" && event.Is != "connection" && event.Is != "connect" {
			return
		}
		call.Function = handler.name
	}
	w.out.Calls = append(w.out.Calls, call)
	w.routeOf(node, full, list, c)
	w.flag(call, list, c)
	w.schema(call)
}

// setsProxies reports whether a call sets what an application of Express believes of proxies, whoever made the application:
// function (app) { app.set("trust proxy", true) }.
func (w *walker) setsProxies(full string, list []int) bool {
	return len(list) > 0 && w.Nodes[list[0]].Kind == "string" && w.plainText(list[0]) == trustProxy &&
		(strings.HasSuffix(full, ".set") || strings.HasSuffix(full, ".enable"))
}

// trustProxy is the setting of Express with the proxies that are believed: https://expressjs.com/en/guide/behind-proxies.html.
const trustProxy = "trust proxy"

// listened are the calls that give a function for an event, whose facts are those of that function.
var listened = []string{"websocket-accept", "socketio-accept", "socket-event"}

// isRelevant reports whether a callee that no table knows is a fact: what an application or a package that it imports does, and not
// what the language or a library of elements has.
func (m *module) isRelevant(full string) bool {
	owner, _ := m.defined(full)
	return owner != nil || strings.Contains(full, ".") && !strings.HasPrefix(full, "react") && !strings.HasPrefix(full, "location.") &&
		!strings.HasPrefix(full, "document.") || m.isPackage(full)
}

// isPackage reports whether a module imports something with a name.
func (m *module) isPackage(full string) bool { return slices.Contains(m.imports, full) }

// handlerOf returns the scope of the function that is the last argument, nil where that is none.
func (m *module) handlerOf(list []int) *scope {
	if len(list) == 0 {
		return nil
	}
	return m.scopes[list[len(list)-1]]
}

// jsx adds the element that an expression makes, where the table knows it, and what is set as its text.
func (w *walker) jsx(node int, c context) {
	name := w.textOf(w.Child(node, "name"))
	is := frameworks().Callee("html." + name)
	call := &code.Call{Place: w.place(node), Context: c.code(), Callee: "html." + name, Arguments: map[string]*code.Value{}}
	for _, at := range w.Named(node) {
		if w.Nodes[at].Kind != "jsx_attribute" {
			continue
		}
		named := w.Named(at)
		if len(named) != 2 {
			continue
		}
		attribute, value := w.Text(named[0]), named[1]
		if w.Nodes[value].Kind == "jsx_expression" && len(w.Named(value)) == 1 {
			value = w.Named(value)[0]
		}
		if attribute == "dangerouslySetInnerHTML" {
			w.markup(at, value, c)
		} else if parameter, ok := is.Parameter(attribute, -1); ok {
			call.Arguments[parameter] = w.value(value, c.scope, maxSteps)
		}
	}
	if is != nil && len(w.out.Calls) < maxFacts {
		call.Is = is.Is
		w.out.Calls = append(w.out.Calls, call)
	}
}

// markup adds the text that an element is given as HTML.
func (w *walker) markup(at, value int, c context) {
	v := w.value(value, c.scope, maxSteps)
	if v.Kind == "dictionary" && v.Entries["__html"] != nil && len(w.out.Calls) < maxFacts {
		w.out.Calls = append(w.out.Calls, &code.Call{
			Place: w.place(at), Context: c.code(), Callee: "dangerouslySetInnerHTML", Is: "html-sink",
			Arguments: map[string]*code.Value{"html": inside(w.place(at), w.place(value), v.Entries["__html"])},
		})
	}
}

// rootNames are what templates of Vite, Create React App and Vue CLI call the element of a page into which an application is put.
var rootNames = []string{"root", "app"}

// element adds an element of a page that the table knows, or the header that it stands for.
func (w *walker) element(e element) {
	if e.name == "meta" && e.attributes["http-equiv"] != "" {
		if name := strings.ToLower(e.attributes["http-equiv"]); slices.Contains(frameworks().Headers, name) {
			w.out.Headers = append(w.out.Headers, &code.Header{Place: e.Place, Name: name, Value: code.Literal(e.Place, e.attributes["content"])})
		}
		return
	}
	if id := e.attributes["id"]; e.name == "div" && slices.Contains(rootNames, id) && len(w.out.Calls) < maxFacts {
		w.out.Calls = append(w.out.Calls, &code.Call{Place: e.Place, Callee: "html.div", Is: "page-root", Arguments: map[string]*code.Value{
			"id": code.Literal(e.Place, id),
		}})
	}
	is := frameworks().Callee("html." + e.name)
	if is == nil || len(w.out.Calls) == maxFacts {
		return
	}
	call := &code.Call{Place: e.Place, Callee: "html." + e.name, Is: is.Is, Arguments: map[string]*code.Value{}}
	for name, value := range e.attributes {
		if parameter, ok := is.Parameter(name, -1); ok && !strings.Contains(value, "{{") && !strings.Contains(value, "{%") {
			call.Arguments[parameter] = code.Literal(e.Place, value)
		}
	}
	w.out.Calls = append(w.out.Calls, call)
}
