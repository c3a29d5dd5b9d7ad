# METADATA
# title: Shared mount propagation
# description: |
#   With `shared` or `rshared` propagation what the container mounts below the directory appears on the host and in
#   every other container that shares it. A service that may mount (SYS_ADMIN, privileged) can so lay its own files over
#   the host's. `slave` and `rslave` pass mounts from the host to the container only, which is what log and backup
#   services need; `private` is Docker's default for most mounts.
# related_resources:
# - https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation
# - https://docs.docker.com/reference/compose-file/services/#volumes
# - https://www.kernel.org/doc/html/latest/filesystems/sharedsubtree.html
# scope: package
# custom:
#   severity: low
#   situations:
#     may-mount:
#       severity: high
#       because: the service has SYS_ADMIN or is privileged, so it really can mount over the host's files
#   fixes:
#     rslave:
#       title: Use `rslave`
#       unsafe: the host does not see any more what the service mounts there
#   remediation: |
#     Use `rslave`, which still shows the host's mounts to the container, or drop the option.
#   cwe: [668]
#   aliases: ["compose-lint:CL-0017", "kics:baa452f0-1f21-4a25-ace5-844e7a5f410d"]
package compose["mount-propagation-shared"]

import data.lib.compose
import data.lib.finding.in_situation

findings contains finding if {
	some name, service in input.document.services
	some index, volume in service.volumes
	volume.bind.propagation in {"rshared", "shared"}
	finding := in_situation(
		{
			"path": ["services", name, "volumes", index],
			"message": sprintf("service %q mounts %s with %s propagation", [name, volume.source, volume.bind.propagation]),
			"fix": {"name": "rslave", "edits": [{
				"set": ["services", name, "volumes", index, "bind", "propagation"],
				"value": "rslave",
			}]},
		},
		["may-mount" | may_mount(name)],
	)
}

may_mount(name) if name in compose.privileged

may_mount(name) if compose.adds(name, {"SYS_ADMIN"})
