# METADATA
# title: Docker API on TCP without client certificates
# description: |
#   Whoever may speak to the Docker API is root on the host: a container with the host's root file system is one request
#   away. On a Unix socket file permissions decide; on TCP only `tlsverify` does, which asks every client for a
#   certificate. `tls` alone encrypts, but lets everybody in.
#
#   `tcp://127.0.0.1` is medium: every local user, every container on the host's network and, through DNS rebinding,
#   every web page in a browser there reach it. dockerd takes an address without a host (`tcp://:2375`) as loopback,
#   unlike most programs. With `tlsverify` the certificates may come from dockerd's default folder, so absent
#   `tlscacert`, `tlscert` and `tlskey` are not reported. From Engine 27 on the daemon refuses to start with `tlsverify`
#   switched off explicitly on such an address.
#
#   The flags of a unit of systemd (`-H tcp://`) are judged in the same way, by themselves: `tlsverify` in daemon.json
#   beside `-H` in a unit is not seen.
# related_resources:
# - https://docs.docker.com/engine/security/protect-access/
# - https://docs.docker.com/engine/deprecated/#unauthenticated-tcp-connections
# - https://docs.docker.com/reference/cli/dockerd/#bind-docker-to-another-hostport-or-a-unix-socket
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-1-do-not-expose-the-docker-daemon-socket-even-to-the-containers
# scope: package
# custom:
#   severity: critical
#   situations:
#     host-loopback:
#       severity: medium
#       because: only this host reaches the address, but each of its users and every container on its network does
#     unknown-exposure:
#       severity: high
#       because: the address is a variable or a placeholder, so the exposure is unknown
#   remediation: |
#     Remove the `tcp://` address, and reach a remote daemon over SSH.
#
#     `docker context create far --docker host=ssh://user@host` makes the client use it.
#
#     Where TCP is needed set `"tlsverify": true` with `tlscacert`, `tlscert` and `tlskey`, on port 2376.
#   cwe: [306]
package daemon["tcp-unauthenticated"]

import data.lib.placeholder

findings contains finding if {
	not input.document.tlsverify == true
	some listener in input.context.tcp_hosts
	finding := object.union(
		{
			"path": listener.path,
			"message": sprintf("host %q serves the Docker API without client certificates%s", [address(listener), encrypted]),
			"related": [{"path": [key], "message": "asks no client for a certificate"} |
				some key in ["tls", "tlsverify"]
				is_boolean(input.document[key])
			],
		},
		situation(listener.host),
	)
}

# A name or address of IPv6 stands in brackets in front of a port.
address(listener) := sprintf("%s:%d", [listener.host, listener.port]) if not contains(listener.host, ":")

address(listener) := sprintf("[%s]:%d", [listener.host, listener.port]) if contains(listener.host, ":")

default encrypted := ""

encrypted := ", though encrypted" if input.document.tls == true

default situation(_) := {}

situation(host) := {"situation": "host-loopback"} if regex.match(`^(127\.[0-9.]+|::1|localhost)$`, host)

situation(host) := {"situation": "unknown-exposure"} if placeholder.is_template(host)
