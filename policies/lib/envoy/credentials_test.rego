package lib.envoy_test

import data.lib.envoy

test_credential_headers if {
	every name in ["authorization", "cookie", "x-api-key", "x-vault-token", "token", "x-access-token", "client-secret", "x-password", "private-token"] {
		envoy.is_credential_header(name)
	}
	every name in ["x-request-id", "x-csrf-token", "accept", "x-token-count", "broken", "user-agent", "x-tokenized"] {
		not envoy.is_credential_header(name)
	}
}

test_comments_of_lua_are_ignored if {
	envoy.uncommented("a -- b\nc --[[ d\ne ]] f") == "a \nc  f"
}

test_headers_that_lua_adds if {
	envoy.lua_added(`request_handle:headers():add("Authorization", x)`) == {"authorization"}
	envoy.lua_added("local h = handle:headers()\nh:replace('x-api-key', key)") == {"x-api-key"}
	envoy.lua_added(`response_handle:headers():add("authorization", x)`) == set()
	envoy.lua_added(`handle:headers():add("set-cookie", x)`) == set()
	envoy.lua_added(`handle:headers():add("x-trace", x)`) == set()
	envoy.lua_added(`other:add("authorization", x)`) == set()
}

test_calls_of_lua if {
	calls := envoy.lua_calls(`handle:httpCall("auth", {[":method"] = "GET", ["Authorization"] = t, cookie = c}, "", 5)`)
	calls == {{"cluster": "auth", "header": "authorization"}, {"cluster": "auth", "header": "cookie"}}
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
	envoy.reached_by_filter(object.union(outside, {"virtual_host": 0, "route": 1})) == {"b"} with input.context.envoy as views
	envoy.reached_by_filter(object.union(outside, {"connection_manager": -1})) == set() with input.context.envoy as views
}
