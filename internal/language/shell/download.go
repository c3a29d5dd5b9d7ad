package shell

import (
	"path"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// interpreter finds the programs that run a text that they are given.
var interpreter = lazyregexp.New(`^((ba|da|a|k|z)?sh|python[0-9.]*|perl|ruby|node|php)$`)

// runDownload notes a pipe from a program that fetches something to one that runs it.
func (s *script) runDownload(stmt *syntax.Stmt, parts []*syntax.Stmt, c context) {
	last, ok := parts[len(parts)-1].Cmd.(*syntax.CallExpr)
	if !ok {
		return
	}
	fetch := s.download(parts[0])
	words := started(s.literals(last.Args), nil)
	if fetch == nil || len(words) == 0 {
		return
	}
	text, _ := words[0].Is.(string)
	if name := path.Base(text); interpreter.MatchString(name) && readsInput(words[1:]) {
		s.addRun(s.place(stmt), fetch, name, c)
	}
}

// readsInput reports whether an interpreter with some arguments runs what it reads from its input.
func readsInput(words []*code.Value) bool {
	for _, word := range words {
		text, _ := word.Is.(string)
		switch {
		case text == "-s" || text == "-" || text == "--" || text == "/dev/stdin":
			return true
		case text == "-c" || text == "-m" || text == "-e":
			return false
		case !strings.HasPrefix(text, "-"):
			return false
		case !strings.HasPrefix(text, "--") && strings.Contains(text, "s"):
			return true
		}
	}
	return true
}

func (s *script) addRun(at code.Place, fetch *code.Call, program string, c context) {
	call := &code.Call{Place: at, Context: c.code(), Callee: fetch.Callee, Is: "run-download", Arguments: map[string]*code.Value{
		"program": code.Literal(at, program),
	}}
	if url := fetch.Arguments["url"]; url != nil {
		call.Arguments["url"] = url
	}
	s.add(call)
}

// download returns the call of a command that writes what it fetches to its output, nil for any other.
func (s *script) download(stmt *syntax.Stmt) *code.Call {
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	words := started(s.literals(call.Args), nil)
	if len(words) == 0 {
		return nil
	}
	text, _ := words[0].Is.(string)
	p := programs().find(path.Base(text), words[1:])
	if p == nil || !p.Download {
		return nil
	}
	found := &code.Call{Callee: path.Base(text), Arguments: map[string]*code.Value{}}
	p.read(words[1:], found.Arguments)
	return found
}

// literals returns the values of words.
func (s *script) literals(words []*syntax.Word) []*code.Value {
	words = words[:min(len(words), maxWords)]
	values := make([]*code.Value, len(words))
	for i, w := range words {
		values[i] = s.value(w)
	}
	return values
}

// runsFetched notes a command that runs what another one in it fetches: sh -c "$(curl ...)", source <(curl ...). It reports whether there
// is nothing more to say of it.
func (s *script) runsFetched(call *syntax.CallExpr, values []*code.Value, c context) bool {
	words := started(values, nil)
	if len(words) < 2 {
		return false
	}
	text, _ := words[0].Is.(string)
	name := path.Base(text)
	if !interpreter.MatchString(name) && !slices.Contains([]string{"eval", "source", "."}, name) {
		return false
	}
	for _, arg := range call.Args[1:min(len(call.Args), 6)] {
		if fetch := s.fetchedIn(arg); fetch != nil {
			s.addRun(s.place(call), fetch, name, c)
			return true
		}
	}
	return false
}

// fetchedIn returns the download that a word has the output of: "$(curl x)" or <(curl x).
func (s *script) fetchedIn(w *syntax.Word) *code.Call {
	if len(w.Parts) != 1 {
		return nil
	}
	part := w.Parts[0]
	if quoted, ok := part.(*syntax.DblQuoted); ok && len(quoted.Parts) == 1 {
		part = quoted.Parts[0]
	}
	var stmts []*syntax.Stmt
	switch part := part.(type) {
	case *syntax.CmdSubst:
		stmts = part.Stmts
	case *syntax.ProcSubst:
		stmts = part.Stmts
	}
	if len(stmts) != 1 {
		return nil
	}
	parts := stages(stmts[0])
	if len(parts) > 1 {
		return nil // what the next command makes of it is not known
	}
	return s.download(parts[0])
}

// fetch notes the file that a program writes what it fetches to.
func (s *script) fetch(p *program, call *code.Call) {
	if !p.Download {
		return
	}
	file, _ := textOf(orEmpty(call.Arguments["output"]))
	url, _ := textOf(orEmpty(call.Arguments["url"]))
	isNamed := call.Callee == "wget" && call.Arguments["output"] == nil || call.Arguments["remote"] != nil
	if isNamed && strings.Contains(url, "://") {
		file = path.Base(url)
	}
	if file != "" && file != "-" && len(s.fetched) < maxFacts {
		s.fetched[path.Clean(file)] = call
	}
}

// inner looks at what the arguments of a command are: a file that was fetched before, or the text of another script.
func (s *script) inner(args []*syntax.Word, values []*code.Value, c context) {
	words := started(values, nil)
	if len(words) == 0 {
		return
	}
	text, _ := words[0].Is.(string)
	name := path.Base(text)
	file := text
	if interpreter.MatchString(name) || name == "source" || name == "." {
		file = ""
		for i, word := range words[1:] {
			option, isText := word.Is.(string)
			if isText && strings.HasPrefix(option, "-") {
				if strings.HasSuffix(option, "c") && strings.HasSuffix(name, "sh") && i+2 < len(words) {
					s.nested(args, words[i+2], c)
				}
				continue
			}
			file = option
			break
		}
	}
	if fetch := s.fetched[path.Clean(file)]; file != "" && fetch != nil && !s.isVerified {
		s.addRun(words[0].Place, fetch, name, c)
		delete(s.fetched, path.Clean(file))
	}
}

// nested collects the facts of a script that is the argument of a shell, where its text is in the file as it is.
func (s *script) nested(args []*syntax.Word, text *code.Value, c context) {
	script, ok := text.Is.(string)
	if !ok || len(script) < 2 {
		return
	}
	for _, arg := range args {
		if s.place(arg) != text.Place {
			continue
		}
		raw := string(s.file.Content[text.Place.Start:text.Place.End])
		offset := strings.Index(raw, script)
		if offset < 0 {
			return
		}
		s.embed(script, text.Place.Start+offset, c)
	}
}

// embed collects the facts of a script that begins at an offset of the file.
func (s *script) embed(text string, at int, c context) {
	if s.depth++; s.depth < maxDepth {
		parsed, partial, err := parse([]byte(text))
		if err != nil || partial != "" {
			s.partial = "a command in it cannot be read as one of a shell"
		}
		if err == nil {
			before := s.base
			s.base = at
			s.statements(parsed.Stmts, c)
			s.base = before
		}
	}
	s.depth--
}

func orEmpty(v *code.Value) *code.Value {
	if v == nil {
		return &code.Value{}
	}
	return v
}
