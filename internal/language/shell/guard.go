package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/seclint/seclint/internal/code"
)

// guard returns the condition that a command is.
func (s *script) guard(stmt *syntax.Stmt) *code.Guard {
	return &code.Guard{Place: s.place(stmt), Test: code.At(s.place(stmt), s.test(stmt, 0))}
}

// maxTests bounds how many conditions are inside each other.
const maxTests = 20

// test returns what a command asks about.
func (s *script) test(stmt *syntax.Stmt, steps int) *code.Value {
	v := &code.Value{Kind: "unknown"}
	if steps > maxTests {
		return v
	}
	switch cmd := stmt.Cmd.(type) {
	case *syntax.CallExpr:
		v = s.testCall(cmd)
	case *syntax.TestClause:
		v = s.expression(cmd.X, steps)
	case *syntax.BinaryCmd:
		if cmd.Op == syntax.AndStmt || cmd.Op == syntax.OrStmt {
			v = &code.Value{Kind: joined(cmd.Op == syntax.AndStmt), Items: []*code.Value{s.test(cmd.X, steps+1), s.test(cmd.Y, steps+1)}}
		}
	case *syntax.Block:
		if n := len(cmd.Stmts); n > 0 {
			v = s.test(cmd.Stmts[n-1], steps+1)
		}
	}
	if stmt.Negated {
		return code.Not(v)
	}
	return v
}

func joined(isAnd bool) string {
	if isAnd {
		return "and"
	}
	return "either"
}

// testCall returns what [ asks about; any other program is a call.
func (s *script) testCall(call *syntax.CallExpr) *code.Value {
	if len(call.Args) == 0 {
		return &code.Value{Kind: "unknown"}
	}
	args := call.Args[1:]
	switch call.Args[0].Lit() {
	case "test":
	case "[":
		if n := len(args); n > 0 && args[n-1].Lit() == "]" {
			args = args[:n-1]
		}
	default:
		return &code.Value{Kind: "call", Name: call.Args[0].Lit()}
	}
	if len(args) > 0 && args[0].Lit() == "!" {
		return code.Not(s.classic(args[1:]))
	}
	return s.classic(args)
}

// classic returns what the arguments of [ ask about.
func (s *script) classic(args []*syntax.Word) *code.Value {
	for i, arg := range args { // [ -n "$A" -a -n "$B" ]
		if word := arg.Lit(); i > 0 && i+1 < len(args) && (word == "-a" || word == "-o") {
			return &code.Value{Kind: joined(word == "-a"), Items: []*code.Value{s.classic(args[:i]), s.classic(args[i+1:])}}
		}
	}
	switch len(args) {
	case 1:
		return s.value(args[0])
	case 2:
		return unary(args[0].Lit(), s.value(args[1]))
	case 3:
		return compared(args[1].Lit(), s.value(args[0]), s.value(args[2]))
	}
	return &code.Value{Kind: "unknown"}
}

// unary returns what a test of one value asks about.
func unary(operator string, v *code.Value) *code.Value {
	switch operator {
	case "-z":
		return &code.Value{Kind: "not", Items: []*code.Value{v}}
	case "-n", "-v":
		return v
	}
	return &code.Value{Kind: "unknown", Items: []*code.Value{v}}
}

// compared returns a comparison. An x in front of both sides is there for shells that are long gone.
func compared(operator string, left, right *code.Value) *code.Value {
	switch operator {
	case "=", "==", "-eq":
		operator = "=="
	case "!=", "-ne":
	default:
		return &code.Value{Kind: "unknown", Items: []*code.Value{left, right}}
	}
	text, isText := right.Is.(string)
	if first := left.Items; isText && left.Kind == "template" && len(first) == 2 && strings.EqualFold(text, "x") {
		if before, ok := first[0].Is.(string); ok && strings.EqualFold(before, "x") {
			left, right = first[1], code.Literal(right.Place, "")
		}
	}
	return &code.Value{Kind: "comparison", Part: operator, Items: []*code.Value{left, right}}
}

// expression returns what [[ asks about.
func (s *script) expression(x syntax.TestExpr, steps int) *code.Value {
	if steps > maxTests {
		return &code.Value{Kind: "unknown"}
	}
	switch x := x.(type) {
	case *syntax.Word:
		return s.value(x)
	case *syntax.ParenTest:
		return s.expression(x.X, steps+1)
	case *syntax.UnaryTest:
		v := s.expression(x.X, steps+1)
		if x.Op == syntax.TsNot {
			return code.Not(v)
		}
		return unary(x.Op.String(), v)
	case *syntax.BinaryTest:
		left, right := s.expression(x.X, steps+1), s.expression(x.Y, steps+1)
		if x.Op == syntax.AndTest || x.Op == syntax.OrTest {
			return &code.Value{Kind: joined(x.Op == syntax.AndTest), Items: []*code.Value{left, right}}
		}
		return compared(x.Op.String(), left, right)
	}
	return &code.Value{Kind: "unknown"}
}

// loop returns the condition under which a loop goes on.
func (s *script) loop(clause *syntax.WhileClause) *code.Guard {
	guard := &code.Guard{Place: s.place(clause), Test: &code.Value{Kind: "loop"}}
	if n := len(clause.Cond); n > 0 {
		test := s.test(clause.Cond[n-1], 0)
		if clause.Until {
			test = code.Not(test)
		}
		guard.Test.Items = []*code.Value{test}
	}
	return guard
}
