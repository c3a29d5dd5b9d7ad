# METADATA
# title: Seccomp profile that gVisor does not apply
# description: |
#   gVisor applies the seccomp profile of a container, the one in `security_opt`, only with the flag `oci-seccomp`,
#   which is off by default. So a profile beside `runtime: runsc` looks like a second layer and is none: inside the
#   sandbox nothing is filtered. The Sentry still confines itself on the host with a filter of its own, whatever the
#   profile says, so this is no hole but a false belief. Where the same service starts with runc the profile does count.
#
#   `unconfined` and `builtin` are not reported. Containers may switch `oci-seccomp` on by an annotation, without
#   `allow-flag-override`.
#
#   Where the scan does not hold the runtime's flags, the profile is taken as ignored, because that is the default.
#   Where it does hold them, the finding is certain and one step higher: somebody wrote the runtime and the profile, and
#   they do not meet.
# related_resources:
# - https://github.com/google/gvisor/blob/master/runsc/boot/seccomp.go
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# - https://docs.docker.com/reference/compose-file/services/#security_opt
# scope: package
# custom:
#   severity: note
#   situations:
#     runtime-known:
#       severity: low
#       because: the runtime is defined in the scan, and its flags leave oci-seccomp off
#   remediation: |
#     Set `oci-seccomp = "true"` for the runtime, or add the annotation `dev.gvisor.flag.oci-seccomp: "true"` to the
#     service.
#
#     Keep the profile either way: it counts where the service starts with runc.
#   cwe: [693]
#   kinds: [compose]
package gvisor["seccomp-profile-ignored"]

import data.lib.finding.in_situation
import data.lib.gvisor
import data.lib.placeholder

findings contains finding if {
	some name, service in input.document.services
	gvisor.runs_gvisor(service)
	some index, option in service.security_opt
	is_profile(option)
	not is_applied(name, service)
	finding := in_situation(
		{
			"path": ["services", name, "security_opt", index],
			"message": sprintf("service %q names a seccomp profile that gVisor ignores without oci-seccomp", [name]),
		},
		["runtime-known" | gvisor.runtime_flags(service)],
	)
}

is_profile(option) if {
	is_string(option)
	some [_, profile] in regex.find_all_string_submatch_n(`^seccomp[=:](.+)$`, option, 1)
	not profile in {"unconfined", "builtin"}
	not placeholder.has_variable(profile)
}

is_applied(name, _) if {
	some flag in gvisor.annotated
	flag.service == name
	flag.name == "oci-seccomp"
	flag.source == "annotation"
	gvisor.on(flag)
}

is_applied(_, service) if gvisor.runtime_sets(service, "oci-seccomp")
