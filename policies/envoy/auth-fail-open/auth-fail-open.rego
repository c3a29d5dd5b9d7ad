# METADATA
# title: Authorisation that fails open
# description: |
#   A filter that should decide who may pass lets requests through without a decision. One rule covers all such
#   filters, because the defect, its severity and its repair are the same in each, filters of one chain make up for
#   each other, and an override turns off any of them. The message names the filter:
#
#   - `ext_authz` has `failure_mode_allow`, which lets requests in when its service does not answer, or asks about a
#     share of them only (`filter_enabled`);
#   - `jwt_authn` has no rules, a rule for every path that requires nothing, or requirements with `allow_missing` or
#     `allow_missing_or_failed`;
#   - RBAC, for HTTP or for connections, has shadow rules alone, no rules, or the action LOG;
#   - `oauth2` has a `pass_through_matcher` that any client can satisfy;
#   - a route, virtual host or route configuration turns one of these, `basic_auth` or `api_key_auth` off for every
#     path.
#
#   Not reported: `allow_missing` followed by an RBAC filter that reads the token's metadata; filters turned off for an
#   exact path such as `/healthz` or for another prefix than `/`; RBAC filters without rules whose routes bring their
#   own; `basic_auth` without users, which lets nobody in.
#
#   **Not judged yet**: routes that come from a discovery service; filters that a program generates.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/ext_authz/v3/ext_authz.proto
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/jwt_authn/v3/config.proto
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/rbac/v3/rbac.proto
# scope: package
# custom:
#   severity: high
#   situations:
#     partial-body:
#       severity: note
#       because: the service decides as usual, but sees only the first part of a large body
#     uncovered-paths:
#       severity: low
#       because: some paths are checked, and the others may be public on purpose
#     shadow-only:
#       severity: medium
#       because: shadow rules are how a policy is tried out before it is enforced
#   remediation: |
#     Let the filter deny when it cannot decide: remove `failure_mode_allow` and `allow_missing`, and give RBAC `rules`.
#
#     - `ext_authz`: set `filter_enabled` to 100 percent, or `deny_at_disable`; run several instances of the service.
#     - `jwt_authn`: end the rules with one for the prefix `/` that requires a provider; put public paths before it.
#     - RBAC: move `shadow_rules` to `rules` once their statistics show nothing unexpected.
#     - `oauth2`: let only paths pass through, never a header that clients choose.
#     - Turn a filter off per route only for exact paths that are public on purpose.
#   cwe: [636, 285]
package envoy["auth-fail-open"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some filter in envoy.filters("ext_authz")
	filter.config.failure_mode_allow == true
	finding := {
		"path": envoy.under(filter.config_path, ["failure_mode_allow"]),
		"message": sprintf(
			"%s lets requests through when its authorisation service does not answer",
			[envoy.subject(filter)],
		),
	}
}

findings contains finding if {
	some filter in envoy.filters("ext_authz")
	is_object(filter.config.filter_enabled)
	envoy.percent(filter.config.filter_enabled, 100) < 100
	not filter.config.deny_at_disable.default_value == true
	finding := {
		"path": envoy.under(filter.config_path, ["filter_enabled"]),
		"message": sprintf("%s asks its authorisation service about a part of the requests only", [envoy.subject(filter)]),
	}
}

findings contains finding if {
	some filter in envoy.filters("ext_authz")
	filter.config.with_request_body.allow_partial_message == true
	finding := {
		"path": envoy.under(filter.config_path, ["with_request_body", "allow_partial_message"]),
		"message": sprintf("%s has large bodies authorised by their first part", [envoy.subject(filter)]),
		"situation": "partial-body",
	}
}

findings contains finding if {
	some filter in envoy.filters("jwt_authn")
	not decided_by_metadata(filter)
	some [field, key] in lenient(filter.config)
	finding := {
		"path": envoy.under(filter.config_path, field),
		"message": sprintf("%s lets requests %s through (%s)", [envoy.subject(filter), lacking[key], key]),
	}
}

findings contains finding if {
	some filter in envoy.filters("jwt_authn")
	not filter.fragment
	not filter.config.requirement_map
	not filter.config.filter_state_rules
	count(envoy.list(object.get(filter.config, "rules", []))) == 0
	finding := {
		"path": envoy.under(filter.config_path, ["rules"]),
		"message": sprintf(
			"%s has a jwt_authn filter without rules, which requires no token anywhere",
			[envoy.subject(filter)],
		),
	}
}

findings contains finding if {
	some filter in envoy.filters("jwt_authn")
	not filter.fragment
	not filter.config.requirement_map
	rules := envoy.list(filter.config.rules)
	count(rules) > 0
	not covers_everything(rules)
	finding := {
		"path": envoy.under(filter.config_path, ["rules"]),
		"message": sprintf("%s requires no token on paths that none of its jwt_authn rules match", [envoy.subject(filter)]),
		"situation": "uncovered-paths",
	}
}

# The first rule that matches decides, so what comes behind a rule for everything is never asked.
findings contains finding if {
	some filter in envoy.filters("jwt_authn")
	index := [position | some position, rule in filter.config.rules; takes_all(rule)][0]
	not filter.config.rules[index].requires
	not filter.config.rules[index].requirement_name
	finding := {
		"path": envoy.under(filter.config_path, ["rules", index]),
		"message": sprintf("%s has a jwt_authn rule for every path that requires no token", [envoy.subject(filter)]),
	}
}

