# METADATA
# title: Login that is skipped when no secret is set
# description: |
#   Where the token or password has no value, the check lets everybody in. The deployment in which somebody forgot the
#   variable looks like every other one, and is open.
#
#   Reported is a function whose name says that it authenticates and that ends with success under the condition that a
#   setting for a secret is empty, where the setting may be. The condition may be one of several:
#   `if not TOKEN or given == TOKEN`. So is a comparison that nothing precedes: `given != os.getenv("TOKEN")` is false
#   for a request without the header where nobody set the variable. A program that refuses to start without the secret
#   is not reported, nor is a failure under that condition. A middleware that checks and is added under the
#   condition that its secret is set, or could be loaded, is reported as well.
# related_resources:
# - https://cwe.mitre.org/data/definitions/636.html
# scope: package
# custom:
#   severity: high
#   situations:
#     optional:
#       severity: medium
#       because: the code says that the login is for those who configure it
#     set:
#       severity: low
#       because: everything in the scan that starts the application sets it
#     switch:
#       severity: medium
#       because: it takes a switch of its own, with a name that says so
#     default-unknown:
#       severity: medium
#       because: nothing in the code says whether it has a value by default
#     inside:
#       severity: medium
#       because: only the host or other containers reach it
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Refuse requests, or do not start, when the secret is not set.
#
#     Where a mode without a login is wanted make it a switch of its own with a name that says so.
#   cwe: [636, 287]
package app["auth-fail-open-when-unset"]

import data.lib.code
import data.lib.conditions
import data.lib.finding.in_situation
import data.lib.login
import data.lib.middleware
import data.lib.secret

findings contains finding if {
	some exit in code.of("exits")
	exit.is == "return"
	authenticates(exit)
	is_success(exit)
	some guard in exit.guards
	asked := unset(guard)
	some name, value in asked
	secret.is_name(name)
	is_about(exit, value)
	not refused(name)
	name == max({other | some other, _ in asked; secret.is_name(other)})
	finding := in_situation(
		{
			"path": exit.at,
			"message": sprintf("%q lets everybody in when %s is not set", [code.last(exit.function), name]),
			"related": left_empty(name),
		},
		array.flatten([code.situations(exit), set(name), unknown_default(value), inside]),
	)
}

# All that could be asked for is empty, and the next handler is called.
findings contains finding if {
	some call in passed_on
	some guard in call.guards
	not object.get(guard, "negated", false)
	parts := conditions.all_of(guard.test)
	every part in parts {
		is_for_nothing(part)
	}
	name := max({last |
		some part in parts
		is_kept_by(call, part.items[0])
		last := code.last(part.items[0].name)
		is_secret(last)
	})
	not refused(name)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q lets everybody in when %s is not set", [code.last(call.function), name]),
			"related": left_empty(name),
		},
		array.flatten([code.situations(call), set(name), ["default-unknown"], inside]),
	)
}

# A switch that turns the login off says what it does, and whoever finds it may leave it on.
findings contains finding if {
	some exit in code.of("exits")
	exit.is == "return"
	authenticates(exit)
	is_success(exit)
	some guard in exit.guards
	not guard.negated
	some full in code.names(guard.test)
	name := code.last(full)
	is_switch(name)
	finding := in_situation(
		{
			"path": exit.at,
			"message": sprintf("%q lets everybody in when %s is on", [code.last(exit.function), name]),
		},
		array.concat(code.situations(exit), ["switch"]),
	)
}

# What is returned is the condition: return not TOKEN or given == TOKEN.
findings contains finding if {
	some exit in code.of("exits")
	exit.is == "return"
	authenticates(exit)
	exit.value.kind == "either"
	some way in conditions.alternatives(exit.value)
	some asked in conditions.empty(way)
	conditions.may_be_left(asked)
	name := code.last(asked.name)
	secret.is_name(name)
	not refused(name)
	some other in conditions.alternatives(exit.value)
	other != way
	name in {code.last(part) | some part in code.names(other)}
	finding := in_situation(
		{
			"path": exit.at,
			"message": sprintf("%q lets everybody in when %s is not set", [code.last(exit.function), name]),
			"related": left_empty(name),
		},
		array.flatten([code.situations(exit), set(name), unknown_default(asked), inside]),
	)
}

