# METADATA
# title: Client address taken from a header that clients write
# description: |
#   With `use_remote_address: false` (the default) Envoy believes the X-Forwarded-For header of whoever connects. That
#   is right behind a proxy that sets the header, and wrong at the edge: there clients choose their own address, for
#   logs, rate limits, RBAC and for `x-envoy-internal`. `skip_xff_append` keeps the peer's address out of the header, an
#   `internal_address_config` of `0.0.0.0/0` makes everybody internal, and an original-IP extension that trusts every
#   peer's header, X-Forwarded-For or one of its own (`custom_header`), is the same mistake in another place. A range
#   without `prefix_len` has the prefix length 0 and contains every address, whatever `address_prefix` is.
#
#   Where the exposure is unknown the default alone is not reported, only when something in the same file decides by the
#   client's address: RBAC on `remote_ip`, rate limits on `remote_address`, geoip or ip_tagging filters.
#   `direct_remote_ip` is the peer's address whatever the headers say.
#
#   Up to Envoy 1.32 every private address (RFC 1918) counted as internal by default, and a client with one could set
#   `x-envoy-*` headers. In 1.33 to 1.35 the runtime flag `envoy.reloadable_features.explicit_internal_address_config`
#   brings that back when it is `false`; 1.36 removed it. It is reported for a published listener whose image is known
#   to be that old, and for the flag.
#
#   **Not judged yet**: whether the number of `xff_num_trusted_hops` is the number of proxies in front.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-for
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/http/original_ip_detection/xff/v3/xff.proto
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/http/original_ip_detection/custom_header/v3/custom_header.proto
# - https://www.envoyproxy.io/docs/envoy/v1.33.0/version_history/v1.33/v1.33.0
# - https://www.envoyproxy.io/docs/envoy/v1.36.0/version_history/v1.36/v1.36.0
# - https://github.com/envoyproxy/envoy/security/advisories/GHSA-ffhv-fvxq-r6mf
# scope: package
# custom:
#   severity: medium
#   situations:
#     decides-access:
#       severity: high
#       because: RBAC or a rate limit in the same configuration decides by that address
#     private-internal:
#       severity: low
#       because: only clients with a private address count, such as other workloads and whoever comes through NAT on the
#         same host
#   remediation: |
#     Set `use_remote_address: true` on a listener at the edge.
#
#     Set `xff_num_trusted_hops` to the number of proxies in front of it. Remove `skip_xff_append`, and list in
#     `internal_address_config` only the networks that are really yours, with their `prefix_len`.
#   cwe: [348, 290]
package envoy["xff-trust"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some index, manager in envoy.connection_managers
	not manager.fragment
	listener := envoy.manager_listener(manager)
	envoy.is_edge(listener)
	config := envoy.at(manager.path)
	believes_clients(config)
	worth_saying(listener, index)
	finding := in_situation(
		{
			"path": envoy.under(manager.path, ["use_remote_address"]),
			"message": sprintf("listener %q takes the client's address from the X-Forwarded-For header that clients send%s", [
				listener.label,
				suffix(listener),
			]),
			"related": array.concat(
				[{"path": path, "message": "decides by the client's address"} | some path in deciders(index)],
				envoy.linked(listener).related,
			),
		},
		["decides-access" | count(deciders(index)) > 0],
	)
}

findings contains finding if {
	some manager in envoy.connection_managers
	envoy.value(envoy.under(manager.path, ["skip_xff_append"]), false) == true
	not inside(manager)
	finding := {
		"path": envoy.under(manager.path, ["skip_xff_append"]),
		"message": sprintf(
			"%s does not add the peer's address to X-Forwarded-For, so upstreams see only what clients wrote",
			[envoy.subject(manager)],
		),
	}
}

findings contains finding if {
	some manager in envoy.connection_managers
	some step, range in envoy.value(envoy.under(manager.path, ["internal_address_config", "cidr_ranges"]), [])
	envoy.everybody(range)
	finding := {
		"path": envoy.under(manager.path, ["internal_address_config", "cidr_ranges", step]),
		"message": sprintf("%s counts every address as internal%s", [envoy.subject(manager), absent_length(range)]),
	}
}

findings contains finding if {
	some index, manager in envoy.connection_managers
	not inside(manager)
	some step, extension in envoy.value(envoy.under(manager.path, ["original_ip_detection_extensions"]), [])
	believed := believed_header(extension.typed_config)
	finding := in_situation(
		{
			"path": envoy.under(manager.path, ["original_ip_detection_extensions", step]),
			"message": sprintf("%s takes the client's address from the header %q of every peer", [
				envoy.subject(manager),
				believed,
			]),
			"related": [{"path": path, "message": "decides by the client's address"} | some path in deciders(index)],
		},
		["decides-access" | count(deciders(index)) > 0],
	)
}

