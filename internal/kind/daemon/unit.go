package daemon

import (
	_ "embed"
	"encoding/json"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// flagsFile has the flags of dockerd (daemon/command of github.com/moby/moby, as of v28.5.2 and of the main branch in August 2026)
// that are not simply a text under their own name in daemon.json.
//
//go:embed flags.json
var flagsFile []byte

// flag says what daemon.json has for a flag.
type flag struct {
	// Key is the key there, "" for the flag's own name.
	Key string `json:"key"`
	// Type is boolean, list, map (of key=value), options (of driver=key=value), runtimes (of name=path), proxy (a key of proxies), or
	// "" for a text.
	Type string `json:"type"`
}

// flagTable is what flags.json has.
type flagTable struct {
	// Short are the flags of one letter.
	Short map[string]string `json:"short"`
	Long  map[string]flag   `json:"long"`
}

var flags = sync.OnceValue(func() flagTable {
	var t flagTable
	if err := json.Unmarshal(flagsFile, &t); err != nil {
		panic("flags.json: " + err.Error())
	}
	return t
})

// isDockerUnit reports whether a unit starts the Docker daemon, is the socket that systemd opens for it, or is a drop-in of
// either.
func isDockerUnit(root *source.Node, file string) bool {
	folder, base := path.Base(path.Dir(file)), source.CutTemplate(path.Base(file))
	return folder == "docker.service.d" || folder == "docker.socket.d" || base == "docker.socket" || daemonWords(root) != nil
}

// daemonWords returns the words behind the program on the command line that starts the Docker daemon, nil where none does. An empty
// ExecStart takes back those before it.
func daemonWords(root *source.Node) []*source.Node {
	lines := root.At("Service", "ExecStart")
	if lines == nil {
		return nil
	}
	var found []*source.Node
	for _, item := range lines.Items {
		words := split(source.Words(item.Value))
		if len(words) == 0 {
			found = nil
			continue
		}
		for i, word := range words {
			name := path.Base(strings.TrimLeft(word.Str(), "@-:+!"))
			if name == "dockerd" || name == "dockerd-rootless.sh" || name == "docker" && i+1 < len(words) && words[i+1].Str() == "daemon" {
				found = append([]*source.Node{}, words[i+1:]...)
				break
			}
		}
	}
	return found
}

// split takes apart what a shell is given as one word, at the place of that word.
func split(words []*source.Node) []*source.Node {
	var all []*source.Node
	for _, word := range words {
		parts := strings.Fields(word.Str())
		if len(parts) < 2 {
			all = append(all, word)
			continue
		}
		for _, part := range parts {
			all = append(all, scalar(part, "", word.Span))
		}
	}
	return all
}

// unit turns the flags and variables of a unit into what daemon.json would have, at the places of the unit.
type unit struct {
	options *source.Node
	// variables are those on the command line that the unit does not set.
	variables []string
	// unused are variables that the unit sets to flags and that no command line in it has.
	unused []string
}

func readUnit(root *source.Node) *unit {
	u := &unit{options: &source.Node{Kind: source.Mapping, Span: root.Span}}
	settings := variablesOf(root.At("Service", "Environment"))
	words := u.fillIn(daemonWords(root), settings)
	for i := 0; i < len(words); i++ {
		i += u.word(words[i], words[i+1:])
	}
	u.proxies(settings)
	u.sockets(root.At("Socket", "ListenStream"))
	return u
}

// partial says what of the command line is not known, "" for nothing.
func (u *unit) partial() string {
	switch {
	case len(u.variables) > 0:
		return "options in " + strings.Join(u.variables, ", ") + " are not in the unit"
	case len(u.unused) > 0:
		return "options in " + strings.Join(u.unused, ", ") + " count only where the service has the variable on its command line, which is not in this file"
	}
	return ""
}

// setting is a variable of the environment that a unit sets.
type setting struct {
	name, value string
	at          source.Span
}

func variablesOf(environment *source.Node) []setting {
	if environment == nil {
		return nil
	}
	var settings []setting
	for _, item := range environment.Items {
		for _, word := range source.Words(item.Value) {
			name, value, _ := strings.Cut(word.Str(), "=")
			settings = append(settings, setting{name, value, word.Span})
		}
	}
	return settings
}

// fillIn replaces the variables that are words of the command line by what the unit sets them to, at the place of that. systemd
// takes $NAME apart at white space, and ${NAME} not (systemd.service(5)).
func (u *unit) fillIn(words []*source.Node, settings []setting) []*source.Node {
	if words == nil {
		for _, s := range settings {
			if strings.HasPrefix(strings.TrimSpace(s.value), "-") {
				u.unused = append(u.unused, s.name)
			}
		}
	}
	var filled []*source.Node
	for _, word := range words {
		name := strings.Trim(word.Str(), "${}")
		i := slices.IndexFunc(settings, func(s setting) bool { return s.name == name })
		switch {
		case i < 0 || !variable.MatchString(word.Str()):
			filled = append(filled, word)
		case strings.HasPrefix(word.Str(), "${"):
			filled = append(filled, scalar(settings[i].value, "", settings[i].at))
		default:
			for _, part := range strings.Fields(settings[i].value) {
				filled = append(filled, scalar(part, "", settings[i].at))
			}
		}
	}
	return filled
}

var variable = lazyregexp.New(`^\$\{?\w+\}?$`)

// word takes up a flag and returns how many of the words behind it are its value.
func (u *unit) word(word *source.Node, rest []*source.Node) int {
	text := word.Str()
	if variable.MatchString(text) {
		u.variables = append(u.variables, text)
		return 0
	}
	name, value, hasValue := strings.Cut(strings.TrimPrefix(text, "--"), "=")
	if !strings.HasPrefix(text, "--") {
		if len(text) < 2 || text[0] != '-' {
			return 0
		}
		name, value, hasValue = flags().Short[text[1:2]], strings.TrimPrefix(text[2:], "="), len(text) > 2
	}
	f := flags().Long[name]
	taken := 0
	switch {
	case name == "" || hasValue:
	case f.Type == "boolean":
		value = "true"
	case len(rest) > 0:
		value, taken = rest[0].Str(), 1
		word = &source.Node{Span: word.Span.To(rest[0].Span)}
	}
	u.set(name, f, value, word.Span)
	return taken
}

func (u *unit) set(name string, f flag, value string, at source.Span) {
	if name == "" {
		return
	}
	key := f.Key
	if key == "" {
		key = name
	}
	switch f.Type {
	case "list":
		list := child(u.options, key, source.Sequence, at)
		list.Items = append(list.Items, source.Item{Value: scalar(value, "", at)})
	case "proxy":
		put(child(u.options, "proxies", source.Mapping, at), key, scalar(value, "", at))
	case "map":
		inner, text, _ := strings.Cut(value, "=")
		put(child(u.options, key, source.Mapping, at), inner, scalar(text, "", at))
	case "runtimes":
		inner, program, _ := strings.Cut(value, "=")
		put(child(child(u.options, key, source.Mapping, at), inner, source.Mapping, at), "path", scalar(program, "", at))
	case "options":
		driver, option, _ := strings.Cut(value, "=")
		inner, text, _ := strings.Cut(option, "=")
		put(child(child(u.options, key, source.Mapping, at), driver, source.Mapping, at), inner, scalar(text, "", at))
	default:
		put(u.options, key, scalar(value, f.Type, at))
	}
}

// child returns the value of a key that flags add to.
func child(of *source.Node, key string, kind source.NodeKind, at source.Span) *source.Node {
	n := of.Get(key)
	if n == nil {
		n = &source.Node{Kind: kind, Span: at}
		put(of, key, n)
	}
	return n
}

// put sets a key of a mapping; the last one of a name wins.
func put(n *source.Node, key string, value *source.Node) {
	if e := n.Entry(key); e != nil {
		*e = source.Entry{Key: key, KeySpan: value.Span, Value: value}
		return
	}
	n.Entries = append(n.Entries, source.Entry{Key: key, KeySpan: value.Span, Value: value})
}

func scalar(text, kind string, at source.Span) *source.Node {
	n := &source.Node{Kind: source.String, Scalar: text, Text: text, Span: at}
	if lower := strings.ToLower(text); kind == "boolean" && (slices.Contains([]string{"1", "t", "true"}, lower) || slices.Contains([]string{"0", "f", "false"}, lower)) {
		n.Kind, n.Scalar = source.Bool, lower[0] == '1' || lower[0] == 't'
	}
	return n
}

// proxies takes up the variables that dockerd reads itself: its proxies.
func (u *unit) proxies(settings []setting) {
	for _, s := range settings {
		key := strings.ReplaceAll(strings.ToLower(s.name), "_", "-")
		if slices.Contains([]string{"http-proxy", "https-proxy", "no-proxy"}, key) {
			put(child(u.options, "proxies", source.Mapping, s.at), key, scalar(s.value, "", s.at))
		}
	}
}

// sockets takes up the TCP addresses that systemd listens on for dockerd (-H fd://), as -H has them. A port alone is for all
// addresses; an empty value takes back what is before it (systemd.socket(5)).
func (u *unit) sockets(addresses *source.Node) {
	if addresses == nil {
		return
	}
	var hosts []source.Item
	for _, item := range addresses.Items {
		address := strings.TrimSpace(item.Value.Str())
		_, err := strconv.ParseUint(address, 10, 16)
		switch {
		case address == "":
			hosts = nil
		case err == nil:
			hosts = append(hosts, source.Item{Value: scalar("tcp://[::]:"+address, "", item.Value.Span)})
		case strings.Contains(address, ":") && !strings.ContainsAny(address[:1], "/@") && !strings.HasPrefix(address, "vsock:"):
			hosts = append(hosts, source.Item{Value: scalar("tcp://"+address, "", item.Value.Span)})
		}
	}
	if len(hosts) > 0 {
		child(u.options, "hosts", source.Sequence, hosts[0].Value.Span).Items = hosts
	}
}
