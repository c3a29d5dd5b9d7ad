# METADATA
# title: Packet filter between containers and the network loosened
# description: |
#   The Docker daemon drops packets from other machines to ports of containers that are not published, and to published
#   ones that are addressed at the container itself. Without these rules every machine that can send packets to the
#   bridge's subnet through this host, such as one on the same network with a route, reaches the ports of all
#   containers, a data store on no published port among them.
#
#   - `iptables: false` and `ip6tables: false` leave all rules out: published ports, isolation between networks, and
#     `internal` networks, unless somebody writes rules by hand.
#   - a gateway mode `nat-unprotected` or `routed` for new networks (`default-network-opts`) opens all ports of a
#     container with `nat-unprotected`, and with `routed` the published ones on its own address.
#   - `allow-direct-routing` accepts packets to published ports on the container's own address, also of ports that are
#     published on loopback alone.
#   - `ip-forward-no-drop` lets the host forward packets between all of its networks when Docker turns forwarding on.
#
#   Options as of Engine 28.5. A rootless daemon has a network namespace of its own, and with `bridge: none` there are
#   no networks to protect; neither is reported.
# related_resources:
# - https://docs.docker.com/engine/network/packet-filtering-firewalls/
# - https://docs.docker.com/engine/network/port-publishing/
# - https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
# - https://github.com/moby/moby/blob/v28.5.2/daemon/libnetwork/drivers/bridge/internal/iptabler/endpoint.go
# scope: package
# custom:
#   severity: medium
#   situations:
#     published-only:
#       severity: low
#       because: only ports that are published become reachable in another way
#     forwarding:
#       severity: low
#       because: the ports of containers stay filtered; the host passes on packets between its other networks
#   fixes:
#     remove:
#       title: Remove the option
#       unsafe: rules of your own that took the place of it may be in its way
#   remediation: |
#     Remove the option, so that the daemon keeps its default rules.
#
#     Where another tool owns the firewall, let it add its rules to the chain `DOCKER-USER`, which Docker leaves alone.
#   cwe: [284, 1188]
package daemon["network-filter-off"]

import data.lib.finding.in_situation

findings contains finding if {
	is_docker
	some option in ["iptables", "ip6tables"]
	input.document[option] == false
	finding := {
		"path": [option],
		"message": sprintf("option %q is false: nothing keeps other machines from the ports of containers", [option]),
		"fix": removal([option]),
	}
}

findings contains finding if {
	is_docker
	some key, mode in input.document["default-network-opts"].bridge
	key in {"com.docker.network.bridge.gateway_mode_ipv4", "com.docker.network.bridge.gateway_mode_ipv6"}
	effect := modes[mode]
	finding := in_situation(
		{
			"path": ["default-network-opts", "bridge", key],
			"message": sprintf("gateway mode %q of new networks %s", [mode, effect]),
			"fix": removal(["default-network-opts", "bridge", key]),
		},
		["published-only" | mode == "routed"],
	)
}

findings contains finding if {
	is_docker
	input.document["allow-direct-routing"] == true
	finding := {
		"path": ["allow-direct-routing"],
		"message": "option \"allow-direct-routing\" opens published ports at the containers' own addresses",
		"fix": removal(["allow-direct-routing"]),
		"situation": "published-only",
	}
}

findings contains finding if {
	is_docker
	input.document["ip-forward-no-drop"] == true
	finding := {
		"path": ["ip-forward-no-drop"],
		"message": "option \"ip-forward-no-drop\" lets the host forward packets between all of its networks",
		"fix": removal(["ip-forward-no-drop"]),
		"situation": "forwarding",
	}
}

removal(path) := {"name": "remove", "edits": [{"remove": path}]}

modes := {
	"nat-unprotected": "opens every port of their containers to other machines",
	"routed": "opens the published ports at the containers' own addresses",
}

is_docker if {
	input.context.engine == "docker"
	not input.document.rootless == true
	not input.document.bridge == "none"
}
