# METADATA
# title: System calls traced by gVisor
# description: |
#   `strace` logs every system call of the workload with its arguments, up to `strace-log-size` bytes of each buffer
#   (1024 by default): what is read, written and sent, so also passwords, keys and tokens. gVisor writes these lines at
#   level *info*, so they appear with `debug` off as well. `strace-event` sends the same to the event channel.
#
#   `strace-syscalls` and `strace-log-size` without `strace` switch nothing on and are not reported.
# related_resources:
# - https://gvisor.dev/docs/user_guide/debugging/
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# - https://github.com/google/gvisor/blob/master/pkg/sentry/strace/strace.go
# scope: package
# custom:
#   severity: medium
#   precision: very-high
#   situations:
#     not-in-force:
#       severity: low
#       because: nothing in the scan hands this flag to runsc, so it has no effect as the files stand
#     large-buffers:
#       severity: high
#       because: strace-log-size is raised, so whole messages and files end up in the log
#   fixes:
#     remove:
#       title: Take the flag away
#   remediation: |
#     Set `strace = "false"`, or remove the argument.
#
#     To look into one problem, limit the trace with `strace-syscalls` and take the flag out again.
#   cwe: [532]
#   kinds: [gvisor, daemon, compose]
package gvisor["strace-enabled"]

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name in {"strace", "strace-event"}
	gvisor.on(flag)
	large := large_buffers(flag)
	finding := object.union(
		gvisor.with_removal(
			gvisor.finding(
				flag,
				sprintf("logs the system calls of the workload with their arguments (%s)", [flag.name]),
				["large-buffers" | count(large) > 0],
			),
			flag, "remove",
		),
		{"related": [{"path": size.path, "message": "so many bytes of each buffer"} | some size in large]},
	)
}

large_buffers(flag) := {size |
	some size in gvisor.siblings(flag)
	size.name == "strace-log-size"
	regex.match(`^[0-9]{1,9}$`, size.value)
	to_number(size.value) > 1024
}
