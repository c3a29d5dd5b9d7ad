package javascript

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// The files whose exports are handlers, by their path below the folder of the application.
var (
	// https://nextjs.org/docs/app/api-reference/file-conventions/route and https://nextjs.org/docs/pages/building-your-application/routing/api-routes
	nextRoute = lazyregexp.New(`(?:^|/)app/(.+/)?route\.[jt]sx?$`)
	nextPage  = lazyregexp.New(`(?:^|/)pages/(api/.+?)(?:/index)?\.[jt]sx?$`)
	// https://svelte.dev/docs/kit/routing#server and https://svelte.dev/docs/kit/form-actions
	svelteRoute = lazyregexp.New(`(?:^|/)src/routes/(.+/)?\+server\.[jt]s$`)
	sveltePage  = lazyregexp.New(`(?:^|/)src/routes/(.+/)?\+page\.server\.[jt]s$`)
	// https://v2.remix.run/docs/file-conventions/routes
	remixRoute = lazyregexp.New(`(?:^|/)app/routes/(.+?)(?:/route|/index)?\.[jt]sx?$`)
	remix      = lazyregexp.New(`^(@remix-run/|react-router$|@react-router/)`)
	// group is a folder that is in no path: (group) and @slot.
	group = lazyregexp.New(`(?:^|/)(?:\([^/]*\)|@[^/]+)`)
)

// isConvention reports whether a framework makes routes of what a file exports.
func isConvention(file string) bool {
	for _, name := range []*lazyregexp.Regexp{nextRoute, nextPage, svelteRoute, sveltePage} {
		if name.MatchString(file) {
			return true
		}
	}
	return false
}

// conventions adds the routes that frameworks make of files and of what these export.
func (w *walker) conventions() {
	name := w.file.Path
	switch {
	case nextRoute.MatchString(name):
		w.exportedMethods(group.ReplaceAllString("/"+nextRoute.FindStringSubmatch(name)[1], ""))
	case svelteRoute.MatchString(name):
		w.exportedMethods(group.ReplaceAllString("/"+svelteRoute.FindStringSubmatch(name)[1], ""))
	case nextPage.MatchString(name):
		w.exportedRoute("default", "/"+nextPage.FindStringSubmatch(name)[1], nil)
	case sveltePage.MatchString(name):
		w.formActions(group.ReplaceAllString("/"+sveltePage.FindStringSubmatch(name)[1], ""))
	case remixRoute.MatchString(name) && slices.ContainsFunc(w.imports, remix.MatchString):
		w.exportedRoute("action", remixPath(remixRoute.FindStringSubmatch(name)[1]), []string{"POST"})
	}
	w.serverActions()
}

// exportedMethods adds the routes of a file that exports a function for each method of HTTP.
func (w *walker) exportedMethods(folder string) {
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		w.exportedRoute(method, strings.TrimSuffix(folder, "/"), []string{method})
	}
}

// exportedRoute adds the route whose handler a file exports under a name.
func (w *walker) exportedRoute(name, address string, methods []string) {
	if found := w.top.names[name]; len(found) > 0 {
		w.routeTo(w.boundFunction(found[len(found)-1], maxSteps), address, methods, "route")
	}
}

// routeTo adds a route whose handler is a function of the module.
func (w *walker) routeTo(function int, address string, methods []string, is string) {
	inner := w.scopes[function]
	if inner == nil || len(w.out.Routes) == maxFacts {
		return
	}
	at := function
	if name := w.Child(function, "name"); name >= 0 {
		at = name
	}
	place := w.place(at)
	if at == function {
		place.End = min(place.End, place.Start+1)
	}
	w.out.Routes = append(w.out.Routes, &code.Route{Place: place, Path: address, Methods: methods, Handler: inner.name, Is: is})
}

// boundFunction returns the function that a name is bound to, through names and what is put around it; -1 for none.
func (m *module) boundFunction(b binding, steps int) int {
	node := b.node
	for ; node >= 0 && steps > 0; steps-- {
		switch {
		case m.scopes[node] != nil && !m.scopes[node].isClass:
			return node
		case m.Nodes[node].Kind == "identifier":
			found := m.top.lookup(m.Text(node))
			if len(found) == 0 {
				return -1
			}
			node = found[len(found)-1].node
		case m.Nodes[node].Kind == "call_expression": // withSession(handler, options)
			list := m.arguments(node)
			at := slices.IndexFunc(list, func(a int) bool { return m.isCallback(a) || m.Nodes[a].Kind == "identifier" })
			if at < 0 {
				return -1
			}
			node = list[at]
		default:
			return -1
		}
	}
	return -1
}

