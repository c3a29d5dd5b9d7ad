# METADATA
# title: Request allowed when the policy cannot be had
# description: |
#   A filter that asks a service what a client may do, and goes on without restrictions when the service does not
#   answer, is off whenever the service is: a restart, or a client that keeps it busy, opens everything.
#
#   Reported is a branch for a missing or empty answer of `httpCall` that returns true, a policy without
#   restrictions, or one that is called a default. A branch that refuses the request is not reported.
# related_resources:
# - https://cwe.mitre.org/data/definitions/636.html
# scope: package
# custom:
#   kinds: [app]
#   severity: low
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Answer 503, or go on with the last policy that was known, for a time that is bounded.
#   cwe: [636]
package lua["policy-fail-open"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	input.context.language == "lua"
	some exit in code.of("exits")
	some guard in exit.guards
	is_failure(guard)
	opens(exit.value)
	finding := in_situation(
		{
			"path": exit.at,
			"message": "the request goes on without restrictions when the policy service gives no answer",
		},
		code.situations(exit),
	)
}

# is_failure holds for a condition that is true when a call of a service gave nothing.
is_failure(guard) if {
	not guard.negated
	walk(guard.test, [_, test])
	test.kind == "not"
	is_answer(test.items[0])
}

is_failure(guard) if {
	not guard.negated
	walk(guard.test, [_, test])
	test.kind == "comparison"
	compares_failure(test)
}

is_failure(guard) if {
	guard.negated
	is_answer(guard.test)
}

compares_failure(test) if {
	test.part == "=="
	is_answer(test.items[0])
	object.get(test.items[1], "value", null) in {null, ""}
	test.items[1].kind == "literal"
}

compares_failure(test) if {
	test.part == "!="
	is_answer(test.items[0])
	test.items[1].value in {200, "200"}
}

# is_answer holds for what httpCall gives, and for a part of it.
is_answer(value) if code.last(value.name) == "httpCall"

# opens holds for what lets a request go on: true, or a policy that restricts nothing.
opens(value) if value.value == true

opens(value) if regex.match(`(?i)(^|[._])(default_policy|allow_all|permissive|open_policy)`, value.name)

opens(value) if {
	value.kind == "dictionary"
	some name, entry in value.entries
	is_open(name, entry)
}

is_open(name, entry) if {
	regex.match(`(?i)^(allow|permit)`, name)
	entry.value == true
}

is_open(name, entry) if {
	regex.match(`(?i)^(allow(ed)?|blocked|denied|deny|restrict)`, name)
	entry.kind in {"list", "dictionary"}
	count(object.get(entry, "items", [])) == 0
	count(object.get(entry, "entries", {})) == 0
}

is_open(name, entry) if {
	regex.match(`(?i)(mode|action|decision|default)$`, name)
	entry.value in {"allow", "permit", "open", "passthrough"}
}
