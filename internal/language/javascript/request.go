package javascript

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// container is what an expression has that data from outside is read of.
type container string

// The containers that have named values have the name of the part of a request that they are.
const (
	none           container = ""
	request        container = "request"
	requestAddress container = "request address" // the URL of a request, as text
	requestURL     container = "request URL"     // the same, taken apart
	socket         container = "socket"
	pageObject     container = "location" // the location of the page
	pageText       container = "location text"
	pageURL        container = "location URL"
	pageRoute      container = "route" // what a router of a page makes of the location
)

// collections are the containers with named values.
var collections = []container{"query", "header", "body", "path", "cookie", "address"}

// requestNames are what programs call a request, where no type says what it is.
var requestNames = []string{"req", "request", "ctx", "c", "context"}

// requestMembers are what objects call the request that they have: info.req, this.request, and handshake of a socket of Socket.IO 4
// (https://socket.io/docs/v4/server-socket-instance/#sockethandshake).
var requestMembers = []string{"req", "request", "handshake"}

// members are what the members of containers are.
var members = map[container]map[string]container{
	request: {
		"query": "query", "params": "path", "body": "body", "headers": "header", "cookies": "cookie", "signedCookies": "cookie",
		"request": request, "req": request, "raw": request, "url": requestAddress, "originalUrl": requestAddress, "nextUrl": requestURL,
		"socket": socket, "connection": socket,
	},
	requestURL: {"searchParams": "query", "query": "query", "search": requestAddress},
	pageObject: {"hash": pageText, "search": pageText, "href": pageText},
	pageURL:    {"searchParams": "address", "hash": pageText, "search": pageText, "href": pageText},
	pageRoute:  {"query": "address", "search": pageText, "hash": pageText},
}

// containerOf returns what an expression has that data from outside is read of, none for any other expression.
func (m *module) containerOf(node int, s *scope, steps int) container {
	if node < 0 || steps <= 0 {
		return none
	}
	switch m.Nodes[node].Kind {
	case "identifier":
		return m.containerOfName(m.Text(node), s, steps)
	case "member_expression":
		if full, _ := m.fullName(node, s); full == "location" || full == "document.location" {
			return pageObject
		}
		property := m.textOf(m.Child(node, "property"))
		if of := m.containerOf(m.Child(node, "object"), s, steps-1); of != none {
			return members[of][property]
		}
		if slices.Contains(requestMembers, property) {
			return request
		}
	case "subscript_expression":
		if of := m.containerOf(m.Child(node, "object"), s, steps-1); of == pageText || of == requestAddress {
			return of // location.href.split("#")[1]
		}
	case "parenthesized_expression", "await_expression", "non_null_expression", "as_expression", "binary_expression", "ternary_expression":
		for _, child := range m.Named(node) {
			if of := m.containerOf(child, s, steps-1); of != none {
				return of
			}
		}
	case "call_expression", "new_expression":
		return m.containerOfCall(node, s, steps)
	}
	return none
}

func (m *module) containerOfName(name string, s *scope, steps int) container {
	found := s.lookup(name)
	if len(found) == 0 {
		if name == "location" {
			return pageObject
		}
		return none
	}
	switch b := found[len(found)-1]; b.kind {
	case bindParameter:
		return m.containerOfParameter(name, b)
	case bindMember:
		return members[m.containerOf(b.node, b.scope, steps-1)][b.full]
	case bindValue, bindFirst:
		return m.containerOf(b.node, b.scope, steps-1)
	}
	return none
}

// containerOfParameter returns what a parameter is: a request by its type or its name, or a member of one by the parameter behind it.
func (m *module) containerOfParameter(name string, b binding) container {
	if b.full != "" {
		second := slices.ContainsFunc([]string{"res", "response", "reply"}, func(other string) bool {
			found := b.scope.names[other]
			return len(found) > 0 && found[0].kind == bindParameter
		})
		if second {
			return members[request][b.full]
		}
		return none
	}
	if at := m.Child(b.node, "type"); at >= 0 {
		text := m.Text(at)
		if strings.Contains(text, "Request") || strings.Contains(text, "Context") || strings.Contains(text, "IncomingMessage") {
			return request
		}
		if strings.TrimSpace(strings.TrimPrefix(text, ":")) != "any" {
			return none
		}
	}
	if slices.Contains(requestNames, name) {
		return request
	}
	return none
}

