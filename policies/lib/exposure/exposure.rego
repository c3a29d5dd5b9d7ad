# METADATA
# description: |
#   Says from where each service of a Compose project can be reached: its published ports with the class of their address,
#   its networks, the host's network, a proxy of the same project. It looks at one effective document only.
package lib.exposure

import data.lib.compose
import data.lib.image

# published lists for each service the ports that Docker really publishes for it, in the order of the file:
# {path, target, published, host_ip, protocol, address}. address is loopback, one_address, all_interfaces or unknown
# (it comes from a variable without a value). published is "" for an ephemeral port. A service on the host's network, on
# no network or only on internal networks publishes nothing, whatever it says.
published := {name: ports |
	some name, service in input.document.services
	service.ports
	publishes(name)
	ports := [port_of(name, index, item) | some index, item in service.ports; item.target]
}

port_of(name, index, item) := {
	"path": ["services", name, "ports", index],
	"target": item.target,
	"published": text(item, "published"),
	"host_ip": host_ip,
	"protocol": text(item, "protocol"),
	"address": address(name, host_ip),
} if {
	host_ip := text(item, "host_ip")
}

# text returns the string at a key, "" where there is none.
text(object, key) := concat("", [value | value := object[key]; is_string(value)])

publishes(name) if {
	not input.document.services[name].network_mode
	not host_mode(name)
	not internal_only(name)
}

publishes(name) if input.document.services[name].network_mode == "bridge"

# address returns the class of a published host address. An empty one is Docker's default address: every interface, unless
# all networks of the service bind to a loopback address by default.
address(name, "") := "loopback" if bound_to_loopback(name)

address(name, "") := "all_interfaces" if not bound_to_loopback(name)

address(_, host_ip) := address_class(host_ip) if host_ip != ""

# address_class returns loopback, one_address, all_interfaces or unknown for a host address that is written.
address_class(host_ip) := "unknown" if contains(host_ip, "${")

address_class(host_ip) := "loopback" if is_loopback(host_ip)

address_class(host_ip) := "all_interfaces" if is_unspecified(host_ip)

address_class(host_ip) := "one_address" if {
	not contains(host_ip, "${")
	not is_loopback(host_ip)
	not is_unspecified(host_ip)
}

# is_unspecified holds for "", 0.0.0.0, :: and their longer spellings, with or without brackets.
is_unspecified(host_ip) if regex.match(`^\[?(::ffff:)?[0:.]*\]?$`, lower(host_ip))

# is_loopback holds for 127.0.0.0/8 and ::1 in all spellings.
is_loopback(host_ip) if {
	is_string(host_ip)
	regex.match(`^\[?((::ffff:)?127\.|(0{0,4}:)+0{0,3}1\]?$)`, lower(host_ip))
}

bound_to_loopback(name) if {
	names := networks(name)
	count(names) > 0
	every network in names {
		is_loopback(input.document.networks[network].driver_opts["com.docker.network.bridge.host_binding_ipv4"])
	}
}

# networks returns the set of names of the networks that a service is attached to: "default" when it names none, nothing
# when it has a network_mode.
networks(name) := {network | some network, _ in input.document.services[name].networks} if attached[name]

networks(name) := {"default"} if on_default[name]

networks(name) := set() if input.document.services[name].network_mode

attached contains name if {
	some name, service in input.document.services
	not service.network_mode
	some _, _ in service.networks
}

on_default contains name if {
	some name, service in input.document.services
	not service.network_mode
	not attached[name]
}

# is_internal holds for a network of the document with internal: true.
is_internal(network) if input.document.networks[network].internal == true

# is_external holds for a network that another project made: what it is like cannot be seen.
is_external(network) if input.document.networks[network].external == true

# internal_only holds for a service all of whose networks are internal: Docker programs no port mapping for it
# (https://github.com/moby/moby/issues/36174).
internal_only(name) if {
	names := networks(name)
	count(names) > 0
	every network in names {
		is_internal(network)
	}
}

# host_mode holds for a service on the host's network, as network_mode or as the external network called host.
host_mode(name) if host_network(name)

# host_network returns the path that puts a service on the host's network.
host_network(name) := ["services", name, "network_mode"] if {
	input.document.services[name].network_mode == "host"
}

host_network(name) := ["services", name, "networks", network] if {
	attached[name]
	some network, _ in input.document.services[name].networks
	is_external(network)
	object.get(input.document.networks[network], "name", network) == "host"
}

# owner returns the service whose network namespace a service uses: its own, or the one of network_mode: service:x.
owner(name) := trim_prefix(input.document.services[name].network_mode, "service:") if shares_network(name)

owner(name) := name if not shares_network(name)

shares_network(name) if {
	mode := input.document.services[name].network_mode
	is_string(mode)
	startswith(mode, "service:")
}

