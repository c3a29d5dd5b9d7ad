# METADATA
# title: Seccomp switched off for every container
# description: |
#   `"seccomp-profile": "unconfined"` makes the daemon start every container without a seccomp filter, unless a container asks
#   for one: some 44 system calls are back that kernel exploits and container escapes begin with. `builtin`, the default, is
#   the profile of Docker.
#
#   **Not judged yet**: what a profile file allows; the rules for seccomp judge the file itself where it is in the scan.
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
