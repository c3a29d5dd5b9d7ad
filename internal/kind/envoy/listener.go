package envoy

import (
	"net"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

func (w *walker) addListener(n *source.Node, p source.Path, s scope) int {
	listener := Listener{
		Path: p, Name: n.Get("name").Str(), AddressPath: p.Child("address"), Address: readAddress(n.Get("address")),
		Direction: n.Get("traffic_direction").Str(), Fragment: s.Fragment,
	}
	if n.Get("internal_listener") != nil || n.Get("api_listener") != nil {
		listener.Class = classEnvoy
	}
	if listener.Label = listener.Name; listener.Label == "" {
		listener.Label = listener.label()
	}
	w.Listeners = append(w.Listeners, listener)
	return len(w.Listeners) - 1
}

// label returns what to call an address in a message.
func (a Address) label() string {
	if a.Port == 0 {
		return a.Host
	}
	return net.JoinHostPort(a.Host, strconv.Itoa(a.Port))
}

func (w *walker) addChain(p source.Path, s scope) int {
	w.FilterChains = append(w.FilterChains, FilterChain{p, -1, s.Inside})
	return len(w.FilterChains) - 1
}

func (w *walker) addConnection(n *source.Node, p source.Path, s scope) int {
	w.ConnectionManagers = append(w.ConnectionManagers, ConnectionManager{
		Path: p, RoutesInline: n.Get("route_config") != nil, StatPrefix: n.Get("stat_prefix").Str(), Inside: s.Inside,
	})
	return len(w.ConnectionManagers) - 1
}

// addFilter records an HTTP filter of a connection manager or of an upstream filter chain.
func (w *walker) addFilter(n *source.Node, p source.Path, s scope) {
	_, at, name := message(n, p)
	w.HTTPFilters = append(w.HTTPFilters, HTTPFilter{
		Path: p, ConfigPath: at, Name: n.Get("name").Str(), Type: name, Extension: extension(name, n.Get("name").Str()),
		Disabled: n.Get("disabled").IsTrue(), Inside: s.Inside,
	})
}

func (w *walker) addAccessLog(n *source.Node, p source.Path, s scope) {
	_, at, name := message(n, p)
	w.AccessLogs = append(w.AccessLogs, AccessLog{p, at, extension(name, n.Get("name").Str()), s.Inside})
}

// lastColon returns the index of the colon in front of a port, or -1.
func lastColon(target string) int {
	i := strings.LastIndexByte(target, ':')
	if i >= 0 && strings.Trim(target[i+1:], "0123456789") == "" {
		return i
	}
	return -1
}

// classifyTarget classifies the host of a gRPC target such as dns:///host or unix:/path.
func classifyTarget(target string) string {
	if strings.HasPrefix(target, "unix:") || strings.HasPrefix(target, "unix-abstract:") {
		return classSocket
	}
	return classify(target[strings.LastIndexByte(target, '/')+1:])
}

// addNetworkFilter records a network filter, with the clusters it sends connections to.
func (w *walker) addNetworkFilter(n *source.Node, p source.Path, s scope) {
	config, at, name := message(n, p)
	w.NetworkFilters = append(w.NetworkFilters, NetworkFilter{
		Path: p, ConfigPath: at, Name: n.Get("name").Str(), Extension: extension(name, n.Get("name").Str()),
		Clusters: targets(config), Inside: s.Inside,
	})
}

// addAdmin records the administration interface, when it has an address to listen on.
func (w *walker) addAdmin(n *source.Node, p source.Path) {
	if !isAddress(n.Get("address")) {
		return
	}
	address := readAddress(n.Get("address"))
	w.Admins = append(w.Admins, Admin{Path: p, Label: address.label(), AddressPath: p.Child("address"), Address: address})
}

// addLua records Lua code that is written in the configuration itself, and the files that hold the rest.
func (w *walker) addLua(n *source.Node, p source.Path, r role, s scope) {
	switch r {
	case roleLua:
		w.lua = append(w.lua, LuaCode{p, s.Inside})
	case roleLuaFile:
		w.luaFiles = append(w.luaFiles, LuaFile{p, n.Str(), s.Inside})
	}
}
