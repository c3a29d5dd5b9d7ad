# METADATA
# title: Capability that breaks isolation
# description: |
#   Some capabilities are root under another name: with SYS_MODULE a process loads code into the host's kernel, with
#   SYS_ADMIN it mounts, with DAC_READ_SEARCH it opens any file of the host by its handle, with SYS_PTRACE and the
#   host's processes it takes one over. Others give away the network, the clock or the security labels. The rule knows
#   both spellings (`NET_ADMIN`, `cap_net_admin`); `cap_drop: [ALL]` does not cancel an added capability, because adding
#   wins.
#
#   Dropping everything and adding back what an image needs at start (CHOWN, SETUID, SETGID, NET_BIND_SERVICE, KILL,
#   FOWNER, DAC_OVERRIDE) is good practice and is not reported.
#
#   **Not judged yet**: which system calls a custom seccomp profile opens for a capability (`includes.caps`).
# related_resources:
# - https://man7.org/linux/man-pages/man7/capabilities.7.html
# - https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities
# - https://docs.docker.com/reference/compose-file/services/#cap_add
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-3-limit-capabilities-grant-only-specific-capabilities-needed-by-a-container
# scope: package
# custom:
#   severity: high
#   situations:
#     sandboxed:
#       severity: medium
#       because: the capability is good against the kernel of gVisor or Kata Containers only, not against the host's
#     stripped:
#       severity: note
#       because: the daemon's gVisor takes NET_RAW away again, because net-raw is off; the service has it wherever it
#         starts with another runtime
#     host-control:
#       severity: critical
#       because: ALL and SYS_MODULE let the container run code in the host's kernel
#     unconfined:
#       severity: critical
#       because: SYS_ADMIN without seccomp or AppArmor mounts the host's file systems
#     own-processes:
#       severity: low
#       because: without the host's processes SYS_PTRACE reaches only the container's own, which debuggers need
#     vpn:
#       severity: low
#       because: the image is a VPN on a network of its own, which it has to configure
#     kept-default:
#       severity: low
#       because: Docker grants it to every container; adding it by name keeps it through a drop of all
#     limited:
#       severity: medium
#       because: it weakens a control of the container or of the host without being root by itself
#   fixes:
#     remove:
#       title: Remove the capability
#       unsafe: the service may need it
#   remediation: |
#     Remove the capability, or replace it by the narrower one that the failing operation needs.
#
#     capabilities(7) lists what each one allows. NET_ADMIN for a VPN belongs on a service of its own that others join
#     with `network_mode: service:vpn`; SYS_PTRACE belongs in a profile for debugging.
#   cwe: [250, 269]
#   aliases:
#   - compose-lint:CL-0011
#   - compose-lint:CL-0024
#   - compose-lint:CL-0027
#   - compose-lint:CL-0028
#   - compose-lint:CL-0029
#   - compose-lint:CL-0030
package compose["dangerous-capability"]

import data.lib.compose
import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.image

findings contains finding if {
	some name, service in input.document.services
	some index, item in service.cap_add
	capability := compose.capability(item)
	power := powers[capability]
	finding := part_of(
		in_situation(
			{
				"path": ["services", name, "cap_add", index],
				"message": sprintf("service %q adds capability %s, which lets it %s", [name, capability, power]),
				"related": compose.sandbox_places(name),
				"fix": {"name": "remove", "edits": [{"remove": ["services", name, "cap_add", index]}]},
			},
			[situation |
				some situation in [
					"own-processes",
					"stripped",
					"sandboxed",
					"host-control",
					"unconfined",
					"vpn",
					"kept-default",
					"limited",
				]
				holds(situation, name, capability)
			],
		),
		compose.with_privileged(name),
	)
}

powers := object.union(compose.capabilities.breaking, compose.capabilities.limited)

holds("own-processes", name, "SYS_PTRACE") if not input.document.services[name].pid

holds("own-processes", name, "SYS_PTRACE") if {
	pid := input.document.services[name].pid
	is_string(pid)
	startswith(pid, "service:")
	other := trim_prefix(pid, "service:")
	not input.document.services[other].pid == "host"
}

holds("sandboxed", name, capability) if {
	compose.capabilities.breaking[capability]
	name in compose.sandboxed
}

holds("stripped", name, "NET_RAW") if name in compose.stripping_raw

holds("host-control", _, capability) if capability in {"ALL", "SYS_MODULE"}

holds("unconfined", name, "SYS_ADMIN") if name in (compose.without_seccomp | compose.without_apparmor)

holds("vpn", name, "NET_ADMIN") if {
	image.is(name, "vpn")
	not input.document.services[name].network_mode == "host"
}

holds("kept-default", _, capability) if capability in {"NET_RAW", "SETFCAP", "SYS_CHROOT"}

holds("limited", _, capability) if compose.capabilities.limited[capability]
