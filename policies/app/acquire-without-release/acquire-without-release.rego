# METADATA
# title: Use that is begun and never ended
# description: |
#   A stream, a recording or a subscription that something asks for by name runs until the same name is given back.
#   Nobody who gives it back means that it runs for as long as the program: a camera that records, a disk that fills.
#
#   Reported is a call such as `request_stream("person")` where the application has `release_stream`, and no call of it
#   has this name. A call in the head of `with`, and an application in which any release has a name that is not written
#   out, such as that of a reaper of idle streams, are not reported.
# related_resources:
# - https://cwe.mitre.org/data/definitions/772.html
# scope: package
# custom:
#   severity: note
#   precision: medium
#   situations:
#     recording:
#       severity: low
#       because: what goes on is a stream or a recording
#   remediation: |
#     Give back what was asked for when it is not needed any more, in `finally` or by a context manager.
#   cwe: [772, 404]
package app["acquire-without-release"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in code.calls("acquire")
	call.aside == ""
	not call.managed
	name := code.literal(call, "0")
	is_string(name)
	other := counterpart(code.last(call.callee))
	other in ends
	not name in given_back(other)
	not is_open(other)
	code.last(call.function) != code.last(call.callee)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q begins what no %s ends for %q", [code.subject(call), other, name]),
		},
		situation(call, name),
	)
}

situation(call, name) := ["recording" |
	regex.match(`(?i)(stream|record|camera|video|audio|microphone|capture)`, concat(" ", [call.callee, name]))
]

# counterpart returns the name of what ends a use.
counterpart(name) := concat("", [pairs[first], rest]) if {
	some first, _ in pairs
	startswith(name, first)
	rest := trim_prefix(name, first)
	regex.match(`^(_|$)`, rest)
}

pairs := {"request": "release", "acquire": "release", "start": "stop", "open": "close", "subscribe": "unsubscribe"}

# ends are the names of what ends a use, as far as the application has or calls it.
ends contains code.last(function.name) if some function in code.of("functions")

ends contains code.last(call.callee) if some call in code.calls("release")

# given_back returns the names that are given back.
given_back(other) := {name |
	some call in code.calls("release")
	code.last(call.callee) == other
	name := code.literal(call, "0")
}

# is_open holds where one of the names that are given back is not known.
is_open(other) if {
	some call in code.calls("release")
	code.last(call.callee) == other
	code.last(call.function) != other
	not is_named(call)
}

is_named(call) if is_string(code.literal(call, "0"))
