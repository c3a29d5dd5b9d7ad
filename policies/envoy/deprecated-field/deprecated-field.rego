# METADATA
# title: Field that Envoy is going to drop
# description: |
#   The file uses fields that Envoy's API marks as deprecated. Envoy still reads them, with a warning; a later release
#   refuses them unless a runtime flag allows it, and the one after that has them no more. An upgrade, which is how its
#   security fixes arrive, then stops at this file.
#
#   One finding is made for the whole file, at the first place. Fields of API v2 are reported by `envoy/deprecated-api`.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/operations/runtime#using-runtime-overrides-for-deprecated-features
# - https://github.com/envoyproxy/envoy/blob/main/CONTRIBUTING.md#breaking-change-policy
# scope: package
# custom:
#   severity: note
#   pack: strict
#   situations:
#     refused:
#       severity: low
#       because: a current Envoy refuses the field unless a runtime flag allows it
#   remediation: |
#     Use the field that Envoy's API names in its place.
#   cwe: [477]
package envoy["deprecated-field"]

import data.lib.finding.in_situation

findings contains finding if {
	count(marks) > 0
	finding := in_situation(
		{
			"path": marks[0].path,
			"message": sprintf("field %q is deprecated%s", [marks[0].what, others(count(marks) - 1)]),
			"related": [{"path": mark.path, "message": sprintf("deprecated too: %s", [mark.what])} |
				some mark in array.slice(marks, 1, 11)
			],
		},
		["refused" | marks[0].state == "refused"],
	)
}

# marks are the deprecated fields, those first that Envoy refuses.
marks := array.concat(
	[mark | some mark in input.context.envoy.deprecated; mark.state == "refused"],
	[mark | some mark in input.context.envoy.deprecated; mark.state == "deprecated"],
)

others(0) := ""

others(1) := "; 1 more place in this file"

others(more) := sprintf("; %d more places in this file", [more]) if more > 1
