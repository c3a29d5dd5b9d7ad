package nginx

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// passes are the directives that pass requests on, with the scheme of those that write none, and the directive that has the certificate
// verified.
var passes = []struct{ name, scheme, verify string }{
	{"proxy_pass", "", "proxy_ssl_verify"},
	{"grpc_pass", "grpc", "grpc_ssl_verify"},
	{"uwsgi_pass", "uwsgi", "uwsgi_ssl_verify"},
	{"fastcgi_pass", "fastcgi", ""},
	{"scgi_pass", "scgi", ""},
}

// proxies notes where a level passes requests or connections on to.
func (r *reader) proxies(l *level) {
	for _, pass := range passes {
		for _, d := range l.own[pass.name] {
			if len(d.args) == 0 {
				continue
			}
			p := Proxy{Path: d.path, Scope: l.scope, Scheme: pass.scheme, Address: substitute(l, d.args[0])}
			if scheme, rest, ok := strings.Cut(p.Address, "://"); ok {
				p.Scheme, p.Address = strings.ToLower(scheme), rest
			} else if l.block == "stream" {
				p.Scheme = "stream"
			}
			p.Address = withoutPath(p.Address)
			p.Hosts = r.hosts(p)
			p.TLS = slices.Contains([]string{"https", "grpcs", "suwsgi"}, p.Scheme) || p.Scheme == "stream" && l.last("proxy_ssl").arg(0) == "on"
			p.Verified = pass.verify != "" && l.last(pass.verify).arg(0) == "on"
			r.facts.Nginx.Proxies = append(r.facts.Nginx.Proxies, p)
		}
	}
}

// withoutPath takes off what follows the host and port of an address.
func withoutPath(address string) string {
	if socket, ok := strings.CutPrefix(address, "unix:"); ok {
		socket, _, _ = strings.Cut(socket, ":")
		return "unix:" + socket
	}
	if i := strings.IndexAny(address, "/?"); i >= 0 {
		return address[:i]
	}
	if i := strings.Index(address, "$request_uri"); i > 0 {
		return address[:i]
	}
	return address
}

var reference = lazyregexp.New(`\$\{?([a-z]\w*)\}?`)

// substitute replaces the variables in an address that set gives one value at the level or around it.
func substitute(l *level, text string) string {
	if !strings.Contains(text, "$") {
		return text
	}
	return reference.ReplaceAllStringFunc(text, func(written string) string {
		name := "$" + strings.Trim(written, "${}")
		for up := l; up != nil; up = up.above {
			for _, d := range up.own["set"] {
				if d.arg(0) == name && !strings.Contains(d.arg(1), "$") {
					return d.arg(1)
				}
			}
		}
		return written
	})
}

// targets returns the addresses that an address comes to: those of its group where it is the name of one.
func (r *reader) targets(address string) []string {
	if group, ok := r.groups[address]; ok {
		return group
	}
	return []string{address}
}

// hosts returns the hosts that a proxy leads to, each once.
func (r *reader) hosts(p Proxy) []string {
	hosts := []string{}
	for _, address := range r.targets(p.Address) {
		host, _ := splitAddress(address, p.Scheme)
		if host != "" && !slices.Contains(hosts, host) && len(hosts) < maxPerLevel {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

// splitAddress returns host and port of an address, 0 where the scheme has no port of its own; "" for a Unix socket and for what is not
// known.
func splitAddress(address, scheme string) (host string, port int) {
	if strings.HasPrefix(address, "unix:") || strings.Contains(address, "$") || source.IsTemplate(address) {
		return "", 0
	}
	switch scheme {
	case "http", "grpc":
		port = 80
	case "https", "grpcs":
		port = 443
	}
	host = address
	if i := strings.LastIndexByte(address, ':'); i >= 0 && !strings.HasSuffix(address, "]") {
		if number, err := strconv.Atoi(address[i+1:]); err == nil {
			host, port = address[:i], number
		}
	}
	return strings.Trim(host, "[]"), port
}
