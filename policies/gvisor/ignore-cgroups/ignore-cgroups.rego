# METADATA
# title: Resource limits not applied
# description: |
#   With `ignore-cgroups` runsc configures no cgroups, so the limits of memory, CPU and processes that Docker,
#   Kubernetes or Compose declare do nothing: one sandbox can take the whole host.
#
#   **Not judged yet**: whether a service of the runtime declares limits, which makes this worse, because somebody
#   relies on them.
# related_resources:
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# - https://gvisor.dev/docs/architecture_guide/resources/
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
#   remediation: |
#     Set `ignore-cgroups = "false"`, the default.
#
#     On a host with systemd and cgroup v2 where runsc then fails to start, set `systemd-cgroup` instead, or repair the
#     delegation.
#   cwe: [770]
#   kinds: [gvisor, daemon, compose]
package gvisor["ignore-cgroups"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "ignore-cgroups"
	gvisor.on(flag)
	finding := gvisor.with_removal(
		gvisor.finding(flag, "applies none of the resource limits of the container (ignore-cgroups)", []),
		flag, "remove",
	)
}
