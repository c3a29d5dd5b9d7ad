# METADATA
# title: Mutable image reference
# description: |
#   An image without a tag, or with one that moves (`latest`, `stable`, `main`, `edge`, `alpine`), is another image
#   after the next pull: nobody reviewed it, two hosts run different code, and a rollback does not bring the old one
#   back. Whoever takes over the publisher's account takes over every service that follows the tag. A tag with a version
#   is accepted here.
#
#   All such images of a project are one note. `compose/image-digest-missing` of the strict pack reports each of them at
#   its service, and this finding is then a part of those.
#
#   Images that the project builds itself (`build`, here or in another service, or `pull_policy: never` or `build`) are
#   not pulled and not reported. A name without an owner that is none of Docker's official images, such as `web`, can
#   only have been built on the machine and is not reported either. A tag that comes from a variable is judged by its
#   default; without one it is unknown.
# related_resources:
# - https://docs.docker.com/dhi/core-concepts/digests/
# - https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
# - https://docs.docker.com/reference/compose-file/services/#image
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-13-enhance-supply-chain-security
# - https://slsa.dev/spec/v1.0/about
# scope: package
# custom:
#   severity: note
#   situations:
#     guards-others:
#       severity: low
#       because: the image is a proxy, a tunnel or holds a control socket, so whoever changes it reaches the other
#         services as well
#   fixes:
#     pin:
#       title: Use the version that the project names elsewhere
#       unsafe: the service may run another version than now
#   remediation: |
#     Name a version, and add its digest so that it stays the same image, as in `nginx:1.29.3@sha256:...`.
#
#     `docker buildx imagetools inspect nginx:1.29.3` prints the digest. Renovate and Dependabot keep both up to date.
#   cwe: [1357, 829]
#   aliases:
#   - compose-lint:CL-0004
#   - dclint:service-image-require-explicit-tag
package compose["image-unpinned"]

import data.lib.compose
import data.lib.finding.in_situation
import data.lib.finding.with_fix
import data.lib.fix
import data.lib.image

findings contains finding if {
	list := array.concat([entry | some entry in guards], [entry | some entry in moving; not entry in guards])
	count(list) > 0
	finding := in_situation(
		with_fix(
			{
				"path": list[0].path,
				"message": concat("", [list[0].message, more(count(list) - 1)]),
				"related": array.slice(list, 1, count(list)),
				"part_of": "compose/image-digest-missing",
			},
			[{"name": "pin", "edits": edits} |
				edits := fix.pin([entry.path[1] | some entry in list], "version")
				count(edits) > 0
			],
		),
		["guards-others" | count(guards) > 0],
	)
}

moving contains {
	"path": ["services", name, "image"],
	"message": sprintf("service %q uses image %q, %s", [name, info.ref, why]),
} if {
	some name, info in image.services
	info.digest == ""
	compose.pulled(input.document.services[name])
	not image.is_local(info)
	why := compose.moving(info)
}

guards contains entry if {
	some entry in moving
	is_guard(entry.path[1])
}

more(0) := ""

more(1) := ", and 1 more service uses an image that moves"

more(number) := sprintf(", and %d more services use images that move", [number]) if number > 1

is_guard(name) if {
	some family in ["proxy", "tunnel", "socket-proxy"]
	image.is(name, family)
}

is_guard(name) if name in compose.control_sockets
