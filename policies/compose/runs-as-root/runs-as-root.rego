# METADATA
# title: Container runs as root
# description: |
#   Root in a container is root on the host for everything the container can reach: bind mounts, devices, kernel interfaces.
#   A service that runs as an ordinary user needs a second flaw to get that far. This rule reports a service whose `user` is
#   root by name or number (`root`, `0`, `0:0`, also by a variable's default).
#
#   **Not judged yet**: services without `user`, for which the image decides (`USER` of the last stage in the Dockerfile
#   that `build` names), and whether the daemon is rootless or remaps users.
# related_resources:
# - https://docs.docker.com/reference/compose-file/services/#user
# - https://docs.docker.com/engine/security/rootless/
# - https://docs.docker.com/engine/security/userns-remap/
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-2-set-a-user
# scope: package
# custom:
#   severity: low
#   pack: strict
#   situations:
#     reaches-host:
#       severity: medium
#       because: the service also has a control socket or writes to a host directory, where its root is the host's root
#     drops-root:
#       severity: note
#       because: the image starts as root by design and switches to its own user before it serves anything
#   remediation: |
#     Set `user` to a number other than 0, and give that user the files it needs.
#
#     Where the image has a user of its own, drop the line. Ports below 1024 need no root: Docker lets any user bind them
#     inside a container.
#   cwe: [250]
#   aliases: ["compose-lint:CL-0018"]
package compose["runs-as-root"]

import data.lib.compose
import data.lib.image

findings contains finding if {
	some name, service in input.document.services
	compose.root_user(service.user)
	finding := compose.in_context(
		{
			"path": ["services", name, "user"],
			"message": sprintf("service %q runs as root", [name]),
		},
		[situation |
			some situation in ["reaches-host", "drops-root"]
			holds(situation, name)
		],
	)
}

holds("reaches-host", name) if name in compose.control_sockets

holds("reaches-host", name) if {
	some mount in compose.mounts[name]
	not mount.read_only
	not startswith(mount.host, ".")
	not compose.unknown(mount.host)
}

# Their entrypoints are documented to re-execute themselves as the image's own user (gosu, su-exec, setpriv, worker users).
holds("drops-root", name) if image.product(name) in {
	"cassandra", "clickhouse", "elasticsearch", "haproxy", "httpd", "influxdb", "mariadb", "memcached", "mongodb", "mosquitto", "mysql",
	"nginx", "postgresql", "rabbitmq", "redis", "valkey", "zookeeper",
}
