# METADATA
# title: Pages without headers that bound them
# description: |
#   Without `X-Frame-Options` or `frame-ancestors` another site can show the page in a frame and have the user click
#   in it; without `X-Content-Type-Options` an upload can become a script; without a `Content-Security-Policy` one
#   mistake in a template is enough to run code in the user's session.
#
#   Reported once, where the application is made, with the names that no module sets. An application counts that
#   serves templates, files or HTML; one that shows pages in its documentation of the interface alone is a note.
#   Django, whose middleware sets most of them, is not looked at, nor is an application with Talisman or the like.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html
# scope: package
# custom:
#   severity: medium
#   situations:
#     documentation:
#       severity: note
#       because: the only pages are those that document the interface
#     front:
#       severity: note
#       because: a proxy of the repository adds them to every answer
#     inside:
#       severity: low
#       because: only the host or other containers reach it, so a proxy may set them
#   remediation: |
#     Add a middleware that sets `Content-Security-Policy`, `X-Frame-Options: DENY` and `X-Content-Type-Options:
#     nosniff`.
#   cwe: [693, 1021]
package app["missing-security-headers"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.page

findings contains finding if {
	count(missing) > 0
	not set_by_library
	shows_pages
	some call in code.calls("web-app")
	call.aside == ""
	call.at == code.web_app
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q shows pages without %s", [code.subject(call), concat(", ", sort(missing))]),
		},
		array.flatten([
			["documentation" | not serves_pages],
			["front" | count(missing - by_front) == 0],
			[s | some s in code.reach; s == "inside"],
		]),
	)
}

present contains header.name if some header in page.policies

present contains "x-frame-options" if "content-security-policy" in present_directly

present_directly contains header.name if {
	some header in code.of("headers")
	not page.is_page(header.file)
}

missing := {"content-security-policy"} if {
	count(without_policy) > 0
	not "content-security-policy" in present
} else := {"content-security-policy", "x-frame-options", "x-content-type-options"} - present

# Helmet sets all of them but for what its options switch off.
without_policy contains call if {
	some call in code.calls("security-headers")
	code.literal(call, "csp") == false
}

# by_front are the headers that a proxy of the repository adds.
by_front contains name if some name in input.context.front_headers

by_front contains "x-frame-options" if "content-security-policy" in input.context.front_headers

serves_pages if {
	some meaning in {"static-files", "html"}
	some call in code.calls(meaning)
	call.aside == ""
}

serves_pages if {
	some call in code.calls("file-response")
	call.aside == ""
	some text in written(code.argument(call, "path"))
	endswith(text, ".html")
}

written(value) := {text | walk(value, [_, text]); is_string(text)}

shows_pages if serves_pages

shows_pages if {
	some call in code.calls("web-app")
	is_string(code.literal(call, "docs"))
}

set_by_library if {
	count(code.calls("security-headers")) > 0
	count(without_policy) == 0
}

set_by_library if {
	count(without_policy) == 0
	some name in code.imports
	regex.match(`(?i)(talisman|helmet|secure_?headers?|security_?headers?|django)`, name)
}
