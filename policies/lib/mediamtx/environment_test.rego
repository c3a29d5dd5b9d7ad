package lib.mediamtx_test

import data.lib.mediamtx

variables(pairs) := {key: {"text": text} | some key, text in pairs}

granted(user) := [sprintf("%s:%s", [permission.action, permission.path]) | some permission in user.permissions]

camera := variables({
	"MTX_AUTHINTERNALUSERS_0_USER": "camera",
	"MTX_AUTHINTERNALUSERS_0_PASS": "x",
	"MTX_AUTHINTERNALUSERS_0_PERMISSIONS_1_ACTION": "api",
	"MTX_AUTHINTERNALUSERS_0_PERMISSIONS_1_PATH": "cam1",
	"MTX_AUTHINTERNALUSERS_3_USER": "never",
	"MTX_API": "yes",
})

test_a_numbered_user_is_changed_since_1_16 if {
	users := mediamtx.with_variables(mediamtx.default_users, mediamtx.user_sets(camera), false)
	count(users) == 3
	users[0].user == "camera"
	users[0].password == "unknown"
	granted(users[0]) == ["publish:", "api:cam1", "playback:"]
	users[0].before.user == "any"
	users[1].user == "any"
	object.keys(users[0].set) == {"USER", "PASS", "PERMISSIONS_1_ACTION", "PERMISSIONS_1_PATH"}
}

test_a_numbered_user_is_added_until_1_15 if {
	users := mediamtx.with_variables(mediamtx.default_users, mediamtx.user_sets(camera), true)
	[user.user | some user in users] == ["any", "any", "camera", "never"]
	granted(users[0]) == ["publish:", "read:", "playback:"]
	granted(users[2]) == ["api:cam1"]
}

test_addresses_and_permissions_can_be_cleared if {
	cleared := variables({"MTX_AUTHINTERNALUSERS_1_IPS": "", "MTX_AUTHINTERNALUSERS_0_PERMISSIONS": ""})
	users := mediamtx.with_variables(mediamtx.default_users, mediamtx.user_sets(cleared), false)
	users[1].ips == []
	users[0].permissions == []
}

test_unknown_values_change_no_addresses if {
	unknown := variables({"MTX_AUTHINTERNALUSERS_1_IPS": null, "MTX_AUTHINTERNALUSERS_1_USER": null})
	users := mediamtx.with_variables(mediamtx.default_users, mediamtx.user_sets(unknown), false)
	users[1].ips == ["127.0.0.1/32", "::1/128"]
	users[1].user == null
}
