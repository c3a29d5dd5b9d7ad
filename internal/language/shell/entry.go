package shell

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/source"
)

// Entry is what a command starts in the end: behind exec, env, sudo and the like, sh -c, and scripts that start what they are given.
type Entry struct {
	// Program is the base name of the program, such as uvicorn; "" where it is not known.
	Program string
	// Module is the module of a Python program, File the script of any other, as the command names them; Script is the script of a
	// package.json.
	Module, File, Script string
	// Host is the address that it listens on as the command says it, "" for every interface; nil where the command does not say it. Port
	// is 0 where it is not known.
	Host *string
	Port int
	// IsDefault is set where Host is the default of the program, IsServer for a program of the table that listens.
	IsDefault, IsServer bool
	// Variables are those that the command and the scripts set for the program, with their values where these are written out.
	Variables map[string]string
	// Through are the scripts that start it, outermost first.
	Through []string
}

// maxThrough bounds how many scripts start each other.
const maxThrough = 4

// EntryOf returns what a command starts. find returns the text of a script by the name that the command has for it, nil for anything else.
func EntryOf(words []string, find func(name string) []byte) Entry {
	e := Entry{Variables: map[string]string{}}
	e.follow(literals(words), find)
	return e
}

func literals(words []string) []*code.Value {
	values := make([]*code.Value, 0, len(words))
	for _, word := range words[:min(len(words), maxWords)] {
		values = append(values, code.Literal(code.Place{}, word))
	}
	return values
}

// follow follows a command to what it starts.
func (e *Entry) follow(words []*code.Value, find func(name string) []byte) {
	given := map[string]*code.Value{}
	words = started(words, given)
	for name, v := range given {
		if text, ok := constant(v); ok {
			e.Variables[name] = text
		}
	}
	if len(words) == 0 {
		return
	}
	text, ok := constant(words[0])
	if !ok {
		return
	}
	rest := words[1:]
	if interpreter.MatchString(path.Base(text)) && strings.HasSuffix(path.Base(text), "sh") {
		e.shell(rest, find)
		return
	}
	if content := find(text); content != nil && len(e.Through) < maxThrough {
		e.script(text, content, rest, find)
		return
	}
	e.program(path.Base(text), rest)
}

// shell follows a shell that starts a script, or the text of one.
func (e *Entry) shell(rest []*code.Value, find func(name string) []byte) {
	for i, word := range rest {
		text, ok := constant(word)
		switch {
		case !ok:
			return
		case strings.HasPrefix(text, "-") && strings.HasSuffix(text, "c") && i+1 < len(rest):
			if script, ok := constant(rest[i+1]); ok && len(e.Through) < maxThrough {
				e.script("sh -c", []byte(script), rest[min(i+3, len(rest)):], find)
			}
			return
		case strings.HasPrefix(text, "-"):
		default:
			if content := find(text); content != nil && len(e.Through) < maxThrough {
				e.script(text, content, rest[i+1:], find)
			}
			return
		}
	}
}

// script follows a script to the program that it becomes: what its last command starts.
func (e *Entry) script(name string, content []byte, given []*code.Value, find func(name string) []byte) {
	parsed, _, err := parse(content)
	if err != nil {
		return
	}
	e.Through = append(e.Through, name)
	s := newScript(source.NewFile("script", content), "shell")
	s.run(parsed, 0)
	for name := range s.exported {
		if v := s.names[name]; v != nil && v.Kind == "literal" {
			e.Variables[name], _ = v.Is.(string)
		}
	}
	call := last(parsed.Stmts)
	if call == nil {
		return
	}
	var words []*code.Value
	for _, arg := range call.Args[:min(len(call.Args), maxWords)] {
		if v := s.value(arg); v.Kind == "parameter" && (v.Name == "@" || v.Name == "*") {
			words = append(words, given...)
		} else {
			words = append(words, v)
		}
	}
	for _, a := range call.Assigns {
		if text, ok := constant(s.value(a.Value)); ok && a.Name != nil {
			e.Variables[a.Name.Value] = text
		}
	}
	e.follow(words, find)
}

// last returns the last command of a script, nil where that is no simple one. Of an if at the end it is that of the last branch.
func last(stmts []*syntax.Stmt) *syntax.CallExpr {
	for range maxDepth {
		if len(stmts) == 0 {
			return nil
		}
		switch cmd := stmts[len(stmts)-1].Cmd.(type) {
		case *syntax.CallExpr:
			return cmd
		case *syntax.BinaryCmd:
			if cmd.Op == syntax.Pipe || cmd.Op == syntax.PipeAll {
				stmts = []*syntax.Stmt{cmd.X}
			} else {
				stmts = []*syntax.Stmt{cmd.Y}
			}
		case *syntax.Block:
			stmts = cmd.Stmts
		case *syntax.Subshell:
			stmts = cmd.Stmts
		case *syntax.IfClause:
			for cmd.Else != nil {
				cmd = cmd.Else
			}
			stmts = cmd.Then
		default:
			return nil
		}
	}
	return nil
}

