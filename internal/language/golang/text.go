package golang

import (
	"go/ast"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// joined returns a text that a call makes of parts; nil for any other call.
func (m *module) joined(e *ast.CallExpr, full string, s *scope, steps int) *code.Value {
	switch full {
	case "fmt.Sprintf":
		if len(e.Args) > 0 {
			return m.formatted(e, s, steps)
		}
	case "fmt.Sprint", "path.Join", "path/filepath.Join":
		v := &code.Value{Kind: "template", Part: "/"}
		for _, part := range e.Args[:min(len(e.Args), maxItems)] {
			v.Items = append(v.Items, m.value(part, s, min(steps-1, 6)))
		}
		return v
	case "net.JoinHostPort":
		if len(e.Args) == 2 {
			host, port := m.value(e.Args[0], s, steps-1), m.value(e.Args[1], s, steps-1)
			return &code.Value{Kind: "template", Part: "+", Items: []*code.Value{host, code.Literal(m.place(e), ":"), port}}
		}
	}
	return nil
}

// formatted returns the parts of a text that is made by a format: fmt.Sprintf("%s:%d", host, port).
func (m *module) formatted(e *ast.CallExpr, s *scope, steps int) *code.Value {
	v := &code.Value{Kind: "template", Part: "+"}
	format, ok := m.value(e.Args[0], s, steps-1).Is.(string)
	if !ok {
		v.Items = append(v.Items, m.value(e.Args[0], s, min(steps-1, 4)))
	}
	at := m.place(e.Args[0])
	next := 1
	for len(format) > 0 && len(v.Items) < maxItems {
		verb := strings.IndexByte(format, '%')
		if verb < 0 {
			break
		}
		if verb > 0 {
			v.Items = append(v.Items, code.Literal(at, format[:verb]))
		}
		end := verb + 1
		for end < len(format) && strings.IndexByte("+-# 0123456789.[]", format[end]) >= 0 {
			end++
		}
		if end < len(format) && format[end] == '%' {
			v.Items = append(v.Items, code.Literal(at, "%"))
		} else if next < len(e.Args) {
			v.Items = append(v.Items, m.value(e.Args[next], s, min(steps-1, 6)))
			next++
		}
		format = format[min(end+1, len(format)):]
	}
	if format != "" {
		v.Items = append(v.Items, code.Literal(at, format))
	}
	for ; next < len(e.Args) && !ok && len(v.Items) < maxItems; next++ {
		v.Items = append(v.Items, m.value(e.Args[next], s, min(steps-1, 6)))
	}
	if len(v.Items) == 1 && v.Items[0].Kind == "literal" {
		return code.Literal(at, v.Items[0].Is)
	}
	return v
}

// address returns the address that a server listens on as a list of its host and its port, where the host is known; else the address.
// The host of :8080 is empty: every interface.
func address(v *code.Value) *code.Value {
	pair := func(host, port *code.Value) *code.Value {
		return &code.Value{Place: v.Place, Kind: "list", Items: []*code.Value{host, port}}
	}
	if text, ok := v.Is.(string); ok && v.Kind == "literal" {
		if colon := strings.LastIndexByte(text, ':'); colon >= 0 {
			host := strings.Trim(text[:colon], "[]")
			return pair(code.Literal(v.Place, host), code.Literal(v.Place, text[colon+1:]))
		}
		return v
	}
	if v.Kind != "template" || len(v.Items) < 2 {
		return v
	}
	first, isText := v.Items[0].Is.(string)
	if v.Items[0].Kind == "literal" && isText {
		if host, _, found := strings.Cut(first, ":"); found && !strings.Contains(host, "[") {
			return pair(code.Literal(v.Place, host), v.Items[len(v.Items)-1])
		}
		return v
	}
	second, ok := v.Items[1].Is.(string)
	if !ok && len(v.Items) == 2 && v.Items[1].Default != nil { // a setting that has the colon: ":3000"
		second, _ = v.Items[1].Default.Is.(string)
	}
	if strings.HasPrefix(second, ":") {
		port := v.Items[len(v.Items)-1]
		if len(v.Items) == 2 {
			port = code.Literal(port.Place, second[1:])
		}
		return pair(v.Items[0], port)
	}
	return v
}
