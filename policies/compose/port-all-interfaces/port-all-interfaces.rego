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
#   The ports of a service are one finding. An application's own port is low: whether it should be reached cannot be
#   told from the file. What raises it is what listens there, by the product of the image or the program of the command,
#   and only where neither is known by the number of the port; an address that is written out, which no setting of the
#   network or the daemon narrows; and a service that has power over the host. What is judged as a whole elsewhere (a
#   store or an interface without a login, a control socket, a debugger) counts there.
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
#   severity: low
#   situations:
#     swarm:
#       severity: note
#       because: Docker Swarm, which the service is set up for, ignores the address and opens the port on every node
#     one-address:
#       severity: note
#       because: only the networks behind that one address reach the port
#     vpn-endpoint:
#       severity: note
#       because: the port is where a virtual private network accepts its peers, which it authenticates itself
#     web-entry:
#       severity: note
#       because: ports 80 and 443 of a proxy are meant to be the way in
#     sensitive-port:
#       severity: medium
#       because: a data store, an administration interface or a debugger listens there, which nobody outside should
#         reach
#     powerful-service:
#       severity: medium
#       because: the service has power over the host, so a flaw in what listens there is a flaw of the host
#     written-address:
#       severity: medium
#       because: the address is written out, so no default of the network or the daemon can narrow it
#   fixes:
#     bind-loopback:
#       title: Publish the port on loopback only
#     bind-application-loopback:
#       title: Publish the port on loopback only
#       unsafe: other machines that use the port do not reach it any more
#   remediation: |
#     Write the host address in front of the port, such as `127.0.0.1:8080:80`, or drop the port when only other
#     services use it.
#
#     Services of one project reach each other by name without any published port. What the world must reach belongs
#     behind one reverse proxy with TLS.
#   cwe: [668, 1327]
#   aliases:
#   - compose-lint:CL-0005
#   - kics:451d79dc-0588-476a-ad03-3c7f0320abb3
#   - dclint:no-unbound-port-interfaces
package compose["port-all-interfaces"]

import data.compose["control-socket-on-exposed-service"] as control_socket
import data.compose["unauthenticated-datastore"] as open_store
import data.lib.admin
import data.lib.compose
import data.lib.debugger
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.finding.with_fix
import data.lib.fix
import data.lib.image
import data.lib.software

# The ports of a service are one finding for each rule that counts them.
findings contains finding if {
	some name, counted in composites
	some rule, ports in counted
	finding := part_of(
		in_situation(
			with_fix(
				{
					"path": ports[0].path,
					"message": sprintf("service %q publishes %s", [name, clauses(name, ports)]),
					"related": [{"path": port.path, "message": "also published here"} |
						some port in array.slice(ports, 1, 20)
					],
					"remediation": remediation(name, ports),
				},
				[{"name": fix_of(name, ports), "edits": fix.loopback(ports)} | is_internal(name, ports)],
			),
			[situation |
				some situation in [
					"vpn-endpoint", "web-entry", "sensitive-port", "powerful-service", "written-address",
					"one-address",
				]
				holds(situation, name, ports)
			],
		),
		[rule | rule != ""],
	)
}

# docker stack deploy takes the file as well and opens a port that Compose keeps on loopback.
findings contains finding if {
	some name, published in exposure.published
	ports := [port | some port in published; port.exposure == "host_loopback"; is_for_swarm(name, port)]
	count(ports) > 0
	finding := {
		"path": ports[0].path,
		"message": sprintf(
			"service %q publishes %s on %s, which Swarm ignores",
			[name, listed([exposure.port_name(port, "") | some port in ports]), ports[0].host_ip],
		),
		"related": [{"path": port.path, "message": "here as well"} | some port in array.slice(ports, 1, count(ports))],
		"remediation": "Drop the port, or close it in the firewall of the nodes: in a swarm a port has no address",
		"situation": "swarm",
	}
}

# remediation says what to write instead of the ports at hand.
remediation(name, ports) := sprintf(
	"Keep %s if this proxy is the way in, and publish nothing else of the project",
	[here],
) if {
	holds("web-entry", name, ports)
	here := listed([exposure.port_name(port, "") | some port in ports])
}

