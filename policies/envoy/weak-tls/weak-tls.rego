# METADATA
# title: Weak TLS parameters
# description: |
#   The context allows TLS 1.0 or 1.1, which RFC 8996 forbids, or names cipher suites and curves that are broken or lack
#   forward secrecy: 3DES, RC4, NULL, EXPORT, anonymous suites, SHA-1 MACs in CBC mode, RSA key exchange (`AES128-SHA`,
#   `AES256-GCM-SHA384`), P-192.
#
#   Absent settings are fine: Envoy's minimum is TLS 1.2 on both sides (since 1.22; before, servers began at 1.0), and
#   its default suites are sound. Below TLS 1.2 the default suites do not match any more, so such a file names suites
#   too. A client's maximum is TLS 1.2 by default.
#
#   **Not judged yet**: the version of Envoy that an image holds.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto#extensions-transport-sockets-tls-v3-tlsparameters
# - https://www.rfc-editor.org/rfc/rfc8996
# - https://www.rfc-editor.org/rfc/rfc9325
# scope: package
# custom:
#   severity: medium
#   situations:
#     published:
#       severity: high
#       because: the listener is published, so that any client on the way can force the weak parameters
#   fixes:
#     minimum:
#       title: Make TLS 1.2 the oldest version
#   remediation: |
#     Set `tls_minimum_protocol_version: TLSv1_2` (or leave it out) and remove the weak suites and curves.
#
#     Leaving `cipher_suites` out takes Envoy's defaults, which follow the state of the art.
#   cwe: [326, 327]
package envoy["weak-tls"]

import data.lib.envoy
import data.lib.finding.in_situation
import data.lib.finding.with_fix

findings contains finding if {
	some context in envoy.tls_contexts
	parameters := envoy.at(envoy.under(context.path, ["common_tls_context", "tls_params"]))
	is_object(parameters)
	some [steps, fault] in faults(parameters)
	path := envoy.under(context.path, array.concat(["common_tls_context", "tls_params"], steps))
	finding := in_situation(
		with_fix(
			{"path": path, "message": sprintf("%s %s", [subject(context), fault])},
			[{"name": "minimum", "edits": [{"set": path, "value": "TLSv1_2"}]} | steps == ["tls_minimum_protocol_version"]],
		),
		["published" | at_edge(context)],
	)
}

faults(parameters) := array.flatten([versions(parameters), suites(parameters), curves(parameters)])

versions(parameters) := [[[key], fault] |
	some key, verb in {"tls_minimum_protocol_version": "allows", "tls_maximum_protocol_version": "allows nothing above"}
	version := old_versions[parameters[key]]
	fault := sprintf("%s %s", [verb, version])
]

old_versions := {"TLSv1_0": "TLS 1.0", "TLSv1_1": "TLS 1.1"}

suites(parameters) := [[["cipher_suites", index], sprintf("allows the cipher suite %s", [suite])] |
	some index, text in parameters.cipher_suites
	is_string(text)
	weak := [suite | some suite in split(trim(text, "[]"), "|"); is_weak_suite(suite)]
	count(weak) > 0
	suite := weak[0]
]

is_weak_suite(suite) if regex.match(`(?i)3DES|RC4|NULL|EXP|DES-CBC|MD5|ADH|AECDH|anon|CBC_SHA$`, suite)

is_weak_suite(suite) if regex.match(`-SHA$`, suite)

is_weak_suite(suite) if regex.match(`^(AES|CAMELLIA|SEED|IDEA|TLS_RSA_WITH_)`, suite)

curves(parameters) := [[["ecdh_curves", index], sprintf("allows the curve %s", [curve])] |
	some index, curve in parameters.ecdh_curves
	is_string(curve)
	regex.match(`(?i)^(P-192|secp192|prime192|secp1|secp224|P-224)`, curve)
]

at_edge(context) if {
	context.direction == "downstream"
	envoy.beyond_host(envoy.exposure(envoy.view("listeners", context.listener)))
}

subject(context) := sprintf("cluster %q", [context.owner]) if context.cluster >= 0

subject(context) := sprintf("listener %q", [envoy.view("listeners", context.listener).label]) if {
	context.cluster < 0
	context.listener >= 0
}

subject(context) := sprintf("%s TLS context %q", [context.direction, context.owner]) if {
	context.cluster < 0
	context.listener < 0
}
