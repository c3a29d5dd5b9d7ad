# METADATA
# title: Raw or packet sockets enabled
# description: |
#   By default runsc takes `CAP_NET_RAW` from every container. `net-raw` leaves it, so a workload can craft packets:
#   spoof addresses, poison ARP, attack its neighbours on the bridge. `allow-packet-socket-write` lets `AF_PACKET`
#   sockets send as well; without `net-raw` or the capability nobody can open one, but the flag says what is wanted.
#
#   Docker inside gVisor needs `net-raw`: waive the finding for such a runtime.
# related_resources:
# - https://gvisor.dev/docs/user_guide/networking/
# - https://gvisor.dev/docs/tutorials/docker-in-gvisor/
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# scope: package
# custom:
#   severity: medium
#   situations:
#     not-in-force:
#       severity: low
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#   fixes:
#     remove:
#       title: Take the flag away
#       unsafe: programs such as ping and tcpdump may not work any more
#   remediation: |
#     Remove `net-raw` and `allow-packet-socket-write`.
#
#     For `ping` gVisor offers ICMP sockets to processes whose group is in `net.ipv4.ping_group_range`.
#   cwe: [250]
#   kinds: [gvisor, daemon, compose]
package gvisor["raw-sockets"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	gvisor.on(flag)
	finding := gvisor.with_removal(gvisor.finding(flag, effect[flag.name], []), flag, "remove")
}

effect := {
	"net-raw": "lets the workload open raw sockets (net-raw)",
	"allow-packet-socket-write": "lets the workload write to packet sockets (allow-packet-socket-write)",
}
