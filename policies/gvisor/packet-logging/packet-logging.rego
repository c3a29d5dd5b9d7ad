# METADATA
# title: Packets or run-time traces written to files
# description: |
#   `pcap-log` writes the first 4096 bytes of each packet that the sandbox sends and receives to a capture file: what
#   the workload does not encrypt itself can be read there. `log-packets` writes a line for each packet to the log, with
#   its addresses, ports, size and flags, and nothing of what it carries. `coverage-report`, `trace` and the `profile-`
#   paths write what the Sentry did instead, which still shows what ran.
#
#   Both watch gVisor's own network stack. With `network=host` there is none, so that they write nothing and are not
#   reported.
#
#   As of release 20260817.0.
# related_resources:
# - https://gvisor.dev/docs/user_guide/debugging/
# - https://github.com/google/gvisor/blob/release-20260817.0/pkg/tcpip/link/sniffer/sniffer.go
# - https://github.com/google/gvisor/blob/release-20260817.0/runsc/boot/network.go
# scope: package
# custom:
#   severity: high
#   precision: very-high
#   situations:
#     not-in-force:
#       severity: low
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#     headers:
#       severity: low
#       because: the log shows who talks to whom and how much, not what they say
#     diagnostic-output:
#       severity: low
#       because: the file shows what the Sentry did, not what the workload sent
#   fixes:
#     remove:
#       title: Take the flag away
#   remediation: |
#     Remove the flag; for `log-packets` set `false`.
#
#     Capture traffic on the host's side of the sandbox's interface for as long as you need it.
#   cwe: [532]
#   kinds: [gvisor, daemon, compose]
package gvisor["packet-logging"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "log-packets"
	gvisor.on(flag)
	not is_on_host(flag)
	finding := gvisor.with_removal(
		gvisor.finding(flag, "logs the headers of the workload's packets (log-packets)", ["headers"]),
		flag, "remove",
	)
}

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "pcap-log"
	flag.value != ""
	not is_on_host(flag)
	finding := gvisor.with_removal(
		gvisor.finding(flag, "captures the packets of the workload in a file (pcap-log)", []),
		flag, "remove",
	)
}

findings contains finding if {
	some flag in gvisor.flags
	flag.name in {"coverage-report", "trace", "profile-block", "profile-cpu", "profile-heap", "profile-mutex"}
	flag.value != ""
	not lacks_profile(flag)
	finding := gvisor.with_removal(
		gvisor.finding(flag, sprintf("writes what the Sentry did to a file (%s)", [flag.name]), ["diagnostic-output"]),
		flag, "remove",
	)
}

# is_on_host holds for a flag of a sandbox that has no network stack of its own.
is_on_host(flag) if {
	some other in gvisor.siblings(flag)
	other.name == "network"
	other.value == "host"
}

# lacks_profile holds for a flag with which no sandbox starts, as gvisor/ineffective-config reports.
lacks_profile(flag) if {
	startswith(flag.name, "profile-")
	count([other | some other in gvisor.siblings(flag); other.name == "profile"; gvisor.on(other)]) == 0
}
