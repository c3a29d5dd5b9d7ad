package javascript

import (
	"slices"
	"strings"
)

// wrapped returns the handler of requests that a call puts something around, -1 for none: asyncHandler(async (req, res) => {}).
func (m *module) wrapped(call int) int {
	if call < 0 || m.Nodes[call].Kind != "call_expression" {
		return -1
	}
	at, function := m.Child(call, "arguments"), m.Child(call, "function")
	if at < 0 || function < 0 || !slices.Contains([]string{"identifier", "member_expression"}, m.Nodes[function].Kind) {
		return -1
	}
	list := m.Named(at)
	if len(list) == 0 || !m.isCallback(list[len(list)-1]) {
		return -1
	}
	parameters := m.Child(list[len(list)-1], "parameters")
	if parameters < 0 {
		return -1
	}
	if named := m.Named(parameters); len(named) > 0 {
		if pattern := m.Child(named[0], "pattern"); pattern >= 0 && slices.Contains(requestNames, m.Text(pattern)) {
			return list[len(list)-1]
		}
	}
	return -1
}

// gatherCall gathers a call. A function that is an argument has the name of the callee with the path of a route, or that of the event
// that is the argument in front of it; or the name that is given, where it is what the call gives with something around it.
func (m *module) gatherCall(node int, s *scope, given string) {
	function, arguments := m.Child(node, "function"), m.Child(node, "arguments")
	if function < 0 {
		function = m.Child(node, "constructor")
	}
	if function >= 0 {
		m.gatherNode(function, s)
	}
	if arguments < 0 {
		return
	}
	name := m.textOf(function)
	m.gatherHanded(name, arguments, s)
	name = name[strings.LastIndexByte(name, '.')+1:]
	if len(name) > 40 || strings.ContainsAny(name, "()\n ") {
		name = "callback"
	}
	for i, argument := range m.Named(arguments) {
		if text := m.plainText(argument); i == 0 && m.Nodes[argument].Kind == "string" {
			if isEvent(text) {
				name = text
			} else if strings.HasPrefix(text, "/") && len(text) < 80 {
				name += " " + text
			}
		}
		if given != "" && argument == m.wrapped(node) {
			m.gatherValue(argument, s, given)
			continue
		}
		m.gatherValue(argument, s, name)
		if inner := m.scopes[argument]; inner != nil {
			inner.isArgument = true
		}
	}
}

// maxHanded bounds how many calls of one setter are remembered.
const maxHanded = 8

// gatherHanded remembers the argument of a setter.
func (m *module) gatherHanded(name string, arguments int, s *scope) {
	if !strings.HasPrefix(name, "set") || len(name) > 40 || len(m.handed[name]) == maxHanded {
		return
	}
	if list := m.Named(arguments); len(list) == 1 && !m.isCallback(list[0]) {
		if m.handed == nil {
			m.handed = map[string][]handed{}
		}
		m.handed[name] = append(m.handed[name], handed{list[0], s})
	}
}

// isEvent reports whether a text may be the name of an event.
func isEvent(text string) bool {
	return text != "" && len(text) < 30 && strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == ""
}
