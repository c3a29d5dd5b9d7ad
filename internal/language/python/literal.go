package python

import (
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// maxItems bounds how many items of a list or entries of a dictionary are looked at.
const maxItems = 200

// text fills in a string: a literal, or a template where it has parts.
func (m *module) text(v *code.Value, node int, s *scope, steps int) {
	text, parts, isTemplate := m.stringParts(node, s, steps)
	if v.Kind, v.Is = "literal", any(text); isTemplate {
		v.Kind, v.Is, v.Items = "template", nil, parts
	}
}

// stringParts returns the text of a string, and its parts where expressions are inside of it.
func (m *module) stringParts(node int, s *scope, steps int) (text string, parts []*code.Value, isTemplate bool) {
	var b strings.Builder
	m.Children(node, func(child int) bool {
		switch m.Nodes[child].Kind {
		case "string_content":
			b.WriteString(unescaped(m.Text(child)))
			parts = append(parts, code.Literal(m.place(child), unescaped(m.Text(child))))
		case "interpolation":
			isTemplate = true
			if named := m.Named(child); len(named) > 0 {
				parts = append(parts, m.value(named[0], s, steps-1))
			}
		case "string":
			inner, innerParts, template := m.stringParts(child, s, steps)
			b.WriteString(inner)
			parts, isTemplate = append(parts, innerParts...), isTemplate || template
		}
		return true
	})
	return b.String(), parts, isTemplate
}

var escapes = strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t", `\\`, `\`, `\"`, `"`, `\'`, "'", "\\\n", "")

func unescaped(text string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	return escapes.Replace(text)
}

func (m *module) constant(v *code.Value, node int) {
	text := strings.ReplaceAll(m.Text(node), "_", "")
	v.Kind = "literal"
	switch text {
	case "True":
		v.Is = true
	case "False":
		v.Is = false
	case "None":
	default:
		if n, err := strconv.ParseInt(text, 0, 64); err == nil {
			v.Is = n
		} else if f, err := strconv.ParseFloat(text, 64); err == nil {
			v.Is = f
		} else {
			v.Kind = "unknown"
		}
	}
}

func (m *module) list(v *code.Value, node int, s *scope, steps int) {
	v.Kind = "list"
	for _, child := range m.Named(node) {
		if len(v.Items) == maxItems {
			return
		}
		if m.Nodes[child].Kind == "list_splat" {
			if named := m.Named(child); len(named) == 1 {
				if spread := m.value(named[0], s, steps-1); spread.Kind == "list" {
					v.Items = append(v.Items, spread.Items...)
					continue
				}
			}
		}
		v.Items = append(v.Items, m.value(child, s, steps-1))
	}
}

// dictionary fills in a dictionary. Part is open where something that has no names is spread into it, which is among the items.
func (m *module) dictionary(v *code.Value, node int, s *scope, steps int) {
	v.Kind, v.Entries = "dictionary", map[string]*code.Value{}
	for _, child := range m.Named(node) {
		if m.Nodes[child].Kind != "pair" || len(v.Entries) == maxItems {
			v.Part = "open"
			if named := m.Named(child); m.Nodes[child].Kind == "dictionary_splat" && len(named) == 1 && len(v.Items) < maxItems {
				v.Items = append(v.Items, m.value(named[0], s, steps-1))
			}
			continue
		}
		key := m.value(m.Child(child, "key"), s, 3)
		if name, ok := key.Is.(string); ok {
			v.Entries[name] = code.At(m.place(child), m.value(m.Child(child, "value"), s, steps-1))
		} else {
			v.Part = "open"
		}
	}
}
