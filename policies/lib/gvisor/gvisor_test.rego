package lib.gvisor_test

import data.lib.gvisor

service(runtime, annotations) := {"document": {"services": {"web": {"runtime": runtime, "annotations": annotations}}}}

flag(runtime, name, value) := [flag |
	some flag in gvisor.flags with input as service(runtime, {concat("", ["dev.gvisor.flag.", name]): value})
][0]

test_annotation_is_a_flag if {
	found := flag("runsc", "host-uds", "open")
	found.name == "host-uds"
	found.value == "open"
	found.path == ["services", "web", "annotations", "dev.gvisor.flag.host-uds"]
	found.in_force
}

test_annotation_without_gvisor_is_not_in_force if {
	not flag("runc", "host-uds", "open").in_force
	not flag("kata", "host-uds", "open").in_force
}

test_other_annotations_are_no_flags if {
	count(gvisor.flags) == 0 with input as service("runsc", {"dev.gvisor.spec.mount.a.type": "bind", "x": "y"})
}

test_values_of_another_type_break_nothing if {
	every wrong in [null, 7, "x", [], ["x"], {"a": "b"}, [["x"]]] {
		count(gvisor.flags) == 0 with input as service("runsc", wrong)
		count(gvisor.flags) == 0 with input as {"document": {"services": {"web": wrong}}}
		count(gvisor.flags) == 1 with input as service(wrong, {"dev.gvisor.flag.debug": "true"})
	}
}

test_label_is_never_in_force if {
	every flag in gvisor.flags {
		flag.source == "label"
		flag.in_force == false
	} with input as {"document": {"services": {"web": {"runtime": "runsc", "labels": {"dev.gvisor.flag.debug": "true"}}}}}
}

test_annotation_outside_the_allow_list_needs_the_runtime if {
	not flag("runsc", "net-raw", "true").in_force
	override := {
		"context": {"runtimes": {"runsc": {"definition": {"path": "runsc", "runtimeArgs": ["--allow-flag-override"]}}}},
	}
	some found in gvisor.flags with input as object.union(service("runsc", {"dev.gvisor.flag.net-raw": "true"}), override)
	found.in_force
}

test_allow_list_refuses_weaker_values if {
	not flag("runsc", "oci-seccomp", "false").in_force
	flag("runsc", "oci-seccomp", "true").in_force
	not flag("runsc", "overlay2", "all:dir=/tmp").in_force
	flag("runsc", "overlay2", "none").in_force
	not flag("runsc", "qdisc", "none").in_force
}

manifest(flag) := {
	"kind": "gvisor",
	"file": "pod.yaml",
	"document": {"kind": "Pod", "metadata": {"name": "web"}},
	"context": {"runsc": {"flags": [object.union(
		{"source": "annotation", "runtime": "boxed", "in_force": true, "path": ["metadata", "annotations", "a"]},
		flag,
	)]}},
}

test_annotations_of_pods_need_the_allow_list if {
	some free in gvisor.flags with input as manifest({"name": "strace", "value": "true"})
	free.in_force
	every refused in [{"name": "network", "value": "host"}, {"name": "oci-seccomp", "value": "false"}] {
		some flag in gvisor.flags with input as manifest(refused)
		not flag.in_force
	}
}

test_subject_of_a_manifest if {
	some flag in gvisor.flags with input as manifest({"name": "strace", "value": "true"})
	gvisor.subject(flag) == "pod \"web\"" with input as manifest({"name": "strace", "value": "true"})
}

test_tightens if {
	gvisor.tightens({"name": "oci-seccomp", "value": "true"})
	gvisor.tightens({"name": "overlay2", "value": "root:self"})
	gvisor.tightens({"name": "overlay2", "value": "all:memory,size=1g"})
	gvisor.tightens({"name": "debug", "value": "false"})
	not gvisor.tightens({"name": "oci-seccomp", "value": "false"})
	not gvisor.tightens({"name": "overlay2", "value": "none"})
	not gvisor.tightens({"name": "host-uds", "value": "all"})
}

test_booleans_are_those_of_go if {
	gvisor.on({"value": "T"})
	gvisor.on({"value": "1"})
	not gvisor.on({"value": "yes"})
	not gvisor.on({"value": "on"})
}

test_unknown_values if {
	gvisor.unknown({"value": "${PLATFORM}"})
	gvisor.unknown({"value": "{{ .Platform }}"})
	gvisor.unknown({"value": ""})
	not gvisor.unknown({"value": "kvm"})
}

test_subjects if {
	gvisor.subject({"source": "annotation", "service": "web", "runtime": "runsc"}) == `service "web"`
	gvisor.subject({"source": "runtimeArgs", "runtime": "fast"}) == `runtime "fast"`
	gvisor.subject({"source": "runsc_config", "runtime": ""}) == `"runsc.toml"` with input as {"file": "a/b/runsc.toml"}
}

test_finding_of_a_flag_that_is_not_in_force if {
	gvisor.finding(
		{"source": "top_level", "runtime": "", "path": ["debug"], "in_force": false},
		"turns it on",
		["other"],
	) == {
		"path": ["debug"], "message": `"runsc.toml" turns it on, if applied`, "situation": "not-in-force",
	} with input as {"file": "runsc.toml"}
}

test_finding_in_a_situation if {
	gvisor.finding(
		{"source": "runtimeArgs", "runtime": "runsc", "path": ["a"], "in_force": true},
		"x",
		["other", "last"],
	) == {
		"path": ["a"], "message": `runtime "runsc" x`, "situation": "other",
	}
	gvisor.finding({"source": "runtimeArgs", "runtime": "runsc", "path": ["a"], "in_force": true}, "x", []) == {
		"path": ["a"], "message": `runtime "runsc" x`,
	}
}

test_siblings_do_not_mix_runtimes if {
	one := {"name": "debug", "value": "true", "path": ["a"], "source": "runtimeArgs", "runtime": "a", "in_force": true}
	two := {"name": "debug-log", "value": "/x/", "path": ["b"], "source": "runtimeArgs", "runtime": "a", "in_force": true}
	three := {
		"name": "debug-log",
		"value": "/y/",
		"path": ["c"],
		"source": "runtimeArgs",
		"runtime": "b",
		"in_force": true,
	}
	gvisor.siblings(one) == {one, two} with input as {"context": {"runsc": {"flags": [three, one, two]}}}
}
