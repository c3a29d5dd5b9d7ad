package envoy

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// fragment returns the document of a tree that a program writes out: a whole configuration, resources, or a part of one that nothing
// else looks like.
func fragment(_ kind.Files, f kind.Fragment) []*source.Document {
	root := f.Root
	if _, manifest := kind.ManifestKind(root); manifest {
		return nil
	}
	if !detect(root, false) && !isCluster(root) {
		if of := partOf(root); of != "" {
			return []*source.Document{fragmentDocument(f.File, root, of)}
		}
		return nil
	}
	isResource := !bootstrap(root) && !discoveryResponse(root)
	if isResource && root.Kind == source.Mapping { // a list of one says where it is used
		root = &source.Node{Kind: source.Sequence, Span: root.Span, Items: []source.Item{{Value: root, Via: f.Used}}}
	}
	doc := document(f.File, root)
	if doc.Apart = (source.Path{"resources"}); bootstrap(f.Root) {
		doc.Apart = source.Path{"static_resources", "clusters"} // listeners depend on clusters
	}
	return []*source.Document{doc}
}

// isCluster reports whether a tree is a cluster whose endpoints are not known.
func isCluster(n *source.Node) bool {
	endpoints := child(n, "load_assignment")
	return endpoints.IsUnclear() && n.Get("name") != nil &&
		anyField(n, "connect_timeout", "lb_policy", "type", "transport_socket", "dns_lookup_family")
}

// partOf returns the message that a part of a configuration is, by what it calls itself or has together; "" for anything else.
func partOf(n *source.Node) string {
	name := n.Get("name").Str()
	config := child(n, "typed_config")
	switch {
	case !isTyped(config):
	case strings.HasPrefix(name, "envoy.filters.http."):
		return msgHTTPFilter
	case strings.HasPrefix(name, "envoy.filters.network."):
		return msgFilter
	case strings.HasPrefix(name, "envoy.filters.listener."):
		return msgListenFilter
	case strings.HasPrefix(name, "envoy.transport_sockets."):
		return msgSocket
	case strings.HasPrefix(name, "envoy.access_loggers."):
		return msgAccessLog
	}
	switch {
	case anyField(n, "domains") && anyItem(n.Get("routes"), isRoute):
		return msgVirtualHost
	case isRoute(n) && anyField(n.Get("route"), "cluster", "weighted_clusters", "cluster_header"):
		return msgRoute
	case anyItem(child(n, "filters"), func(filter *source.Node) bool { return partOf(filter) == msgFilter }):
		return msgChain
	}
	return ""
}

func isRoute(n *source.Node) bool {
	return anyField(n.Get("match"), "prefix", "path", "safe_regex", "path_separated_prefix", "connect_matcher", "path_match_policy") &&
		anyField(n, "route", "redirect", "direct_response")
}

// labels are the fields whose text or number decides nothing about what else there must be: names, addresses, times. The names of filters
// and clusters that are referred to are none.
var labels = map[string][]string{
	msgCluster:                           {"name", "alt_stat_name", "connect_timeout"},
	msgListener:                          {"name", "stat_prefix"},
	msgVirtualHost:                       {"name"},
	msgRouteConfig:                       {"name"},
	msgEndpoints:                         {"cluster_name"},
	msgConnection:                        {"stat_prefix", "server_name"},
	msgUpstreamTLS:                       {"sni"},
	msgDataSource:                        {"filename"},
	msgHeader:                            {"value"},
	"envoy.config.core.v3.SocketAddress": {"address", "port_value"},
}

func isLabel(m *message, f *apiField) bool { return slices.Contains(labels[m.name], f.name) }

// asText returns a value that is not known as the text or number that it is in any case.
func asText(n *source.Node) *source.Node {
	if n.Kind != source.String {
		return n
	}
	fresh := *n
	fresh.Tag = ""
	return &fresh
}
