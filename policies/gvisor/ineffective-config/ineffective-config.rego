# METADATA
# title: Configuration that gVisor does not read
# description: |
#   What is written here does not do what it says. runsc takes flags only; it has no config file and no `--config`. The
#   containerd shim reads a TOML file, but hands on the table `[runsc_config]` alone, a map of *strings*: flags at the
#   top level or in another table are read by nobody, so `debug = false` or `network = "none"` there protects nothing,
#   and a finding repaired there is not repaired. Other rules still judge such flags and say "if applied".
#
#   The rest is broken rather than ignored, and low, because nothing runs unprotected: values under `[runsc_config]`
#   that are no strings (the shim refuses the file), flags that runsc does not have, booleans that Go does not read
#   (`yes`), a value in an argument of its own behind a boolean flag (`--debug`, `false`: runsc takes the word for its
#   command), a runtime in `daemon.json` that mixes `path` or `runtimeArgs` with `runtimeType` or `options`, a
#   `ConfigPath` without `TypeUrl = "io.containerd.runsc.v1.options"` (refused before release 20260525), and flags that
#   runsc refuses together: `profile-cpu` without `profile`, `file-access=shared` below an overlay.
#
#   In Compose flags in `labels` are reported, which never become OCI annotations, annotations on a service that runs
#   under runc, and annotations that need `allow-flag-override` where the runtime in `daemon.json` does not set it (the
#   sandbox does not start). In Kubernetes annotations count on a pod or the template of one: those of a Deployment or a
#   RuntimeClass itself reach no sandbox, nor do those of a pod that selects no runtime class.
#
#   A file whose table is right is still read by nobody when no runtime names it by `ConfigPath`. It is reported where
#   the `daemon.json` or containerd configuration nearest to it defines gVisor runtimes, or is asked for one by a
#   service, and none of them reads the file. Where both stand in one folder, other rules say "if applied" of the flags.
#   Without any runtime in the scan nothing is known, and nothing is said; neither where a runtime reads a file that the
#   scan does not hold, because it may be this one under another name. A shim finds `config.toml` (containerd 1.2) and
#   `gvisor-containerd-shim.toml` (containerd 1.1) by itself; a file that a service mounts may be read in there.
#
#   A file that is named `runsc.toml` but holds no key of the shim or of runsc belongs to something else and is not
#   looked at.
# related_resources:
# - https://gvisor.dev/docs/user_guide/containerd/configuration/
# - https://github.com/google/gvisor/blob/release-20260817.0/pkg/shim/v1/runsc/options.go
# - https://github.com/google/gvisor/blob/release-20260817.0/runsc/config/config.go
# - https://pkg.go.dev/flag#hdr-Command_line_flag_syntax
# - https://docs.docker.com/reference/cli/dockerd/#configure-container-runtimes
# scope: package
# custom:
#   severity: medium
#   situations:
#     unread:
#       severity: medium
#       because: the runtimes that the scan defines beside the file do not name it by ConfigPath
#     broken:
#       severity: low
#       because: containers of this runtime do not start, so nothing runs with less protection than it seems
#   remediation: |
#     Put the flags under `[runsc_config]` and quote every value: `debug = "false"`.
#
#     For Docker give them as `--flag=value` in `runtimeArgs`, or define the runtime with `runtimeType`, `TypeUrl` and
#     `ConfigPath`.
#   cwe: [1188, 684]
#   kinds: [gvisor, daemon, compose]
package gvisor["ineffective-config"]

import data.lib.boolean
import data.lib.gvisor

# Flags where nothing reads them: one finding for the file, at the first.
findings contains finding if {
	stray := [flag | some flag in input.context.runsc.flags; flag.source == "top_level"]
	finding := {
		"path": stray[0].path,
		"message": sprintf("%q sets runsc flags outside [runsc_config], where nothing reads them: %s", [
			gvisor.file_name,
			concat(", ", [flag.name | some flag in stray]),
		]),
		"related": [{"path": flag.path, "message": "not in force either"} | some index, flag in stray; index > 0],
	}
}

# A table that no runtime reads.
findings contains finding if {
	count(input.context.readers) == 0
	finding := {
		"path": ["runsc_config"],
		"message": sprintf(
			"%q is read by no runtime that the scan defines, so that none of its flags reaches runsc",
			[gvisor.file_name],
		),
		"situation": "unread",
		"related": input.context.definers,
	}
}

findings contains finding if {
	some flag in input.context.runsc.flags
	flag.source == "runsc_config"
	flag.form != "string"
	finding := broken(flag.path, sprintf("%q sets %s to a value that is no string, so the shim refuses the file", [
		gvisor.file_name,
		flag.name,
	]))
}

findings contains finding if {
	some flag in handed_over
	not flag.known
	finding := broken(
		flag.path,
		sprintf("%s sets a flag that runsc does not have (%s)", [gvisor.subject(flag), flag.name]),
	)
}

findings contains finding if {
	some flag in handed_over
	flag.boolean
	flag.form == "string"
	not boolean.is_true(flag.value)
	not boolean.is_false(flag.value)
	not gvisor.unknown(flag)
	finding := broken(flag.path, sprintf("%s gives the boolean flag %s a value that is neither true nor false", [
		gvisor.subject(flag),
		flag.name,
	]))
}

