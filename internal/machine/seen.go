package machine

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// seen is what was seen of a machine.
type seen struct {
	listeners []listener
	services  []service
}

// listener is an address on which a machine was seen to listen.
type listener struct {
	port              int
	protocol, address string
	process           string
	// services are what is behind it, such as the services of rpcbind; nil where nothing says.
	services []string
	at       source.Span
}

// service is a service of a machine.
type service struct {
	name      string
	isRunning bool
	at        source.Span
}

// String returns the listener as people write it.
func (l *listener) String() string {
	text := "port " + strconv.Itoa(l.port)
	if l.protocol == "udp" {
		text += "/udp"
	}
	if l.process != "" {
		text += " (" + l.process + ")"
	}
	return text
}

// isLocal reports whether only the machine itself reaches it.
func (l *listener) isLocal() bool {
	address, err := netip.ParseAddr(strings.Trim(strings.Split(l.address, "%")[0], "[]"))
	return err == nil && address.IsLoopback() || l.address == "localhost"
}

// excess returns the services that are behind a listener and are not in a list.
func (l *listener) excess(allowed []string) []string {
	var more []string
	for _, s := range l.services {
		if !slices.ContainsFunc(allowed, func(a string) bool { return strings.EqualFold(a, s) }) && !slices.Contains(more, s) {
			more = append(more, s)
		}
	}
	return more
}

// maxListeners bounds what is taken of one file.
const maxListeners = 5000

// read reads what was seen of a machine. The error is for a file that says nothing of it.
func read(f *source.File) (*seen, error) {
	s := &seen{}
	if format := source.FormatOf(f.Path); format == source.YAML || format == source.JSON {
		roots, err := format.Read(f, source.DefaultLimits())
		if err != nil {
			return nil, errors.New("it cannot be parsed")
		}
		for _, root := range roots {
			s.tree(root)
		}
	} else {
		s.text(f)
	}
	if len(s.listeners) == 0 && len(s.services) == 0 {
		return nil, errors.New("it has neither listeners nor services")
	}
	return s, nil
}

// tree takes the listeners and services of a tree.
func (s *seen) tree(root *source.Node) {
	for _, item := range items(root.Get("listeners")) {
		port, ok := item.Get("port").intValue()
		if !ok || len(s.listeners) == maxListeners {
			continue
		}
		l := listener{port: port, at: item.Span, protocol: item.Get("protocol").str(), address: item.Get("address").str(), process: item.Get("process").str()}
		if list := item.Node.Get("services"); list != nil {
			l.services = []string{}
			for _, name := range list.Items {
				l.services = append(l.services, name.Value.Text)
			}
		}
		s.listeners = append(s.listeners, l)
	}
	for _, item := range items(root.Get("services")) {
		running := item.Node.Get("running")
		state := item.Get("state").str()
		s.services = append(s.services, service{name: item.Get("name").str(), isRunning: running.IsTrue() || state == "running" || state == "active", at: item.Span})
	}
}

// node is a node that may be absent.
type node struct{ *source.Node }

func items(n *source.Node) []node {
	if n == nil {
		return nil
	}
	var all []node
	for _, item := range n.Items {
		all = append(all, node{item.Value})
	}
	return all
}

// Get returns a child, which may be absent.
func (n node) Get(key string) node { return node{n.Node.Get(key)} }

func (n node) str() string { return n.Node.Str() }

func (n node) intValue() (int, bool) {
	if n.Node == nil {
		return 0, false
	}
	v, ok := n.Scalar.(int64)
	return int(v), ok && v > 0 && v <= 65535
}

var (
	// ssLine is a line of ss -tulpn: with or without the column of the protocol.
	ssLine = lazyregexp.New(`^(?:(tcp|udp)\s+)?(?:LISTEN|UNCONN)\s+\d+\s+\d+\s+(\S+):(\d{1,5})\s+\S+(?:\s+users:\(\("([^"]+)")?`)
	// rpcLine is a line of rpcinfo -p.
	rpcLine = lazyregexp.New(`^\s*\d{5,}\s+\d+\s+(tcp|udp)\s+(\d{1,5})\s+([\w.-]+)`)
	// unitLine is a line of systemctl list-units or of NAME: state.
	unitLine = lazyregexp.New(`^\s*●?\s*([\w@.-]+)(?:\.service\s+\S+\s+(active|inactive|failed)\s+(\w+)|:?\s+(?:\w+/)?(running|stopped|active|inactive|dead))\b`)
)

// text takes what commands print.
func (s *seen) text(f *source.File) {
	var rpc []string
	for n := 1; n <= f.Lines() && len(s.listeners) < maxListeners; n++ {
		text := f.Line(n)
		at := source.Span{File: f, Start: source.Position{Line: int32(n), Column: 1}, End: source.Position{Line: int32(n), Column: int32(len([]rune(text)) + 1)}}
		if m := ssLine.FindStringSubmatch(text); m != nil {
			port, _ := strconv.Atoi(m[3])
			s.listeners = append(s.listeners, listener{port: port, protocol: m[1], address: m[2], process: m[4], at: at})
		} else if m := rpcLine.FindStringSubmatch(text); m != nil {
			if !slices.Contains(rpc, m[3]) {
				rpc = append(rpc, m[3])
			}
		} else if m := unitLine.FindStringSubmatch(text); m != nil {
			s.services = append(s.services, service{name: m[1], isRunning: m[3] == "running" || m[4] == "running" || m[4] == "active", at: at})
		}
	}
	s.once()
	for i := range s.listeners {
		if s.listeners[i].port == 111 && rpc != nil {
			s.listeners[i].services = rpc
		}
	}
}

// once keeps one of the listeners of each port, protocol and process: a machine listens on each of its addresses.
func (s *seen) once() {
	known := map[string]bool{}
	s.listeners = slices.DeleteFunc(s.listeners, func(l listener) bool {
		key := fmt.Sprint(l.port, l.protocol, l.process, l.isLocal())
		if known[key] {
			return true
		}
		known[key] = true
		return false
	})
}
