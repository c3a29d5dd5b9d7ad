# METADATA
# title: Streams open to anyone
# description: |
#   Somebody without a password may publish, read or play back streams over a server that is open beyond loopback. This
#   is what MediaMTX does as it comes: where `authInternalUsers` is absent, the user `any` may do all three from
#   everywhere.
#
#   What counts are the users in force: an entry for `any` opens its actions however many named users stand beside it,
#   because one entry that matches is enough. `publishUser` and `readUser` of paths, which were the way before v1.6.0
#   and are still read, close only what they name: a path with a `publishUser` alone is open to readers, and a path with
#   neither is open to all. Beside them anybody may play back recordings until v1.21.1. `authHTTPExclude` and
#   `authJWTExclude` open actions just as much. `authInternalUsers: []` lets nobody in.
#
#   Nothing is reported where every server of streams listens on loopback or on a Unix socket, where `ips` admits
#   loopback alone, and for the reading of paths that the parameter `public_paths` names. It is a note where the file
#   turns off every server of the releases that it needs, and only a newer one, such as MoQ (v1.19.0), would listen.
# related_resources:
# - https://mediamtx.org/docs/features/authentication
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/auth/manager.go
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/mediamtx.yml
# scope: package
# custom:
#   severity: high
#   situations:
#     reading-only: {severity: medium, because: "nobody may publish without a password, but anybody may watch"}
#     limited-addresses: {severity: low, because: "`ips` admits private ranges or a few addresses alone"}
#     peers: {severity: low, because: "no port is published: only containers on the same networks reach the servers"}
#     newer-release: {severity: note, because: "only newer releases than the file needs have the servers"}
#     host-loopback: {severity: note, because: "the servers can be reached from the host alone"}
#   cwe: [306, 862]
#   parameters:
#     public_paths: []
#   remediation: |
#     List a publisher and a reader with passwords under `authInternalUsers` and take `any` out.
#
#     ```yaml
#     authInternalUsers:
#       - user: camera
#         pass: argon2:...
#         permissions: [{action: publish, path: cam1}]
#       - user: viewer
#         pass: argon2:...
#         permissions: [{action: read, path: cam1}]
#     ```
#
#     Where the streams are for everybody, name the paths in the permission of `any` and in the parameter
#     `public_paths`. Where only the host needs them, bind the servers to it: `rtspAddress: 127.0.0.1:8554` and so on
#     for each.
package mediamtx["anonymous-access"]

import data.lib.mediamtx

findings contains finding if {
	some at, grants in entries
	granted := {grant.action | some grant in grants}
	actions := [action | some action in ["publish", "read", "playback"]; action in granted]
	finding := object.union(
		{"path": at, "message": message(grants, actions), "related": array.concat(variables(grants), places)},
		situation(grants, actions),
	)
}

# entries gives by place what is granted there.
entries[at] contains grant if {
	some grant in mediamtx.grants
	grant.scope != "loopback"
	is_usable(grant.action)
	not is_pulled(grant)
	not is_public(grant)
	at := place(grant)
}

# The two users of a path in the manner before v1.6.0 are one defect of the path.
place(grant) := array.slice(grant.at, 0, 2) if grant.origin == "legacy"

place(grant) := grant.at if grant.origin != "legacy"

is_usable(action) if {
	action in {"publish", "read"}
	count(mediamtx.streaming) > 0
}

is_usable("playback") if "playback" in mediamtx.exposed

# Nobody can publish where all paths pull their streams from elsewhere.
is_pulled(grant) if {
	grant.action == "publish"
	not mediamtx.is_published
}

is_pulled(grant) if {
	grant.action == "publish"
	grant.origin == "legacy"
	path := mediamtx.path_at[array.slice(grant.at, 0, 2)]
	not mediamtx.takes_publishers(path)
}

is_public(grant) if {
	grant.action in {"read", "playback"}
	grant.path != ""
	trim_prefix(grant.path, "/") in input.parameters["mediamtx/anonymous-access"].public_paths
}

