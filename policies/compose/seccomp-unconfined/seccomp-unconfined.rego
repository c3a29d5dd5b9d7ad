# METADATA
# title: Seccomp disabled for a service
# description: |
#   Docker's default seccomp profile keeps some 44 system calls from a container, among them many of those that kernel
#   exploits and container escapes start with. `seccomp=unconfined` (or `seccomp:unconfined`, Compose reads both) gives
#   them all back, often for one call that a debugger or an old program needed. Without `security_opt` the default
#   profile applies, so absence is fine, and so are `seccomp:builtin` and a profile of your own.
#
#   Which runtime a service gets is read from the daemon's configuration where the scan has it: a runtime of any name
#   may be gVisor, and gVisor applies the profiles of services only when it is told to (`oci-seccomp`).
# related_resources:
# - https://docs.docker.com/engine/security/seccomp/
# - https://docs.docker.com/reference/compose-file/services/#security_opt
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-6-use-linux-security-module-seccomp-apparmor-or-selinux-for-runtime-security
# - https://gvisor.dev/docs/architecture_guide/security/
# scope: package
# custom:
#   severity: high
#   precision: very-high
#   situations:
#     sandboxed:
#       severity: medium
#       because: the sandbox confines its own process on the host; what is lost is the second layer, and the first
#         wherever the same service starts with runc
#     profile-ignored:
#       severity: low
#       because: the daemon's gVisor is not told to apply profiles (oci-seccomp), so it would ignore one; what is lost
#         is the protection wherever the same service starts with runc
#     with-capability:
#       severity: critical
#       because: the service also adds SYS_ADMIN, SYS_PTRACE or ALL, which the default profile would have kept within
#         bounds
#   fixes:
#     remove:
#       title: Remove the entry, so that Docker's default profile applies
#   remediation: |
#     Remove the entry, so that Docker's default profile applies.
#
#     When one system call is missing, copy the default profile, allow that call and name the file:
#     `seccomp:./profile.json`. For gVisor keep a profile as well and let runsc enforce it with `oci-seccomp`.
#   cwe: [693, 250]
#   aliases:
#   - compose-lint:CL-0009
#   - kics:404fde2c-bc4b-4371-9747-7054132ac953
#   - semgrep:yaml.docker-compose.security.seccomp-confinement-disabled.seccomp-confinement-disabled
package compose["seccomp-unconfined"]

import data.lib.compose
import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.finding.with_fix

findings contains finding if {
	some name in compose.without_seccomp
	some option in compose.security_options[name]
	option.key == "seccomp"
	option.value == "unconfined"
	finding := part_of(
		in_situation(
			with_fix(
				{
					"path": ["services", name, "security_opt", option.index],
					"message": sprintf("service %q runs without a seccomp profile", [name]),
					"related": compose.sandbox_places(name),
				},
				[{"name": "remove", "edits": [{"remove": ["services", name, "security_opt", option.index]}]} |
					not name in compose.sandboxed
					not name in compose.ignoring_profiles
				],
			),
			[situation |
				some situation in ["profile-ignored", "sandboxed", "with-capability"]
				holds(situation, name)
			],
		),
		compose.with_privileged(name),
	)
}

holds("profile-ignored", name) if name in compose.ignoring_profiles

holds("sandboxed", name) if name in compose.sandboxed

holds("with-capability", name) if compose.adds(name, {"SYS_ADMIN", "SYS_PTRACE"})
