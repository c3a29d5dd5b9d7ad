// Package daemon recognises daemon.json, the configuration of the Docker daemon, and says where it makes the daemon listen. The
// runtimes in it that are gVisor are read with package runsc.
package daemon

import (
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "daemon"

// Kind returns the kind.
func Kind() kind.Kind {
	return kind.Kind{Name: Name, Named: named, Detect: detect, Expand: expand, Facts: (*Facts)(nil)}
}

var telling = regexp.MustCompile(`^(.*[-_.])?(docker)?daemon([-_.].*)?$`)

func named(base string) bool {
	stem, format := source.CutFormat(base)
	return format == source.JSON && telling.MatchString(stem)
}

// detect accepts an object most of whose keys are dockerd's, because other daemons have a daemon.json too.
func detect(root *source.Node, named bool) bool {
	if !named || root.Kind != source.Mapping {
		return false
	}
	known := 0
	for _, e := range root.Entries {
		if slices.Contains(keys, e.Key) {
			known++
		}
	}
	return 2*known > len(root.Entries) || len(root.Entries) == 0
}

func expand(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	root := roots[0]
	v := runtimes(root)
	facts := &Facts{Facts: v.Facts(), root: root}
	listeners := append(apiListeners(root), v.Listeners()...)
	for _, l := range listeners {
		if l.Name == apiName {
			facts.TCPHosts = append(facts.TCPHosts, Host{l.Path, l.Host, l.Port})
		}
	}
	if address := root.Get("metrics-addr").Str(); address != "" {
		listeners = append(listeners, listener(source.Path{"metrics-addr"}, "metrics of the Docker daemon", address))
	}
	return []*source.Document{{
		File: file, Kind: Name, Root: root, Files: []*source.File{file}, Facts: facts, Listeners: listeners,
	}}, nil
}

// runtimes reads the runtimes that are gVisor: by type, by program, or by name where a wrapper starts runsc.
func runtimes(root *source.Node) runsc.View {
	var v runsc.View
	table := root.Get("runtimes")
	if table == nil {
		return v
	}
	for _, e := range table.Entries {
		r := runsc.Runtime{
			Name: e.Key, Path: source.Path{"runtimes", e.Key}, Type: e.Value.Get("runtimeType").Str(),
			Program: e.Value.Get("path").Str(), HasArgs: filled(e.Value.Get("runtimeArgs")), HasOptions: filled(e.Value.Get("options")),
			ConfigPath: e.Value.At("options", "ConfigPath").Str(), TypeURL: e.Value.At("options", "TypeUrl").Str(),
		}
		if runsc.IsRunsc(r.Name) || runsc.IsRunsc(r.Type) || runsc.IsRunsc(r.Program) {
			v.AddRuntime(r, e.Value.Get("runtimeArgs"))
		}
	}
	return v
}

func filled(n *source.Node) bool { return n != nil && len(n.Items)+len(n.Entries) > 0 }

const apiName = "Docker API"

// apiListeners returns the TCP addresses of the API.
func apiListeners(root *source.Node) []source.Listener {
	hosts := root.Get("hosts")
	if hosts == nil {
		return nil
	}
	port := 2375
	if root.Get("tls") != nil || root.Get("tlsverify") != nil {
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
		if l.Port == 0 {
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
