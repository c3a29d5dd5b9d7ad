package lib.envoy_test

import data.lib.envoy

test_value_of_a_missing_path_is_the_default if {
	envoy.value(["a", "b"], "none") == "none" with input.document as {"a": 1}
	envoy.value(["a", 0, "b"], "none") == 2 with input.document as {"a": [{"b": 2}]}
	envoy.at([]) == {"a": 1} with input.document as {"a": 1}
}

test_accessors_take_any_type if {
	every value in [null, true, 7, "x", [], {}] {
		is_string(envoy.text(value))
		is_array(envoy.list(value))
		is_object(envoy.mapping(value))
	}
	envoy.text("x") == "x"
	envoy.list([1]) == [1]
	envoy.mapping({"a": 1}) == {"a": 1}
}

test_percent if {
	envoy.percent(null, 100) == 100
	envoy.percent({}, 100) == 0
	envoy.percent({"default_value": {"numerator": 50}}, 0) == 50
	envoy.percent({"default_value": {"numerator": 5000, "denominator": "TEN_THOUSAND"}}, 0) == 50
	envoy.percent({"numerator": 1000000, "denominator": "MILLION"}, 0) == 100
}

test_matches_text if {
	envoy.matches_text({"exact": "a"}, "a")
	envoy.matches_text({"prefix": ""}, "anything")
	envoy.matches_text({"suffix": ".com"}, "a.com")
	envoy.matches_text({"contains": "b"}, "abc")
	envoy.matches_text({"safe_regex": {"regex": `a.c`}}, "abc")
	envoy.matches_text({"regex": `\*`}, "*")
	not envoy.matches_text({"safe_regex": {"regex": "b"}}, "abc")
	not envoy.matches_text({"safe_regex": {"regex": "("}}, "(")
	not envoy.matches_text({"exact": "b", "ignore_case": true}, "a")
	not envoy.matches_text({"prefix": 1}, "1")
	not envoy.matches_text("a", "a")
}

test_seconds if {
	envoy.seconds("1.5s") == 1.5
	envoy.seconds("-3s") == -3
	not envoy.seconds("5")
	not envoy.seconds("5ms")
}

test_a_range_without_a_length_is_everybody if {
	envoy.everybody({"address_prefix": "10.0.0.0"})
	envoy.everybody({"address_prefix": "::", "prefix_len": 0})
	not envoy.everybody({"address_prefix": "10.0.0.0", "prefix_len": 8})
	not envoy.everybody({})
	not envoy.everybody("10.0.0.0")
}

test_what_every_request_matches if {
	envoy.takes_everything({"prefix": "/"})
	envoy.takes_everything({"prefix": "", "case_sensitive": false})
	envoy.takes_everything({"safe_regex": {"regex": "/.*"}})
	not envoy.takes_everything({"prefix": "/a"})
	not envoy.takes_everything({"path": "/"})
	not envoy.takes_everything({"prefix": "/", "headers": [{"name": "a"}]})
	not envoy.takes_everything({"prefix": "/", "runtime_fraction": {}})
	not envoy.takes_everything({"connect_matcher": {}})
	not envoy.takes_everything({})
	not envoy.takes_everything(null)
}

test_versions_of_images if {
	consumers := [
		{"image": "envoyproxy/envoy:v1.31.2"},
		{"image": "a/envoy-x:1.34-latest"},
		{"image": "nginx:1.27"},
		{"image": null},
	]
	envoy.minor_versions == {31, 34} with input.context.consumers as consumers
	envoy.minor_versions == set() with input.context as {}
}

cluster(classes) := {
	"name": "c",
	"endpoints": [{"class": class, "host": sprintf("host-%d", [i])} | some i, class in classes],
}

test_where_a_cluster_is if {
	envoy.is_local(cluster(["loopback", "socket"]))
	not envoy.is_local(cluster(["loopback", "service"]))
	not envoy.is_local(cluster([]))
	envoy.is_inside(cluster(["service", "loopback", "private", "internal"]))
	not envoy.is_inside(cluster(["service", "public"]))
	not envoy.is_inside(cluster(["loopback"]))
	not envoy.is_inside(cluster(["unknown"]))
	not envoy.is_inside(cluster([]))
}

