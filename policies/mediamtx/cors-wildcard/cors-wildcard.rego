# METADATA
# title: Server open to any web origin
# description: |
#   `Access-Control-Allow-Origin: *` lets every web page that somebody inside the network visits call the server from
#   their browser and read the answers: streams of HLS and WebRTC, and with the API the whole configuration. Browsers
#   send no cookies along, but a server that asks for no password needs none. Reported for each server that is on and
#   has `*` in its `AllowOrigins`, or had it in `AllowOrigin` (before v1.15.4). `*` is the default as well: one note for
#   each file names the servers that leave it at that.
# related_resources:
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/protocols/httpp/handler_origin.go
# - https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Access-Control-Allow-Origin
# scope: package
# custom:
#   severity: low
#   situations:
#     anonymous-admin:
#       severity: high
#       because: "the server asks for no password: any page in a browser inside the network can use it"
#     exposed-admin: {severity: medium, because: "the server is not meant for browsers and listens beyond loopback"}
#     inside:
#       severity: note
#       because: nothing outside the host can reach the server, so only browsers on that machine can
#     default: {severity: note, because: "it is the default and not written"}
#   cwe: [942]
#   fixes:
#     listed:
#       title: Allow the origins alone that are listed
#     none:
#       title: Allow no other origin
#       unsafe: pages of other origins cannot use what it answers
#   remediation: |
#     List the origins of your own pages: `hlsAllowOrigins: ["https://video.example.org"]`, and use `[]` for the API,
#     metrics and the profiler.
package mediamtx["cors-wildcard"]

import data.lib.finding.with_fix
import data.lib.mediamtx

findings contains finding if {
	some name, server in mediamtx.servers
	origins := mediamtx.setting[sprintf("%sAllowOrigins", [name])]
	origins.written
	"*" in origins.value
	finding := object.union(
		with_fix(
			{
				"path": place(origins),
				"message": sprintf("server %q answers web pages of any origin", [name]),
				"related": origins.related,
			},
			fixes(origins),
		),
		situation(name, server),
	)
}

findings contains finding if {
	open := [name |
		some name in ["api", "playback", "hls", "webrtc", "moq"]
		mediamtx.servers[name]
		origins := mediamtx.setting[sprintf("%sAllowOrigins", [name])]
		not origins.written
		origins.since == ""
	]
	count(open) > 0
	finding := {
		"path": [sprintf("%sAllowOrigins", [open[0]])],
		"message": sprintf("%s web pages of any origin by default", [servers_answer(open)]),
		"situation": "default",
	}
}

servers_answer(names) := sprintf("server %s answers", [mediamtx.quoted(names)]) if count(names) == 1

servers_answer(names) := sprintf("servers %s answer", [mediamtx.quoted(names)]) if count(names) > 1

fixes(origins) := [{"name": name, "edits": edits} |
	is_array(object.get(input.document, origins.path, null))
	name := {true: "listed", false: "none"}[count(others(origins)) > 0]
	edits := [edit |
		some edit in {
			"listed": [{"remove": array.concat(origins.path, [index])} | some index, origin in origins.value; origin == "*"],
			"none": [{"set": origins.path, "value": []}],
		}[name]
	]
]

others(origins) := {origin | some origin in origins.value; origin != "*"}

place(origins) := array.concat(origins.path, [index]) if {
	is_array(object.get(input.document, origins.path, null))
	index := [i | some i, origin in origins.value; origin == "*"][0]
}

place(origins) := origins.path if not is_array(object.get(input.document, origins.path, null))

is_admin(name) if name in {"api", "metrics", "pprof", "playback"}

situation(_, server) := {"situation": "inside"} if is_inside(server)

situation(name, server) := {"situation": "anonymous-admin"} if {
	not is_inside(server)
	name in {"api", "playback"}
	mediamtx.open(name)
}

situation(name, server) := {"situation": "exposed-admin"} if {
	not is_inside(server)
	is_admin(name)
	not is_anonymous(name)
}

situation(name, server) := {} if {
	not is_inside(server)
	not is_admin(name)
}

is_anonymous(name) if {
	name in {"api", "playback"}
	mediamtx.open(name)
}

is_inside(server) if mediamtx.inside(mediamtx.widest({address.reach | some address in server.addresses}))
