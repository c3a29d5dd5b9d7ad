package envoy

// role says what message a node is, where its place in the tree tells.
type role string

const (
	roleNone           role = ""
	roleStatic         role = "static_resources"
	roleCluster        role = "cluster"
	roleListener       role = "listener"
	roleChain          role = "filter_chain"
	roleNetworkFilter  role = "network_filter"
	roleConnection     role = "http_connection_manager"
	roleProtocol       role = "http_protocol_options"
	roleHTTPFilter     role = "http_filter"
	roleRouteConfig    role = "route_config"
	roleVirtualHost    role = "virtual_host"
	roleRoute          role = "route"
	roleWeighted       role = "weighted_cluster"
	roleOverrides      role = "typed_per_filter_config"
	roleSocket         role = "transport_socket"
	roleSocketMatch    role = "transport_socket_match"
	roleUpstreamTLS    role = "upstream_tls"
	roleDownstreamTLS  role = "downstream_tls"
	roleHeaders        role = "request_headers_to_add"
	roleMutation       role = "request_mutations"
	roleGoogle         role = "google_grpc"
	roleLua            role = "lua"
	roleLuaFile        role = "lua_file"
	roleLuaSource      role = "source_code"
	roleLuaSources     role = "source_codes"
	roleResource       role = "resource" // its type or its shape tells
	roleSecret         role = "secret"
	roleAccessLog      role = "access_log"
	roleAdmin          role = "admin"
	roleEmbeddedSocket role = "tls_socket_config" // upstream or downstream by what it stands in
)

// byType names the message of an "@type", by the last part of its name.
var byType = map[string]role{
	"Cluster": roleCluster, "Listener": roleListener, "RouteConfiguration": roleRouteConfig,
	"VirtualHost": roleVirtualHost, "HttpConnectionManager": roleConnection, "HttpProtocolOptions": roleProtocol,
	"UpstreamTlsContext": roleUpstreamTLS, "DownstreamTlsContext": roleDownstreamTLS, "Secret": roleSecret,
}

// byKey names the message under a key, whatever the key stands in.
var byKey = map[string]role{
	"static_resources": roleStatic, "transport_socket": roleSocket, "transport_socket_matches": roleSocketMatch,
	"upstream_tls_context": roleUpstreamTLS, "downstream_tls_context": roleDownstreamTLS,
	"tls_socket_config": roleEmbeddedSocket, "google_grpc": roleGoogle, "request_headers_to_add": roleHeaders, "request_mutations": roleMutation,
	"inline_code": roleLua, "default_source_code": roleLuaSource, "source_code": roleLuaSource,
	"source_codes": roleLuaSources, "resources": roleResource, "access_log": roleAccessLog, "filter_chains": roleChain, "default_filter_chain": roleChain,
	"admin": roleAdmin, "route_config": roleRouteConfig, "virtual_hosts": roleVirtualHost,
	"typed_per_filter_config": roleOverrides, "per_filter_config": roleOverrides,
}

// byParent names the message under a key of a certain message.
var byParent = map[role]map[string]role{
	roleStatic:      {"clusters": roleCluster, "listeners": roleListener, "secrets": roleSecret},
	roleCluster:     {"tls_context": roleUpstreamTLS},
	roleChain:       {"tls_context": roleDownstreamTLS, "filters": roleNetworkFilter},
	roleConnection:  {"http_filters": roleHTTPFilter},
	roleProtocol:    {"http_filters": roleHTTPFilter},
	roleVirtualHost: {"routes": roleRoute},
	roleRoute:       {"route": roleRoute, "weighted_clusters": roleRoute, "clusters": roleWeighted},
	roleMutation:    {"append": roleHeaders},
	roleLuaSource:   {"inline_string": roleLua, "filename": roleLuaFile},
}
