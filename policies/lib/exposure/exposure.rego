# METADATA
# description: |
#   Says from where each service of a Compose project can be reached. Linking finds that out (input.context.services),
#   over all documents of the scan; this only puts it into the words of policies.
package lib.exposure

import data.lib.image

# published lists for each service the ports that Docker really publishes for it, in the order of the file: {path,
# target, last, published, host_ip, protocol, exposure, message}. exposure is host_loopback, one_address, all_interfaces
# or unknown (it comes from a variable without a value), published is "" for an ephemeral port, target is 0 when it is
# not known.
published := {name: found.ports |
	some name, found in input.context.services
	count(found.ports) > 0
}

# reaches_out holds for a port that other machines reach.
reaches_out(port) if port.exposure in {"one_address", "all_interfaces"}

# beyond gives for each service that other machines can reach how they do: an array of {path, message, exposure}, with a
# file where another document shows it. message is a text for a related place.
beyond := {name: found.ways |
	some name, found in input.context.services
	count(found.ways) > 0
}

# beyond_loopback holds for a service that other machines than the host can reach.
beyond_loopback(name) if beyond[name]

# related returns the ways to a service as places for a finding's related.
related(name) := [object.remove(way, ["exposure"]) | some way in beyond[name]]

# level returns the widest exposure of a service: loopback, peers, host_loopback, unknown, one_address or
# all_interfaces.
level(name) := input.context.services[name].exposure

# untrusted are the services that run code nobody vouches for: by the config, in a sandbox runtime, or named for it.
untrusted contains name if {
	some name, found in input.context.services
	found.untrusted
}

# untrusted_peers returns the names of those that can open a connection to a service.
untrusted_peers(name) := input.context.services[name].untrusted_peers

# gateway says how a service is known to pass on what goes in and out of internal networks: "declared" by the config,
# "named" by a service that has no way out of its own as its resolver or proxy, "awaited" by such a service (which may
# have other reasons), or "" when it is none.
gateway(name) := input.context.services[name].gateway

# on_loopback writes a port as ports has it where only the host itself reaches it.
on_loopback(port) := sprintf("127.0.0.1:%s:%v%s", [port.published, port.target, transport(port)])

# port_name names a port for a message: by the host's port, and by the container's where Docker picks the host's. A
# remark is behind the number.
port_name(port, remark) := sprintf("port %s%s%s", [port.published, transport(port), remark]) if port.published != ""

port_name(port, remark) := sprintf(
	"container port %v%s%s on an ephemeral port",
	[port.target, transport(port), remark],
) if {
	port.published == ""
}

transport(port) := "/udp" if port.protocol == "udp"

transport(port) := "" if port.protocol != "udp"

# is_loopback holds for the addresses 127.0.0.0/8 and ::1 in all spellings.
is_loopback(address) if {
	is_string(address)
	regex.match(`^\[?((::ffff:)?127\.|(0{0,4}:)+0{0,3}1\]?$)`, lower(address))
}

# networks returns the set of names of the networks that a service is attached to: "default" when it names none, nothing
# when it has a network_mode.
networks(name) := {network | some network in input.context.services[name].networks}

# is_internal holds for a network of the document with internal: true.
is_internal(network) if input.document.networks[network].internal == true

# is_external holds for a network that another project made: what it is like cannot be seen.
is_external(network) if input.document.networks[network].external == true

# network_mode may name a network that the project does not declare.
is_external(network) if {
	network != "default"
	not input.document.networks[network]
	some service in input.context.services
	network in service.networks
}

# internal_only holds for a service all of whose networks are internal: Docker programs no port mapping for it
# (https://github.com/moby/moby/issues/36174).
internal_only(name) if {
	names := networks(name)
	count(names) > 0
	every network in names {
		is_internal(network)
	}
}

# published_proxies are the services that are a proxy by image or role, or have a configuration of Envoy, and that other
# machines can reach by a port.
published_proxies contains name if {
	some name, ports in published
	image.is(name, "proxy")
	some port in ports
	reaches_out(port)
}

published_proxies contains name if {
	some name, found in input.context.services
	some config in found.configs
	config.kind == "envoy"
	some port in found.ports
	reaches_out(port)
}
