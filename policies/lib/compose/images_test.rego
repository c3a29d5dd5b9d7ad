package lib.compose_test

import data.lib.compose
import data.lib.image

test_moving_tags if {
	every ref in [
		"nginx", "nginx:latest", "nginx:stable-alpine", "postgres:alpine", "node:lts-slim", "ghcr.io/a/b:main",
		"app:v2-latest", "${REGISTRY}/app:edge", "localhost:5000/app", "app:LATEST",
	] {
		compose.moving(image.parse(ref))
	}
}

test_tags_that_stay_or_are_unknown if {
	every ref in [
		"nginx:1.29", "nginx:1.29-alpine", "nginx:stable-20250101", "debian:bookworm", "app:v2", "app:${TAG}", "${IMAGE}",
		"app:${TAG}-alpine", "minio/minio:RELEASE.2025-01-20T14-49-07Z",
	] {
		not compose.moving(image.parse(ref))
	}
}

test_pulled if {
	compose.pulled({"image": "nginx"})
	not compose.pulled({"image": "app", "build": {"context": "."}})
	not compose.pulled({"image": "app", "pull_policy": "never"})
}

test_an_image_that_another_service_builds_is_not_pulled if {
	services := {"a": {"image": "app", "build": {"context": "."}}, "b": {"image": "app"}, "c": {"image": "nginx"}}
	not compose.pulled(services.b) with input.document.services as services
	compose.pulled(services.c) with input.document.services as services
}
