package lib.seccomp_test

import data.lib.seccomp

view(class, decided) := {"file": "profiles/web.json", "context": {"seccomp": {
	"format": "docker",
	"path": [],
	"disabled": false,
	"default": {"name": "", "class": class, "path": ["defaultAction"]},
	"decided": decided,
	"rules_path": ["syscalls"],
	"rules": [],
}}}

used_by(consumers) := object.union(view("deny", {}), {"context": {"consumers": consumers}})

web := {
	"file": "compose.yaml",
	"service": "web",
	"path": ["services", "web", "security_opt", 0],
	"how": "security_opt",
	"sandboxed": false,
}

test_subject if seccomp.subject == "profile \"web.json\"" with input as view("deny", {})

test_allowed_by_default_are_those_that_nothing_names if {
	exposed := seccomp.exposed
		with input as view("allow", {"deny": {"bpf": 0}, "filtered": {"mount": 1}, "log": {"acct": 2}})
	not "bpf" in exposed
	not "mount" in exposed
	"acct" in exposed
	"unshare" in exposed
}

test_denied_by_default_are_those_that_nothing_allows if {
	seccomp.exposed == ["mount"] with input as view("deny", {"filtered": {"bpf": 0}, "allow": {"mount": 1, "read": 1}})
}

test_denied_needs_an_entry if {
	seccomp.denied("bpf") with input as view("deny", {"deny": {"bpf": 0}})
	not seccomp.denied("bpf") with input as view("deny", {"filtered": {"bpf": 0}})
	not seccomp.denied("bpf") with input as view("deny", {})
}

test_places_of_an_entry if {
	rules := [
		{"names": ["read", "write", "read"]},
		{"names": ["bpf", "mount"], "places": {"[\"names\",1]": ["Names", 2], "[\"action\"]": ["Action"]}},
	]
	profile := object.union(
		view("deny", {}),
		{"context": {"seccomp": {"rules_path": ["linux", "seccomp", "syscalls"], "rules": rules}}},
	)
	seccomp.place(0, ["names", 2]) == ["linux", "seccomp", "syscalls", 0, "names", 2] with input as profile
	seccomp.place_of(0, "read") == ["linux", "seccomp", "syscalls", 0, "names", 0] with input as profile
	seccomp.place_of(1, "mount") == ["linux", "seccomp", "syscalls", 1, "Names", 2] with input as profile
	seccomp.place(1, ["names", 0]) == ["linux", "seccomp", "syscalls", 1, "names", 0] with input as profile
	seccomp.place(1, ["action"]) == ["linux", "seccomp", "syscalls", 1, "Action"] with input as profile
}

test_unreferenced_needs_services_to_know if {
	not seccomp.unreferenced with input as view("deny", {})
	seccomp.unreferenced with input as used_by([])
	not seccomp.unreferenced with input as used_by([web])
	not seccomp.unreferenced with input as object.union(used_by([]), {"context": {"seccomp": {"format": "oci"}}})
}

test_sandboxed_means_all if {
	boxed := object.union(web, {"sandboxed": true})
	not seccomp.sandboxed with input as used_by([])
	seccomp.sandboxed with input as used_by([boxed])
	not seccomp.sandboxed with input as used_by([boxed, web])
}

test_a_sandbox_that_forwards_the_profile_counts_as_none if {
	boxed := object.union(web, {"sandboxed": true})
	seccomp.sandboxed with input as used_by([object.union(boxed, {"runsc_flags": {"oci-seccomp": "false"}})])
	not seccomp.sandboxed with input as used_by([object.union(boxed, {"runsc_flags": {"oci-seccomp": "true"}})])
}

test_a_mount_does_not_apply_the_profile if {
	mounted := object.union(web, {"how": "volume"})
	seccomp.consumers == [] with input as used_by([mounted])
	not seccomp.unreferenced with input as used_by([mounted])
}

test_references_name_the_service if {
	seccomp.references == [{
		"file": "compose.yaml", "path": ["services", "web", "security_opt", 0],
		"message": "service \"web\" runs with this profile",
	}] with input as used_by([web])
}

test_capabilities_in_any_spelling if {
	some spelling in ["SYS_ADMIN", "CAP_SYS_ADMIN", "sys_admin", "all"]
	count(seccomp.holding({"SYS_ADMIN"})) == 1 with input as used_by([object.union(web, {"cap_add": [spelling]})])
}

test_capabilities_that_are_no_text_are_none if {
	every wrong in [null, 7, [], ["x"], {"a": "b"}] {
		count(seccomp.holding({"SYS_ADMIN"})) == 0 with input as used_by([object.union(web, {"cap_add": [wrong]})])
		not seccomp.dropping("NET_RAW") with input as used_by([object.union(web, {"cap_drop": [wrong]})])
		count(seccomp.holding({"SYS_ADMIN"})) == 0 with input as used_by([object.union(web, {"cap_add": wrong})])
	}
}

test_subject_of_an_object if {
	named := object.union(view("deny", {}), {"context": {"seccomp": {"name": "audit", "format": "kubernetes"}}})
	seccomp.subject == "profile \"audit\"" with input as named
	not seccomp.unreferenced with input as object.union(named, {"context": {"consumers": []}})
}

