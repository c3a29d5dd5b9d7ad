package envoy

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
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
		if _, ok := kind.ManifestKind(root); ok {
			return slices.ContainsFunc(kind.Manifests(root), holds)
		}
		return bootstrap(root) || discoveryResponse(root) || resource(root)
	}
	return false
}

// child returns the value of a field in either spelling, nil when there is none.
func child(n *source.Node, name string) *source.Node {
	if value := n.Get(name); value != nil {
		return value
	}
	return n.Get(camel(name))
}

func bootstrap(n *source.Node) bool {
	if static := child(n, "static_resources"); static != nil && static.Kind == source.Mapping {
		return len(static.Entries) == 0 || anyField(static, "listeners", "clusters", "secrets")
	}
	if dynamic := child(n, "dynamic_resources"); anyField(dynamic, "lds_config", "cds_config", "ads_config") {
		return true
	}
	if admin := child(n, "admin"); isAddress(child(admin, "address")) {
		return true
	}
	node := n.Get("node")
	return anyField(node, "id") && anyField(node, "cluster") &&
		anyField(n, "admin", "layered_runtime", "cluster_manager", "overload_manager", "stats_sinks")
}

func anyField(n *source.Node, names ...string) bool {
	for _, name := range names {
		if child(n, name) != nil {
			return true
		}
	}
	return false
}

// isAddress reports whether a node is a core.Address.
func isAddress(n *source.Node) bool {
	socket := child(n, "socket_address")
	return socket != nil && socket.Kind == source.Mapping && anyField(socket, "address") ||
		anyField(n.Get("pipe"), "path")
}

// discoveryResponse accepts the resources of a discovery file and the configs of an admin config dump.
func discoveryResponse(n *source.Node) bool {
	if strings.Contains(child(n, "type_url").Str(), "/envoy.") {
		return true
	}
	return anyItem(n.Get("resources"), isTyped) || anyItem(n.Get("configs"), isTyped)
}

func anyItem(n *source.Node, is func(*source.Node) bool) bool {
	for _, item := range items(n) {
		if is(item.Value) {
			return true
		}
	}
	return false
}

func isTyped(n *source.Node) bool { return strings.Contains(n.Get("@type").Str(), "/envoy.") }

// dumped are the keys under which control planes and config dumps wrap a resource.
var dumped = []string{"cluster", "listener", "route_config", "secret", "endpoint_config", "bootstrap"}

// resource accepts a single resource, by its type or by its unmistakable shape.
func resource(n *source.Node) bool {
	if isTyped(n) {
		return true
	}
	for _, key := range dumped {
		if isTyped(child(n, key)) {
			return true
		}
	}
	return shape(n) != "" || anyItem(child(child(n, "load_assignment"), "endpoints"), locality) ||
		anyField(n, "cluster_name") && anyItem(n.Get("endpoints"), locality)
}

func locality(n *source.Node) bool { return child(n, "lb_endpoints") != nil }

// shape returns the name of the message that an untyped mapping must be, by the keys that nothing else has together; "" for none.
func shape(n *source.Node) string {
	switch {
	case n == nil || n.Kind != source.Mapping:
		return ""
	case n.Get("name") != nil && anyItem(child(child(n, "load_assignment"), "endpoints"), locality),
		anyField(n, "name") && anyField(n, "connect_timeout") && anyField(n, "lb_policy", "hosts", "eds_cluster_config"):
		return msgCluster
	case isAddress(n.Get("address")) && anyField(n, "filter_chains", "default_filter_chain", "listener_filters"):
		return msgListener
	case anyItem(child(n, "virtual_hosts"), func(host *source.Node) bool {
		return anyField(host, "domains") && anyField(host, "routes", "name")
	}):
		return msgRouteConfig
	case anyField(n, "cluster_name") && anyItem(n.Get("endpoints"), locality):
		return msgEndpoints
	}
	return ""
}
