# METADATA
# title: Page of an application without a Content-Security-Policy
# description: |
#   The page loads a program that shows what others wrote. Without a policy one mistake in it is enough to run their
#   script with the login of whoever looks at the page, and to send what it finds to any address.
#
#   Reported is an `index.html` that has the element into which an application is put, where neither the page says a
#   policy in `<meta http-equiv="Content-Security-Policy">`, nor anything of the application around it, nor a proxy of
#   the repository. Where the server of the page is in the same application, app/missing-security-headers says where to
#   add the header. Where nothing in the scan shows which server has the page it is a note.
# related_resources:
# - https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP
# - https://cheatsheetseries.owasp.org/cheatsheets/Content_Security_Policy_Cheat_Sheet.html
# scope: package
# custom:
#   severity: low
#   precision: medium
#   kinds: [app]
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     unknown-server:
#       severity: note
#       because: nothing in the scan shows which server has the page, and it may add the header
#   remediation: |
#     Let the server of the page send `Content-Security-Policy: default-src 'self'; frame-ancestors 'none'`, with what
#     else the page loads.
#
#     A `<meta>` element does the same but for `frame-ancestors`.
#   cwe: [693, 1021]
package frontend["missing-csp"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.page

findings contains finding if {
	not has_policy
	some file, places in roots
	not page.says(file, "content-security-policy")
	regex.match(`(^|/)index\.html?$`, file)
	some place in places
	finding := in_situation(
		{
			"path": ["modules", file],
			"message": "the page has no Content-Security-Policy, and nothing that is known adds one",
			"related": [{"path": place.at, "message": "the application is put in here"}],
		},
		array.concat(code.situations(place), unknown),
	)
}

# Next makes the pages itself, with the headers that its configuration or a middleware adds:
# https://nextjs.org/docs/app/guides/content-security-policy.
findings contains finding if {
	not has_policy
	some call in code.calls("next-config")
	not call.arguments.export
	finding := in_situation(
		{
			"path": call.at,
			"message": "the pages have no Content-Security-Policy: neither Next nor anything else that is known adds one",
		},
		code.situations(call),
	)
}

# roots are the elements into which applications are put, by their page.
roots[call.file] contains call if some call in code.calls("page-root")

has_policy if {
	some header in page.policies
	startswith(header.name, "content-security-policy")
}

has_policy if {
	some call in code.calls("security-headers")
	not is_without(call)
}

has_policy if count(code.calls("csp")) > 0

has_policy if "content-security-policy" in input.context.front_headers

# Whatever sends the pages adds one, or it is not known that it does not.
has_policy if {
	some place in input.context.pages
	place.policy
}

is_without(call) if code.literal(call, "csp") == false

default unknown := ["unknown-server"]

unknown := [] if some place in input.context.pages

unknown := [] if {
	some meaning in {"static-files", "html", "file-response"}
	some call in code.calls(meaning)
	call.aside == ""
}
