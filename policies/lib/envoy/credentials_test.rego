package lib.envoy_test

import data.lib.envoy

test_credential_headers if {
	every name in [
		"authorization",
		"cookie",
		"x-api-key",
		"x-vault-token",
		"token",
		"x-access-token",
		"client-secret",
		"x-password",
		"private-token",
	] {
		envoy.is_credential_header(name)
	}
	every name in ["x-request-id", "x-csrf-token", "accept", "x-token-count", "broken", "user-agent", "x-tokenized"] {
		not envoy.is_credential_header(name)
	}
}

test_comments_of_lua_are_ignored if {
	envoy.uncommented("a -- b\nc --[[ d\ne ]] f") == "a \nc \n f"
	envoy.uncommented("a --[[ x ]] b --[[ y\n\n ]] c") == "a  b \n\n c"
}

lua_file := {"path": ["lua"], "cluster": -1, "connection_manager": 0, "virtual_host": -1, "route": -1}

lua_code := {
	"path": ["lua"], "file": "lua/filter.lua",
	"text": concat("\n", [
		"--[[ two",
		"lines ]]",
		"local h = handle:headers()",
		"h:add('x-trace', 1)",
		"h:replace('authorization', token)",
		"handle:httpCall('b', {",
		"  ['x-api-key'] = key",
		"})",
		"",
	]),
}

test_lua_in_a_file_says_its_lines if {
	route := object.union(outside, {"virtual_host": 0, "clusters": ["a"]})
	found := envoy.credentials with input.context.envoy as {"clusters": [{"name": "a"}, {"name": "b"}], "routes": [route]}
		with input.context.lua_files as [lua_file, {"path": ["other"], "filename": "/lost.lua"}]
		with input.context.container_files as [lua_code, {"path": ["other"], "file": ""}]
	found == {
		{"path": ["lua"], "what": `Lua code in lua/filter.lua:5 adds the header "authorization"`, "clusters": {"a"}},
		{
			"path": ["lua"],
			"what": `Lua code in lua/filter.lua:7 sends the header "x-api-key" in httpCall`,
			"clusters": {"b"},
			"own_request": true,
		},
	}
}

test_headers_that_lua_adds if {
	envoy.lua_added(`request_handle:headers():add("Authorization", x)`) == {{"at": 0, "header": "authorization"}}
	envoy.lua_added("local h = handle:headers()\nh:replace('x-api-key', key)") == {{"at": 27, "header": "x-api-key"}}
	envoy.lua_added(`response_handle:headers():add("authorization", x)`) == set()
	envoy.lua_added(`handle:headers():add("set-cookie", x)`) == set()
	envoy.lua_added(`handle:headers():add("x-trace", x)`) == set()
	envoy.lua_added(`other:add("authorization", x)`) == set()
}

test_calls_of_lua if {
	calls := envoy.lua_calls(`handle:httpCall("auth", {[":method"] = "GET", ["Authorization"] = t, cookie = c}, "", 5)`)
	{[call.cluster, call.header] | some call in calls} == {["auth", "authorization"], ["auth", "cookie"]}
	envoy.lua_calls(`handle:httpCall(name, {["Authorization"] = t}, "", 5)`) == set()
	envoy.lua_calls(`handle:httpCall("auth", {[":path"] = "/"}, "", 5)`) == set()
}

outside := {"cluster": -1, "connection_manager": 0, "route_config": 0, "virtual_host": -1, "route": -1}

views := {
	"clusters": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
	"routes": [
		object.union(outside, {"virtual_host": 0, "clusters": ["a"]}),
		object.union(outside, {"virtual_host": 0, "clusters": ["b"]}),
		object.union(outside, {"virtual_host": 1, "clusters": ["c"]}),
	],
}

reached(place) := names if {
	names := envoy.reached(object.union(outside, place)) with input.context.envoy as views
}

test_header_additions_reach_the_clusters_of_their_routes if {
	reached({}) == {"a", "b", "c"}
	reached({"virtual_host": 0}) == {"a", "b"}
	reached({"virtual_host": 0, "route": 1}) == {"b"}
	reached({"cluster": 2}) == {"c"}
	reached({"route_config": 5}) == set()
	reached({"route_config": -1}) == {"a", "b", "c"}
	reached({"route_config": -1, "connection_manager": -1}) == set()
}

test_filters_reach_the_clusters_of_their_connection_manager if {
	envoy.reached_by_filter(outside) == {"a", "b", "c"} with input.context.envoy as views
	envoy.reached_by_filter(object.union(outside, {"virtual_host": 1})) == {"c"} with input.context.envoy as views
	envoy.reached_by_filter(object.union(outside, {"virtual_host": 0, "route": 1})) == {"b"}
		with input.context.envoy as views
	envoy.reached_by_filter(object.union(outside, {"connection_manager": -1})) == set() with input.context.envoy as views
}
