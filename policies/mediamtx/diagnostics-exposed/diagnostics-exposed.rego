# METADATA
# title: Metrics, pprof or playback listener exposed
# description: |
#   The metrics, the profiler or the playback server is on and listens beyond loopback. Metrics tell who streams what
#   from where, the profiler shows memory and can stall the server, and playback hands out recordings. Where the address
#   is absent it is `:9998` for metrics and `:9999` for the profiler since v1.6.0 and on loopback from v0.17.0 to v1.5;
#   playback, which came in v1.5.0, listens on `:9996`. Which releases may run the file follows from its keys and, where
#   a Compose service uses it, from its image.
# related_resources:
# - https://mediamtx.org/docs/features/metrics
# - https://mediamtx.org/docs/features/performance
# - https://mediamtx.org/docs/features/playback
# scope: package
# custom:
#   severity: medium
#   situations:
#     anonymous-playback: {severity: high, because: "anybody may download recordings without a password"}
#     anonymous-pprof: {severity: high, because: "anybody may use the profiler without a password"}
#     pprof: {severity: high, because: "other machines reach the profiler"}
#     loopback-clients:
#       severity: low
#       because: only clients on loopback or private addresses need no password, and others are refused
#     version-dependent:
#       severity: low
#       because: only some of the releases that may run the file listen beyond loopback by default
#     peers: {severity: low, because: "no port is published: only containers on the same networks reach it"}
#     host-loopback: {severity: none, because: "it can be reached from the host alone"}
#   cwe: [200, 306]
#   remediation: |
#     Bind it to loopback: `metricsAddress: 127.0.0.1:9998`, `pprofAddress: 127.0.0.1:9999`, `playbackAddress:
#     127.0.0.1:9996`; turn the profiler off when nobody measures.
#
#     Where Prometheus scrapes from another container, keep the port unpublished and give it a user with a password.
package mediamtx["diagnostics-exposed"]

import data.lib.link
import data.lib.mediamtx

findings contains finding if {
	some name in ["metrics", "pprof", "playback"]
	server := mediamtx.servers[name]
	some address in server.addresses
	address.class in {"all", "one"}
	finding := object.union(
		{
			"path": place(server, address),
			"message": sprintf("server %q listens %s%s", [name, mediamtx.listens(address), mediamtx.unknown_exposure(address)]),
			"related": related(server, address),
		},
		situation(name, address),
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

situation(_, address) := {"situation": "host-loopback"} if address.reach in {"loopback", "host_loopback"}

situation(_, address) := {"situation": "peers"} if address.reach == "peers"

situation(_, address) := {"situation": "version-dependent"} if {
	not mediamtx.inside(address.reach)
	mediamtx.is_default_since(address)
}

situation(name, address) := guarded(name, address) if {
	not mediamtx.inside(address.reach)
	not mediamtx.is_default_since(address)
}

guarded("playback", _) := {"situation": "anonymous-playback", "part_of": "mediamtx/anonymous-access"} if {
	mediamtx.open("playback")
}

guarded("playback", _) := {} if not mediamtx.open("playback")

guarded("metrics", _) := {"part_of": "mediamtx/admin-action-anonymous"} if mediamtx.open("metrics")

guarded("metrics", _) := {} if {
	not mediamtx.open("metrics")
	not is_refused("metrics")
}

guarded("pprof", _) := {"situation": "anonymous-pprof", "part_of": "mediamtx/admin-action-anonymous"} if {
	mediamtx.open("pprof")
}

guarded("pprof", address) := {"situation": "pprof"} if {
	not mediamtx.open("pprof")
	not is_refused("pprof")
	link.beyond_host(address.path)
}

guarded("pprof", address) := {} if {
	not mediamtx.open("pprof")
	not is_refused("pprof")
	not link.beyond_host(address.path)
}

guarded(name, _) := {"situation": "loopback-clients"} if {
	name in {"metrics", "pprof"}
	is_refused(name)
}

is_refused(name) if {
	mediamtx.only_inside(name)
	not mediamtx.only_before(1006000)
}
