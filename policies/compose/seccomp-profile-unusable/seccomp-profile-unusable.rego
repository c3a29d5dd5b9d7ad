# METADATA
# title: Seccomp profile that cannot be used
# description: |
#   `security_opt: [seccomp:FILE]` promises a filter of its own for the service. A file that is missing, a folder, empty
#   or no profile keeps no promise: the service does not start, and the quick way out is `seccomp:unconfined`. A profile
#   without any rule, such as `{}`, is worse, because the service starts, without a filter.
#
#   Docker Compose reads the file on the machine where it runs, relative to the project directory. A path outside the
#   scanned folder cannot be looked at and is only noted; one with a variable that nothing sets is not judged.
# related_resources:
# - https://docs.docker.com/engine/security/seccomp/
# - https://docs.docker.com/reference/compose-file/services/#security_opt
# - https://github.com/moby/profiles/blob/main/seccomp/seccomp_linux.go
# scope: package
# custom:
#   severity: high
#   situations:
#     outside:
#       severity: none
#       because: the profile stands outside the scanned folder, so nothing is known of it
#     profile-ignored:
#       severity: low
#       because: the daemon's gVisor is not told to apply profiles (oci-seccomp), so it would ignore a better one as
#         well
#   remediation: |
#     Correct the path, or put the profile into the project: start from Docker's default profile and change what the
#     service needs.
#
#     Remove the entry when the default profile is enough. Try the service once after each change, since a profile that
#     is refused shows only when the container is created.
#   cwe: [693]
package compose["seccomp-profile-unusable"]

import data.lib.compose
import data.lib.finding.in_situation
import data.lib.finding.part_of

findings contains finding if {
	some reference in input.context.references
	reference.how == "seccomp"
	fault := faults[reference.fault]
	finding := part_of(
		in_situation(
			{
				"path": reference.path,
				"message": sprintf(
					"service %q names the seccomp profile %q, which %s",
					[reference.path[1], reference.target, fault],
				),
				"related": profile(reference),
			},
			["profile-ignored" | reference.fault == "no-filter"; reference.path[1] in compose.ignoring_profiles],
		),
		["seccomp/disabled-profile" | reference.fault == "no-filter"; reference.kind == "seccomp"],
	)
}

findings contains finding if {
	some reference in input.context.references
	reference.how == "seccomp"
	reference.state == "external"
	finding := {
		"path": reference.path,
		"message": sprintf(
			"service %q names the seccomp profile %q, which was not looked at",
			[reference.path[1], reference.target],
		),
		"situation": "outside",
	}
}

# faults say what is wrong with the file, as linking found it.
faults := {
	"empty": "is empty",
	"folder": "is a folder",
	"missing": "does not exist",
	"no-filter": "holds no filter and switches seccomp off",
	"no-profile": "is no seccomp profile",
	"refused": "Docker refuses to read",
	"syntax": "is not valid JSON",
}

profile(reference) := [{"file": reference.target, "path": [], "message": "the profile"} | reference.kind == "seccomp"]
