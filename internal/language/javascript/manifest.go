package javascript

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/source"
)

// manifest is the file of an application that says what npm runs for it: https://docs.npmjs.com/cli/v11/configuring-npm/package-json#scripts
const manifest = "package.json"

// Beside implements code.Beside.
func (Language) Beside() string { return manifest }

func isManifest(file string) bool { return path.Base(file) == manifest }

// script is a command of a manifest, with its place.
type script struct {
	code.Place
	command string
}

// scripts returns the commands of a manifest; none where it is no JSON.
func scripts(content []byte) []script {
	decoder := json.NewDecoder(bytes.NewReader(content))
	var found []script
	depth, inScripts, key := 0, false, ""
	for len(found) < maxItems {
		start := decoder.InputOffset()
		token, err := decoder.Token()
		if err != nil {
			return found
		}
		switch token := token.(type) {
		case json.Delim:
			if token == '{' || token == '[' {
				depth++
				inScripts = depth == 2 && key == "scripts" && token == '{'
			} else {
				depth--
				inScripts = false
			}
			key = ""
		case string:
			if key == "" && (depth == 1 || inScripts) {
				key = token
				continue
			}
			if inScripts {
				start += int64(max(0, bytes.IndexByte(content[start:decoder.InputOffset()], '"')))
				found = append(found, script{code.Place{Start: int(start), End: int(decoder.InputOffset())}, token})
			}
			key = ""
		default:
			key = ""
		}
	}
	return found
}

// runs returns the facts of what npm runs, nil for none.
func runs(file *source.File) *code.Module {
	m := &code.Module{Place: code.Place{End: len(file.Content)}, Language: "javascript", File: file}
	for _, s := range scripts(file.Content) {
		for _, command := range commands(s.command) {
			s.run(command, m)
		}
	}
	if len(m.Calls)+len(m.Assignments) == 0 {
		return nil
	}
	return m
}

// commands returns the words of each command of a line. Those in quotes are commands, too: concurrently "vite" "node server.js".
func commands(line string) [][]string {
	var all [][]string
	for part := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune(`&|;"'`, r) }) {
		if words := strings.Fields(part); len(words) > 0 {
			all = append(all, words)
		}
	}
	return all
}

// run adds what a command says: the variables that it sets, and the development server that it starts.
func (s script) run(words []string, m *code.Module) {
	host := ""
	for len(words) > 0 {
		name, value, isVariable := strings.Cut(words[0], "=")
		if !isVariable && !slices.Contains(starters, name) || strings.HasPrefix(name, "-") {
			break
		}
		if isVariable && !strings.ContainsAny(value, "$%") {
			m.Assignments = append(m.Assignments, &code.Assignment{Place: s.Place, Name: name, Value: code.Literal(s.Place, value)})
		}
		if name == "HOST" {
			host = value
		}
		words = words[1:]
	}
	if len(words) == 0 {
		return
	}
	callee, options := words[0], words[1:]
	if len(options) > 0 && frameworks().Callee("npm."+callee+" "+options[0]) != nil {
		callee, options = callee+" "+options[0], options[1:]
	}
	is := frameworks().Callee("npm." + callee)
	if is == nil {
		return
	}
	call := &code.Call{Place: s.Place, Callee: callee, Is: is.Is, Arguments: map[string]*code.Value{}}
	if name, ok := is.Parameter("HOST", -1); ok && host != "" {
		call.Arguments[name] = code.Literal(s.Place, host)
	}
	for i, word := range options {
		option, value, hasValue := strings.Cut(word, "=")
		name, ok := is.Parameter(option, -1)
		switch {
		case !ok:
		case hasValue:
			call.Arguments[name] = code.Literal(s.Place, value)
		case i+1 < len(options) && !strings.HasPrefix(options[i+1], "-"):
			call.Arguments[name] = code.Literal(s.Place, options[i+1])
		default:
			call.Arguments[name] = code.Literal(s.Place, true)
		}
	}
	m.Calls = append(m.Calls, call)
}

// starters are the words in front of a command that only start it.
var starters = []string{"cross-env", "cross-env-shell", "npx", "pnpm", "yarn", "bunx", "exec", "env"}
