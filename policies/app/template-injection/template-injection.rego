# METADATA
# title: Template text taken from a request
# description: |
#   Whoever writes a template runs code where it is rendered: a Jinja2 template reaches every object of the program,
#   and from there a shell. Escaping does not help, because the template is the code.
#
#   Reported is a template whose text is, or contains, data of a request: a query, a form, a parameter of a handler, a
#   field of a request's model. A text that is written out is not reported, nor is data that a template gets as a
#   variable.
# related_resources:
# - https://jinja.palletsprojects.com/en/stable/sandbox/
# - https://portswigger.net/web-security/server-side-template-injection
# scope: package
# custom:
#   severity: critical
#   situations:
#     sandboxed:
#       severity: medium
#       because: the sandbox keeps templates from most objects, and has been escaped before
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Render a template of your own, and pass what the request has as variables.
#
#     Where users have to write templates take a language without code, or run `ImmutableSandboxedEnvironment` in a
#     container with nothing in it.
#   cwe: [1336, 94]
package app["template-injection"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some meaning, situations in {"template-text": [], "text-template": [], "sandboxed-template-text": ["sandboxed"]}
	some call in code.calls(meaning)
	text := code.argument(call, "text")
	code.is_from_request(call, text)
	finding := in_situation(
		{
			"path": code.path(call, "text"),
			"message": sprintf("%q renders a template that a request brings", [code.subject(call)]),
		},
		array.concat(code.situations(call), situations),
	)
}
