# METADATA
# title: CORS wildcard for methods or headers together with credentials
# description: |
#   The application lets pages of other origins send requests with the user's cookies, and puts no bound on the
#   methods or headers of these. Whoever takes over one allowed origin, by cross-site scripting or a forgotten
#   subdomain, can do everything that the user can, with every verb. Starlette turns `*` for methods into all seven,
#   and `*` for headers mirrors what the browser asks for.
#
#   Explicit lists are not reported, nor is a wildcard without credentials, which are off by default. A condition such
#   as `if CORS_ORIGINS:` in front of the middleware changes nothing about what it allows.
# related_resources:
# - https://www.starlette.io/middleware/#corsmiddleware
# - https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS#credentialed_requests_and_wildcards
# scope: package
# custom:
#   severity: medium
#   situations:
#     any-origin:
#       severity: high
#       because: any origin is allowed, so every page that the user visits can use the user's session
#     loopback-origins:
#       severity: low
#       because: only pages from the user's own machine are allowed
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   fixes:
#     listed:
#       title: List the methods and headers
#       unsafe: pages of other origins cannot send headers that are not listed
#   remediation: |
#     List the methods and headers that the front end needs, such as `GET, POST, PUT, DELETE, OPTIONS` and
#     `Authorization, Content-Type`.
#   cwe: [942]
package app["cors-credentials-wildcard"]

import data.lib.code
import data.lib.cors
import data.lib.finding.in_situation
import data.lib.finding.with_fix

findings contains finding if {
	some call in code.calls("cors")
	code.literal(call, "credentials") == true
	not cors.is_answered(call)
	wildcards := [part | some part in ["methods", "headers"]; "*" in code.texts(call, part)]
	written := [part | some part in wildcards; code.is_written(call, part)]
	some part in array.slice(written, 0, 1)
	finding := in_situation(
		with_fix(
			{
				"path": code.path(call, part),
				"message": sprintf("%q allows all %s together with credentials", [code.subject(call), concat(" and ", wildcards)]),
			},
			[{"name": "listed", "edits": edits} | edits := listing(call, written); written == wildcards],
		),
		array.concat(code.situations(call), cors.situations(call)),
	)
}

findings contains finding if {
	some setting in code.of("settings")
	setting.name in {"CORS_ALLOW_METHODS", "CORS_ALLOW_HEADERS"}
	"*" in code.texts_of(setting.default)
	some other in code.of("settings")
	other.name == "CORS_ALLOW_CREDENTIALS"
	other.file == setting.file
	other.default.value == true
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q allows everything together with credentials", [setting.name]),
		},
		code.situations(setting),
	)
}

listing(call, parts) := [{"set": code.path(call, part), "value": usual[part]} | some part in parts]

# What a front end sends by itself; the methods are all that there are.
usual := {
	"methods": ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
	"headers": ["Accept", "Content-Type", "Authorization"],
}
