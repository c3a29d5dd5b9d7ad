# METADATA
# title: Docker API over unauthenticated TCP
# description: |
#   The Docker API without TLS client certificates lets everybody who reaches its port start a privileged container,
#   which is root on the machine that the daemon runs on. `dockerd -H tcp://...` without `--tlsverify` serves it so, and
#   the `docker:dind` image does when `DOCKER_TLS_CERTDIR` is set to the empty value. On the client's side
#   `DOCKER_HOST=tcp://...:2375` and arguments such as `--providers.docker.endpoint=tcp://...:2375` show the same: plain
#   HTTP, readable and changeable on the way.
#
#   Port 2376 with `DOCKER_TLS_VERIFY` and addresses on loopback are not reported. A client of a socket proxy or daemon
#   in the same project is low.
#
#   `hosts` in the daemon's `daemon.json` is the matter of `daemon/tcp-unauthenticated`.
# related_resources:
# - https://docs.docker.com/engine/security/protect-access/
# - https://docs.docker.com/reference/cli/dockerd/#bind-docker-to-another-hostport-or-a-unix-socket
# - https://hub.docker.com/_/docker
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-1-do-not-expose-the-docker-daemon-socket-even-to-the-containers
# scope: package
# custom:
#   severity: critical
#   situations:
#     peers:
#       severity: high
#       because: only the services on the same container network reach the daemon, and each of them can take it over
#     inside-the-project:
#       severity: low
#       because: the connection stays on the project's own network and ends at a service of the project
#   remediation: |
#     Serve the API on a Unix socket, or on port 2376 with `--tlsverify` and client certificates.
#
#     With `docker:dind`, leave `DOCKER_TLS_CERTDIR` at its default and share the client certificates through a volume.
#   cwe: [306, 319]
package compose["docker-api-tcp"]

import data.lib.command
import data.lib.compose
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.image
import data.lib.placeholder
import data.lib.software

# A daemon that serves the API without certificates.
findings contains finding if {
	some daemon in daemons
	finding := in_situation(
		{
			"path": daemon.path,
			"message": sprintf("service %q serves the Docker API over TCP without client certificates", [daemon.service]),
			"related": exposure.related(daemon.service),
		},
		["peers" | not exposure.beyond_loopback(daemon.service)],
	)
}

# A published port of the API, where neither the image nor the command says that something else listens.
findings contains finding if {
	some name, ports in exposure.published
	not image.is(name, "socket-proxy")
	some port in ports
	software.number(name, port.target).sort == "engine"
	exposure.reaches_out(port)
	finding := {
		"path": port.path,
		"message": sprintf("service %q %s, where the Docker API has no authentication", [name, port.message]),
	}
}

# A client that speaks to the API without TLS.
findings contains finding if {
	some client in clients
	finding := in_situation(
		{
			"path": client.path,
			"message": sprintf("service %q uses the Docker API of %q over plain TCP", [client.service, client.host]),
		},
		["inside-the-project" | stays_inside(client.host)],
	)
}

# clients are the places that name a daemon: {service, path, host}. DOCKER_HOST may have any port; elsewhere only that
# of the API shows what is meant.
clients contains {"service": name, "path": ["services", name, "environment", "DOCKER_HOST"], "host": host} if {
	some name, service in input.document.services
	host := plain_host(service, service.environment.DOCKER_HOST)
}

clients contains {"service": name, "path": ["services", name, "environment", key], "host": host} if {
	some name, service in input.document.services
	some key, value in service.environment
	key != "DOCKER_HOST"
	host := host_of_api(value)
}

clients contains {"service": name, "path": word.path, "host": host} if {
	some name, line in command.lines
	not is_daemon(name, input.document.services[name])
	some word in line.words
	host := host_of_api(word.text)
}

host_of_api(text) := host if {
	is_string(text)
	contains(text, ":2375")
	some [_, host] in regex.find_all_string_submatch_n(`\btcp://(\[[^\]]+\]|[\w.-]+):2375\b`, text, 1)
	not exposure.is_loopback(host)
	not host in {"localhost", "0.0.0.0", "[::]"}
}

daemons contains {"service": name, "path": ["services", name, place, index]} if {
	some name, service in compose.containers
	some place in ["command", "entrypoint"]
	some index, word in service[place]
	is_string(word)
	contains(word, "tcp://")
	is_daemon(name, service)
	listens_in_the_open(service, place, index, word)
	not mentions(service, `--tlsverify`)
}

daemons contains {"service": name, "path": ["services", name, "environment", "DOCKER_TLS_CERTDIR"]} if {
	some name, service in compose.containers
	service.environment.DOCKER_TLS_CERTDIR == ""
	image.is_dind(image.services[name])
	not only_on_loopback(service)
}

is_daemon(_, service) if mentions(service, `(^|[\s/])dockerd(\s|$)`)

is_daemon(name, _) if image.is_dind(image.services[name])

listens_in_the_open(_, _, _, word) if {
	regex.match(`(^|\s)(-H|--host)[=\s]?["']?tcp://(?:0\.0\.0\.0|\[|[^1l\[:]|1[^2]|12[^7])`, word)
}

listens_in_the_open(service, place, index, word) if {
	regex.match(`^tcp://(?:0\.0\.0\.0|\[::\]|[^1l\[:]|1[^2]|12[^7])`, word)
	service[place][index - 1] in {"-H", "--host"}
}

only_on_loopback(service) if {
	mentions(service, `tcp://(127\.|localhost|\[::1\]|:)`)
	not mentions(service, `tcp://(0\.0\.0\.0|\[::\])`)
}

mentions(service, pattern) if {
	text := concat(" ", [word |
		some place in ["entrypoint", "command"]
		some word in service[place]
		is_string(word)
	])
	regex.match(pattern, text)
}

# plain_host returns the host of a DOCKER_HOST that is reached without TLS.
plain_host(service, url) := host if {
	is_string(url)
	some [_, host, port] in regex.find_all_string_submatch_n(`^tcp://(\[[^\]]+\]|[^:/]+)(?::(\d+))?`, url, 1)
	not placeholder.has_variable(host)
	not exposure.is_loopback(host)
	host != "localhost"
	is_plain(service, port)
}

is_plain(_, port) if port in {"", "2375"}

is_plain(service, port) if {
	not port in {"", "2375", "2376"}
	not service.environment.DOCKER_TLS_VERIFY
	not service.environment.DOCKER_TLS
}

# A host whose name says that it filters the API is the socket proxy of another project on a shared network.
stays_inside(host) if input.document.services[host]

stays_inside(host) if {
	some service in input.document.services
	service.container_name == host
}

stays_inside(host) if {
	some service in input.document.services
	some network in service.networks
	host in network.aliases
}

stays_inside(host) if {
	not contains(host, ".")
	regex.match(`proxy`, host)
}
