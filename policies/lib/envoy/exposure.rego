package lib.envoy

# addresses returns the addresses of a listener or of the administration interface.
addresses(entry) := entry.addresses

addresses(entry) := [object.union(entry, {"path": entry.address})] if not entry.addresses

# exposure says from where a listener or the administration interface (an entry of a list) can be reached: what its own
# addresses say, else what the scan knows of its deployment, else unknown. Of several addresses the most open one
# counts.
exposure(entry) := exposure_of(most_open(entry))

# linked returns what the scan knows of how a listener is deployed: {exposure, related, untrusted_peers}.
linked(entry) := link_of(most_open(entry))

most_open(entry) := addresses(entry)[0] if count(addresses(entry)) == 1

most_open(entry) := worst[count(worst) - 1][2] if {
	count(addresses(entry)) > 1
	worst := sort([[rank[exposure_of(address)], 0 - position, address] | some position, address in addresses(entry)])
}

# rank orders exposures: an unknown one may be that of an edge.
rank := {"loopback": 0, "host_loopback": 1, "peers": 2, "unknown": 3, "one_address": 4, "all_interfaces": 5}

exposure_of(address) := "loopback" if address.class in {"loopback", "socket", "envoy"}

exposure_of(address) := link_of(address).exposure if not address.class in {"loopback", "socket", "envoy"}

link_of(address) := input.context.listeners[position] if {
	position := [found | some found in by_address[address.path]][0]
}

link_of(address) := {"exposure": "unknown", "related": [], "untrusted_peers": []} if not by_address[address.path]

by_address[entry.path] contains position if some position, entry in input.context.listeners

# in_class holds when one of the addresses is of one of the classes.
in_class(entry, classes) if {
	some address in addresses(entry)
	address.class in classes
}

# is_direct holds unless a listener is reached through another service that routes to it.
is_direct(entry) if exposure(entry) != "one_address"

is_direct(entry) if {
	some place in linked(entry).related
	some step in ["ports", "network_mode"]
	step in place.path
}

# beyond_host holds for the exposures at which a stranger on a network gets through.
beyond_host(level) if level in {"one_address", "all_interfaces"}

# is_open holds for a listener that is neither a sidecar's (those say their traffic_direction) nor a patch, whose base
# may be either.
is_open(listener) if {
	listener.direction in {"", "UNSPECIFIED"}
	not listener.fragment
}

# is_edge holds for a listener that strangers reach without a proxy in between, or may reach as far as the scan can
# tell.
is_edge(listener) if {
	is_open(listener)
	in_class(listener, {"unspecified", "private", "public"})
	exposure(listener) in {"unknown", "one_address", "all_interfaces"}
	is_direct(listener)
}