test_dropping if {
	seccomp.dropping("NET_RAW") with input as used_by([object.union(web, {"cap_drop": ["net_raw"]})])
	seccomp.dropping("NET_RAW") with input as used_by([object.union(web, {"cap_drop": ["ALL"], "cap_add": ["CHOWN"]})])
	not seccomp.dropping("NET_RAW")
		with input as used_by([object.union(web, {"cap_drop": ["ALL"], "cap_add": ["NET_RAW"]})])
	not seccomp.dropping("NET_RAW") with input as used_by([object.union(web, {"cap_drop": ["ALL"]}), web])
	not seccomp.dropping("NET_RAW") with input as used_by([])
}

test_admits if {
	every case in [
		["SCMP_CMP_EQ", 5, 0, [5]],
		["SCMP_CMP_NE", 5, 0, [4, 6]],
		["SCMP_CMP_LT", 5, 0, [4]],
		["SCMP_CMP_LE", 5, 0, [4, 5]],
		["SCMP_CMP_GT", 5, 0, [6]],
		["SCMP_CMP_GE", 5, 0, [5, 6]],
		["SCMP_CMP_MASKED_EQ", 1, 1, [5]],
		["SCMP_CMP_MASKED_EQ", "18446744073709551615", 6, [6]],
		["SCMP_CMP_MASKED_EQ", 0, 9, [4, 5, 6]],
		["unknown", 5, 0, []],
	] {
		arg := {"op": case[0], "value": case[1], "value_two": case[2]}
		[value | some value in [4, 5, 6]; seccomp.admits(arg, value)] == case[3]
	}
}

test_listed if {
	seccomp.listed(["a", "b"], 2) == "a, b"
	seccomp.listed(["a", "b", "c"], 2) == "a, b and 1 more"
}

test_calls_that_docker_denies_are_parts_of_the_comparison if {
	allowing := view("deny", {"allow": {"read": 0, "bpf": 1, "ptrace": 2, "nonsense": 3}, "filtered": {"mount": 4}})
	seccomp.extra == {"bpf": 1} with input as allowing
	seccomp.comparison(["bpf", "mount"]) == ["seccomp/weaker-than-default"] with input as allowing
	seccomp.comparison(["ptrace", "mount", "nonsense"]) == [] with input as allowing
	seccomp.comparison(["bpf"]) == [] with input as view("allow", {"allow": {"bpf": 1}})
}

test_dangerous_calls_exist_and_docker_denies_them if {
	every name in seccomp.dangerous {
		seccomp.known[name]
	}
	every name in seccomp.dangerous - seccomp.traced {
		not seccomp.allowed_by_docker[name]
	}
}

test_every_call_of_the_reference_is_known if {
	every name in seccomp.allowed_by_docker {
		seccomp.known[name]
	}
}

cloning(args) := object.union(view("deny", {}), {"context": {"seccomp": {"rules": [{
	"in_force": true,
	"class": "allow",
	"names": ["clone"],
	"args": args,
}]}}})

test_makes_user_namespaces if {
	not seccomp.makes_user_namespaces with input as view("deny", {})
	seccomp.makes_user_namespaces with input as view("deny", {"allow": {"unshare": 0}})
	seccomp.makes_user_namespaces with input as cloning([{"op": "SCMP_CMP_EQ", "value": 17, "value_two": 0}])
	seccomp.makes_user_namespaces with input as cloning([{"op": "SCMP_CMP_MASKED_EQ", "value": 131072, "value_two": 0}])
	not seccomp.makes_user_namespaces
		with input as cloning([{"op": "SCMP_CMP_MASKED_EQ", "value": 2114060288, "value_two": 0}])
}

daemon := {"file": "daemon.json", "path": ["seccomp-profile"], "how": "daemon", "sandboxed": false}

by_default := object.union(web, {"how": "daemon", "path": ["services", "web"], "cap_add": ["BPF"]})

test_profile_of_a_daemon if {
	seccomp.by_default with input as used_by([daemon, by_default])
	not seccomp.by_default with input as used_by([by_default, web])
	not seccomp.unreferenced with input as used_by([daemon])
	not seccomp.sandboxed with input as used_by([daemon, object.union(by_default, {"sandboxed": true})])
	seccomp.holding({"BPF"}) == [by_default] with input as used_by([daemon, by_default])
}

test_daemon_is_the_place_for_what_runs_by_default if {
	[place.file | some place in seccomp.references] == ["daemon.json", "compose.yaml"]
		with input as used_by([web, by_default, daemon])
}

chosen_by(selected) := object.union(
	used_by([]),
	{"context": {"choices": [{"file": ".env", "path": ["SECCOMP"], "setting": "SECCOMP", "selected": selected}]}},
)

test_settings_that_choose_a_profile if {
	seccomp.selected with input as chosen_by(true)
	not seccomp.selected with input as chosen_by(false)
	not seccomp.selected with input as used_by([])
}

test_what_runs_with_a_profile_is_no_part_of_its_settings if {
	seccomp.chosen.part_of with input as chosen_by(false)
	seccomp.chosen == {} with input as used_by([])
	seccomp.chosen == {} with input as object.union(chosen_by(true), {"context": {"consumers": [web]}})
}
