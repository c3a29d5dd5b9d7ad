# METADATA
# title: Custom profile weaker than Docker's default
# description: |
#   People write a profile of their own to be stricter, and often start from an old copy or open calls until an error
#   goes away. The rule compares what the profile and Docker's default one come to: the calls that each lets through
#   whatever the arguments, for a container with Docker's default capabilities on a kernel of today, on any
#   architecture. It reports one finding with all names; the text of the two files does not matter. `clone`, `socket`
#   and `personality` count where the profile allows them without looking at arguments, which Docker's does.
#
#   Other rules say what single calls are good for: `seccomp/dangerous-syscall`, `seccomp/namespace-clone-unmasked` and
#   `seccomp/socket-family-open`. Their findings are parts of this one, unless the context makes them graver.
#
#   The reference is github.com/moby/profiles/seccomp v0.2.3 of 2026-05-06. Names that no system call has are left
#   out. A profile that allows by default is left to `seccomp/default-allow`.
# related_resources:
# - https://github.com/moby/profiles/blob/main/seccomp/default.json
# - https://docs.docker.com/engine/security/seccomp/
# scope: package
# custom:
#   severity: medium
#   situations:
#     minor:
#       severity: low
#       because: none of the calls is one that escapes from containers are made of
#   remediation: |
#     Take the calls out that no program in the container needs, or drop the profile and let Docker's default apply.
#
#     Calls that need a capability belong in an entry with `includes.caps`, as in Docker's profile. Compare with its
#     current version whenever you update the profile.
#   cwe: [1188]
package seccomp["weaker-than-default"]

import data.lib.finding.in_situation
import data.lib.seccomp

findings contains finding if {
	count(extra) > 0
	names := [describe(place[1]) | some place in extra]
	finding := in_situation(
		seccomp.with_references({
			"path": array.concat(seccomp.profile.path, ["syscalls"]),
			"message": sprintf(
				"%s allows %s that Docker's default does not: %s",
				[seccomp.subject, amount, concat(", ", names)],
			),
			"related": [{"path": place[0], "message": sprintf("%q is allowed here", [place[1]])} | some place in extra],
		}),
		["minor" | minor],
	)
}

# extra are [path, name] in the order of the document.
extra := sort({[seccomp.place_of(number, name), name] | some name, number in seccomp.extra})

amount := "one syscall" if count(extra) == 1

amount := sprintf("%d syscalls", [count(extra)]) if count(extra) > 1

describe(name) := sprintf("%s (which it filters by arguments)", [name]) if name in filtered

describe(name) := name if not name in filtered

# filtered are the calls that Docker's default allows for some arguments.
filtered := {"clone", "socket", "personality"}

minor if {
	every place in extra {
		not place[1] in seccomp.escaping
		not place[1] in {"clone", "clone3"}
	}
}
