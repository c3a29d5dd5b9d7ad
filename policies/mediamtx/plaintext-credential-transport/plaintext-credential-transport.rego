# METADATA
# title: Credentials sent unencrypted
# description: |
#   Clients have to give a password or a token, and a server that listens beyond loopback takes it over a connection
#   without TLS, or lets the client choose (`optional`). Looked at are RTSP and RTMP (`rtspEncryption`,
#   `rtmpEncryption`: `no`, `optional` or `strict`, where `yes` and `true` are `strict`; `encryption` before v1.11.0),
#   HLS, WebRTC signalling, the control API and playback (`hlsEncryption` and so on). WebRTC media is always encrypted,
#   and so is MoQ (since v1.19.0). One finding for each file lists the servers.
#
#   Where a Compose file shows that only the host or other containers reach the ports, such as a TLS proxy in front, the
#   finding is lowered. **Not judged yet**: whether the key and the certificate exist, and what a proxy outside the scan
#   does.
# related_resources:
# - https://mediamtx.org/docs/features/authentication
# - https://mediamtx.org/docs/features/rtsp-specific-features
# scope: package
# custom:
#   severity: medium
#   situations:
#     optional: {severity: low, because: "encryption is offered, and clients may do without"}
#     peers: {severity: low, because: "no port is published: only containers on the same networks see the traffic"}
#     host-loopback: {severity: none, because: "the traffic does not leave the host"}
#   cwe: [319, 523]
#   remediation: |
#     Turn on TLS for the servers that clients reach: `rtspEncryption: "strict"`, `hlsEncryption: true`,
#     `webrtcEncryption: true`, each with its key and certificate.
#
#     Or bind them to loopback and let a proxy with TLS stand in front.
package mediamtx["plaintext-credential-transport"]

import data.lib.link
import data.lib.mediamtx

findings contains finding if {
	mediamtx.needs_password
	bare := mediamtx.outermost([server |
		some name in ["rtsp", "rtmp", "hls", "webrtc", "api", "playback"]
		server := mediamtx.servers[name]
		server.encryption in {"no", "optional"}
		not mediamtx.is_local(server)
		asks(name)
	])
	count(bare) > 0
	finding := object.union(
		{
			"path": place(bare),
			"message": message(bare),
			"related": [{"path": at, "message": sprintf("%s has no TLS", [mediamtx.title(server.name)])} |
				some server in bare
				at := places(server)[0]
				at != place(bare)
			],
		},
		situation(bare),
	)
}

# Nobody sends a password where anybody is let in without.
asks(name) if {
	name in {"rtsp", "rtmp", "webrtc"}
	not both_open
}

asks("hls") if not mediamtx.open("read")

asks("api") if not mediamtx.open("api")

asks("playback") if not mediamtx.open("playback")

both_open if {
	mediamtx.open("publish")
	mediamtx.open("read")
}

message(bare) := sprintf("server %s takes passwords and tokens over plain connections", [described(bare[0])]) if {
	count(bare) == 1
}

message(bare) := sprintf(
	"servers %s take passwords and tokens over plain connections",
	[mediamtx.enumerated([described(server) | some server in bare])],
) if {
	count(bare) > 1
}

described(server) := sprintf("%q (where TLS is optional)", [server.name]) if server.encryption == "optional"

described(server) := sprintf("%q", [server.name]) if server.encryption != "optional"

# places gives for a server where the file speaks of it, the nearest to encryption first.
places(server) := [setting.path |
	some setting in array.concat(
		[mediamtx.setting[sprintf("%sEncryption", [server.name])], server.addresses[0], server.switch],
		[address | some address in server.addresses],
	)
	setting.written
]

# Where the file speaks of none of the servers, who has to give a password stands for them.
place(bare) := array.concat(
	[at | some server in bare; some at in places(server)],
	[mediamtx.setting.authMethod.path, ["authInternalUsers"]],
)[0]

level(bare) := mediamtx.widest({reach(address) | some server in bare; some address in server.addresses})

# A published proxy that routes to the port is taken to have TLS: behind it the traffic stays on the containers'
# network.
reach(address) := "peers" if is_proxied(address)

reach(address) := address.reach if not is_proxied(address)

is_proxied(address) if {
	address.reach == "one_address"
	some shown in link.related(address.path)
	shown.path[2] in {"labels", "environment"}
}

situation(bare) := {"situation": "host-loopback"} if level(bare) in {"loopback", "host_loopback"}

situation(bare) := {"situation": "peers"} if level(bare) == "peers"

situation(bare) := {"situation": "optional"} if {
	not mediamtx.inside(level(bare))
	is_offered(bare)
}

situation(bare) := {} if {
	not mediamtx.inside(level(bare))
	not is_offered(bare)
}

is_offered(bare) if {
	every server in bare {
		server.encryption == "optional"
	}
}
