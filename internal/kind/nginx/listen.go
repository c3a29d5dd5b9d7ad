package nginx

import (
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// listens returns the addresses that a server listens on: those that it writes, else port 80 of every interface.
func (r *reader) listens(l *level, server source.Path) []Listen {
	var listens []Listen
	for _, d := range l.own["listen"] {
		listen := addressOf(d.arg(0))
		listen.Path = d.path
		listen.TLS = slices.Contains(d.args, "ssl") || slices.Contains(d.args, "quic")
		protocol := "tcp"
		if slices.Contains(d.args, "quic") || slices.Contains(d.args, "udp") {
			protocol = "udp"
		}
		listen.Listener = r.listener(listen, protocol, l)
		listens = append(listens, listen)
	}
	if len(listens) == 0 {
		listen := Listen{Path: server, Port: 80}
		listen.Listener = r.listener(listen, "tcp", l)
		listens = append(listens, listen)
	}
	return listens
}

// addressOf reads the address of a listen: a port, an address with or without a port, or a Unix socket. What is filled in is not known.
func addressOf(text string) Listen {
	if socket, ok := strings.CutPrefix(text, "unix:"); ok {
		return Listen{Socket: socket}
	}
	if port, err := strconv.Atoi(text); err == nil {
		return Listen{Port: port}
	}
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		host, port = text, "80"
		if source.IsTemplate(text) { // most often the port
			host, port = "", ""
		}
	}
	number, _ := strconv.Atoi(port)
	host = strings.Trim(host, "[]")
	if host == "*" {
		host = ""
	}
	return Listen{Host: host, Port: number}
}

// listener notes where nginx listens: servers with the same address share a socket. It returns the path of the listener.
func (r *reader) listener(listen Listen, protocol string, l *level) source.Path {
	key := protocol + " " + listen.Socket + " " + net.JoinHostPort(listen.Host, strconv.Itoa(listen.Port))
	if i, known := r.byAddress[key]; known {
		return r.listeners[i].Path
	}
	access := source.AccessUnknown
	if auth := l.last("auth_basic").arg(0); auth != "" && auth != "off" {
		access = source.AccessLogin
	}
	r.byAddress[key] = len(r.listeners)
	r.listeners = append(r.listeners, source.Listener{
		Path: listen.Path, Name: "nginx", Host: listen.Host, Port: listen.Port, Protocol: protocol, Socket: listen.Socket, Access: access,
	})
	return listen.Path
}

// stream reads the level of the stream block.
func (r *reader) stream(l *level) {
	r.learn(l)
	for _, d := range l.own["server"] {
		block := d.node.Get("block")
		if block == nil {
			continue
		}
		inner := r.level(l, block, d.path.Child("block"), "stream", -1)
		first := len(r.facts.Nginx.Proxies)
		r.proxies(inner)
		for _, listen := range r.listens(inner, d.path) {
			r.addRoutes(listen.Listener, r.facts.Nginx.Proxies[first:], inner)
		}
	}
}

// route notes where a server passes requests on to: the proxies from first on.
func (r *reader) route(s Server, first int) {
	for _, listen := range s.Listens {
		if r.routes > 0 {
			r.addRoutes(listen.Listener, r.facts.Nginx.Proxies[first:], nil)
		}
	}
}

func (r *reader) addRoutes(listener source.Path, proxies []Proxy, l *level) {
	key := listener.String()
	for _, p := range proxies {
		protocol := "tcp"
		if l != nil && slices.ContainsFunc(l.own["listen"], func(d *directive) bool { return slices.Contains(d.args, "udp") }) {
			protocol = "udp"
		}
		for _, address := range r.targets(p.Address) {
			host, port := splitAddress(address, p.Scheme)
			if host == "" {
				continue
			}
			if r.routes--; r.routes < 0 {
				return
			}
			r.facts.routes[key] = append(r.facts.routes[key], kind.Upstream{Path: p.Path, Host: host, Port: port, Protocol: protocol})
		}
	}
}

// maxRoutes bounds where the listeners of a configuration may lead to, all in all.
const maxRoutes = 10_000
