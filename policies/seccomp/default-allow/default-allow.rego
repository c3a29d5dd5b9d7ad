# METADATA
# title: Seccomp profile that allows by default
# description: |
#   A profile whose default action is `SCMP_ACT_ALLOW` lists what is forbidden. Whatever the list forgets is allowed:
#   other calls to the same end (`clone3` for `clone`, `fsmount` for `mount`, `openat2` for `open`) and every call of
#   kernels to come. Docker's own profile works the other way round: it denies by default and names what programs need.
#   A long list of denials does not change this, so the rule fires however long it is, and names escape-relevant calls
#   that it leaves open.
#
#   `SCMP_ACT_ERRNO`, `SCMP_ACT_TRAP` and the `SCMP_ACT_KILL` actions are fine as a default.
#
#   **Not judged yet**: systemd units that use the profile; a constant in code that selects it.
# related_resources:
# - https://docs.docker.com/engine/security/seccomp/
# - https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-6-use-linux-security-module-seccomp-apparmor-or-selinux-for-runtime-security
# scope: package
# custom:
#   severity: high
#   precision: very-high
#   situations:
#     sandboxed:
#       severity: low
#       because: only services in a sandbox use the profile, and the sandbox is not told to apply it (oci-seccomp) and
#         confines its own process
#     selected:
#       severity: high
#       because: a setting in the scan selects the profile by its name
#     unreferenced:
#       severity: medium
#       because: no Compose service and no `daemon.json` in the scan uses the profile; it waits for somebody who looks
#         for one that makes errors go away
#   remediation: |
#     Deny by default: copy Docker's default profile and add only the calls that the program lacks.
#
#     `"defaultAction": "SCMP_ACT_ERRNO"` with an allow list; start from
#     https://github.com/moby/profiles/blob/main/seccomp/default.json. Remove a profile that is there to make errors go
#     away. To forbid more than this file does, and still allow the rest, does not help for long.
#   cwe: [693, 1188]
package seccomp["default-allow"]

import data.lib.finding.in_situation
import data.lib.seccomp

findings contains finding if {
	seccomp.profile["default"].class == "allow"
	finding := in_situation(
		seccomp.with_references(object.union(seccomp.chosen, {
			"path": seccomp.profile["default"].path,
			"message": sprintf("%s allows every syscall that it does not deny%s", [seccomp.subject, among]),
		})),
		[situation |
			some situation in ["selected", "unreferenced", "sandboxed"]
			holds(situation)
		],
	)
}

holds("sandboxed") if seccomp.sandboxed

holds("selected") if {
	seccomp.unreferenced
	seccomp.selected
}

holds("unreferenced") if seccomp.unreferenced

# among names the best known of the calls that are left open first.
among := sprintf(", %s among them", [seccomp.listed(array.concat(known, others), 6)]) if count(seccomp.exposed) > 0

among := "" if count(seccomp.exposed) == 0

known := [name |
	some name in ["ptrace", "mount", "unshare", "setns", "bpf", "init_module"]
	name in seccomp.exposed
]

others := [name |
	some name in seccomp.exposed
	not name in known
]
