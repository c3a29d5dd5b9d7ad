package nginx

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// reader collects the facts of a configuration.
type reader struct {
	in        *includer
	facts     *Facts
	listeners []source.Listener
	// byAddress are the listeners by address.
	byAddress map[string]int
	// written are the directives that rules look at, wherever they are.
	written []*directive
	// groups are the upstream servers of a group, by its name.
	groups map[string][]string
	// values are what maps give a variable, by its name.
	values map[string][]string
	// left is how many headers may still be noted.
	left int
	// routes is how many routes may still be noted.
	routes int
}

// maxHeaders bounds the headers of all scopes together, as every scope notes those that it inherits.
const maxHeaders = 20_000

// read returns the facts of a configuration, and where it makes nginx listen.
func read(root *source.Node, in *includer) (*Facts, []source.Listener) {
	facts := &Facts{routes: map[string][]kind.Upstream{}, included: slices.Sorted(maps.Keys(in.included))}
	facts.Nginx.Formats, facts.Nginx.Directives = map[string]Format{}, map[string][]Directive{}
	r := &reader{in: in, facts: facts, byAddress: map[string]int{}, groups: map[string][]string{}, values: map[string][]string{}, left: maxHeaders, routes: maxRoutes}
	top := r.level(nil, root, nil, "", -1)
	facts.Nginx.Context = contextOf(top)
	switch facts.Nginx.Context {
	case "main":
		for _, d := range top.inner {
			switch d.name {
			case "http":
				r.http(r.level(top, d.node.Get("block"), d.path.Child("block"), "http", -1))
			case "stream":
				r.stream(r.level(top, d.node.Get("block"), d.path.Child("block"), "stream", -1))
			}
		}
	case "http":
		r.http(top)
	case "stream":
		r.stream(top)
	case "server":
		top.scope = r.scope(top, Scope{Server: -1, Block: "snippet", Label: `snippet "` + path.Base(in.main.Path) + `"`}, nil)
		r.locations(top, -1)
	default:
		top.scope = r.scope(top, Scope{Server: -1, Block: "snippet", Label: `snippet "` + path.Base(in.main.Path) + `"`}, nil)
		r.conditions(top, -1, Scope{})
	}
	r.directives()
	if facts.Nginx.Missing == nil {
		facts.Nginx.Missing = []Missing{}
	}
	return facts, r.listeners
}

// contextOf says which block a file is written for.
func contextOf(top *level) string {
	switch {
	case top.has("http", "events", "stream", "worker_processes", "user", "pid", "load_module"):
		return "main"
	case top.has("server", "upstream", "map", "log_format", "proxy_cache_path", "limit_req_zone", "limit_conn_zone", "geo", "include") && !top.has("location", "listen", "server_name"):
		for _, d := range top.own["server"] {
			if isStream(d.node.Get("block")) {
				return "stream"
			}
		}
		return "http"
	case top.has("location", "listen", "server_name"):
		return "server"
	}
	return ""
}

// isStream reports whether a server is one of the stream module: it passes connections on by itself.
func isStream(block *source.Node) bool {
	passes := false
	if block == nil {
		return false
	}
	for _, item := range block.Items {
		switch item.Value.Get("directive").Str() {
		case "location", "server_name", "root", "return", "include", "add_header":
			return false
		case "proxy_pass":
			passes = !strings.Contains(item.Value.At("args", 0).Str(), "://")
		}
	}
	return passes
}

// http reads the level of the http block.
func (r *reader) http(l *level) {
	r.learn(l)
	for _, d := range l.own["server"] {
		if block := d.node.Get("block"); block != nil {
			r.server(l, d, block)
		}
	}
}

// learn notes the groups, formats and maps of a level.
func (r *reader) learn(l *level) {
	for _, d := range l.own["log_format"] {
		if len(d.args) > 1 {
			words := slices.DeleteFunc(slices.Clone(d.args[1:]), func(word string) bool { return strings.HasPrefix(word, "escape=") })
			r.facts.Nginx.Formats[d.args[0]] = Format{Path: d.path, Text: strings.Join(words, "")}
		}
	}
	for _, d := range l.own["upstream"] {
		for _, item := range items(d.node.Get("block")) {
			if item.Value.Get("directive").Str() == "server" && len(r.groups[d.arg(0)]) < maxPerLevel {
				r.groups[d.arg(0)] = append(r.groups[d.arg(0)], item.Value.At("args", 0).Str())
			}
		}
	}
	for _, d := range l.own["map"] {
		for _, item := range items(d.node.Get("block")) {
			key := item.Value.Get("directive").Str()
			if key != "hostnames" && key != "volatile" && key != "include" && (d.arg(0) != "$http_origin" || isAnyOrigin(key)) {
				r.values[d.arg(1)] = append(r.values[d.arg(1)], item.Value.At("args", 0).Str())
			}
		}
	}
}

// isAnyOrigin reports whether an entry of a map of origins is for all of them: what the others give was compared with a list.
func isAnyOrigin(key string) bool {
	return key == "default" || slices.Contains([]string{"~.*", "~.+", "~*.*", "~^.*$", "~^https?://", "~*^https?://"}, key)
}

func items(block *source.Node) []source.Item {
	if block == nil {
		return nil
	}
	return block.Items
}

