# METADATA
# title: WebSocket accepted before it is authenticated
# description: |
#   The handler accepts the connection and asks only then who is there. Until the answer comes everybody holds a
#   connection, with whatever the program sets up for it, and an error in between leaves it open.
#
#   Reported is a handler whose first call that checks a credential comes behind the one that accepts. A check before,
#   in a dependency or in a middleware is not reported. A credential in the first message, which keeps it out of the
#   URL, is a note where the handler waits for that message for a bounded time.
# related_resources:
# - https://www.rfc-editor.org/rfc/rfc6455#section-10.5
# scope: package
# custom:
#   severity: low
#   precision: medium
#   situations:
#     first-message:
#       severity: note
#       because: the credential is in the first message, which has to come in time
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Check the credential first, and close the connection with 1008 instead of accepting it.
#
#     Where it is in the first message, wait for that for some seconds, and set nothing up before it is checked.
#   cwe: [696, 1385]
package app["websocket-accept-before-auth"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some meaning in {"websocket-accept", "websocket-upgrade"}
	some call in code.calls(meaning)
	checks := [other.at[3] | some other in code.of("calls"); is_check(other, call)]
	count(checks) > 0
	first := min(checks)
	first > call.at[3]
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q accepts first and asks afterwards", [code.last(call.function)]),
		},
		array.concat(code.situations(call), ["first-message" | waits_in_time(call, first)]),
	)
}

# waits_in_time holds where the handler receives a message for a bounded time before it checks anything.
waits_in_time(accept, first) if {
	some received in code.of("calls")
	is_between(received, accept, first)
	regex.match(`(?i)^(receive|recv|read)(_?(text|json|bytes|str|message))?$`, code.last(received.callee))
	some bound in code.within("calls", accept)
	is_bound(bound, accept, first)
}

is_bound(bound, accept, first) if {
	is_between(bound, accept, first)
	regex.match(`^((asyncio|async_timeout)\.(wait_for|timeout)|anyio\.(fail|move_on)_after)$|\.SetReadDeadline$`, bound.callee)
	not has_none(bound)
}

# has_none holds for a call that is given None, which bounds nothing.
has_none(call) if {
	some value in call.arguments
	is_null(code.constant(value))
}

is_between(call, accept, first) if {
	code.same_function(call, accept)
	call.at[3] > accept.at[3]
	call.at[3] < first
}

is_check(other, call) if {
	other.file == call.file
	other.function == call.function
	regex.match(
		`(?i)^(_?(verify|validate|authenticate|authorize|check|consume|decode|get_current_user|require|is_valid|is_authenticated|is_authorized)\w*|\w*(authenticate|verify_token))$`,
		code.last(other.callee),
	)
}