findings contains finding if {
	input.kind == "daemon"
	some stray in input.context.runsc.strays
	finding := broken(stray.path, sprintf("runtime %q hands runsc a word that it takes for a command (%s)", [
		stray.runtime,
		stray.word,
	]))
}

findings contains finding if {
	input.kind == "daemon"
	some runtime in input.context.runsc.runtimes
	some problem in mixed(runtime)
	finding := broken(runtime.path, sprintf("runtime %q %s, which the daemon refuses", [runtime.name, problem]))
}

findings contains finding if {
	some runtime in input.context.runsc.runtimes
	runtime.engine in {"containerd", "docker"}
	runtime.config_path != ""
	runtime.type_url != "io.containerd.runsc.v1.options"
	finding := broken(
		array.concat(runtime.path, ["options", "TypeUrl"]),
		sprintf(
			"runtime %q has a ConfigPath without the TypeUrl of runsc, which shims before release 20260525 refuse",
			[runtime.name],
		),
	)
}

# Flags that runsc refuses together.
findings contains finding if {
	some flag, reasons in contradictions
	some why in reasons
	finding := broken(flag.path, sprintf("%s %s, so that no sandbox starts", [gvisor.subject(flag), why]))
}

findings contains finding if {
	some flag in gvisor.flags
	flag.source == "label"
	finding := {
		"path": flag.path,
		"message": sprintf("%s sets the runsc flag %s by a label, which runsc never sees", [gvisor.subject(flag), flag.name]),
	}
}

findings contains finding if {
	some flag in input.context.runsc.flags
	flag.source == "outer_annotation"
	finding := {
		"path": flag.path,
		"message": sprintf(
			"%s sets the runsc flag %s by an annotation that no pod gets",
			[gvisor.subject(flag), flag.name],
		),
	}
}

findings contains finding if {
	some flag in input.context.runsc.flags
	flag.source == "annotation"
	not flag.in_force
	finding := {
		"path": flag.path,
		"message": sprintf("%s sets the runsc flag %s, but %s", [gvisor.subject(flag), flag.name, elsewhere(flag)]),
	}
}

findings contains finding if {
	some flag in gvisor.annotated
	flag.source == "annotation"
	flag.runtime in {"runc", "crun", "youki", "io.containerd.runc.v2"}
	finding := {
		"path": flag.path,
		"message": sprintf("service %q sets the runsc flag %s, but runs under %s", [flag.service, flag.name, flag.runtime]),
	}
}

findings contains finding if {
	some flag in gvisor.annotated
	flag.source == "annotation"
	not flag.in_force
	service := input.document.services[flag.service]
	gvisor.runs_gvisor(service)
	gvisor.runtime_flags(service)
	finding := broken(flag.path, sprintf(
		"service %q sets the runsc flag %s, which its runtime does not let annotations set",
		[flag.service, flag.name],
	))
}

# handed_over are the flags that would reach runsc from a file or a list of arguments.
handed_over contains flag if {
	some flag in input.context.runsc.flags
	flag.source == "runsc_config"
}

handed_over contains flag if {
	some flag in input.context.runsc.flags
	flag.source == "runtimeArgs"
	flag.in_force
}

broken(path, message) := {"path": path, "message": message, "situation": "broken"}

# elsewhere says what a pod runs under, where that is no gVisor.
elsewhere(flag) := "selects no runtime class" if flag.runtime == ""

elsewhere(flag) := sprintf("runs under %s", [flag.runtime]) if flag.runtime != ""

# contradictions are the reasons why runsc refuses a flag beside the others that it gets.
contradictions[flag] contains sprintf("sets %s without profile", [flag.name]) if {
	some flag in reaching
	flag.name in {"profile-block", "profile-cpu", "profile-heap", "profile-mutex"}
	not boolean.is_true(beside(flag, "profile", "false"))
}

contradictions[flag] contains "sets profiling-metrics without profiling-metrics-log" if {
	some flag in reaching
	flag.name == "profiling-metrics"
	beside(flag, "profiling-metrics-log", "") == ""
}

contradictions[flag] contains "shares the files of its root (file-access=shared) below an overlay (overlay2)" if {
	some flag in reaching
	flag.name == "file-access"
	flag.value == "shared"
	beside(flag, "overlay2", "root:self") != "none"
}

contradictions[flag] contains "pauses a network that is not the sandbox's own (pause-external-networking)" if {
	some flag in reaching
	flag.name == "pause-external-networking"
	gvisor.on(flag)
	beside(flag, "network", "sandbox") != "sandbox"
}

# reaching are the flags that runsc gets with a value.
reaching contains flag if {
	some flag in gvisor.flags
	flag.in_force
	flag.value != ""
}

# beside returns the value of another flag that runsc gets together with this one.
beside(flag, name, fallback) := object.get(
	object.union_n([{other.name: other.value} | some other in gvisor.siblings(flag)]),
	name,
	fallback,
)

mixed(runtime) := {"has both path and runtimeType"} if {
	runtime.program != ""
	runtime.type != ""
}

mixed(runtime) := {"has a path and options"} if {
	runtime.program != ""
	runtime.type == ""
	runtime.has_options
}

mixed(runtime) := {"has a runtimeType and runtimeArgs"} if {
	runtime.program == ""
	runtime.type != ""
	runtime.has_args
}
