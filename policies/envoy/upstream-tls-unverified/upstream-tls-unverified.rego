# METADATA
# title: Upstream TLS without certificate verification
# description: |
#   An `UpstreamTlsContext` encrypts, but by default it verifies nothing: without a trust anchor Envoy completes the
#   handshake with whoever answers. Somebody who can redirect the traffic (DNS, ARP, a route, a compromised neighbour)
#   reads and changes all of it, injected credentials included. `sni` only names the server that is wanted, it checks
#   nothing.
#
#   Every use is judged: `transport_socket`, `transport_socket_matches`, contexts inside wrappers (proxy_protocol,
#   http_11_proxy, tap, starttls, internal_upstream), QUIC, the v2 `tls_context`, single clusters and discovery files. A
#   trust anchor is `trusted_ca`, a pin (`verify_certificate_spki`, `verify_certificate_hash`), a
#   `custom_validator_config` or a secret from SDS; a static secret of the same bootstrap is looked up. A context with
#   name matchers but no anchor is reported by `envoy/upstream-tls-no-name-check`: Envoy refuses it.
#
#   `system_root_certs` and `ca_certificate_provider_instance` are no anchors here: Envoy's API marks both as not
#   implemented, only gRPC clients read them.
#
#   **Not judged yet**: an SDS secret that stands in another file.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/tls.proto
# - https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/security/ssl#enabling-certificate-verification
# - https://www.envoyproxy.io/docs/envoy/latest/start/quick-start/securing
# scope: package
# custom:
#   severity: high
#   situations:
#     local:
#       severity: low
#       because: every endpoint is on this host or in this process, where nobody stands in between
#     fallback:
#       severity: low
#       because: transport_socket_matches leave this socket to endpoints that none of them fits, and the endpoints are
#         in another file
#     grpc-anchor:
#       severity: medium
#       because: the context names an anchor that gRPC clients read and Envoy ignores, and one file does not say which
#         of them is served
#     carries-credentials:
#       severity: high
#       because: requests to this cluster carry a credential, and whoever answers in the server's place gets it
#     internal:
#       severity: medium
#       because: every endpoint has an internal name or a private address, so that the attacker must already be inside
#         that network
#   fixes:
#     verify:
#       title: Trust the authorities of the system, and check the name that sni asks for
#       unsafe: a server with a certificate of another authority or name is refused, and the path of the authorities is
#         that of Debian, Ubuntu and Envoy's own image
#   remediation: |
#     Set a trust anchor in the context's `common_tls_context.validation_context` and match the server's name as well.
#
#     ```yaml
#     common_tls_context:
#       validation_context:
#         trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}
#         match_typed_subject_alt_names:
#         - san_type: DNS
#           matcher: {exact: api.example.com}
#     ```
#
#     The path is that of Debian and Ubuntu images; Alpine and Red Hat keep the bundle elsewhere. A CA alone is half the
#     repair: without a name any certificate from that CA will do.
#   cwe: [295, 297]
package envoy["upstream-tls-unverified"]

import data.lib.envoy
import data.lib.finding.in_situation
import data.lib.finding.with_fix

findings contains finding if {
	some context in envoy.tls_contexts
	context.direction == "upstream"
	context.choice != "never"
	context.anchor in {"none", "grpc_only"}
	context.name_check in {"none", "any"}
	not context.fragment
	places := carried(context)
	finding := in_situation(
		with_fix(
			{
				"path": context.place,
				"message": message(context),
				"related": array.concat(envoy.related_definition(context), places),
			},
			[{"name": "verify", "edits": envoy.validate(context, object.union(authorities, matchers))} |
				context.anchor == "none"
				matchers := envoy.name_matchers(context)
				count(matchers) > 0
			],
		),
		[situation | some situation in order; holds(situation, context, places)],
	)
}

# authorities are those of the system.
authorities := {"trusted_ca": {"filename": "/etc/ssl/certs/ca-certificates.crt"}}

order := ["local", "fallback", "grpc-anchor", "carries-credentials", "internal"]

holds("local", context, _) if envoy.is_local(envoy.view("clusters", context.cluster))

holds("fallback", context, _) if context.choice == "fallback"

holds("grpc-anchor", context, _) if context.anchor == "grpc_only"

holds("carries-credentials", _, places) if count(places) > 0

holds("internal", context, _) if envoy.is_inside(envoy.view("clusters", context.cluster))

carried(context) := [{"path": place.path, "message": place.what} |
	cluster := envoy.view("clusters", context.cluster)
	some place in envoy.credentials_to(cluster)
]

message(context) := sprintf(
	"cluster %q does not verify the certificate of %s",
	[cluster.name, envoy.peer(cluster)],
) if {
	cluster := envoy.view("clusters", context.cluster)
}

message(context) := sprintf("upstream TLS context %q does not verify the server's certificate", [context.owner]) if {
	context.cluster < 0
}
