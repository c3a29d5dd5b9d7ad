# METADATA
# title: Permissive profile selectable at run time
# description: |
#   A setting whose name speaks of seccomp, such as `SECCOMP_PROFILE`, names a profile that lets through every call that
#   it does not name, or that is no filter at all. Whoever can change an environment variable or an argument takes the
#   filter away, and nothing in the container's definition shows it. A profile that is there to be chosen is chosen as
#   soon as something does not work.
#
#   Settings are variables in the `environment` of Compose services and in dotenv files, and flags in `command` and
#   `entrypoint` such as `--seccomp-profile=permissive`. A setting names the profile by its file name, with or without
#   folder and `.json`. A value that lists several names, and any value in an example such as `.env.example`, offers the
#   profile and does not select it.
#
#   Settings in folders for tests and documentation are not looked at. Where a service runs with the profile anyway, the
#   finding is part of the one that says so.
#
#   **Not judged yet**: Python and TypeScript code, enumerations in comments, and settings in other YAML, JSON and TOML
#   files.
# related_resources:
# - https://docs.docker.com/engine/security/seccomp/
# - https://cwe.mitre.org/data/definitions/1188.html
# scope: package
# custom:
#   severity: medium
#   situations:
#     selected:
#       severity: high
#       because: a setting in the scan is set to this profile
#   remediation: |
#     Remove the profile, and let the setting choose among profiles that deny by default.
#
#     Where a container must run without a filter, say so where everybody sees it, at the service itself:
#     `security_opt: ["seccomp=unconfined"]`.
#   cwe: [1188]
package seccomp["selectable-permissive-profile"]

import data.lib.finding.in_situation
import data.lib.seccomp

findings contains finding if {
	count(seccomp.choices) > 0
	finding := in_situation(
		object.union(composite, {
			"path": permissive.path,
			"message": sprintf("%s %s and %s by %s", [seccomp.subject, permissive.effect, manner, names]),
			"related": [{"file": choice.file, "path": choice.path, "message": told[choice.selected]} |
				some choice in array.slice(seccomp.choices, 0, shown)
			],
		}),
		["selected" | seccomp.selected],
	)
}

# shown bounds how many settings are shown as places.
shown := 20

permissive := {
	"path": default_action.path,
	"effect": effects[default_action.class],
	"rule": judges[default_action.class],
} if {
	default_action := seccomp.profile["default"]
	effects[default_action.class]
	not seccomp.profile.disabled
}

permissive := {"path": seccomp.profile.path, "effect": "switches seccomp off", "rule": "seccomp/disabled-profile"} if {
	seccomp.profile.disabled
	not seccomp.profile.string
}

effects := {"allow": "allows by default", "log": "only logs by default"}

judges := {"allow": "seccomp/default-allow", "log": "seccomp/default-log"}

# What runs with the profile anyway is judged at the profile itself.
composite := {"part_of": permissive.rule} if not seccomp.unreferenced

composite := {} if seccomp.unreferenced

manner := "is selected" if seccomp.selected

manner := "can be selected" if not seccomp.selected

told := {true: "this setting selects the profile", false: "this setting offers the profile"}

names := concat(", ", sort({choice.setting | some choice in seccomp.choices; choice.selected == seccomp_selected}))

default seccomp_selected := false

seccomp_selected if seccomp.selected
