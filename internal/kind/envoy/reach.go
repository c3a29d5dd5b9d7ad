package envoy

import (
	"maps"
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// reached is the indices of the clusters that a listener passes on to, by the path of its address.
type reached map[string][]int

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// ImageNames implements kind.Program.
func (*Facts) ImageNames() []string { return []string{"envoy"} }

// ContainerFiles implements kind.FileReader.
func (f *Facts) ContainerFiles() []kind.ContainerFile {
	files := make([]kind.ContainerFile, len(f.LuaFiles))
	for i, file := range f.LuaFiles {
		files[i] = kind.ContainerFile{Path: file.Path, Name: file.Filename, How: "lua"}
	}
	return files
}

// Limiters implements kind.FilterHost: the rate limits of the same connection manager that are on, wherever they are in its chain. A limit
// behind the program bounds what passes it just as well.
func (f *Facts) Limiters(program source.Path) []source.Path {
	manager := -1
	for _, l := range f.Lua {
		if slices.Equal(l.Path, program) {
			manager = l.ConnectionManager
		}
	}
	for _, l := range f.LuaFiles {
		if slices.Equal(l.Path, program) {
			manager = l.ConnectionManager
		}
	}
	var paths []source.Path
	for _, filter := range f.Envoy.HTTPFilters {
		if manager >= 0 && filter.ConnectionManager == manager && !filter.Disabled && slices.Contains(limiters, filter.Extension) {
			paths = append(paths, filter.Path)
		}
	}
	return paths
}

// limiters are the HTTP filters of Envoy v1.38 that limit requests.
var limiters = []string{"local_ratelimit", "ratelimit", "rate_limit_quota"}

// Insets implements kind.Holder: Lua code in the configuration is a program.
func (f *Facts) Insets() []kind.Inset { return f.insets }

// Commands implements kind.Holder: none.
func (*Facts) Commands([]string) []kind.Command { return nil }

// insetsOf returns the Lua code that is written in a tree.
func insetsOf(root *source.Node, lua []LuaCode) []kind.Inset {
	var insets []kind.Inset
	for _, l := range lua {
		if text := root.At(l.Path...); text != nil && text.Kind == source.String {
			insets = append(insets, kind.Inset{Path: l.Path, Text: text, Name: "filter.lua"})
		}
	}
	return insets
}

// Upstreams implements kind.Router.
func (f *Facts) Upstreams(address source.Path) []kind.Upstream {
	var all []kind.Upstream
	for _, cluster := range f.reached[address.String()] {
		for _, e := range f.Envoy.Clusters[cluster].Endpoints {
			all = append(all, kind.Upstream{Path: e.Path, Host: e.Host, Port: e.Port, Protocol: e.transport()})
		}
	}
	return all
}

// reach indexes which clusters listeners pass on to: linking asks for each listener, of which there may be thousands.
func reach(lists *Lists) reached {
	named := map[string][]int{}
	for i, cluster := range lists.Clusters {
		named[cluster.Name] = append(named[cluster.Name], i)
	}
	clusters := make([]map[int]bool, len(lists.Listeners))
	pass := func(listener int, names []string) {
		if listener < 0 {
			return
		}
		for _, name := range names {
			for _, cluster := range named[name] {
				if clusters[listener] == nil {
					clusters[listener] = map[int]bool{}
				}
				clusters[listener][cluster] = true
			}
		}
	}
	for _, route := range lists.Routes {
		pass(route.Listener, route.Clusters)
	}
	for _, filter := range slices.Concat(lists.NetworkFilters, lists.ListenerFilters) {
		pass(filter.Listener, filter.Clusters)
	}
	index := reached{}
	for i, listener := range lists.Listeners {
		if clusters[i] == nil {
			continue
		}
		sorted := slices.Sorted(maps.Keys(clusters[i]))
		for _, address := range listener.Addresses {
			index[address.Path.String()] = sorted
		}
	}
	return index
}

// listenersOf returns where Envoy listens, as far as the addresses are known.
func listenersOf(lists *Lists) []source.Listener {
	var found []source.Listener
	add := func(path source.Path, name string, a Address) {
		l := source.Listener{Path: path, Name: name, Protocol: a.transport()}
		switch a.Class {
		case classUnknown, classEnvoy:
			return
		case classSocket:
			l.Socket = a.Host
		default:
			l.Host, l.Port = a.Host, a.Port
		}
		found = append(found, l)
	}
	for _, l := range lists.Listeners {
		for _, a := range l.Addresses {
			add(a.Path, l.Label, a.Address)
		}
	}
	for _, a := range lists.Admins {
		add(a.AddressPath, a.Label, a.Address)
	}
	return found
}

// transport returns the protocol as package source writes it: tcp or udp.
func (a Address) transport() string {
	if a.Protocol == "UDP" {
		return "udp"
	}
	return "tcp"
}
