# METADATA
# title: Container runs as root
# description: |
#   Root in a container is root on the host for everything the container can reach: bind mounts, devices, kernel
#   interfaces. A service that runs as an ordinary user needs a second flaw to get that far. This rule reports a service
#   whose `user` is root by name or number (`root`, `0`, `0:0`, also by a variable's default).
#
#   A service without `user` runs as its image says. For one that is built here that is the last `USER` of the stage
#   that `build` names in its Dockerfile, or else the base image's: official images leave it at root, but for a few.
#   Images that come from a registry are not judged by this, and a daemon that remaps users (`userns-remap`) makes it a
#   note.
#
#   **Not judged yet**: whether the daemon is rootless.
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
#     remapped:
#       severity: note
#       because: the daemon remaps users, so that root in the container is an ordinary user of the host
#     base-decides:
#       severity: note
#       because: the Dockerfile sets no user, so the base image decides, and most leave it at root
#     drops-root:
#       severity: note
#       because: the image starts as root by design and switches to its own user before it serves anything
#   remediation: |
#     Set `user` to a number other than 0, and give that user the files it needs.
#
#     Where the image has a user of its own, drop the line. Ports below 1024 need no root: Docker lets any user bind
#     them inside a container.
#   cwe: [250]
#   aliases: ["compose-lint:CL-0018"]
package compose["runs-as-root"]

import data.lib.compose
import data.lib.finding.in_situation
import data.lib.image
import data.lib.placeholder

findings contains finding if {
	some name, service in input.document.services
	compose.root_user(service.user)
	finding := report(name, "runs as root", ["remapped", "reaches-host", "drops-root"])
}

findings contains finding if {
	some name, service in compose.containers
	not service.user
	compose.root_user(compose.users[name])
	build := input.context.builds[name]
	finding := report(
		name,
		sprintf("runs as root, the last USER of %s", [dockerfile(build)]),
		["remapped", "reaches-host"],
	)
}

findings contains finding if {
	some name, build in without_user
	is_official(build.base)
	finding := report(
		name,
		sprintf("runs as root: %s has no USER", [dockerfile(build)]),
		["remapped", "reaches-host", "drops-root"],
	)
}

findings contains finding if {
	some name, build in without_user
	not is_official(build.base)
	what := sprintf(
		"runs as root unless the base image %q has a user: %s has no USER",
		[build.base.ref, dockerfile(build)],
	)
	finding := report(name, what, ["base-decides"])
}

# without_user are the builds whose Dockerfile leaves the user to a base image that is not known to have one.
without_user := {name: {"dockerfile": build.dockerfile, "base": base} |
	some name, service in compose.containers
	not service.user
	build := input.context.builds[name]
	build.user == ""
	build.base != ""
	base := image.describe(build.base)
	not has_own_user(base)
}

# is_official holds for the images of Docker Hub's own library and for an empty base. They are root, but for a few.
is_official(base) if {
	base.registry == "docker.io"
	not regex.match(`[/$]`, base.path)
}

has_own_user(base) if base.registry == "cgr.dev"

has_own_user(base) if startswith(base.path, "bitnami")

has_own_user(base) if regex.match(`(unprivileged|rootless|non-?root)`, base.ref)

has_own_user(base) if {
	is_official(base)
	base.name in {"elasticsearch", "haproxy", "kibana", "logstash", "memcached", "solr", "sonarqube", "varnish"}
}

report(name, what, situations) := in_situation(
	{
		"path": ["services", name, "user"],
		"message": sprintf("service %q %s", [name, what]),
	},
	[situation |
		some situation in situations
		holds(situation, name)
	],
)

dockerfile(build) := build.dockerfile if build.dockerfile != ""

dockerfile(build) := "its Dockerfile" if build.dockerfile == ""

holds("base-decides", _)

holds("remapped", name) if {
	object.get(compose.daemon, "userns-remap", "") != ""
	not input.document.services[name].userns_mode == "host"
}

holds("reaches-host", name) if name in compose.control_sockets

holds("reaches-host", name) if {
	some mount in compose.mounts[name]
	not mount.read_only
	not startswith(mount.host, ".")
	not placeholder.has_variable(mount.host)
}

# Their entrypoints are documented to re-execute themselves as the image's own user (gosu, su-exec, setpriv, worker
# users).
holds("drops-root", name) if image.software(name) in dropping

holds("drops-root", name) if without_user[name].base.product in dropping

dropping := {
	"cassandra", "clickhouse", "elasticsearch", "haproxy", "httpd", "influxdb", "mariadb", "memcached", "mongodb",
	"mosquitto", "mysql", "nginx", "postgresql", "rabbitmq", "redis", "valkey", "zookeeper",
}
