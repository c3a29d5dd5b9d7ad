# METADATA
# title: TLS session keys written to a file
# description: |
#   `key_log` writes the secrets of every TLS session in the format of SSLKEYLOGFILE. Whoever reads that file and
#   recorded the traffic decrypts all of it, forward secrecy or not. It is a debugging aid; it does not belong into a
#   configuration that is deployed.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/tls.proto#extensions-transport-sockets-tls-v3-tlskeylog
# scope: package
# custom:
#   severity: high
#   situations:
#     narrowed:
#       severity: medium
#       because: only connections of the given address ranges are logged
#   remediation: |
#     Remove `key_log` from the TLS context and delete the file that it wrote.
#   cwe: [532]
package envoy["tls-key-log"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some context in envoy.tls_contexts
	path := envoy.under(context.path, ["common_tls_context", "key_log"])
	log := envoy.at(path)
	file := log.path
	is_string(file)
	finding := in_situation(
		{
			"path": envoy.under(path, ["path"]),
			"message": sprintf("%s TLS context of %q writes its session keys to %s", [context.direction, context.owner, file]),
		},
		["narrowed" | narrowed(log)],
	)
}

narrowed(log) if {
	some key in ["local_address_range", "remote_address_range"]
	ranges := envoy.list(log[key])
	count(ranges) > 0
	every range in ranges {
		range.prefix_len > 0
	}
}
