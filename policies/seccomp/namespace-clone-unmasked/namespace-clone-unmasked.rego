# METADATA
# title: Namespaces within reach of clone or clone3
# description: |
#   `clone` with a `CLONE_NEW*` flag makes a new namespace. A user namespace gives the process every capability inside
#   it, and with them reach into parts of the kernel that only root could talk to otherwise: the way that many kernel
#   exploits begin. Docker's default profile therefore allows `clone` only where none of the flags 0x7E020000 is set
#   (`SCMP_CMP_MASKED_EQ` on argument 0, on s390 argument 1), and answers `clone3` with ENOSYS, because its flags stand
#   in memory that a filter cannot read; the C library then falls back to `clone`.
#
#   The rule fires where a profile allows `clone` without looking at the flags, with a mask that lacks some of them, or
#   `clone3` without condition. An entry that denies `clone3` helps only where it stands in front of the one that allows
#   it. Entries behind `includes.caps` are fine. A profile that allows by default is left to `seccomp/default-allow`.
# related_resources:
# - https://github.com/moby/profiles/blob/main/seccomp/default.json
# - https://man7.org/linux/man-pages/man2/clone.2.html
# - https://man7.org/linux/man-pages/man7/user_namespaces.7.html
# - https://github.com/moby/moby/issues/42680
# scope: package
# custom:
#   severity: medium
#   situations:
#     cgroup-only:
#       severity: low
#       because: the mask lacks only CLONE_NEWCGROUP, which needs CAP_SYS_ADMIN and gives no capability
#   remediation: |
#     Allow `clone` only with the mask 0x7E020000 (2114060288) on argument 0, and answer `clone3` with ENOSYS.
#
#     ```json
#     {"names": ["clone"], "action": "SCMP_ACT_ALLOW",
#      "args": [{"index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}]},
#     {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}
#     ```
#
#     Docker's default profile adds `excludes.caps` to both and allows them without a mask for `CAP_SYS_ADMIN`; on s390
#     the index is 1.
#   cwe: [269]
package seccomp["namespace-clone-unmasked"]

import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.seccomp

findings contains finding if {
	some call, why in {
		"clone": "whatever its flags are, so that it can create user and other namespaces",
		"clone3": "and can create user and other namespaces, because a filter cannot see its flags",
	}
	number := seccomp.allowed[call]
	finding := part_of(
		seccomp.with_references({
			"path": seccomp.place_of(number, call),
			"message": sprintf("syscall %q is allowed %s%s", [call, why, claim]),
		}),
		seccomp.comparison([call]),
	)
}

findings contains finding if {
	not seccomp.allowed.clone
	some open, paths in filtered
	places := sort(paths)
	finding := in_situation(
		seccomp.with_references({
			"path": places[0],
			"message": sprintf(
				"syscall \"clone\" is filtered, but can still create namespaces with %s%s",
				[concat(", ", open), claim],
			),
			"related": [{"path": path, "message": "the same here"} | some i, path in places; i > 0],
		}),
		["cgroup-only" | open == ["CLONE_NEWCGROUP"]],
	)
}

# filtered are the places that allow clone for some arguments, by the flags that they leave open.
filtered[open] contains seccomp.place(number, ["names", i]) if {
	some number, entry in seccomp.profile.rules
	entry.in_force
	entry.class in seccomp.letting_through
	some i, name in entry.names
	name == "clone"
	open := left_open(entry)
	count(open) > 0
}

# flags of clone that create namespaces, in the order of their bits.
flags := [
	["CLONE_NEWNS", 131072],
	["CLONE_NEWCGROUP", 33554432],
	["CLONE_NEWUTS", 67108864],
	["CLONE_NEWIPC", 134217728],
	["CLONE_NEWUSER", 268435456],
	["CLONE_NEWPID", 536870912],
	["CLONE_NEWNET", 1073741824],
]

# left_open returns the flags that an entry lets through.
left_open(entry) := [flag[0] |
	some flag in flags
	every arg in entry.args {
		lets_through(entry, arg, flag[1])
	}
]

# lets_through holds for a condition that does not keep a flag out.
lets_through(entry, arg, _) if not arg.index in flag_arguments(entry)

lets_through(entry, arg, bit) if {
	arg.index in flag_arguments(entry)
	not keeps_out(arg, bit)
}

keeps_out(arg, bit) if {
	arg.op == "SCMP_CMP_MASKED_EQ"
	bits.and(to_number(arg.value), bit) == bit
	bits.and(to_number(arg.value_two), bit) == 0
}

keeps_out(arg, bit) if {
	arg.op == "SCMP_CMP_EQ"
	bits.and(to_number(arg.value), bit) == 0
}

keeps_out(arg, bit) if {
	arg.op == "SCMP_CMP_LE"
	to_number(arg.value) < bit
}

keeps_out(arg, bit) if {
	arg.op == "SCMP_CMP_LT"
	to_number(arg.value) <= bit
}

# flag_arguments are the arguments that hold the flags: on s390 the second one.
flag_arguments(entry) := {1} if is_s390(entry)

flag_arguments(entry) := {0} if not is_s390(entry)

is_s390(entry) if {
	arches := {arch | some arch in entry.includes.arches}
	count(arches) > 0
	count(arches - {"s390", "s390x"}) == 0
}

# claim quotes what the profile says of itself, where it says more than it does.
claim := sprintf(", although the profile calls itself %q", [claims[0]]) if count(claims) > 0

claim := "" if count(claims) == 0

claims := [said |
	some said in [seccomp.name, seccomp.profile.comment]
	regex.match(`(?i)harden|strict|restrict|secure|sandbox|lockdown`, said)
]
