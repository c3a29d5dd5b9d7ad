package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/seclint/seclint/internal/code"
)

// words collects the facts inside of words: settings, and the commands of substitutions.
func (s *script) words(c context, words ...*syntax.Word) {
	for _, w := range words {
		if w != nil {
			s.walk(w, c)
		}
	}
}

// walk collects the facts inside of an expression.
func (s *script) walk(n syntax.Node, c context) {
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			inner := c
			if n.Param != nil && n.Exp != nil && (n.Exp.Op == syntax.AssignUnset || n.Exp.Op == syntax.AssignUnsetOrNull) {
				inner.target = n.Param.Value // : "${A:=x}"
			}
			s.expansion(n, inner)
			if n.Exp != nil && n.Exp.Word != nil {
				s.substitutions(n.Exp.Word, inner)
			}
			return false
		case *syntax.CmdSubst:
			s.taken(n.Stmts, c)
			return false
		case *syntax.ProcSubst:
			s.taken(n.Stmts, c)
			return false
		}
		return true
	})
}

// substitutions collects the facts of the commands and variables in the default of an expansion. What such a command gives is the default
// of a setting, and no call that a variable gets something of.
func (s *script) substitutions(w *syntax.Word, c context) {
	if s.depth++; s.depth <= maxDepth {
		c.target = ""
		s.walk(w, c)
	}
	s.depth--
}

// taken collects the facts of commands of which something takes what they write.
func (s *script) taken(stmts []*syntax.Stmt, c context) {
	inner := c
	inner.isTaken = true
	if source := randomIn(stmts); source != "" && c.target != "" {
		place := s.place(stmts[0])
		s.add(&code.Call{Place: place, Context: c.code(), Callee: source, Is: "random", Target: c.target})
	}
	inner.target = ""
	s.statements(stmts, inner)
}

// shows notes that the log of the shell shows a value.
func (s *script) shows(v *code.Value) {
	if list := s.tracer.Arguments["shows"]; len(list.Items) < maxParts {
		list.Items = append(list.Items, v)
	}
}

// trace notes that from here on the shell writes all commands to its log.
func (s *script) trace(at code.Place, c context) {
	s.traced = true
	s.tracer = &code.Call{Place: at, Context: c.code(), Callee: "set", Is: "trace", Arguments: map[string]*code.Value{
		"shows": {Place: at, Kind: "list"},
	}}
	s.add(s.tracer)
}

// add adds a call.
func (s *script) add(call *code.Call) {
	if len(s.out.Calls) < maxFacts {
		s.out.Calls = append(s.out.Calls, call)
	}
}

// redirects collects the facts of the redirections of a command. A command whose output goes to a file writes a file.
func (s *script) redirects(stmt *syntax.Stmt, c context) context {
	for _, r := range stmt.Redirs {
		s.words(c, r.Word, r.Hdoc)
		switch r.Op {
		case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.RdrAll, syntax.AppAll:
			if r.N != nil && r.N.Value != "1" {
				continue
			}
			c.isTaken = true
			s.sshSettings(stmt, s.value(r.Word), c)
			if file := s.value(r.Word); file.Is != "/dev/null" && file.Is != "/dev/stderr" && file.Is != "/dev/stdout" {
				s.add(&code.Call{Place: s.place(stmt), Context: c.code(), Callee: ">", Is: "write-file", Arguments: map[string]*code.Value{
					"path": file, "data": s.data(stmt),
				}})
			} else if file.Is != "/dev/null" {
				c.isTaken = false
			}
		}
	}
	return c
}

// data returns the variables of which a command writes something.
func (s *script) data(stmt *syntax.Stmt) *code.Value {
	list := &code.Value{Place: s.place(stmt), Kind: "list"}
	visits := 0
	syntax.Walk(stmt, func(n syntax.Node) bool {
		if visits++; visits > maxVisits || len(list.Items) >= maxParts {
			return false
		}
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil && isName(p.Param.Value) {
			list.Items = append(list.Items, &code.Value{Place: s.place(p), Kind: "name", Name: p.Param.Value})
		}
		return true
	})
	return list
}
