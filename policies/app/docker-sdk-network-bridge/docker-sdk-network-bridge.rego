# METADATA
# title: Container that code puts into two networks
# description: |
#   A network without a way out isolates what is in it only as long as nothing in it has a second leg. A container
#   that a program connects to another network as well passes on whatever its process likes, and no Compose file shows
#   it.
#
#   Reported is a function that creates a container in one network and connects one to another, or connects one to
#   two. A function that disconnects it again is not reported. Which network is isolated says the Compose project that
#   defines it, by its name; where none does, the name itself. Networks that a project defines alike are not reported.
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
	not are_alike(names)
	finding := in_situation(
		{
			"path": call.at,
			"related": [{"file": network.file, "path": network.path, "message": "is isolated"} |
				some name in names
				some network in defined(name)
				network.internal
			],
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
	some other in code.within("calls", call)
	other.is in {"container-create", "network", "network-connect"}
	some argument in ["network", "network_mode"]
	name := called(code.argument(other, argument))
	not name in {"none", "bridge", "default"}
}

called(value) := code.constant(value) if is_string(code.constant(value))

called(value) := value.name if not is_named(value)

is_named(value) if is_string(code.constant(value))

is_left(call) if {
	some other in code.calls("network-disconnect")
	code.same_function(other, call)
}

is_gateway(call) if regex.match(`(?i)(gateway|proxy|router|bridge)`, call.function)

# defined returns the networks of Compose projects that have a name: the one that a project gives, or that Docker makes
# of the names of project and network.
defined(name) := {network |
	some network in object.get(input, ["context", "networks"], [])
	is_called(network, name)
}

is_called(network, name) if name in {network.name, network.full_name}

is_called(network, name) if {
	network.full_name == ""
	endswith(name, sprintf("_%s", [network.name]))
}

# are_alike holds for networks that Compose projects define, and of which all are isolated or none is.
are_alike(names) if {
	every name in names {
		count(defined(name)) > 0
	}
	count({network.internal | some name in names; some network in defined(name)}) == 1
}

isolation(names) := [] if {
	some name in names
	some network in defined(name)
	network.internal
} else := [] if {
	some name in names
	regex.match(`(?i)(internal|isolat|sandbox|agent|untrusted|private|restricted)`, name)
} else := ["unknown-networks"]
