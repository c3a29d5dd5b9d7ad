# METADATA
# description: |
#   Finds what checks the password of HTTP Basic: functions in front of the handlers, and middlewares of frameworks.
package lib.basic

import data.lib.code

# checks are the functions that check the password, and the calls that add a middleware which does: where the
# application shows none, the functions that ask for it. Of functions in each other only the outermost counts.
checks := shown if count(shown) > 0

checks := askers if count(shown) == 0

shown contains function if {
	some file, names in names_of
	some name in names
	some function in outermost(file, name)
}

shown contains call if {
	some call in code.calls("basic-auth")
	not is_read(call)
}

# askers are the functions that ask for the password.
askers contains function if {
	some header in code.of("headers")
	header.name == "www-authenticate"
	regex.match(`(?i)^\s*basic\b`, first(header.value))
	some function in outermost(header.file, header.function)
}

# outermost returns the function with a name, or those around it.
outermost(file, name) := {function |
	some outer in array.concat(code.around(name), [name])
	some function in code.defined[[file, outer]]
	not is_within(function)
}

# is_read holds for a call that gives what a request sends, and leaves it to others to check that.
is_read(call) if regex.match(`(^|\.)Request\.BasicAuth$|^basic-auth$`, call.callee)

is_within(function) if {
	some outer in code.around(function.name)
	code.defined[[function.file, outer]]
}

# names_of are the names of the functions that check the password, by module. Flask has the user and the password as
# attributes of request.authorization.
names_of[password.file] contains password.function if {
	some password in code.of("inputs")
	password.part == "header"
	password.name == "authorization"
	some user in code.within("inputs", password)
	user.part == "header"
	user.name == ""
}

names_of[call.file] contains call.function if {
	some call in code.of("calls")
	regex.match(`(^|\.)(BasicAuth\.decode|b64decode)$`, call.callee)
	some read in code.within("inputs", call)
	read.part == "header"
	read.name == "authorization"
}

names_of[function.file] contains function.name if {
	some function in code.of("functions")
	some parameter in object.get(function, "parameters", [])
	regex.match(`(^|\.)HTTPBasicCredentials$`, object.get(parameter, "type", ""))
	not [function.file, function.name] in code.handlers
}

names_of[function.file] contains function.name if {
	some function in code.of("functions")
	some name in object.get(function, "decorators", [])
	regex.match(`HTTPBasicAuth\.verify_password$`, name)
}

names_of[call.file] contains call.function if {
	some call in code.calls("basic-auth")
	is_read(call)
	not is_of_client(call)
}

# is_of_client holds for the secret of a client of OAuth, which a program has made.
is_of_client(call) if regex.match(`(?i)^client`, object.get(call, "target", ""))

# first returns the text with which a value begins.
first(value) := value.value if value.kind == "literal"

first(value) := first_of(value.items) if value.kind in {"template", "call", "list"}

first_of(items) := items[0].value if items[0].kind == "literal"

# named returns the name of a function, or of what a call calls.
named(check) := object.get(check, "name", object.get(check, "callee", ""))

# verb says what a function or a call does with the password.
default verb(_) := "checks"

verb(check) := "asks for" if not check in shown
