# METADATA
# title: Profiling that loosens the Sentry's seccomp filters
# description: |
#   `profile` prepares the sandbox for Go's profiler, which needs system calls that the Sentry's own seccomp filter
#   otherwise refuses: "loosens the seccomp protection (DO NOT USE IN PRODUCTION)". That filter is what stands between
#   an exploited Sentry and the host's kernel. `profiling-metrics` is not for production either, but loosens no filter.
# related_resources:
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# - https://gvisor.dev/docs/architecture_guide/security/
# scope: package
# custom:
#   severity: high
#   precision: very-high
#   situations:
#     not-in-force:
#       severity: medium
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#     metrics-only:
#       severity: low
#       because: metrics are written continually, but no filter is loosened
#   fixes:
#     remove:
#       title: Take the flag away
#   remediation: |
#     Set `profile = "false"` and remove the flags that go with it.
#
#     Profile on a machine that runs nothing else.
#   cwe: [489, 693]
#   kinds: [gvisor, daemon, compose]
package gvisor["profiling-enabled"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "profile"
	gvisor.on(flag)
	finding := gvisor.with_removal(
		gvisor.finding(flag, "loosens the seccomp filters of the Sentry for profiling (profile)", []),
		flag, "remove",
	)
}

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "profiling-metrics"
	flag.value != ""
	finding := gvisor.finding(
		flag,
		"writes profiling metrics from inside the Sentry (profiling-metrics)",
		["metrics-only"],
	)
}
