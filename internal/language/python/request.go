package python

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// unknownName is the name of data of a request that is read by a name which is not known. All of a part has none.
const unknownName = "*"

// requestNames are what programs call a request, where no type says what it is.
var requestNames = []string{"request", "req", "websocket", "ws", "conn", "scope", "self.request"}

// isRequest reports whether an expression is a request.
func (m *module) isRequest(node int, s *scope) bool {
	text := m.Text(node)
	full, known := m.fullName(node, s)
	if known {
		return m.isRequestClass(full, 4)
	}
	return slices.Contains(requestNames, text)
}

// isRequestClass reports whether a class is that of requests, or extends it in the application.
func (m *module) isRequestClass(full string, steps int) bool {
	if slices.Contains(frameworks().RequestClasses, full) {
		return true
	}
	owner, b := m.defined(full)
	if owner == nil || b.kind != bindClass || steps == 0 || owner.scopes[b.node] == nil {
		return false
	}
	return slices.ContainsFunc(owner.bases(b.node, owner.scopes[b.node].parent), func(base string) bool {
		return m.isRequestClass(base, steps-1)
	})
}

// request returns what an expression reads of a request, nil for any other expression: request.args.get("x"), request.headers["x"],
// websocket.query_params["x"], request.client.host.
func (m *module) request(node int, s *scope, steps int) *code.Value {
	key, of, fallback := -1, -1, (*code.Value)(nil)
	switch m.Nodes[node].Kind {
	case "subscript":
		of, key = m.Child(node, "value"), m.Child(node, "subscript")
	case "call":
		function := m.Child(node, "function")
		if function < 0 || m.Nodes[function].Kind != "attribute" {
			return nil
		}
		if part, _ := m.mapping(node, s, 1); part != "" {
			return &code.Value{Kind: "request", Part: part}
		}
		if slices.Contains([]string{"to_dict", "dict", "copy", "items"}, m.Text(m.Child(function, "attribute"))) {
			if part, _ := m.mapping(m.Child(function, "object"), s, 1); part != "" {
				return &code.Value{Kind: "request", Part: part}
			}
		}
		list, _ := m.arguments(node)
		if part := arguments[m.Text(m.Child(function, "attribute"))]; part != "" && m.Text(m.Child(function, "object")) == "self" {
			name, _ := m.value(pass(list, 0, "name"), s, 3).Is.(string)
			return &code.Value{Kind: "request", Part: part, Name: name}
		}
		if v := m.getter(function, list, s); v != nil {
			return v
		}
		if !slices.Contains([]string{"get", "getlist", "getone", "pop"}, m.Text(m.Child(function, "attribute"))) {
			return nil
		}
		of, key, fallback = m.Child(function, "object"), pass(list, 0, "key"), m.fallback(list, s, steps)
	case "attribute":
		return m.client(node, s, steps)
	}
	if of < 0 || key < 0 {
		return nil
	}
	part, attribute := m.mapping(of, s, 3)
	if part == "" {
		return nil
	}
	name, ok := m.value(key, s, min(steps, 3)).Is.(string)
	if !ok {
		return &code.Value{Kind: "request", Part: part, Name: unknownName, Default: fallback}
	}
	v := requested(part, attribute, name)
	if v.Kind == "request" {
		v.Default = fallback
	}
	return v
}

// getter returns what a method of a request itself reads by name, nil for any other call.
func (m *module) getter(function int, list []argument, s *scope) *code.Value {
	part := getters[m.Text(m.Child(function, "attribute"))]
	object := m.Child(function, "object")
	if part == "" || object < 0 || !m.isRequest(object, s) || m.isMade(object, s) {
		return nil
	}
	name, ok := m.value(pass(list, 0, "name"), s, 3).Is.(string)
	if !ok {
		return nil
	}
	return requested(part, "", name)
}

// getters are the methods of Falcon's requests that read something by name, with its part:
// https://falcon.readthedocs.io/en/stable/api/request_and_response_wsgi.html#falcon.Request.get_param
var getters = map[string]string{"get_param": "query", "get_header": "header", "get_cookie_values": "cookie"}

// fallback returns what a method such as get gives where there is nothing of that name: what its second argument says, or None.
func (m *module) fallback(list []argument, s *scope, steps int) *code.Value {
	if at := pass(list, 1, "default"); at >= 0 {
		return m.value(at, s, min(steps, 3))
	}
	return code.Literal(code.Place{}, nil)
}

// arguments are the methods of Tornado's handlers that read data of the request by name, with its part. get_argument takes it from the
// query as well as from the body: https://www.tornadoweb.org/en/stable/web.html#input
var arguments = map[string]string{
	"get_argument": "query", "get_arguments": "query", "get_query_argument": "query", "get_body_argument": "body",
}

// bodies are the methods of a request that read its body, in which data has names.
var bodies = []string{"get_json", "json", "form", "post"}