remediation(name, ports) := "Keep the port if peers connect from outside, and drop it if they do not" if {
	holds("vpn-endpoint", name, ports)
}

remediation(name, ports) := sprintf(
	"Write the host address in front of the port, `%s`%s, or drop the port when only other services use it",
	[exposure.on_loopback(ports[0]), rest],
) if {
	not holds("web-entry", name, ports)
	not holds("vpn-endpoint", name, ports)
	rest := ["", " and so on"][min({count(ports) - 1, 1})]
}

# composites are the open ports of each service by the rule that counts them, "" for this one.
composites[name] := {rule: ports |
	rules := [{"port": port, "rule": composite(name, port)} | some port in published; where(port)]
	some rule in {entry.rule | some entry in rules}
	ports := [entry.port | some entry in rules; entry.rule == rule]
} if {
	some name, published in exposure.published
	compose.containers[name]
}

# is_internal holds for ports that are not meant for other machines as far as the image tells.
is_internal(name, ports) if {
	not holds("vpn-endpoint", name, ports)
	every port in ports {
		not is_entry(name, port)
		not has_set_address(port)
		not port.direct
		not is_for_swarm(name, port)
	}
}

# has_set_address holds for a port whose address is that of a variable with a value.
has_set_address(port) if {
	port.host_ip
	some entry in input.context.interpolated
	array.slice(entry.path, 0, 4) == port.path
	some variable in entry.variables
	variable.set
}

is_entry(name, port) if {
	image.is(name, "proxy")
	is_web(port)
}

fix_of(name, ports) := "bind-loopback" if is_administration(name, ports)

fix_of(name, ports) := "bind-application-loopback" if not is_administration(name, ports)

is_administration(name, ports) if {
	every port in ports {
		sort_of(name, port) in {"admin", "debugger", "engine"}
	}
}

is_for_swarm(_, port) if {
	[_, name, _, index] := port.path
	input.document.services[name].ports[index].mode == "host"
}

is_for_swarm(name, _) if {
	some key in ["mode", "placement", "endpoint_mode", "update_config", "rollback_config"]
	input.document.services[name].deploy[key]
}

is_for_swarm(name, _) if {
	some network in exposure.networks(name)
	input.document.networks[network].driver == "overlay"
}

# clauses names the ports by the addresses at which they are published.
clauses(name, ports) := concat(", and ", [sprintf("%s on %s", [listed(names), place]) |
	some place in {where(port) | some port in ports}
	names := names_at(name, [port | some port in ports; where(port) == place])
])

# names_at names ports, those of a range as one: a range is in the model one port after the other.
names_at(name, ports) := [text |
	taken := {[to_number(port.published), port.protocol] | some port in ports; is_numbered(port)}
	some port in ports
	text := name_among(name, port, taken)
]

name_among(name, port, taken) := exposure.port_name(port, purpose(name, port)) if not is_in_run(port, taken)

name_among(_, port, taken) := sprintf("ports %s-%v%s", [port.published, last, exposure.transport(port)]) if {
	is_in_run(port, taken)
	not [to_number(port.published) - 1, port.protocol] in taken
	last := min({number |
		some [number, protocol] in taken
		protocol == port.protocol
		number >= to_number(port.published)
		not [number + 1, protocol] in taken
	})
}

is_numbered(port) if regex.match(`^\d+$`, port.published)

# is_in_run holds for a port with two neighbours in a row.
is_in_run(port, taken) if {
	is_numbered(port)
	number := to_number(port.published)
	some steps in [[-2, -1], [-1, 1], [1, 2]]
	every step in steps {
		[number + step, port.protocol] in taken
	}
}

# listed joins up to four names.
listed([one]) := one

listed(names) := sprintf("%s and %s", [concat(", ", array.slice(names, 0, last)), names[last]]) if {
	count(names) in {2, 3, 4}
	last := count(names) - 1
}

listed(names) := sprintf("%s and %d more ports", [concat(", ", array.slice(names, 0, 3)), count(names) - 3]) if {
	count(names) > 4
}

purpose(name, port) := sprintf(" (%s)", [listener(name, port)]) if sort_of(name, port) != ""

