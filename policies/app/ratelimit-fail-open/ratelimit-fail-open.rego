# METADATA
# title: Rate limit that lets everybody through when it fails
# description: |
#   The store of the limits fails when there is much to do, which is what an attack looks like, or because the attacker
#   brings it down. A limit that then lets every request through is not there when it is needed.
#
#   Reported is a function for rate limits that answers with success in an `except` branch, and a switch that makes a
#   library do it (`swallow_errors`, `RATELIMIT_FAIL_OPEN`). A branch that counts, falls back to limits in memory or
#   tells somebody is not reported.
# related_resources:
# - https://cwe.mitre.org/data/definitions/636.html
# - https://slowapi.readthedocs.io/en/latest/api/
# scope: package
# custom:
#   severity: low
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Fall back to limits in the memory of the process, refuse what is most at risk such as logins, and raise an alert.
#   cwe: [636]
package app["ratelimit-fail-open"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some exit in code.of("exits")
	exit.is == "return"
	limits(exit.function)
	some guard in object.get(exit, "guards", [])
	code.is_failure(guard)
	lets_through(exit)
	not is_answered(exit)
	finding := in_situation(
		{
			"path": exit.at,
			"message": sprintf("%q lets everybody through when the limit cannot be checked", [code.last(exit.function)]),
		},
		code.situations(exit),
	)
}

findings contains finding if {
	some call in code.calls("limiter")
	code.is_on(call, "swallow")
	not falls_back(call)
	finding := in_situation(
		{
			"path": code.path(call, "swallow"),
			"message": sprintf("%q lets everybody through when its store fails", [code.subject(call)]),
		},
		code.situations(call),
	)
}

findings contains finding if {
	some setting in code.of("settings")
	regex.match(`(?i)^rate_?limit(er|ing)?_(fail_open|swallow_errors)$`, setting.name)
	code.constant(setting["default"]) == true
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q lets everybody through when the store of the limits fails", [setting.name]),
		},
		code.situations(setting),
	)
}

limits(function) if regex.match(`(?i)(rate_?limit|throttl|too_many)`, code.last(function))

limits(function) if {
	regex.match(`(?i)(rate_?limit|throttl|token_?bucket)\w*\.`, function)
	regex.match(`(?i)^_*(__call__|dispatch|process_\w+|(is_)?allowed?|allow_\w+|check|consume|hit|acquire|is_limited|limit|before_request)$`, code.last(function))
}

# Success is true where the function allows, and false where it says that somebody is over a limit.
lets_through(exit) if {
	exit.value.kind == "literal"
	exit.value.value == is_allowance(exit)
}

lets_through(exit) if {
	exit.value.kind == "list"
	exit.value.items[0].value == is_allowance(exit)
}

lets_through(exit) if {
	exit.value.kind == "call"
	regex.match(`(?i)(^|\.)(call_next|get_response|handler|next|app)$`, exit.value.name)
}

lets_through(exit) if {
	not exit.value
	not says_over(exit)
}

default is_allowance(_) := true

is_allowance(exit) := false if says_over(exit)

says_over(exit) if regex.match(`(?i)(^|\.|_)(is|was|exceeds|exceeded|over|too_many)(_\w*)?(limited|exceeded|throttled|limit|requests|many)$|limited$|exceeded$`, exit.function)

# What is done about it in the same branch, beyond a line in a log.
is_answered(exit) if {
	some call in code.within("calls", exit)
	some guard in object.get(call, "guards", [])
	code.is_failure(guard)
	regex.match(`(?i)^(inc|incr|capture_\w+|notify\w*|alert\w*|record\w*|emit\w*|send_alert)$|fallback|in_memory|local`, code.last(call.callee))
}

falls_back(call) if {
	some name in {"in_memory_fallback", "in_memory_fallback_enabled"}
	call.arguments[name]
}
