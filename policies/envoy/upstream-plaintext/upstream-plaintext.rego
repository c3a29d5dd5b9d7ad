# METADATA
# title: Cleartext connection to an upstream
# description: |
#   The cluster has no transport socket (or `raw_buffer`), so Envoy speaks plaintext to its endpoints, and one of them
#   has a public name or address, or listens on a port that is TLS by convention (443, 6443, 8443, 9443). Everybody on
#   the way reads and changes the traffic.
#
#   Clusters on loopback, Unix sockets and internal names are not reported, nor are DNS forwarders (port 53) and
#   clusters that only a TCP or UDP proxy without TLS termination uses: there the bytes that pass through may well be
#   TLS from end to end. So may what a route sends on that ends CONNECT (`connect_config`). Where
#   `transport_socket_matches` choose by the metadata of endpoints, the socket that an endpoint gets is judged.
#
#   **Not judged yet**: whether a private address belongs to a container network of the same project.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge
# - https://www.envoyproxy.io/docs/envoy/latest/start/quick-start/securing
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     private-address:
#       severity: low
#       because: the address is private, so that only somebody on the networks in between can listen
#   remediation: |
#     Give the cluster a `transport_socket` with an `UpstreamTlsContext` that verifies the server.
#
#     Set `trusted_ca`, `match_typed_subject_alt_names` and `sni`; `envoy/upstream-tls-unverified` shows the whole
#     block.
#   cwe: [319]
package envoy["upstream-plaintext"]

import data.lib.envoy
import data.lib.finding.in_situation
import data.lib.placeholder

findings contains finding if {
	some cluster in envoy.clusters
	cluster.transport in {"plaintext", "mixed"}
	not cluster.fragment
	not passes_through(cluster)
	endpoint := suspects(cluster)[0]
	finding := in_situation(
		object.union(
			{
				"path": place(cluster, endpoint),
				"message": sprintf("cluster %q speaks plaintext to %s", [cluster.name, target(endpoint)]),
				"related": [{"path": endpoint.path, "message": "the endpoint"}],
			},
			composite(cluster),
		),
		["private-address" | endpoint.class == "private"],
	)
}

# suspects are the endpoints that should be spoken to in TLS, the worst first.
suspects(cluster) := array.concat(
	[endpoint | some endpoint in cluster.endpoints; endpoint.class != "private"; is_suspect(endpoint)],
	[endpoint | some endpoint in cluster.endpoints; endpoint.class == "private"; is_suspect(endpoint)],
)

is_suspect(endpoint) if {
	endpoint.transport == "plaintext"
	endpoint.class in {"public", "private"}
	endpoint.port != 53
	endpoint.protocol != "UDP"
}

is_suspect(endpoint) if {
	endpoint.transport == "plaintext"
	endpoint.port in {443, 6443, 8443, 9443}
	not endpoint.class in {"loopback", "socket", "envoy"}
	endpoint.protocol != "UDP"
}

# place is where the socket of an endpoint would be: in the cluster, or among the matches by the endpoint's metadata.
place(cluster, _) := envoy.under(cluster.path, ["transport_socket"]) if cluster.transport == "plaintext"

place(cluster, endpoint) := endpoint.path if cluster.transport != "plaintext"

# passes_through holds for clusters that only proxies of raw bytes use, where the client's own TLS may pass: TCP
# proxies, and routes that end CONNECT and send on what is inside.
passes_through(cluster) if {
	not cluster.name in routed
	cluster.name in tunnelled
}

terminates_tls(filter) if envoy.view("filter_chains", filter.filter_chain).tls >= 0

# routed are the names of clusters that requests are sent to, tunnelled those that connections are.
routed := {name |
	some route in envoy.routes
	not envoy.ends_connect(envoy.at(route.path))
	some name in route.clusters
}

tunnelled contains name if {
	some filter in envoy.network_filters
	not terminates_tls(filter)
	some name in filter.clusters
}

tunnelled contains name if {
	some route in envoy.routes
	envoy.ends_connect(envoy.at(route.path))
	some name in route.clusters
}

target(endpoint) := sprintf("%s port %d", [endpoint.host, endpoint.port]) if {
	endpoint.port > 0
	not placeholder.is_template(endpoint.host)
}

target(endpoint) := endpoint.host if {
	endpoint.port == 0
	not placeholder.is_template(endpoint.host)
}

target(endpoint) := sprintf("port %d", [endpoint.port]) if placeholder.is_template(endpoint.host)

# Where a credential goes the same way, the composite rule counts the defect.
composite(cluster) := {"part_of": "envoy/credential-over-plaintext"} if count(envoy.credentials_to(cluster)) > 0

composite(cluster) := {} if count(envoy.credentials_to(cluster)) == 0
