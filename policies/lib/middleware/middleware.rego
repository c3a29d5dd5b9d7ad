# METADATA
# description: Finds what an application puts in front of its handlers to check who somebody is.
package lib.middleware

import data.lib.code
import data.lib.conditions
import data.lib.secret

# checks are the calls that put what checks somebody in front of handlers, by what they are or are called.
checks contains call if {
	some call in code.calls("basic-auth")
	not regex.match(`(^|\.)Request\.BasicAuth$|^basic-auth$`, call.callee)
}

checks contains call if {
	some call in code.calls("middleware")
	some part in ["first", "second"]
	some name in code.names(code.argument(call, part))
	is_check(name)
	not code.argument(call, part).name in {other.callee | some other in code.calls("basic-auth")}
}

checks contains call if {
	some call in code.of("calls")
	not call.is
	regex.match(`(?i)(^|[./])middlewares?\.[^.]+$|middleware$`, call.callee)
	is_check(call.callee)
}

is_check(name) if {
	some part in regex.split(`[./]`, name)
	regex.match(named_for_checks, part)
}

named_for_checks := concat("", [
	`(?i)^(basic|bearer|require|check|verify|token|jwt|api_?key|key)*_?`,
	`(auth(n|enticate|entication|enticator|orization|orize)?|signature)_?(middleware|handler|required|check)*$`,
])

# subject names what a call adds.
subject(call) := min({code.last(name) |
	some part in ["first", "second"]
	some name in code.names(code.argument(call, part))
	is_check(name)
}) if {
	call.is == "middleware"
} else := code.subject(call)

# set_by returns what a condition asks to be there, and who may leave it out.
set_by(guard) := {value |
	not object.get(guard, "negated", false)
	some condition in conditions.required(guard.test)
	value := asked_for(condition, "!=")
	may_be_out(value)
} | {value |
	guard.negated == true
	value := asked_for(guard.test, "==")
	may_be_out(value)
}

may_be_out(value) if conditions.may_be_left(value)

may_be_out(value) if code.constant(value) == false

may_be_out(value) if {
	value.kind in {"name", "parameter"}
	contains(value.name, ".")
}

# asked_for returns what a condition asks to be there: by itself, or by comparing it with the empty text.
asked_for(condition, operator) := condition.items[0] if {
	condition.kind == "comparison"
	condition.part == operator
	code.constant(condition.items[1]) == ""
}

asked_for(condition, operator) := condition if {
	operator == "!="
	condition.kind in {"environment", "setting", "name", "parameter"}
}

# is_for_login holds for the name of what a login needs.
is_for_login(name) if secret.is_name(name)

is_for_login(name) if secret.is_password(name)

is_for_login(name) if is_switch_on(name)

is_for_login(name) if regex.match(`(?i)^(basic_?)?auth(entication)?_?(user(name)?|file)?$|htpasswd`, name)

# is_switch_on holds for the name of a setting that turns the login on.
is_switch_on(name) if {
	regex.match(`(?i)^(\w+_)?((enable|use|require|with)_?(basic_?)?auth(entication)?|(basic_?)?auth(entication)?_?(enabled?|required|on))$`, name)
}

# loaded returns the call that a condition asks to have given something: authenticator != nil.
loaded(guard) := guard.test.items[0] if {
	not object.get(guard, "negated", false)
	guard.test.kind == "comparison"
	guard.test.part == "!="
	code.constant(guard.test.items[1]) == null
	guard.test.items[0].kind == "call"
	regex.match(`(?i)(new|load|read|open|parse)\w*$`, code.last(guard.test.items[0].name))
}

# is_stopped holds for a call in a function that ends where something cannot be loaded.
is_stopped(call) if {
	some exit in code.within("exits", call)
	some guard in object.get(exit, "guards", [])
	some name in code.names(guard.test)
	regex.match(`(?i)^err(or)?$`, code.last(name))
}
