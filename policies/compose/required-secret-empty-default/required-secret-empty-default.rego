# METADATA
# title: Required secret that may be empty
# description: |
#   `${SECRET_KEY:-}` and plain `${SECRET_KEY}` become the empty string when nobody sets the variable; Compose at most
#   prints a warning. Programs meet an empty secret in three ways: some refuse to start, some make up one of their own
#   that is lost at the next restart, and some switch the check off that the secret was for. `${SECRET_KEY:?}` stops all
#   three before anything runs.
#
#   Only references for settings with the name of a secret are reported, also where a URL has its password. What the
#   project's `.env` sets is not empty. Settings named in the parameter `optional` are declared optional, such as the
#   key of an integration that may be left out; they are then only the matter of `compose/secret-in-environment`.
#
#   **Not judged yet**: what the program's source does with the empty value.
# related_resources:
# - https://docs.docker.com/reference/compose-file/interpolation/
# - https://cwe.mitre.org/data/definitions/1188.html
# scope: package
# custom:
#   severity: medium
#   situations:
#     integration:
#       severity: low
#       because: the secret opens somebody else's service, so without it that integration does not work and nothing
#         is open
#     fails-closed:
#       severity: low
#       because: the image refuses to start with an empty value
#   fixes:
#     require:
#       title: Make the variable required
#   remediation: |
#     Make the variable required, as in `${SECRET_KEY:?set SECRET_KEY}`.
#
#     When it is really optional, name the setting in the rule's parameter `optional`.
#   cwe: [1188, 636]
#   parameters:
#     optional: []
package compose["required-secret-empty-default"]

import data.lib.credential
import data.lib.finding.in_situation
import data.lib.secret

# A variable is one finding, at the setting where its absence matters most.
findings contains finding if {
	some ranked in groups
	list := [setting | some [_, setting] in sort(ranked)]
	finding := in_situation(
		{
			"path": list[0].path,
			"message": message(list[0]),
			"remediation": sprintf("Make the variable required, as in `${%[1]s:?set %[1]s}`", [list[0].variable]),
			"related": [{"path": setting.path, "message": message(setting)} |
				some setting in array.slice(list, 1, count(list))
			],
			"fix": {
				"name": "require",
				"edits": [{"require": setting.path, "variable": setting.variable} | some setting in list],
			},
		},
		situations(list[0]),
	)
}

groups[setting.variable] contains [count(situations(setting)), setting] if {
	some setting in credential.of("empty")
	not is_optional(setting)
}

situations(setting) := [situation |
	some situation in ["integration", "fails-closed"]
	holds(situation, setting)
]

is_optional(setting) if setting.key in input.parameters["compose/required-secret-empty-default"].optional

is_optional(setting) if setting.variable in input.parameters["compose/required-secret-empty-default"].optional

message(setting) := sprintf(
	"service %q starts with an empty %s when %s is unset",
	[setting.service, setting.key, setting.variable],
) if {
	setting.key != setting.variable
}

message(setting) := sprintf("service %q starts with an empty %s when it is unset", [setting.service, setting.key]) if {
	setting.key == setting.variable
}

holds("integration", setting) if secret.is_outbound(setting.key)

holds("integration", setting) if secret.is_outbound(setting.variable)

holds("fails-closed", setting) if credential.fails_closed(setting)
