package lib.exposure_test

import data.lib.exposure

project(services, networks) := {"document": {"services": services, "networks": networks}}

publish(host_ip) := project({"web": {"image": "web", "ports": [{"target": 80, "published": "8080", "host_ip": host_ip, "protocol": "tcp"}]}}, {})

test_unspecified_spellings if {
	every host_ip in ["", "0.0.0.0", "::", "[::]", "::0", "0:0:0:0:0:0:0:0", "::ffff:0.0.0.0"] {
		exposure.published.web[0].address == "all_interfaces" with input as publish(host_ip)
	}
}

test_loopback_spellings if {
	every host_ip in ["127.0.0.1", "127.8.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"] {
		exposure.published.web[0].address == "loopback" with input as publish(host_ip)
	}
}

test_one_address if {
	every host_ip in ["192.168.1.4", "10.0.0.1", "fd00::1", "0.0.0.1", "::11"] {
		exposure.published.web[0].address == "one_address" with input as publish(host_ip)
	}
}

test_unknown if exposure.published.web[0].address == "unknown" with input as publish("${BIND}")

test_internal_only_publishes_nothing if {
	services := {"web": {"ports": [{"target": 80}], "networks": {"back": null}}}
	not exposure.published.web with input as project(services, {"back": {"internal": true}})
	not exposure.beyond_loopback("web") with input as project(services, {"back": {"internal": true}})
	exposure.beyond_loopback("web") with input as project(services, {"back": {}})
}

test_internal_default_network if {
	not exposure.published.web with input as project({"web": {"ports": [{"target": 80}]}}, {"default": {"internal": true}})
}

test_host_binding_changes_default if {
	opts := {"driver_opts": {"com.docker.network.bridge.host_binding_ipv4": "127.0.0.1"}}
	services := {"web": {"ports": [{"target": 80}, {"target": 81, "host_ip": "0.0.0.0"}]}}
	got := exposure.published.web with input as project(services, {"default": opts})
	[p.address | some p in got] == ["loopback", "all_interfaces"]
}

test_host_binding_on_every_network if {
	opts := {"driver_opts": {"com.docker.network.bridge.host_binding_ipv4": "127.0.0.1"}}
	services := {"web": {"ports": [{"target": 80}], "networks": {"a": null, "b": null}}}
	got := exposure.published.web with input as project(services, {"a": opts, "b": {}})
	got[0].address == "all_interfaces"
}

test_host_mode if {
	exposure.beyond_loopback("web") with input as project({"web": {"network_mode": "host"}}, {})
	exposure.host_mode("web") with input as project({"web": {"networks": {"host": null}}}, {"host": {"external": true}})
	exposure.host_mode("web") with input as project({"web": {"networks": {"lan": null}}}, {"lan": {"external": true, "name": "host"}})
	not exposure.host_mode("web") with input as project({"web": {"networks": {"host": null}}}, {"host": {}})
}

test_shared_namespace if {
	services := {"vpn": {"ports": [{"target": 80}]}, "app": {"network_mode": "service:vpn"}, "job": {"network_mode": "none"}}
	exposure.beyond_loopback("app") with input as project(services, {})
	not exposure.beyond_loopback("job") with input as project(services, {})
	exposure.level("job") == "loopback" with input as project(services, {})
}

test_shared_namespace_of_host_mode if {
	services := {"vpn": {"network_mode": "host"}, "app": {"network_mode": "service:vpn"}}
	exposure.level("app") == "all_interfaces" with input as project(services, {})
}

test_published_proxy_routes if {
	services := {
		"edge": {"image": "traefik:v3", "ports": [{"target": 443, "published": "443"}]},
		"app": {"image": "app", "labels": {"traefik.http.routers.app.rule": "Host(`a`)"}},
		"db": {"image": "postgres"},
	}
	exposure.level("app") == "one_address" with input as project(services, {})
	exposure.level("db") == "peers" with input as project(services, {})
}

test_labels_of_another_proxy_route_nothing if {
	services := {
		"edge": {"image": "nginx:1", "ports": [{"target": 443, "published": "443"}]},
		"app": {"image": "app", "labels": {"traefik.enable": "true"}},
	}
	exposure.level("app") == "peers" with input as project(services, {})
}

test_traefik_switched_off if {
	services := {
		"edge": {"image": "traefik:v3", "ports": [{"target": 443, "published": "443"}]},
		"app": {"image": "app", "labels": {"traefik.enable": "false", "traefik.http.routers.app.rule": "Host(`a`)"}},
	}
	exposure.level("app") == "peers" with input as project(services, {})
}

test_levels if {
	services := {
		"a": {"ports": [{"target": 80, "host_ip": "127.0.0.1"}]},
		"b": {"ports": [{"target": 80, "host_ip": "${BIND}"}]},
		"c": {"ports": [{"target": 80, "host_ip": "10.1.1.1"}, {"target": 81, "host_ip": "127.0.0.1"}]},
		"d": {"networks": {"own": null}},
		"e": {"networks": {"other": null}},
	}
	doc := project(services, {"own": {}, "other": {"external": true}})
	exposure.level("a") == "host_loopback" with input as doc
	exposure.level("b") == "unknown" with input as doc
	exposure.level("c") == "one_address" with input as doc
	exposure.level("d") == "loopback" with input as doc
	exposure.level("e") == "peers" with input as doc
}

test_ephemeral_message if {
	got := exposure.beyond.web with input as project({"web": {"ports": [{"target": 80}]}}, {})
	{w.message | some w in got} == {"publishes container port 80 on an ephemeral port on every host interface"}
}

test_untrusted if {
	services := {"box": {"runtime": "runsc"}, "agent": {}, "agent-manager": {}, "code-sandbox": {}, "runner-2": {}, "mon": {"image": "datadog/agent"}}
	exposure.untrusted == {"box", "agent", "code-sandbox", "runner-2"} with input as project(services, {})
}

test_agent_of_a_known_product_is_trusted if {
	exposure.untrusted == set() with input as project({"agent": {"image": "portainer/agent"}}, {})
}

test_wrong_types_fail_nothing if {
	services := {
		"a": {"ports": ["x", null, {"target": {}, "published": 3, "host_ip": 4}], "labels": ["traefik.enable=true"], "networks": 7},
		"b": {"network_mode": 5, "environment": ["VIRTUAL_HOST=x"]},
		"c": null,
		"d": "text",
	}
	{name | some name, _ in services; exposure.level(name)} == {"a", "b", "c", "d"} with input as project(services, [])
}