// containerOfCall returns what a call gives: an address that is taken apart, a text without its first character, what a hook has.
func (m *module) containerOfCall(node int, s *scope, steps int) container {
	function := m.Child(node, "function")
	if function < 0 {
		function = m.Child(node, "constructor")
	}
	full, _ := m.fullName(function, s)
	if c := frameworks().Callee(full); c != nil {
		switch c.Is {
		case "address-query":
			return "address"
		case "address-route":
			return pageRoute
		}
	}
	list := m.arguments(node)
	if len(list) > 0 && (full == "URL" || full == "url.parse" || full == "URLSearchParams" || full == "querystring.parse") {
		of := m.containerOf(list[0], s, steps-1)
		isQuery := full == "URLSearchParams" || full == "querystring.parse"
		switch {
		case (of == pageText || of == pageObject || of == pageURL) && isQuery:
			return "address"
		case of == pageText || of == pageObject:
			return pageURL
		case of == requestAddress && isQuery:
			return "query"
		case of == requestAddress:
			return requestURL
		}
		return none
	}
	if m.Nodes[function].Kind == "member_expression" {
		if m.textOf(m.Child(function, "property")) == "getRequest" { // of NestJS: host.switchToHttp().getRequest()
			return request
		}
		if of := m.containerOf(m.Child(function, "object"), s, steps-1); of == pageText || of == requestAddress {
			return of
		}
	}
	return none
}

// request returns what an expression reads of a request or of the address of the page, nil for any other expression:
// req.query.x, req.get("x"), new URLSearchParams(location.search).get("x").
func (m *module) request(node int, s *scope, steps int) *code.Value {
	switch m.Nodes[node].Kind {
	case "member_expression", "subscript_expression":
		object := m.Child(node, "object")
		if of := m.containerOf(node, s, maxSteps); of == pageText {
			return &code.Value{Kind: "request", Part: "address", Name: m.ownText(node)}
		} else if slices.Contains(collections, of) {
			return &code.Value{Kind: "request", Part: string(of)}
		}
		return m.requestPart(object, m.memberName(node, s), s)
	case "call_expression":
		function, list := m.Child(node, "function"), m.arguments(node)
		if function < 0 || len(list) == 0 || m.Nodes[function].Kind != "member_expression" {
			return nil
		}
		of := m.containerOf(m.Child(function, "object"), s, maxSteps)
		if of == none {
			return nil
		}
		name, _ := code.PlainText(m.value(list[0], s, min(steps, 3)))
		return readBy(of, m.textOf(m.Child(function, "property")), name)
	}
	return nil
}

// ownText names the part of the address of a page that an expression has as text: hash or search, "" for all of it.
func (m *module) ownText(node int) string {
	text := m.Text(node)
	for _, part := range []string{"hash", "search"} {
		if strings.Contains(text, part) {
			return part
		}
	}
	return ""
}

// readBy returns what a method of a container reads, nil for a method that reads nothing.
func readBy(of container, method, name string) *code.Value {
	part := ""
	switch {
	case slices.Contains(collections, of) && slices.Contains([]string{"get", "getAll", "has"}, method):
		part = string(of)
	case of == request && slices.Contains([]string{"get", "header"}, method):
		part = "header"
	case of == request && (method == "query" || method == "queries"):
		part = "query"
	case of == request && method == "param":
		part = "path"
	default:
		return nil
	}
	if part == "header" {
		name = strings.ToLower(name)
	}
	return &code.Value{Kind: "request", Part: part, Name: name}
}

// requestPart returns the member of an object where that is data from outside, nil for anything else.
func (m *module) requestPart(object int, name string, s *scope) *code.Value {
	of := m.containerOf(object, s, 6)
	switch {
	case name == "":
	case slices.Contains(collections, of) && name != "get" && name != "getAll" && name != "has" && name != "length" && name != "toString":
		if of == "header" {
			name = strings.ToLower(name)
		}
		return &code.Value{Kind: "request", Part: string(of), Name: name}
	case of == request && name == "ip", of == socket && name == "remoteAddress":
		return &code.Value{Kind: "request", Part: "client"}
	}
	return nil
}
