package lib.systemd_test

import data.lib.systemd

starting(words) := {"unit": {
	"drop_in": false,
	"type": "simple",
	"wants": [],
	"settings": {},
	"commands": [{"setting": "ExecStart", "program": words[0], "words": words}],
}}

test_values if {
	context := {"unit": {"settings": {"A": {"value": "Yes"}, "B": {"value": "strict"}}}}
	systemd.value("B") == "strict" with input.context as context
	systemd.value("C") == "" with input.context as context
	systemd.is_on("A") with input.context as context
	not systemd.is_on("B") with input.context as context
	not systemd.is_on("C") with input.context as context
}

test_programs if {
	systemd.is_client with input.context as starting(["docker", "compose", "up"])
	systemd.is_system with input.context as starting(["sshd"])
	systemd.is_system with input.context as starting(["/usr/lib/systemd/systemd-resolved"])
	not systemd.is_system with input.context as starting(["/opt/search/systemd-entrypoint"])
	systemd.is_interpreter with input.context as starting(["python3.12", "a.py"])
	systemd.is_interpreter with input.context as starting(["node", "a.js"])
	not systemd.is_interpreter with input.context as starting(["fancontrol"])
	not systemd.is_client with input.context as starting(["node"])
}

test_networked if {
	every words in [
		["a", "--port", "80"], ["a", "-listen=:8080"], ["a", "--host=0.0.0.0"], ["a", "127.0.0.1:8080"], ["a", ":8443"],
	] {
		systemd.listens with input.context as starting(words)
	}
	not systemd.listens with input.context as starting(["a", "--config", "/etc/a.conf"])
	not systemd.waits_for_network with input.context as starting(["a"])
	systemd.waits_for_network with input.context as object.union(starting(["a"]), {"unit": {"wants": ["network.target"]}})
}

test_long_running if {
	systemd.is_long_running with input.context as starting(["a"])
	not systemd.is_long_running with input.context as starting(["true"])
	not systemd.is_long_running with input.context as object.union(starting(["a"]), {"unit": {"type": "oneshot"}})
	not systemd.is_long_running with input.context as object.union(starting(["a"]), {"unit": {"drop_in": true}})
}
