# METADATA
# title: Experimental part of gVisor switched on
# description: |
#   `iouring` ("TEST ONLY", very limited), everything whose name begins with `EXPERIMENTAL-`, `network-proxy-path`,
#   `mount-cgroup-v2` and `reproduce-nftables` are parts of gVisor that are less tested than the rest, and that the
#   workload or the network can reach. `systemd-cgroup` is marked experimental too, but is the usual way on hosts with
#   cgroup v2: a note.
# related_resources:
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# - https://gvisor.dev/docs/user_guide/networking/
# scope: package
# custom:
#   severity: low
#   situations:
#     not-in-force:
#       severity: note
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#     systemd-cgroup:
#       severity: note
#       because: the flag only changes how runsc talks to the host's cgroups
#   fixes:
#     remove:
#       title: Take the flag away
#   remediation: |
#     Remove the flag unless you test that feature.
#
#     Where you need it, pin the release of gVisor and read its changes before each update.
#   cwe: [1104]
#   kinds: [gvisor, daemon, compose]
package gvisor["experimental-feature"]

import data.lib.boolean
import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	is_experimental(flag)
	finding := gvisor.with_removal(
		gvisor.finding(flag, sprintf("switches on an experimental feature (%s)", [flag.name]), ["systemd-cgroup" |
			flag.name == "systemd-cgroup"
		]),
		flag, "remove",
	)
}

is_experimental(flag) if {
	flag.name in {"iouring", "mount-cgroup-v2", "reproduce-nftables", "systemd-cgroup"}
	gvisor.on(flag)
}

is_experimental(flag) if {
	flag.name == "network-proxy-path"
	flag.value != ""
}

is_experimental(flag) if {
	startswith(flag.name, "EXPERIMENTAL-")
	not boolean.is_false(flag.value)
	not flag.value in {"off", ""}
	flag.value != object.get(flag, "default", "")
}
