package settings

import (
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// judge returns what the settings come to, and what the server listens on.
func (p *product) judge(all *settings) ([]Setting, []source.Listener) {
	found := []Setting{}
	var listeners []source.Listener
	var blocks []int // of the listeners
	for _, l := range p.Listeners.value() {
		for _, block := range all.blocks(l.In) {
			if one, wide, ok := l.at(all, block); ok {
				listeners, blocks = append(listeners, one), append(blocks, block)
				if wide != nil {
					found = append(found, *wide)
				}
			}
		}
	}
	for _, m := range p.Meanings.value() {
		for _, block := range all.blocks(m.In) {
			for _, s := range m.at(all, block) {
				if i := m.listener(listeners, blocks, block); i >= 0 {
					s.Listener = listeners[i].Path
				}
				found = append(found, s)
			}
		}
	}
	if p.Named {
		found = append(found, all.values()...)
	}
	for i := range listeners {
		listeners[i].Access = access(listeners[i], found)
	}
	return found, listeners
}

// listener returns the index of the listener that a meaning in a block is about: of several the one in the same block, else the first; -1
// for none.
func (m meaning) listener(listeners []source.Listener, blocks []int, block int) int {
	first := -1
	for i, l := range listeners {
		switch {
		case m.Listener == "" || l.Name != m.Listener:
		case blocks[i] == block:
			return i
		case first < 0:
			first = i
		}
	}
	return first
}

// access returns who gets in at a listener by what the settings come to.
func access(l source.Listener, found []Setting) source.Access {
	for _, s := range found {
		if s.Is == "no-login" && (s.Listener == nil || slices.Equal(s.Listener, l.Path)) {
			return source.AccessOpen
		}
	}
	for _, s := range found {
		if s.Is == "login" && (s.Listener == nil || slices.Equal(s.Listener, l.Path)) {
			return source.AccessLogin
		}
	}
	return source.AccessUnknown
}

// at returns what the settings of a block come to.
func (m meaning) at(all *settings, block int) []Setting {
	if !all.meet(block, m.When[1:]) || !all.meet(-1, m.Outside) || slices.ContainsFunc(m.Unless, func(c condition) bool { return c.isMet(all, block) }) {
		return nil
	}
	said := Setting{Is: m.Is, Reason: m.Reason, Void: m.Void, Contained: m.Contained}
	if peer := all.first(block, m.Peer); peer != nil && !peer.isUnknown {
		said.Peer = peer.text
	}
	where := m.When[0]
	if where.Absent {
		if !where.isMet(all, block) {
			return nil
		}
		said.Path, said.Name = all.absent(block, where.Setting), string(where.Setting)
		return []Setting{said}
	}
	var found []Setting
	for _, i := range all.in(block, where.Setting) {
		if s := all.all[i]; where.takes(s) {
			said.Path, said.Name, said.Value = s.path, s.name(), s.text
			found = append(found, said)
		}
	}
	return found
}

// absent returns the path to a setting that is not there.
func (s *settings) absent(block int, at pattern) source.Path {
	path := source.Path{}
	if block >= 0 {
		path = s.all[block].path
	}
	for _, name := range strings.Split(string(at), ".") {
		path = path.Child(name)
	}
	return path
}

// meet reports whether all conditions are met in a block.
func (s *settings) meet(block int, conditions []condition) bool {
	return !slices.ContainsFunc(conditions, func(c condition) bool { return !c.isMet(s, block) })
}

// isMet reports whether a condition is met in a block.
func (c condition) isMet(all *settings, block int) bool {
	matching := all.in(block, c.Setting)
	if c.Absent {
		return !slices.ContainsFunc(matching, func(i int) bool { return all.all[i].isSet() })
	}
	return slices.ContainsFunc(matching, func(i int) bool { return c.takes(all.all[i]) })
}

// takes reports whether a setting has a value that the condition asks for. The value of a text that is filled in later is not known.
func (c condition) takes(s setting) bool {
	switch {
	case c.Values != nil:
		return !s.isUnknown && s.kind != source.Mapping && s.kind != source.Sequence && slices.Contains(c.Values, strings.ToLower(s.text))
	case c.Match.Regexp != nil:
		return !s.isUnknown && s.kind != source.Mapping && s.kind != source.Sequence && c.Match.MatchString(s.text)
	}
	return s.isSet()
}

// at returns the listener in a block, and what is to be said where it is written with every interface; ok is false where there is none.
func (l listener) at(all *settings, block int) (one source.Listener, wide *Setting, ok bool) {
	if !all.meet(block, l.When) {
		return one, nil, false
	}
	one = source.Listener{Name: l.Name, Host: l.DefaultHost, Port: l.DefaultPort, Protocol: "tcp"}
	address, host, port := all.first(block, l.Address), all.first(block, l.Host), all.first(block, l.Port)
	written := host
	if port != nil {
		one.Port, _ = strconv.Atoi(port.text)
		one.Path = port.path
	}
	if host != nil {
		one.Host, one.Path = widest(host.text), host.path
	}
	if address != nil {
		one.Host, one.Port = split(address.text, l.DefaultPort)
		one.Path, written = address.path, address
		if socket, ok := strings.CutPrefix(address.text, "unix:"); ok || strings.HasPrefix(address.text, "/") {
			one.Socket = socket
		}
	}
	if one.Path == nil {
		if one.Port == 0 {
			return one, nil, false
		}
		one.Path = source.Path{}
		if block >= 0 {
			one.Path = all.all[block].path
		}
	}
	if l.Inner && written != nil && one.Socket == "" && isWide(one.Host) {
		wide = &Setting{
			Is: "wide-listener", Path: written.path, Name: written.name(), Value: written.text, Listener: one.Path,
			Reason: "listens on all interfaces",
		}
	}
	return one, wide, true
}

func isWide(host string) bool {
	return slices.Contains([]string{"", "0.0.0.0", "::", "*"}, strings.Trim(host, "[]"))
}

// widest returns the widest of the hosts in a text, such as "127.0.0.1 -::1" of Redis or "localhost, 10.0.0.1" of PostgreSQL.
func widest(text string) string {
	hosts := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' })
	for i, host := range hosts {
		hosts[i] = strings.TrimPrefix(host, "-")
		if host == "_local_" {
			hosts[i] = "127.0.0.1"
		}
	}
	for _, isBest := range []func(string) bool{isWide, func(host string) bool { return !isLoopback(host) }} {
		if i := slices.IndexFunc(hosts, isBest); i >= 0 {
			return hosts[i]
		}
	}
	if len(hosts) == 0 {
		return text
	}
	return hosts[0]
}

func isLoopback(host string) bool {
	address := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || address != nil && address.IsLoopback()
}

// split returns host and port of an address such as :8080, 0.0.0.0:443/udp or tcp://[::]:80.
func split(address string, port int) (string, int) {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	address, _, _ = strings.Cut(address, "/")
	host, written, err := net.SplitHostPort(address)
	if err != nil {
		return address, port
	}
	if number, err := strconv.Atoi(written); err == nil {
		port = number
	}
	return host, port
}
