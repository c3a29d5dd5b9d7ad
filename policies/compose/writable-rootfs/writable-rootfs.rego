# METADATA
# title: Writable root file system
# description: |
#   With `read_only: true` an attacker who runs code in the service cannot plant a program, change the application or
#   keep a foothold until the next deployment; what must be written goes to volumes and `tmpfs`. Databases and brokers
#   are not reported: they write everywhere their entrypoint likes, and their data is what matters.
# related_resources:
# - https://docs.docker.com/reference/compose-file/services/#read_only
# - https://docs.docker.com/engine/storage/tmpfs/
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-8-set-filesystem-and-volumes-to-read-only
# scope: package
# custom:
#   severity: note
#   pack: strict
#   fixes:
#     read-only:
#       title: Make the root file system read-only
#       unsafe: the service may write to it, which needs `tmpfs` or volumes
#   remediation: |
#     Add `read_only: true`, and `tmpfs: [/tmp, /run]` for what the service writes while it runs.
#   cwe: [732]
#   aliases:
#   - compose-lint:CL-0007
#   - semgrep:yaml.docker-compose.security.writable-filesystem-service.writable-filesystem-service
package compose["writable-rootfs"]

import data.lib.compose
import data.lib.image

findings contains finding if {
	some name, service in compose.containers
	not object.get(service, "read_only", false) in compose.truths
	not image.is(name, "datastore")
	finding := {
		"path": ["services", name, "read_only"],
		"message": sprintf("service %q can write to its root file system", [name]),
		"fix": {"name": "read-only", "edits": [{"set": ["services", name, "read_only"], "value": true}]},
	}
}
