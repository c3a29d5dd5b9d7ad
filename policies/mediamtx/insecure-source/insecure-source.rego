# METADATA
# title: Source pulled without transport security or with an embedded password
# description: |
#   A path pulls its stream from, or forwards it to, a URL that holds a password, or a host outside private networks
#   over a protocol without encryption (`rtsp://`, `rtmp://`, `http://`, `whep://`, `whip://`). Cameras often speak
#   nothing else: without a password in the URL a host on a private network is a note. Also reported is `rtspAnyPort:
#   true`, which takes media from any port and so from any sender; MediaMTX calls it a security issue itself.
#   `sourceFingerprint` verifies a certificate and is no bypass. Passwords are never shown.
# related_resources:
# - https://mediamtx.org/docs/features/proxy
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/mediamtx.yml
# scope: package
# custom:
#   severity: low
#   situations:
#     private-network: {severity: note, because: "the host is on a private network"}
#   cwe: [319, 522]
#   remediation: |
#     Use the encrypted protocol where the other side has it: `rtsps://`, `rtmps://`, `https://`, `wheps://`, with
#     `sourceFingerprint` for a certificate of its own.
#
#     Keep the password out of the file: set the whole URL from the environment (`MTX_PATHS_CAM1_SOURCE`), and give the
#     camera an account that can do nothing but view.
package mediamtx["insecure-source"]

import data.lib.mediamtx
import data.lib.placeholder

findings contains finding if {
	some at, text in urls
	contains(text, "://")
	url := mediamtx.url(text)
	faults := [fault | some fault in ["password", "plain"]; has(fault, url)]
	count(faults) > 0
	finding := object.union(
		{
			"path": at,
			"message": sprintf("%s %s", [subject(at, url), mediamtx.enumerated([reason[fault] | some fault in faults])]),
		},
		situation(faults, url),
	)
}

findings contains finding if {
	some path in mediamtx.paths
	setting := path.written.rtspAnyPort
	setting.value == true
	finding := {
		"path": setting.path,
		"message": sprintf("setting %q takes media from any port of any sender", [mediamtx.key(setting)]),
	}
}

# urls gives where streams come from and go to, by place.
urls[source.path] := source.value if {
	some path in mediamtx.paths
	source := path.written.source
	is_string(source.value)
}

urls[at] := entry.dest if {
	some path in mediamtx.paths
	some index, entry in object.get(input.document, array.concat(path.path, ["forward"]), [])
	is_string(entry.dest)
	at := array.concat(path.path, ["forward", index, "dest"])
}

reason := {"password": "holds a password", "plain": "is not encrypted"}

has("password", url) if {
	url.password != ""
	not placeholder.is_template(url.password)
	not contains(url.password, "$")
}

has("plain", url) if {
	url.scheme in {"rtsp", "rtsp+http", "rtsp+ws", "rtmp", "http", "whep", "whip"}
	not mediamtx.host_place(url.host) in {"loopback", "unknown"}
}

subject(at, url) := sprintf("source %q", [url.address]) if at[count(at) - 1] != "dest"

subject(at, url) := sprintf("destination %q", [url.address]) if at[count(at) - 1] == "dest"

situation(faults, url) := {"situation": "private-network"} if is_private(faults, url)

situation(faults, url) := {} if not is_private(faults, url)

is_private(faults, url) if {
	not "password" in faults
	mediamtx.host_place(url.host) == "private"
}
