package lib.exposure_test

import data.lib.exposure

port(published, exposed) := {
	"path": [
		"services",
		"web",
		"ports",
		0,
	],
	"target": 80, "last": 80, "published": published, "host_ip": "", "protocol": "tcp",
	"exposure": exposed, "message": "m",
}

linked := {
	"web": {
		"ports": [port("8080", "all_interfaces")],
		"ways": [{"path": ["services", "web", "ports", 0], "message": "publishes port 8080", "exposure": "all_interfaces"}],
		"exposure": "all_interfaces",
		"networks": ["back", "front"],
		"untrusted": false,
		"untrusted_peers": ["agent"],
	},
	"db": {"ports": [], "ways": [], "exposure": "peers", "networks": ["back"], "untrusted": false, "untrusted_peers": []},
	"agent": {"ports": [], "ways": [], "exposure": "peers", "networks": [], "untrusted": true, "untrusted_peers": []},
}

test_only_published_ports if {
	object.keys(exposure.published) == {"web"} with input.context.services as linked
	exposure.published.web[0].published == "8080" with input.context.services as linked
}

test_beyond if {
	object.keys(exposure.beyond) == {"web"} with input.context.services as linked
	exposure.beyond_loopback("web") with input.context.services as linked
	not exposure.beyond_loopback("db") with input.context.services as linked
}

test_related_has_what_a_finding_may_hold if {
	places := exposure.related("web") with input.context.services as linked
	places == [{"path": ["services", "web", "ports", 0], "message": "publishes port 8080"}]
	exposure.related("db") == [] with input.context.services as linked
}

test_levels_and_peers if {
	exposure.level("db") == "peers" with input.context.services as linked
	exposure.untrusted == {"agent"} with input.context.services as linked
	exposure.untrusted_peers("web") == ["agent"] with input.context.services as linked
}

test_gateway if {
	exposure.gateway("web") == "named" with input.context.services as {"web": {"gateway": "named"}}
}

test_reaches_out if {
	exposure.reaches_out(port("1", "one_address"))
	exposure.reaches_out(port("1", "all_interfaces"))
	not exposure.reaches_out(port("1", "host_loopback"))
	not exposure.reaches_out(port("1", "unknown"))
}

test_on_loopback if {
	exposure.on_loopback(port("8080", "")) == "127.0.0.1:8080:80"
	exposure.on_loopback(port("", "")) == "127.0.0.1::80"
	exposure.on_loopback(object.union(port("53", ""), {"protocol": "udp"})) == "127.0.0.1:53:80/udp"
}

test_port_names if {
	exposure.port_name(port("8080", ""), "") == "port 8080"
	exposure.port_name(port("", ""), "") == "container port 80 on an ephemeral port"
	exposure.port_name(object.union(port("53", ""), {"protocol": "udp"}), " (names)") == "port 53/udp (names)"
}

test_is_loopback if {
	every address in ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"] {
		exposure.is_loopback(address)
	}
	every address in ["", "0.0.0.0", "::", "10.0.0.1", "${BIND}", "localhost.example"] {
		not exposure.is_loopback(address)
	}
}

test_internal_only if {
	networks := {"back": {"internal": true}, "front": {}, "lan": {"external": true}}
	exposure.internal_only("db") with input.context.services as linked with input.document.networks as networks
	not exposure.internal_only("web") with input.context.services as linked with input.document.networks as networks
	not exposure.internal_only("agent") with input.context.services as linked with input.document.networks as networks
	exposure.is_external("lan") with input.document.networks as networks
}

test_published_proxies if {
	services := {"web": {"image": "nginx:1.29"}, "db": {"image": "traefik:3"}}
	exposure.published_proxies == {"web"} with input.context.services as linked with input.document.services as services
	roles := json.patch(linked, [{"op": "add", "path": "/web/roles", "value": ["proxy"]}])
	exposure.published_proxies == {"web"}
		with input.context.services as roles
		with input.document.services as {"web": {"build": {}}}
	own := {"web": {"image": "acme/edge"}}
	exposure.published_proxies == set() with input.context.services as linked with input.document.services as own
	envoys := json.patch(linked, [{"op": "add", "path": "/web/configs", "value": [{"kind": "envoy"}]}])
	exposure.published_proxies == {"web"} with input.context.services as envoys with input.document.services as own
}
