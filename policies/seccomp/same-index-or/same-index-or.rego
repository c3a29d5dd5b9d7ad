# METADATA
# title: Two conditions on one argument, joined by OR
# description: |
#   The conditions of an entry must hold together, except where two of them are on the same argument: libseccomp cannot
#   express that, so runc and crun make a filter of each condition. `{0 NE 38}, {0 NE 40}` was meant to keep both
#   families out and lets every family in, because each number differs from one of the two; `{0 GE 1}, {0 LE 5}` is no
#   range. Docker's own profile met this when it had to block a second socket family.
#
#   Conditions on different arguments are joined by AND and are fine. Where all conditions of an allowing entry are
#   `SCMP_CMP_EQ`, OR is the only thing that can be meant.
# related_resources:
# - https://github.com/opencontainers/runc/blob/main/libcontainer/seccomp/seccomp_linux.go
# - https://github.com/moby/moby/pull/52494
# - https://man7.org/linux/man-pages/man3/seccomp_rule_add.3.html
# scope: package
# custom:
#   severity: medium
#   situations:
#     alternatives:
#       severity: note
#       because: all conditions are equalities, for which OR is what is meant
#     denying:
#       severity: note
#       because: the entry denies, so it forbids more than was meant
#   remediation: |
#     Write one condition for each entry, as ranges that leave the gap: `LT 38`, `EQ 39`, `GT 40`.
#
#     Each of these is an entry of its own that allows the call. Where a single comparison under a mask says the same,
#     use that.
#   cwe: [697, 783]
package seccomp["same-index-or"]

import data.lib.finding.in_situation
import data.lib.seccomp

findings contains finding if {
	some number, entry in seccomp.profile.rules
	entry.repeats
	not entry.skipped
	count(entry.names) > 0
	some index, same in repeated(entry)
	finding := in_situation(
		seccomp.with_references({
			"path": seccomp.place(number, ["args", same[0]]),
			"message": sprintf(
				"entry for %q has several conditions on argument %d, of which one is enough%s",
				[entry.names[0], index, effect(entry)],
			),
			"related": [{"path": seccomp.place(number, ["args", i]), "message": "also on this argument"} |
				some i in array.slice(same, 1, count(same))
			],
		}),
		[situation |
			some situation in ["denying", "alternatives"]
			holds(situation, entry)
		],
	)
}

# repeated returns, by argument, the numbers of the conditions where there are several.
repeated(entry) := {index: same |
	some index in numbers.range(0, 5)
	same := [i | some i, arg in entry.args; arg.index == index]
	count(same) > 1
}

effect(entry) := ": together they hold for every value" if entry.covers

effect(entry) := "" if not entry.covers

holds("denying", entry) if entry.class == "deny"

holds("alternatives", entry) if {
	every arg in entry.args {
		arg.op == "SCMP_CMP_EQ"
	}
}
