# METADATA
# title: Rate limit configured but not enforced
# description: |
#   `local_ratelimit` has two switches that both default to 0 percent: `filter_enabled` decides whether the bucket is
#   asked at all, `filter_enforced` whether a refusal counts. A filter with a `token_bucket` and neither of them limits
#   nothing. A filter without a bucket leaves the limit to its routes; where these are in the same file and none brings
#   one, nothing is limited either. What a route says replaces what the filter says, it is not merged.
#
#   The `ratelimit` filter lets requests through when its service does not answer (`failure_mode_deny` is false by
#   default); that is reported where the same connection manager serves a login path.
#   `local_rate_limit_per_downstream_connection` counts for each connection, and clients open as many as they like.
#
#   A `runtime_key` can change the shares while Envoy runs; the value in the file is what is judged.
#
#   **Not judged yet**: routes that come from a discovery service.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/local_ratelimit/v3/local_rate_limit.proto
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/ratelimit/v3/rate_limit.proto
# scope: package
# custom:
#   severity: medium
#   situations:
#     partly:
#       severity: low
#       because: a part of the requests is limited, which may be a gradual roll-out
#     fails-open:
#       severity: low
#       because: the limit holds as long as the rate limit service answers
#     per-connection:
#       severity: low
#       because: each connection is limited, and only their number is not
#   remediation: |
#     Set `filter_enabled` and `filter_enforced` both to `default_value: {numerator: 100, denominator: HUNDRED}`.
#
#     For a rate limit service that guards a login set `failure_mode_deny: true`.
#   cwe: [770, 799]
package envoy["ratelimit-not-enforced"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some limiter in limiters
	shares := {key: share |
		some key in ["filter_enabled", "filter_enforced"]
		share := envoy.percent(object.get(limiter.config, key, null), 0)
	}
	lowest := min([share | some share in shares])
	lowest < 100
	finding := in_situation(
		{
			"path": place(limiter, shares),
			"message": sprintf(
				"%s limits %s of the requests: %s",
				[envoy.subject(limiter), extent(lowest), culprits(limiter.config, shares)],
			),
		},
		["partly" | lowest > 0],
	)
}

findings contains finding if {
	some filter in envoy.filters("local_ratelimit")
	not filter.config.token_bucket
	manager := envoy.view("connection_managers", filter.connection_manager)
	manager.routes_inline
	count([override | some override in overrides; override.connection_manager == filter.connection_manager]) == 0
	finding := {
		"path": envoy.under(filter.config_path, ["token_bucket"]),
		"message": sprintf(
			"%s has a local rate limit without a token bucket, and no route brings one",
			[envoy.subject(filter)],
		),
	}
}

findings contains finding if {
	some limiter in limiters
	limiter.config.local_rate_limit_per_downstream_connection == true
	finding := {
		"path": envoy.under(limiter.config_path, ["local_rate_limit_per_downstream_connection"]),
		"message": sprintf(
			"%s limits each connection by itself, and clients open as many as they like",
			[envoy.subject(limiter)],
		),
		"situation": "per-connection",
	}
}

findings contains finding if {
	some filter in envoy.filters("ratelimit")
	not filter.config.failure_mode_deny == true
	not filter.config.failure_mode_deny_percent
	some login in [path | some path in login_paths(filter.connection_manager)]
	finding := {
		"path": envoy.under(filter.config_path, ["failure_mode_deny"]),
		"message": sprintf(
			"%s does not limit a login path when its rate limit service does not answer",
			[envoy.subject(filter)],
		),
		"situation": "fails-open",
		"related": [{"path": login, "message": "the login path"}],
	}
}

# limiters are the filters and overrides that have a bucket, which makes their two switches matter.
limiters contains limiter if {
	some limiter in envoy.filters("local_ratelimit")
	not limiter.fragment
	limiter.config.token_bucket
}

limiters contains override if some override in overrides

overrides contains override if {
	some override in envoy.overrides
	override.extension == "local_ratelimit"
	not override.fragment
	override.config.token_bucket
}

place(limiter, shares) := envoy.under(limiter.config_path, [key]) if {
	key := [name | some name, share in shares; share < 100; limiter.config[name]][0]
}

place(limiter, shares) := limiter.config_path if {
	every name, share in shares {
		written_full(limiter, name, share)
	}
}

written_full(_, _, 100)

written_full(limiter, name, share) if {
	share < 100
	not limiter.config[name]
}

extent(0) := "none"

extent(share) := "only a part" if share > 0

culprits(config, shares) := concat(" and ", sort([text |
	some name, share in shares
	share < 100
	text := culprit(config, name, share)
]))

culprit(config, name, _) := sprintf("%s is absent (0 percent)", [name]) if not config[name]

culprit(config, name, share) := sprintf("%s is %v percent", [name, share]) if config[name]

# login_paths are the paths of routes where somebody signs in; one of them is related to the finding.
login_paths(index) := array.slice(
	[route.path |
		some route in envoy.routes
		route.connection_manager == index
		match := envoy.mapping(envoy.value(envoy.under(route.path, ["match"]), {}))
		some key in ["prefix", "path", "path_separated_prefix"]
		regex.match(`(?i)(log-?in|sign-?in|auth|token|password|session)`, envoy.text(match[key]))
	],
	0, 1,
)
