package python

import (
	"slices"
	"strings"
)

// isLogged reports whether a name of a function goes to a log, and nowhere else but into conditions and into itself.
func (m *module) isLogged(name string, s *scope) bool {
	if s.parent == nil || s.isClass {
		return false // other modules may use it
	}
	logged := false
	var around []int
	for i := s.node; i < int(m.Nodes[s.node].Next); i++ {
		for len(around) > 0 && i >= int(m.Nodes[around[len(around)-1]].Next) {
			around = around[:len(around)-1]
		}
		if m.Nodes[i].Kind == "identifier" && m.Text(i) == name && m.Nodes[i].Field != "left" {
			switch m.use(name, i, around) {
			case useLog:
				logged = true
			case useOther:
				return false
			}
		}
		around = append(around, i)
	}
	return logged
}

// use is what a name is used for.
type use uint8

const (
	useOther use = iota
	useLog
	useItself // it is given to itself, or compared with what is written out
)

// use returns what the name at a node is used for, by the nodes around it, outermost first.
func (m *module) use(name string, node int, around []int) use {
	if m.Nodes[node].Field == "name" {
		return useItself // a keyword
	}
	for _, at := range slices.Backward(around) {
		switch m.Nodes[at].Kind {
		case "call":
			function := m.Text(m.Child(at, "function"))
			if slices.Contains(frameworks().Loggers, function[strings.LastIndexByte(function, '.')+1:]) {
				return useLog
			}
		case "comparison_operator":
			if slices.ContainsFunc(m.Named(at), func(side int) bool { return m.Nodes[side].Kind == "string" }) {
				return useItself
			}
		case "assignment":
			if left := m.Child(at, "left"); left >= 0 && m.Text(left) == name {
				return useItself
			}
			return useOther
		case "expression_statement", "return_statement", "block":
			return useOther
		}
	}
	return useOther
}
