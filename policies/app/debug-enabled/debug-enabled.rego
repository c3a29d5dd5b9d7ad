# METADATA
# title: Debug mode or automatic reload turned on
# description: |
#   Werkzeug's debugger runs Python code for whoever reaches an error page and knows, or guesses, its PIN. Django's
#   error pages show settings, variables and the SQL of the request. Automatic reload watches the files and is made
#   for the developer's machine.
#
#   Reported are the switches that are on where nobody sets anything. In a block behind `if __name__ == "__main__"` on
#   loopback, where only the developer gets to, the finding is low. So are the pages for developers that well-known
#   servers serve when their settings say so, where only the host or other containers reach them.
#
#   Reported is also Go's profiler on a server that others reach: by the import of `net/http/pprof` alone, by a route of
#   its own, and by the middlewares of frameworks where nothing in front of them asks for a login. It gives the memory
#   of the program away, and with it what secrets are there.
# related_resources:
# - https://flask.palletsprojects.com/en/stable/debugging/
# - https://docs.djangoproject.com/en/6.0/ref/settings/#debug
# - https://www.uvicorn.org/settings/#development
# scope: package
# custom:
#   severity: high
#   situations:
#     "off":
#       severity: none
#       because: everything in the scan that starts the application turns it off
#     diagnostics-inside:
#       severity: low
#       because: only the host or other containers reach it
#     diagnostics:
#       severity: medium
#       because: it shows the inside of the server, and runs nothing
#     loopback:
#       severity: low
#       because: the server that the program starts itself listens on loopback
#     profiler:
#       severity: medium
#       because: it shows the memory of the program, and runs nothing
#     reload:
#       severity: low
#       because: it reloads, and shows nothing
#     asked-for:
#       severity: note
#       because: it is on where somebody asks for it
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   fixes:
#     "off":
#       title: Turn it off
#   remediation: |
#     Turn it off, and let the developers turn it on by a variable.
#   cwe: [489, 94]
#   kinds: [app, server]
#   aliases:
#   - ruff:S201
#   - bandit:B201
#   - semgrep:python.flask.security.audit.debug-enabled.debug-enabled
package app["debug-enabled"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.finding.with_fix
import data.lib.login
import data.lib.server

findings contains finding if {
	not code.is_command # that is another rule's
	some meaning in {"listen", "web-app"}
	some call in code.calls(meaning)
	code.is_on(call, "debug")
	finding := in_situation(
		with_fix(
			{
				"path": code.path(call, "debug"),
				"message": sprintf("%q has its debug mode on", [code.subject(call)]),
			},
			switched_off(call, "debug"),
		),
		array.flatten([code.situations(call), asked_for(call), loopback(call)]),
	)
}

findings contains finding if {
	not code.is_command
	some call in code.calls("listen")
	code.is_on(call, "reload")
	not code.is_on(call, "debug")
	finding := in_situation(
		with_fix(
			{
				"path": code.path(call, "reload"),
				"message": sprintf("%q reloads the program when a file changes", [code.subject(call)]),
			},
			switched_off(call, "reload"),
		),
		array.concat(code.situations(call), ["reload"]),
	)
}

findings contains finding if {
	some setting in code.of("settings")
	{setting.name, object.get(setting, "target", "")} & {"DEBUG", "FLASK_DEBUG"} != set()
	code.constant(setting.default) in {true, "1", "true", "True"}
	framework
	finding := in_situation(
		with_fix(
			{
				"path": setting.at,
				"message": sprintf("%q is on by default", [setting.name]),
				"related": code.replacements(setting),
			},
			set_off(setting),
		),
		array.flatten([
			code.situations(setting),
			asked_for(setting),
			["off" | code.is_replaced(setting); count(turned_on(setting)) == 0],
		]),
	)
}

# Who reaches the debugger runs what he likes in the process.
findings contains finding if {
	some call in code.calls("debugger")
	code.constant(code.argument(call, "address").items[0]) in {"0.0.0.0", "::", ""}
	finding := in_situation(
		{
			"path": code.path(call, "address"),
			"message": sprintf("%q lets who reaches it run code in the program", [call.callee]),
		},
		array.flatten([code.situations(call), asked_for(call)]),
	)
}

# What starts the application turns it on. The environment of a Compose project is another rule's.
findings contains finding if {
	some setting in code.of("settings")
	is_switch(setting)
	code.constant(setting.default) in {false, "0", "false", "False", "", null}
	framework
	some variable in turned_on(setting)
	variable.from in {"image", "command"}
	finding := in_situation(on(setting, variable), code.situations(setting))
}

findings contains finding if {
	some setting in code.of("settings")
	is_switch(setting)
	code.constant(setting.default) in {false, "0", "false", "False", "", null}
	framework
	some variable in turned_on(setting)
	variable.how == "machine"
	finding := in_situation(on(setting, variable), code.situations(setting))
}

findings contains finding if {
	some said in server.of("diagnostics")
	finding := in_situation(
		{
			"path": said.path,
			"message": sprintf("%s %s", [server.subject, said.reason]),
			"related": server.related(said),
			"secret": server.hidden,
		},
		array.concat(["diagnostics-inside" | "inside" in server.reach(said)], ["diagnostics"]),
	)
}

# The import alone adds the handlers of the profiler to the multiplexer that a server without a handler has.
findings contains finding if {
	"net/http/pprof" in code.imports
	some meaning in {"listen", "listen-address"}
	some call in code.calls(meaning)
	call.callee in {"net/http.ListenAndServe", "net/http.ListenAndServeTLS", "net/http.Server"}
	is_default(object.get(call.arguments, "handler", {"kind": "literal"}))
	not host_of(code.argument(call, "address")) in loopbacks
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q serves the profiler of net/http/pprof", [code.subject(call)]),
		},
		code.situations(call),
	)
}