test_peer if {
	envoy.peer(cluster(["public"])) == "host-0"
	envoy.peer(cluster(["unknown"])) == "its endpoints"
	envoy.peer(cluster(["public", "service"])) == "its endpoints"
	envoy.peer(cluster([])) == "its endpoints"
}

listener := {"class": "unspecified", "direction": "", "fragment": false, "address": ["address"]}

context(exposure, related) := {
	"listeners": [{"path": ["address"], "exposure": exposure, "related": related, "untrusted_peers": []}],
}

published := [{"file": "compose.yml", "path": ["services", "proxy", "ports", 0], "message": "publishes"}]

test_exposure if {
	envoy.exposure({"class": "loopback", "address": ["address"]}) == "loopback" with input.context as {}
	envoy.exposure(listener) == "unknown" with input.context as {}
	envoy.exposure(listener) == "peers" with input.context as context("peers", [])
}

# The most open of several addresses counts, and what is known of it.
test_exposure_of_several_addresses if {
	two := {"addresses": [{"path": ["one"], "class": "loopback"}, {"path": ["address"], "class": "unspecified"}]}
	envoy.exposure(two) == "unknown" with input.context as {}
	envoy.exposure(two) == "all_interfaces" with input.context as context("all_interfaces", published)
	envoy.linked(two).related == published with input.context as context("all_interfaces", published)
	envoy.in_class(two, {"unspecified"})
	not envoy.in_class(two, {"public"})
}

test_edge if {
	envoy.is_edge(listener) with input.context as {}
	envoy.is_edge(listener) with input.context as context("all_interfaces", published)
	envoy.is_edge(listener) with input.context as context("one_address", published)
	not envoy.is_edge(listener) with input.context as context("one_address", [])
	not envoy.is_edge(listener) with input.context as context("peers", [])
	not envoy.is_edge(object.union(listener, {"direction": "INBOUND"})) with input.context as {}
	not envoy.is_edge(object.union(listener, {"fragment": true})) with input.context as {}
	not envoy.is_edge(object.union(listener, {"class": "unknown"})) with input.context as {}
}

test_subject if {
	views := {"clusters": [{"name": "c"}], "listeners": [{"label": "l"}], "route_configs": [{"name": "r"}]}
	every expected, indices in {
		`cluster "c"`: {"cluster": 0, "listener": 0, "route_config": 0},
		`listener "l"`: {"cluster": -1, "listener": 0, "route_config": 0},
		`route configuration "r"`: {"cluster": -1, "listener": -1, "route_config": 0},
		`patch in "f.yaml"`: {"cluster": -1, "listener": -1, "route_config": -1},
	} {
		envoy.subject(indices) == expected with input as {"file": "f.yaml", "context": {"envoy": views}}
	}
}

test_of_listener_and_manager if {
	views := {
		"connection_managers": [
			{"listener": 1, "name": "b"},
			{"listener": 0, "name": "a"},
			{"listener": 1, "name": "c"},
			{"listener": -1, "name": "d"},
		],
		"http_filters": [
			{"listener": 1, "connection_manager": 2, "config_path": ["x"]},
			{"listener": -1, "connection_manager": -1, "config_path": []},
		],
		"network_filters": [],
		"overrides": [],
		"transport_sockets": [],
	}
	every index, names in {0: ["a"], 1: ["b", "c"], 2: [], -1: []} {
		[manager.name | some manager in envoy.of_listener("connection_managers", index)] == names
			with input as {"context": {"envoy": views}}
	}
	filters := envoy.of_manager("http_filters", 2) with input as {"document": {"x": {"y": 1}}, "context": {"envoy": views}}
	[filter.config | some filter in filters] == [{"y": 1}]
	envoy.of_manager("http_filters", -1) == [] with input as {"document": {}, "context": {"envoy": views}}
}
