# METADATA
# title: Decisions by path without normalisation
# description: |
#   RBAC, jwt_authn, a denying route or a filter that is off for some paths decides by the request's path, but the
#   connection manager passes paths on as they come. `/public/../admin`, `//admin` and `/%2e%2e%2fadmin` are other texts
#   than `/admin` to Envoy and the same thing to many servers behind it, so that a client steps around the decision.
#
#   `normalize_path`, `merge_slashes` and `path_with_escaped_slashes_action` are all off by default. A
#   `header_validation_config` takes their place and is not judged.
#
#   **Not judged yet**: routes that come from a discovery service; `headers_with_underscores_action` where the exposure
#   is unknown.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto
# - https://github.com/envoyproxy/envoy/security/advisories/GHSA-xcx5-93pw-jw2w
# scope: package
# custom:
#   severity: medium
#   situations:
#     underscores:
#       severity: low
#       because: only an upstream that treats underscores in header names as hyphens is confused
#   remediation: |
#     Normalise paths in the connection manager.
#
#     Set `normalize_path: true`, `merge_slashes: true` and `path_with_escaped_slashes_action: UNESCAPE_AND_REDIRECT`.
#   cwe: [22, 436, 444]
package envoy["path-normalization"]

import data.lib.envoy
import data.lib.placeholder

findings contains finding if {
	some index, manager in envoy.connection_managers
	not manager.fragment
	config := envoy.mapping(envoy.at(manager.path))
	not config.typed_header_validation_config
	not config.header_validation_config
	missing := lacking(config)
	count(missing) > 0
	decisions := array.concat(deciding_filters(index), deciding_routes(index))
	count(decisions) > 0
	finding := {
		"path": envoy.under(manager.path, [missing[0]]),
		"message": sprintf(
			"%s decides by paths that it does not normalise: %s not set",
			[envoy.subject(manager), phrase(missing)],
		),
		"related": [{"path": decisions[0], "message": "decides by path"}],
	}
}

findings contains finding if {
	some manager in envoy.connection_managers
	listener := envoy.manager_listener(manager)
	envoy.beyond_host(envoy.exposure(listener))
	config := envoy.mapping(envoy.at(manager.path))
	action := object.get(config, ["common_http_protocol_options", "headers_with_underscores_action"], "ALLOW")
	action == "ALLOW"
	finding := {
		"path": envoy.under(manager.path, ["common_http_protocol_options", "headers_with_underscores_action"]),
		"message": sprintf("%s passes header names with underscores on", [envoy.subject(manager)]),
		"situation": "underscores",
	}
}

lacking(config) := array.concat(
	[key | some key in ["normalize_path", "merge_slashes"]; not is_on(config, key)],
	["path_with_escaped_slashes_action" | leaves_escapes(config)],
)

# A placeholder may turn out to be true.
is_on(config, key) if config[key] == true

is_on(config, key) if placeholder.is_template(config[key])

leaves_escapes(config) if {
	action := object.get(config, "path_with_escaped_slashes_action", "KEEP_UNCHANGED")
	action in {"KEEP_UNCHANGED", "IMPLEMENTATION_SPECIFIC_DEFAULT"}
}

phrase(missing) := sprintf("%s is", missing) if count(missing) == 1

phrase(missing) := sprintf("%s are", [concat(", ", missing)]) if count(missing) > 1

deciding_filters(index) := array.concat(
	[filter.config_path |
		some filter in envoy.of_manager("http_filters", index)
		not filter.disabled
		by_path(filter)
	],
	[override.path |
		some override in envoy.of_manager("overrides", index)
		override.route >= 0
		override.extension in envoy.authenticating
		not matches_everything(envoy.view("routes", override.route))
	],
)

by_path(filter) if {
	filter.extension == "rbac"
	walk(filter.config, [path, value])
	path[count(path) - 1] in {"url_path", "name"}
	names_path(path[count(path) - 1], value)
}

by_path(filter) if {
	filter.extension == "jwt_authn"
	some rule in filter.config.rules
	not envoy.takes_everything(rule.match)
}

names_path("url_path", _)

names_path("name", ":path")

deciding_routes(index) := [route.path |
	some route in envoy.of_manager("routes", index)
	route.action == "direct_response"
	not matches_everything(route)
	status := envoy.value(envoy.under(route.path, ["direct_response", "status"]), 0)
	status in {401, 403, 404}
	forwards(index)
]

matches_everything(route) if {
	match := envoy.mapping(envoy.value(envoy.under(route.path, ["match"]), {}))
	match.prefix in {"/", ""}
}

forwards(index) if {
	some route in envoy.of_manager("routes", index)
	route.action == "route"
}
