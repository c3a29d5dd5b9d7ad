package envoy

import (
	"net"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

func (v *views) addListener(n *source.Node, p source.Path, s scope) int {
	listener := object{
		"path": p.Value(), "name": n.Get("name").Str(), "fragment": s.fragment,
		"direction": n.Get("traffic_direction").Str(), "address": p.Child("address").Value(),
	}
	for key, value := range endpoint(n.Get("address"), p.Child("address")) {
		if key != "path" {
			listener[key] = value
		}
	}
	if n.Get("internal_listener") != nil || n.Get("api_listener") != nil {
		listener["class"] = classEnvoy
	}
	listener["label"] = label(listener)
	v.listeners = append(v.listeners, listener)
	return len(v.listeners) - 1
}

// label returns what to call a listener: its name, else its address.
func label(listener object) string {
	if name := listener["name"].(string); name != "" {
		return name
	}
	host, port := listener["host"].(string), listener["port"].(int64)
	if port == 0 {
		return host
	}
	return net.JoinHostPort(host, strconv.FormatInt(port, 10))
}

func (v *views) addChain(p source.Path, s scope) int {
	v.chains = append(v.chains, s.inside(object{"path": p.Value(), "tls": -1}))
	return len(v.chains) - 1
}

func (v *views) addConnection(n *source.Node, p source.Path, s scope) int {
	v.connections = append(v.connections, s.inside(object{
		"path": p.Value(), "routes_inline": n.Get("route_config") != nil, "stat_prefix": n.Get("stat_prefix").Str(),
	}))
	return len(v.connections) - 1
}

// addFilter records an HTTP filter of a connection manager or of an upstream filter chain.
func (v *views) addFilter(n *source.Node, p source.Path, s scope) {
	_, at, name := message(n, p)
	disabled := n.Get("disabled")
	v.filters = append(v.filters, s.inside(object{
		"path": p.Value(), "config_path": at.Value(), "name": n.Get("name").Str(), "type": name,
		"extension": extension(name, n.Get("name").Str()), "disabled": disabled.IsTrue(),
	}))
}

func (v *views) addAccessLog(n *source.Node, p source.Path, s scope) {
	_, at, name := message(n, p)
	v.accessLogs = append(v.accessLogs, s.inside(object{
		"path": p.Value(), "config_path": at.Value(), "extension": extension(name, n.Get("name").Str()),
	}))
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
func (v *views) addNetworkFilter(n *source.Node, p source.Path, s scope) {
	config, at, name := message(n, p)
	v.network = append(v.network, s.inside(object{
		"path": p.Value(), "config_path": at.Value(), "name": n.Get("name").Str(), "clusters": targets(config),
		"extension": extension(name, n.Get("name").Str()),
	}))
}

// addAdmin records the administration interface, when it has an address to listen on.
func (v *views) addAdmin(n *source.Node, p source.Path) {
	if !address(n.Get("address")) {
		return
	}
	admin := endpoint(n.Get("address"), p.Child("address"))
	admin["address"], admin["path"], admin["name"] = admin["path"], p.Value(), ""
	admin["label"] = label(admin)
	v.admins = append(v.admins, admin)
}
