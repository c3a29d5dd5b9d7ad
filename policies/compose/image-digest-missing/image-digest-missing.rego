# METADATA
# title: Image without a digest
# description: |
#   A tag with a version is a promise of the publisher, not a fact: it can be pushed again with other content. A digest
#   (`nginx:1.29.3@sha256:...`) names the content itself, so that every pull on every host gives what was reviewed.
#   A tag that moves by design, or none, promises not even that. Images that the project builds itself are not reported,
#   nor are references whose version comes from a variable without a value.
# related_resources:
# - https://docs.docker.com/dhi/core-concepts/digests/
# - https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-13-enhance-supply-chain-security
# scope: package
# custom:
#   severity: note
#   situations:
#     moves:
#       severity: low
#       because: the image has no tag or one that moves, so it is another one after the next pull
#   pack: strict
#   fixes:
#     pin:
#       title: Use the digest that the project names elsewhere
#       unsafe: the image of the digest may be older than the one that runs now
#   remediation: |
#     Add the digest behind the tag, as in `nginx:1.29.3@sha256:...`, and let a bot update both.
#
#     `docker buildx imagetools inspect nginx:1.29.3` prints the digest.
#   cwe: [1357, 829]
#   aliases: ["compose-lint:CL-0019"]
package compose["image-digest-missing"]

import data.lib.compose
import data.lib.finding.in_situation
import data.lib.finding.with_fix
import data.lib.fix
import data.lib.image
import data.lib.placeholder

findings contains finding if {
	some name, info in image.services
	info.digest == ""
	compose.pulled(input.document.services[name])
	not image.is_local(info)
	situations := ["moves" | compose.moving(info)]
	is_known(info, situations)
	finding := in_situation(
		with_fix(
			{
				"path": ["services", name, "image"],
				"message": sprintf("service %q uses image %q without a digest", [name, info.ref]),
			},
			[{"name": "pin", "edits": edits} | edits := fix.pin([name], "digest"); count(edits) > 0],
		),
		situations,
	)
}

is_known(_, ["moves"])

is_known(info, []) if not placeholder.has_variable(info.ref)
