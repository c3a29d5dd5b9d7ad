# METADATA
# title: Missing hardening options of the daemon
# description: |
#   Options of the Docker daemon that the CIS benchmark asks for and that cost most set-ups nothing. Absent:
#   `userns-remap` (root in a container is root on the host), `icc: false` (containers on the default bridge reach each
#   other), `no-new-privileges`, `live-restore` (containers survive an update of the daemon; not with Swarm) and
#   `userland-proxy: false`. Present: `experimental`, and `debug` or `log-level: debug`.
#
#   At the level `debug` dockerd logs each request to its API: the address, and JSON bodies of up to 4 KiB. It masks
#   fields that are secrets by name (`password`, `secret`, `data`, `jointoken`, `signingcakey`, `unlockkey`), but not
#   the environment of a container that is created, where applications get theirs.
#
#   A rootless daemon (`"rootless": true`, or the file below `.config/docker`) needs none of the first five. What the
#   flags of a unit of systemd lack may be in daemon.json, so that only what they say is reported. Part of the strict
#   pack.
# related_resources:
# - https://docs.docker.com/engine/security/
# - https://docs.docker.com/engine/security/userns-remap/
# - https://docs.docker.com/engine/daemon/live-restore/
# - https://github.com/moby/moby/blob/v28.5.2/api/server/middleware/debug.go
# - https://www.cisecurity.org/benchmark/docker
# scope: package
# custom:
#   severity: note
#   situations:
#     debugging:
#       severity: medium
#       because: the log gets requests with their bodies, the environment of new containers included
#   fixes:
#     harden:
#       title: Set it to the stricter value
#       unsafe: containers may rely on what it allows
#     remove:
#       title: Remove the option
#       unsafe: features that are not finished do not work any more
#     quieten:
#       title: Do not write the requests to the log
#   remediation: |
#     Set the option, one at a time, and restart the daemon.
#
#     `userns-remap` moves the image store and changes the owner of files in volumes: try it on a host without data
#     first.
#   cwe: [250]
#   pack: strict
package daemon["hardening-missing"]

import data.lib.finding.with_fix

# What is absent has one place, so it is one finding.
findings contains finding if {
	count(absent) > 0
	finding := {
		"path": [],
		"message": sprintf(
			"%q leaves options at a default that could be stricter: %s",
			[file_name, concat(", ", sort(absent))],
		),
	}
}

findings contains finding if {
	some option in (missing - absent)
	option in object.keys(input.document)
	finding := with_fix(
		{"path": [option], "message": sprintf("option %q %s", [option, advice[option]])},
		[{"name": "harden", "edits": [{"set": [option], "value": wanted[option]}]} | wanted[option] != null],
	)
}

findings contains finding if {
	input.document.experimental == true
	finding := {
		"path": ["experimental"],
		"message": "option \"experimental\" switches on what is not finished",
		"fix": {"name": "remove", "edits": [{"remove": ["experimental"]}]},
	}
}

findings contains finding if {
	some option, value in {"debug": true, "log-level": "debug"}
	input.document[option] == value
	finding := {
		"path": [option],
		"message": sprintf("option %q writes the requests to the API to the log", [option]),
		"fix": {"name": "quieten", "edits": [{"remove": [option]}]},
		"situation": "debugging",
	}
}

missing contains option if {
	input.context.engine == "docker"
	not is_rootless
	some option, expected in wanted
	not is_satisfied(option, expected)
}

absent := {option |
	not input.context.from_unit
	some option in missing
	not option in object.keys(input.document)
}

file_name := split(input.file, "/")[count(split(input.file, "/")) - 1]

wanted := {"userns-remap": null, "icc": false, "no-new-privileges": true, "live-restore": true, "userland-proxy": false}

is_satisfied(option, expected) if input.document[option] == expected

is_satisfied("userns-remap", _) if not object.get(input.document, "userns-remap", "") in {"", null}

# In a swarm the daemon refuses live-restore.
is_satisfied("live-restore", _) if input.document["swarm-default-advertise-addr"]

advice := {
	"userns-remap": "is not set: root in a container is root on the host",
	"icc": "is not false: containers on the default bridge reach each other",
	"no-new-privileges": "is not true: set-user-ID programs work in every container",
	"live-restore": "is not true: containers stop with the daemon",
	"userland-proxy": "is not false: a process of the host serves each published port",
}

is_rootless if input.document.rootless == true

is_rootless if regex.match(`(^|/)\.config/docker/[^/]+$`, input.file)
