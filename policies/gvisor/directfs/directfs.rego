# METADATA
# title: Sentry with direct access to the container's files
# description: |
#   With `directfs`, the default, the Sentry has file descriptors of the container's file system and opens files itself,
#   with a wider seccomp filter. Without it every file is opened by a separate process, the gofer: slower, but an
#   exploited Sentry then has to break out of that as well.
#
#   Reported once for each runtime of gVisor and for each file of the shim, because the default counts too.
#
#   **Not judged yet**: whether a service of the runtime runs code that nobody vouches for.
# related_resources:
# - https://gvisor.dev/docs/user_guide/filesystem/
# - https://gvisor.dev/blog/2023/06/27/directfs/
# - https://github.com/google/gvisor/blob/master/runsc/config/flags.go
# scope: package
# custom:
#   severity: note
#   fixes:
#     switch-off:
#       title: Set `directfs` to false
#       unsafe: file access becomes slower
#   remediation: |
#     Set `directfs = "false"` for runtimes that run untrusted code, and measure what it costs.
#
#     Elsewhere keep the default and leave the strict pack off for this file.
#   cwe: [693]
#   pack: strict
#   kinds: [gvisor, daemon]
package gvisor.directfs

import data.lib.gvisor

findings contains finding if {
	some flag in gvisor.flags
	flag.name == "directfs"
	gvisor.on(flag)
	flag.in_force
	finding := gvisor.with_value(
		gvisor.finding(flag, "lets the Sentry open files itself (directfs)", []),
		flag, "switch-off", "false",
	)
}

findings contains finding if {
	some config in configs
	not config.name in mentioned
	finding := {
		"path": array.concat(config.path, ["directfs"]),
		"message": sprintf("%s lets the Sentry open files itself: directfs is on by default", [config.subject]),
	}
}

configs contains {"name": runtime.name, "path": runtime.path, "subject": sprintf("runtime %q", [runtime.name])} if {
	input.kind == "daemon"
	some runtime in input.context.runsc.runtimes
	runtime.program != ""
}

configs contains {"name": "", "path": ["runsc_config"], "subject": sprintf("%q", [gvisor.file_name])} if {
	input.context.runsc.has_table
}

mentioned contains flag.runtime if {
	some flag in gvisor.flags
	flag.name == "directfs"
	flag.source in {"runsc_config", "runtimeArgs"}
}
