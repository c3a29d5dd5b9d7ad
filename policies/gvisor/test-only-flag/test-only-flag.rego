# METADATA
# title: Flag that is meant for gVisor's own tests
# description: |
#   The flags whose names begin with `TESTONLY-` exist for gVisor's tests, "do not ever use". `TESTONLY-unsafe-nonroot`
#   starts the sandbox as the current user, without its own root directory and without many of the measures that keep it
#   from the host: the sandbox is hardly one. The others change behaviour, write state files or crash on purpose.
#
#   A flag that is set to `false` is not reported; those that begin with `EXPERIMENTAL-` are the matter of
#   `gvisor/experimental-feature`.
# related_resources:
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# - https://github.com/google/gvisor/blob/master/runsc/config/config.go
# scope: package
# custom:
#   severity: critical
#   precision: very-high
#   situations:
#     not-in-force:
#       severity: medium
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#     other-test-flag:
#       severity: medium
#       because: this flag for tests does not itself take the sandbox apart
#   fixes:
#     remove:
#       title: Take the flag away
#   remediation: |
#     Remove the flag.
#
#     To start gVisor without root use `rootless` and read what it gives up.
#   cwe: [489, 693]
#   kinds: [gvisor, daemon, compose]
package gvisor["test-only-flag"]

import data.lib.boolean
import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	startswith(flag.name, "TESTONLY-")
	not boolean.is_false(flag.value)
	flag.value != ""
	finding := gvisor.with_removal(
		gvisor.finding(flag, sprintf("sets a flag that is only for tests (%s)", [flag.name]), ["other-test-flag" |
			flag.name != "TESTONLY-unsafe-nonroot"
		]),
		flag, "remove",
	)
}
