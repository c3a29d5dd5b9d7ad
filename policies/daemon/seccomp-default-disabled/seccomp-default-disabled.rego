# METADATA
# title: Seccomp switched off for every container
# description: |
#   `"seccomp-profile": "unconfined"` makes the daemon start every container without a seccomp filter, unless a
#   container asks for one: some 44 system calls are back that kernel exploits and container escapes begin with.
#   `builtin`, the default, is the profile of Docker.
#
#   A path instead names a profile for every container. It is installed on the host; a profile with the same file name
#   in the scan is taken for it where only one is near. A profile that lets through what it does not name, or is none at
#   all, is reported here as well, as part of the finding in the profile. What single entries of the profile let through
#   is reported there.
# related_resources:
# - https://docs.docker.com/engine/security/seccomp/
# - https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
# scope: package
# custom:
#   severity: high
#   remediation: |
#     Remove the key, or set `"seccomp-profile": "builtin"`.
#
#     A container that needs more gets a profile of its own with `--security-opt seccomp=profile.json`.
#   cwe: [693]
package daemon["seccomp-default-disabled"]

findings contains finding if {
	input.document["seccomp-profile"] == "unconfined"
	finding := {
		"path": ["seccomp-profile"],
		"message": "option \"seccomp-profile\" starts every container without a seccomp filter",
	}
}

findings contains finding if {
	some composite, effect in {
		"seccomp/default-allow": "which allows every syscall that it does not deny",
		"seccomp/default-log": "which only logs the syscalls that it does not name",
		"seccomp/disabled-profile": "which is no filter",
	}
	holds(composite)
	finding := {
		"path": ["seccomp-profile"],
		"message": sprintf(
			"option \"seccomp-profile\" gives every container the profile %q, %s",
			[input.context.profile.file, effect],
		),
		"related": [{"file": input.context.profile.file, "path": place, "message": "the profile"}],
		"part_of": composite,
	}
}

profile := input.context.profile.facts.seccomp

place := profile.path if profile.disabled

place := profile["default"].path if not profile.disabled

holds("seccomp/default-allow") if profile["default"].class == "allow"

holds("seccomp/default-log") if profile["default"].class == "log"

holds("seccomp/disabled-profile") if {
	profile.disabled
	not profile.string # the daemon refuses to start with it
}
