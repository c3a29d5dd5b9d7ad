# METADATA
# title: Docker API on TCP without client certificates
# description: |
#   Whoever may speak to the Docker API is root on the host: a container with the host's root file system is one request
#   away. On a Unix socket file permissions decide; on TCP only `tlsverify` does, which asks every client for a
#   certificate. `tls` switches it on as well, but for Engines before 20.10, which encrypt and let everybody in;
#   `"tlsverify": false` does that in every release.
#
#   `tcp://127.0.0.1` is medium: every local user, every container on the host's network and, through DNS rebinding,
#   every web page in a browser there reach it. dockerd takes an address without a host (`tcp://:2375`) as loopback,
#   unlike most programs. With `tlsverify` the certificates may come from dockerd's default folder, so absent
#   `tlscacert`, `tlscert` and `tlskey` are not reported. The daemon warns of such an address and waits before it serves
#   it; its documentation announces that it will refuse it, which Engine 28.5 does not yet.
#
#   The flags of a unit of systemd (`-H tcp://`) are judged in the same way, by themselves: `tlsverify` in daemon.json
#   beside `-H` in a unit is not seen. `ListenStream=2375` in `docker.socket` opens the API as well, with `-H fd://`; it
#   is high, because dockerd's own flags, which may ask for certificates, are elsewhere.
# related_resources:
# - https://docs.docker.com/engine/security/protect-access/
# - https://docs.docker.com/engine/deprecated/#unauthenticated-tcp-connections
# - https://github.com/moby/moby/blob/v28.5.2/cmd/dockerd/daemon.go
# - https://docs.docker.com/reference/cli/dockerd/#bind-docker-to-another-hostport-or-a-unix-socket
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-1-do-not-expose-the-docker-daemon-socket-even-to-the-containers
# - https://man7.org/linux/man-pages/man5/systemd.socket.5.html
# scope: package
# custom:
#   severity: critical
#   precision: very-high
#   situations:
#     host-loopback:
#       severity: medium
#       because: only this host reaches the address, but each of its users and every container on its network does
#     tls-alone:
#       severity: low
#       because: from Engine 20.10 on `tls` asks clients for certificates as well, unless `tlsverify` is false
#     socket-unit:
#       severity: high
#       because: systemd opens the address for dockerd, whose own flags say whether it asks for certificates
#     unknown-exposure:
#       severity: high
#       because: the address is a variable or a placeholder, so the exposure is unknown
#   fixes:
#     verify:
#       title: Ask clients for a certificate
#       unsafe: clients without a certificate that the authority signed are refused
#   remediation: |
#     Remove the `tcp://` address, and reach a remote daemon over SSH.
#
#     `docker context create far --docker host=ssh://user@host` makes the client use it.
#
#     Where TCP is needed set `"tlsverify": true` with `tlscacert`, `tlscert` and `tlskey`, on port 2376.
#   cwe: [306]
package daemon["tcp-unauthenticated"]

import data.lib.finding.in_situation
import data.lib.finding.with_fix
import data.lib.placeholder

findings contains finding if {
	not input.document.tlsverify == true
	some listener in input.context.tcp_hosts
	finding := in_situation(
		with_fix(
			{
				"path": listener.path,
				"message": sprintf("host %q %s", [address(listener), effect]),
				"related": [{"path": [key], "message": "asks no client for a certificate"} |
					some key in ["tls", "tlsverify"]
					is_boolean(input.document[key])
				],
			},
			[{"name": "verify", "edits": [{"set": ["tlsverify"], "value": true}]} | has_certificates],
		),
		[situation |
			some situation in ["tls-alone", "host-loopback", "unknown-exposure", "socket-unit"]
			holds(situation, listener.host)
		],
	)
}

address(listener) := host_of(listener) if listener.port == 0

address(listener) := sprintf("%s:%d", [host_of(listener), listener.port]) if listener.port != 0

# An address of IPv6 is in brackets in front of a port.
host_of(listener) := sprintf("[%s]", [listener.host]) if contains(listener.host, ":")

host_of(listener) := listener.host if not contains(listener.host, ":")

effect := "asks clients of the Docker API for certificates since Engine 20.10 only" if has_tls_alone

effect := "serves the Docker API without client certificates, though encrypted" if {
	not has_tls_alone
	is_encrypted
}

effect := "serves the Docker API without client certificates" if {
	not has_tls_alone
	not is_encrypted
	not input.context.from_socket
}

effect := "serves the Docker API, and nothing in this unit asks for client certificates" if input.context.from_socket

# The daemon does not start with tlsverify and without one of these.
has_certificates if {
	not input.context.from_unit # an option of a unit is a word of its command
	every file in ["tlscacert", "tlscert", "tlskey"] { input.document[file] }
}

has_tls_alone if {
	input.document.tls == true
	object.get(input.document, "tlsverify", null) == null
}

is_encrypted if input.document.tls == true

# Whether it is true or false, tlsverify brings TLS with it.
is_encrypted if is_boolean(input.document.tlsverify)

holds("tls-alone", _) if has_tls_alone

holds("socket-unit", _) if input.context.from_socket

holds("host-loopback", host) if regex.match(`^(127\.[0-9.]+|::1|localhost)$`, host)

holds("unknown-exposure", host) if placeholder.is_template(host)
