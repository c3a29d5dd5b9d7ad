# METADATA
# title: Port published on every host interface
# description: |
#   A port without a host address is published on every interface of the host, the public ones included. Docker writes
#   its own firewall rules in front of those of ufw and firewalld, so a host that looks closed is not. A bare container
#   port (`"80"`) is published too, on an ephemeral port. `${BIND}:8080:80` means every interface as soon as `BIND` is
#   unset.
#
#   Docker publishes nothing for a service that is only on `internal: true` networks or on the host's network, and the
#   network option `com.docker.network.bridge.host_binding_ipv4` changes the default address; `expose` publishes
#   nothing. Such ports are not reported, and neither are those on a loopback address. `default-network-opts` in
#   `daemon.json` sets that option for the networks that Compose makes; `"ip"` does not, it is for the daemon's own
#   bridge (`network_mode: bridge`) alone.
#
#   Swarm ignores the host address: a loopback address is noted where the service or its network is set up for a swarm.
#   Mind that before Docker Engine 28 machines on the same link could reach a port published on 127.0.0.1.
# related_resources:
# - https://docs.docker.com/engine/network/port-publishing/
# - https://docs.docker.com/engine/network/packet-filtering-firewalls/
# - https://docs.docker.com/reference/compose-file/services/#ports
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-5a-be-careful-when-mapping-container-ports-to-the-host-with-firewalls-like-ufw
# - https://github.com/moby/moby/issues/45610
# - https://github.com/moby/moby/issues/32299
# - https://github.com/moby/moby/issues/18237
# scope: package
# custom:
#   severity: medium
#   situations:
#     swarm:
#       severity: note
#       because: Docker Swarm, which the service is set up for, ignores the address and opens the port on every
#         interface of every node
#     one-address:
#       severity: low
#       because: only the networks behind that one address reach the port
#     vpn-endpoint:
#       severity: note
#       because: the port is where a virtual private network accepts its peers, which it authenticates itself
#     web-entry:
#       severity: note
#       because: ports 80 and 443 of a proxy are meant to be the way in
#     sensitive-port:
#       severity: high
#       because: a data store, an administration interface or a debugger listens there, which nobody outside should
#         reach
#   remediation: |
#     Write the host address in front of the port, such as `127.0.0.1:8080:80`, or drop the port when only other
#     services use it.
#
#     Services of one project reach each other by name without any published port. What the world must reach belongs
#     behind one reverse proxy with TLS.
#   cwe: [668, 1327]
#   aliases: ["compose-lint:CL-0005"]
package compose["port-all-interfaces"]

import data.compose["control-socket-on-exposed-service"] as control_socket
import data.lib.admin
import data.lib.compose
import data.lib.datastore
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.image

# A range stands here as one port after the other, all at the place where it is written: they become one finding.
findings contains finding if {
	some name, ports in exposure.published
	compose.containers[name]
	some port in ports
	place := where(port)
	finding := part_of(
		in_situation(
			{
				"path": port.path,
				"message": sprintf("service %q publishes %s on %s", [name, exposure.port_name(port, purpose(name, port)), place]),
			},
			situations(name, port),
		),
		composites(name, port),
	)
}

# docker stack deploy takes the file as well and opens a port that Compose keeps on loopback.
findings contains finding if {
	some name, ports in exposure.published
	some port in ports
	port.exposure == "host_loopback"
	for_swarm(name, port)
	finding := {
		"path": port.path,
		"message": sprintf(
			"service %q publishes %s on %s, which Swarm ignores",
			[name, exposure.port_name(port, ""), port.host_ip],
		),
		"situation": "swarm",
	}
}

for_swarm(_, port) if {
	[_, name, _, index] := port.path
	input.document.services[name].ports[index].mode == "host"
}

for_swarm(name, _) if {
	some key in ["mode", "placement", "endpoint_mode", "update_config", "rollback_config"]
	input.document.services[name].deploy[key]
}

for_swarm(name, _) if {
	some network in exposure.networks(name)
	input.document.networks[network].driver == "overlay"
}

purpose(name, port) := sprintf(" (%s)", [sensitive(name, port)]) if sensitive(name, port) != ""

purpose(name, port) := "" if sensitive(name, port) == ""

where(port) := "every host interface" if port.exposure == "all_interfaces"

where(port) := port.host_ip if {
	port.exposure == "one_address"
	not port.direct
}

where(port) := "the container's own address, which other machines reach" if {
	port.exposure == "one_address"
	port.direct
}

where(port) := sprintf("every host interface when %s is unset", [unset_variable(port)]) if port.exposure == "unknown"

# unset_variable names the variable that the address comes from, when Compose goes on without it: ${BIND}, not
# ${BIND:?}.
unset_variable(port) := variable.name if {
	some entry in input.context.interpolated
	array.slice(entry.path, 0, 4) == port.path
	some variable in entry.variables
	variable.operator == ""
	port.host_ip == sprintf("${%s}", [variable.name])
}

situations(name, port) := [situation |
	some situation in ["vpn-endpoint", "web-entry", "one-address", "sensitive-port"]
	holds(situation, name, port)
]

holds("one-address", _, port) if port.exposure == "one_address"

holds("vpn-endpoint", name, port) if {
	port.protocol == "udp"
	image.is(name, "vpn")
}

holds("web-entry", name, port) if {
	image.is(name, "proxy")
	is_web(port)
}

holds("sensitive-port", name, port) if {
	sensitive(name, port) != ""
	port.exposure != "unknown"
	not port.path in logins
}

# logins are the ports behind which a login stands in the way.
logins := {entry.port.path | some entry in admin.exposed; entry.login}

is_web(port) if port.target in {80, 443}

is_web(port) if port.published in {"80", "443"}

# sensitive says what listens at a port that only insiders should reach, "" for any other port.
default sensitive(_, _) := ""

sensitive(_, port) := "administration" if port.path in admin.paths

sensitive(name, port) := exposure.for_insiders[port.target] if {
	not port.path in admin.paths
	not image.is(name, "proxy")
}

sensitive(name, port) := "data store" if {
	not port.path in admin.paths
	not exposure.for_insiders[port.target]
	image.is(name, "datastore")
}

composites(name, port) := [rule |
	some rule in [
		"compose/control-socket-on-exposed-service",
		"compose/admin-ui-exposed",
		"compose/docker-api-tcp",
		"compose/unauthenticated-datastore",
	]
	belongs(rule, name, port)
]

belongs("compose/control-socket-on-exposed-service", name, port) if {
	control_socket.mounts[name]
	exposure.reaches_out(port)
}

belongs("compose/admin-ui-exposed", _, port) if port.path in admin.paths

belongs("compose/docker-api-tcp", _, port) if {
	port.target == 2375
	exposure.reaches_out(port)
}

belongs("compose/unauthenticated-datastore", name, port) if {
	datastore.open[name]
	exposure.reaches_out(port)
}
