# METADATA
# title: Set-user-ID programs or host devices inside the sandbox
# description: |
#   `allow-suid` makes set-user-ID bits count inside the sandbox, so a program in the image can make its user root
#   there. `character-device-policy` other than `emulated-only` opens character devices of the host. `rdmaproxy` hands
#   RDMA devices through, `nvproxy-allow-unsupported-driver` talks to a GPU driver whose calls gVisor does not know, and
#   `nvproxy-allowed-driver-capabilities=all` hands out more of the driver than computing needs. Each adds a piece of
#   the host's kernel to what the workload can reach. `nvproxy` and `tpuproxy` alone are not reported.
#
#   **Not judged yet**: `no-new-privileges` of the services that select the runtime; the daemon's own setting is.
# related_resources:
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# - https://gvisor.dev/docs/user_guide/gpu/
# scope: package
# custom:
#   severity: medium
#   situations:
#     not-in-force:
#       severity: low
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#     no-new-privileges:
#       severity: low
#       because: no-new-privileges is set, so the bits have no effect
#   remediation: |
#     Remove the flag: by default set-user-ID bits are ignored and only emulated devices are open.
#
#     Where a workload needs a GPU, name the capabilities (`utility,compute`) and a driver version that gVisor supports.
#   cwe: [269]
#   kinds: [gvisor, daemon, compose]
package gvisor["suid-or-device-passthrough"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	gvisor.on(flag)
	finding := gvisor.finding(flag, sprintf("%s (%s)", [switches[flag.name], flag.name]), ["no-new-privileges" |
		flag.name == "allow-suid"
		without_new_privileges(flag)
	])
}

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "character-device-policy"
	flag.value in {"passthrough", "prefer-emulated"}
	effect := sprintf("opens character devices of the host (character-device-policy=%s)", [flag.value])
	finding := gvisor.finding(flag, effect, [])
}

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "nvproxy-allowed-driver-capabilities"
	"all" in split(flag.value, ",")
	finding := gvisor.finding(
		flag,
		"hands out every capability of the GPU driver (nvproxy-allowed-driver-capabilities)",
		[],
	)
}

switches := {
	"allow-suid": "lets set-user-ID programs change the user",
	"rdmaproxy": "hands RDMA devices of the host through",
	"nvproxy-allow-unsupported-driver": "talks to GPU drivers that gVisor does not support",
}

without_new_privileges(flag) if {
	flag.source == "runtimeArgs"
	input.document["no-new-privileges"] == true
}

without_new_privileges(flag) if {
	some option in input.document.services[flag.service].security_opt
	option in {"no-new-privileges", "no-new-privileges:true", "no-new-privileges=true"}
}
