package shell

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// starters are the programs that start what their other arguments are, with their options that take a value.
var starters = map[string]string{
	"exec": "-a", "command": "", "builtin": "", "env": "-u -C", "nohup": "", "time": "-f -o", "nice": "-n", "ionice": "-c -n -p", "sudo": "-u -g -C -p -h",
	"gosu": "", "su-exec": "", "doas": "-u", "setpriv": "", "chpst": "-u -U -e", "tini": "-p", "dumb-init": "", "catatonit": "", "stdbuf": "-i -o -e",
	"timeout": "-k -s", "xargs": "-I -n -P -d -L", "npx": "", "bunx": "", "with-contenv": "", "dotenv": "-f", "s6-setuidgid": "", "watchmedo": "",
	"runuser": "-u -g",
}

// runners are the programs that start what is behind a word of theirs.
var runners = map[string]string{
	"poetry": "run", "uv": "run", "pipenv": "run", "pdm": "run", "hatch": "run", "rye": "run", "conda": "run", "yarn": "run", "pnpm": "exec", "bundle": "exec",
}

// valued are the options of runners that take a value.
var valued = map[string][]string{"uv": {"--with", "-p", "--python", "--env-file", "--extra", "--group"}, "conda": {"-n", "--name", "-p", "--cwd"}}

// accounts are the starters whose first argument is an account, or a time.
var accounts = []string{"gosu", "su-exec", "s6-setuidgid", "timeout"}

// started returns the words of what a command starts in the end: behind exec, env, sudo and the like, and the module behind python -m. It
// adds the variables that env sets to those that the command gets.
func started(words []*code.Value, given map[string]*code.Value) []*code.Value {
	for range 10 {
		if len(words) == 0 {
			return nil
		}
		text, isWhole := textOf(words[0])
		if !isWhole {
			return words
		}
		name := path.Base(text)
		rest := words[1:]
		if options, ok := starters[name]; ok && len(rest) > 0 {
			words = behind(rest, strings.Fields(options), slices.Contains(accounts, name), given)
			continue
		}
		if word, ok := runners[name]; ok {
			if i := slices.IndexFunc(rest, func(v *code.Value) bool { return v.Is == word }); i >= 0 && i+1 < len(rest) {
				words = behind(rest[i+1:], valued[name], false, given)
				continue
			}
		}
		if next := module(name, rest); next != nil {
			words = next
			continue
		}
		return words
	}
	return words
}

// behind returns the words behind the options of a starter and the variables that it sets.
func behind(words []*code.Value, options []string, hasAccount bool, given map[string]*code.Value) []*code.Value {
	for i := 0; i < len(words); i++ {
		text, isWhole := textOf(words[i])
		name, value, isVariable := strings.Cut(text, "=")
		switch {
		case text == "--":
			return words[i+1:]
		case slices.Contains(options, text):
			i++
		case strings.HasPrefix(text, "-"):
		case isVariable && isName(name):
			if isWhole && given != nil {
				given[name] = code.Literal(words[i].Place, value)
			}
		case hasAccount:
			hasAccount = false
		default:
			return words[i:]
		}
	}
	return nil
}

// module returns the words of the module or the script of the table that Python runs, nil for any other program.
func module(name string, rest []*code.Value) []*code.Value {
	if !strings.HasPrefix(name, "python") && name != "pypy3" {
		return nil
	}
	for i := 0; i < len(rest); i++ {
		text, _ := rest[i].Is.(string)
		switch {
		case text == "-m" && i+1 < len(rest):
			if name, _ := rest[i+1].Is.(string); programs().byName[name] != nil {
				return rest[i+1:]
			}
			return nil
		case text == "-W" || text == "-X":
			i++
		case text == "-c" || text == "" || text == "-":
			return nil
		case !strings.HasPrefix(text, "-"):
			if programs().byName[path.Base(text)] != nil {
				return rest[i:]
			}
			return nil
		}
	}
	return nil
}

