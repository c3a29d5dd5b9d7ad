# METADATA
# title: WebSocket accepted before it is authenticated
# description: |
#   The handler accepts the connection and asks only then who is there. Until the answer comes everybody holds a
#   connection, with whatever the program sets up for it, and an error in between leaves it open.
#
#   Reported is a handler whose first call that checks a credential comes behind the one that accepts. A check before,
#   in a dependency or in a middleware is not reported.
# related_resources:
# - https://www.rfc-editor.org/rfc/rfc6455#section-10.5
# scope: package
# custom:
#   severity: low
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Check the credential first, and close the connection with 1008 instead of accepting it.
#   cwe: [696, 1385]
package app["websocket-accept-before-auth"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some meaning in {"websocket-accept", "websocket-upgrade"}
	some call in code.calls(meaning)
	checks := [other.at[3] | some other in code.of("calls"); is_check(other, call)]
	count(checks) > 0
	every index in checks {
		index > call.at[3]
	}
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q accepts first and asks afterwards", [code.last(call.function)]),
		},
		code.situations(call),
	)
}

is_check(other, call) if {
	other.file == call.file
	other.function == call.function
	regex.match(
		`(?i)^(_?(verify|validate|authenticate|authorize|check|consume|decode|get_current_user|require|is_valid|is_authenticated|is_authorized)\w*|\w*(authenticate|verify_token))$`,
		code.last(other.callee),
	)
}
