package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// maxParts bounds how many parts of one word are looked at, maxSteps how many words are inside each other in a value, and maxVisits how
// many nodes of the commands in a substitution are.
const (
	maxParts  = 100
	maxSteps  = 5
	maxVisits = 500
)

// value returns what a word is, nil for none.
func (s *script) value(w *syntax.Word) *code.Value {
	if w == nil {
		return &code.Value{Kind: "literal", Is: ""}
	}
	if s.steps++; s.steps > maxSteps {
		s.steps--
		return &code.Value{Place: s.place(w), Kind: "unknown"}
	}
	defer func() { s.steps-- }()
	parts := s.parts(w.Parts, nil)
	switch len(parts) {
	case 0:
		return &code.Value{Place: s.place(w), Kind: "literal", Is: ""}
	case 1:
		return code.At(s.place(w), parts[0])
	}
	return &code.Value{Place: s.place(w), Kind: "template", Items: parts}
}

// parts returns the values of the parts of a word, texts beside each other as one.
func (s *script) parts(parts []syntax.WordPart, to []*code.Value) []*code.Value {
	for _, part := range parts {
		if len(to) >= maxParts {
			return append(to, &code.Value{Place: s.place(part), Kind: "unknown"})
		}
		switch part := part.(type) {
		case *syntax.Lit:
			to = s.text(to, part, unescaped(part.Value))
		case *syntax.SglQuoted:
			to = s.text(to, part, part.Value)
		case *syntax.DblQuoted:
			if len(part.Parts) == 0 {
				to = s.text(to, part, "")
			}
			to = s.parts(part.Parts, to)
		case *syntax.ParamExp:
			to = append(to, code.At(s.place(part), s.variable(part)))
		case *syntax.CmdSubst:
			to = append(to, code.At(s.place(part), s.output(part.Stmts)))
		default:
			to = append(to, &code.Value{Place: s.place(part), Kind: "unknown"})
		}
	}
	return to
}

func (s *script) text(to []*code.Value, part syntax.WordPart, text string) []*code.Value {
	if last := len(to) - 1; last >= 0 && to[last].Kind == "literal" {
		before, _ := to[last].Is.(string)
		to[last].Is = before + text
		return to
	}
	return append(to, code.Literal(s.place(part), text))
}

// escape is a backslash with what it takes the meaning off.
var escape = lazyregexp.New(`\\(?:\r?\n|(.))`)

func unescaped(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	return escape.ReplaceAllString(text, "$1")
}

// variable returns what an expansion gives.
func (s *script) variable(p *syntax.ParamExp) *code.Value {
	if p.Param == nil {
		return &code.Value{Kind: "unknown"}
	}
	name := p.Param.Value
	switch {
	case p.Length || p.Excl || p.Width || p.Index != nil || p.Slice != nil || p.Repl != nil || p.Names != 0:
		return &code.Value{Kind: "unknown"}
	case strings.Trim(name, "0123456789") == "" || name == "@" || name == "*":
		return &code.Value{Kind: "parameter", Name: name}
	case name == "RANDOM" || name == "SRANDOM":
		return &code.Value{Kind: "call", Name: name}
	case !isName(name):
		return &code.Value{Kind: "unknown"}
	}
	v := s.named(name)
	if p.Exp == nil {
		return v
	}
	switch p.Exp.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		if v.Kind == "environment" && v.Default == nil {
			with := *v
			with.Default = s.value(p.Exp.Word)
			return &with
		}
		return v
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		if v.Kind == "environment" {
			with := *v
			with.Part = "required"
			return &with
		}
		return v
	}
	return &code.Value{Kind: "unknown"}
}

// named returns what a variable has: what the script set it to, else it is one of the environment.
func (s *script) named(name string) *code.Value {
	if v := s.names[name]; v != nil {
		switch v.Kind {
		case "literal":
			return &code.Value{Kind: "setting", Name: name, Default: v}
		case "environment", "setting", "either", "parameter", "request":
			return v
		}
		return &code.Value{Kind: "name", Name: name, Items: []*code.Value{v}}
	}
	if part, ok := programs().Requests.Variables[name]; ok {
		return &code.Value{Kind: "request", Part: part, Name: name}
	}
	return &code.Value{Kind: "environment", Name: name}
}

var nameForm = lazyregexp.New(`^[A-Za-z_]\w*$`)

func isName(text string) bool { return nameForm.MatchString(text) }

// output returns what the commands of a substitution write: the call of the last one, or of the one that gives a random text.
func (s *script) output(stmts []*syntax.Stmt) *code.Value {
	if source := randomIn(stmts); source != "" {
		return &code.Value{Kind: "call", Name: source}
	}
	if len(stmts) == 0 {
		return &code.Value{Kind: "unknown"}
	}
	parts := stages(stmts[len(stmts)-1])
	call, ok := parts[0].Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return &code.Value{Kind: "unknown"}
	}
	v := &code.Value{Kind: "call", Name: call.Args[0].Lit()}
	if v.Name == "" {
		return &code.Value{Kind: "unknown"}
	}
	if len(parts) == 1 && (v.Name == "echo" || v.Name == "printf") {
		for _, arg := range call.Args[1:min(len(call.Args), 5)] {
			v.Items = append(v.Items, s.value(arg))
		}
	}
	return v
}

// randomIn returns what in some commands gives a random text, such as "openssl rand"; "" for nothing.
func randomIn(stmts []*syntax.Stmt) string {
	found, visits := "", 0
	for _, stmt := range stmts[:min(len(stmts), maxVisits)] {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			if visits++; found != "" || visits > maxVisits {
				return false
			}
			switch n := n.(type) {
			case *syntax.CallExpr:
				found = randomCommand(n.Args)
			case *syntax.Redirect:
				found = randomFile(n.Word)
			}
			return found == ""
		})
	}
	return found
}

func randomFile(w *syntax.Word) string {
	if w != nil {
		for _, file := range programs().Random.Files {
			if w.Lit() == file {
				return file
			}
		}
	}
	return ""
}

// randomCommand returns what a command gives a random text by.
func randomCommand(args []*syntax.Word) string {
	if len(args) == 0 {
		return ""
	}
	line := args[0].Lit()
	for _, arg := range args[1:min(len(args), 3)] {
		line += " " + arg.Lit()
	}
	for _, command := range programs().Random.Commands {
		if line == command || strings.HasPrefix(line, command+" ") {
			return command
		}
	}
	for _, arg := range args[1:min(len(args), 20)] {
		if file := randomFile(arg); file != "" {
			return file
		}
		text := plain(arg)
		for _, call := range programs().Random.Code {
			if strings.Contains(text, call) {
				return args[0].Lit() + " " + call
			}
		}
	}
	return ""
}

// plain returns the text of a word as far as it is written out.
func plain(w *syntax.Word) string {
	text := ""
	for _, part := range w.Parts {
		switch part := part.(type) {
		case *syntax.Lit:
			text += part.Value
		case *syntax.SglQuoted:
			text += part.Value
		case *syntax.DblQuoted:
			for _, inner := range part.Parts {
				if lit, ok := inner.(*syntax.Lit); ok {
					text += lit.Value
				}
			}
		}
	}
	return text
}
