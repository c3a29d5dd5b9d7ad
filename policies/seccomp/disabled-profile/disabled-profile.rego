# METADATA
# title: Profile that disables seccomp
# description: |
#   Docker, Podman and runc take a profile with neither `defaultAction` nor `syscalls` for "no seccomp": an empty
#   object, `null`, or one that lists architectures alone. The container starts without an error and without a filter,
#   and `security_opt: seccomp:file.json` looks as if there were one.
#
#   A file with the string `"unconfined"` is not that: the word means something as the value of `security_opt` only. As
#   the content of a file every runtime refuses it, so that the container does not start.
#
#   An empty file is recognised by its name or by a folder that is named after seccomp.
#
#   **Not judged yet**: systemd units that use the profile.
# related_resources:
# - https://github.com/moby/profiles/blob/main/seccomp/seccomp_linux.go
# - https://github.com/opencontainers/runc/blob/main/libcontainer/specconv/spec_linux.go
# - https://docs.docker.com/engine/security/seccomp/
# scope: package
# custom:
#   severity: high
#   precision: very-high
#   situations:
#     refused:
#       severity: medium
#       because: a string is no profile, and runtimes refuse to start a container with it
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
#     Remove the file and the reference to it, so that Docker's default profile applies.
#
#     Where the container needs a profile of its own, write one with a `defaultAction`; where it must run without a
#     filter, say so where everybody sees it: `security_opt: ["seccomp=unconfined"]`.
#   cwe: [693]
package seccomp["disabled-profile"]

import data.lib.finding.in_situation
import data.lib.seccomp

findings contains finding if {
	seccomp.profile.disabled
	finding := in_situation(
		seccomp.with_references(object.union(
			seccomp.chosen,
			{"path": seccomp.profile.path, "message": sprintf("%s %s", [seccomp.subject, effect])},
		)),
		[situation |
			some situation in ["refused", "selected", "unreferenced", "sandboxed"]
			holds(situation)
		],
	)
}

effect := "is the string \"unconfined\", which is no profile" if seccomp.profile.string

effect := "has neither defaultAction nor syscalls, which switches seccomp off" if not seccomp.profile.string

holds("refused") if seccomp.profile.string

holds("sandboxed") if seccomp.sandboxed

holds("selected") if {
	seccomp.unreferenced
	seccomp.selected
}

holds("unreferenced") if seccomp.unreferenced
