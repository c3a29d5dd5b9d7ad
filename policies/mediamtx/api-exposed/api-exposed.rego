# METADATA
# title: Control API reachable from the network
# description: |
#   The control API, which reads and changes the whole configuration, hooks included, listens beyond loopback. An
#   address without a host (`:9997`) is every interface, IPv4 and IPv6; `unix:///path` is a socket. Where `apiAddress`
#   is absent, it is `:9997` since v1.6.0 and was `127.0.0.1:9997` before; which releases may run the file follows from
#   its keys and, where a Compose service uses it, from the tag of the image.
#
#   By default the API needs no password from loopback and lets nobody else in: then the list of addresses is all that
#   stands between the network and the API. Before v1.6.0 the API had no authentication at all. Who may use it without a
#   password is reported by `mediamtx/admin-action-anonymous`.
# related_resources:
# - https://mediamtx.org/docs/features/control-api
# - https://mediamtx.org/docs/features/authentication
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/mediamtx.yml
# scope: package
# custom:
#   severity: high
#   situations:
#     anonymous: {severity: critical, because: "anybody may use the API without a password"}
#     no-authentication: {severity: critical, because: "before v1.6.0 the API asks for no password at all"}
#     older-release: {severity: high, because: "before v1.20.1 external authentication left out the API by default"}
#     authenticates: {severity: medium, because: "the API asks for a password or a token"}
#     loopback-clients:
#       severity: medium
#       because: "only clients on loopback or private addresses need no password: the list of addresses is the only
#         guard"
#     version-dependent:
#       severity: medium
#       because: only some of the releases that may run the file listen beyond loopback by default
#     peers: {severity: low, because: "no port is published: only containers on the same networks reach it"}
#     host-loopback: {severity: none, because: "it can be reached from the host alone"}
#   cwe: [306, 668]
#   remediation: |
#     Bind the API to loopback: `apiAddress: 127.0.0.1:9997`, or to a socket, `unix:///run/mediamtx/api.sock`; turn it
#     off with `api: false` where nothing uses it.
#
#     Where another container needs it, keep it off the published ports and give it a user of its own with a password.
package mediamtx["api-exposed"]

import data.lib.link
import data.lib.mediamtx

findings contains finding if {
	server := mediamtx.servers.api
	some address in server.addresses
	address.class in {"all", "one"}
	finding := object.union(
		{
			"path": place(server, address),
			"message": sprintf("server \"api\" listens %s%s", [mediamtx.listens(address), mediamtx.unknown_exposure(address)]),
			"related": related(server, address),
		},
		situation(address),
	)
}

# An absent address is reported where the server is turned on.
place(_, address) := address.path if address.written

place(server, address) := server.switch.path if not address.written

related(server, address) := array.flatten([
	[{"path": server.switch.path, "message": "turned on here"} |
		server.switch.path != address.path
		server.switch.written
	],
	server.switch.related,
	address.related,
	link.related(address.path),
])

situation(address) := {"situation": "host-loopback"} if address.reach in {"loopback", "host_loopback"}

situation(address) := {"situation": "peers"} if address.reach == "peers"

situation(address) := {"situation": "version-dependent"} if {
	not mediamtx.inside(address.reach)
	mediamtx.is_default_since(address)
}

situation(address) := guarded if {
	not mediamtx.inside(address.reach)
	not mediamtx.is_default_since(address)
}

guarded := {"situation": "no-authentication"} if mediamtx.only_before(1006000)

guarded := {"situation": "older-release", "part_of": "mediamtx/admin-action-anonymous"} if mediamtx.outdated_exclude

guarded := {"situation": "anonymous", "part_of": "mediamtx/admin-action-anonymous"} if {
	is_asked
	mediamtx.open("api")
}

guarded := {"situation": "loopback-clients"} if {
	is_asked
	mediamtx.only_inside("api")
}

guarded := {"situation": "authenticates"} if {
	is_asked
	not mediamtx.open("api")
	not mediamtx.only_inside("api")
	mediamtx.method != null
}

guarded := {} if {
	is_asked
	mediamtx.method == null
}

is_asked if {
	not mediamtx.only_before(1006000)
	not mediamtx.outdated_exclude
}
