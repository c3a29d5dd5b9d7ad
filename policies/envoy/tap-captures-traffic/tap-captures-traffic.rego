# METADATA
# title: Tap that records traffic
# description: |
#   The tap filter and the tap transport socket write requests and responses, headers and bodies, to files or another
#   sink. What passes is recorded in the clear: session cookies, tokens, personal data; the transport socket sees the
#   bytes inside TLS.
#
#   The order of filters is no protection. With `streaming: false` (the default) the record is written when the stream
#   ends, from the live headers: credentials that Lua, ext_authz or credential_injector add *after* tap in the chain are
#   in it. Only with `streaming: true` does tap write the headers as they are at its own place. Bodies are cut at 1 KiB
#   unless `max_buffered_rx_bytes` and `max_buffered_tx_bytes` say otherwise.
#
#   `tap_enabled` changes nothing: Envoy's API marks it as not implemented. A filter with `disabled: true` is off and
#   not reported. Both `match` and the deprecated `match_config` are read; a predicate counts as narrow when it asks for
#   the exact or present value of a header (or for a body pattern), not when it matches everything but something, or the
#   prefix of a path.
#
#   **Not judged yet**: who else mounts the folder that the files are written to.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/tap_filter
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/tap/v3/common.proto
# - https://www.envoyproxy.io/docs/envoy/latest/operations/traffic_tapping
# scope: package
# custom:
#   severity: high
#   situations:
#     admin-loopback:
#       severity: low
#       because: nothing is recorded until somebody on this host asks for it at the administration interface
#     admin-config:
#       severity: medium
#       because: nothing is recorded until somebody asks for it at the administration interface, which needs no password
#     narrow-match:
#       severity: medium
#       because: only requests that match a narrow predicate are recorded, and whoever sends them may choose that
#     streaming:
#       severity: medium
#       because: with streaming the record has the headers as they are in front of the filters that add credentials
#   remediation: |
#     Remove the tap from the configuration of production.
#
#     Or configure it by `admin_config`, with the administration interface on loopback. If it must stay, match one
#     explicit debug header, keep the files on a volume of their own that nothing ships elsewhere, and delete them: a
#     tap cannot redact headers.
#   cwe: [532, 312, 200]
package envoy["tap-captures-traffic"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some tap in taps
	finding := in_situation(
		{
			"path": tap.path,
			"message": sprintf("%s %q %s", [tap.noun, tap.name, what(tap)]),
			"related": [{"path": place.path, "message": sprintf("recorded too: %s", [place.what])} |
				some place in exposed_credentials(tap)
			],
		},
		[situation | some situation in order; holds(situation, tap)],
	)
}

order := ["admin-loopback", "admin-config", "narrow-match", "streaming"]

taps contains tap if {
	some filter in envoy.filters("tap")
	tap := object.union(filter, {"noun": "filter", "common": common(filter)})
}

taps contains tap if {
	some socket in envoy.transport_sockets
	socket.extension == "tap"
	tap := object.union(socket, {"noun": "transport socket", "connection_manager": -1, "common": common(socket)})
}

common(tap) := envoy.mapping(object.get(tap.config, "common_config", {}))

static(tap) := tap.common.static_config

holds("admin-loopback", tap) if {
	tap.common.admin_config
	every admin in input.context.envoy.admins {
		admin.class in {"loopback", "socket"}
	}
}

holds("admin-config", tap) if tap.common.admin_config

holds("narrow-match", tap) if narrow(predicate(tap))

holds("streaming", tap) if {
	static(tap).output_config.streaming == true
	not injected_before(tap)
}

predicate(tap) := static(tap).match

predicate(tap) := static(tap).match_config if not static(tap).match

narrow(p) if {
	some key in ["http_request_headers_match", "http_response_headers_match", "http_request_trailers_match"]
	some header in p[key].headers
	is_narrow_header(header)
}

narrow(p) if {
	some key in ["http_request_generic_body_match", "http_response_generic_body_match"]
	count(envoy.list(p[key].patterns)) > 0
}

narrow(p) if {
	some rule in p.and_match.rules
	narrow_leaf(rule)
}

narrow(p) if {
	rules := envoy.list(p.or_match.rules)
	count(rules) > 0
	every rule in rules {
		narrow_leaf(rule)
	}
}

# Predicates nest without end; one level of and/or is looked through, anything deeper counts as wide.
narrow_leaf(p) if {
	some key in ["http_request_headers_match", "http_response_headers_match"]
	some header in p[key].headers
	is_narrow_header(header)
}

narrow_leaf(p) if count(envoy.list(p.http_request_generic_body_match.patterns)) > 0

# Pseudo headers such as :path and some others are in every request; anything else must be sent on purpose.
is_narrow_header(header) if {
	name := lower(envoy.text(header.name))
	not startswith(name, ":")
	not name in {"host", "user-agent", "accept", "accept-encoding", "x-request-id", "x-forwarded-proto"}
	not header.invert_match == true
	some key in ["exact_match", "string_match", "safe_regex_match", "present_match", "prefix_match"]
	header[key]
}

is_narrow_header(header) if {
	header.name == ":path"
	is_string(header.exact_match)
}

is_narrow_header(header) if {
	header.name == ":path"
	is_string(header.string_match.exact)
}

# exposed_credentials are the places in the same chain that put a credential on the requests that tap sees.
exposed_credentials(tap) := [place |
	tap.connection_manager >= 0
	some place in envoy.credentials
	not place.own_request
	managed(place, tap.connection_manager)
]

managed(place, index) if {
	manager := envoy.view("connection_managers", index)
	array.slice(place.path, 0, count(manager.path)) == manager.path
}

injected_before(tap) if {
	steps := count(tap.path)
	some place in exposed_credentials(tap)
	step := place.path[steps - 1]
	is_number(step)
	array.slice(place.path, 0, steps - 1) == array.slice(tap.path, 0, steps - 1)
	step < tap.path[steps - 1]
}

what(tap) := "records requests whenever the administration interface asks for it" if tap.common.admin_config

what(tap) := sprintf("records %s %s%s", [extent(tap), sink(static(tap)), size(static(tap))]) if static(tap)

what(tap) := "records traffic" if {
	not tap.common.admin_config
	not static(tap)
}

extent(tap) := "all traffic" if not narrow(predicate(tap))

extent(tap) := "requests that match a predicate" if narrow(predicate(tap))

sink(config) := sprintf("in files %s_*", [prefix]) if {
	prefix := file_prefix(config)
}

sink(config) := "to its sink" if not file_prefix(config)

file_prefix(config) := prefix if {
	prefix := config.output_config.sinks[0].file_per_tap.path_prefix
	is_string(prefix)
}

size(config) := sprintf(" with up to %d bytes of each body", [limit]) if {
	limit := max(limits(config))
	limit > 1024
}

size(config) := "" if max(array.concat([0], limits(config))) <= 1024

limits(config) := [limit |
	some key in ["max_buffered_rx_bytes", "max_buffered_tx_bytes"]
	limit := config.output_config[key]
	is_number(limit)
]
