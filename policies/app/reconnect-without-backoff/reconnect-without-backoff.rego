# METADATA
# title: Connection that is tried again at one pace
# description: |
#   After an outage all clients come back at once and knock at the same pace, which keeps the server down; a client
#   whose credential was refused keeps knocking, and looks like one that guesses.
#
#   Reported is a loop without an end that opens a connection or sends a request, and waits for a constant time when it
#   fails. A loop that waits as long when all goes well asks at intervals and is not reported, nor is a pause that grows
#   or a library for retries.
# related_resources:
# - https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
# scope: package
# custom:
#   severity: note
#   remediation: |
#     Double the pause after each failure up to a limit, add a random part, and stop when the credential is refused.
#   cwe: [799, 400]
package app["reconnect-without-backoff"]

import data.lib.code

findings contains finding if {
	not has_library
	some pause in code.calls("pause")
	pause.aside == ""
	is_unending(pause)
	is_failure(pause)
	is_constant(code.argument(pause, "seconds"))
	some dial in dials
	code.same_function(dial, pause)
	is_unending(dial)
	not is_failure(dial)
	not is_interval(pause)
	not has_jitter(pause)
	finding := {
		"path": code.path(pause, "seconds"),
		"message": sprintf("%q waits as long after every failure of %q", [code.subject(pause), code.subject(dial)]),
		"related": [{"path": dial.at, "message": "what is tried again"}],
	}
}

dials contains call if {
	some meaning in {"dial", "connect", "http-request"}
	some call in code.calls(meaning)
}

dials contains call if {
	some call in code.of("calls")
	regex.match(`^(websockets?|aio_pika|pika|asyncpg|aiomqtt|aioredis|redis)\..*connect\w*$|^websocket\.create_connection$`, call.callee)
}

# is_unending holds for what is in a loop that no counter ends.
is_unending(call) if {
	some guard in object.get(call, "guards", [])
	guard.test.kind == "loop"
	not is_counted(guard.test)
}

is_counted(loop) if {
	some test in loop.items
	test.kind == "comparison"
}

is_failure(call) if {
	some guard in object.get(call, "guards", [])
	guard.test.kind == "exception"
}

is_constant(seconds) if is_number(code.constant(seconds))

# A pause of the same function outside of the branch for failures.
is_interval(pause) if {
	some other in code.calls("pause")
	code.same_function(other, pause)
	not is_failure(other)
}

has_jitter(pause) if {
	some call in code.of("calls")
	code.same_function(call, pause)
	regex.match(`^random\.|backoff|(?i)jitter`, call.callee)
}

has_library if {
	some name in {"tenacity", "backoff", "retrying", "stamina"}
	name in code.packages
}
