# METADATA
# title: Deprecated flag in conflict with its successor
# description: |
#   `overlay` was replaced by `overlay2`, which is `root:self` by default. With both on, runsc refuses its configuration
#   and no sandbox starts; so `overlay` alone is enough for that. The same holds for `fsgofer-host-uds` beside a
#   `host-uds` other than `none`. This is broken, not insecure: but the repair made in a hurry often is to leave the
#   sandbox out.
#
#   Deprecated flags that still start are notes: `vfs2`, `fuse`, `lisafs`, `cgroupfs`, `buffer-pooling`,
#   `nvproxy-docker` and `fsgofer-host-uds` are to be removed in 2027, and with an unknown flag runsc does not start.
#   `overlay` with `overlay2=none` works as it did and is not reported.
# related_resources:
# - https://github.com/google/gvisor/blob/master/runsc/config/config.go
# - https://github.com/google/gvisor/blob/master/runsc/config/flags_graveyard.go
# - https://gvisor.dev/docs/user_guide/filesystem/
# scope: package
# custom:
#   severity: low
#   situations:
#     not-in-force:
#       severity: note
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#     deprecated:
#       severity: note
#       because: the flag has no effect or another name by now, and will be unknown one day
#   remediation: |
#     Replace `overlay` by `overlay2 = "all:memory"`, which does the same.
#
#     Remove the flags without effect, and replace `fsgofer-host-uds` by `host-uds = "open"` if the sandbox needs it at
#     all.
#   cwe: [477]
#   kinds: [gvisor, daemon, compose]
package gvisor["conflicting-overlay"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "overlay"
	gvisor.on(flag)
	successor := object.get(successors(flag, "overlay2"), "value", "root:self")
	successor != "none"
	effect := sprintf("sets overlay, which conflicts with overlay2=%s: no sandbox starts", [successor])
	finding := gvisor.finding(flag, effect, [])
}

findings contains finding if {
	some flag in gvisor.flags
	flag.deprecated
	not conflicts(flag)
	finding := gvisor.finding(flag, sprintf("sets a deprecated flag (%s)", [flag.name]), ["deprecated"])
}

findings contains finding if {
	some flag in gvisor.flags
	conflicts(flag)
	finding := gvisor.finding(flag, "sets fsgofer-host-uds, which conflicts with host-uds: no sandbox starts", [])
}

conflicts(flag) if {
	flag.name == "fsgofer-host-uds"
	gvisor.on(flag)
	object.get(successors(flag, "host-uds"), "value", "none") != "none"
}

# successors returns an object whose value is that of the flag that replaced this one, {} when it is not set.
successors(flag, name) := object.union_n([{"value": other.value} |
	some other in gvisor.siblings(flag)
	other.name == name
])
