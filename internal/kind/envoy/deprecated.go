package envoy

import (
	"regexp"

	"github.com/seclint/seclint/internal/source"
)

var oldType = regexp.MustCompile(`^envoy\..*\.v[12]((alpha|beta)\d*)?\.`)

// outlived are the packages of API v2 that Envoy went on reading after the others: they had no successor yet.
var outlived = regexp.MustCompile(`^envoy\.config\.(health_checker\.redis\.v2|filter\.thrift\.router\.v2alpha1|` +
	`resource_monitor\.(fixed_heap|injected_resource)\.v2alpha|retry\.(omit_canary_hosts|previous_hosts)\.v2)\.`)

// oldNames are the extension names that API v2 had and v3 has not. Beside a typed_config a name is only a label.
var oldNames = set("envoy.http_connection_manager", "envoy.tcp_proxy", "envoy.redis_proxy", "envoy.mongo_proxy",
	"envoy.ratelimit", "envoy.client_ssl_auth", "envoy.ext_authz", "envoy.router", "envoy.buffer", "envoy.cors",
	"envoy.csrf", "envoy.fault", "envoy.grpc_http1_bridge", "envoy.grpc_json_transcoder", "envoy.grpc_web", "envoy.gzip",
	"envoy.health_check", "envoy.http_dynamo_filter", "envoy.ip_tagging", "envoy.lua", "envoy.rate_limit", "envoy.squash",
	"envoy.file_access_log", "envoy.http_grpc_access_log", "envoy.listener.tls_inspector", "envoy.listener.original_dst")

// addDeprecated records the marks of API v2 on one mapping.
func (w *walker) addDeprecated(n *source.Node, p source.Path, r role) {
	add := func(key, what string) {
		w.Deprecated = append(w.Deprecated, Deprecated{p.Child(key), what})
	}
	if name := typeName(n); oldType.MatchString(name) && !outlived.MatchString(name) {
		add("@type", name)
	}
	name := n.Get("name").Str()
	if oldNames[name] && n.Get("typed_config") == nil {
		add("name", name)
	}
	if n.Get("config") != nil && name != "" && n.Get("typed_config") == nil && extensible[r] {
		add("config", "config")
	}
	for _, key := range []string{"hosts", "tls_context"} {
		if (r == roleCluster || r == roleChain) && n.Get(key) != nil {
			add(key, key)
		}
	}
	for _, key := range []string{"transport_api_version", "resource_api_version"} {
		if n.Get(key).Str() == "V2" {
			add(key, key+": V2")
		}
	}
}

// extensible are the messages that name an extension and hold its configuration.
var extensible = map[role]bool{
	roleNetworkFilter: true, roleHTTPFilter: true, roleSocket: true, roleAccessLog: true,
}
