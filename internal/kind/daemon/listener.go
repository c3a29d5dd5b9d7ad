package daemon

import (
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

const apiName = "Docker API"

// apiListeners returns the TCP addresses of the API.
func apiListeners(root *source.Node) []source.Listener {
	hosts := root.Get("hosts")
	if hosts == nil {
		return nil
	}
	port := 2375
	if verify := root.Get("tlsverify"); root.Get("tls").IsTrue() || verify != nil && verify.Kind == source.Bool {
		port = 2376
	}
	var listeners []source.Listener
	for i, item := range hosts.Items {
		address := strings.TrimSpace(item.Value.Str())
		scheme, rest, found := strings.Cut(address, "://")
		if address == "" || found && scheme != "tcp" {
			continue
		}
		if !found {
			rest = address
		}
		l := listener(source.Path{"hosts", i}, apiName, rest)
		if l.Host == "" { // dockerd's default, unlike that of most programs
			l.Host = "127.0.0.1"
		}
		if _, written, _ := net.SplitHostPort(rest); l.Port == 0 && written == "" {
			l.Port = port
		}
		listeners = append(listeners, l)
	}
	return listeners
}

func listener(at source.Path, name, address string) source.Listener {
	l := source.Listener{Path: at, Name: name, Protocol: "tcp", Host: strings.Trim(address, "[]")}
	if u, err := url.Parse("tcp://" + address); err == nil {
		address = u.Host
		l.Host = u.Hostname()
	}
	if host, port, err := net.SplitHostPort(address); err == nil {
		l.Host = host
		l.Port, _ = strconv.Atoi(port)
	}
	return l
}
