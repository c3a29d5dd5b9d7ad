# METADATA
# title: Host namespace shared
# description: |
#   Namespaces are what makes a container a container. With the host's network the service binds on every interface of
#   the host and reaches what listens on the host's loopback, unauthenticated services included. With the host's
#   processes it reads their environment and signals them, with the host's IPC it reads their shared memory. A service
#   that joins another one (`network_mode: service:x`) shares what that one shares. `ipc: shareable`, `private` and
#   `service:` are fine when the other service is.
#
#   `build.network: host` is reported by `compose/insecure-build`.
#
#   `userns_mode: host` is a real loss only where the daemon remaps users (`userns-remap` in `daemon.json`): it takes
#   the service out of that.
#
#   **Not judged yet**: containers of other projects that `container:` names.
# related_resources:
# - https://docs.docker.com/engine/network/drivers/host/
# - https://docs.docker.com/reference/compose-file/services/#network_mode
# - https://docs.docker.com/reference/compose-file/services/#pid
# - https://docs.docker.com/engine/security/userns-remap/#disable-namespace-remapping-for-a-container
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-5-be-mindful-of-inter-container-connectivity
# scope: package
# custom:
#   severity: high
#   precision: very-high
#   situations:
#     sandboxed:
#       severity: medium
#       because: gVisor and Kata Containers keep processes and shared memory inside the sandbox
#     media-server:
#       severity: medium
#       because: MediaMTX documents the host's network for UDP, whose sessions Docker's port mapping breaks
#     cgroup-view:
#       severity: medium
#       because: the host's control groups can be seen, but not changed without SYS_ADMIN
#     mild:
#       severity: note
#       because: the hostname and an unmapped user namespace give nothing away without SYS_ADMIN or a daemon that remaps
#         users
#   remediation: |
#     Remove the setting; publish the ports that are needed with `ports`, on 127.0.0.1 where that is enough.
#
#     To reach a service on the host use `extra_hosts: ["host.docker.internal:host-gateway"]`. To share memory or
#     processes between two services use `ipc: service:x` or `pid: service:x`.
#   cwe: [668, 653]
#   aliases:
#   - compose-lint:CL-0008
#   - compose-lint:CL-0010
#   - kics:071a71ff-f868-47a4-ac0b-3c59e4ab5443
#   - kics:4f31dd9f-2cc3-4751-9b53-67e4af83dac0
#   - kics:baa3890f-bed7-46f5-ab8f-1da8fc91c729
#   - kics:8af7162d-6c98-482f-868e-0d33fb675ca8
package compose["host-namespace"]

import data.lib.compose
import data.lib.finding.in_situation
import data.lib.image

# namespaces says for each setting what "host" shares.
namespaces := {
	"cgroup": "control groups",
	"ipc": "IPC",
	"network_mode": "network",
	"pid": "processes",
	"userns_mode": "user namespace",
	"uts": "hostname",
}

findings contains finding if {
	some name, service in input.document.services
	some setting, what in namespaces
	service[setting] == "host"
	finding := report(name, setting, ["services", name, setting], sprintf("shares the host's %s", [what]))
}

# The external network called host is the same as network_mode: host.
findings contains finding if {
	some network, definition in input.document.networks
	definition.external == true
	object.get(definition, "name", network) == "host"
	some name, service in input.document.services
	some attached, _ in service.networks
	attached == network
	finding := report(name, "network_mode", ["services", name, "networks", network], "shares the host's network")
}

# A service that joins another one shares what that one shares, through any number of services.
findings contains finding if {
	some setting, names in ends
	some name, hosts in names
	host := min(hosts)
	what := sprintf("shares the host's %s through service %q", [namespaces[setting], host])
	found := report(name, setting, ["services", name, setting], what)
	finding := object.union(found, {"related": [{"path": ["services", host, setting], "message": "shared here"}]})
}

# ends holds for each setting and each service that joins another one, directly or not, the services at the end that
# have the host's namespace.
ends[setting][name] contains host if {
	some setting in ["ipc", "network_mode", "pid"]
	some host, service in input.document.services
	service[setting] == "host"
	some name in graph.reachable(ways[setting], {host})
	name != host
}

# ways holds for each setting and service the services that join it; graph.reachable leaves out what is no key.
ways[setting][name] := object.get(joining, [setting, name], set()) if {
	some setting in ["ipc", "network_mode", "pid"]
	some name, _ in input.document.services
}

joining[setting][joined_service] contains name if {
	some setting in ["ipc", "network_mode", "pid"]
	some name, service in input.document.services
	some joined_service in joined_services(service[setting])
}

joined_services(value) := {trim_prefix(value, "service:")} if {
	is_string(value)
	startswith(value, "service:")
}

joined_services(value) := named_containers[trim_prefix(value, "container:")] if {
	is_string(value)
	startswith(value, "container:")
}

# named_containers holds the services of the containers that the project names, by that name.
named_containers[service.container_name] contains name if some name, service in input.document.services

report(name, setting, path, what) := in_situation(
	{
		"path": path,
		"message": sprintf("service %q %s", [name, what]),
	},
	[situation |
		some situation in ["mild", "cgroup-view", "sandboxed", "media-server"]
		holds(situation, name, setting)
	],
)

holds("mild", name, setting) if {
	setting in {"userns_mode", "uts"}
	not gives_up_remapping(setting)
	not compose.adds(name, {"SYS_ADMIN"})
	not name in compose.privileged
}

holds("cgroup-view", name, "cgroup") if {
	not compose.adds(name, {"SYS_ADMIN"})
	not name in compose.privileged
}

holds("sandboxed", name, setting) if {
	setting in {"ipc", "pid"}
	name in compose.sandboxed
}

holds("media-server", name, "network_mode") if contains(image.services[name].name, "mediamtx")

gives_up_remapping("userns_mode") if compose.daemon["userns-remap"] != ""
