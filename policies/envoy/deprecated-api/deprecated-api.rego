# METADATA
# title: API v2, which Envoy no longer reads
# description: |
#   The file uses API v2: types such as `envoy.api.v2.Cluster`, `config` without a type, `hosts` and `tls_context` on a
#   cluster, extension names such as `envoy.http_connection_manager`, or `V2` as the version of a discovery service.
#   Envoy 1.18 dropped API v2 in April 2021; a current one refuses the file. An Envoy old enough to read it has had no
#   security fixes for years.
#
#   The other rules read the old spelling all the same. An old name beside a `typed_config` is only a label and not
#   reported, nor are the few types without a successor that Envoy kept after 1.18 (resource monitors, retry plug-ins,
#   Thrift's router, Redis health checks). One finding stands for the whole file, at the first place.
#
#   Where the scan finds the Compose service that uses the file and its image is an Envoy before 1.18, the file still
#   loads there.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api/api_supported_versions
# - https://www.envoyproxy.io/docs/envoy/v1.18.3/version_history/v1.18.0
# scope: package
# custom:
#   severity: medium
#   precision: very-high
#   situations:
#     still-read:
#       severity: low
#       because: the image that uses the file holds an Envoy that still reads API v2, though nobody mends its security
#         any more
#   remediation: |
#     Translate the file to API v3.
#
#     It has types of `envoy.config.*.v3` and `envoy.extensions.*.v3`, `typed_config` for `config`, `load_assignment`
#     for `hosts`, `transport_socket` for `tls_context`.
#   cwe: [477]
package envoy["deprecated-api"]

import data.lib.envoy

findings contains finding if {
	count(marks) > 0
	finding := object.union(
		{
			"path": marks[0].path,
			"message": sprintf("%q is API v2, which Envoy refuses since 1.18%s", [marks[0].what, others(count(marks) - 1)]),
			"related": [{"path": mark.path, "message": sprintf("API v2 too: %s", [mark.what])} |
				some mark in array.slice(marks, 1, 11)
			],
		},
		situation,
	)
}

# marks are the places that a current Envoy refuses, in the order of the file.
marks := [mark | some mark in input.context.envoy.deprecated; mark.state == "removed"]

situation := {"situation": "still-read"} if is_old

situation := {} if not is_old

is_old if max(envoy.minor_versions) < 18

others(0) := ""

others(1) := "; 1 more place in this file"

others(more) := sprintf("; %d more places in this file", [more]) if more > 1
