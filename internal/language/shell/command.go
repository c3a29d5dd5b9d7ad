package shell

import (
	"path"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/seclint/seclint/internal/code"
)

// maxWords bounds how many arguments of one command are looked at.
const maxWords = 300

// simple collects the facts of a command with its arguments, and of what is assigned in front of it.
func (s *script) simple(stmt *syntax.Stmt, call *syntax.CallExpr, c context) {
	args := call.Args[:min(len(call.Args), maxWords)]
	if len(args) == 0 {
		for _, a := range call.Assigns {
			s.assign(a, false, c)
		}
		return
	}
	given := s.before(call.Assigns, c)
	s.words(c, args...)
	values := make([]*code.Value, len(args))
	for i, arg := range args {
		values[i] = s.value(arg)
	}
	if s.runsFetched(call, values, c) {
		return
	}
	s.logsIn(s.place(stmt), values, c)
	s.command(s.place(stmt), values, given, c)
	s.inner(args, values, c)
}

// before collects the facts of the variables that a command gets, and returns those whose value is written out.
func (s *script) before(assigns []*syntax.Assign, c context) map[string]*code.Value {
	given := map[string]*code.Value{}
	for _, a := range assigns {
		if a.Name == nil || a.Value == nil {
			continue
		}
		inner := c
		inner.target, inner.isTaken = a.Name.Value, true
		s.words(inner, a.Value)
		v := s.value(a.Value)
		s.unverified(s.place(a), a.Name.Value, v, c)
		s.hostKeys(s.place(a), a.Name.Value, []*code.Value{v}, c)
		given[a.Name.Value] = v
		if v.Kind == "literal" && len(s.out.Assignments) < maxFacts {
			s.out.Assignments = append(s.out.Assignments, &code.Assignment{Place: s.place(a), Context: c.code(), Name: a.Name.Value, Value: v})
		}
	}
	return given
}

// textOf returns the text of a value, or the beginning of one that is put together.
func textOf(v *code.Value) (text string, isWhole bool) {
	if v.Kind == "template" && len(v.Items) > 0 {
		v = v.Items[0]
		text, _ = v.Is.(string)
		return text, false
	}
	text, isText := v.Is.(string)
	return text, isText && v.Kind == "literal"
}

// command collects the facts of a command by its words. given are the variables that it gets.
func (s *script) command(at code.Place, words []*code.Value, given map[string]*code.Value, c context) {
	words = started(words, given)
	if len(words) == 0 {
		return
	}
	text, isWhole := textOf(words[0])
	if !isWhole {
		return
	}
	name := path.Base(text)
	switch name {
	case "exit", "return":
		s.exit(at, words, c)
		return
	case "set":
		s.set(at, words[1:], c)
		return
	case "sleep":
		s.pause(at, words[1:], c)
		return
	case "echo", "printf", "print":
		s.print(at, name, words[1:], c)
		return
	case "sha256sum", "sha512sum", "shasum", "sha1sum", "md5sum", "cosign", "minisign", "gpgv":
		s.isVerified = true
	case "gpg", "openssl":
		s.isVerified = s.isVerified || slices.ContainsFunc(words, func(v *code.Value) bool { return v.Is == "--verify" || v.Is == "dgst" })
	}
	if s.refusing[name] {
		s.refuse(at, nil, c)
	}
	s.call(at, name, words, given, c)
}

// call adds the call of a program that the table knows, or that is given what is not written out.
func (s *script) call(at code.Place, name string, words []*code.Value, given map[string]*code.Value, c context) {
	call := &code.Call{Place: at, Context: c.code(), Callee: name, Arguments: map[string]*code.Value{}}
	if p := programs().find(name, words[1:]); p != nil {
		call.Is = p.Is
		if p.Callee != "" {
			call.Callee = p.Callee
		}
		p.read(words[1:], call.Arguments)
		s.complete(p, call, given)
		if p.Needs != "" && call.Arguments[p.Needs] == nil || p.Is == "code-eval" && !isFromRequest(call.Arguments) {
			call.Is = ""
		}
		s.fetch(p, call)
	} else if at := listens(name, words[1:]); at != nil {
		call.Is, call.Arguments["bind"] = "listen", at
	}
	if call.Is != "ssh-client" {
		s.hostKeys(at, name, words[1:], c)
	}
	if hasVariables(words[1:]) && !slices.Contains(builtins, name) {
		call.Arguments["words"] = &code.Value{Place: at, Kind: "list", Items: words[1:]}
	} else if call.Is == "" {
		return
	}
	s.add(call)
}

