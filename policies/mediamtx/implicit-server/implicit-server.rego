# METADATA
# title: Server enabled by default and not mentioned
# description: |
#   MediaMTX starts servers that the file does not mention: RTSP, RTMP (v0.15.0), HLS (v0.16.0), WebRTC (v0.21.0), SRT
#   (v1.0.0) and MoQ (v1.19.0) are on unless they are turned off, and listen on every interface. One finding for each
#   file lists those for which the file has neither a switch nor an address. Which releases may run the file follows
#   from its keys, and from the tag of the image where a Compose service uses the file; a protocol that only newer
#   releases have is listed with the release that brought it.
# related_resources:
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/conf.go
# - https://mediamtx.org/docs/references/configuration-file
# scope: package
# custom:
#   severity: low
#   situations:
#     anonymous: {severity: medium, because: "anybody may publish or read over them without a password"}
#     newer-release: {severity: note, because: "only newer releases than the file needs have these servers"}
#     inside: {severity: none, because: "nothing outside the host can reach the ports"}
#   cwe: [1188]
#   remediation: |
#     Say for each protocol what you want: `rtmp: false` for those that no client uses, `rtsp: true` for those that one
#     does.
package mediamtx["implicit-server"]

import data.lib.mediamtx

findings contains finding if {
	count(silent) > 0
	finding := object.union(
		{
			"path": [silent[0].name],
			"message": message,
		},
		situation,
	)
}

message := sprintf("server %s starts by default and is not mentioned", [described(silent[0])]) if count(silent) == 1

message := sprintf(
	"servers %s start by default and are not mentioned",
	[mediamtx.enumerated([described(server) | some server in silent])],
) if {
	count(silent) > 1
}

# silent are the servers that the file says nothing about, in the order in which they came to be; those that nothing
# outside the host reaches are left out beside others.
silent := mediamtx.outermost([server |
	some name in ["rtsp", "rtmp", "hls", "webrtc", "srt", "moq"]
	server := mediamtx.servers[name]
	not server.switch.written
	every address in server.addresses {
		not address.written
	}
])

described(server) := sprintf(
	"%q (%s%s)",
	[server.name, concat(", ", [port(address) | some address in server.addresses]), since(server)],
)

port(address) := sprintf("%s/%s", [trim_prefix(address.value, ":"), address.protocol])

since(server) := sprintf(", since %s", [server.switch.since]) if server.switch.since != ""

since(server) := "" if server.switch.since == ""

level := mediamtx.widest({address.reach | some server in silent; some address in server.addresses})

is_contained if mediamtx.inside(level)

is_newer if {
	every server in silent {
		server.switch.since != ""
	}
}

situation := {"situation": "inside"} if is_contained

situation := {"situation": "newer-release"} if {
	not is_contained
	is_newer
}

situation := {"situation": "anonymous", "part_of": "mediamtx/anonymous-access"} if {
	not is_contained
	not is_newer
	mediamtx.open_streams
}

situation := {} if {
	not is_contained
	not is_newer
	not mediamtx.open_streams
}
