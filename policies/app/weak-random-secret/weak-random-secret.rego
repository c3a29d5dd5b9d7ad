# METADATA
# title: Secret made of numbers that can be foretold
# description: |
#   The generator behind `random` is made for simulations: who has seen a few of its numbers knows those that follow,
#   and those before. Tokens, passwords and codes that are made of them can be computed instead of guessed. A hash of
#   the time and a name is no better, because both are known.
#
#   Reported is such a number that becomes a secret by the name that it is given, or in a function that is named for
#   making one. Delays, samples, colours, names of files and the choice of one key among several are not reported, nor
#   are `secrets`, `os.urandom` and `random.SystemRandom`.
# related_resources:
# - https://docs.python.org/3/library/random.html
# - https://docs.python.org/3/library/secrets.html
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Take it from the generator of the operating system, such as `secrets.token_urlsafe(32)` in Python.
#
#     A code that people type in needs a limit of tries as well.
#   cwe: [338, 330]
#   aliases: ["ruff:S311", "bandit:B311"]
package app["weak-random-secret"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	some call in code.calls("weak-random")
	makes(call)
	what := purpose(call)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q is made of numbers that %q lets others foretell", [what, call.callee]),
		},
		code.situations(call),
	)
}

# A hash of the time is known to who knows the time.
findings contains finding if {
	some call in code.calls("fast-hash")
	is_secret(call.target)
	some name in code.names(code.argument(call, "data"))
	regex.match(`^(datetime\.)?datetime\.(utc)?now$|^time\.time(_ns)?$|^datetime\.(utc)?now$`, name)
	not is_mixed(call)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q is a hash of the time, which others know", [call.target]),
		},
		code.situations(call),
	)
}

# purpose returns the name of the secret that a call is a part of, or that of the function that makes it.
# A function makes texts for whatever somebody needs, and a secret is one of these.
findings contains finding if {
	some call in code.calls("weak-random")
	makes(call)
	not purpose(call)
	call.function != ""
	not contains(call.function, ".")
	some use in code.of("calls")
	is_secret(use.target)
	not use.is
	code.last(use.callee) == call.function
	is_callee(use, call)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q is made of numbers that %q lets others foretell", [use.target, call.callee]),
			"related": [{"path": use.at, "message": "is made there"}],
		},
		code.situations(use),
	)
}

# is_callee holds for a function of the same module, or of one that the callee is named by.
is_callee(use, call) if use.file == call.file

is_callee(use, call) if {
	name := regex.replace(call.file, `^.*/|\.\w+$`, "")
	parts := split(regex.replace(use.callee, `^.*/`, ""), ".")
	name in parts
}

purpose(call) := call.target if {
	is_secret(call.target)
} else := code.last(call.function) if {
	is_maker(code.last(call.function))
	not regex.match(`(?i)^(len|length|size|count|delay|wait|timeout)$`, object.get(call, "target", ""))
}

is_secret(name) if {
	secret.is_name(name)
	not regex.match(`(?i)(tokens|secrets|keys)$`, name)
}

is_secret(name) if regex.match(codes, name)

# The codes that people type in, and what stands for a login.
codes := concat("|", [
	`(?i)^(otp|pin|pin_?code|passcode|totp|session_?id|sid|csrf|xsrf)$`,
	`^(one_time|otp|verification|verify|confirm|confirmation|reset|login|sms|email|auth|invite|access|activation|recovery|backup)_?(code|pin)$`,
])

is_maker(name) if {
	regex.match(`(?i)^_*(new)?(token|secret|password|passwd|passcode|api_?key|session_?id)(_?string)?$`, name)
}

is_maker(name) if {
	regex.match(makers, name)
	not regex.match(`(?i)(hash|count|index|expir|file|path|url|fake|dummy|mock|sample)`, name)
}

makers := concat("", [
	`(?i)^_*(get|gen|generate|make|create|new|random|build|issue)_?\w*`,
	`(token|secret|passw(or)?d|otp|passcode|api_?key|session_?id|csrf|secret_?key`,
	`|random_?code|(reset|verification|login|auth|access|confirmation)_?code)$`,
])

# makes holds for a call that makes something new: a choice among things that exist does not, one of characters does.
makes(call) if not code.last(call.callee) in {"choice", "choices", "sample", "shuffle"}

makes(call) if {
	code.last(call.callee) in {"choice", "choices", "sample"}
	walk(code.argument(call, "from"), [_, node])
	is_alphabet(node)
}

is_alphabet(node) if {
	node.kind == "literal"
	is_string(node.value)
	count(node.value) >= 10
}

is_alphabet(node) if {
	is_string(node.name)
	regex.match(`(?i)^string\.|(^|[._])(alphabet|chars|charset|characters|letters|digits|symbols|pool)$`, node.name)
}

# is_mixed holds for a hash that has something else in it than what others know.
is_mixed(call) if {
	some name in code.names(code.argument(call, "data"))
	regex.match(`(?i)(secrets\.|urandom|uuid4|SystemRandom|token_|secret|salt|key$)`, name)
}
