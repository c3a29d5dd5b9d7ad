# METADATA
# title: Packets or run-time traces written to files
# description: |
#   `log-packets` writes what the sandbox sends and receives to the log, `pcap-log` writes it to a capture file:
#   everything that is not encrypted by the workload itself can be read there. `coverage-report`, `trace` and the
#   `profile-` paths write what the Sentry did instead: that is low, but still shows what ran.
# related_resources:
# - https://gvisor.dev/docs/user_guide/debugging/
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# scope: package
# custom:
#   severity: high
#   situations:
#     not-in-force:
#       severity: low
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#     diagnostic-output:
#       severity: low
#       because: the file shows what the Sentry did, not what the workload sent
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
	finding := gvisor.finding(flag, "logs the packets of the workload (log-packets)", [])
}

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "pcap-log"
	flag.value != ""
	finding := gvisor.finding(flag, "captures the packets of the workload in a file (pcap-log)", [])
}

findings contains finding if {
	some flag in gvisor.flags
	flag.name in {"coverage-report", "trace", "profile-block", "profile-cpu", "profile-heap", "profile-mutex"}
	flag.value != ""
	finding := gvisor.finding(
		flag,
		sprintf("writes what the Sentry did to a file (%s)", [flag.name]),
		["diagnostic-output"],
	)
}
