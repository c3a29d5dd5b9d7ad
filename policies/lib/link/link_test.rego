package lib.link_test

import data.lib.link

admin := ["admin", "address"]

linked := {"context": {
	"consumers": [{"service": "envoy"}],
	"listeners": [{
		"path": admin,
		"exposure": "all_interfaces",
		"because": "service \"envoy\" publishes port 9901 on every host interface",
		"related": [{"file": "compose.yaml", "path": ["services", "envoy", "ports", 0], "message": "publishes port 9901"}],
		"untrusted_peers": ["agent"],
	}],
}}

test_a_linked_listener_is_known if {
	link.exposure(admin) == "all_interfaces" with input as linked
	link.beyond_host(admin) with input as linked
	not link.inside(admin) with input as linked
	count(link.related(admin)) == 1 with input as linked
	link.untrusted_peers(admin) == ["agent"] with input as linked
	count(link.consumers) == 1 with input as linked
}

test_nothing_is_known_without_a_link if {
	every lone in [{}, {"context": {}}, {"context": {"listeners": []}}] {
		link.exposure(admin) == "unknown" with input as lone
		link.related(admin) == [] with input as lone
		link.consumers == [] with input as lone
		not link.inside(admin) with input as lone
		not link.beyond_host(admin) with input as lone
	}
}

test_inside_the_host if {
	some level in {"loopback", "peers", "host_loopback"}
	found := {"context": {"listeners": [{"path": admin, "exposure": level}]}}
	link.inside(admin) with input as found
}