# A request that sends nothing has what a secret has that nobody set.
findings contains finding if {
	some refusal in refusing
	some guard in refusal.guards
	[condition, given] := met_by_nothing(guard)
	name := sort([last |
		some part in code.names(condition)
		last := code.last(part)
		secret.is_name(last)
	])[0]
	not refused(name)
	not is_asked(refusal, name)
	finding := in_situation(
		{
			"path": array.concat(refusal.at, ["guards", 0]),
			"message": sprintf("%q lets everybody in when %s is not set: a request without %s has the same", [
				object.get(refusal, "function", "module"),
				name,
				called(given),
			]),
			"related": left_empty(name),
		},
		array.flatten([code.situations(refusal), set(name), inside]),
	)
}

# The refusal itself has the condition: if TOKEN and given != TOKEN, or everything below if TOKEN.
findings contains finding if {
	some exit in refusals
	asked := required_by(exit)
	names := {code.last(value.name) | some value in asked; secret.is_name(code.last(value.name))}
	name := max(names)
	some value in asked
	code.last(value.name) == name
	not refused(name)
	finding := in_situation(
		{
			"path": exit.at,
			"message": sprintf("%q refuses nobody when %s is not set", [object.get(exit, "function", "module"), name]),
			"related": left_empty(name),
		},
		array.flatten([code.situations(exit), set(name), unknown_default(value), inside]),
	)
}

# A check that a switch turns on: if CHECK_SECRET and given != SECRET.
findings contains finding if {
	some exit in refusals
	[name, at] := min({[code.last(asked.name), index] |
		some index, guard in object.get(exit, "guards", [])
		not guard.negated
		some asked in conditions.required(guard.test)
		asked.kind in {"environment", "setting"}
		code.constant(asked) == false
		is_switched_check(asked.name)
		"request" in code.kinds(guard.test)
	})
	finding := in_situation(
		{
			"path": array.concat(exit.at, ["guards", at]),
			"message": sprintf("%q refuses nobody unless %s is on", [object.get(exit, "function", "module"), name]),
		},
		array.flatten([code.situations(exit), ["switch"], set(name)]),
	)
}

# What checks who somebody is stands in front of the handlers only where it is configured.
findings contains finding if {
	some call in middleware.checks
	some guard in object.get(call, "guards", [])
	asked := middleware.set_by(guard)
	name := max({last |
		some value in asked
		last := code.last(value.name)
		middleware.is_for_login(last)
	})
	not refused(name)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q is added only when %s is set", [middleware.subject(call), name]),
			"related": left_empty(name),
		},
		array.flatten([code.situations(call), set(name), ["optional"], inside]),
	)
}

# Nor does it where what it asks could not be loaded, and nobody stops for that.
findings contains finding if {
	some call in middleware.checks
	some guard in object.get(call, "guards", [])
	not middleware.is_stopped(call)
	made := middleware.loaded(guard)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q is not added when %q fails", [code.subject(call), code.last(made.name)]),
		},
		array.flatten([code.situations(call), inside]),
	)
}

# is_switched_check holds for the name of a switch of a check that is off unless somebody turns it on.
is_switched_check(name) if {
	regex.match(`(?i)secret|signature|hmac|token|password|credential`, name)
	regex.match(`(?i)(^|_)(check|verify|validate|require|enforce)(d|s)?(_|$)|(^|_)(verification|validation|required|enabled?)$`, name)
}

# refusing are the refusals, and what a handler answers of which nothing but its condition says that it refuses.
refusing contains refusal if some refusal in login.refusals

