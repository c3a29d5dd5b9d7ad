# METADATA
# title: Failed login without a trace
# description: |
#   Whoever guesses passwords or tokens does it thousands of times. Where a refusal leaves no line in a log, no count
#   and no record, nobody sees it until a guess is right, and nobody can say afterwards who it was.
#
#   Reported is a function that checks a credential and answers 401 or 403, or closes a WebSocket for that reason,
#   where nothing in the same branch logs, counts or records it; `metrics["auth_failures"] += 1` is a count, too. An
#   application that logs these answers in one place, such as a handler of its errors, is not reported. A line of the
#   access log says only that there was a request.
# related_resources:
# - https://owasp.org/Top10/A09_2021-Security_Logging_and_Monitoring_Failures/
# - https://cheatsheetseries.owasp.org/cheatsheets/Logging_Vocabulary_Cheat_Sheet.html
# scope: package
# custom:
#   severity: low
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     privileged:
#       severity: medium
#       because: the route is one for administrators, agents or commands
#   remediation: |
#     Log the refusal with the address of the client and the reason, without the credential, and count it.
#
#     One handler for the errors 401 and 403 does it for all routes.
#   cwe: [778, 223]
package app["auth-failure-not-signalled"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.login

findings contains finding if {
	not is_central
	some where, places in silent
	first := min({place.at | some place in places})
	some refusal in places
	refusal.at == first
	finding := in_situation(
		{
			"path": first,
			"message": sprintf("%q refuses a login and leaves no trace of it", [code.last(where[1])]),
			"related": [{"path": at, "message": "and here"} |
				some at in sort([place.at | some place in places; place.at != first])
			],
		},
		array.concat(code.situations(refusal), privilege(refusal)),
	)
}

# silent are the refusals without a trace, by the function that they are in.
silent[[refusal.file, refusal.function]] contains refusal if {
	some refusal in login.refusals
	refusal.function != ""
	not regex.match(`^(is|has)[A-Z_]|(?i)log_?out|sign_?out`, code.last(refusal.function)) # which ask, or let go
	is_login(refusal)
	not asks_for_rights(refusal)
	not asks_whether_known(refusal)
	not hands_on(refusal)
	not is_signalled(refusal)
}

# asks_for_rights holds for the refusal of somebody who is known and may not: that is no attempt to get in.
asks_for_rights(refusal) if {
	some guard in object.get(refusal, "guards", [])
	some name in code.names(guard.test)
	regex.match(`(?i)permission|owner|privilege|(^|[._])(is_?|has_?)?(super_?)?(admin|staff|role)|(^|[._])can(?-i:[_A-Z])`, name)
}

asks_for_rights(refusal) if {
	refusal.status == 403
	regex.match(`(?i)permission|scope|role|owner`, code.last(refusal.function))
}

# A decorator has asked for the login before, so whoever comes here is known.
asks_for_rights(refusal) if {
	some function in code.defined[[refusal.file, refusal.function]]
	some decorator in object.get(function, "decorators", [])
	regex.match(`(?i)^(login|auth|jwt|token|user|session|admin|operator|staff|superuser)s?_?(is_)?required$|^(require|requires)_?(auth|login|user|admin|session)|^permission_required$|^user_passes_test$`, code.last(decorator))
}

# asks_whether_known holds for a handler that finds nobody beside its request: what let the request through has asked
# for a credential, or has not, and that is where it is refused.
asks_whether_known(refusal) if {
	not login.is_check(code.last(refusal.function))
	guards := object.get(refusal, "guards", [])
	count(guards) > 0
	test := guards[count(guards) - 1].test
	names := {name | some name in code.names(test); not regex.match(`(?i)^(.*\.)?(config|settings|env|options)\.`, name)}
	count(names) > 0
	every name in names {
		regex.match(`(?i)^(.*[._])?(current_?|auth(enticated)?_?|session_?|req(uest)?_?)?(user|account|session|principal|identity)(_?(u?id|uuid|name))?$|^(req|request|ctx|c|context)$|(get|find|require)\w*(user|session)\w*$`, name)
	}
}

asks_whether_known(refusal) if {
	guards := object.get(refusal, "guards", [])
	count(guards) > 0
	names := code.names(guards[count(guards) - 1].test)
	count(names) > 0
	every name in names {
		regex.match(`(?i)\.is_(anonymous|authenticated|logged_in)$|(^|\.)successful_authenticator$`, name)
	}
}

# hands_on holds for what another server answered, and for the refusal of a page that another site made.
hands_on(refusal) if {
	some guard in object.get(refusal, "guards", [])
	some name in code.names(guard.test)
	regex.match(`(?i)(^|[._])(res|resp|response|r|result|reply|answer)\.status(_?code)?$`, name)
}

hands_on(refusal) if regex.match(`(?i)csrf|xsrf`, code.last(refusal.function))

# is_login holds for the refusal of somebody who did not prove who he is.
is_login(refusal) if {
	refusal.status == 401
	is_checking(refusal)
}

is_login(refusal) if {
	refusal.status == 403
	login.is_check(code.last(refusal.function))
}

is_checking(refusal) if login.is_check(refusal.function)

is_checking(refusal) if {
	some read in code.within("inputs", refusal)
	login.is_proof(read)
}

is_checking(refusal) if {
	some call in code.within("calls", refusal)
	is_proving(call)
}

is_proving(call) if call.is in {"safe-compare", "jwt-decode"}

is_proving(call) if login.is_check(code.last(call.callee))

is_signalled(refusal) if {
	some call in code.within("calls", refusal)
	is_signal(call)
	call.callee != object.get(refusal, ["value", "name"], "") # the answer itself may be made by a function called error
	is_near(call, refusal)
}

is_signalled(refusal) if {
	some count_kept in code.within("counts", refusal)
	regex.match(`(?i)fail|denied|reject|refus|unauthori[sz]ed|invalid|metric|counter|audit|(^|[._])stats?([._]|$)`, count_kept.name)
	is_near(count_kept, refusal)
}

# Tornado logs the message of its exception: https://www.tornadoweb.org/en/stable/web.html#tornado.web.HTTPError
is_signalled(refusal) if {
	refusal.value.name == "tornado.web.HTTPError"
	count(refusal.value.items) > 1
}

is_signalled(refusal) if {
	refusal.value.name == "tornado.web.HTTPError"
	refusal.value.entries.log_message
}

# What runs in the same branch, or around it and speaks of a failure, is about the refusal.
is_near(call, refusal) if {
	count(object.get(call, "guards", [])) > 0
	code.is_inside(refusal, call)
}

is_near(call, refusal) if {
	count(object.get(refusal, "guards", [])) > 0
	code.is_inside(call, refusal)
}

# Both run whatever happens, and the line says that it failed.
is_near(call, refusal) if {
	object.get(call, "guards", []) == []
	object.get(refusal, "guards", []) == []
	some argument in object.get(call, "arguments", {})
	walk(argument, [_, node])
	is_string(node.value)
	regex.match(`(?i)fail|invalid|wrong|denied|unauthori[sz]ed|refused|reject`, node.value)
}

is_near(call, _) if {
	call.callee
	regex.match(`(?i)^(warn|warning|error|exception|critical)$|fail|denied|attempt|inc$`, code.last(call.callee))
}

is_signal(call) if call.is in {"log", "metric"}

is_signal(call) if {
	not regex.match(`(?i)^_*(get|is|has|from|to|as|new|make|create)_`, code.last(call.callee)) # which gives something
	regex.match(
		`(?i)^(debug|info|warn|warning|error|exception|critical|log|print|inc|incr|emit|observe|capture_\w+)$|(^|_)(log|audit|metric|count|counter|record|event|alert|notify|track|report|failure|failed)(s|_|$)|^(log|audit|record|notify|track|report|emit)[A-Z_]`,
		code.last(call.callee),
	)
}

# is_central holds for an application that logs its refusals in one place: a handler of errors, or a middleware that
# looks at the
# status.
is_central if {
	some function in code.of("functions")
	some name in object.get(function, "decorators", [])
	regex.match(`(?i)(exception_handler|errorhandler|app_errorhandler|middleware|after_request)$`, name)
	some call in code.of("calls")
	call.file == function.file
	call.function == function.name
	is_signal(call)
}

is_central if {
	some class in code.of("classes")
	regex.match(`Middleware`, concat(" ", array.concat([class.name], object.get(class, "bases", []))))
	some call in code.of("calls")
	call.file == class.file
	startswith(call.function, sprintf("%s.", [class.name]))
	is_signal(call)
}

is_central if {
	some signal in {"axes", "django_axes"}
	signal in code.packages
}

is_central if {
	some call in code.of("calls")
	regex.match(`(?i)(user_login_failed\.connect|add_exception_handler|register_error_handler)$`, call.callee)
}

privilege(refusal) := ["privileged"] if {
	some route in code.routes_of(refusal)
	regex.match(`(?i)(^|/)(admin|agents?|exec|terminal|shell|root)(/|$)`, route.path)
} else := []