message(grants, actions) := sprintf("path %q lets anybody %s it without a password", [name, enumerated(actions)]) if {
	origins(grants) == {"legacy"}
	name := legacy_path(grants)
}

message(grants, actions) := sprintf(
	"%s %s without a password%s",
	[subject(grants), mediamtx.enumerated(clauses(grants, actions)), reason(grants)],
) if {
	not legacy_path(grants)
}

# legacy_path returns the name of the path for users in the manner before v1.6.0; the user for playback has none.
legacy_path(grants) := [grant.at[1] | some grant in grants; grant.origin == "legacy"][0]

origins(grants) := {grant.origin | some grant in grants}

subject(grants) := "user \"any\" may" if not "exclude" in origins(grants)

subject(grants) := sprintf("setting %q lets anybody", [name]) if {
	"exclude" in origins(grants)
	name := [grant.at[0] | some grant in grants][0]
}

enumerated(actions) := mediamtx.enumerated([verb[action] | some action in actions])

verb := {"publish": "publish", "read": "read", "playback": "play back"}

# clauses say what may be done with which paths; actions on the same paths are one clause.
clauses(grants, actions) := [sprintf("%s %s", [enumerated(alike), streams(names)]) |
	some action in actions
	names := stream_names(grants, action)
	alike := [other | some other in actions; stream_names(grants, other) == names]
	alike[0] == action
]

stream_names(grants, action) := {grant.path | some grant in grants; grant.action == action}

streams(names) := "every path" if "" in names

streams(names) := sprintf("path %s", [mediamtx.quoted(names)]) if {
	not "" in names
	count(names) == 1
}

streams(names) := sprintf("paths %s", [mediamtx.quoted(names)]) if {
	not "" in names
	count(names) > 1
}

reason(grants) := "" if not "default" in origins(grants)

reason(grants) := ", because \"authInternalUsers\" is absent" if {
	"default" in origins(grants)
	not mediamtx.only_before(1006000)
}

reason(grants) := ", because no path has a \"publishUser\" or \"readUser\"" if {
	"default" in origins(grants)
	mediamtx.only_before(1006000)
}

level := mediamtx.widest(mediamtx.reaches(mediamtx.streaming | (mediamtx.exposed & {"playback"})))

situation(_, _) := {"situation": "host-loopback"} if level in {"loopback", "host_loopback"}

situation(_, _) := {"situation": "peers"} if level == "peers"

situation(_, _) := {"situation": "newer-release"} if {
	not mediamtx.inside(level)
	is_newer
}

situation(grants, _) := {"situation": "limited-addresses"} if {
	not mediamtx.inside(level)
	not is_newer
	is_limited(grants)
}

situation(grants, actions) := {"situation": "reading-only"} if {
	not mediamtx.inside(level)
	not is_newer
	not is_limited(grants)
	not "publish" in actions
}

situation(grants, actions) := {} if {
	not mediamtx.inside(level)
	not is_newer
	not is_limited(grants)
	"publish" in actions
}

# is_newer holds where the file turns every server off but those which came with a release that it may never run with.
is_newer if {
	not "playback" in mediamtx.exposed
	every name in mediamtx.streaming {
		is_brought(mediamtx.servers[name])
	}
}

is_brought(server) if {
	not server.switch.written
	server.switch.since != ""
	every address in server.addresses {
		not address.written
	}
}

is_limited(grants) if not "everywhere" in {grant.scope | some grant in grants}

# variables are the places in the environment that made a user what it is.
variables(grants) := [set.related |
	some index in {grant.user | some grant in grants}
	some set in mediamtx.users[index].set
]

# places are the main addresses of the servers concerned, and what shows how far they reach.
places := [{"path": address.path, "message": sprintf("%s listens here", [mediamtx.title(name)])} |
	some name in mediamtx.streaming
	address := mediamtx.servers[name].addresses[0]
	address.written
]
