# METADATA
# title: Speculative-store-bypass mitigation disabled
# description: |
#   `SECCOMP_FILTER_FLAG_SPEC_ALLOW` keeps the kernel from switching the mitigation of Speculative Store Bypass (Spectre
#   variant 4) on together with the filter, so that code in the container may read memory of its own process that it
#   should not reach. It matters where one process runs code of several trust levels: JavaScript, WebAssembly, Lua.
#
#   The flag says what happens anyway in many places: current versions of runc and crun set it by themselves where a
#   profile has no `flags`, and since Linux 5.16 a filter no longer switches the mitigation on by default. The rule
#   reports profiles that ask for it.
# related_resources:
# - https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp
# - https://github.com/opencontainers/runc/pull/3588
# - https://man7.org/linux/man-pages/man2/seccomp.2.html
# - https://docs.kernel.org/userspace-api/spec_ctrl.html
# scope: package
# custom:
#   severity: low
#   remediation: |
#     Replace the flag by another one, such as `"flags": ["SECCOMP_FILTER_FLAG_LOG"]`, so that the runtime does not add
#     it again.
#
#     Without any `flags` runc and crun set `SECCOMP_FILTER_FLAG_SPEC_ALLOW`. A process that needs the mitigation can
#     also ask for it by `prctl(PR_SET_SPECULATION_CTRL)`.
#   cwe: [1037]
package seccomp["ssb-mitigation-off"]

import data.lib.finding.in_situation
import data.lib.seccomp

findings contains finding if {
	some i, flag in seccomp.raw(array.concat(seccomp.profile.path, ["flags"]), [])
	flag == "SECCOMP_FILTER_FLAG_SPEC_ALLOW"
	finding := in_situation(
		seccomp.with_references({
			"path": array.concat(seccomp.profile.path, ["flags", i]),
			"message": sprintf("flag %q switches a speculation mitigation off", [flag]),
		}),
		[],
	)
}
