package lib.compose_test

import data.lib.compose

test_security_options_split_as_docker_compose_does if {
	every written, expected in {
		"seccomp:unconfined": ["seccomp", "unconfined"],
		"seccomp=unconfined": ["seccomp", "unconfined"],
		"seccomp=./a:b.json": ["seccomp", "./a:b.json"],
		"label:type:spc_t": ["label", "type:spc_t"],
		"label:type=spc_t": ["label:type", "spc_t"],
		"no-new-privileges": ["no-new-privileges", ""],
	} {
		compose.key_and_value(written) == expected
	}
}

test_confinement_switched_off if {
	services := {
		"a": {"security_opt": ["seccomp=unconfined", "apparmor:unconfined"]},
		"b": {"security_opt": ["seccomp:./profile.json", "no-new-privileges=true"]},
		"c": {"security_opt": ["no-new-privileges"]},
		"d": {"security_opt": ["no-new-privileges:false"]},
		"e": {},
	}
	{"a"} == compose.without_seccomp with input.document.services as services
	{"a"} == compose.without_apparmor with input.document.services as services
	{"b", "c"} == compose.no_new_privileges with input.document.services as services
}

test_capabilities_in_every_spelling if {
	services := {"a": {"cap_add": ["cap_net_raw", "NET_ADMIN"], "cap_drop": ["all"]}, "b": {"cap_add": ["ALL"]}}
	{"NET_RAW", "NET_ADMIN"} == compose.added_capabilities.a with input.document.services as services
	{"ALL"} == compose.dropped_capabilities.a with input.document.services as services
	compose.adds("a", {"NET_RAW"}) with input.document.services as services
	compose.adds("b", {"SYS_ADMIN"}) with input.document.services as services
	not compose.adds("a", {"SYS_ADMIN"}) with input.document.services as services
}
