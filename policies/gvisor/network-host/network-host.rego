# METADATA
# title: Sandbox on the host's network stack
# description: |
#   With `network=host` the Sentry passes network system calls on to the host's kernel instead of its own network stack.
#   gVisor calls this *passthrough*: it widens what the sandbox may ask of the host's kernel, and the workload sees the
#   host's interfaces and loopback services.
#
#   The default `sandbox` and `none` are fine.
# related_resources:
# - https://gvisor.dev/docs/user_guide/networking/
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# scope: package
# custom:
#   severity: high
#   precision: very-high
#   situations:
#     not-in-force:
#       severity: medium
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#   fixes:
#     sandbox:
#       title: Use the network stack of the sandbox
#       unsafe: the service does not listen on the ports of the host any more
#   remediation: |
#     Set `network = "sandbox"`, the default, or `"none"` for work that needs no network.
#
#     Where throughput was the reason, read gVisor's production guide first: the flag gives up a part of the isolation.
#   cwe: [653]
#   kinds: [gvisor, daemon, compose]
package gvisor["network-host"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "network"
	flag.value == "host"
	finding := gvisor.with_value(
		gvisor.finding(flag, "gives the sandbox the network stack of the host (network=host)", []),
		flag, "sandbox", "sandbox",
	)
}
