package lib.mediamtx_test

import data.lib.mediamtx

test_address_scope if {
	every case in [
		[[], "everywhere"],
		[["0.0.0.0/0"], "everywhere"],
		[["::/0"], "everywhere"],
		[["8.0.0.0/7"], "everywhere"],
		[["10.0.0.0/7"], "everywhere"],
		[["203.0.113.0/24"], "limited"],
		[["203.0.113.7", "127.0.0.1"], "limited"],
		[["10.0.0.0/8"], "private"],
		[["172.31.0.1", "127.0.0.1"], "private"],
		[["172.32.0.0/16"], "everywhere"],
		[["100.64.0.0/10"], "private"],
		[["fd00::/8"], "private"],
		[["2001:db8::/32"], "everywhere"],
		[["127.0.0.0/8", "::1"], "loopback"],
		[["::1/128"], "loopback"],
		[["${SUBNET}"], "limited"],
	] {
		mediamtx.address_scope(case[0]) == case[1]
	}
}

person(name, ips, actions) := {
	"path": ["authInternalUsers", 0], "origin": "written", "user": name, "ips": ips, "password": "none",
	"permissions": [{"action": action, "path": ""} | some action in actions],
}

with_users(users, settings) := {"context": {"mediamtx": {
	"versions": {"min": 1006000, "until": 0},
	"users": users,
	"settings": settings,
	"defaults": {},
}}}

method(name) := {"authMethod": {"value": name, "path": ["authMethod"]}}

test_one_entry_for_any_is_enough if {
	mixed := with_users([person("camera", [], ["publish"]), person("any", [], ["publish"])], {})
	mediamtx.open("publish") with input as mixed
	not mediamtx.open("read") with input as mixed
	mediamtx.needs_password with input as mixed
}

test_loopback_is_not_open if {
	local := with_users([person("any", ["127.0.0.1"], ["api"])], {})
	not mediamtx.open("api") with input as local
	mediamtx.only_inside("api") with input as local
	not mediamtx.needs_password with input as local
}

test_external_authentication_ignores_users if {
	external := with_users([person("any", [], ["publish"])], method("jwt"))
	not mediamtx.open("publish") with input as external
	mediamtx.needs_password with input as external
}

test_default_exceptions_until_1_20_1 if {
	external := json.patch(with_users([], method("http")), [
		{"op": "replace", "path": "/context/mediamtx/defaults", "value": {"authHTTPExclude": []}},
		{"op": "add", "path": "/context/mediamtx/since", "value": {"authHTTPExclude": 1020001}},
		{
			"op": "add",
			"path": "/context/mediamtx/earlier",
			"value": {"authHTTPExclude": [{"since": 1006000, "value": ["api", "metrics", "pprof"]}]},
		},
	])
	mediamtx.open("api") with input as external
	mediamtx.outdated_exclude with input as external
	new := json.patch(external, [{"op": "replace", "path": "/context/mediamtx/versions/min", "value": 1020001}])
	not mediamtx.open("api") with input as new
	old := json.patch(external, [{"op": "replace", "path": "/context/mediamtx/versions/until", "value": 1020001}])
	mediamtx.open("api") with input as old
	not mediamtx.outdated_exclude with input as old
}

environment(users, variables) := json.patch(with_users(users, {}), [{
	"op": "add",
	"path": "/context/consumers",
	"value": [{"file": "compose.yaml", "service": "media", "image": "mediamtx", "environment": variables}],
}])

test_environment_changes_users if {
	opened := environment([person("camera", [], ["publish"])], {"MTX_AUTHINTERNALUSERS_0_USER": "any"})
	mediamtx.open("publish") with input as opened
	closed := environment([person("any", [], ["publish"])], {"MTX_AUTHINTERNALUSERS_0_IPS": "127.0.0.1,::1"})
	not mediamtx.open("publish") with input as closed
	emptied := environment([person("any", [], ["publish"])], {"MTX_AUTHINTERNALUSERS": ""})
	mediamtx.users == [] with input as emptied
}

test_unknown_environment_drops_no_user if {
	unknown := environment([person("any", [], ["publish"])], {"MTX_AUTHINTERNALUSERS_0_IPS": "${IPS}"})
	mediamtx.open("publish") with input as unknown
}

test_environment_adds_users if {
	added := environment(
		[],
		{"MTX_AUTHINTERNALUSERS_0_USER": "any", "MTX_AUTHINTERNALUSERS_0_PERMISSIONS_0_ACTION": "read"},
	)
	count(mediamtx.users) == 1 with input as added
	mediamtx.open("read") with input as added
}
