# METADATA
# title: Container control socket on a published service
# description: |
#   Two things that are bad apart become one open door: other machines can reach the service, and the service can
#   command Docker (or another container engine) through its control socket. One flaw in the service, or a stolen login,
#   is root on the host. `:ro` on the socket changes nothing, because connecting to it needs no write.
#
#   A service counts as reachable when it publishes a port on an address that is not loopback, shares the host's network
#   (or the network of a service that does), or is routed to by a published proxy of the same project: through labels or
#   `VIRTUAL_HOST`, or through a cluster of an Envoy configuration that the proxy runs with. The socket mount is
#   reported by `compose/docker-socket-mount` and the port by `compose/port-all-interfaces`, as parts of this finding.
#
#   **Not judged yet**: routes in the configuration files of nginx and Traefik, and whether the source code that the
#   service is built from asks for a login.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-1-do-not-expose-the-docker-daemon-socket-even-to-the-containers
# - https://docs.docker.com/engine/security/#docker-daemon-attack-surface
# - https://docs.docker.com/engine/security/protect-access/
# scope: package
# custom:
#   severity: critical
#   precision: very-high
#   situations:
#     sandboxed:
#       severity: medium
#       because: gVisor and Kata Containers do not connect to sockets of the host unless they are told to
#     host-agent:
#       severity: medium
#       because: the image reports on the host and sees all its files; it reaches the socket only while it runs as root
#     authenticates:
#       severity: high
#       because: the product asks for a login out of the box, so an attacker needs a password or a flaw
#     reads-routes:
#       severity: high
#       because: the product is a proxy that reads the socket to find its routes and offers no control of Docker itself
#     fragment:
#       severity: high
#       because: what runs there is said elsewhere, and it may ask for a login
#   fixes:
#     remove-socket:
#       title: Take the control socket away
#       unsafe: what the service does through the socket does not work any more
#   remediation: |
#     Publish the service on loopback only, such as `127.0.0.1:8080:8080`, or take the socket away from it.
#
#     Put a filtering socket proxy between the two when the service must be reachable, and allow only what it reads.
#   cwe: [250, 668, 306]
package compose["control-socket-on-exposed-service"]

import data.compose["docker-socket-mount"] as socket_mount
import data.lib.compose
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.image
import data.lib.software

# mounts are the findings of compose/docker-socket-mount that call this rule their composite, by service.
mounts[name] contains mount if {
	some mount in socket_mount.findings
	mount.part_of == "compose/control-socket-on-exposed-service"
	name := mount.path[1]
}

findings contains finding if {
	some name, parts in mounts
	ordered := [part | some part in parts]
	finding := in_situation(
		{
			"path": ordered[0].path,
			"message": sprintf("service %q holds a container control socket and %s", [name, exposure.beyond[name][0].message]),
			"related": array.concat(exposure.related(name), more_mounts(ordered)),
			"remediation": remediation(name),
			"fix": {"name": "remove-socket", "edits": [{"remove": part.path} | some part in ordered]},
		},
		situations(name, parts),
	)
}

# remediation says what to do: a proxy has to be reachable, anything else may not have to.
remediation(name) := concat(" ", [
	"Take the socket away from the proxy: put a filtering socket proxy between the two that allows only what it reads,",
	"and name it in the proxy's configuration",
]) if {
	image.is(name, "proxy")
}

remediation(name) := sprintf("Publish the service on loopback only, `%s`, or take the socket away from it", [here]) if {
	not image.is(name, "proxy")
	here := exposure.on_loopback(first_port(name))
}

remediation(name) := "Take the socket away from the service, or the service out of the proxy's routes" if {
	not image.is(name, "proxy")
	not first_port(name)
}

first_port(name) := [port | some port in exposure.published[name]; exposure.reaches_out(port)][0]

more_mounts(ordered) := [{"path": part.path, "message": "a control socket is here as well"} |
	some part in array.slice(ordered, 1, count(ordered))
]

situations(name, parts) := [situation |
	some situation in ["sandboxed", "host-agent", "authenticates", "reads-routes", "fragment"]
	holds(situation, name, parts)
]

holds("sandboxed", _, parts) if {
	every part in parts {
		part.situation == "sandboxed"
	}
}

holds("host-agent", _, parts) if {
	every part in parts {
		part.situation == "host-agent"
	}
}

holds("authenticates", name, _) if software.asks(name)

holds("reads-routes", name, _) if {
	image.is(name, "proxy")
	not software.serves_administration(name)
}

holds("fragment", name, _) if not compose.containers[name]