// server reads a server of HTTP.
func (r *reader) server(above *level, d *directive, block *source.Node) {
	s := Server{Path: d.path, Names: []string{}, Pages: []int{}}
	index := len(r.facts.Nginx.Servers)
	at, first := len(r.facts.Nginx.Scopes), len(r.facts.Nginx.Proxies)
	l := r.level(above, block, d.path.Child("block"), "server", at)
	for _, name := range l.own["server_name"] {
		s.Names = append(s.Names, name.args...)
	}
	if len(s.Names) > 0 {
		s.Name = s.Names[0]
	}
	s.Listens = r.listens(l, d.path)
	s.TLS = l.last("ssl").arg(0) == "on" || slices.ContainsFunc(s.Listens, func(l Listen) bool { return l.TLS })
	s.Label = labelOf(s)
	r.facts.Nginx.Servers = append(r.facts.Nginx.Servers, s)
	r.scope(l, Scope{Path: d.path, Server: index, Block: "server", Label: s.Label}, nil)
	r.locations(l, index)
	r.route(s, first)
}

// labelOf names a server for people.
func labelOf(s Server) string {
	if s.Name != "" && s.Name != "_" {
		return `server "` + s.Name + `"`
	}
	if len(s.Listens) > 0 && s.Listens[0].Port > 0 {
		return fmt.Sprintf(`server "port %d"`, s.Listens[0].Port)
	}
	return `server "default"`
}

// locations reads the locations and conditions of a level.
func (r *reader) locations(l *level, server int) {
	for _, d := range l.own["location"] {
		block := d.node.Get("block")
		if block == nil || len(d.args) == 0 {
			continue
		}
		s := Scope{Path: d.path, Server: server, Block: "location", Pattern: d.final()}
		if len(d.args) > 1 {
			s.Modifier = d.args[0]
		} else {
			s.Modifier, s.Pattern = splitModifier(s.Pattern)
		}
		s.Label = `location "` + strings.TrimSpace(s.Modifier+" "+s.Pattern) + `"`
		inner := r.level(l, block, d.path.Child("block"), "location", len(r.facts.Nginx.Scopes))
		r.scope(inner, s, nil)
		r.locations(inner, server)
	}
	around := Scope{}
	if l.scope >= 0 {
		around = r.facts.Nginx.Scopes[l.scope]
	}
	r.conditions(l, server, around)
}

// splitModifier takes the modifier off a pattern that is written without a space between, as nginx allows.
func splitModifier(pattern string) (modifier, rest string) {
	for _, modifier := range []string{"=", "^~", "~*", "~"} {
		if rest, ok := strings.CutPrefix(pattern, modifier); ok {
			return modifier, rest
		}
	}
	return "", pattern
}

// conditions reads the conditions of a level: each is a location of its own, which nginx enters where the condition is true.
func (r *reader) conditions(l *level, server int, around Scope) {
	for _, d := range l.inner {
		if d.name != "if" && d.name != "limit_except" {
			continue
		}
		s := Scope{Path: d.path, Server: server, Block: d.name, Modifier: around.Modifier, Pattern: around.Pattern}
		s.Label = around.Label
		if d.name == "if" {
			s.Condition = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(strings.Join(d.args, " "), "("), ")"))
			s.Label = `condition "if (` + s.Condition + `)"`
		}
		inner := r.level(l, d.node.Get("block"), d.path.Child("block"), d.name, len(r.facts.Nginx.Scopes))
		r.scope(inner, s, l)
	}
}

// scope notes a level at which requests are answered, with what is in force there. enclosing is the level of a condition, whose
// handler it has as well. It returns the index of the scope.
func (r *reader) scope(l *level, s Scope, enclosing *level) int {
	if s.Path == nil {
		s.Path = source.Path{}
	}
	s.Handler = handlerOf(l)
	if s.Handler == "" && enclosing != nil {
		s.Handler = handlerOf(enclosing)
	}
	if returns(l, enclosing) {
		s.Handler = "return"
	}
	s.Internal = l.has("internal")
	s.Page = s.Block != "if" && s.Block != "limit_except" && isPage(l, s)
	s.Headers, s.Dropped = r.headers(l)
	s.OpenEnded = l.isOpenEnded()
	s.Logs, s.Arguments = logsOf(l, s.Path), argumentsOf(l)
	l.scope = len(r.facts.Nginx.Scopes)
	r.facts.Nginx.Scopes = append(r.facts.Nginx.Scopes, s)
	if s.Page && s.Server >= 0 {
		server := &r.facts.Nginx.Servers[s.Server]
		server.Pages = append(server.Pages, l.scope)
	}
	r.proxies(l)
	r.use(l)
	return l.scope
}

// use marks the directives that are in force at a level.
func (r *reader) use(l *level) {
	for _, name := range looked() {
		for _, d := range l.inForce(name) {
			d.isUsed = true
		}
	}
}

// directives notes the directives that rules look at.
func (r *reader) directives() {
	anything := len(r.facts.Nginx.Scopes) > 0 && len(r.facts.Nginx.Missing) == 0
	for _, d := range r.written {
		args := d.args
		if args == nil {
			args = []string{}
		}
		r.facts.Nginx.Directives[d.name] = append(r.facts.Nginx.Directives[d.name], Directive{
			Path: d.path, Args: args, Block: d.block, Scope: d.scope, InForce: d.isUsed || !anything || d.block == "stream",
			Alternatives: d.level != nil && len(d.level.own[d.name]) > 1,
		})
	}
}