refusing contains exit if {
	some exit in code.of("exits")
	[exit.file, exit.function] in code.handlers
	count(object.get(exit, "guards", [])) == 1
	not meets_login(exit)
}

meets_login(exit) if {
	some refusal in login.refusals
	refusal.at == exit.at
}

# called names a part of a request for a message.
called(given) := sprintf("%q", [given.name]) if given.name != "*"

called(given) := sprintf("the %s", [given.part]) if given.name == "*"

# passed_on are the calls of the next handler in a function of Go that checks who somebody is.
passed_on contains call if {
	some call in code.of("calls")
	code.last(call.callee) in {"ServeHTTP", "Next"}
	count(object.get(call, "guards", [])) > 0
	authenticates(call)
	code.modules[call.file].language == "go"
}

is_for_nothing(part) if {
	part.kind == "comparison"
	part.part == "=="
	code.constant(part.items[1]) == ""
}

# is_kept_by holds for what a function does not get from its caller, nor of a request.
is_kept_by(call, value) if {
	value.kind in {"name", "parameter", "setting", "environment"}
	not [call.file, call.function, split(value.name, ".")[0]] in given
	not is_loose(value)
}

given contains [function.file, function.name, parameter.name] if {
	some function in code.of("functions")
	some parameter in object.get(function, "parameters", [])
}

# A name without an owner is one of the function.
is_loose(value) if {
	value.kind == "name"
	not contains(value.name, ".")
}

is_secret(name) if secret.is_name(name)

is_secret(name) if secret.is_password(name)

# required_by returns the settings that have to be there for an exit to be reached, of those that may be empty.
required_by(exit) := {asked |
	some guard in object.get(exit, "guards", [])
	not guard.negated
	some condition in conditions.required(guard.test)
	asked := conditions.whether_set(condition)
	conditions.may_be_left(asked)
}

# authenticates holds for an exit of a function that checks who somebody is, by its name or by what calls it.
authenticates(exit) if {
	regex.match(`(?i)(auth|verify|check|require|valid|token|login|permission|dispatch|middleware|__call__|guard)`, code.last(exit.function))
	not checks_else(exit)
}

authenticates(exit) if {
	[exit.file, exit.function] in asked_first
}

# What a decorator wraps around a handler checks for it.
authenticates(exit) if {
	some outer in code.around(exit.function)
	[exit.file, outer] in decorators
}

# decorators are the functions whose names say that what is in them authenticates, with their modules.
decorators contains [function.file, function.name] if {
	some function in code.of("functions")
	regex.match(`(?i)(auth|require|login|permission|token|password|protect)`, code.last(function.name))
}

# In Go checkNewJobs is no check of who somebody is.
checks_else(exit) if {
	code.modules[exit.file].language == "go"
	not regex.match(`(?i)(auth|token|key|login|user|secret|passw|permission|access|session|credential|signature|guard|middleware|request)`, code.last(exit.function))
}

# is_switch holds for the name of a setting that turns the login off.
is_switch(name) if {
	regex.match(`^(\w+_)?((DISABLE|DISABLED|NO|SKIP|BYPASS|WITHOUT|IGNORE)_(AUTH|AUTHENTICATION|LOGIN|AUTHORIZATION)|(AUTH|AUTHENTICATION|LOGIN)_(DISABLED|DISABLE|OFF))$`, upper(name))
}

# asked_first are the functions that a framework asks in front of the handler, by module and name.
asked_first contains [function.file, function.name] if {
	some function in code.of("functions")
	some decorator in object.get(function, "decorators", [])
	regex.match(`\.(before_(app_|websocket_)?request|middleware)$`, decorator)
}

