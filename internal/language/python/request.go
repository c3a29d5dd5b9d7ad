package python

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

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
	key, of := -1, -1
	switch m.Nodes[node].Kind {
	case "subscript":
		of, key = m.Child(node, "value"), m.Child(node, "subscript")
	case "call":
		function := m.Child(node, "function")
		if function < 0 || m.Nodes[function].Kind != "attribute" {
			return nil
		}
		list, _ := m.arguments(node)
		if !slices.Contains([]string{"get", "getlist", "getone", "pop"}, m.Text(m.Child(function, "attribute"))) {
			return nil
		}
		of, key = m.Child(function, "object"), pass(list, 0, "key")
	case "attribute":
		return m.client(node, s, steps)
	}
	if of < 0 || key < 0 {
		return nil
	}
	if m.Nodes[of].Kind != "attribute" {
		if m.Nodes[of].Kind != "identifier" {
			return nil
		}
		bound := s.lookup(m.Text(of)) // headers = request.headers
		if len(bound) != 1 || bound[0].kind != bindValue || bound[0].node < 0 || m.Nodes[bound[0].node].Kind != "attribute" {
			return nil
		}
		of, s = bound[0].node, bound[0].scope
	}
	object, attribute := m.Child(of, "object"), m.Text(m.Child(of, "attribute"))
	if attribute == "query" && object >= 0 && m.Nodes[object].Kind == "attribute" && strings.HasSuffix(m.Text(object), "rel_url") {
		object = m.Child(object, "object")
	}
	part := frameworks().Requests[attribute]
	if part == "" || object < 0 || !m.isRequest(object, s) {
		return nil
	}
	name, ok := m.value(key, s, min(steps, 3)).Is.(string)
	if !ok {
		return &code.Value{Kind: "request", Part: part}
	}
	return requested(part, attribute, name)
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
	if part == "header" {
		name = strings.ToLower(name)
	}
	return &code.Value{Kind: "request", Part: part, Name: name}
}

// client returns the address of the peer where an attribute is that: request.client.host, request.remote_addr, request.remote; or what
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
	case "remote_addr", "remote":
	default:
		return nil
	}
	if object >= 0 && m.isRequest(object, s) {
		return &code.Value{Kind: "request", Part: "client"}
	}
	return nil
}
