# METADATA
# title: Streaming listener on all interfaces
# description: |
#   A server of streams listens on every interface: its address names no host (`:8554`, IPv4 and IPv6), or it names
#   `0.0.0.0` or `[::]`. Reported once for each protocol that the file mentions, by its switch or by an address; RTP,
#   RTCP, SRTP and the WebRTC media ports belong to their protocol. Servers that the file does not mention are
#   `mediamtx/implicit-server`.
#
#   Switches of both spellings count (`rtsp: no`, `rtspDisable: yes`), and the addresses that are in use: `rtspAddress`
#   unless encryption is `strict`, `rtspsAddress` when it is `strict` or `optional`, the UDP ports when `rtspTransports`
#   has `udp`. Where a Compose file shows that nothing outside the host reaches the port, the finding is informational.
#   Note that ports which Docker publishes bypass the input rules of ufw and firewalld.
# related_resources:
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/mediamtx.yml
# - https://docs.docker.com/engine/network/packet-filtering-firewalls/
# scope: package
# custom:
#   severity: medium
#   situations:
#     anonymous: {severity: high, because: "anybody may publish or read over it without a password"}
#     protected: {severity: note, because: "clients need a password and the connection is always encrypted"}
#     inside: {severity: none, because: "nothing outside the host can reach the port"}
#     untrusted-peers: {severity: note, because: "only containers reach the port, but one of them runs untrusted code"}
#   cwe: [668, 1327]
#   remediation: |
#     Name the address that clients use: `rtspAddress: 127.0.0.1:8554` for a proxy or a program on the host, or the
#     address of one interface.
#
#     Turn off protocols that nobody uses: `rtmp: false`. In a container keep the address and publish the port on one
#     host address instead: `127.0.0.1:8554:8554`.
package mediamtx["listener-all-interfaces"]

import data.lib.link
import data.lib.mediamtx

findings contains finding if {
	some name, server in mediamtx.servers
	server.stream
	wide := [address | some address in server.addresses; address.class == "all"]
	count(wide) > 0
	is_mentioned(server)
	finding := object.union(
		{
			"path": place(server, wide),
			"message": sprintf("server %q listens on every interface (%s)%s", [
				name,
				concat(", ", [port(address) | some address in wide]),
				remark(wide),
			]),
			"related": related(server, wide),
		},
		situation(server, wide),
	)
}

is_mentioned(server) if server.switch.written

is_mentioned(server) if {
	some address in server.addresses
	address.written
}

# The address in question, else what else the file says of the server.
place(server, wide) := array.concat(
	[setting.path | some setting in array.concat(wide, [server.switch]); setting.written],
	[address.path | some address in server.addresses; address.written],
)[0]

port(address) := sprintf("%s/%s", [regex.replace(address.value, `^.*:`, ""), address.protocol])

reached(wide) := mediamtx.widest({address.reach | some address in wide})

remark(wide) := ", exposure unknown" if reached(wide) == "unknown"

remark(wide) := "" if reached(wide) != "unknown"

situation(_, wide) := {"situation": contained(wide)} if mediamtx.inside(reached(wide))

situation(server, wide) := {"situation": "anonymous", "part_of": "mediamtx/anonymous-access"} if {
	not mediamtx.inside(reached(wide))
	is_anonymous(server)
}

situation(server, wide) := {"situation": "protected"} if {
	not mediamtx.inside(reached(wide))
	not is_anonymous(server)
	server.encryption == "strict"
}

situation(server, wide) := {} if {
	not mediamtx.inside(reached(wide))
	not is_anonymous(server)
	server.encryption != "strict"
}

contained(wide) := "untrusted-peers" if {
	some address in wide
	count(link.untrusted_peers(address.path)) > 0
}

contained(wide) := "inside" if {
	every address in wide {
		count(link.untrusted_peers(address.path)) == 0
	}
}

is_anonymous(_) if mediamtx.open("read")

# HLS only reads.
is_anonymous(server) if {
	server.name != "hls"
	mediamtx.open("publish")
	mediamtx.is_published
}

related(server, wide) := array.concat(
	[{"path": address.path, "message": sprintf("and here: %s", [port(address)])} |
		some address in wide
		address.written
		address.path != place(server, wide)
	],
	[shown | some address in wide; some shown in array.concat(address.related, link.related(address.path))],
)