# met_by_nothing returns what a condition to refuse compares, where it is not met by a request that sends nothing: what
# the program has, and what the request sends.
met_by_nothing(guard) := [kept, given] if {
	comparison := differing(guard)
	some [kept, given] in [comparison, [comparison[1], comparison[0]]]
	given.kind == "request"
	given.part in {"header", "query", "cookie", "body"}
	is_empty_as(kept, given)
}

# differing returns the two sides of which a condition says that they differ.
differing(guard) := guard.test.items if {
	not guard.negated
	guard.test.kind == "comparison"
	guard.test.part == "!="
}

differing(guard) := guard.test.items if {
	guard.negated
	guard.test.kind == "comparison"
	guard.test.part == "=="
}

differing(guard) := guard.test.items[0].items if {
	not guard.negated
	guard.test.kind == "not"
	regex.match(`(^|\.)compare_digest$`, guard.test.items[0].name)
	not null in [empty_value(item) | some item in guard.test.items[0].items] # which it refuses to compare
}

# What is the same: None and None, or "" and "".
is_empty_as(kept, given) if {
	conditions.may_be_empty(kept)
	empty_value(kept) == empty_value(given)
}

# A text that is put together is Bearer None, or the word in front of nothing.
is_empty_as(kept, _) if {
	kept.kind == "template"
	some item in kept.items
	conditions.may_be_empty(item)
}

empty_value(value) := null if {
	value.kind == "environment"
	not value.default
} else := code.constant(value.default) if {
	value.kind == "request"
} else := code.constant(value)

# is_asked holds for a refusal in a function that asks elsewhere whether the secret is there.
is_asked(refusal, name) if {
	some facts in ["exits", "calls"]
	some fact in code.within(facts, refusal)
	some guard in object.get(fact, "guards", [])
	not "request" in code.kinds(guard.test)
	some asked in code.names(guard.test)
	code.last(asked) == name
}

# refusals are the exits that refuse, and calls that do.
refusals contains refusal if {
	some refusal in login.refusals
	refusal.is != "websocket-close"
}

refusals contains exit if {
	some exit in code.of("exits")
	regex.match(`(?i)(HTTPException|HTTPError)$`, exit.value.name)
}

inside := [situation | some situation in code.reach; situation == "inside"]

# set is the situation of a secret that everything which starts the application sets.
set(name) := ["set" |
	some setting in code.settings_called(name)
	code.is_replaced(setting)
]

# left_empty are the places that start the application with an empty secret.
left_empty(name) := [{"file": variable.file, "path": variable.path, "message": sprintf("%q is empty here", [name])} |
	some setting in code.settings_called(name)
	some variable in code.given(setting)
	variable.value == ""
]

# unset returns the settings that a condition says are empty, by name: alone, or as one of the ways to meet it.
unset(guard) := {code.last(setting.name): setting |
	some condition in conditions.sufficient(guard)
	some setting in conditions.empty(condition)
	conditions.may_be_left(setting)
}

# is_about holds for an exit that says that all is well for certain where nothing shows that a setting may be empty but
# that somebody asks: what returns nothing may have found nobody.
is_about(_, value) if conditions.may_be_empty(value)

is_about(exit, _) if {
	exit.value
	not is_nothing(exit.value)
}

is_about(exit, _) if [exit.file, exit.function] in asked_first

is_nothing(value) if {
	value.kind == "literal"
	object.get(value, "value", null) == null
}

unknown_default(value) := ["default-unknown" | conditions.is_unknown(value)]

refused(name) if {
	some setting in code.settings_called(name)
	setting.checked
}

# What a function gives to say that all is well: true, nothing, what the next one answers, or who somebody is.
is_success(exit) if not exit.value

is_success(exit) if {
	exit.value.kind == "literal"
	object.get(exit.value, "value", null) in {true, null}
}

is_success(exit) if {
	exit.value.kind == "call"
	regex.match(`(?i)(^|\.)(call_next|handler|next\w*|func|f|fn|view|view_func|get_response|app|proceed|inner|wrapped|endpoint)$`, exit.value.name)
}
