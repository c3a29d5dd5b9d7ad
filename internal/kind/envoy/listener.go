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
	listener.Addresses = []ListenerAddress{{Path: listener.AddressPath, Address: listener.Address}}
	for i, more := range items(n.Get("additional_addresses")) {
		at := p.Child("additional_addresses").Child(i).Child("address")
		listener.Addresses = append(listener.Addresses, ListenerAddress{Path: at, Address: readAddress(more.Value.Get("address"))})
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

// addFilter records a network filter or a listener filter, with the clusters that it sends connections or packets to.
func (w *walker) addFilter(n *source.Node, p source.Path, m *message, s scope) {
	config, at, name := w.config(n, p)
	filter := NetworkFilter{
		Path: p, ConfigPath: at, Name: n.Get("name").Str(), Extension: extension(name, n.Get("name").Str()), Inside: s.Inside,
	}
	if name != msgConnection {
		filter.Clusters = w.clustersIn(config, nil)
	}
	if m.name == msgFilter {
		w.NetworkFilters = append(w.NetworkFilters, filter)
	} else {
		w.ListenerFilters = append(w.ListenerFilters, filter)
	}
}

// clustersIn adds the names of the clusters that the configuration of a filter passes on to, wherever it names them.
func (w *walker) clustersIn(n *source.Node, names []string) []string {
	m := w.types[n]
	for _, e := range entries(n) {
		switch name := e.Value.Str(); {
		case e.Key == "cluster" && name != "", e.Key == "name" && name != "" && m != nil && strings.HasSuffix(m.name, "ClusterWeight"):
			names = append(names, name)
		default:
			names = w.clustersIn(e.Value, names)
		}
	}
	for _, item := range items(n) {
		names = w.clustersIn(item.Value, names)
	}
	return names
}

// addHTTPFilter records an HTTP filter of a connection manager or of an upstream filter chain.
func (w *walker) addHTTPFilter(n *source.Node, p source.Path, s scope) {
	config, at, name := w.config(n, p)
	filter := HTTPFilter{Path: p, Name: n.Get("name").Str(), IsOff: n.Get("disabled").IsTrue(), Inside: s.Inside}
	for name == msgMatching && config.Get("extension_config") != nil {
		filter.Conditional = true
		config, at, name = w.config(config.Get("extension_config"), at.Child("extension_config"))
	}
	filter.ConfigPath, filter.Type, filter.Extension = at, name, extension(name, filter.Name)
	w.HTTPFilters = append(w.HTTPFilters, filter)
}

// isFilterHere reports whether an extension without a list of filters around it is an HTTP filter: what extension discovery gives,
// and what a composite filter runs.
func (w *walker) isFilterHere(n *source.Node, s scope) bool {
	if s.of != nil && s.of.name != msgDiscovery && s.of.name != msgExecute && s.of.name != msgFilterChain {
		return false
	}
	_, _, name := w.config(n, nil)
	return strings.Contains(name, ".filters.http.")
}

func (w *walker) addAccessLog(n *source.Node, p source.Path, s scope) {
	_, at, name := w.config(n, p)
	w.AccessLogs = append(w.AccessLogs, AccessLog{p, at, extension(name, n.Get("name").Str()), s.Inside})
}

// addTag records a tag that Envoy puts on traces.
func (w *walker) addTag(n *source.Node, p source.Path, s scope) {
	w.TracingTags = append(w.TracingTags, TracingTag{
		Path: p, Tag: n.Get("tag").Str(), Header: strings.ToLower(n.At("request_header", "name").Str()), Inside: s.Inside,
	})
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

// addAdmin records the administration interface, when it has an address to listen on.
func (w *walker) addAdmin(n *source.Node, p source.Path) {
	if !isAddress(n.Get("address")) {
		return
	}
	address := readAddress(n.Get("address"))
	w.Admins = append(w.Admins, Admin{Path: p, Label: address.label(), AddressPath: p.Child("address"), Address: address})
}
