package lib.admin_test

import data.lib.admin

project(service) := {"document": {"services": {"ui": service}}, "context": {"services": {"ui": {
	"ports": service.ports,
	"owner": "ui",
	"configs": object.get(service, "x-configs", []),
}}}}

labels(service) := found if found := {entry.label | some entry in admin.exposed} with input as project(service)

port(target) := [{
	"path": ["p"],
	"target": target,
	"published": "1234",
	"protocol": "tcp",
	"exposure": "all_interfaces",
}]

test_by_product if {
	labels({"image": "prom/prometheus:v3", "ports": port(9090)}) == {"Prometheus"}
	labels({"image": "prom/prometheus:v3", "ports": port(8080)}) == set()
	labels({"image": "dpage/pgadmin4", "ports": port(5050)}) == {"pgAdmin"}
}

test_by_port_without_a_known_image if {
	labels({"build": {"context": "."}, "ports": port(9901)}) == {"Envoy admin"}
	labels({"build": {"context": "."}, "ports": port(8080)}) == set()
	labels({"image": "acme/charts:1", "ports": port(5601)}) == {"Kibana"}
	labels({"image": "postgres", "ports": port(5601)}) == set()
}

test_by_role if {
	own := project({"build": {"context": "."}, "ports": port(8080)})
	declared := json.patch(own, [{"op": "add", "path": "/context/services/ui/roles", "value": ["admin-ui"]}])
	{"an administration interface"} == {entry.label | some entry in admin.exposed} with input as declared
	set() == {entry.label | some entry in admin.exposed}
		with input as project({"image": "acme/console:1.6.0", "ports": port(8080)})
	known := json.patch(declared, [{"op": "add", "path": "/document/services/ui/image", "value": "prom/prometheus:v3"}])
	set() == {entry.label | some entry in admin.exposed} with input as known
}

test_loopback_is_not_exposed if {
	labels({"image": "adminer", "ports": [{"target": 8080, "protocol": "tcp", "exposure": "host_loopback"}]}) == set()
}

test_traefik_only_when_insecure if {
	labels({
		"image": "traefik:v3",
		"ports": port(8080),
		"command": ["--api.insecure=true"],
	}) == {"Traefik dashboard and API"}
	labels({
		"image": "traefik:v3",
		"ports": port(8080),
		"environment": {"TRAEFIK_API_INSECURE": "true"},
	}) == {"Traefik dashboard and API"}
	labels({"image": "traefik:v3", "ports": port(8080), "command": ["--api=true", "--api.insecure=false"]}) == set()
}

states(service) := found if found := {entry.verdict.state | some entry in admin.exposed} with input as project(service)

test_login if {
	states({"image": "grafana/grafana", "ports": port(3000)}) == {"closed"}
	states({
		"image": "grafana/grafana",
		"ports": port(3000),
		"environment": {"GF_AUTH_ANONYMOUS_ENABLED": "true"},
	}) == {"open"}
	states({"image": "consul", "ports": port(8500)}) == {"open"}
}

config(kind, path, name, number, exposed) := {"kind": kind, "file": "c.yaml", "listeners": [{
	"path": path,
	"name": name,
	"port": number,
	"exposure": exposed,
}]}

test_configuration_tells_the_port if {
	told := config("envoy", ["admin", "address"], "admin", 8089, "all_interfaces")
	labels({"image": "acme/edge", "ports": port(8089), "x-configs": [told]}) == {"Envoy admin"}
	labels({"image": "envoyproxy/envoy:v1.34", "ports": port(9901), "x-configs": [told]}) == set()
	bound := config("envoy", ["admin", "address"], "admin", 9901, "loopback")
	labels({"image": "envoyproxy/envoy:v1.34", "ports": port(9901), "x-configs": [bound]}) == set()
	fragment := config("envoy", ["resources", 0, "address"], "web", 8080, "all_interfaces")
	labels({"image": "envoyproxy/envoy:v1.34", "ports": port(9901), "x-configs": [fragment]}) == {"Envoy admin"}
}

test_configuration_of_mediamtx if {
	api := config("mediamtx", ["apiAddress"], "api", 8997, "all_interfaces")
	labels({"image": "bluenviron/mediamtx:1.15", "ports": port(8997), "x-configs": [api]}) == {"MediaMTX API"}
	labels({"image": "bluenviron/mediamtx:1.15", "ports": port(9997), "x-configs": [api]}) == set()
	stream := config("mediamtx", ["rtspAddress"], "rtsp", 8554, "all_interfaces")
	labels({"image": "bluenviron/mediamtx:1.15", "ports": port(8554), "x-configs": [stream]}) == set()
	variables := {"MTX_API": "yes"}
	service := {"image": "bluenviron/mediamtx:1.15", "environment": variables, "ports": port(9997), "x-configs": [stream]}
	labels(service) == {"MediaMTX API"}
}

test_the_place_in_the_configuration if {
	config_file := config("envoy", ["admin", "address"], "admin", 8089, "all_interfaces")
	doc := project({"image": "acme/edge", "ports": port(8089), "x-configs": [config_file]})
	{
		[{"file": "c.yaml", "path": ["admin", "address"], "message": "Envoy admin listens here"}],
	} == {entry.related | some entry in admin.exposed}
		with input as doc
}