findings contains finding if {
	some manager in envoy.connection_managers
	not manager.fragment
	listener := envoy.manager_listener(manager)
	envoy.is_edge(listener)
	envoy.at(envoy.under(manager.path, ["internal_address_config"])) == null
	some [path, why] in private_internal(listener)
	finding := {
		"path": envoy.under(manager.path, ["internal_address_config"]),
		"message": sprintf("listener %q counts every private address as internal %s", [listener.label, why]),
		"situation": "private-internal",
		"related": [{"path": path, "message": "the runtime flag"} | count(path) > 0],
	}
}

believes_clients(config) if {
	not config.use_remote_address == true
	not is_template(config)
	not counts_hops(config)
	not config.original_ip_detection_extensions
}

is_template(config) if is_string(config.use_remote_address)

counts_hops(config) if config.xff_num_trusted_hops > 0

# Behind a known edge the default is a defect by itself, elsewhere only when something depends on the address.
worth_saying(listener, _) if envoy.exposure(listener) != "unknown"

worth_saying(_, index) if count(deciders(index)) > 0

suffix(listener) := ", exposure unknown" if envoy.exposure(listener) == "unknown"

suffix(listener) := "" if envoy.exposure(listener) != "unknown"

# inside holds for connection managers that only this host or a sidecar's own workload reaches.
inside(manager) if {
	listener := envoy.manager_listener(manager)
	not envoy.is_edge(listener)
}

trusts_everybody(config) if {
	not counts_hops(config)
	not config.xff_trusted_cidrs
}

trusts_everybody(config) if {
	some range in config.xff_trusted_cidrs.cidrs
	envoy.everybody(range)
}

# believed_header returns the name of the header from which an extension takes the address of any peer.
believed_header(config) := "x-forwarded-for" if {
	endswith(envoy.text(config["@type"]), "original_ip_detection.xff.v3.XffConfig")
	trusts_everybody(config)
}

believed_header(config) := lower(config.header_name) if {
	endswith(envoy.text(config["@type"]), "original_ip_detection.custom_header.v3.CustomHeaderConfig")
	is_string(config.header_name)
}

absent_length(range) := " (its prefix_len is absent, which is 0)" if not range.prefix_len

absent_length(range) := "" if range.prefix_len

# private_internal says why private addresses count as internal, as [path of the flag, reason].
private_internal(listener) := array.concat(
	[[path, "by a runtime flag"] | some path in flags],
	[[[], sprintf("by the default of Envoy 1.%d", [newest])] |
		envoy.beyond_host(envoy.exposure(listener))
		newest := max(envoy.minor_versions)
		newest < 33
		not has_flag
	],
)

has_flag if {
	some layer in input.document.layered_runtime.layers
	walk(layer.static_layer, [steps, _])
	is_flag(steps)
}

# flags are the paths at which the runtime flag is off, which takes the old default back.
flags contains path if {
	some index, layer in input.document.layered_runtime.layers
	walk(layer.static_layer, [steps, value])
	is_flag(steps)
	value in {false, "false"}
	path := array.concat(["layered_runtime", "layers", index, "static_layer"], steps)
}

is_flag(steps) if {
	name := concat(".", [sprintf("%v", [step]) | some step in steps])
	name == "envoy.reloadable_features.explicit_internal_address_config"
}

# deciders are the paths of what decides by the client's address in a connection manager, in the order of the file.
deciders(index) := array.concat(deciding_filters(index), deciding_limits(index))

deciding_filters(index) := [filter.path |
	some filter in envoy.of_manager("http_filters", index)
	not filter.disabled
	by_address(filter)
]

by_address(filter) if filter.extension in {"ip_tagging", "geoip"}

by_address(filter) if {
	filter.extension == "rbac"
	walk(filter.config, [path, _])
	path[count(path) - 1] == "remote_ip"
}

# A matcher names its input by type.
by_address(filter) if {
	filter.extension == "rbac"
	walk(filter.config, [_, value])
	is_string(value)
	endswith(value, ".network.v3.SourceIPInput")
}

deciding_limits(index) := [array.concat(view.path, steps) |
	some [name, field] in [["virtual_hosts", ["rate_limits"]], ["routes", ["route", "rate_limits"]]]
	some view in envoy.of_manager(name, index)
	limits := envoy.at(envoy.under(view.path, field))
	some step, limit in limits
	some action in limit.actions
	some key in ["remote_address", "masked_remote_address"]
	action[key]
	steps := array.concat(field, [step])
]
