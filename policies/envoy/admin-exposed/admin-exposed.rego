# METADATA
# title: Administration interface reachable from outside
# description: |
#   Envoy's administration interface has no authentication. Whoever reaches it reads the whole configuration and its
#   certificates' details (`/config_dump`, `/certs`), turns logging up, drains or stops the proxy (`/quitquitquit`),
#   changes runtime settings, and starts taps. It should listen on loopback or a Unix socket only. An `admin` without
#   `address` starts no server.
#
#   `0.0.0.0` in a container means "everybody on the same networks" at least; published, everybody. `allow_paths`
#   narrows what is answered.
#
#   An interface on loopback or a socket is reached all the same where a route or a TCP proxy of an open listener leads
#   to it: what counts is the path that gets there after rewriting. Routes for `/ready`, `/stats` and `/server_info` are
#   fine, and so are routes behind a filter that decides who may pass.
#
#   Where the scan finds the Compose service that runs Envoy with this file, the ports that it publishes and the
#   services that share its networks decide; where it does not, the exposure is unknown and the rule keeps its own
#   severity. Other containers and the host's loopback address count here, low or more, because nothing behind them asks
#   for a password.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/operations/admin
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/bootstrap/v3/bootstrap.proto#config-bootstrap-v3-admin
# scope: package
# custom:
#   severity: high
#   situations:
#     limited-paths:
#       severity: low
#       because: allow_paths lets only health and statistics through
#     not-reached:
#       severity: none
#       because: the service publishes no such port and shares no network with another service
#     host-loopback:
#       severity: low
#       because: the port is published on the host's loopback address only
#     one-address:
#       severity: high
#       because: the port is published on an address of the host, or a published proxy leads to it
#     peers:
#       severity: medium
#       because: containers on the same networks reach it, nobody beyond
#     untrusted-peers:
#       severity: high
#       because: a service that runs untrusted code shares a network with it
#     all-interfaces:
#       severity: critical
#       because: the port is published on every interface
#     unknown-exposure:
#       severity: high
#       because: nothing in the scan says how this Envoy is deployed, so the exposure is unknown
#   remediation: |
#     Bind the administration interface to `127.0.0.1` or to a Unix socket (`pipe`), and route nothing else to it.
#
#     For probes and scrapers from outside add a listener that routes only `/ready` and `/stats` to it, or set
#     `allow_paths`. Health checks inside the container reach 127.0.0.1.
#   cwe: [306, 419]
package envoy["admin-exposed"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some admin in input.context.envoy.admins
	admin.class in {"unspecified", "private", "public", "service", "internal"}
	finding := in_situation(
		{
			"path": envoy.under(admin.address, ["socket_address", "address"]),
			"message": sprintf("admin interface %q answers without authentication %s", [admin.label, reach(admin)]),
			"related": envoy.linked(admin).related,
		},
		[situation | some situation in situations(admin)],
	)
}

findings contains finding if {
	some index, route in envoy.routes
	route.action == "route"
	not only_harmless(envoy.at(route.path))
	not envoy.is_guarded(index)
	some way in ways(route.listener, route.clusters)
	finding := in_situation(
		{
			"path": route.path,
			"message": sprintf("listener %q lets its clients reach the admin interface %q by a route%s", [
				way.listener.label,
				way.admin.label,
				suffix(way.listener),
			]),
			"related": array.concat(
				[
					{"path": way.admin.address, "message": "the administration interface"},
					{"path": way.endpoint.path, "message": "the cluster that leads to it"},
				],
				envoy.linked(way.listener).related,
			),
		},
		[situation | some situation in situations(way.listener)],
	)
}

