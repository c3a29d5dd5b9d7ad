package settings

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// layouts say what the lines of a file come to, whose tree is a sequence of directives with their arguments.
var layouts = map[string]func(*settings, *source.Node){
	"words": words, "assign": assignments, "mosquitto": mosquitto, "haproxy": haproxy, "hba": hba,
}

// line is a line of a file.
type line struct {
	name, text string
	args       []string
	path       source.Path
}

func lines(root *source.Node) []line {
	if root == nil || root.Kind != source.Sequence {
		return nil
	}
	var all []line
	for i, item := range root.Items[:min(len(root.Items), maxSettings)] {
		l := line{name: strings.ToLower(item.Value.Get("directive").Str()), path: source.Path{i}}
		if args := item.Value.Get("args"); args != nil {
			for _, arg := range args.Items {
				l.args = append(l.args, arg.Value.Str())
			}
		}
		l.text = strings.Join(l.args, " ")
		all = append(all, l)
	}
	return all
}

// line adds a line as a setting below some names.
func (s *settings) line(l line, parent int, above ...string) {
	s.add(setting{
		names: append(above[:len(above):len(above)], l.name), path: l.path, kind: source.String, text: l.text, parent: parent,
		isUnknown: source.IsUnknown(l.text),
	})
}

// block adds a block that begins at a line.
func (s *settings) block(l line, names ...string) int {
	return s.add(setting{names: names, path: l.path, kind: source.Mapping, parent: -1})
}

// words are lines that have the name of a setting and its value.
func words(s *settings, root *source.Node) {
	for _, l := range lines(root) {
		s.line(l, -1)
	}
}

// assignments are lines with a name, an equals sign that may be absent, and a value (guc-file.l of PostgreSQL 17).
func assignments(s *settings, root *source.Node) {
	for _, l := range lines(root) {
		if name, value, ok := strings.Cut(l.name, "="); ok {
			l.name, l.text = name, strings.TrimSpace(value+" "+l.text)
		} else {
			l.text = strings.TrimSpace(strings.TrimPrefix(l.text, "="))
		}
		l.text = strings.Trim(l.text, "'")
		s.line(l, -1)
	}
}

// mosquitto puts the settings behind a listener into its block. Unless per_listener_settings is true, who is let in is said for the whole
// program (mosquitto.conf(5), 2.0).
func mosquitto(s *settings, root *source.Node) {
	all := lines(root)
	isEach := slices.ContainsFunc(all, func(l line) bool { return l.name == "per_listener_settings" && l.text == "true" })
	listener := -1
	for _, l := range all {
		if l.name == "listener" {
			listener = s.block(l, "listener")
			s.add(setting{names: []string{"listener", "port"}, path: l.path, kind: source.String, text: arg(l.args, 0), parent: listener})
			s.add(setting{names: []string{"listener", "host"}, path: l.path, kind: source.String, text: arg(l.args, 1), parent: listener})
			continue
		}
		if listener < 0 || !isEach && isGlobal(l.name) {
			s.line(l, -1)
			continue
		}
		s.line(l, listener, "listener")
	}
}

func isGlobal(name string) bool {
	return slices.Contains([]string{"allow_anonymous", "password_file", "acl_file", "plugin", "auth_plugin", "global_plugin", "psk_file"}, name)
}

// sections are the words that begin a section of HAProxy (configuration manual, 3.2).
var sections = []string{
	"global", "defaults", "frontend", "backend", "listen", "userlist", "peers", "resolvers", "mailers", "cache", "program", "ring",
	"http-errors", "fcgi-app", "log-forward", "crt-store", "traces", "acme",
}

// haproxy puts the lines of a section into its block. A keyword of two words has both in its name: stats enable.
func haproxy(s *settings, root *source.Node) {
	section, name := -1, ""
	for _, l := range lines(root) {
		if slices.Contains(sections, l.name) {
			section, name = s.block(l, l.name), l.name
			continue
		}
		if section < 0 {
			continue
		}
		if l.name == "stats" && len(l.args) > 0 {
			l.name, l.args = "stats "+strings.ToLower(l.args[0]), l.args[1:]
			l.text = strings.Join(l.args, " ")
			if l.text == "" {
				l.text = "on"
			}
		}
		s.line(l, section, name)
	}
}

// hba makes a block of each line of pg_hba.conf: type, database, user, address, method (PostgreSQL 17). A mask may be a word of its own.
func hba(s *settings, root *source.Node) {
	for _, l := range lines(root) {
		if !slices.Contains([]string{"local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc"}, l.name) {
			continue
		}
		block := s.block(l, "rule")
		add := func(name, text string) {
			s.add(setting{names: []string{"rule", name}, path: l.path, kind: source.String, text: text, parent: block, isUnknown: source.IsUnknown(text)})
		}
		add("type", l.name)
		add("database", arg(l.args, 0))
		add("user", arg(l.args, 1))
		rest := l.args[min(2, len(l.args)):]
		if l.name != "local" {
			address := arg(rest, 0)
			rest = rest[min(1, len(rest)):]
			if len(rest) > 1 && strings.Count(rest[0], ".") == 3 {
				address, rest = address+" "+rest[0], rest[1:]
			}
			add("address", address)
		}
		add("method", strings.ToLower(arg(rest, 0)))
	}
}

func arg(args []string, i int) string {
	if i < len(args) {
		return args[i]
	}
	return ""
}