// mapping returns the part of a request whose data an expression has by name, with the attribute that says so; "" for any other
// expression: request.args, await request.json(), request.get_json() or {}, a name for one of these.
func (m *module) mapping(node int, s *scope, steps int) (part, attribute string) {
	if node < 0 || steps == 0 {
		return "", ""
	}
	switch m.Nodes[node].Kind {
	case "await", "parenthesized_expression":
		if named := m.Named(node); len(named) == 1 {
			return m.mapping(named[0], s, steps)
		}
	case "boolean_operator":
		return m.mapping(m.Child(node, "left"), s, steps)
	case "attribute":
		object, attribute := m.Child(node, "object"), m.Text(m.Child(node, "attribute"))
		if attribute == "query" && object >= 0 && m.Nodes[object].Kind == "attribute" && strings.HasSuffix(m.Text(object), "rel_url") {
			object = m.Child(object, "object")
		}
		if part = frameworks().Requests[attribute]; part != "" && object >= 0 && m.isRequest(object, s) {
			return part, attribute
		}
	case "call":
		function := m.Child(node, "function")
		if function < 0 || m.Nodes[function].Kind != "attribute" || !slices.Contains(bodies, m.Text(m.Child(function, "attribute"))) {
			return "", ""
		}
		if object := m.Child(function, "object"); object >= 0 && m.isRequest(object, s) && !m.isMade(object, s) {
			return "body", m.Text(m.Child(function, "attribute"))
		}
	case "identifier":
		if m.isParameters(node, s) {
			return "query", "kwargs"
		}
		return m.mappingOf(m.Text(node), s, steps)
	}
	return "", ""
}

// isParameters reports whether an expression is the name by which handlers of CherryPy get the parameters of a request, of the query as
// well as of the body: def index(self, **kwargs). Helpers are handed them under the same name.
func (m *module) isParameters(node int, s *scope) bool {
	name := m.Text(node)
	if name != "kwargs" && name != "params" || !slices.Contains(m.imports, "cherrypy") {
		return false
	}
	if found := s.lookup(name); len(found) > 0 {
		return len(found) == 1 && found[0].kind == bindParameter
	}
	return s.parent != nil && !strings.HasSuffix(s.name, "__init__")
}

// mappingOf is mapping for a name: all that is bound to it has to be the same part.
func (m *module) mappingOf(name string, s *scope, steps int) (part, attribute string) {
	for i, b := range s.lookup(name) {
		if b.kind != bindValue {
			return "", ""
		}
		p, a := m.mapping(b.node, b.scope, steps-1)
		if p == "" || i > 0 && p != part {
			return "", ""
		}
		part, attribute = p, a
	}
	return part, attribute
}

// isMade reports whether an expression is a name that the program gives to something that it makes, such as the answer of a server, of
// which nobody knows the class.
func (m *module) isMade(node int, s *scope) bool {
	if _, known := m.fullName(node, s); known || m.Nodes[node].Kind != "identifier" {
		return false
	}
	found := s.lookup(m.Text(node))
	return len(found) > 0 && found[0].kind != bindParameter
}

// requested names a part of a request. WSGI has headers as HTTP_NAME, and the address of the peer as REMOTE_ADDR.
func requested(part, attribute, name string) *code.Value {
	if attribute == "META" || attribute == "environ" {
		if name == "REMOTE_ADDR" {
			return &code.Value{Kind: "request", Part: "client"}
		}
		rest, isHeader := strings.CutPrefix(name, "HTTP_")
		if !isHeader {
			return &code.Value{Kind: "unknown"}
		}
		name = strings.ReplaceAll(rest, "_", "-")
	}
	if attribute == "kwargs" && strings.Contains(strings.ToLower(name), "passw") {
		part = "body" // of a form
	}
	if part == "header" {
		name = strings.ToLower(name)
	}
	return &code.Value{Kind: "request", Part: part, Name: name}
}

// client returns the address of the peer where an attribute is that: request.client.host, request.remote_addr, request.remote, request.remote_ip; or what
// the client calls a file that it sends.
func (m *module) client(node int, s *scope, steps int) *code.Value {
	object, attribute := m.Child(node, "object"), m.Text(m.Child(node, "attribute"))
	if object < 0 {
		return nil
	}
	switch attribute {
	case "host":
		if m.Nodes[object].Kind != "attribute" || m.Text(m.Child(object, "attribute")) != "client" {
			return nil
		}
		object = m.Child(object, "object")
	case "filename": // of a file that was sent, as in request.files["x"].filename
		if v := m.value(object, s, min(steps, 3)); v.Kind == "request" && v.Part == "file" {
			return v
		}
		return nil
	case "password", "token", "username": // of what Flask takes from Authorization
		return m.authorization(object, attribute, s)
	case "remote_addr", "remote", "remote_ip":
	default:
		return nil
	}
	if object >= 0 && m.isRequest(object, s) {
		return &code.Value{Kind: "request", Part: "client"}
	}
	return nil
}

// authorization returns the part of the header Authorization that an attribute of request.authorization is, nil where the object is
// something else: https://werkzeug.palletsprojects.com/en/stable/datastructures/#werkzeug.datastructures.Authorization
func (m *module) authorization(object int, attribute string, s *scope) *code.Value {
	if m.Nodes[object].Kind == "identifier" {
		bound := s.lookup(m.Text(object))
		if len(bound) != 1 || bound[0].kind != bindValue || bound[0].node < 0 {
			return nil
		}
		object, s = bound[0].node, bound[0].scope
	}
	if m.Nodes[object].Kind != "attribute" || m.Text(m.Child(object, "attribute")) != "authorization" || !m.isRequest(m.Child(object, "object"), s) {
		return nil
	}
	return &code.Value{Kind: "request", Part: "header", Name: map[string]string{"password": "authorization", "token": "authorization"}[attribute]}
}