purpose(name, port) := "" if sort_of(name, port) == ""

where(port) := "every host interface" if port.exposure == "all_interfaces"

where(port) := port.host_ip if {
	port.exposure == "one_address"
	not port.direct
}

where(port) := "the container's own address, which other machines reach" if {
	port.exposure == "one_address"
	port.direct
}

where(port) := sprintf("every host interface when %s is unset", [variable]) if {
	port.exposure == "unknown"
	variable := unset_variable(port)
}

# unset_variable names the variable that the address comes from, when Compose goes on without it: ${BIND}, not
# ${BIND:?}.
unset_variable(port) := variable.name if {
	some entry in input.context.interpolated
	array.slice(entry.path, 0, 4) == port.path
	some variable in entry.variables
	variable.operator == ""
	port.host_ip == sprintf("${%s}", [variable.name])
}

holds("vpn-endpoint", name, ports) if {
	image.is(name, "vpn")
	every port in ports {
		port.protocol == "udp"
	}
}

holds("web-entry", name, ports) if {
	image.is(name, "proxy")
	every port in ports {
		is_web(port)
	}
}

holds("sensitive-port", name, ports) if {
	some port in ports
	port.exposure == "all_interfaces"
	sort_of(name, port) != ""
}

holds("powerful-service", name, ports) if {
	is_powerful(name)
	reaching(ports)
}

holds("written-address", name, ports) if {
	not image.is(name, "proxy")
	some port in ports
	port.exposure == "all_interfaces"
	port.host_ip != ""
}

holds("one-address", name, ports) if {
	every port in ports {
		port.exposure == "one_address"
		sort_of(name, port) == ""
	}
}

reaching(ports) if {
	some port in ports
	port.exposure == "all_interfaces"
}

is_web(port) if port.target in {80, 443}

is_web(port) if port.published in {"80", "443"}

is_powerful(name) if name in compose.privileged

is_powerful(name) if compose.adds(name, {"SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO"})

is_powerful(name) if input.document.services[name].pid == "host"

# sort_of says what sort of thing listens at a port that only insiders should reach, "" for any other port.
default sort_of(_, _) := ""

sort_of(_, port) := "admin" if port.path in admin.paths

sort_of(name, port) := "store" if {
	not port.path in admin.paths
	software.is_store(name)
}

sort_of(name, port) := software.number(name, port.target).sort if {
	not port.path in admin.paths
	not software.is_store(name)
	not image.is(name, "proxy")
	port.protocol == "tcp"
}

# listener says for the message what listens at such a port.
listener(_, port) := [entry.label | some entry in admin.exposed; entry.port.path == port.path][0]

listener(name, port) := software.listener(name, port.target) if not port.path in admin.paths

listener(name, port) := software.number(name, port.target).name if {
	not port.path in admin.paths
	not software.listener(name, port.target)
}

listener(name, port) := "data store" if {
	not port.path in admin.paths
	not software.listener(name, port.target)
	not software.number(name, port.target)
}

# composite is the rule that counts a port, "" where this one does.
composite(name, port) := [rule |
	some rule in [
		"compose/control-socket-on-exposed-service",
		"compose/admin-ui-exposed",
		"compose/socket-proxy-permissive",
		"compose/docker-api-tcp",
		"compose/unauthenticated-datastore",
		"compose/debug-mode",
		"",
	]
	belongs(rule, name, port)
][0]

belongs("", _, _)

belongs("compose/control-socket-on-exposed-service", name, port) if {
	control_socket.mounts[name]
	exposure.reaches_out(port)
}

belongs("compose/admin-ui-exposed", _, port) if port.path in admin.paths

belongs("compose/socket-proxy-permissive", name, port) if {
	image.is(name, "socket-proxy")
	exposure.reaches_out(port)
}

belongs("compose/docker-api-tcp", name, port) if {
	software.number(name, port.target).sort == "engine"
	exposure.reaches_out(port)
}

belongs("compose/unauthenticated-datastore", name, port) if {
	open_store.open[name]
	exposure.reaches_out(port)
}

belongs("compose/debug-mode", name, port) if {
	exposure.reaches_out(port)
	some found in debugger.open
	found.service == name
	found.port == port.target
}
