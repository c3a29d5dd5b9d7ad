# METADATA
# title: Default capabilities kept
# description: |
#   Docker gives every container fourteen capabilities, among them NET_RAW (forge packets), SETUID, CHOWN, DAC_OVERRIDE
#   and MKNOD. Most services use none of them, or only at start. `cap_drop: [ALL]` with the few that are missed in
#   `cap_add` leaves an attacker who becomes root in the container with little to start from. Privileged services and
#   override fragments are not reported.
#
#   That one service keeps what a service from the same image drops is reported by `compose/confinement-asymmetry`,
#   which belongs to the default pack because there the file itself shows that the capabilities are not needed.
# related_resources:
# - https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities
# - https://docs.docker.com/reference/compose-file/services/#cap_drop
# - https://man7.org/linux/man-pages/man7/capabilities.7.html
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-3-limit-capabilities-grant-only-specific-capabilities-needed-by-a-container
# scope: package
# custom:
#   severity: low
#   pack: strict
#   situations:
#     sandboxed:
#       severity: note
#       because: the capabilities are good against the sandbox's own kernel only, and gVisor strips NET_RAW unless
#         net-raw is on
#   fixes:
#     drop-all:
#       title: Drop all capabilities
#       unsafe: the service may need some of them under `cap_add`
#   remediation: |
#     Add `cap_drop: [ALL]`, and under `cap_add` only what the service then misses.
#
#     Servers that start as root typically miss CHOWN, SETUID, SETGID and NET_BIND_SERVICE.
#   cwe: [250, 1188]
#   aliases: ["compose-lint:CL-0006", "kics:ce76b7d0-9e77-464d-b86f-c5c48e03e22d"]
package compose["capabilities-not-dropped"]

import data.lib.compose
import data.lib.finding.in_situation

findings contains finding if {
	some name, _ in compose.containers
	not compose.dropped_capabilities[name].ALL
	not name in compose.privileged
	finding := in_situation(
		{
			"path": ["services", name, "cap_drop"],
			"message": sprintf("service %q keeps Docker's default capabilities", [name]),
			"fix": {"name": "drop-all", "edits": [{"add": ["services", name, "cap_drop"], "value": "ALL"}]},
		},
		["sandboxed" | name in compose.sandboxed],
	)
}
