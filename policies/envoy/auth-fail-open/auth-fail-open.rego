# METADATA
# title: Authorisation that fails open
# description: |
#   A filter that should decide who may pass lets requests through without a decision. One rule covers all such
#   filters, because the defect, its severity and its repair are the same in each, filters of one chain make up for
#   each other, and an override turns off any of them. The message names the filter:
#
#   - `ext_authz`, for HTTP or for connections, has `failure_mode_allow`, which lets requests in when its service does
#     not answer, `shadow_mode`, or asks about a share of them only (`filter_enabled`);
#   - `jwt_authn` has no rules, a rule for every path that requires nothing (no `requires`, or an empty one), or
#     requirements with `allow_missing` or `allow_missing_or_failed`;
#   - RBAC, for HTTP or for connections, has shadow rules alone, no rules, the action LOG, DENY without policies, or
#     ALLOW with a policy that every request satisfies (`any`, a `CidrRange` without `prefix_len`, which is 0);
#   - `oauth2` has a `pass_through_matcher` that any client can satisfy;
#   - `ext_proc` (also by an override) and Wasm let requests through when their service or plug-in fails: what these
#     decide is unknown, so that this counts less;
#   - a route, virtual host or route configuration turns one of these, `basic_auth` or `api_key_auth` off for every
#     path.
#
#   Filters are found wherever they are: behind an `ExtensionWithMatcher`, in a composite filter, as the default of
#   extension discovery. One that is `disabled` counts where an override turns it on.
#
#   Not reported: `allow_missing` followed by an RBAC filter that reads the token's metadata; filters turned off for an
#   exact path such as `/healthz`, for another prefix than `/`, or in a match tree; RBAC filters without rules whose
#   routes bring their own; `basic_auth` without users, which lets nobody in.
#
#   **Not judged yet**: routes that come from a discovery service; filters that a program generates.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/ext_authz/v3/ext_authz.proto
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/jwt_authn/v3/config.proto
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/rbac/v3/rbac.proto
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/ext_proc/v3/ext_proc.proto
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/wasm/v3/wasm.proto
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
#     unknown-decision:
#       severity: low
#       because: the file does not say whether the processor or plug-in decides who may pass, or only changes messages
#   remediation: |
#     Let the filter deny when it cannot decide: remove `failure_mode_allow` and `allow_missing`, and give RBAC `rules`.
#
#     - `ext_authz`: set `filter_enabled` to 100 percent, or `deny_at_disable`; run several instances of the service.
#     - `jwt_authn`: end the rules with one for the prefix `/` that requires a provider; put public paths before it.
#     - RBAC: move `shadow_rules` to `rules` once their statistics show nothing unexpected; name principals.
#     - `oauth2`: let only paths pass through, never a header that clients choose.
#     - Wasm: remove `fail_open` and `failure_policy: FAIL_OPEN`; by default the plug-in is loaded again (Envoy 1.33).
#     - Turn a filter off per route only for exact paths that are public on purpose.
#   cwe: [636, 285]
package envoy["auth-fail-open"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some filter in ext_authz
	filter.config.failure_mode_allow == true
	finding := {
		"path": envoy.under(filter.config_path, ["failure_mode_allow"]),
		"message": sprintf(
			"%s lets %s through when its authorisation service does not answer",
			[envoy.subject(filter), filter.what],
		),
	}
}

findings contains finding if {
	some filter in ext_authz
	filter.config.shadow_mode == true
	finding := {
		"path": envoy.under(filter.config_path, ["shadow_mode"]),
		"message": sprintf("%s lets %s through whatever its authorisation service says", [
			envoy.subject(filter),
			filter.what,
		]),
		"situation": "shadow-only",
	}
}

