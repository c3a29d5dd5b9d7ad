# METADATA
# title: Registry without verified TLS
# description: |
#   For a registry in `insecure-registries` the daemon accepts any certificate and falls back to plain HTTP; so does a
#   mirror with `http://`. Whoever stands between gets the credentials of pushes and pulls, and can answer with an image
#   of their own, which then runs on this host. Images that are pinned by digest cannot be replaced, everything else
#   can. `0.0.0.0/0` trusts every registry there is.
#
#   `allow-nondistributable-artifacts` pushes layers to a registry that their licence keeps back: a note. Loopback is
#   not reported: Docker itself counts 127.0.0.0/8 as insecure registries, and nobody stands between.
# related_resources:
# - https://docs.docker.com/reference/cli/dockerd/#insecure-registries
# - https://docs.docker.com/docker-hub/image-library/mirror/
# scope: package
# custom:
#   severity: medium
#   precision: very-high
#   situations:
#     every-registry:
#       severity: high
#       because: the range covers every address, so no registry is verified
#     nondistributable:
#       severity: note
#       because: TLS is verified, but layers are pushed that their licence keeps back
#   fixes:
#     verify:
#       title: Take it away from those that are trusted without TLS
#       unsafe: a registry with plain HTTP or a certificate that no known authority signed is refused
#   remediation: |
#     Give the registry a certificate, and put its CA in `/etc/docker/certs.d/<host>:<port>/ca.crt`.
#
#     Then remove the entry; for a mirror write `https://`.
#   cwe: [319, 494]
package daemon["insecure-registry"]

findings contains finding if {
	some index, registry in input.document["insecure-registries"]
	is_string(registry)
	not is_loopback(registry)
	finding := object.union(
		{
			"path": ["insecure-registries", index],
			"message": sprintf("registry %q is used without verified TLS", [registry]),
			"fix": {"name": "verify", "edits": [{"remove": ["insecure-registries", index]}]},
		},
		situation(registry),
	)
}

findings contains finding if {
	some index, mirror in input.document["registry-mirrors"]
	is_string(mirror)
	some [_, host] in regex.find_all_string_submatch_n(`(?i)^http://(?:[^/@]*@)?([^/]*)`, mirror, 1)
	not is_loopback(host)
	finding := {
		"path": ["registry-mirrors", index],
		"message": sprintf("registry mirror %q is used over plain HTTP", [host]),
	}
}

findings contains finding if {
	some index, registry in input.document["allow-nondistributable-artifacts"]
	is_string(registry)
	not is_loopback(registry)
	finding := {
		"path": ["allow-nondistributable-artifacts", index],
		"message": sprintf("registry %q is sent layers that are not to be distributed", [registry]),
		"situation": "nondistributable",
	}
}

is_loopback(registry) if regex.match(`^(127\.[0-9.]+(/[0-9]+)?|localhost|\[?::1\]?(/128)?)(:[0-9]+)?$`, registry)

default situation(_) := {}

situation(registry) := {"situation": "every-registry"} if registry in {"0.0.0.0/0", "::/0"}
