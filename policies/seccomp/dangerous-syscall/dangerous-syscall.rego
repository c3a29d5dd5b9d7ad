# METADATA
# title: Escape-relevant syscall allowed unconditionally
# description: |
#   These are the system calls that escapes from containers and exploits of the kernel are made of, and that Docker's
#   default profile therefore denies or ties to a capability: mounts, namespaces, kernel modules, kexec, BPF, perf
#   events, userfaultfd, io_uring, keyrings, file handles, I/O ports, swap, accounting, the kernel log, the clock. The
#   rule fires where a profile lets one through whatever its arguments are and whatever capabilities the container has.
#   Calls to one end are one finding.
#
#   A call is not reported where an entry with `includes.caps` alone allows it, where arguments restrict it, where an
#   entry that counts before denies it, or where Docker's default profile allows it as well (`modify_ldt`, and `ptrace`,
#   `process_vm_readv` and `process_vm_writev` with `includes.minKernel` 4.8). `clone` is left to
#   `seccomp/namespace-clone-unmasked`. A profile that allows by default gets one finding for all calls that it leaves
#   open, as part of `seccomp/default-allow` or `seccomp/default-log`.
#
#   The judgement is for a container with Docker's default capabilities. An `includes.caps` is met by all of the listed
#   capabilities together.
#
#   Most of these calls the kernel keeps to who has a capability. Not all: `perf_event_open` serves everybody unless the
#   sysctl `kernel.perf_event_paranoid` is above 2, `syslog` unless `kernel.dmesg_restrict` is 1, and `fanotify_init`
#   since Linux 5.13, though it then watches no more than inotify does.
#
#   **Not judged yet**: systemd units that use the profile.
# related_resources:
# - https://docs.docker.com/engine/security/seccomp/#significant-syscalls-blocked-by-the-default-profile
# - https://github.com/moby/profiles/blob/main/seccomp/default.json
# - https://man7.org/linux/man-pages/man7/capabilities.7.html
# - https://man7.org/linux/man-pages/man2/fanotify_init.2.html
# - https://man7.org/linux/man-pages/man2/perf_event_open.2.html
# - https://man7.org/linux/man-pages/man2/syslog.2.html
# - https://security.googleblog.com/2023/06/learnings-from-kctf-vrps-42-linux.html
# scope: package
# custom:
#   severity: medium
#   situations:
#     old-kernel:
#       severity: note
#       because: from Linux 4.8 on a traced call goes through the filter again, and Docker's default profile allows it
#         there
#     with-capability:
#       severity: high
#       because: a service with this profile adds the capability that the kernel asks for, so that nothing is in the way
#     capability-missing:
#       severity: low
#       because: the kernel asks for a capability that no container with this profile has
#     limited:
#       severity: low
#       because: without the capability that it once needed the call does no more than others that every container has
#     disclosing:
#       severity: low
#       because: the call only reads, and not even that where the sysctl kernel.dmesg_restrict is 1
#   remediation: |
#     Remove the call, or move it to an entry of its own with `includes.caps`, as Docker's default profile does.
#
#     `{"names": ["bpf"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_BPF"]}}` allows it only to containers
#     that have the capability. `includes` is known to Docker and Podman; in the OCI format leave the call out. For
#     ptrace on old kernels add `"includes": {"minKernel": "4.8"}`.
#   cwe: [269, 1188]
package seccomp["dangerous-syscall"]

import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.seccomp

findings contains finding if {
	some name, topic in seccomp.topics
	places := sort({[seccomp.place_of(number, call), call] |
		some call in topic.names
		number := seccomp.allowed[call]
		not as_docker(call, seccomp.profile.rules[number])
	})
	count(places) > 0
	situations := [situation |
		some situation in ["old-kernel", "disclosing", "with-capability", "limited", "capability-missing"]
		holds(situation, name, topic)
	]
	finding := part_of(
		in_situation(
			seccomp.with_references({
				"path": places[0][0],
				"message": sprintf("%s allowed whatever the arguments and capabilities, and can %s", [calls(places), topic.can]),
				"related": [{"path": place[0], "message": sprintf("%q is allowed here", [place[1]])} |
					some i, place in places
					i > 0
				],
			}),
			situations,
		),
		composite(situations, [place[1] | some place in places]),
	)
}

# A profile that is open by default leaves calls open at one place.
findings contains finding if {
	seccomp.open
	unnamed := [name |
		some name in seccomp.exposed
		not seccomp.allowed[name]
	]
	count(unnamed) > 0
	finding := in_situation(
		seccomp.with_references({
			"path": seccomp.profile["default"].path,
			"message": sprintf(
				"%s leaves escape-relevant syscalls to its default action: %s",
				[seccomp.subject, seccomp.listed(unnamed, 12)],
			),
			"part_of": composites[seccomp.profile["default"].class],
		}),
		[],
	)
}

# composite is the rule that these calls are a part of, unless the context makes them graver than it.
composite(situations, calls_allowed) := seccomp.comparison(calls_allowed) if not "with-capability" in situations

composite(situations, _) := [] if "with-capability" in situations

composites := {"allow": "seccomp/default-allow", "log": "seccomp/default-log"}

# as_docker holds where the profile allows no more than Docker's default.
as_docker(call, _) if {
	seccomp.allowed_by_docker[call]
	not call in seccomp.traced
}

as_docker(call, entry) if {
	call in seccomp.traced
	kernel := entry.includes.min_kernel
	regex.match(`^[0-9]+\.[0-9]+$`, kernel)
	[to_number(part) | some part in split(kernel, ".")] >= [4, 8]
}

calls(places) := sprintf("syscall %q is", [places[0][1]]) if count(places) == 1

calls(places) := sprintf("syscalls %s are", [concat(", ", [sprintf("%q", [place[1]]) | some place in places])]) if {
	count(places) > 1
}

holds("old-kernel", "tracing", _)

holds("disclosing", _, topic) if topic.without == "discloses"

holds("with-capability", _, topic) if {
	count(topic.capabilities) > 0
	count(seccomp.holding(topic.capabilities)) > 0
}

holds("limited", _, topic) if topic.without == "allows little"

holds("capability-missing", _, topic) if {
	needs_real_capability(topic)
	count(seccomp.consumers) > 0
	not seccomp.by_default
	count(seccomp.holding(topic.capabilities)) == 0
}

# A runtime's config.json says itself what the process may have.
holds("capability-missing", _, topic) if {
	needs_real_capability(topic)
	is_array(seccomp.profile.capabilities)
	bounding := {seccomp.bare(capability.name) | some capability in seccomp.profile.capabilities}
	count(bounding & topic.capabilities) == 0
}

# needs_real_capability holds where a user namespace is no way to what the kernel asks for.
needs_real_capability(topic) if {
	count(topic.capabilities) > 0
	not topic.user_namespace
	not topic.without
}

needs_real_capability(topic) if {
	topic.user_namespace
	not seccomp.makes_user_namespaces
}
