# METADATA
# title: Seccomp switched off for every container
# description: |
#   `"seccomp-profile": "unconfined"` makes the daemon start every container without a seccomp filter, unless a
#   container asks for one: some 44 system calls are back that kernel exploits and container escapes begin with.
#   `builtin`, the default, is the profile of Docker.
#
#   Podman has the same setting, `seccomp_profile` in `containers.conf`, and CRI-O one of that name for all containers
#   and one for each runtime, which can only be a file.
#
#   A path instead names a profile for every container. It is installed on the host; a profile with the same file name
#   in the scan is taken for it where only one is near. A profile that lets through what it does not name, or is none at
#   all, is reported here as well, as part of the finding in the profile. What single entries of the profile let through
#   is reported there.
# related_resources:
# - https://docs.docker.com/engine/security/seccomp/
# - https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
# - https://github.com/containers/container-libs/blob/common/v0.67.0/common/docs/containers.conf.5.md
# - https://github.com/cri-o/cri-o/blob/v1.36.3/docs/crio.conf.5.md
# scope: package
# custom:
#   severity: high
#   precision: very-high
#   fixes:
#     remove:
#       title: Remove the option, so that the engine's own profile applies
#   remediation: |
#     Remove the key, or set `"seccomp-profile": "builtin"`; Podman's and CRI-O's default needs no key.
#
#     A container that needs more gets a profile of its own with `--security-opt seccomp=profile.json`.
#   cwe: [693]
package daemon["seccomp-default-disabled"]

findings contains finding if {
	input.context.engine in {"docker", "podman"} # CRI-O looks for a file of that name
	some setting in input.context.default_profiles
	setting.profile == "unconfined"
	finding := {
		"path": setting.path,
		"message": sprintf("option %q starts every container without a seccomp filter", [key(setting.path)]),
		"fix": {"name": "remove", "edits": [{"remove": setting.path}]},
	}
}

findings contains finding if {
	some profile in input.context.profiles
	seccomp := profile.facts.seccomp
	some composite, effect in {
		"seccomp/default-allow": "which allows every syscall that it does not deny",
		"seccomp/default-log": "which only logs the syscalls that it does not name",
		"seccomp/disabled-profile": "which is no filter",
	}
	holds(composite, seccomp)
	finding := {
		"path": profile.path,
		"message": sprintf("option %q gives every container the profile %q, %s", [key(profile.path), profile.file, effect]),
		"related": [{"file": profile.file, "path": place(seccomp), "message": "the profile"}],
		"part_of": composite,
	}
}

key(path) := path[count(path) - 1]

place(seccomp) := seccomp.path if seccomp.disabled

place(seccomp) := seccomp["default"].path if not seccomp.disabled

holds("seccomp/default-allow", seccomp) if seccomp["default"].class == "allow"

holds("seccomp/default-log", seccomp) if seccomp["default"].class == "log"

holds("seccomp/disabled-profile", seccomp) if {
	seccomp.disabled
	not seccomp.string # the engine refuses to start with it
}