findings contains finding if {
	some filter in envoy.network_filters
	not envoy.chain_decides(filter.filter_chain)
	some way in ways(filter.listener, filter.clusters)
	finding := in_situation(
		{
			"path": filter.path,
			"message": sprintf("listener %q passes connections on to the admin interface %q%s", [
				way.listener.label,
				way.admin.label,
				suffix(way.listener),
			]),
			"related": array.concat(
				[
					{"path": way.admin.address, "message": "the administration interface"},
					{"path": way.endpoint.path, "message": "the cluster that leads to it"},
				],
				envoy.linked(way.listener).related,
			),
		},
		[situation | some situation in situations(way.listener)],
	)
}

# ways are the administration interfaces that clusters lead to, from a listener that is further open than they are.
ways(index, names) := [object.union(end, {"listener": listener}) |
	listener := envoy.view("listeners", index)
	envoy.is_open(listener)
	envoy.in_class(listener, {"unspecified", "private", "public", "unknown"})
	some name in names
	some end in ends[name]
	envoy.rank[envoy.exposure(end.admin)] < envoy.rank[envoy.exposure(listener)]
]

# ends are the administration interfaces that the clusters of a name lead to, each with the endpoint.
ends[cluster.name] contains {"endpoint": endpoint, "admin": admin} if {
	some admin in input.context.envoy.admins
	not limited(admin)
	some cluster in envoy.clusters
	some endpoint in cluster.endpoints
	same_place(endpoint, admin)
}

same_place(endpoint, admin) if {
	endpoint.class == "loopback"
	admin.class in {"loopback", "unspecified"}
	endpoint.port == admin.port
	endpoint.port > 0
}

same_place(endpoint, admin) if {
	endpoint.host == admin.host
	endpoint.port == admin.port
	endpoint.class != "unknown"
}

# only_harmless holds for a route whose requests get to the health and statistics of the administration interface only.
only_harmless(route) if regex.match(`^\^?/(stats|ready|server_info|hot_restart_version)\b`, target(route))

# target is the path of a request when it leaves Envoy, as far as it is fixed.
target(route) := route.route.prefix_rewrite if is_string(route.route.prefix_rewrite)

target(route) := matched if {
	not route.route.prefix_rewrite
	not route.route.regex_rewrite
	matched := [text |
		some text in [
			object.get(route, ["match", "path"], null),
			object.get(route, ["match", "prefix"], null),
			object.get(route, ["match", "path_separated_prefix"], null),
			object.get(route, ["match", "safe_regex", "regex"], null),
		]
		is_string(text)
	][0]
}

reach(admin) := sprintf("on every interface%s", [suffix(admin)]) if admin.class == "unspecified"

reach(admin) := sprintf("beyond loopback%s", [suffix(admin)]) if admin.class != "unspecified"

suffix(entry) := ", exposure unknown" if {
	envoy.exposure(entry) == "unknown"
	not limited(entry)
}

suffix(entry) := "" if envoy.exposure(entry) != "unknown"

suffix(entry) := "" if limited(entry)

situations(entry) := ["limited-paths"] if limited(entry)

situations(entry) := ["untrusted-peers"] if {
	not limited(entry)
	near_untrusted(entry)
}

situations(entry) := [by_exposure[envoy.exposure(entry)]] if {
	not limited(entry)
	not near_untrusted(entry)
}

near_untrusted(entry) if {
	envoy.exposure(entry) == "peers"
	count(envoy.linked(entry).untrusted_peers) > 0
}

by_exposure := {
	"loopback": "not-reached",
	"host_loopback": "host-loopback",
	"peers": "peers",
	"one_address": "one-address",
	"all_interfaces": "all-interfaces",
	"unknown": "unknown-exposure",
}

# limited holds when allow_paths names harmless paths only.
limited(entry) if {
	paths := envoy.list(envoy.at(envoy.under(entry.path, ["allow_paths"])))
	count(paths) > 0
	every matcher in paths {
		is_harmless(matcher)
	}
}

is_harmless(matcher) if {
	matcher.exact in {"/ready", "/stats", "/stats/prometheus", "/server_info", "/hot_restart_version"}
}

is_harmless(matcher) if startswith(envoy.text(matcher.prefix), "/stats")
