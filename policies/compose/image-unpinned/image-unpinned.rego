# METADATA
# title: Mutable image reference
# description: |
#   An image without a tag, or with one that moves (`latest`, `stable`, `main`, `edge`, `alpine`), is another image
#   after the next pull: nobody reviewed it, two hosts run different code, and a rollback does not bring the old one
#   back. Whoever takes over the publisher's account takes over every service that follows the tag. A tag with a version
#   is accepted here; `compose/image-digest-missing` of the strict pack asks for a digest.
#
#   Images that the project builds itself (`build`, here or in another service, or `pull_policy: never` or `build`) are
#   not pulled and not reported. A name without an owner that is none of Docker's official images, such as `web`, can
#   only have been built on the machine: that is a note. A tag that comes from a variable is judged by its default;
#   without one it is unknown.
# related_resources:
# - https://docs.docker.com/dhi/core-concepts/digests/
# - https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
# - https://docs.docker.com/reference/compose-file/services/#image
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-13-enhance-supply-chain-security
# - https://slsa.dev/spec/v1.0/about
# scope: package
# custom:
#   severity: low
#   situations:
#     guards-others:
#       severity: medium
#       because: the image is a proxy, a tunnel or holds a control socket, so whoever changes it reaches the other
#         services as well
#     local-name:
#       severity: note
#       because: Docker Hub has no official image of this name, so it was built on the machine and nobody else moves its
#         tag
#   remediation: |
#     Name a version, and add its digest so that it stays the same image, as in `nginx:1.29.3@sha256:...`.
#
#     `docker buildx imagetools inspect nginx:1.29.3` prints the digest. Renovate and Dependabot keep both up to date.
#   cwe: [1357, 829]
#   aliases: ["compose-lint:CL-0004"]
package compose["image-unpinned"]

import data.lib.compose
import data.lib.finding.in_situation
import data.lib.image

findings contains finding if {
	some name, info in image.services
	info.digest == ""
	compose.pulled(input.document.services[name])
	why := compose.moving(info)
	finding := in_situation(
		{
			"path": ["services", name, "image"],
			"message": sprintf("service %q uses image %q, %s", [name, info.ref, why]),
		},
		[situation |
			some situation in ["guards-others", "local-name"]
			holds(situation, name)
		],
	)
}

holds("guards-others", name) if {
	some family in ["proxy", "tunnel", "socket-proxy"]
	image.is(name, family)
}

holds("guards-others", name) if name in compose.control_sockets

holds("local-name", name) if image.is_local(image.services[name])
