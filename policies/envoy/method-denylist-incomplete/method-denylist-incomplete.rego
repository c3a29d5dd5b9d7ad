# METADATA
# title: Write methods blocked by an incomplete list
# description: |
#   Routes of a virtual host answer some write methods with an error, and a later route on the same paths forwards
#   everything else. A list of what is forbidden forgets: with POST, PUT and DELETE denied PATCH still writes, and many
#   servers honour `X-HTTP-Method-Override` or methods of their own. A CONNECT route passes such routes by altogether.
#
#   Not reported: routes that forward GET and HEAD only and deny the rest; matchers with `invert_match`; connection
#   managers where RBAC or ext_authz decides as well.
#
#   **Not judged yet**: virtual hosts from a discovery service.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-headermatcher
# - https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#restrict-http-methods
# scope: package
# custom:
#   severity: low
#   situations:
#     injects-credentials:
#       severity: medium
#       because: Envoy adds a credential to what the open route forwards, so that the forgotten method writes with its
#         rights
#   remediation: |
#     Forward the methods that are wanted (GET, HEAD, OPTIONS) and deny everything else in a catch-all route.
#   cwe: [183, 436]
package envoy["method-denylist-incomplete"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some host_index, host in input.context.envoy.virtual_hosts
	denials := denied_routes[host_index]
	some open in forwarding_routes[host_index]
	relevant := [denial | some denial in denials; denial.index < open.index; startswith(denial.prefix, open.prefix)]
	count(relevant) > 0
	denied := union({denial.methods | some denial in relevant})
	missing := write_methods - denied
	count(missing) > 0
	count(denied & write_methods) > 0
	not decided_elsewhere(host.connection_manager)
	finding := in_situation(
		{
			"path": relevant[0].path,
			"message": sprintf("virtual host %q denies %s but forwards %s", [host.name, words(denied), words(missing)]),
			"related": array.concat(
				[{"path": open.path, "message": "forwards every other method"}],
				[{"path": route.path, "message": "CONNECT passes the denied methods by"} |
					some route in envoy.routes
					route.virtual_host == host_index
					envoy.at(route.path).match.connect_matcher
				],
			),
		},
		["injects-credentials" | carries_credentials(open.clusters)],
	)
}

write_methods := {"POST", "PUT", "DELETE", "PATCH"}

# denied_routes are the routes that answer some methods with an error, by virtual host.
denied_routes[host] contains denial if {
	some index, route in envoy.routes
	route.action == "direct_response"
	host := route.virtual_host
	config := envoy.at(route.path)
	config.direct_response.status >= 400
	methods := union({methods_of(header) | some header in config.match.headers; header.name == ":method"})
	count(methods) > 0
	denial := {"index": index, "path": route.path, "prefix": prefix(config.match), "methods": methods}
}

# forwarding_routes are the routes that forward whatever the method is, by virtual host.
forwarding_routes[host] contains forward if {
	some index, route in envoy.routes
	route.action == "route"
	host := route.virtual_host
	config := envoy.at(route.path)
	not config.match.connect_matcher
	not asks_for_method(config.match)
	forward := {"index": index, "path": route.path, "prefix": prefix(config.match), "clusters": route.clusters}
}

prefix(match) := text if {
	some key in ["prefix", "path", "path_separated_prefix"]
	text := match[key]
	is_string(text)
}

asks_for_method(match) if {
	some header in match.headers
	header.name == ":method"
}

# methods_of returns the methods that a header matcher names; empty when it is inverted or names them otherwise.
methods_of(header) := methods if {
	not header.invert_match == true
	methods := {upper(method) |
		some text in matcher_texts(header)
		regex.match(`^\^?\(?(\?:)?[A-Za-z|]+\)?\$?$`, text)
		some method in split(regex.replace(text, `[^A-Za-z|]`, ""), "|")
	}
}

methods_of(header) := set() if header.invert_match == true

matcher_texts(header) := [text |
	some steps in [
		["exact_match"], ["string_match", "exact"], ["safe_regex_match", "regex"],
		["string_match", "safe_regex", "regex"], ["regex_match"],
	]
	text := object.get(header, steps, null)
	is_string(text)
]

decided_elsewhere(index) if {
	some filter in envoy.of_manager("http_filters", index)
	filter.extension in {"rbac", "ext_authz"}
	not filter.disabled
	envoy.decides(filter)
}

carries_credentials(names) if {
	some cluster in envoy.clusters
	cluster.name in names
	count(envoy.credentials_to(cluster)) > 0
}

words(methods) := concat(", ", sort([method | some method in methods]))
