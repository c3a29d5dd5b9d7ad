package nginx

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// handlerOf says what answers at a level by what is written there, or by the files that are in force.
func handlerOf(l *level) string {
	switch {
	case l.has("proxy_pass", "grpc_pass"):
		return "proxy"
	case l.has("fastcgi_pass", "uwsgi_pass", "scgi_pass", "memcached_pass", "content_by_lua_block", "content_by_lua_file", "content_by_lua", "js_content", "perl",
		"passenger_enabled", "passenger_app_root", "rtmp_stat", "proxy_pass_by_lua"):
		return "application"
	case l.has("stub_status", "status", "empty_gif", "flv", "hls", "dav_methods", "api", "internal_redirect"):
		return "status"
	case l.has("try_files", "index", "autoindex"), l.last("root") != nil, l.has("alias"):
		return "static"
	}
	return ""
}

// returns reports whether the level, or the server around it, answers everything by itself: the server before a location is looked for.
func returns(l, enclosing *level) bool {
	if l.has("return") {
		return true
	}
	for _, d := range l.own["rewrite"] {
		if last := d.arg(len(d.args) - 1); (last == "permanent" || last == "redirect") && isEverything(d.arg(0)) {
			return true
		}
	}
	for up := l.above; up != nil; up = up.above {
		if up != enclosing && up.block == "server" && up.has("return") {
			return true
		}
	}
	return false
}

func isEverything(pattern string) bool {
	return slices.Contains([]string{"^", "^(.*)$", "^(.*)", "^/(.*)$", "^/(.*)", "^.*$", ".*", "^.*", "^(.+)$", "^/"}, pattern)
}

var htmlFile = lazyregexp.New(`\.html?$`)

// isPage reports whether a level answers with pages of HTML from files.
func isPage(l *level, s Scope) bool {
	if s.Handler != "static" || s.Internal || l.has("deny") && l.last("deny").arg(0) == "all" && !l.has("allow") {
		return false
	}
	if s.Block == "location" && isAside(s) {
		return false
	}
	if files := l.last("try_files"); files != nil && len(files.args) > 0 {
		last := files.final()
		switch {
		case htmlFile.MatchString(last):
			return true
		case !strings.HasPrefix(last, "="): // a named location or a program answers
			return false
		case !slices.ContainsFunc(files.args, func(arg string) bool { return strings.HasSuffix(arg, "/") || htmlFile.MatchString(arg) }):
			return false
		}
	}
	if !isEntrance(l, s) {
		return false
	}
	index := l.last("index")
	if index == nil {
		return l.last("root") != nil || l.has("alias") // the default is index.html
	}
	return slices.ContainsFunc(index.args, htmlFile.MatchString) && !slices.Contains(index.args, "index.php")
}

// isAside reports whether a location is not where people come in: files that a page needs, what is behind a dot, and pages for errors.
func isAside(s Scope) bool {
	if strings.HasPrefix(s.Modifier, "~") {
		return !strings.Contains(s.Pattern, "html") || strings.Contains(s.Pattern, "js")
	}
	return strings.HasPrefix(s.Pattern, "/.") || strings.HasPrefix(s.Pattern, "@") || s.Modifier == "=" && s.Pattern != "/" && !strings.HasSuffix(s.Pattern, "/index.html")
}

// isEntrance reports whether people come in at a level: the root of a server, its index, or what has an index of its own.
func isEntrance(l *level, s Scope) bool {
	switch s.Block {
	case "server":
		return !slices.ContainsFunc(l.own["location"], func(d *directive) bool {
			return d.arg(0) == "/" || d.arg(1) == "/" || source.IsTemplate(d.final())
		})
	case "location":
		return s.Pattern == "/" || strings.HasSuffix(s.Pattern, "index.html") || strings.HasPrefix(s.Modifier, "~") || l.has("index")
	}
	return false
}

// logsOf returns the access logs in force at a level.
func logsOf(l *level, at source.Path) []Log {
	found := l.inForce("access_log")
	if len(found) == 0 {
		return []Log{{Path: at, Format: "combined"}}
	}
	logs := []Log{}
	for _, d := range found {
		if d.arg(0) == "off" || d.arg(0) == "/dev/null" || len(logs) == maxPerLevel {
			continue
		}
		format := d.arg(1)
		if format == "" || strings.Contains(format, "=") {
			format = "combined"
		}
		logs = append(logs, Log{Path: d.path, Format: format})
	}
	return logs
}

// maxPerLevel bounds how many logs, arguments or values are noted for one level.
const maxPerLevel = 50

var argument = lazyregexp.New(`\$\{?arg_(\w+)`)

// argumentsOf returns the arguments of requests that the directives of a level read by themselves, sorted.
func argumentsOf(l *level) []string {
	found := []string{}
	for _, written := range l.own {
		for _, d := range written {
			for _, arg := range d.args {
				if !strings.Contains(arg, "arg_") {
					continue
				}
				for _, match := range argument.FindAllStringSubmatch(arg, maxPerLevel) {
					if !slices.Contains(found, match[1]) && len(found) < maxPerLevel {
						found = append(found, match[1])
					}
				}
			}
		}
	}
	slices.Sort(found)
	return found
}
