package envoy

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// detect reports whether a tree is Envoy configuration. It goes by content alone.
func detect(root *source.Node, _ bool) bool {
	if root == nil {
		return false
	}
	switch root.Kind {
	case source.Sequence:
		return anyItem(root, resource)
	case source.Mapping:
		if kind, ok := kubernetesKind(root); ok {
			return kind == "EnvoyFilter" && len(patches(root)) > 0 || len(embedded(root)) > 0
		}
		return bootstrap(root) || discoveryResponse(root) || resource(root)
	}
	return false
}

// field returns a child by its proto name in either spelling.
func field(n *source.Node, name string) *source.Node {
	if child := n.Get(name); child != nil || n == nil {
		return child
	}
	for _, e := range n.Entries {
		if snake(e.Key) == name {
			return e.Value
		}
	}
	return nil
}

func bootstrap(n *source.Node) bool {
	if static := field(n, "static_resources"); static != nil && static.Kind == source.Mapping {
		return len(static.Entries) == 0 || anyField(static, "listeners", "clusters", "secrets")
	}
	if dynamic := field(n, "dynamic_resources"); anyField(dynamic, "lds_config", "cds_config", "ads_config") {
		return true
	}
	if admin := field(n, "admin"); isAddress(field(admin, "address")) {
		return true
	}
	node := n.Get("node")
	return anyField(node, "id") && anyField(node, "cluster") &&
		anyField(n, "admin", "layered_runtime", "cluster_manager", "overload_manager", "stats_sinks")
}

func anyField(n *source.Node, names ...string) bool {
	for _, name := range names {
		if field(n, name) != nil {
			return true
		}
	}
	return false
}

// isAddress reports whether a node is a core.Address.
func isAddress(n *source.Node) bool {
	socket := field(n, "socket_address")
	return socket != nil && socket.Kind == source.Mapping && anyField(socket, "address") ||
		anyField(n.Get("pipe"), "path")
}

// discoveryResponse accepts the resources of a discovery file and the configs of an admin config dump.
func discoveryResponse(n *source.Node) bool {
	if strings.Contains(field(n, "type_url").Str(), "/envoy.") {
		return true
	}
	return anyItem(n.Get("resources"), typed) || anyItem(n.Get("configs"), typed)
}

func anyItem(n *source.Node, is func(*source.Node) bool) bool {
	for _, item := range items(n) {
		if is(item.Value) {
			return true
		}
	}
	return false
}

func typed(n *source.Node) bool { return strings.Contains(n.Get("@type").Str(), "/envoy.") }

// dumped are the keys under which control planes and config dumps wrap a resource.
var dumped = []string{"cluster", "listener", "route_config", "secret", "endpoint_config", "bootstrap"}

// resource accepts a single resource, by its type or by its unmistakable shape.
func resource(n *source.Node) bool {
	if typed(n) {
		return true
	}
	for _, key := range dumped {
		if typed(field(n, key)) {
			return true
		}
	}
	return shape(n) != roleNone || anyItem(field(field(n, "load_assignment"), "endpoints"), locality) ||
		anyField(n, "cluster_name") && anyItem(n.Get("endpoints"), locality)
}

func locality(n *source.Node) bool { return field(n, "lb_endpoints") != nil }

// shape returns what an untyped mapping must be, by the keys that nothing else has together.
func shape(n *source.Node) role {
	switch {
	case n == nil || n.Kind != source.Mapping:
		return roleNone
	case n.Get("name") != nil && anyItem(field(field(n, "load_assignment"), "endpoints"), locality),
		anyField(n, "name") && anyField(n, "connect_timeout") && anyField(n, "lb_policy", "hosts", "eds_cluster_config"):
		return roleCluster
	case isAddress(n.Get("address")) && anyField(n, "filter_chains", "default_filter_chain", "listener_filters"):
		return roleListener
	case anyItem(field(n, "virtual_hosts"), func(host *source.Node) bool {
		return anyField(host, "domains") && anyField(host, "routes", "name")
	}):
		return roleRouteConfig
	}
	return roleNone
}