findings contains finding if {
	some filter in envoy.filters("ext_authz")
	is_object(filter.config.filter_enabled)
	envoy.percent(filter.config.filter_enabled, 100) < 100
	not filter.config.deny_at_disable.default_value == true
	finding := {
		"path": envoy.under(filter.config_path, ["filter_enabled"]),
		"message": sprintf(
			"%s asks its authorisation service about %s",
			[envoy.subject(filter), extent(filter)],
		),
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
	some [field, key] in envoy.lenient(filter.config)
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
	not envoy.covers_everything(rules)
	finding := {
		"path": envoy.under(filter.config_path, ["rules"]),
		"message": sprintf("%s requires no token on paths that none of its jwt_authn rules match", [envoy.subject(filter)]),
		"situation": "uncovered-paths",
	}
}

# The first rule that matches decides, so what comes behind a rule for everything is never asked.
findings contains finding if {
	some filter in envoy.filters("jwt_authn")
	index := [position |
		some position, rule in filter.config.rules
		envoy.takes_everything(rule.match)
	][0]
	rule := filter.config.rules[index]
	not envoy.requires_something(rule)
	finding := {
		"path": envoy.under(filter.config_path, ["rules", index]),
		"message": sprintf("%s has a jwt_authn rule for every path that requires no token", [envoy.subject(filter)]),
	}
}

findings contains finding if {
	some filter in rbac
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
	some filter in array.concat(rbac, rbac_overrides)
	some [steps, fault] in idle(filter.config)
	not filter.config.matcher
	finding := {
		"path": envoy.under(filter.config_path, steps),
		"message": sprintf("%s has an RBAC filter that %s", [envoy.subject(filter), fault]),
	}
}

findings contains finding if {
	some filter in envoy.filters("oauth2")
	some index, matcher in filter.config.config.pass_through_matcher
	is_object(matcher)
	envoy.by_anybody(matcher)
	not has_second_check(filter)
	finding := {
		"path": envoy.under(filter.config_path, ["config", "pass_through_matcher", index]),
		"message": sprintf("%s lets requests bypass oauth2 that any client can make", [envoy.subject(filter)]),
	}
}

findings contains finding if {
	some processor in processors
	envoy.at(processor.switch) == true
	not processor.only_observes
	finding := {
		"path": processor.switch,
		"message": sprintf(
			"%s lets %s through when the external processor does not answer",
			[envoy.subject(processor), processor.what],
		),
		"situation": "unknown-decision",
	}
}

findings contains finding if {
	some plugin in plugins
	some [key, value] in [["fail_open", true], ["failure_policy", "FAIL_OPEN"]]
	plugin.config.config[key] == value
	finding := {
		"path": envoy.under(plugin.config_path, ["config", key]),
		"message": sprintf("%s lets %s through when the Wasm plug-in fails", [envoy.subject(plugin), plugin.what]),
		"situation": "unknown-decision",
	}
}

findings contains finding if {
	some override in envoy.overrides
	override.extension in envoy.authenticating
	envoy.turns_off(override)
	envoy.everywhere(override)
	finding := {
		"path": override.path,
		"message": sprintf(
			"%s turns the filter %q off for every path of a %s",
			[envoy.subject(override), override.filter, envoy.level(override)],
		),
	}
}

# ext_authz, rbac, processors and plugins are the filters of an extension for HTTP and for connections, with what they
# let through.
ext_authz := both("ext_authz")

rbac := both("rbac")

both(extension) := array.concat(
	[object.union(filter, {"what": "requests"}) | some filter in envoy.filters(extension)],
	[object.union(filter, {"what": "connections"}) |
		some filter in envoy.network_filters
		filter.extension == extension
	],
)

plugins := both("wasm")

# processors have the switch that makes them fail open: that of the filter, or that of an override.
processors := array.concat(
	[object.union(filter, {
		"switch": envoy.under(filter.config_path, ["failure_mode_allow"]),
		"only_observes": object.get(filter.config, "observability_mode", false),
	}) |
		some filter in both("ext_proc")
	],
	[object.union(override, {
		"switch": envoy.under(override.config_path, ["overrides", "failure_mode_allow"]),
		"only_observes": false,
		"what": "requests",
	}) |
		some override in envoy.overrides
		override.extension == "ext_proc"
	],
)

# rbac_overrides are the rules that routes bring, in the form of a filter.
rbac_overrides := [object.union(override, {
	"config": override.config.rbac,
	"config_path": envoy.under(override.config_path, ["rbac"]),
}) |
	some override in envoy.overrides
	override.extension == "rbac"
	not override.disabled
	is_object(override.config.rbac)
]

extent(filter) := "none of the requests" if envoy.percent(filter.config.filter_enabled, 100) == 0

extent(filter) := "a part of the requests only" if envoy.percent(filter.config.filter_enabled, 100) > 0

lacking := {"allow_missing": "without a token", "allow_missing_or_failed": "with an invalid token or none"}

# Claims are read from the metadata of jwt_authn by an RBAC filter of the same chain.
decided_by_metadata(filter) if {
	some other in envoy.filters("rbac")
	other.connection_manager == filter.connection_manager
	envoy.decides(other)
	walk(other.config, [_, value])
	value == "envoy.filters.http.jwt_authn"
}

enforces(config) if is_object(config.rules)

enforces(config) if is_object(config.matcher)

shadows(config) if config.shadow_rules

shadows(config) if config.shadow_matcher

# idle says why rules of RBAC refuse nobody, as [steps, fault].
idle(config) := [[["rules", "action"], "logs and lets everything pass"]] if config.rules.action == "LOG"

idle(config) := [[["rules", "policies"], "denies nothing, because it has no policies"]] if {
	config.rules.action == "DENY"
	count(envoy.mapping(object.get(config, ["rules", "policies"], {}))) == 0
}

idle(config) := [[["rules", "policies", name], "admits everybody"] |
	some name, policy in config.rules.policies
	envoy.admits_everybody({"policies": {name: policy}})
] if {
	object.get(config, ["rules", "action"], "ALLOW") == "ALLOW"
}

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

has_second_check(filter) if {
	some other in envoy.http_filters
	other.connection_manager == filter.connection_manager
	other.extension in {"jwt_authn", "ext_authz", "rbac"}
	not other.disabled
	envoy.decides(other)
}
