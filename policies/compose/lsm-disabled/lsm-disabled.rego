# METADATA
# title: Mandatory access control switched off
# description: |
#   AppArmor or SELinux, the masking of paths below /proc and /sys, and no-new-privileges each stop a step that a
#   container escape needs, even from root in the container. `security_opt` can switch them off one by one:
#   `apparmor=unconfined`, `label=disable`, `label=type:spc_t` (the type that SELinux does not confine),
#   `systempaths=unconfined` and `no-new-privileges=false`. A profile or label of your own is fine.
#   `systempaths:unconfined` is not reported: Compose knows only the spelling with `=` and the daemon refuses the other
#   one.
# related_resources:
# - https://docs.docker.com/engine/security/apparmor/
# - https://docs.docker.com/engine/containers/run/#security-configuration
# - https://docs.docker.com/engine/storage/bind-mounts/#configure-the-selinux-label
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-6-use-linux-security-module-seccomp-apparmor-or-selinux-for-runtime-security
# scope: package
# custom:
#   severity: high
#   situations:
#     sandboxed:
#       severity: medium
#       because: the sandbox's own kernel answers the container, so the host's module is the second layer
#     default-written-out:
#       severity: low
#       because: no-new-privileges is off by default; writing false only undoes a daemon or a base file that turned it
#         on
#   fixes:
#     remove:
#       title: Remove the entry, so that the host's default profile applies
#       unsafe: the service may do what the profile does not allow
#   remediation: |
#     Remove the entry, so that the host's default profile applies.
#
#     When SELinux denies a bind mount, relabel the mount with `:z` (shared) or `:Z` (private) instead of disabling
#     labels. When AppArmor denies one operation, load a profile that allows it and name it: `apparmor=my-profile`.
#   cwe: [693]
#   aliases:
#   - compose-lint:CL-0009
#   - semgrep:yaml.docker-compose.security.selinux-separation-disabled.selinux-separation-disabled
package compose["lsm-disabled"]

import data.lib.boolean
import data.lib.compose
import data.lib.finding.in_situation
import data.lib.finding.part_of

findings contains finding if {
	some name, options in compose.security_options
	some option in options
	option.written != "systempaths:unconfined"
	what := lost(option.key, option.value)
	finding := part_of(
		in_situation(
			{
				"path": ["services", name, "security_opt", option.index],
				"message": sprintf("service %q %s", [name, what]),
				"related": relabelled(name, option.key),
				"fix": {"name": "remove", "edits": [{"remove": ["services", name, "security_opt", option.index]}]},
			},
			[situation |
				some situation in ["default-written-out", "sandboxed"]
				holds(situation, name, option.key)
			],
		),
		compose.with_privileged(name),
	)
}

lost(key, value) := effects[key][value]

lost("no-new-privileges", value) := "lets its processes gain privileges" if boolean.is_false(value)

effects := {
	"apparmor": {"unconfined": "runs without an AppArmor profile"},
	"label": {
		"disable": "runs without SELinux confinement",
		"type:spc_t": "runs with an SELinux type that is not confined",
		"type:unconfined_t": "runs with an SELinux type that is not confined",
	},
	"systempaths": {"unconfined": "sees the masked paths below /proc and /sys"},
}

holds("default-written-out", _, "no-new-privileges")

holds("sandboxed", name, _) if name in compose.sandboxed

# Labels are usually switched off for the sake of a bind mount, which can be relabelled instead.
relabelled(name, "label") := [{"path": mount.path, "message": "this mount can be relabelled with :z or :Z instead"} |
	some mount in compose.mounts[name]
	mount.path[2] == "volumes"
]

relabelled(_, key) := [] if key != "label"
