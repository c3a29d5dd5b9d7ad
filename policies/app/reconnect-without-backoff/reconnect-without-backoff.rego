# METADATA
# title: Connection that is tried again at one pace
# description: |
#   After an outage all clients come back at once and knock at the same pace, which keeps the server down; a client
#   whose credential was refused keeps knocking, and looks like one that guesses.
#
#   Reported is a loop without an end that opens a connection or sends a request, and waits for a constant time when it
#   fails; in a shell one that starts a connection again, such as a tunnel or a stream of events, or that asks another
#   host until it answers; a function that does so and then calls itself; and a connection of a page or of Node that a
#   timer with a constant delay opens again when it is closed. A loop that waits as long when all goes well asks at
#   intervals and is not reported, nor is a pause that grows or a library for retries.
# related_resources:
# - https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
# scope: package
# custom:
#   severity: note
#   precision: medium
#   remediation: |
#     Double the pause after each failure up to a limit, add a random part, and stop when the credential is refused.
#   cwe: [799, 400]
package app["reconnect-without-backoff"]

import data.lib.code

findings contains finding if {
	not has_library
	some pause in code.calls("pause")
	pause.aside == ""
	is_failure(pause)
	is_constant(code.argument(pause, "seconds"))
	some dial in dials
	code.same_function(dial, pause)
	not is_failure(dial)
	not is_bounded(pause)
	is_tried_again(dial, pause)
	not is_interval(pause)
	not has_jitter(pause)
	finding := {
		"path": code.path(pause, "seconds"),
		"message": sprintf("%q waits as long after every failure of %q", [code.subject(pause), code.subject(dial)]),
		"related": [{"path": dial.at, "message": "what is tried again"}],
	}
}

# A timer that opens the connection again.
findings contains finding if {
	not has_library
	some timer in code.calls("timer")
	timer.aside == ""
	is_end(timer)
	is_positive(code.argument(timer, "delay"))
	some dial in dials
	dial.file == timer.file
	code.last(dial.function) in started(timer)
	not is_bounded(timer)
	not has_jitter(timer)
	finding := {
		"path": code.path(timer, "delay"),
		"message": sprintf("%q waits as long after every end of %q", [code.subject(timer), code.subject(dial)]),
		"related": [{"path": dial.at, "message": "what is tried again"}],
	}
}

# A shell that starts a connection again whenever it ends.
findings contains finding if {
	some pause in code.calls("pause")
	pause.aside == ""
	is_endless(pause)
	is_written(code.argument(pause, "seconds"))
	some connection in connections
	code.same_function(connection, pause)
	is_endless(connection)
	not has_other_pause(pause)
	finding := {
		"path": code.path(pause, "seconds"),
		"message": sprintf("%q waits as long after every end of %q", [code.subject(pause), code.subject(connection)]),
		"related": [{"path": connection.at, "message": "what is started again"}],
	}
}

# A shell that asks another host until it answers.
findings contains finding if {
	some pause in code.calls("pause")
	pause.aside == ""
	is_written(code.argument(pause, "seconds"))
	some guard in pause.guards
	guard.test.kind == "loop"
	some asked in guard.test.items
	asked.kind == "not"
	some request in code.calls("http-request")
	request.callee == asked.items[0].name
	request.callee in {"curl", "wget"}
	code.same_function(request, pause)
	every other in [other |
		some other in code.calls("http-request")
		code.same_function(other, pause)
	] {
		is_elsewhere(code.literal(other, "url"))
	}
	finding := {
		"path": code.path(pause, "seconds"),
		"message": sprintf("%q waits as long after every failure of %q", [code.subject(pause), code.subject(request)]),
		"related": [{"path": request.at, "message": "what is tried again"}],
	}
}

# connections are the programs of a shell that stay connected until something breaks.
connections contains call if {
	some meaning, part in {"http-request": "stream", "ssh-client": "forward"}
	some call in code.calls(meaning)
	call.arguments[part]
}

connections contains call if {
	some call in code.calls("connect")
	code.modules[call.file].language in {"shell", "dockerfile"}
}

