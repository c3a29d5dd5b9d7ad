# METADATA
# title: Upstream certificate accepted for any name
# description: |
#   The server's certificate must come from a trusted CA, but nothing compares its name with the server that is wanted.
#   With a public CA bundle that means: any certificate that anybody can get for any domain opens the connection to a
#   man in the middle. `sni` is what Envoy asks for, not what it checks.
#
#   The name is checked by `match_typed_subject_alt_names` (or the deprecated `match_subject_alt_names`, v2
#   `verify_subject_alt_name`), by `auto_sni_san_validation` in the context (since Envoy 1.33), by
#   `auto_san_validation` in the cluster's `HttpProtocolOptions`, by a pin or by a custom validator such as SPIFFE. A
#   matcher that every name satisfies (`prefix: ""`, `regex: ".*"`) checks nothing.
#
#   The other way round, names without a CA, is worse: anybody can put any name into a certificate of their own. Envoy
#   refuses matchers in such a `validation_context` ("SAN-based verification of peer certificates without trusted CA is
#   insecure and not allowed") and `auto_sni_san_validation` without one, but not `auto_san_validation`.
#
#   List CAs that issue certificates for one peer only in the parameter `private_cas`, by their file name: there the CA
#   says enough.
#
#   **Not judged yet**: matchers inside an SDS secret that stands in another file.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/protocol.proto#config-core-v3-upstreamhttpprotocoloptions
# - https://www.envoyproxy.io/docs/envoy/latest/start/quick-start/securing
# - https://www.envoyproxy.io/docs/envoy/v1.33.0/version_history/v1.33/v1.33.0
# scope: package
# custom:
#   severity: medium
#   situations:
#     names-without-anchor:
#       severity: high
#       because: names in a certificate that no trusted CA vouches for can be made up by anybody
#     private-ca:
#       severity: note
#       because: the parameter private_cas says that this CA issues certificates for the peer only
#     fallback:
#       severity: low
#       because: transport_socket_matches leave this socket to endpoints that none of them fits, and the endpoints are
#         in another file
#     local:
#       severity: low
#       because: every endpoint is on this host or in this process, where nobody stands in between
#   fixes:
#     names:
#       title: Check the name that sni asks for
#       unsafe: a server whose certificate has another name is refused
#   remediation: |
#     Add `match_typed_subject_alt_names` with the server's exact DNS name beside `trusted_ca`.
#
#     For HTTP clusters `auto_sni: true` with `auto_san_validation: true` in `HttpProtocolOptions` does it for every
#     host; since Envoy 1.33 there is `auto_sni_san_validation: true` in the TLS context itself.
#   cwe: [297]
#   parameters:
#     private_cas: []
package envoy["upstream-tls-no-name-check"]

import data.lib.envoy
import data.lib.finding.in_situation
import data.lib.finding.with_fix

findings contains finding if {
	some context in envoy.tls_contexts
	context.direction == "upstream"
	context.choice != "never"
	context.anchor == "ca"
	context.name_check in {"none", "any"}
	not context.fragment
	finding := in_situation(
		with_fix(
			{
				"path": context.place,
				"message": sprintf("%s %s", [subject(context), fault[context.name_check]]),
				"related": envoy.related_definition(context),
			},
			[{"name": "names", "edits": envoy.validate(context, matchers)} |
				context.name_check == "none"
				matchers := envoy.name_matchers(context)
				count(matchers) > 0
			],
		),
		[situation | some situation in ["private-ca", "fallback", "local"]; holds(situation, context)],
	)
}

findings contains finding if {
	some context in envoy.tls_contexts
	context.direction == "upstream"
	context.choice != "never"
	context.anchor in {"none", "grpc_only"}
	context.name_check in {"san", "auto_sni_san", "auto_san"}
	not context.fragment
	finding := {
		"path": context.place,
		"message": sprintf("%s matches names in certificates that no trusted CA vouches for", [subject(context)]),
		"situation": "names-without-anchor",
		"related": envoy.related_definition(context),
	}
}

fault := {
	"none": "trusts a CA but accepts its certificates for any name",
	"any": "trusts a CA and matches names, but every name satisfies the matcher",
}

holds("private-ca", context) if {
	file := envoy.value(envoy.under(context.validation, ["trusted_ca", "filename"]), "")
	file in input.parameters["envoy/upstream-tls-no-name-check"].private_cas
}

holds("fallback", context) if context.choice == "fallback"

holds("local", context) if envoy.is_local(envoy.view("clusters", context.cluster))

subject(context) := sprintf("cluster %q", [context.owner]) if context.cluster >= 0

subject(context) := sprintf("upstream TLS context %q", [context.owner]) if context.cluster < 0
