package lib.image_test

import data.lib.image

test_parse_short if {
	image.parse("postgres") == {"registry": "docker.io", "path": "postgres", "name": "postgres", "tag": "", "digest": ""}
}

test_parse_registry_port if {
	got := image.parse("registry.local:5000/team/app:1.2@sha256:abc")
	got == {"registry": "registry.local:5000", "path": "team/app", "name": "app", "tag": "1.2", "digest": "sha256:abc"}
}

test_parse_localhost if image.parse("localhost/app").registry == "localhost"

test_parse_port_without_tag if {
	got := image.parse("host:5000/app")
	got.name == "app"
	got.tag == ""
}

test_parse_library if image.parse("docker.io/library/redis:7").path == "redis"

test_parse_unknown_parts if {
	got := image.parse("${REGISTRY}/app:${TAG}")
	got.path == "${REGISTRY}/app"
	got.tag == "${TAG}"
}

test_local_name if {
	every ref in ["web", "web:latest", "my-app_2", "docker.io/library/web"] {
		image.is_local(image.parse(ref))
	}
}

test_no_local_name if {
	every ref in [
		"nginx",
		"docker.io/redis:7",
		"rocket.chat",
		"acme/web",
		"ghcr.io/web",
		"localhost:5000/web",
		"${IMAGE}",
		"${PREFIX}web",
	] {
		not image.is_local(image.parse(ref))
	}
}

test_describe_mirror if {
	got := image.describe("public.ecr.aws/docker/library/postgres:16")
	got.product == "postgresql"
	got.families == {"datastore"}
}

test_describe_path if image.describe("ghcr.io/goauthentik/server:2024").product == "authentik"

test_describe_unknown if image.describe("acme/server").product == ""

test_describe_any_exporter if image.describe("oliver006/redis_exporter").product == "exporter"

test_dind if image.is_dind(image.parse("docker:27-dind"))

test_not_dind if not image.is_dind(image.parse("docker:27-cli"))

test_is if {
	image.is("db", "datastore")
		with input as {"document": {"services": {"db": {"image": "redis:7"}, "web": {"build": {}}}}}
}

test_is_by_role if {
	project := {
		"document": {"services": {"store": {"build": {}}, "web": {"image": "nginx"}}},
		"context": {"services": {"store": {"roles": ["datastore"]}, "web": {"roles": ["tunnel"]}}},
	}
	image.is("store", "datastore") with input as project
	not image.is("store", "tunnel") with input as project
	image.is("web", "tunnel") with input as project
	image.is("web", "proxy") with input as project
}

test_product_without_image if {
	image.software("web") == "" with input as {"document": {"services": {"web": {"build": {}}}}}
}

test_every_product_has_families if {
	every software in {p | some p in image.by_name} {
		image.families[software]
	}
	every software in {p | some p in image.by_path} {
		image.families[software]
	}
}
