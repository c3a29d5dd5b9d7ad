package envoy

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// API v2 let a configuration be written without its type: the name of the extension beside it said what it is. The tables of this
// file have the extensions that policies ask for.

// oldConfigs are the messages of such configurations by what has them and the short name of the extension.
var oldConfigs = map[string]map[string]string{
	msgFilter: {
		"http_connection_manager": msgConnection,
		"tcp_proxy":               "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
		"ext_authz":               "envoy.extensions.filters.network.ext_authz.v3.ExtAuthz",
		"rbac":                    "envoy.extensions.filters.network.rbac.v3.RBAC",
		"redis_proxy":             "envoy.extensions.filters.network.redis_proxy.v3.RedisProxy",
	},
	msgHTTPFilter: {
		"router":                "envoy.extensions.filters.http.router.v3.Router",
		"ext_authz":             "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz",
		"jwt_authn":             "envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication",
		"rbac":                  "envoy.extensions.filters.http.rbac.v3.RBAC",
		"lua":                   "envoy.extensions.filters.http.lua.v3.Lua",
		"tap":                   "envoy.extensions.filters.http.tap.v3.Tap",
		"rate_limit":            "envoy.extensions.filters.http.ratelimit.v3.RateLimit",
		"ratelimit":             "envoy.extensions.filters.http.ratelimit.v3.RateLimit",
		"dynamic_forward_proxy": "envoy.extensions.filters.http.dynamic_forward_proxy.v3.FilterConfig",
	},
	msgAccessLog: {
		"file_access_log":      "envoy.extensions.access_loggers.file.v3.FileAccessLog",
		"file":                 "envoy.extensions.access_loggers.file.v3.FileAccessLog",
		"http_grpc_access_log": "envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig",
	},
	msgSocket: {
		"tap":  "envoy.extensions.transport_sockets.tap.v3.Tap",
		"alts": "envoy.extensions.transport_sockets.alts.v3.Alts",
	},
}

// oldOverrides are the messages of per_filter_config by the short name of the filter.
var oldOverrides = map[string]string{
	"cors":      "envoy.extensions.filters.http.cors.v3.CorsPolicy",
	"ext_authz": "envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute",
	"jwt_authn": "envoy.extensions.filters.http.jwt_authn.v3.PerRouteConfig",
	"lua":       "envoy.extensions.filters.http.lua.v3.LuaPerRoute",
	"rbac":      "envoy.extensions.filters.http.rbac.v3.RBACPerRoute",
}

// untyped reads a config field of API v2; parent is the message that has it.
func (r *reader) untyped(parent *source.Node, m *message, old *source.Node, p source.Path) *source.Node {
	name := short(parent.Get("name").Str())
	message := oldConfigs[m.name][name]
	if m.name == msgSocket && name == "tls" {
		if message = msgDownstreamTLS; r.upstream {
			message = msgUpstreamTLS
		}
	}
	if message == "" {
		return r.loose(old, p)
	}
	return r.as(old, message, p)
}

// override reads a value of a per_filter_config.
func (r *reader) override(filter string, old *source.Node, p source.Path) *source.Node {
	message := oldOverrides[short(filter)]
	if message == "" {
		return r.loose(old, p)
	}
	return r.as(old, message, p)
}

// oldNames are the extension names that API v2 had and v3 has not. Beside a typed_config a name is only a label.
var oldNames = set("envoy.http_connection_manager", "envoy.tcp_proxy", "envoy.redis_proxy", "envoy.mongo_proxy",
	"envoy.ratelimit", "envoy.client_ssl_auth", "envoy.ext_authz", "envoy.router", "envoy.buffer", "envoy.cors",
	"envoy.csrf", "envoy.fault", "envoy.grpc_http1_bridge", "envoy.grpc_json_transcoder", "envoy.grpc_web", "envoy.gzip",
	"envoy.health_check", "envoy.http_dynamo_filter", "envoy.ip_tagging", "envoy.lua", "envoy.rate_limit", "envoy.squash",
	"envoy.file_access_log", "envoy.http_grpc_access_log", "envoy.listener.tls_inspector", "envoy.listener.original_dst")

// oldValues records what of a message has the form of API v2 although its fields are those of v3: names of extensions without a
// type, and the version of a discovery service.
func (r *reader) oldValues(n *source.Node, m *message, p source.Path) {
	if name := n.Get("name").Str(); m.fields["typed_config"] != nil && oldNames[name] && child(n, "typed_config") == nil {
		r.deprecate(p.Child("name"), name, deprecatedRemoved)
	}
	for _, key := range []string{"transport_api_version", "resource_api_version"} {
		if v := child(n, key); strings.EqualFold(v.Str(), "V2") || v != nil && v.Scalar == int64(1) {
			r.deprecate(p.Child(key), key+": V2", deprecatedRemoved)
		}
	}
}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}