// formActions adds what the forms of a page of SvelteKit are sent to: export const actions = {default: async () => {}}.
func (w *walker) formActions(folder string) {
	found := w.top.names["actions"]
	if len(found) == 0 || found[0].node < 0 {
		return
	}
	w.members(w.unwrapped(found[0].node), func(name string, function int) {
		if name == "default" {
			name = ""
		}
		w.routeTo(function, path.Join(folder, name), []string{"POST"}, "route")
	})
}

// unwrapped returns an expression without what only says its type.
func (m *module) unwrapped(node int) int {
	for node >= 0 && slices.Contains([]string{"satisfies_expression", "as_expression", "parenthesized_expression"}, m.Nodes[node].Kind) {
		named := m.Named(node)
		if len(named) == 0 {
			return -1
		}
		node = named[0]
	}
	return node
}

// members calls visit for the functions that an object has, by name.
func (m *module) members(object int, visit func(name string, function int)) {
	if object < 0 || m.Nodes[object].Kind != "object" {
		return
	}
	for _, member := range m.Named(object) {
		name, value := m.keyOf(member), -1
		switch m.Nodes[member].Kind {
		case "method_definition":
			value = member
		case "pair":
			value = m.Child(member, "value")
		case "shorthand_property_identifier":
			name = m.Text(member)
			if found := m.top.lookup(name); len(found) > 0 {
				value = found[len(found)-1].node
			}
		}
		if value >= 0 && name != "" {
			visit(name, m.boundFunction(binding{node: value}, maxSteps))
		}
	}
}

// remixPath returns the path that Remix makes of the name of a file: _auth.users.$id is /users/$id.
func remixPath(name string) string {
	address := ""
	for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '.' || r == '/' }) {
		if !strings.HasPrefix(part, "_") {
			address += "/" + strings.TrimSuffix(part, "_")
		}
	}
	return address
}

// serverActions adds the functions that pages of React call on the server: those that a file with "use server" exports,
// https://react.dev/reference/rsc/use-server.
func (w *walker) serverActions() {
	statements := w.Named(0)
	at := slices.IndexFunc(statements, func(n int) bool { return w.Nodes[n].Kind != "comment" })
	if at < 0 || !slices.Contains([]string{`"use server"`, `'use server'`}, strings.TrimSuffix(w.Text(statements[at]), ";")) {
		return
	}
	for _, statement := range statements {
		declaration := w.Child(statement, "declaration")
		if declaration < 0 {
			continue
		}
		names := []int{w.Child(declaration, "name")}
		if names[0] < 0 {
			names = names[:0]
			for _, declarator := range w.Named(declaration) {
				names = append(names, w.Child(declarator, "name"))
			}
		}
		for _, name := range names {
			if found := w.top.names[w.textOf(name)]; len(found) > 0 {
				w.routeTo(w.boundFunction(found[0], maxSteps), w.Text(name), []string{"POST"}, "procedure")
			}
		}
	}
}

// resolvers finds the names of the objects with what GraphQL calls mutations.
var resolvers = lazyregexp.New(`^(\w*[a-z])?Mutations?$`)

// procedures adds the mutations of an object that has the name which GraphQL gives to all of them.
func (w *walker) procedures(name string, object int) {
	if object < 0 || !resolvers.MatchString(name) {
		return
	}
	w.members(w.unwrapped(object), func(name string, function int) {
		w.routeTo(function, name, []string{"POST"}, "procedure")
	})
}

// procedure adds what an entry of an object offers to clients: of tRPC login: procedure.mutation(async () => {}), of graphql-js login:
// {type, resolve() {}}.
func (w *walker) procedure(name string, value int) {
	switch w.Nodes[value].Kind {
	case "call_expression":
		if property := w.Child(w.calleeOf(value), "property"); property >= 0 && w.Text(property) == "mutation" {
			if list := w.arguments(value); len(list) == 1 && w.isCallback(list[0]) {
				w.routeTo(list[0], name, []string{"POST"}, "procedure")
			}
		}
	case "object":
		isTyped, resolve := false, -1
		for _, member := range w.Named(value) {
			switch w.keyOf(member) {
			case "type":
				isTyped = true
			case "resolve":
				resolve = member
			}
		}
		if !isTyped || resolve < 0 {
			return
		}
		if w.Nodes[resolve].Kind == "pair" {
			resolve = w.Child(resolve, "value")
		}
		w.routeTo(w.boundFunction(binding{node: resolve}, maxSteps), name, nil, "procedure")
	}
}
