# METADATA
# description: |
#   What the rules for Envoy share: the views of input.context.envoy with their configuration beside them, the exposure
#   of a listener, and the semantics of matchers, percentages and placeholders. Views refer to each other by index, -1
#   for none.
package lib.envoy

# at returns the value at a path of the document, null where there is none.
at(path) := object.get(input.document, path, null)

# value returns the value at a path of the document, or a default where there is none.
value(path, default_value) := object.get(input.document, path, default_value)

# text, list and mapping return a value of the file as a string, array or object: empty where it is none. Scanned files
# hold anything anywhere, and a built-in function fails on the wrong type.
text(value) := value if is_string(value)

text(value) := "" if not is_string(value)

list(value) := value if is_array(value)

list(value) := [] if not is_array(value)

# under returns a path with more steps.
under(path, steps) := array.concat(path, steps)

tls_contexts := input.context.envoy.tls_contexts

clusters := input.context.envoy.clusters

listeners := input.context.envoy.listeners

connection_managers := input.context.envoy.connection_managers

routes := input.context.envoy.routes

# http_filters are the HTTP filters with their configuration as config, {} where they have none.
http_filters := [configured(view) | some view in input.context.envoy.http_filters]

# network_filters are the network filters with their configuration as config.
network_filters := [configured(view) | some view in input.context.envoy.network_filters]

# transport_sockets are the transport sockets with their configuration as config.
transport_sockets := [configured(view) | some view in input.context.envoy.transport_sockets]

# overrides are the entries of typed_per_filter_config with their configuration as config.
overrides := [configured(view) | some view in input.context.envoy.overrides]

configured(view) := object.union(view, {"config": mapping(at(view.config_path))})

mapping(value) := value if is_object(value)

mapping(value) := {} if not is_object(value)

# filters returns the HTTP filters of an extension that are not disabled.
filters(extension) := [filter |
	some filter in http_filters
	filter.extension == extension
	not filter.disabled
]

# of_listener returns the entries of a list that stand in the listener with an index, in the order of the file; those of
# of_manager stand in a connection manager. Filters, overrides and transport sockets have their config.
of_listener(list_name, index) := [lists[list_name][i] | some i in positions[[list_name, "listener", index]]]

of_manager(list_name, index) := [lists[list_name][i] | some i in positions[[list_name, "connection_manager", index]]]

lists := object.union(
	input.context.envoy,
	{"http_filters": http_filters, "overrides": overrides, "transport_sockets": transport_sockets},
)

# positions holds where the entries that stand in something are in their list: a file may have thousands of each.
positions[[list_name, owner, index]] contains position if {
	some list_name in [
		"connection_managers",
		"filter_chains",
		"http_filters",
		"overrides",
		"routes",
		"transport_sockets",
		"virtual_hosts",
	]
	some owner in ["connection_manager", "listener"]
	some position, entry in input.context.envoy[list_name]
	index := entry[owner]
	index >= 0
}

# view returns an entry of a view by index; it is undefined for -1.
view(name, index) := input.context.envoy[name][index] if index >= 0

# subject names what a view belongs to, for the beginning of a message.
subject(entry) := sprintf("cluster %q", [view("clusters", entry.cluster).name]) if entry.cluster >= 0

subject(entry) := sprintf("listener %q", [view("listeners", entry.listener).label]) if {
	not in_cluster(entry)
	entry.listener >= 0
}

subject(entry) := sprintf("route configuration %q", [view("route_configs", entry.route_config).name]) if {
	not in_cluster(entry)
	not in_listener(entry)
	entry.route_config >= 0
}

subject(entry) := sprintf("patch in %q", [input.file]) if {
	not in_cluster(entry)
	not in_listener(entry)
	not in_route_config(entry)
}

in_cluster(entry) if entry.cluster >= 0

in_listener(entry) if entry.listener >= 0

in_route_config(entry) if entry.route_config >= 0

# exposure says from where a listener or the administration interface (an entry of a view) can be reached: what its own
# address says, else what the scan knows of its deployment, else unknown.
exposure(entry) := "loopback" if own_loopback(entry)

exposure(entry) := linked(entry).exposure if not own_loopback(entry)

own_loopback(entry) if entry.class in {"loopback", "socket", "envoy"}

# linked returns what the scan knows of how a listener is deployed: {exposure, related, untrusted_peers}.
linked(entry) := entries_for(entry)[0] if count(entries_for(entry)) > 0

