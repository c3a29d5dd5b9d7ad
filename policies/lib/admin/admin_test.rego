package lib.admin_test

import data.lib.admin

project(service) := {"document": {"services": {"ui": service}}}

labels(service) := found if found := {entry.label | some entry in admin.exposed} with input as project(service)

port(target) := [{"target": target, "published": "1234", "protocol": "tcp"}]

test_by_product if {
	labels({"image": "prom/prometheus:v3", "ports": port(9090)}) == {"Prometheus"}
	labels({"image": "prom/prometheus:v3", "ports": port(8080)}) == set()
	labels({"image": "dpage/pgadmin4", "ports": port(5050)}) == {"pgAdmin"}
}

test_by_port_without_a_known_image if {
	labels({"build": {"context": "."}, "ports": port(9901)}) == {"Envoy admin"}
	labels({"build": {"context": "."}, "ports": port(8080)}) == set()
	labels({"image": "postgres", "ports": port(5601)}) == {"Kibana"}
}

test_loopback_is_not_exposed if {
	labels({"image": "adminer", "ports": [{"target": 8080, "host_ip": "127.0.0.1"}]}) == set()
}

test_traefik_only_when_insecure if {
	labels({"image": "traefik:v3", "ports": port(8080), "command": ["--api.insecure=true"]}) == {"Traefik dashboard and API"}
	labels({"image": "traefik:v3", "ports": port(8080), "environment": {"TRAEFIK_API_INSECURE": "true"}}) == {"Traefik dashboard and API"}
	labels({"image": "traefik:v3", "ports": port(8080), "command": ["--api=true", "--api.insecure=false"]}) == set()
}

test_login if {
	{true} == {entry.login | some entry in admin.exposed} with input as project({"image": "grafana/grafana", "ports": port(3000)})
	{false} == {entry.login | some entry in admin.exposed} with input as project({"image": "grafana/grafana", "ports": port(3000), "environment": {"GF_AUTH_ANONYMOUS_ENABLED": "true"}})
	{false} == {entry.login | some entry in admin.exposed} with input as project({"image": "consul", "ports": port(8500)})
}
