# METADATA
# title: Sandbox set up without root
# description: |
#   With `rootless` runsc starts without root, so it cannot do all that it does to confine itself: sandbox and gofer may run
#   with the same privileges as the user who started them. On a developer's own machine that is a fair choice; for code that
#   nobody vouches for it is one layer less.
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
#     Start runsc as root and leave `rootless` off: it drops what it does not need by itself.
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
