# METADATA
# title: Permissive socket proxy
# description: |
#   A socket proxy stands between the Docker socket and the services that need a little of it. It protects only as far
#   as it filters: with `POST=1` and a section such as `CONTAINERS` or `EXEC` its clients can start a privileged
#   container and are root on the host one request later. A published port hands that to every machine that reaches it,
#   and a client that runs untrusted code must not reach even the read-only sections, which show the environment of all
#   containers.
#
#   The rule knows tecnativa/docker-socket-proxy, linuxserver/socket-proxy and wollomatic/socket-proxy. Switches that
#   only allow GET are not reported, and neither is `POST=1` without a section that it opens. `ALLOW_RESTARTS` and its
#   kin narrow nothing once `CONTAINERS=1` and `POST=1` allow every request to containers.
# related_resources:
# - https://github.com/Tecnativa/docker-socket-proxy#grant-or-revoke-access-to-certain-api-sections
# - https://docs.linuxserver.io/images/docker-socket-proxy/
# - https://github.com/wollomatic/socket-proxy
# scope: package
# custom:
#   severity: high
#   situations:
#     restart-only:
#       severity: medium
#       because: clients can start, stop or restart containers, but create none
#   fixes:
#     read-only:
#       title: Set `POST=0`
#       unsafe: clients cannot start, stop or make containers any more
#   remediation: |
#     Set `POST=0`, allow only the sections that are read, publish no port and keep the proxy on an `internal: true`
#     network.
#
#     Where containers must be restarted, `POST=1` with `ALLOW_RESTARTS=1` and `CONTAINERS=0` allows that alone.
#   cwe: [250]
package compose["socket-proxy-permissive"]

import data.compose["control-socket-on-exposed-service"] as composite
import data.lib.exposure
import data.lib.finding.part_of
import data.lib.image

proxies[name] := input.document.services[name] if {
	some name, _ in image.services
	image.is(name, "socket-proxy")
}

findings contains finding if {
	some name, service in proxies
	variables := environment(service)
	is_on(variables.POST)
	opened := opened_sections(variables)
	count(opened) > 0
	finding := {
		"path": ["services", name, "environment", "POST"],
		"message": sprintf("service %q allows POST on the Docker API, with %s", [name, concat(", ", opened)]),
		"fix": {"name": "read-only", "edits": [{"set": ["services", name, "environment", "POST"], "value": "0"}]},
		"related": [{"path": ["services", name, "environment", section], "message": "opened by POST"} |
			some section in opened
		],
	}
}

findings contains finding if {
	some name, service in proxies
	variables := environment(service)
	is_on(variables.POST)
	count(opened_sections(variables)) == 0
	allowed := [switch | some switch in restart_switches; is_on(variables[switch])]
	count(allowed) > 0
	finding := {
		"path": ["services", name, "environment", allowed[0]],
		"message": sprintf("service %q lets its clients start or stop containers (%s)", [name, concat(", ", allowed)]),
		"situation": "restart-only",
	}
}

# wollomatic/socket-proxy allows by regular expressions for each method.
findings contains finding if {
	some name, service in proxies
	some index, word in service.command
	is_string(word)
	regex.match(`(?i)^-?-allow(POST|PUT|DELETE|PATCH)[=_].*(\.\*|containers|exec|images|volumes)`, word)
	not regex.match(`(?i)(start|stop|restart|kill|wait)\)?\$?["']?$`, word)
	finding := {
		"path": ["services", name, "command", index],
		"message": sprintf("service %q lets its clients change things through the Docker API", [name]),
	}
}

findings contains finding if {
	some name, _ in proxies
	some port in exposure.published[name]
	exposure.reaches_out(port)
	finding := part_of(
		{
			"path": port.path,
			"message": sprintf("service %q %s with the Docker API behind it", [name, port.message]),
		},
		["compose/control-socket-on-exposed-service" | composite.mounts[name]],
	)
}

findings contains finding if {
	some name, _ in proxies
	untrusted := exposure.untrusted_peers(name)
	count(untrusted) > 0
	finding := {
		"path": ["services", name],
		"message": sprintf("service %q gives the untrusted service %q access to the Docker API", [name, untrusted[0]]),
		"related": [{"path": ["services", peer], "message": sprintf("service %q is on the same network", [peer])} |
			some peer in untrusted
		],
	}
}

opened_sections(variables) := [section | some section in dangerous_sections; is_on(variables[section])]

# dangerous_sections can be used to take over the host once writing is allowed.
dangerous_sections := [
	"BUILD", "CONFIGS", "CONTAINERS", "EXEC", "IMAGES", "NETWORKS", "NODES", "PLUGINS", "SECRETS", "SERVICES",
	"SWARM", "SYSTEM", "TASKS", "VOLUMES",
]

restart_switches := ["ALLOW_RESTARTS", "ALLOW_START", "ALLOW_STOP"]

environment(service) := {key: value | some key, value in service.environment; is_string(value)}

is_on(value) if lower(value) in {"1", "true", "yes"}
