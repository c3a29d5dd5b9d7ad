# METADATA
# title: Message to whatever page is there
# description: |
#   A frame or window may show another page than the one that was opened, and the message goes to it: with `"*"` the
#   browser does not look to whom.
#   Reported is `postMessage` with `"*"` and a message that is not written out. A target that is named is not reported,
#   nor is a message to a worker, which has no target.
# related_resources:
# - https://developer.mozilla.org/en-US/docs/Web/API/Window/postMessage#security_concerns
# scope: package
# custom:
#   severity: low
#   kinds: [app]
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Name the origin: `target.postMessage(message, "https://app.example.com")`.
#   cwe: [346]
package frontend["postmessage-wildcard"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in code.calls("post-message")
	code.literal(call, "origin") == "*"
	is_data(code.argument(call, "message"))
	finding := in_situation(
		{"path": code.path(call, "origin"), "message": "the message goes to whatever page is there"},
		code.situations(call),
	)
}

is_data(message) if {
	code.kinds(message) & {
		"parameter", "name", "unknown", "call", "environment", "request", "template",
	} != set()
}
