package lib.mediamtx

# user_sets returns the variables of an environment that concern a user of the list, by the user's number and by what
# follows it: MTX_AUTHINTERNALUSERS_0_USER is user_sets(environment)["0"].USER. environment maps variables to {text,
# ...}, where text is null for a value that is not in the scan.
user_sets(environment) := {index: sets |
	some key, _ in environment
	index := regex.find_all_string_submatch_n(`^MTX_AUTHINTERNALUSERS_(\d{1,4})_\w`, key, 1)[0][1]
	prefix := sprintf("MTX_AUTHINTERNALUSERS_%s_", [index])
	sets := {trim_prefix(other, prefix): set | some other, set in environment; startswith(other, prefix)}
}

# with_variables returns a list of users with what an environment makes of them. before is the user without it and set
# the variables that concern the user. Until v1.15 a numbered user was added to the list; since v1.16.0 it is the user
# with that number, of which the variables change a part (env.go in
# https://github.com/bluenviron/mediamtx/blob/v1.16.0/internal/conf/env).
with_variables(list, sets, is_added) := array.concat(
	[changed(user, object.get(sets, numbered(i, is_added), {})) | some i, user in list],
	[changed(nobody, sets[index]) |
		some i in numbers.range({true: 0, false: count(list)}[is_added], count(list) + 15)
		index := sprintf("%d", [i])
		sets[index]
	],
)

numbered(_, true) := "none"

numbered(i, false) := sprintf("%d", [i])

nobody := {
	"path": ["authInternalUsers"],
	"origin": "environment",
	"user": "",
	"ips": [],
	"permissions": [],
	"password": "none",
}

changed(user, set) := object.union(user, {
	"user": object.get(set, ["USER", "text"], user.user),
	"ips": address_list(set, user.ips),
	"permissions": permissions(set, user.permissions),
	"password": {true: "unknown", false: user.password}["PASS" in object.keys(set)],
	"before": user,
	"set": set,
})

address_list(set, ips) := ips if not set.IPS

# A value that is not in the scan changes nothing that can be judged.
address_list(set, ips) := ips if set.IPS.text == null

address_list(set, _) := [ip | some ip in split(set.IPS.text, ","); ip != ""] if is_string(set.IPS.text)

# permissions returns those of a user with what variables make of them.
permissions(set, _) := [] if set.PERMISSIONS.text == ""

permissions(set, list) := list if {
	not set.PERMISSIONS.text == ""
	count(granting(set)) == 0
}

permissions(set, list) := [permission |
	some i in numbers.range(0, max(granting(set) | {count(list) - 1}))
	old := former(list, i)
	permission := {
		"action": object.get(set, [sprintf("PERMISSIONS_%d_ACTION", [i]), "text"], old.action),
		"path": object.get(set, [sprintf("PERMISSIONS_%d_PATH", [i]), "text"], old.path),
	}
	permission.action != ""
] if {
	not set.PERMISSIONS.text == ""
	count(granting(set)) > 0
}

former(list, i) := list[i]

former(list, i) := {"action": "", "path": ""} if i >= count(list)

# granting are the numbers of the permissions that variables set.
granting(set) := {to_number(match[1]) |
	some rest, _ in set
	some match in regex.find_all_string_submatch_n(`^PERMISSIONS_(\d{1,2})_(?:ACTION|PATH)$`, rest, 1)
}

# default_users are those that MediaMTX has without authInternalUsers, since v1.6.0.
default_users := [
	object.union(nobody, {
		"origin": "default",
		"user": "any",
		"permissions": [{"action": action, "path": ""} | some action in ["publish", "read", "playback"]],
	}),
	object.union(nobody, {
		"origin": "default",
		"user": "any",
		"ips": ["127.0.0.1/32", "::1/128"],
		"permissions": [{"action": action, "path": ""} | some action in ["api", "metrics", "pprof"]],
	}),
]
