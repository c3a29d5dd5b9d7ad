# METADATA
# title: Host's Unix sockets reachable from the sandbox
# description: |
#   `host-uds` lets the sandbox open (`open`), create (`create`) or both (`all`) Unix sockets of the host that are
#   mounted into it. Whatever listens there is reached past gVisor's kernel: the Docker socket, D-Bus, X11.
#   `fsgofer-host-uds` is the deprecated name of `open`, `host-fifo=open` the same for named pipes. By default all are
#   off, which is why a mounted `docker.sock` is of no use under gVisor.
#
#   Any container may ask for `host-uds` with the annotation `dev.gvisor.flag.host-uds`: the flag is on the list of
#   those that need no `allow-flag-override`.
#
#   **Not judged yet**: which sockets the services of a runtime mount, where the flag stands with the runtime and not in
#   the same Compose file.
# related_resources:
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# - https://github.com/google/gvisor/blob/master/runsc/config/config.go
# - https://gvisor.dev/docs/user_guide/filesystem/
# scope: package
# custom:
#   severity: high
#   precision: very-high
#   situations:
#     not-in-force:
#       severity: medium
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#     socket-mounted:
#       severity: critical
#       because: the service mounts a socket of the host, which this flag makes usable
#     create-only:
#       severity: medium
#       because: the sandbox offers sockets to the host, but cannot connect to those of the host
#     named-pipes:
#       severity: medium
#       because: only named pipes of the host are opened, not sockets
#   fixes:
#     remove:
#       title: Take the flag away
#       unsafe: the service does not reach the sockets of the host any more
#   remediation: |
#     Remove the flag, or set `host-uds = "none"`.
#
#     Give the workload what it needs from the socket over TCP, through a proxy that filters what may be asked.
#   cwe: [668]
#   kinds: [gvisor, daemon, compose]
package gvisor["host-uds"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "host-uds"
	flag.value in {"open", "create", "all"}
	sockets := mounted(flag)
	finding := object.union(
		gvisor.with_removal(
			gvisor.finding(
				flag,
				sprintf("lets the sandbox %s Unix sockets of the host (host-uds=%s)", [verb[flag.value], flag.value]),
				array.concat(
					["socket-mounted" | count(sockets) > 0; flag.value != "create"],
					["create-only" | flag.value == "create"],
				),
			),
			flag, "remove",
		),
		{"related": [{"path": path, "message": "this socket becomes usable"} | some path in sockets]},
	)
}

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "fsgofer-host-uds"
	gvisor.on(flag)
	finding := gvisor.finding(flag, "lets the sandbox open Unix sockets of the host (fsgofer-host-uds, deprecated)", [])
}

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "host-fifo"
	flag.value == "open"
	finding := gvisor.finding(flag, "lets the sandbox open named pipes of the host (host-fifo=open)", ["named-pipes"])
}

verb := {"open": "open", "create": "create", "all": "open and create"}

mounted(flag) := {path |
	some index, volume in input.document.services[flag.service].volumes
	volume.type == "bind"
	is_socket(volume.source)
	path := ["services", flag.service, "volumes", index]
} if {
	flag.service
}

# The annotations of a pod are beside its spec.
mounted(flag) := {path |
	flag.source == "annotation"
	volumes := array.concat(array.slice(flag.path, 0, count(flag.path) - 3), ["spec", "volumes"])
	some index, volume in object.get(input.document, volumes, [])
	is_socket(volume.hostPath.path)
	path := array.concat(volumes, [index])
} if {
	not flag.service
}

is_socket(path) if {
	is_string(path)
	regex.match(`(\.sock|\.socket|/\.X11-unix)/?$`, path)
}
