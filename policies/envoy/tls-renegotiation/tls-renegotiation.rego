# METADATA
# title: TLS renegotiation allowed
# description: |
#   `allow_renegotiation` lets the server start a new handshake inside the connection, with other parameters and another
#   certificate. Envoy calls it insecure; TLS 1.3 has no renegotiation at all. It is off by default.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/tls.proto#extensions-transport-sockets-tls-v3-upstreamtlscontext
# scope: package
# custom:
#   severity: low
#   remediation: |
#     Remove `allow_renegotiation: true`.
#   cwe: [757]
package envoy["tls-renegotiation"]

import data.lib.envoy

findings contains finding if {
	some context in envoy.tls_contexts
	path := envoy.under(context.path, ["allow_renegotiation"])
	envoy.at(path) == true
	finding := {
		"path": path,
		"message": sprintf("cluster %q lets its servers renegotiate TLS", [context.owner]),
	}
}
