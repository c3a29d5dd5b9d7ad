# METADATA
# title: gVisor debug logging on
# description: |
#   With `debug` runsc and the Sentry log every internal event, and at start the whole configuration of the sandbox:
#   command lines, environment, mounts and network set-up. `debug-to-user-log` copies that into a log that the user of
#   the container reads, and `alsologtostderr` sends it to the standard error stream. Whoever reads the logs learns what
#   the workload handles and how it is confined.
#
#   `debug-log` alone switches nothing on: it says where logs go. It makes matters worse with `debug` on and a path
#   below `/tmp`, where every user of the host can look. System calls with their arguments come from `strace`, not from
#   `debug`; `gvisor/strace-enabled` judges that flag by itself. Go's flags take a value only behind `=`, so `--debug
#   false` is on. The shim's own `log_level = "debug"` is low.
#
#   A runtime that no service selects, while services do select others of the same daemon, is low: that is how one keeps
#   a runtime for troubleshooting.
#
#   **Not judged yet**: whether the folder of `debug-log` is mounted into another service.
# related_resources:
# - https://gvisor.dev/docs/user_guide/debugging/
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# - https://gvisor.dev/docs/user_guide/containerd/configuration/
# scope: package
# custom:
#   severity: medium
#   precision: very-high
#   situations:
#     not-in-force:
#       severity: low
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#     unselected:
#       severity: low
#       because: the services in the scan use other runtimes of this daemon
#     world-readable-log:
#       severity: high
#       because: the log goes to a folder that every user of the host can read and write
#     shim-log-level:
#       severity: low
#       because: only the containerd shim logs more, not the sandbox
#   fixes:
#     remove:
#       title: Take the flag away
#   remediation: |
#     Set `debug = "false"` under `[runsc_config]`, or remove the argument `--debug`.
#
#     For troubleshooting register a second runtime, such as `runsc-debug`, and start only the container in question
#     with it.
#   cwe: [532, 489]
#   kinds: [gvisor, daemon, compose]
package gvisor["debug-enabled"]

import data.lib.gvisor
import data.lib.link

findings contains finding if {
	some flag in gvisor.flags
	flag.name in {"debug", "debug-to-user-log", "alsologtostderr"}
	gvisor.on(flag)
	logs := debug_log(flag)
	finding := object.union(
		gvisor.with_removal(
			gvisor.finding(flag, effect[flag.name], [situation |
				some situation in ["unselected", "world-readable-log"]
				holds(situation, flag, logs)
			]),
			flag, "remove",
		),
		{"related": [{"path": log.path, "message": "the log goes here"} | some log in logs]},
	)
}

findings contains finding if {
	input.kind == "gvisor"
	input.document.log_level in {"debug", "trace"}
	input.document.runsc_config
	finding := {
		"path": ["log_level"],
		"message": sprintf("%q makes the containerd shim log at level %q", [gvisor.file_name, input.document.log_level]),
		"situation": "shim-log-level",
	}
}

effect := {
	"debug": "turns debug logging on (debug)",
	"debug-to-user-log": "copies the Sentry's log to the user's log (debug-to-user-log)",
	"alsologtostderr": "sends the log to the standard error stream as well (alsologtostderr)",
}

# A runtime for troubleshooting: services of the scan use the daemon's runtimes, but not this one.
holds("unselected", flag, _) if {
	flag.source == "runtimeArgs"
	count(selected) > 0
	not flag.runtime in (selected | {object.get(input.document, "default-runtime", "")})
}

holds("world-readable-log", _, logs) if {
	some log in logs
	regex.match(`^(/tmp|/var/tmp|/dev/shm)(/|$)`, log.value)
}

# selected are the runtimes that services of the scan ask for.
selected contains consumer.runtime if {
	some consumer in link.consumers
	consumer.how == "runtime"
}

debug_log(flag) := {log |
	some log in gvisor.siblings(flag)
	log.name == "debug-log"
	flag.name == "debug"
}