// constant returns the text of a value that is written out, or of what a variable has when nobody sets it.
func constant(v *code.Value) (string, bool) {
	switch v = code.PlainDefault(v); {
	case v == nil:
		return "", false
	case v.Kind == "literal" || v.Kind == "default":
		text, ok := v.Is.(string)
		return text, ok
	case v.Kind == "template":
		all := ""
		for _, item := range v.Items {
			text, ok := constant(item)
			if !ok {
				return "", false
			}
			all += text
		}
		return all, true
	}
	return "", false
}

// program takes up a program with its arguments.
func (e *Entry) program(name string, rest []*code.Value) {
	e.Program = name
	if p := programs().find(name, rest); p != nil && p.Is == "listen" {
		e.server(p, rest)
		return
	}
	switch {
	case strings.HasPrefix(name, "python") || name == "pypy3":
		e.python(rest)
	case slices.Contains([]string{"npm", "yarn", "pnpm", "bun"}, name):
		e.packaged(rest)
	case slices.Contains([]string{"node", "nodejs", "deno", "tsx", "ts-node", "nodemon", "pm2-runtime", "ruby", "php", "luajit", "lua"}, name):
		e.File = firstFile(rest)
	case name == "go" && len(rest) > 1 && rest[0].Is == "run":
		e.File = firstFile(rest[1:])
	}
}

// firstFile returns the first argument that is no option.
func firstFile(words []*code.Value) string {
	for _, word := range words {
		if text, ok := constant(word); ok && !strings.HasPrefix(text, "-") && text != "run" {
			return text
		}
	}
	return ""
}

func (e *Entry) python(rest []*code.Value) {
	for i := 0; i < len(rest); i++ {
		text, ok := constant(rest[i])
		switch {
		case !ok || text == "-c":
			return
		case text == "-m" && i+1 < len(rest):
			e.Module, _ = constant(rest[i+1])
			return
		case text == "-W" || text == "-X":
			i++
		case !strings.HasPrefix(text, "-"):
			e.File = text
			return
		}
	}
}

// packaged takes up the script of a package.json that a package manager starts.
func (e *Entry) packaged(rest []*code.Value) {
	for _, word := range rest {
		text, ok := constant(word)
		switch {
		case !ok:
			return
		case strings.HasPrefix(text, "-") || text == "run" || text == "run-script":
		default:
			e.Script = text
			return
		}
	}
}

// server takes up a program of the table that listens: what it runs, and where.
func (e *Entry) server(p *program, rest []*code.Value) {
	arguments := map[string]*code.Value{}
	p.read(rest, arguments)
	e.IsServer = true
	app, _ := constant(orEmpty(arguments["app"]))
	if module, _, ok := strings.Cut(app, ":"); ok || !strings.HasSuffix(app, ".py") {
		e.Module = strings.TrimSuffix(module, "()")
	} else {
		e.File = app
	}
	if p.Word == "runserver" {
		e.File = "manage.py"
	}
	e.address(arguments)
}

// address takes up where a server listens: of several addresses the widest.
func (e *Entry) address(arguments map[string]*code.Value) {
	if text, ok := constant(orEmpty(arguments["port"])); ok {
		e.Port, _ = strconv.Atoi(text)
	}
	if sock := arguments["sock"]; sock != nil {
		return
	}
	binds := []*code.Value{arguments["bind"]}
	if list := arguments["bind"]; list != nil && list.Kind == "list" {
		binds = list.Items
	}
	for _, bind := range binds {
		if text, ok := constant(orEmpty(bind)); ok && text != "" && !strings.HasPrefix(text, "unix:") && !strings.HasPrefix(text, "fd:") {
			host := text
			if i := strings.LastIndexByte(text, ':'); i >= 0 {
				host = strings.Trim(text[:i], "[]")
				e.Port, _ = strconv.Atoi(text[i+1:])
			} else if n, err := strconv.Atoi(text); err == nil {
				host, e.Port = "127.0.0.1", n
			}
			if e.Host == nil || e.IsDefault {
				e.Host, e.IsDefault = &host, bind.Kind == "default"
			}
		}
	}
	if host, ok := constant(orEmpty(arguments["host"])); ok && (arguments["bind"] == nil || arguments["host"].Kind != "default") {
		e.Host, e.IsDefault = &host, arguments["host"].Kind == "default"
	}
}
