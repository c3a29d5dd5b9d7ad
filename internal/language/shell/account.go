package shell

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// looseKeys finds the option of OpenSSH that takes whoever answers for the host: ssh_config(5) of OpenSSH 9.9, StrictHostKeyChecking.
var looseKeys = lazyregexp.New(`(?i)StrictHostKeyChecking[ =]+["']?(?:no|off)\b`)

// hostKeys adds what values tell OpenSSH that another program starts, such as Git by GIT_SSH_COMMAND or core.sshCommand.
func (s *script) hostKeys(at code.Place, callee string, values []*code.Value, c context) {
	for _, v := range values {
		if text, _ := v.Is.(string); looseKeys.MatchString(text) {
			s.add(&code.Call{Place: at, Context: c.code(), Callee: callee, Is: "ssh-options", Arguments: map[string]*code.Value{"options": v}})
			return
		}
	}
}

// sshSettings adds what a command writes into the settings of OpenSSH.
func (s *script) sshSettings(stmt *syntax.Stmt, file *code.Value, c context) {
	name, _ := file.Is.(string)
	if !strings.Contains(name, "ssh") {
		return
	}
	texts := []code.Place{s.place(stmt)}
	for _, r := range stmt.Redirs {
		if r.Hdoc != nil {
			texts = append(texts, s.place(r.Hdoc))
		}
	}
	for _, at := range texts {
		if found := looseKeys.FindString(string(s.file.Content[at.Start:at.End])); found != "" {
			s.hostKeys(s.place(stmt), ">", []*code.Value{code.Literal(at, found)}, c)
			return
		}
	}
}

// setPassword adds the password of an account, or of another machine, that a command is given in a text.
func (s *script) setPassword(at code.Place, program string, password *code.Value, c context) {
	if text, _ := password.Is.(string); password.Kind == "literal" && text != "" {
		s.add(&code.Call{Place: at, Context: c.code(), Callee: program, Is: "account-password", Arguments: map[string]*code.Value{
			"password": password,
		}})
	}
}

// logsIn adds the password that sshpass types for another program: sshpass(1) 1.10, -p.
func (s *script) logsIn(at code.Place, words []*code.Value, c context) {
	if name, _ := textOf(words[0]); path.Base(name) != "sshpass" {
		return
	}
	for i, word := range words[1:] {
		text, isWhole := textOf(word)
		switch {
		case !isWhole || !strings.HasPrefix(text, "-"):
			return
		case text == "-p" && i+2 < len(words):
			s.setPassword(at, "sshpass", words[i+2], c)
			return
		case strings.HasPrefix(text, "-p"):
			s.setPassword(at, "sshpass", code.Literal(word.Place, strings.TrimPrefix(text, "-p")), c)
			return
		}
	}
}

// changesPasswords adds the passwords that a pipe writes for chpasswd, a line USER:PASSWORD each, or for passwd: chpasswd(8) and passwd(1).
func (s *script) changesPasswords(stmt *syntax.Stmt, parts []*syntax.Stmt, c context) {
	last, ok := parts[len(parts)-1].Cmd.(*syntax.CallExpr)
	if !ok || len(parts) != 2 {
		return
	}
	words := started(s.literals(last.Args), nil)
	if len(words) == 0 {
		return
	}
	name, _ := textOf(words[0])
	isLines := path.Base(name) == "chpasswd"
	first, ok := parts[0].Cmd.(*syntax.CallExpr)
	if !ok || len(first.Args) < 2 || !isLines && path.Base(name) != "passwd" {
		return
	}
	for _, arg := range first.Args[1:min(len(first.Args), maxWords)] {
		v := s.value(arg)
		text, isWhole := textOf(v)
		if !isWhole || strings.HasPrefix(text, "-") {
			continue
		}
		if isLines {
			_, text, _ = strings.Cut(text, ":")
		}
		text, _, _ = strings.Cut(strings.ReplaceAll(text, `\n`, "\n"), "\n")
		s.setPassword(s.place(stmt), path.Base(name), code.Literal(v.Place, text), c)
		return
	}
}