// builtins are commands of the shell itself: nobody sees what they are given.
var builtins = []string{
	"[", "[[", "test", "cd", "read", "shift", "trap", "wait", "source", ".", "local", "export", "unset", "true", "false", ":", "let",
	"pushd", "popd", "getopts", "type", "command", "eval", "exec", "alias", "hash", "kill", "umask", "ulimit", "mapfile", "readarray",
}

func hasVariables(words []*code.Value) bool {
	return slices.ContainsFunc(words, func(v *code.Value) bool {
		return v.Kind != "literal"
	})
}

func isFromRequest(arguments map[string]*code.Value) bool {
	for _, v := range arguments {
		if hasRequest(v) {
			return true
		}
	}
	return false
}

func hasRequest(v *code.Value) bool {
	return v.Kind == "request" || slices.ContainsFunc(v.Items, hasRequest)
}

// exit adds the end of a function or the script with an error.
func (s *script) exit(at code.Place, words []*code.Value, c context) {
	if len(words) > 1 && words[1].Is == "0" || len(words) == 1 && words[0].Is == "return" {
		return
	}
	var status *code.Value
	if len(words) > 1 {
		status = words[1]
	}
	s.refuse(at, status, c)
}

// refuse adds an end with an error, and notes which variables were looked at before.
func (s *script) refuse(at code.Place, status *code.Value, c context) {
	code.Refuse(c.guards, s.checked)
	if len(s.out.Exits) < maxFacts {
		s.out.Exits = append(s.out.Exits, &code.Exit{Place: at, Context: c.code(), Is: "raise", Value: status})
	}
}

// set turns the log of all commands on or off.
func (s *script) set(at code.Place, words []*code.Value, c context) {
	for i, word := range words {
		text, _ := word.Is.(string)
		isNamed := strings.HasSuffix(text, "o") && i+1 < len(words) && words[i+1].Is == "xtrace"
		isBundle := len(text) > 1 && !strings.HasPrefix(text, "--") && strings.Contains(text, "x")
		switch {
		case strings.HasPrefix(text, "-") && (isBundle || isNamed) && !s.traced:
			s.trace(at, c)
		case strings.HasPrefix(text, "+") && (isBundle || isNamed):
			s.traced = false
		case text == "--":
			return
		}
	}
}

// print adds what a command writes for people to read.
func (s *script) print(at code.Place, name string, words []*code.Value, c context) {
	if c.isTaken || !hasVariables(words) {
		return
	}
	s.add(&code.Call{Place: at, Context: c.code(), Callee: name, Is: "print", Arguments: map[string]*code.Value{
		"0": {Place: at, Kind: "template", Items: words},
	}})
}

// pause adds a call that waits, for as many seconds as are written there.
func (s *script) pause(at code.Place, words []*code.Value, c context) {
	if len(words) != 1 {
		return
	}
	seconds := words[0]
	text, isText := seconds.Is.(string)
	if n := code.Number(strings.TrimSuffix(text, "s")); isText && n != nil && string(s.file.Content[seconds.Start:seconds.End]) == text {
		seconds = code.Literal(seconds.Place, n)
	} else if seconds.Kind == "literal" {
		seconds = &code.Value{Place: seconds.Place, Kind: "unknown"} // of a variable, which may grow
	}
	s.add(&code.Call{Place: at, Context: c.code(), Callee: "sleep", Is: "pause", Arguments: map[string]*code.Value{"seconds": seconds}})
}

// complete adds to a call of a server what variables of the environment tell it.
func (s *script) complete(p *program, call *code.Call, given map[string]*code.Value) {
	if p.Is != "listen" {
		return
	}
	if slices.Contains(p.Names, "flask") && call.Arguments["debug"] == nil {
		for _, name := range []string{"FLASK_DEBUG", "FLASK_ENV"} {
			v := given[name]
			if v == nil {
				v = s.names[name]
			}
			if v != nil && (v.Is == "1" || v.Is == "true" || v.Is == "True" || v.Is == "development") {
				call.Arguments["debug"] = code.Literal(call.Place, true)
			}
		}
	}
	if v := call.Arguments["bind"]; v != nil && p.Word == "runserver" { // 0:8000 is 0.0.0.0:8000
		if text, ok := v.Is.(string); ok && strings.HasPrefix(text, "0:") {
			call.Arguments["bind"] = code.Literal(v.Place, "0.0.0.0"+text[1:])
		}
	}
}
