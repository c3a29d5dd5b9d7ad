package lib.fix_test

import data.lib.fix

test_loopback_is_of_the_version_of_the_address if {
	fix.loopback([
		{"path": ["services", "a", "ports", 0], "host_ip": "::"},
		{"path": ["services", "a", "ports", 1], "host_ip": "0.0.0.0"},
		{"path": ["services", "a", "ports", 2]},
		{"path": ["services", "a", "network_mode"]},
	]) == [
		{"set": ["services", "a", "ports", 0, "host_ip"], "value": "::1"},
		{"set": ["services", "a", "ports", 1, "host_ip"], "value": "127.0.0.1"},
		{"set": ["services", "a", "ports", 2, "host_ip"], "value": "127.0.0.1"},
	]
}

switch := ["services", "a", "environment", "DEBUG"]

project(variables) := {
	"document": {"services": {"a": {"environment": {"DEBUG": "True"}}}},
	"context": {"interpolated": [{"path": switch, "variables": [variable]} | some variable in variables]},
}

test_what_the_project_decides_is_switched_off if {
	fix.switch_off(switch, "True") == [{"set": switch, "value": "False"}] with input as project([])
	fix.switch_off(switch, "True") == [{"set": switch, "value": "False"}] with input as project([{
		"default": "True",
		"set": false,
	}])
}

test_what_others_decide_is_not if {
	fix.switch_off(switch, "True") == [] with input as project([{"default": "True", "set": true}])
	fix.switch_off(switch, "True") == [] with input as project([{"set": true}])
	fix.switch_off(["other"], "True") == [] with input as project([])
}

using(images) := {"document": {"services": {name: {"image": ref} | some name, ref in images}}}

pinned(name, ref) := [{"set": ["services", name, "image"], "value": ref}]

test_an_image_is_pinned_to_the_version_that_the_project_has if {
	images := {
		"a": "redis", "b": "redis:7.4", "c": "nginx:latest", "d": "nginx:1.27", "e": "nginx:1.28",
		"f": "acme/redis:1",
	}

	fix.pin(["a"], "version") == pinned("a", "redis:7.4") with input as using(images)
	fix.pin(["c"], "version") == [] with input as using(images)
	fix.pin(["a", "c"], "version") == [] with input as using(images)
}

test_an_image_is_pinned_to_the_digest_of_its_tag if {
	images := {"a": "redis", "b": "redis:7.4", "c": "redis:7.4@sha256:ab"}

	fix.pin(["b"], "digest") == pinned("b", "redis:7.4@sha256:ab") with input as using(images)
	fix.pin(["a"], "digest") == [] with input as using(images)
}
