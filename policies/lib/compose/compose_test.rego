package lib.compose_test

import data.lib.compose

test_containers_leave_out_fragments_and_providers if {
	services := {
		"pulled": {"image": "nginx:1.27"},
		"built": {"build": {"context": "."}},
		"fragment": {"environment": {"A": "b"}},
		"provided": {"image": "nginx:1.27", "provider": {"type": "model"}},
		"empty": null,
	}
	found := compose.containers with input.document.services as services
	object.keys(found) == {"pulled", "built"}
}

test_sandboxed_as_linking_found if {
	services := {"a": {"sandbox": "gvisor"}, "b": {"sandbox": "kata"}, "c": {"sandbox": ""}}
	{"a", "b"} == compose.sandboxed with input.context.services as services
}

test_host_sockets_by_either_flag if {
	services := {
		"open": {"sandbox": "gvisor", "runsc_flags": {"host-uds": "open"}},
		"all": {"sandbox": "gvisor", "runsc_flags": {"host-uds": "all"}},
		"old": {"sandbox": "gvisor", "runsc_flags": {"fsgofer-host-uds": "true"}},
		"create": {"sandbox": "gvisor", "runsc_flags": {"host-uds": "create", "fsgofer-host-uds": "false"}},
		"kata": {"sandbox": "kata", "runsc_flags": {}},
		"plain": {"sandbox": "", "runsc_flags": {"host-uds": "all"}},
	}
	{"open", "all", "old"} == compose.host_sockets with input.context.services as services
}

test_ignoring_profiles_only_where_the_flags_are_known if {
	services := {
		"off": {"sandbox": "gvisor", "runsc_flags_known": true, "runsc_flags": {}},
		"on": {"sandbox": "gvisor", "runsc_flags_known": true, "runsc_flags": {"oci-seccomp": "true"}},
		"unknown": {"sandbox": "gvisor", "runsc_flags_known": false, "runsc_flags": {}},
		"plain": {"sandbox": "", "runsc_flags_known": true, "runsc_flags": {}},
		"raw": {"sandbox": "gvisor", "runsc_flags_known": true, "runsc_flags": {"net-raw": "true", "oci-seccomp": "1"}},
	}
	{"off"} == compose.ignoring_profiles with input.context.services as services
	{"off", "on"} == compose.stripping_raw with input.context.services as services
}

test_users_by_service_or_dockerfile if {
	services := {"own": {"user": "1000"}, "both": {"user": "app"}, "built": {}, "silent": {}}
	builds := {"both": {"user": "root"}, "built": {"user": "root"}, "silent": {"user": ""}}
	expected := {"own": "1000", "both": "app", "built": "root"}
	expected == compose.users with input.document.services as services with input.context.builds as builds
}

test_sandbox_places if {
	place := {"file": "daemon.json", "path": ["runtimes", "boxed"], "message": "m"}
	services := {"a": {"sandbox_place": place}, "b": {}}
	compose.sandbox_places("a") == [place] with input.context.services as services
	compose.sandbox_places("b") == [] with input.context.services as services
}

test_development_needs_every_profile if {
	services := {"a": {"profiles": ["dev"]}, "b": {"profiles": ["dev", "production"]}, "c": {"profiles": []}, "d": {}}
	{"a"} == compose.development with input.document.services as services
}

test_on if {
	every value in [true, "true", "yes", "1"] {
		compose.on(value)
	}
}

test_not_on if {
	every value in [false, "false", "no", "0", "${PRIVILEGED}", null] {
		not compose.on(value)
	}
}

test_root_user if {
	every user in ["root", "0", 0, "0:0", "root:root", "0:1000"] {
		compose.root_user(user)
	}
	every user in ["1000", 1000, "1000:0", "rooty", "nobody", "${UID}:0"] {
		not compose.root_user(user)
	}
}

test_nothing_fails_on_a_value_of_another_type if {
	services := {"odd": {
		"runtime": 1,
		"profiles": 2,
		"user": ["root"],
		"security_opt": [{"seccomp": "unconfined"}, 3],
		"cap_add": [null, {}],
		"cap_drop": "ALL",
		"volumes": ["/etc:/etc", 4, {"type": "bind", "source": 5}, {"type": "volume", "source": null}],
		"volumes_from": [6],
		"secrets": [7],
	}}
	document := {"services": services, "volumes": {"v": {"driver_opts": {"device": 8, "o": 9}}}, "secrets": 10}
	every view in [
		compose.sandboxed,
		compose.development,
		compose.security_options,
		compose.added_capabilities,
		compose.mounts,
		compose.lent_mounts,
		compose.bound_devices,
	] {
		count(view) == 0
	} with input.document as document
}
