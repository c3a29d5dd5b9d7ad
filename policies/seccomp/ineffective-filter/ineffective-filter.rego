# METADATA
# title: Argument filter that cannot do what it says
# description: |
#   An entry that looks like a barrier and is none is worse than no entry, because nobody looks again. The rule fires
#   where
#
#   - `socket` is filtered by 3 in argument 0. Argument 0 is the address family, and family 3 is AX.25; raw sockets are
#     *type* 3, argument 1;
#   - a socket's type is compared as a whole: `SOCK_RAW | SOCK_CLOEXEC` is not 3. The kernel takes the type from the low
#     four bits;
#   - `ioctl` is denied by the request as a 64-bit number. The kernel looks at the low 32 bits alone, so that any bit
#     above gets around it (CVE-2019-10063);
#   - the mask of `SCMP_CMP_MASKED_EQ` is 0, or compares bits that the mask clears: `value` is the mask, `valueTwo` the
#     result;
#   - there is no such argument: a filter sees 0 to 5;
#   - an entry with arguments restricts a call that another entry allows without. libseccomp then looks at no argument
#     at all, wherever the two stand;
#   - an entry denies what an entry before it allows: the first one counts;
#   - an entry denies with the very action of the default. runc and crun skip it, so that it takes nothing back that is
#     allowed elsewhere.
#
#   Comparing the address family as a whole, as Docker's own profile does, is not reported. A denial of one family by
#   `SCMP_CMP_EQ` has the weakness of `ioctl` all the same, because argument 0 is an int: write `SCMP_CMP_MASKED_EQ`
#   with `value` 4294967295.
#
#   **Not judged yet**: systemd units that use the profile.
# related_resources:
# - https://man7.org/linux/man-pages/man2/socket.2.html
# - https://man7.org/linux/man-pages/man3/seccomp_rule_add.3.html
# - https://github.com/opencontainers/runc/blob/main/libcontainer/seccomp/seccomp_linux.go
# - https://nvd.nist.gov/vuln/detail/CVE-2019-10063
# scope: package
# custom:
#   severity: high
#   situations:
#     redundant:
#       severity: note
#       because: nothing else allows the call, so the default denies it as the entry says
#     raw-dropped:
#       severity: medium
#       because: every service with this profile drops NET_RAW, so the kernel refuses raw and packet sockets by itself
#   remediation: |
#     Filter raw sockets by the masked type, `{"index": 1, "value": 15, "valueTwo": 3, "op": "SCMP_CMP_MASKED_EQ"}`, and
#     drop `NET_RAW`.
#
#     Packet sockets are family 17: deny `{"index": 0, "value": 4294967295, "valueTwo": 17, "op": "SCMP_CMP_MASKED_EQ"}`
#     in an entry of its own. The same shape denies an ioctl request, with index 1. Both need that no other entry allows
#     the call without arguments, and an action that is not the default's. In a profile that allows by default the
#     repaired filter keeps what it names out and nothing else: see `seccomp/default-allow`.
#   cwe: [697, 1023]
package seccomp["ineffective-filter"]

import data.lib.finding.in_situation
import data.lib.seccomp

findings contains finding if {
	some number, entry in seccomp.profile.rules
	some i, arg in entry.args
	some name in entry.names
	some flaw in flaws(entry, name, arg)
	finding := in_situation(
		seccomp.with_references({
			"path": seccomp.place(number, ["args", i]),
			"message": sprintf("filter on %q %s", [name, flaw]),
		}),
		["raw-dropped" |
			name in {"socket", "socketpair"}
			seccomp.dropping("NET_RAW")
		],
	)
}

# Another entry decides.
findings contains finding if {
	some number, entry in seccomp.profile.rules
	entry.in_force
	some why in overruled(entry)
	some i, name in entry.names
	deciding := seccomp.allowed[name]
	deciding != number
	finding := in_situation(
		seccomp.with_references({
			"path": seccomp.place(number, ["names", i]),
			"message": sprintf("entry for %q has no effect: %s", [name, why]),
			"related": [{"path": seccomp.place_of(deciding, name), "message": sprintf("%q is allowed here", [name])}],
		}),
		[],
	)
}

# The runtime skips what repeats the default.
findings contains finding if {
	some number, entry in seccomp.profile.rules
	entry.skipped
	entry.class == "deny"
	some i, name in entry.names
	deciding := seccomp.allowed[name]
	finding := in_situation(
		seccomp.with_references({
			"path": seccomp.place(number, ["names", i]),
			"message": sprintf(
				"entry for %q has no effect: its action is the default, which runtimes skip, and another entry allows the call",
				[name],
			),
			"related": [{"path": seccomp.place_of(deciding, name), "message": sprintf("%q is allowed here", [name])}],
		}),
		[],
	)
}