# A server of its own for the profiler.
findings contains finding if {
	some route in code.calls("add-route")
	code.argument(route, "handler").name == "net/http/pprof.Index"
	some call in code.calls("listen-address")
	code.same_function(call, route)
	not host_of(code.argument(call, "address")) in loopbacks
	finding := in_situation(
		{
			"path": route.at,
			"message": sprintf("%q serves the profiler of net/http/pprof", [code.subject(call)]),
		},
		array.flatten([code.situations(route), asked_for(route), ["profiler"]]),
	)
}

# The middleware of a framework.
findings contains finding if {
	some call in code.calls("profiler")
	not asks_before(call)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q serves the profiler of net/http/pprof", [call.callee]),
		},
		array.flatten([code.situations(call), asked_for(call), ["profiler"]]),
	)
}

asks_before(call) if {
	some other in code.calls("middleware")
	code.same_function(other, call)
	some name in {name | some value in other.arguments; some name in code.names(value)}
	login.is_check(code.last(name))
}

asks_before(call) if {
	some other in code.calls("basic-auth")
	code.same_function(other, call)
}

loopbacks := {"127.0.0.1", "localhost", "::1", "[::1]"}

is_default(handler) if {
	handler.kind == "literal"
	object.get(handler, "value", null) == null
}

is_default(handler) if handler.name == "net/http.DefaultServeMux"

# switched_off and set_off are the fixes of a switch, but where developers want it so.
switched_off(call, name) := [{"name": "off", "edits": [{"set": code.path(call, name), "value": false}]} |
	call.aside == ""
	asked_for(call) == []
]

set_off(setting) := [{"name": "off", "edits": [{"set": array.concat(setting.at, ["default"]), "value": value}]} |
	setting.aside == ""
	setting.default.kind == "literal"
	value := off[setting.default.value]
]

# off is what the same code takes for the opposite.
off := {true: false, "1": "0", "true": "false", "True": "False"}

# host_of returns the host of an address that is known.
host_of(address) := code.constant(address.items[0])

host_of(address) := regex.replace(code.constant(address), `:[0-9a-z]*$`, "") if is_string(code.constant(address))

# asked_for is the situation of a branch for those who want to debug.
asked_for(call) := ["asked-for" |
	some guard in object.get(call, "guards", [])
	not guard.negated
	is_wish(guard.test)
]

is_wish(test) if {
	some name in (code.names(test) | {node.value | walk(test, [_, node]); is_string(node.value)})
	regex.match(`(?i)(^|[._-])(\w*debug|dev|development|is_dev|pprof|\w*profil\w*)(_mode)?$`, name)
}

# A variable that somebody has to set.
is_wish(test) if {
	test.kind == "environment"
	not test.default
}

is_wish(test) if {
	test.kind == "environment"
	code.constant(test) in {false, "", null}
}

is_wish(test) if {
	test.kind == "comparison"
	test.part == "!="
	some side in test.items
	side.kind == "environment"
	some other in test.items
	other.kind == "literal"
	other.value == ""
}

# DEBUG is the name of a switch of these frameworks; other programs call a level of logging so.
framework if {
	some name in {"django", "flask", "corsheaders"}
	name in code.packages
}

framework if {
	some setting in code.of("settings")
	setting.name in {"INSTALLED_APPS", "MIDDLEWARE", "ROOT_URLCONF"}
}

loopback(call) := ["loopback"] if {
	code.literal(call, "host") in {"127.0.0.1", "localhost", "::1"}
} else := []

on(setting, variable) := {
	"path": setting.at,
	"message": sprintf("%q is on where %q is started", [setting.name, variable.start]),
	"related": [{"file": variable.file, "path": variable.path, "message": "turns it on"}],
}

is_switch(setting) if {setting.name, object.get(setting, "target", "")} & {"DEBUG", "FLASK_DEBUG"} != set()

# turned_on are the places that start the application with the setting on.
turned_on(setting) := {variable |
	some variable in code.given(setting)
	lower(variable.value) in {"1", "true", "yes", "on"}
}