findings contains finding if {
	some filter in array.concat(envoy.filters("rbac"), network_rbac)
	not filter.fragment
	not enforces(filter.config)
	not has_route_rules(filter)
	finding := in_situation(
		{
			"path": envoy.under(filter.config_path, ["rules"]),
			"message": sprintf("%s has an RBAC filter that enforces nothing", [envoy.subject(filter)]),
		},
		["shadow-only" | shadows(filter.config)],
	)
}

findings contains finding if {
	some filter in array.concat(envoy.filters("rbac"), network_rbac)
	filter.config.rules.action == "LOG"
	not filter.config.matcher
	finding := {
		"path": envoy.under(filter.config_path, ["rules", "action"]),
		"message": sprintf("%s has an RBAC filter that logs and lets everything pass", [envoy.subject(filter)]),
	}
}

findings contains finding if {
	some filter in envoy.filters("oauth2")
	some index, matcher in filter.config.config.pass_through_matcher
	is_object(matcher)
	anybody_satisfies(matcher)
	not has_second_check(filter)
	finding := {
		"path": envoy.under(filter.config_path, ["config", "pass_through_matcher", index]),
		"message": sprintf("%s lets requests bypass oauth2 that any client can make", [envoy.subject(filter)]),
	}
}

findings contains finding if {
	some override in envoy.overrides
	override.extension in envoy.authenticating
	turns_off(override)
	everywhere(override)
	finding := {
		"path": override.path,
		"message": sprintf(
			"%s turns the filter %q off for every path of a %s",
			[envoy.subject(override), override.filter, level(override)],
		),
	}
}

network_rbac := [filter | some filter in envoy.network_filters; filter.extension == "rbac"]

lacking := {"allow_missing": "without a token", "allow_missing_or_failed": "with an invalid token or none"}

# lenient lists the requirements that let requests without a valid token through, as [path, key]; requires nests one
# level.
lenient(config) := [[array.concat(base, steps), key] |
	some [base, requirement] in requirements(config)
	some [steps, inner] in alternatives(requirement)
	some key in ["allow_missing", "allow_missing_or_failed"]
	is_object(inner[key])
]

requirements(config) := array.concat(
	[[["rules", index, "requires"], rule.requires] | some index, rule in config.rules; not exact(rule)],
	[[["requirement_map", name], requirement] | some name, requirement in config.requirement_map],
)

alternatives(requirement) := array.concat(
	[[[], requirement]],
	[[[key, "requirements", index], inner] |
		some key in ["requires_any", "requires_all"]
		some index, inner in requirement[key].requirements
	],
)

exact(rule) if is_string(rule.match.path)

# Claims are read from the metadata of jwt_authn by an RBAC filter of the same chain.
decided_by_metadata(filter) if {
	some rbac in envoy.filters("rbac")
	rbac.connection_manager == filter.connection_manager
	enforces(rbac.config)
	walk(rbac.config, [_, value])
	value == "envoy.filters.http.jwt_authn"
}

covers_everything(rules) if {
	some rule in rules
	takes_all(rule)
}

covers_everything(rules) if {
	some rule in rules
	envoy.matches_text(
		{"regex": object.get(envoy.mapping(rule.match), ["safe_regex", "regex"], null)},
		"/any/path.invalid",
	)
}

covers_everything(rules) if {
	some rule in rules
	rule.match.connect_matcher
}

takes_all(rule) if {
	rule.match.prefix in {"/", ""}
	not rule.match.headers
	not rule.match.query_parameters
}

enforces(config) if is_object(config.rules)

enforces(config) if is_object(config.matcher)

shadows(config) if config.shadow_rules

shadows(config) if config.shadow_matcher

# An override of the same filter brings rules of its own; routes from a discovery service may.
has_route_rules(filter) if {
	some override in envoy.overrides
	override.extension == "rbac"
	override.connection_manager == filter.connection_manager
	enforces(override.config.rbac)
}

has_route_rules(filter) if {
	manager := envoy.view("connection_managers", filter.connection_manager)
	not manager.routes_inline
	count(envoy.mapping(envoy.at(filter.config_path))) <= 1
}

# Requests choose their own path, method and headers.
anybody_satisfies(matcher) if {
	not matcher.invert_match == true
	matcher.present_match == true
}

anybody_satisfies(matcher) if {
	not matcher.invert_match == true
	some steps in [["prefix_match"], ["string_match", "prefix"]]
	prefix := object.get(matcher, steps, null)
	is_string(prefix)
	not narrows_path(matcher, prefix)
}

narrows_path(matcher, prefix) if {
	matcher.name == ":path"
	not prefix in {"", "/"}
}

has_second_check(filter) if {
	some other in envoy.http_filters
	other.connection_manager == filter.connection_manager
	other.extension in {"jwt_authn", "ext_authz", "rbac"}
	not other.disabled
}

turns_off(override) if override.disabled

turns_off(override) if {
	endswith(override.type, ".RBACPerRoute")
	not override.config.rbac
}

everywhere(override) if override.route < 0

everywhere(override) if {
	route := envoy.view("routes", override.route)
	route.action == "route"
	match := envoy.mapping(envoy.value(envoy.under(route.path, ["match"]), {}))
	match.prefix in {"/", ""}
	not match.headers
	not match.query_parameters
}

level(override) := "route" if override.route >= 0

level(override) := "virtual host" if {
	override.route < 0
	override.virtual_host >= 0
}

level(override) := "route configuration" if {
	override.route < 0
	override.virtual_host < 0
}
