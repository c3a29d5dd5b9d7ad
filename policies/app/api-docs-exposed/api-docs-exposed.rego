# METADATA
# title: Interactive documentation of the interface in production
# description: |
#   The pages list every route with its parameters and types, and let whoever opens them call these. An attacker need
#   not guess what there is, and finds the routes that nobody meant to be found.
#
#   Reported is the documentation that FastAPI serves unless it is told not to, and that of libraries for Flask, aiohttp
#   and Django. One that is off, or on under a condition, is not reported. Where linking shows that only the host or
#   other containers reach the service the finding is informational, and where nothing shows who does it is a note.
# related_resources:
# - https://fastapi.tiangolo.com/tutorial/metadata/#docs-urls
# - https://owasp.org/API-Security/editions/2023/en/0xa9-improper-inventory-management/
# scope: package
# custom:
#   severity: low
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     inside:
#       severity: none
#       because: only the host or other containers reach it
#     unknown-exposure:
#       severity: note
#       because: nothing in the scan shows that other machines reach it
#   remediation: |
#     Turn it off where developers do not need it: `FastAPI(docs_url=None, redoc_url=None, openapi_url=None)`.
#
#     Or serve it behind the login of the application.
#   cwe: [200]
package app["api-docs-exposed"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in code.calls("web-app")
	address(call, "schema")
	pages := [page | some part in ["docs", "redoc"]; page := address(call, part)]
	count(pages) > 0
	count(object.get(call, "guards", [])) == 0
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q serves its documentation at %s", [code.subject(call), concat(" and ", pages)]),
		},
		array.concat(code.situations(call), reach),
	)
}

findings contains finding if {
	some call in code.calls("api-docs")
	is_served(call)
	count(object.get(call, "guards", [])) == 0
	finding := in_situation(
		{"path": call.at, "message": sprintf("%q serves the documentation of the interface", [code.subject(call)])},
		array.concat(code.situations(call), reach),
	)
}

# Go's handlers of Swagger are values, too: r.Get("/swagger/*", httpSwagger.WrapHandler).
findings contains finding if {
	some route in code.of("routes")
	regex.match(`swaggo/http-swagger(/v2)?\.(WrapHandler|Handler)$`, route.handler)
	finding := in_situation(
		{"path": route.at, "message": sprintf("%q serves the documentation of the interface", [route.path])},
		array.concat(code.situations(route), reach),
	)
}

# address returns where something is served: behind a prefix that is not known, too.
address(call, part) := page if {
	page := code.literal(call, part)
	is_string(page)
} else := page if {
	value := code.argument(call, part)
	value.kind == "template"
	page := concat("", [text | some item in value.items; text := object.get(item, "value", "...")])
}

# is_served holds for pages that nobody turned off, as far as it is known.
is_served(call) if {
	not call.arguments.docs
	not is_for_users(call)
}

is_served(call) if is_string(code.literal(call, "docs"))

# The pages of drf-yasg ask for what all of the interface asks for, unless they are told something else.
is_for_users(call) if {
	call.callee == "drf_yasg.views.get_schema_view"
	not "rest_framework.permissions.AllowAny" in code.names(object.get(call.arguments, "permissions", {}))
}

default reach := ["unknown-exposure"]

reach := [] if {
	"published" in code.reach
} else := ["inside"] if {
	"inside" in code.reach
} else := [] if {
	some call in code.calls("listen")
	call.aside == ""
	code.literal(call, "host") in {"0.0.0.0", "::", "", null}
	not call.arguments.sock
}