# beyond gives for each service that other machines can reach how they do: a set of {path, message, level} where level is
# one_address or all_interfaces. message is a text for a related place.
beyond := {name: ways |
	some name, _ in input.document.services
	ways := (by_port(name) | by_host_network(name)) | by_proxy(name)
	count(ways) > 0
}

# beyond_loopback holds for a service that other machines than the host can reach.
beyond_loopback(name) if beyond[name]

by_port(name) := {{"path": port.path, "message": port_message(port), "level": port.address} |
	some port in published[owner(name)]
	port.address in {"one_address", "all_interfaces"}
}

# port_message says in the present tense where a port is published.
port_message(port) := sprintf("publishes %s on every host interface", [port_name(port)]) if port.address == "all_interfaces"

port_message(port) := sprintf("publishes %s on %s", [port_name(port), port.host_ip]) if port.address == "one_address"

# port_name names a port for a message: by the host's port, and by the container's where Docker picks the host's.
port_name(port) := named_port(port, "")

# named_port is port_name with a remark behind the number.
named_port(port, remark) := sprintf("port %s%s%s", [port.published, transport(port), remark]) if port.published != ""

named_port(port, remark) := sprintf("container port %v%s%s on an ephemeral port", [port.target, transport(port), remark]) if port.published == ""

transport(port) := "/udp" if port.protocol == "udp"

transport(port) := "" if port.protocol != "udp"

by_host_network(name) := {{"path": host_network(owner(name)), "message": "is on the host's network", "level": "all_interfaces"}}

by_host_network(name) := set() if not host_mode(owner(name))

by_proxy(name) := {{"path": route.path, "message": sprintf("is routed to by the published proxy %q", [proxy]), "level": "one_address"} |
	some route in routes(name)
	some proxy in published_proxies
	image.product(proxy) == route.product
}

# published_proxies are the services with the image of a proxy that other machines can reach by a port.
published_proxies contains name if {
	some name, info in image.services
	"proxy" in info.families
	some port in published[name]
	port.address in {"one_address", "all_interfaces"}
}

# routes returns the labels and variables by which proxies find a service: {path, product}.
routes(name) := labels | variables if {
	service := input.document.services[name]
	labels := {{"path": ["services", name, "labels", key], "product": product} |
		some key, value in service.labels
		product := route_of(key, value)
		not service.labels["traefik.enable"] == "false"
	}
	variables := {{"path": ["services", name, "environment", "VIRTUAL_HOST"], "product": "nginx"} |
		is_string(service.environment.VIRTUAL_HOST)
	}
}

route_of("traefik.enable", "true") := "traefik"

route_of(key, _) := "traefik" if {
	is_string(key)
	regex.match(`^traefik\.http\.routers\..*\.rule$`, key)
}

route_of(key, _) := "caddy" if {
	is_string(key)
	regex.match(`^caddy(_\d+)?$`, key)
}

# level returns the widest exposure of a service: loopback, peers, host_loopback, one_address, all_interfaces, or unknown
# when an address comes from a variable without a value.
level(name) := "all_interfaces" if "all_interfaces" in reached(name)

level(name) := "one_address" if {
	not "all_interfaces" in reached(name)
	"one_address" in reached(name)
}

level(name) := "unknown" if {
	not beyond[name]
	"unknown" in addresses(name)
}

level(name) := "host_loopback" if {
	not beyond[name]
	addresses(name) == {"loopback"}
}

level(name) := "loopback" if {
	not beyond[name]
	count(addresses(name)) == 0
	alone(name)
}

level(name) := "peers" if {
	not beyond[name]
	count(addresses(name)) == 0
	not alone(name)
}

reached(name) := {way.level | some way in beyond[name]}

addresses(name) := {port.address | some port in published[owner(name)]}

alone(name) if input.document.services[name].network_mode == "none"

alone(name) if {
	not input.document.services[name].network_mode
	count(peers(name)) == 0
	not on_external(name)
}

on_external(name) if {
	some network in networks(name)
	is_external(network)
}

# peers returns the other services that can open a connection to a service inside the project: those that share a network
# or the network namespace with it.
peers(name) := sharing | {other |
	mine := networks(name)
	count(mine) > 0
	some other, _ in input.document.services
	other != name
	count(mine & networks(owner(other))) > 0
} if {
	sharing := {other |
		some other, _ in input.document.services
		other != name
		owner(other) == owner(name)
	}
}

# untrusted are the services that run code nobody vouches for: in a sandbox runtime, or named for it. What reports on the
# host is often called an agent too, and is none.
untrusted contains name if some name in compose.sandboxed

untrusted contains name if {
	some name, _ in input.document.services
	regex.match(`^((agent|runner|worker-untrusted)([-_]?\d+)?|(.*[-_])?(sandbox|untrusted)([-_].*)?)$`, name)
	not image.is(name, "agent")
}