findings contains finding if {
	some number, entry in seccomp.profile.rules
	entry.skipped
	entry.class == "deny"
	count(entry.names) > 0
	every name in entry.names {
		not seccomp.allowed[name]
	}
	finding := in_situation(
		seccomp.with_references({
			"path": seccomp.place(number, ["action"]),
			"message": sprintf("entry for %q repeats the default action", [entry.names[0]]),
		}),
		["redundant"],
	)
}

flaws(entry, name, arg) := {flaw |
	some flaw in [
		family_is_type(name, arg),
		type_as_a_whole(entry, name, arg),
		request_as_a_whole(entry, name, arg),
		mask(arg),
		beyond(arg),
	]
	flaw != ""
}

family_is_type(name, arg) := text if {
	is_family_three(name, arg)
	text := "compares argument 0, the address family, with 3 (AX.25); a raw socket is type 3, argument 1"
}

family_is_type(name, arg) := "" if not is_family_three(name, arg)

is_family_three(name, arg) if {
	name in {"socket", "socketpair"}
	arg.index == 0
	arg.op == "SCMP_CMP_EQ"
	to_number(arg.value) == 3
}

is_family_three(name, arg) if {
	name in {"socket", "socketpair"}
	arg.index == 0
	arg.op == "SCMP_CMP_MASKED_EQ"
	to_number(arg.value_two) == 3
}

type_as_a_whole(entry, name, arg) := text if {
	is_type_as_a_whole(entry, name, arg)
	text := "compares the type as a whole; SOCK_CLOEXEC or SOCK_NONBLOCK beside it gets around that"
}

type_as_a_whole(entry, name, arg) := "" if not is_type_as_a_whole(entry, name, arg)

is_type_as_a_whole(entry, name, arg) if {
	name in {"socket", "socketpair"}
	arg.index == 1
	escapable(entry.class, arg)
}

# escapable holds for a condition that a bit above the ones meant gets around.
escapable("deny", arg) if {
	arg.op == "SCMP_CMP_EQ"
	to_number(arg.value) in numbers.range(1, 10)
}

# 526336 is SOCK_CLOEXEC | SOCK_NONBLOCK.
escapable("deny", arg) if {
	arg.op == "SCMP_CMP_MASKED_EQ"
	bits.and(to_number(arg.value), 526336) > 0
	bits.and(to_number(arg.value_two), 526336) == 0
}

escapable(class, arg) if {
	class in seccomp.letting_through
	arg.op == "SCMP_CMP_NE"
	to_number(arg.value) in numbers.range(1, 10)
}

request_as_a_whole(entry, name, arg) := text if {
	is_request_as_a_whole(entry, name, arg)
	text := "compares the request as a 64-bit number; the kernel looks at 32 bits, so any bit above gets around it"
}

request_as_a_whole(entry, name, arg) := "" if not is_request_as_a_whole(entry, name, arg)

is_request_as_a_whole(entry, "ioctl", arg) if {
	arg.index == 1
	entry.class == "deny"
	arg.op == "SCMP_CMP_EQ"
}

is_request_as_a_whole(entry, "ioctl", arg) if {
	arg.index == 1
	entry.class in seccomp.letting_through
	arg.op in {"SCMP_CMP_NE", "SCMP_CMP_GT", "SCMP_CMP_GE"}
}

is_request_as_a_whole(entry, "ioctl", arg) if {
	arg.index == 1
	entry.class == "deny"
	arg.op == "SCMP_CMP_MASKED_EQ"
	to_number(arg.value) > 4294967295
}

mask(arg) := "has the mask 0, which matches everything: value is the mask, valueTwo the result" if is_mask_zero(arg)

mask(arg) := "compares bits that its mask clears: value is the mask, valueTwo the result" if is_mask_short(arg)

mask(arg) := "" if {
	not is_mask_zero(arg)
	not is_mask_short(arg)
}

is_mask_zero(arg) if {
	arg.op == "SCMP_CMP_MASKED_EQ"
	to_number(arg.value) == 0
}

is_mask_short(arg) if {
	arg.op == "SCMP_CMP_MASKED_EQ"
	to_number(arg.value) > 0
	bits.and(to_number(arg.value_two), to_number(arg.value)) != to_number(arg.value_two)
}

beyond(arg) := sprintf("is on argument %d, but a filter sees 0 to 5, and runtimes refuse the profile", [arg.index]) if {
	is_beyond(arg)
}

beyond(arg) := "" if not is_beyond(arg)

is_beyond(arg) if arg.index > 5

is_beyond(arg) if arg.index < 0

overruled(entry) := {"another entry allows the call whatever its arguments, and libseccomp then looks at none"} if {
	not entry.always
}

overruled(entry) := {"an entry before it allows the call, and the first one counts"} if {
	entry.always
	entry.class == "deny"
}

overruled(entry) := set() if {
	entry.always
	entry.class != "deny"
}