# is_endless holds for what runs in a loop that nothing ends.
is_endless(call) if {
	some guard in object.get(call, "guards", [])
	guard.test.kind == "loop"
	some test in guard.test.items
	is_true(test)
}

is_true(test) if {
	test.kind == "call"
	test.name in {"true", ":"}
}

is_true(test) if {
	test.kind == "literal"
	test.value in {"1", "true"}
}

is_written(seconds) if {
	seconds.kind == "literal"
	is_number(seconds.value)
}

has_other_pause(pause) if {
	some other in code.calls("pause")
	code.same_function(other, pause)
	not is_written(code.argument(other, "seconds"))
}

is_elsewhere(url) if {
	regex.match(`^https?://[^/:]+\.[a-z]{2,}([:/]|$)`, url)
	not regex.match(`^https?://[^/]*\.(local|lan|internal|localhost|test)([:/]|$)`, url)
}

dials contains call if {
	some meaning in {"dial", "connect", "http-request"}
	some call in code.calls(meaning)
}

dials contains call if {
	some call in code.of("calls")
	regex.match(`^(websockets?|aio_pika|pika|asyncpg|aiomqtt|aioredis|redis)\..*connect\w*$|^websocket\.create_connection$`, call.callee)
}

# A socket of a page or of Node. Libraries such as Socket.IO connect again by themselves, and slower each time.
dials contains call if {
	some call in code.of("calls")
	call.callee in {"WebSocket", "ws", "ws.WebSocket", "EventSource", "net.connect", "net.createConnection"}
}

# A method of the program that is called for it.
dials contains call if {
	some call in code.of("calls")
	code.modules[call.file].language == "go"
	regex.match(`(?i)^(re)?(connect|dial|log_?in|subscribe)([A-Z_]\w*)?$`, code.last(call.callee))
}

# is_tried_again holds for what a loop without an end does, or a function that calls itself after the pause.
is_tried_again(dial, pause) if {
	is_unending(pause)
	is_unending(dial)
}

is_tried_again(_, pause) if {
	some call in code.within("calls", pause)
	is_failure(call)
	code.last(call.callee) == code.last(pause.function)
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
	code.is_failure(guard)
}

# is_bounded holds for what is done as long as a number of tries is not reached.
is_bounded(call) if {
	some guard in object.get(call, "guards", [])
	guard.test.part in {"<", "<=", ">", ">="}
}

# is_end holds for a timer of a function that runs when the connection ends.
is_end(timer) if is_failure(timer)

is_end(timer) if regex.match(`(?i)(close|error|disconnect|reconnect|retry)`, code.last(timer.function))

# started are the names of the functions that a timer calls.
started(timer) := {name |
	some full in code.names(object.get(timer.arguments, "callback", {}))
	name := code.last(trim_suffix(full, ".bind"))
} | {code.last(call.callee) |
	some call in code.of("calls")
	call.file == timer.file
	call.function == sprintf("%s.%s", [timer.function, code.last(timer.callee)])
}

is_constant(seconds) if is_number(code.constant(seconds))

is_positive(delay) if code.constant(delay) > 0

# A pause of the same function outside of the branch for failures.
is_interval(pause) if {
	some other in code.calls("pause")
	code.same_function(other, pause)
	not is_failure(other)
}

has_jitter(pause) if {
	some call in code.within("calls", pause)
	regex.match(`^(math/)?rand(om)?\.|backoff|(?i)jitter`, call.callee)
}

has_library if {
	some name in {"tenacity", "backoff", "retrying", "stamina"}
	name in code.packages
}

has_library if {
	some name in code.imports
	regex.match(
		`^(github\.com/(cenkalti/backoff|jpillora/backoff|avast/retry-go|sethvargo/go-retry|hashicorp/go-retryablehttp|eapache/go-resiliency)|k8s\.io/\S*/util/wait|p-retry|async-retry|exponential-backoff|backo2|reconnecting-websocket|partysocket|cockatiel)([/.]|$)`,
		name,
	)
}
