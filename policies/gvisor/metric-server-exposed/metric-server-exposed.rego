# METADATA
# title: gVisor's metrics exported on every interface
# description: |
#   `metric-server` is the address on which `runsc metric-server` exports metrics of all sandboxes, without
#   authentication; a runtime must name the same address. `:port` and an unspecified address mean every interface of the
#   host: which sandboxes there are, their pods and containers, and how much they work.
#
#   A Unix socket, a loopback address and one particular address are not reported.
# related_resources:
# - https://gvisor.dev/docs/user_guide/observability/
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# scope: package
# custom:
#   severity: low
#   situations:
#     not-in-force:
#       severity: note
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#   remediation: |
#     Bind to `127.0.0.1:port` or to a Unix socket below `%RUNTIME_ROOT%`.
#
#     Let the collector run on the same host.
#   cwe: [1327]
#   kinds: [gvisor, daemon, compose]
package gvisor["metric-server-exposed"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "metric-server"
	regex.match(`^(0\.0\.0\.0|\[::\])?:[0-9]+$`, flag.value)
	finding := gvisor.finding(flag, sprintf("exports metrics on every interface (metric-server=%s)", [flag.value]), [])
}
