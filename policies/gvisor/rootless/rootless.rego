# METADATA
# title: Sandbox set up without root
# description: |
#   With `--rootless` runsc starts itself again in a user namespace in which only its caller exists. That is made for
#   `runsc do` on a developer's machine: gVisor's own network stack is not available, so the workload uses the host's;
#   mistakes in cgroups are ignored, so limits may not hold; and sandbox and gofer may run with the same privileges as
#   the user who started them. `runsc create`, which Docker and containerd call, is not supported at all.
#
#   A rootless Docker or Podman is another matter: it makes the user namespace itself and needs no such flag.
# related_resources:
# - https://gvisor.dev/docs/user_guide/rootless/
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# scope: package
# custom:
#   severity: low
#   situations:
#     not-in-force:
#       severity: note
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#   remediation: |
#     Leave `rootless` off, and let a rootless Docker or Podman make the user namespace.
#
#     On a developer's machine waive the finding with that reason.
#   cwe: [693]
#   kinds: [gvisor, daemon, compose]
package gvisor.rootless

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "rootless"
	gvisor.on(flag)
	finding := gvisor.finding(flag, "sets the sandbox up without root (rootless)", [])
}
