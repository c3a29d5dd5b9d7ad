# METADATA
# title: Limits of an edge proxy missing
# description: |
#   Envoy's defaults suit a mesh of friendly services. At the edge its own guide asks for more: buffers of 32 KiB,
#   timeouts for idle connections, requests and headers, a limit of streams for each HTTP/2 connection, a limit of
#   connections, and an overload manager that sheds load before memory runs out. One finding lists what a listener
#   lacks.
#
#   Where the scan does not find the service that runs Envoy with this file the exposure is unknown.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge
# - https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/operations/overload_manager/overload_manager
# scope: package
# custom:
#   severity: note
#   pack: strict
#   situations:
#     unknown-exposure:
#       severity: note
#       because: nothing in the scan says how this Envoy is deployed, so the exposure is unknown
#   remediation: |
#     Set the limits that Envoy's guide for edge proxies lists, with values that fit your traffic.
#   cwe: [770]
package envoy["edge-limits"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some index, listener in envoy.listeners
	envoy.is_edge(listener)
	missing := array.concat(lacking(listener, index), process_limits)
	count(missing) > 0
	finding := in_situation(
		{
			"path": envoy.under(listener.path, ["per_connection_buffer_limit_bytes"]),
			"message": sprintf(
				"listener %q lacks limits for the edge: %s%s",
				[listener.label, concat(", ", missing), suffix(listener)],
			),
		},
		["unknown-exposure" | envoy.exposure(listener) == "unknown"],
	)
}

lacking(listener, index) := array.concat(
	[key |
		key := "per_connection_buffer_limit_bytes"
		envoy.value(envoy.under(listener.path, [key]), null) == null
	],
	[name |
		some [name, steps] in http_limits
		some manager in envoy.of_listener("connection_managers", index)
		envoy.value(envoy.under(manager.path, steps), null) == null
	],
)

http_limits := [
	["idle_timeout", ["common_http_protocol_options", "idle_timeout"]],
	["request_timeout", ["request_timeout"]],
	["request_headers_timeout", ["request_headers_timeout"]],
	["max_concurrent_streams", ["http2_protocol_options", "max_concurrent_streams"]],
]

# Limits of the whole process stand in a bootstrap only.
process_limits := array.concat(
	["overload_manager" | not input.document.overload_manager],
	["connection limit" | not limits_connections],
) if {
	input.document.static_resources
}

process_limits := [] if not input.document.static_resources

limits_connections if {
	some monitor in input.document.overload_manager.resource_monitors
	contains(envoy.text(monitor.name), "downstream_connections")
}

limits_connections if {
	some layer in input.document.layered_runtime.layers
	walk(layer.static_layer, [path, _])
	contains(sprintf("%v", [path]), "connection")
}

limits_connections if {
	some filter in envoy.network_filters
	filter.extension == "connection_limit"
}

suffix(listener) := ", exposure unknown" if envoy.exposure(listener) == "unknown"

suffix(listener) := "" if envoy.exposure(listener) != "unknown"