// read reads the arguments of a program into the names that policies use.
func (p *program) read(words []*code.Value, arguments map[string]*code.Value) {
	for name, is := range p.Defaults {
		arguments[name] = &code.Value{Kind: "default", Is: is}
		if len(words) > 0 {
			arguments[name].Place = words[0].Place
		}
	}
	position, isSkipped := 0, p.Word == ""
	for i := 0; i < len(words); i++ {
		text, isWhole := textOf(words[i])
		var next *code.Value
		if i+1 < len(words) {
			next = words[i+1]
		}
		p.pair(text, next, words[i], arguments)
		switch {
		case len(text) > 1 && text[0] == '-' && text != "--":
			if p.option(words[i], text, isWhole, next, arguments) {
				i++
			}
		case !isSkipped && text == p.Word:
			isSkipped = true
		default:
			if position < len(p.Positional) {
				arguments[p.Positional[position]] = words[i]
			}
			position++
		}
	}
}

// pair notes what two arguments in a row say.
func (p *program) pair(text string, next, at *code.Value, arguments map[string]*code.Value) {
	if len(p.Pairs) == 0 || next == nil {
		return
	}
	value, _ := next.Is.(string)
	if says, ok := p.Pairs[strings.ToLower(text+" "+value)]; ok {
		set(says, at, nil, arguments)
	}
}

// option reads one option. It reports whether the word behind it is its value.
func (p *program) option(word *code.Value, text string, isWhole bool, next *code.Value, arguments map[string]*code.Value) bool {
	name, value, isJoined := strings.Cut(text, "=")
	if says, known := p.options[name]; known || p.values[name] || p.Setting[name] != nil {
		if isJoined {
			next = joinedValue(word, value, isWhole)
		}
		if settings := p.Setting[name]; settings != nil && next != nil {
			setting, _ := next.Is.(string)
			says = settings[strings.ToLower(strings.ReplaceAll(setting, " ", "="))]
		}
		if says != "" {
			set(says, word, next, arguments)
		}
		return !isJoined && next != nil && p.takesValue(name)
	}
	if strings.HasPrefix(text, "--") {
		return false
	}
	for i := 1; i < len(text); i++ { // a bundle of short options
		letter := "-" + text[i:i+1]
		says := p.options[letter]
		if !p.takesValue(letter) {
			if says != "" {
				set(says, word, nil, arguments)
			}
			continue
		}
		isLast := i+1 == len(text) && isWhole
		if !isLast {
			next = joinedValue(word, text[i+1:], isWhole)
		}
		if says != "" {
			set(says, word, next, arguments)
		}
		return isLast
	}
	return false
}

// joinedValue returns the value of an option that is joined to it: the rest of the text, and the other parts of the word.
func joinedValue(word *code.Value, rest string, isWhole bool) *code.Value {
	if isWhole {
		return code.Literal(word.Place, rest)
	}
	items := word.Items[1:]
	if rest != "" {
		items = append([]*code.Value{code.Literal(word.Place, rest)}, items...)
	}
	if len(items) == 1 {
		return code.At(word.Place, items[0])
	}
	return &code.Value{Place: word.Place, Kind: "template", Items: items}
}

// set notes what an option says: NAME has the value, NAME=TEXT is said by the option itself. Of several values of one name all are noted.
func set(says string, word, value *code.Value, arguments map[string]*code.Value) {
	name, text, isFixed := strings.Cut(says, "=")
	if isFixed {
		arguments[name] = code.Literal(word.Place, fixed(text))
		return
	}
	if value == nil {
		value = code.Literal(word.Place, true)
	}
	before := arguments[name]
	switch {
	case before == nil || before.Kind == "default":
		arguments[name] = value
	case before.Kind == "list":
		before.Items = append(before.Items, value)
	default:
		arguments[name] = &code.Value{Place: word.Place, Kind: "list", Items: []*code.Value{before, value}}
	}
}

// fixed returns what an option says by itself: a switch, or a text.
func fixed(text string) any {
	switch text {
	case "true", "false":
		return text == "true"
	}
	return text
}
