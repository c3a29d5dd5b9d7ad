# METADATA
# title: Runtime that nothing defines
# description: |
#   `default-runtime` in `daemon.json` must name a runtime of `runtimes`, or `runc`, which is built in: otherwise the
#   daemon does not start. A service whose `runtime:` the daemon does not know does not start either; the quick repair,
#   to remove the line, takes the sandbox away.
#
#   Names such as `io.containerd.runsc.v1` need no definition: they name a shim on the daemon's path. Where no
#   `daemon.json` is in the scan nothing is reported, nor where several are and none stands nearer to the project.
# related_resources:
# - https://docs.docker.com/engine/daemon/alternative-runtimes/
# - https://docs.docker.com/reference/cli/dockerd/#configure-container-runtimes
# scope: package
# custom:
#   severity: note
#   remediation: |
#     Define the runtime under `runtimes` in `daemon.json`, with its `path` or its `runtimeType`.
#
#     `sudo runsc install` writes the entry for gVisor.
#   cwe: [1188]
#   kinds: [daemon, compose]
package gvisor["runtime-undefined"]

findings contains finding if {
	name := input.document["default-runtime"]
	is_string(name)
	input.kind == "daemon"
	not is_built_in(name)
	not input.document.runtimes[name]
	finding := {
		"path": ["default-runtime"],
		"message": sprintf("runtime %q is the default, but nothing defines it", [name]),
	}
}

findings contains finding if {
	some service, declared in input.document.services
	some name, runtime in input.context.runtimes
	name == declared.runtime
	runtime.state == "undefined"
	not is_built_in(name)
	finding := {
		"path": ["services", service, "runtime"],
		"message": sprintf("service %q asks for runtime %q, which the daemon does not define", [service, name]),
		"related": [{"file": runtime.file, "path": ["runtimes"], "message": "the daemon's runtimes"}],
	}
}

is_built_in(name) if name in {"", "runc"}

is_built_in(name) if startswith(name, "io.containerd.")
