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

test_only_what_is_written_out_is_switched_off if {
	path := ["services", "a", "environment", "DEBUG"]
	document := {"services": {"a": {"environment": {"DEBUG": "True"}}}}

	fix.switch_off(path, "True") == [{"set": path, "value": "False"}] with input as {
		"document": document, "context": {"interpolated": []},
	}
	fix.switch_off(path, "True") == [] with input as {"document": document, "context": {"interpolated": [{"path": path}]}}
	fix.switch_off(["other"], "True") == [] with input as {"document": document, "context": {"interpolated": []}}
}
