# METADATA
# title: Credential sent over a cleartext upstream
# description: |
#   Envoy puts a credential on requests (`request_headers_to_add`, header_mutation, credential_injector, Lua that sets a
#   header or calls `httpCall`, or ext_authz, which hands the client's Authorization header to its service) and sends
#   them to a cluster without TLS. Everybody between Envoy and the endpoint reads the credential, and it is usually one
#   that opens more than this request.
#
#   Not reported: clusters on loopback, Unix sockets or internal listeners; clusters with TLS, also when
#   `transport_socket_matches` choose it.
#
#   Lua in a file of its own (`filename`) is read where a service of the scan runs with the configuration and mounts the
#   file, or copies it into its image, from the scanned folder; the names of the two may differ.
#
#   **Not judged yet**: cluster names that Lua computes, and whether an endpoint is a container of the same
#   project.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/lua_filter
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/credential_injector_filter
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers
# scope: package
# custom:
#   severity: medium
#   situations:
#     public-host:
#       severity: high
#       because: the endpoint has a public name or address, so that the credential crosses the Internet in the clear
#     internal:
#       severity: low
#       because: every endpoint has an internal name or a private address, so that only somebody on that network can
#         listen
#   remediation: |
#     Give the cluster a `transport_socket` with an `UpstreamTlsContext` that verifies CA and name.
#   cwe: [319, 523]
package envoy["credential-over-plaintext"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some cluster in envoy.clusters
	is_plaintext(cluster)
	not cluster.fragment
	not envoy.is_local(cluster)
	places := array.concat(envoy.credentials_to(cluster), authorisation(cluster))
	count(places) > 0
	finding := in_situation(
		{
			"path": envoy.under(cluster.path, ["transport_socket"]),
			"message": sprintf("cluster %q sends a credential in plaintext to %s", [cluster.name, envoy.peer(cluster)]),
			"related": [{"path": place.path, "message": place.what} | some place in places],
		},
		array.concat(
			["public-host" | "public" in envoy.classes(cluster)],
			["internal" | envoy.is_inside(cluster)],
		),
	)
}

is_plaintext(cluster) if cluster.transport == "plaintext"

is_plaintext(cluster) if {
	cluster.transport == "mixed"
	some endpoint in cluster.endpoints
	endpoint.transport == "plaintext"
	not endpoint.class in {"loopback", "socket", "envoy"}
}

# authorisation lists the ext_authz filters that ask the cluster; the service gets the client's Authorization header.
authorisation(cluster) := [{"path": filter.path, "what": "ext_authz hands the client's Authorization header to it"} |
	some filter in envoy.filters("ext_authz")
	some name in [
		object.get(filter.config, ["grpc_service", "envoy_grpc", "cluster_name"], ""),
		object.get(filter.config, ["http_service", "server_uri", "cluster"], ""),
	]
	name == cluster.name
	name != ""
	not withholds(filter.config)
]

# A gRPC service gets the headers that match allowed_headers where that is set; an HTTP service always gets
# Authorization.
withholds(config) if {
	config.grpc_service
	patterns := envoy.list(config.allowed_headers.patterns)
	count(patterns) > 0
	count([pattern | some pattern in patterns; envoy.matches_text(pattern, "authorization")]) == 0
}
