package lib.gvisor_test

import data.lib.gvisor

sets(runtime) if {
	gvisor.runtime_sets({"runtime": "fast"}, "oci-seccomp") with input as {"context": {"runtimes": {"fast": runtime}}}
}

test_flags_of_a_runtime_with_a_path if {
	sets({"definition": {"path": "runsc", "runtimeArgs": ["--oci-seccomp"]}})
	sets({"definition": {"path": "runsc", "runtimeArgs": ["-oci-seccomp=false", "--oci-seccomp=1"]}})
	not sets({"definition": {"path": "runsc", "runtimeArgs": ["--oci-seccomp", "--oci-seccomp=false"]}})
	not sets({"definition": {"path": "runsc"}})
	not sets({"definition": {"path": "runsc", "runtimeArgs": [1, "--debug"]}})
}

test_flags_of_a_runtime_with_a_file if {
	shim := {"runtimeType": "io.containerd.runsc.v1"}
	sets({"definition": shim, "config": {"document": {"runsc_config": {"oci-seccomp": "true"}}}})
	not sets({"definition": shim, "config": {"document": {"oci-seccomp": true}}})
}

defined(runtime) := {"context": {"runtimes": {"fast": runtime}}}

test_flags_of_a_runtime_that_nothing_defines_are_unknown if {
	not gvisor.runtime_flags({"runtime": "fast"}) with input as defined({"state": "unknown"})
	gvisor.runtime_flags({"runtime": "fast"}) == {} with input as defined({"definition": {"path": "runsc"}})
}

test_runtime_is_gvisor_as_the_daemon_defines_it if {
	gvisor.runs_gvisor({"runtime": "fast"}) with input as defined({"definition": {"path": "/usr/bin/runsc"}})
	gvisor.runs_gvisor({"runtime": "fast"})
		with input as defined({"definition": {"runtimeType": "io.containerd.runsc.v1"}})
	not gvisor.runs_gvisor({"runtime": "fast"}) with input as defined({"definition": {"path": "/usr/bin/crun"}})
	not gvisor.runs_gvisor({"runtime": "fast"}) with input as defined({"definition": 7})
	not gvisor.runs_gvisor({"runtime": "runsc"}) with input as {"context": {"runtimes": {"runsc": {"sandbox": ""}}}}
	gvisor.runs_gvisor({"runtime": "runsc"}) with input as {"context": {"runtimes": {"runsc": {"sandbox": "gvisor"}}}}
	not gvisor.runs_gvisor({"runtime": 7})
}
