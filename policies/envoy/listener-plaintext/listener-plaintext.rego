# METADATA
# title: Cleartext HTTP listener
# description: |
#   An HTTP listener that others than this host reach has no `DownstreamTlsContext` in any of its filter chains: tokens,
#   cookies and content cross the network readable and changeable. A listener that only redirects to https is fine, so
#   is one behind a proxy that terminates TLS on the same host.
#
#   Not reported: loopback and Unix sockets, sidecar listeners (`traffic_direction`), listeners of a mesh's internal
#   addresses, TCP proxies (TLS may pass through them), UDP.
#
#   Where the scan finds the Compose service that runs Envoy with this file, only listeners are reported that it
#   publishes itself; one behind a proxy of the same project is that proxy's matter. Where it does not, the exposure is
#   unknown.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/start/quick-start/securing
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     carries-credentials:
#       severity: high
#       because: the listener is published and its filters ask clients for credentials, which then cross the network in
#         the clear
#     unknown-exposure:
#       severity: low
#       because: nothing in the scan says how this Envoy is deployed, and TLS may end in front of it
#   remediation: |
#     Give the listener's filter chains a `transport_socket` with a `DownstreamTlsContext`.
#
#     Or bind it to loopback, behind a proxy that terminates TLS. Keep port 80 only for
#     `redirect: {https_redirect: true}`.
#   cwe: [319]
package envoy["listener-plaintext"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some index, listener in envoy.listeners
	envoy.is_edge(listener)
	listener.protocol != "UDP"
	count(envoy.of_listener("connection_managers", index)) > 0
	not encrypted(index)
	not only_redirects(index)
	finding := in_situation(
		{
			"path": envoy.under(listener.path, ["filter_chains"]),
			"message": sprintf("listener %q serves HTTP without TLS%s", [listener.label, suffix(listener)]),
			"related": envoy.linked(listener).related,
		},
		situations(listener, index),
	)
}

encrypted(index) if {
	some chain in envoy.of_listener("filter_chains", index)
	chain.tls >= 0
}

encrypted(index) if {
	some socket in envoy.of_listener("transport_sockets", index)
	socket.cluster < 0
	not socket.extension in {"raw_buffer", "tap", "tcp_stats"}
}

only_redirects(index) if {
	actions := {route.action | some route in envoy.of_listener("routes", index)}
	actions == {"redirect"}
}

suffix(listener) := ", exposure unknown" if envoy.exposure(listener) == "unknown"

suffix(listener) := "" if envoy.exposure(listener) != "unknown"

situations(listener, _) := ["unknown-exposure"] if envoy.exposure(listener) == "unknown"

situations(listener, index) := ["carries-credentials" | asks_for_credentials(index)] if {
	envoy.exposure(listener) != "unknown"
}

asks_for_credentials(index) if {
	some filter in envoy.of_listener("http_filters", index)
	filter.extension in {"jwt_authn", "basic_auth", "oauth2", "api_key_auth"}
}
