# METADATA
# title: Container that code puts into two networks
# description: |
#   A network without a way out isolates what is in it only as long as nothing in it has a second leg. A container
#   that a program connects to another network as well passes on whatever its process likes, and no Compose file shows
#   it.
#
#   Reported is a function that creates a container in one network and connects one to another, or connects one to
#   two. A function that disconnects it again is not reported.
# related_resources:
# - https://docker-py.readthedocs.io/en/stable/networks.html
# scope: package
# custom:
#   severity: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     unknown-networks:
#       severity: low
#       because: nothing says that one of the networks is isolated
#   remediation: |
#     Connect the container to one network, and let a proxy or gateway with rules be the only one in both.
#   cwe: [653, 923]
package app["docker-sdk-network-bridge"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in code.calls("network-connect")
	names := networks(call)
	count(names) > 1
	not is_left(call)
	not is_gateway(call)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf(
				"%q puts a container into a second network: %s",
				[code.subject(call), concat(" and ", sort(names))],
			),
		},
		array.concat(code.situations(call), isolation(names)),
	)
}

# networks returns how the networks are called that a function puts containers into.
networks(call) := {name |
	some other in code.of("calls")
	code.same_function(other, call)
	other.is in {"container-create", "network", "network-connect"}
	name := called(code.argument(other, "network"))
}

called(value) := code.constant(value) if is_string(code.constant(value))

called(value) := value.name if not is_named(value)

is_named(value) if is_string(code.constant(value))

is_left(call) if {
	some other in code.calls("network-disconnect")
	code.same_function(other, call)
}

is_gateway(call) if regex.match(`(?i)(gateway|proxy|router|bridge)`, call.function)

isolation(names) := [] if {
	some name in names
	regex.match(`(?i)(internal|isolat|sandbox|agent|untrusted|private|restricted)`, name)
} else := ["unknown-networks"]
