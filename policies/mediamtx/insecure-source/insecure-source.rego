# METADATA
# title: Source pulled without transport security or with an embedded password
# description: |
#   Where a path takes its stream from, sends its readers to or forwards to is weak:
#
#   - the URL has a password, a passphrase or another secret in it, in front of the host, as a parameter, in a stream ID
#     of SRT (`streamid=publish:PATH:USER:PASSWORD`), in a path that some cameras want (`/user=x_password=y`), or as the
#     key of a stream for a public service. Whoever reads the file has it; that of `sourceRedirect` and `fallback` is
#     sent to every reader;
#   - the host is outside private networks and the protocol is not encrypted (`rtsp://`, `rtmp://`, `http://`,
#     `whep://`, `whip://`). Cameras often speak nothing else: without a secret in the URL a host on a private network
#     is a note;
#   - `udp://`, `udp+mpegts://` or `udp+rtp://` listens on an address of the host without the parameter `source`, so
#     that any sender can put pictures into the stream. Multicast addresses are not reported: only their network reaches
#     them;
#   - `rtspAnyPort: true` takes media from any port of the camera's host, and so from any program that can send from its
#     address; MediaMTX calls it a security issue itself.
#
#   `sourceFingerprint` verifies a certificate and is no bypass. Secrets are never shown.
# related_resources:
# - https://mediamtx.org/docs/features/proxy
# - https://mediamtx.org/docs/publish/mpeg-ts
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/mediamtx.yml
# scope: package
# custom:
#   severity: low
#   situations:
#     sent-to-readers: {severity: medium, because: "MediaMTX sends the URL to every reader, with the secret in it"}
#     private-network: {severity: note, because: "the host is on a private network"}
#   cwe: [319, 345, 522]
#   remediation: |
#     Use the encrypted protocol where the other side has it: `rtsps://`, `rtmps://`, `https://`, `wheps://`, with
#     `sourceFingerprint` for a certificate of its own. Name the sender of UDP packets: `?source=192.168.3.5`.
#
#     Keep the secret out of the file: set the whole URL from the environment (`MTX_PATHS_CAM1_SOURCE`), and give the
#     camera an account that can do nothing but view.
package mediamtx["insecure-source"]

import data.lib.mediamtx

findings contains finding if {
	some at, text in urls
	contains(text, "://")
	url := mediamtx.url(text)
	faults := [fault | some fault in ["secret", "plain", "anybody"]; has(fault, at, url, text)]
	count(faults) > 0
	finding := object.union(
		{
			"path": at,
			"message": sprintf("%s %s", [subject(at, url), mediamtx.enumerated([reason(fault, text) | some fault in faults])]),
			"secret": {{"path": at, "text": one.value} | some one in mediamtx.secrets(text)},
		},
		situation(at, faults, url),
	)
}

findings contains finding if {
	some path in mediamtx.paths
	setting := path.written.rtspAnyPort
	setting.value == true
	finding := {
		"path": setting.path,
		"message": sprintf("setting %q takes media from any port of its host", [mediamtx.key(setting)]),
	}
}

# urls are where streams come from, where readers are sent to and where streams go to, by place.
urls[setting.path] := mediamtx.raw(setting) if {
	some path in mediamtx.paths
	some name in ["source", "sourceRedirect", "fallback"]
	setting := path.written[name]
	is_string(mediamtx.raw(setting))
}

urls[at] := entry.dest if {
	some path in mediamtx.paths
	some index, entry in object.get(input.document, array.concat(path.path, ["forward"]), [])
	is_string(entry.dest)
	at := array.concat(path.path, ["forward", index, "dest"])
}

role(at) := {"dest": "destination", "sourceredirect": "redirection", "fallback": "redirection"}[lower(last(at))]

role(at) := "source" if not lower(last(at)) in {"dest", "sourceredirect", "fallback"}

last(at) := at[count(at) - 1]

reason("secret", text) := sprintf("has %s in its URL", [mediamtx.enumerated(sort(names))]) if {
	names := {named(one) | some one in mediamtx.secrets(text)}
}

reason("plain", _) := "is not encrypted"

reason("anybody", _) := "takes packets from anybody"

named(one) := sprintf("a %s", [one.what]) if one.what in {"password", "passphrase", "stream key"}

named(one) := sprintf("the secret %q", [one.what]) if not one.what in {"password", "passphrase", "stream key"}

has("secret", _, _, text) if count(mediamtx.secrets(text)) > 0

# MediaMTX itself does not connect to where readers are sent.
has("plain", at, url, _) if {
	role(at) != "redirection"
	url.scheme in {"rtsp", "rtsp+http", "rtsp+ws", "rtmp", "http", "whep", "whip"}
	not mediamtx.host_place(url.host) in {"loopback", "unknown"}
}

has("anybody", at, url, text) if {
	role(at) == "source"
	url.scheme in {"udp", "udp+mpegts", "udp+rtp"}
	is_open_address(url.host)
	not regex.match(`[?&]source=[^&]`, text)
}

is_open_address("")

is_open_address(host) if {
	not mediamtx.host_place(host) in {"loopback", "unknown"}
	not regex.match(`(?i)^(22[4-9]|23\d)\.|^ff[0-9a-f]{2}:`, host)
}

subject(at, url) := sprintf("%s %q", [role(at), url.address])

situation(at, faults, _) := {"situation": "sent-to-readers"} if is_sent(at, faults)

situation(at, faults, url) := {"situation": "private-network"} if {
	not is_sent(at, faults)
	is_private(faults, url)
}

situation(at, faults, url) := {} if {
	not is_sent(at, faults)
	not is_private(faults, url)
}

is_sent(at, faults) if {
	"secret" in faults
	role(at) == "redirection"
}

is_private(["plain"], url) if mediamtx.host_place(url.host) == "private"
