# METADATA
# title: Trust decided by the beginning of an address
# description: |
#   A private address says where a packet came from last, not who sent it: behind a published port of Docker or a proxy
#   every client has the address of the gateway, `172.17.0.1`, and so is trusted. A beginning such as `172.` or `192.`
#   also matches most of the public addresses that begin so.
#
#   Reported is a test of the client's address for such a beginning, and a comparison with the gateway of Docker's
#   network. A comparison with loopback alone, and a program that looks for its own address, are not reported.
# related_resources:
# - https://docs.docker.com/engine/network/port-publishing/
# - https://www.rfc-editor.org/rfc/rfc1918
# scope: package
# custom:
#   severity: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     published:
#       severity: high
#       because: a published port gives clients the address of the gateway
#   remediation: |
#     Ask for a credential, and use `ipaddress.ip_address(peer) in ip_network(...)` with the exact hosts beside it.
#   cwe: [290]
package app["ip-prefix-trust"]

import data.lib.client
import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in code.calls("prefix-test")
	is_client(call, code.argument(call, "text"))
	some prefix in prefixes(call)
	is_private(prefix)
	finding := report(call, sprintf("%q", [prefix]))
}

findings contains finding if {
	some comparison in code.of("comparisons")
	comparison.operator in {"==", "in"}
	is_client(comparison, comparison.left)
	some gateway in code.texts_of(comparison.right)
	regex.match(`^172\.(1[7-9]|2[0-9]|3[01])\.0\.1$`, gateway)
	finding := report(comparison, sprintf("Docker's gateway %q", [gateway]))
}

report(fact, what) := in_situation(
	{"path": fact.at, "message": sprintf("%s in a client's address is a reason to trust it", [what])},
	array.concat(code.situations(fact), [situation | some situation in code.reach; situation == "published"]),
)

# prefixes returns the first beginning that a test looks for: what it is given, or the list that a loop goes over.
prefixes(call) := array.slice(sort([text | some text in code.texts(call, "prefix"); is_private(text)]), 0, 1) if {
	is_text(code.argument(call, "prefix"))
}

prefixes(call) := array.slice(found, 0, 1) if {
	not is_text(code.argument(call, "prefix"))
	found := [text |
		some setting in code.of("settings")
		setting.file == call.file
		some text in code.texts_of(setting.default)
		is_private(text)
	]
}

is_text(value) if value.kind in {"literal", "list", "setting", "environment"}

is_private(text) if regex.match(`^(10|100|169|172|192)(\.[0-9.]*)?$`, replace(replace(text, "\\", ""), "^", ""))

# is_client holds for the address of a client: as it is read of a request, or by the name in a function that says whom
# it trusts.
is_client(_, value) if {
	walk(value, [_, node])
	node.kind == "request"
	client.is_address(node)
}

is_client(fact, value) if {
	value.kind in {"parameter", "name", "unknown", "either"}
	regex.match(`(?i)(^|[._])(client_?|remote_?|peer_?|source_?|src_?)?(ip|addr|address|host|ip_addr|ip_address)(str)?$`, value.name)
	regex.match(`(?i)(trust|allow|local|internal|private|auth|lan|permit|bypass|admin)`, code.last(fact.function))
	not regex.match(`(?i)(^|\.)_?(get|find|detect|list|pick|choose|discover|resolve|fetch|validate_url)_|own|self|url|ssrf`, fact.function)
}
