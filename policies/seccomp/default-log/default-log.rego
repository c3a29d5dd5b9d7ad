# METADATA
# title: Default action that only logs or traces
# description: |
#   `SCMP_ACT_LOG` as a default lets every call through and writes it to the audit log: the profile watches and confines
#   nothing. It is meant for the time in which a profile is written, and is easily left in place after.
#
#   `SCMP_ACT_TRACE` asks a tracer. Without one the kernel answers ENOSYS, so nothing gets through; with one the tracer
#   may let the call proceed, and whoever can attach a tracer decides. `SCMP_ACT_NOTIFY` as a default is refused by runc
#   and reported by `seccomp/invalid-profile`.
#
#   **Not judged yet**: systemd units that use the profile.
# related_resources:
# - https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp
# - https://man7.org/linux/man-pages/man2/seccomp.2.html
# - https://kubernetes.io/docs/tutorials/security/seccomp/
# scope: package
# custom:
#   severity: high
#   precision: very-high
#   situations:
#     learning:
#       severity: note
#       because: the profile says that it is for learning or auditing, and no Compose service and no `daemon.json` in
#         the scan uses it
#     trace:
#       severity: medium
#       because: without a tracer the kernel refuses the call; a tracer may let it proceed
#     sandboxed:
#       severity: low
#       because: only services in a sandbox use the profile, and the sandbox is not told to apply it (oci-seccomp) and
#         confines its own process
#     selected:
#       severity: high
#       because: a setting in the scan selects the profile by its name
#     unreferenced:
#       severity: medium
#       because: no Compose service and no `daemon.json` in the scan uses the profile
#   remediation: |
#     Set `"defaultAction": "SCMP_ACT_ERRNO"` once the calls that the log shows are on the allow list.
#
#     To keep an eye on what is denied, add `"flags": ["SECCOMP_FILTER_FLAG_LOG"]`: it logs denials and still denies.
#   cwe: [693, 778]
package seccomp["default-log"]

import data.lib.finding.in_situation
import data.lib.seccomp

findings contains finding if {
	some class, effect in {
		"log": "logs syscalls that it does not name and lets them through",
		"trace": "leaves syscalls that it does not name to a tracer",
	}
	seccomp.profile["default"].class == class
	finding := in_situation(
		seccomp.with_references(object.union(seccomp.chosen, {
			"path": seccomp.profile["default"].path,
			"message": sprintf("%s %s", [seccomp.subject, effect]),
		})),
		[situation |
			some situation in ["trace", "selected", "learning", "unreferenced", "sandboxed"]
			holds(situation)
		],
	)
}

holds("trace") if seccomp.profile["default"].class == "trace"

holds("sandboxed") if seccomp.sandboxed

holds("selected") if {
	seccomp.unreferenced
	seccomp.selected
}

holds("unreferenced") if seccomp.unreferenced

holds("learning") if {
	seccomp.unreferenced
	seccomp.profile["default"].class == "log"
	said := lower(concat(" ", [seccomp.subject, seccomp.profile.comment]))
	regex.match(`\b(audit|auditing|learn|learning|complain|trace|record|recording|debug)\b`, replace(said, "_", " "))
}