linked(entry) := {"exposure": "unknown", "related": [], "untrusted_peers": []} if count(entries_for(entry)) == 0

entries_for(entry) := [input.context.listeners[position] | some position in by_address[entry.address]]

by_address[entry.path] contains position if some position, entry in input.context.listeners

# is_direct holds unless a listener is reached through another service that routes to it.
is_direct(entry) if exposure(entry) != "one_address"

is_direct(entry) if {
	some place in linked(entry).related
	some step in ["ports", "network_mode"]
	step in place.path
}

# beyond_host holds for the exposures at which a stranger on a network gets through.
beyond_host(level) if level in {"one_address", "all_interfaces"}

# is_edge holds for a listener that strangers reach without a proxy in between, or may reach as far as the scan can
# tell: it listens on more than loopback and is no sidecar's (those say their traffic_direction).
is_edge(listener) if {
	listener.class in {"unspecified", "private", "public"}
	listener.direction in {"", "UNSPECIFIED"}
	not listener.fragment
	exposure(listener) in {"unknown", "one_address", "all_interfaces"}
	is_direct(listener)
}

# manager_listener returns the listener of a connection manager; it is undefined where the listener is elsewhere.
manager_listener(manager) := view("listeners", manager.listener)

# authenticating are the HTTP filters that decide who may pass.
authenticating := {"ext_authz", "jwt_authn", "rbac", "basic_auth", "oauth2", "api_key_auth"}

# has_auth holds for connection managers (by index) with an HTTP filter that decides who may pass.
has_auth(index) if {
	some filter in of_manager("http_filters", index)
	not filter.disabled
	filter.extension in authenticating
}

# percent returns the share in percent of a RuntimeFractionalPercent (by its default), or of what it is by default.
percent(value, _) := (100 * numerator) / denominators[object.get(fraction, "denominator", "HUNDRED")] if {
	is_object(value)
	fraction := mapping(object.get(value, "default_value", value))
	numerator := object.get(fraction, "numerator", 0)
	is_number(numerator)
}

percent(value, default_share) := default_share if not is_object(value)

denominators := {"HUNDRED": 100, "TEN_THOUSAND": 10000, "MILLION": 1000000}

# matches_text holds when a StringMatcher is satisfied by a text.
matches_text(matcher, text) if matcher.exact == text

matches_text(matcher, text) if {
	is_string(matcher.prefix)
	startswith(text, matcher.prefix)
}

matches_text(matcher, text) if {
	is_string(matcher.suffix)
	endswith(text, matcher.suffix)
}

matches_text(matcher, text) if {
	is_string(matcher.contains)
	contains(text, matcher.contains)
}

matches_text(matcher, text) if {
	pattern := regex_of(matcher)
	regex.match(sprintf("^(?:%s)$", [pattern]), text)
}

# regex_of returns the regular expression of a StringMatcher, in v3's or v2's place; Envoy matches it against the whole
# text.
regex_of(matcher) := candidate if {
	is_object(matcher)
	some candidate in [object.get(matcher, ["safe_regex", "regex"], null), object.get(matcher, "regex", null)]
	is_string(candidate)
	regex.is_valid(candidate)
}

# related_definition points from the use of a shared context to its definition.
related_definition(context) := [{"path": context.path, "message": "the shared TLS context is defined here"}] if {
	context.shared
}

related_definition(context) := [] if not context.shared

# classes returns the classes of a cluster's endpoints.
classes(cluster) := {endpoint.class | some endpoint in cluster.endpoints}

# is_local holds for a cluster whose endpoints are all on this host or in this process.
is_local(cluster) if {
	count(cluster.endpoints) > 0
	every class in classes(cluster) {
		class in {"loopback", "socket", "envoy"}
	}
}

# is_inside holds for a cluster whose endpoints all have internal names or private addresses.
is_inside(cluster) if {
	count(cluster.endpoints) > 0
	not is_local(cluster)
	every class in classes(cluster) {
		class in {"loopback", "socket", "envoy", "service", "internal", "private"}
	}
}

# peer names whom a cluster talks to: its only host, else "its endpoints".
peer(cluster) := [host | some host in hosts(cluster)][0] if count(hosts(cluster)) == 1

peer(cluster) := "its endpoints" if count(hosts(cluster)) != 1

hosts(cluster) := {endpoint.host |
	some endpoint in cluster.endpoints
	endpoint.class != "unknown"
}
