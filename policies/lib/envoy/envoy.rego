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

# network_filters are the network filters with their configuration as config, listener_filters the listener filters.
network_filters := [configured(view) | some view in input.context.envoy.network_filters]

listener_filters := [configured(view) | some view in input.context.envoy.listener_filters]

# transport_sockets are the transport sockets with their configuration as config.
transport_sockets := [configured(view) | some view in input.context.envoy.transport_sockets]

# overrides are the entries of typed_per_filter_config with their configuration as config.
overrides := [configured(view) | some view in input.context.envoy.overrides]

configured(view) := object.union(view, {"config": mapping(at(view.config_path))})

mapping(value) := value if is_object(value)

mapping(value) := {} if not is_object(value)

# filters returns the HTTP filters of an extension that are in force on a route at least.
filters(extension) := [filter |
	some filter in http_filters
	filter.extension == extension
	not filter.disabled
]

# of_listener returns the entries of a list that are inside the listener with an index, in the order of the file;
# of_chain those in a filter chain, of_manager those in a connection manager. Filters, overrides and transport sockets
# have their config.
of_listener(list_name, index) := [lists[list_name][i] | some i in positions[[list_name, "listener", index]]]

of_chain(list_name, index) := [lists[list_name][i] | some i in positions[[list_name, "filter_chain", index]]]

of_manager(list_name, index) := [lists[list_name][i] | some i in positions[[list_name, "connection_manager", index]]]

lists := object.union(
	input.context.envoy,
	{
		"http_filters": http_filters,
		"network_filters": network_filters,
		"overrides": overrides,
		"transport_sockets": transport_sockets,
	},
)

# positions holds where the entries that stand in something are in their list: a file may have thousands of each.
positions[[list_name, owner, index]] contains position if {
	some list_name in [
		"connection_managers",
		"filter_chains",
		"http_filters",
		"network_filters",
		"overrides",
		"routes",
		"transport_sockets",
		"virtual_hosts",
	]
	some owner in ["connection_manager", "filter_chain", "listener"]
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

# manager_listener returns the listener of a connection manager; it is undefined where the listener is elsewhere.
manager_listener(manager) := view("listeners", manager.listener)

# minor_versions are the versions of Envoy (the number behind "1.") in the images that use the file, as far as their
# tags say them; max is undefined for none.
minor_versions := {to_number(match[1]) |
	some consumer in input.context.consumers
	some match in regex.find_all_string_submatch_n(`envoy[^:]*:v?1\.(\d{1,4})\b`, text(consumer.image), 1)
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

# seconds returns a duration such as 1.5s as a number; it is undefined for anything else.
seconds(text) := to_number(trim_suffix(text, "s")) if regex.match(`^-?\d+(\.\d+)?s$`, text)

# everybody holds for a CidrRange that every address is in: an absent prefix_len is 0, whatever the address is.
everybody(range) if {
	is_string(range.address_prefix)
	object.get(range, "prefix_len", 0) == 0
}

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
regex_of(matcher) := candidates[0] if {
	is_object(matcher)
	candidates := [candidate |
		some candidate in [object.get(matcher, ["safe_regex", "regex"], null), object.get(matcher, "regex", null)]
		is_string(candidate)
		regex.is_valid(candidate)
	]
}

# ends_connect holds for a route that ends CONNECT and sends on the bytes inside it.
ends_connect(route) if {
	some upgrade in route.route.upgrade_configs
	is_object(upgrade.connect_config)
	route.match.connect_matcher
}

# takes_everything holds for a RouteMatch that every request satisfies, whatever its path and headers are.
takes_everything(match) if {
	count(object.keys(mapping(match)) - {"prefix", "safe_regex", "regex", "case_sensitive"}) == 0
	any_path_match(match)
}

any_path_match(match) if match.prefix in {"/", ""}

any_path_match(match) if {
	pattern := regex_of(match)
	every path in ["/", "/any/path.invalid", "/other"] {
		regex.match(sprintf("^(?:%s)$", [pattern]), path)
	}
}

# related_definition points from the use of a shared context to its definition.
related_definition(context) := [{"path": context.path, "message": "the shared TLS context is defined here"}] if {
	context.shared
}

related_definition(context) := [] if not context.shared

# name_matchers are the fields of a validation context that check the name which the context asks for with sni; none
# where it asks for none.
name_matchers(context) := {"match_typed_subject_alt_names": [{"san_type": "DNS", "matcher": {"exact": name}}]} if {
	name := text(value(under(context.path, ["sni"]), ""))
	regex.match(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`, name)
} else := {}

# validate returns the edits that add fields to the validation context, with the mappings around it that are not there.
validate(context, fields) := [{"set": array.concat(context.validation, [name]), "value": field} |
	some name, field in fields
] if {
	is_object(at(context.validation))
} else := [{"set": context.validation, "value": fields}] if {
	is_object(at(array.slice(context.validation, 0, count(context.validation) - 1)))
} else := [{
	"set": array.slice(context.validation, 0, count(context.validation) - 1),
	"value": {context.validation[count(context.validation) - 1]: fields},
}]

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
