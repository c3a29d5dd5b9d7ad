# METADATA
# title: Image without a digest
# description: |
#   A tag with a version is a promise of the publisher, not a fact: it can be pushed again with other content. A digest
#   (`nginx:1.29.3@sha256:...`) names the content itself, so that every pull on every host gives what was reviewed.
#   Images that the project builds itself are not reported, nor are references that come from a variable without a
#   value; tags that move by design are reported by `compose/image-unpinned`.
# related_resources:
# - https://docs.docker.com/dhi/core-concepts/digests/
# - https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-13-enhance-supply-chain-security
# scope: package
# custom:
#   severity: note
#   pack: strict
#   remediation: |
#     Add the digest behind the tag, as in `nginx:1.29.3@sha256:...`, and let a bot update both.
#
#     `docker buildx imagetools inspect nginx:1.29.3` prints the digest.
#   cwe: [1357, 829]
#   aliases: ["compose-lint:CL-0019"]
package compose["image-digest-missing"]

import data.lib.compose
import data.lib.image
import data.lib.placeholder

findings contains finding if {
	some name, info in image.services
	info.digest == ""
	not placeholder.has_variable(info.ref)
	compose.pulled(input.document.services[name])
	not compose.moving(info)
	finding := {
		"path": ["services", name, "image"],
		"message": sprintf("service %q uses image %q without a digest", [name, info.ref]),
	}
}
