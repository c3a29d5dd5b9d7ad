# METADATA
# title: Container control socket mounted
# description: |
#   Whoever can talk to the control socket of Docker, containerd, CRI-O, Podman, BuildKit or systemd can start a
#   privileged container that mounts the host's root, so one flaw in the service is root on the host. A directory that
#   holds such a socket (`/run`, `/`) gives the same, and so do `use_api_socket`, a volume bound to the socket by
#   `driver_opts`, `volumes_from`, and a `secrets` or `configs` file. `:ro` does not help: it protects the socket's
#   inode, and connecting needs no write. A profile for development does not help either, because the developer's
#   machine is a host as well.
#
#   The rule looks at where a mount comes from, not at its target; a socket passed on by a filtering proxy through a
#   volume is fine. A sandbox keeps the socket out of reach unless it was opened: `host-uds` in the runtime's arguments
#   in `daemon.json`, in runsc's own file, or in an annotation of the service.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-1-do-not-expose-the-docker-daemon-socket-even-to-the-containers
# - https://docs.docker.com/engine/security/#docker-daemon-attack-surface
# - https://docs.docker.com/engine/security/protect-access/
# - https://docs.docker.com/reference/compose-file/services/#use_api_socket
# - https://github.com/Tecnativa/docker-socket-proxy
# scope: package
# custom:
#   severity: high
#   precision: very-high
#   situations:
#     sandboxed:
#       severity: low
#       because: gVisor and Kata Containers do not connect to sockets of the host unless they are told to
#     socket-proxy:
#       severity: medium
#       because: the image is a proxy that exists to filter this socket for others, so the damage is bounded by its
#         settings
#     host-agent:
#       severity: medium
#       because: the image reports on the host and is meant to see all its files; it reaches the socket only while it
#         runs as root
#     var-directory:
#       severity: medium
#       because: the socket is below /var only where /var/run is a real directory; on current distributions it is a link
#         to /run
#   fixes:
#     remove:
#       title: Take the control socket away
#       unsafe: what the service does through the socket does not work any more
#   remediation: |
#     Put a filtering socket proxy between the service and the socket, and set `DOCKER_HOST` to the proxy.
#
#     The proxy is then the only service with the socket: allow only the endpoints that are read, keep it on an
#     `internal: true` network and publish no port of it. Mount single files or sub-directories instead of `/run` or
#     `/`.
#   cwe: [250, 269]
#   aliases:
#   - compose-lint:CL-0001
#   - kics:d6355c88-1e8d-49e9-b2f2-f8a1ca12c75b
#   - semgrep:yaml.docker-compose.security.exposing-docker-socket-volume.exposing-docker-socket-volume
package compose["docker-socket-mount"]

import data.lib.compose
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.image

findings contains finding if {
	some name, mounts in compose.control_mounts
	some mount in mounts
	finding := report(name, mount, handed_over(mount.source, compose.controlled(mount)))
}

findings contains finding if {
	some name, service in input.document.services
	compose.on(service.use_api_socket)
	mount := {"path": ["services", name, "use_api_socket"], "host": "/run/docker.sock", "related": []}
	finding := report(name, mount, "the Docker control socket and the caller's registry credentials")
}

handed_over(source, controlled) := sprintf("the %s control socket %s", [controlled.service, source]) if {
	not controlled.directory
}

handed_over(source, controlled) := sprintf("%s, which holds the %s control socket", [source, controlled.service]) if {
	controlled.directory
}

report(name, mount, what) := part_of(finding, composites(name, mount.host)) if {
	finding := in_situation(
		{
			"path": mount.path,
			"message": sprintf("service %q mounts %s", [name, what]),
			"related": array.concat(mount.related, compose.sandbox_places(name)),
			"fix": {"name": "remove", "edits": [{"remove": mount.path}]},
		},
		[situation |
			some situation in ["sandboxed", "socket-proxy", "host-agent", "var-directory"]
			holds(situation, name, mount.host)
		],
	)
}

holds("sandboxed", name, _) if {
	name in compose.sandboxed
	not name in compose.host_sockets
}

holds("socket-proxy", name, _) if image.is(name, "socket-proxy")

holds("host-agent", name, "/") if image.is(name, "agent")

holds("var-directory", _, "/var")

composites(name, host) := [rule |
	some rule in ["compose/control-socket-on-exposed-service", "compose/sensitive-host-mount"]
	belongs(rule, name, host)
]

belongs("compose/control-socket-on-exposed-service", name, _) if exposure.beyond_loopback(name)

belongs("compose/sensitive-host-mount", _, host) if host in {"/", "/var"}
