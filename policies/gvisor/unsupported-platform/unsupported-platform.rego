# METADATA
# title: Platform that gVisor no longer supports
# description: |
#   `ptrace` was gVisor's default platform until mid-2023, when `systrap` took its place. runsc still accepts it, but
#   gVisor's platform guide calls it no longer supported and expects to remove it: a defect in it is nobody's to repair.
#   It is slower as well.
#
#   `systrap` and `kvm` are fine. With any other value the sandbox does not start.
# related_resources:
# - https://gvisor.dev/docs/user_guide/platforms/
# - https://gvisor.dev/docs/architecture_guide/platforms/
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# scope: package
# custom:
#   severity: low
#   situations:
#     not-in-force:
#       severity: note
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#     unknown-platform:
#       severity: low
#       because: runsc knows no such platform, so the sandbox does not start
#   fixes:
#     systrap:
#       title: Use the platform systrap
#   remediation: |
#     Set `platform = "systrap"`, or remove the flag: it is the default.
#
#     On bare metal `kvm` is faster.
#   cwe: [1104, 477]
#   kinds: [gvisor, daemon, compose]
package gvisor["unsupported-platform"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "platform"
	flag.value == "ptrace"
	finding := gvisor.with_value(
		gvisor.finding(flag, "runs on a platform that gVisor no longer supports (platform=ptrace)", []),
		flag, "systrap", "systrap",
	)
}

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "platform"
	not flag.value in {"systrap", "kvm", "ptrace"}
	not gvisor.unknown(flag)
	effect := sprintf("names a platform that runsc does not have (platform=%s)", [flag.value])
	finding := gvisor.finding(flag, effect, ["unknown-platform"])
}
