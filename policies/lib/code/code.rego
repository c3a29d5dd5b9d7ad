# METADATA
# description: |
#   Reads the facts of an application, whatever its language: what it calls, which settings it has, what it takes
#   from requests. The tables of frameworks decide what a callee means and how its arguments are called, so that a
#   rule speaks of the concern. Every fact has "at" (its path in the document), "file" (its module) and "aside" (test,
#   example or development where the module is not part of what runs, else ""). What is not known is undefined.
package lib.code

# facts are the facts of all modules by their sort: calls, settings, inputs, functions, classes, routes, headers,
# comparisons, exits, assignments and stores.
facts[name] contains fact if {
	some file, module in modules
	some name in sorts
	some index, said in object.get(module, name, [])
	fact := object.union(said, {
		"at": ["modules", file, name, index],
		"file": file,
		"aside": array.concat([from.aside | some from in [module, said]; from.aside], [""])[0],
	})
}

sorts := {
	"calls", "settings", "inputs", "functions", "classes", "routes", "headers", "comparisons", "exits", "assignments",
	"stores", "counts",
}

# modules are the source files of the application, by path.
modules := input.document.modules if input.context.format == "program"

# of returns the facts of a sort.
of(name) := object.get(facts, name, set())

by_meaning[call.is] contains call if {
	some call in of("calls")
	call.is
}

# calls returns the calls that the tables of frameworks give a meaning, such as cors.
calls(meaning) := object.get(by_meaning, meaning, set())

# argument returns what is passed as a parameter, or its default.
argument(call, name) := call.arguments[name]

# literal returns the value of an argument as it is when nobody sets anything from outside.
literal(call, name) := constant(argument(call, name))

# text returns an argument that is a text, as literal does: undefined for a number, which a program may give anywhere.
text(call, name) := value if {
	value := literal(call, name)
	is_string(value)
}

# constant returns what a value is when nobody sets anything from outside: null for None. It is undefined for what is
# not known and for what has no single value.
constant(value) := object.get(value, "value", null) if value.kind in {"literal", "default"}

constant(value) := object.get(value.default, "value", null) if {
	value.kind in {"setting", "environment"}
	value.default.kind == "literal"
}

# runs holds for a condition below which a fact runs when nobody sets anything from outside. Of what is not known
# nobody can say that.
runs(guard) if {
	not guard.negated
	comes_to(guard.test, true)
}

runs(guard) if {
	guard.negated
	comes_to(guard.test, false)
}

# is_skipped holds for a fact below a condition that is not met when nobody sets anything from outside.
is_skipped(fact) if {
	some guard in object.get(fact, "guards", [])
	not runs(guard)
	some outcome in [true, false]
	comes_to(guard.test, outcome)
}

# comes_to holds for a condition that is true, or false, when nobody sets anything from outside and no caller passes it.
comes_to(condition, true) if {
	value := unset(condition)
	not value in empty
}

comes_to(condition, false) if unset(condition) in empty

comes_to(condition, true) if {
	condition.kind == "not"
	unset(condition.items[0]) in empty
}

comes_to(condition, false) if {
	condition.kind == "not"
	value := unset(condition.items[0])
	not value in empty
}

empty := {false, null, 0, "", "0", "false", "False", "no", "off"}

unset(value) := constant(value) if value.kind != "parameter"

unset(value) := constant(value["default"]) if value.kind == "parameter"

# is_configured holds for a value that somebody sets from outside: a setting or a variable of the environment, or what
# the configuration has under a name, as settings.TOKEN and cfg.token() do.
is_configured(value) if value.kind in {"environment", "setting"}

is_configured(value) if {
	value.kind in {"name", "call"}
	count(object.get(value, "items", [])) == 0
	regex.match(`(?i)(^|[._])(conf|config|configuration|cfg|settings?)\.[a-z]\w*$`, value.name)
}

# texts returns the texts of an argument: of a list its items, of anything else its own.
texts(call, name) := texts_of(argument(call, name))

# texts_of returns the texts of a value, which is a text or a list of texts.
texts_of(value) := {text} if {
	text := constant(value)
	is_string(text)
}

texts_of(value) := {item.value | some item in items; is_string(item.value)} if items := listed(value)

listed(value) := object.get(value, "items", []) if value.kind == "list"

listed(value) := object.get(value.default, "items", []) if {
	value.kind in {"setting", "environment"}
	value.default.kind == "list"
}

# is_on holds for a switch that is on when nobody sets anything from outside.
is_on(call, name) if literal(call, name) == true

# is_written holds for an argument that the call writes.
is_written(call, name) if argument(call, name).kind != "default"

# path returns the place of an argument of a call; of one that is absent it is the call.
path(call, name) := array.concat(call.at, ["arguments", name]) if is_written(call, name)

path(call, name) := call.at if not is_written(call, name)

# subject names the callee of a call for a message.
subject(call) := last(call.callee)

# last returns the last step of a full name.
last(name) := regex.replace(name, `^.*\.`, "")

# situations returns the situation of a fact that is not part of what runs.
situations(fact) := ["aside"] if fact.aside != ""

situations(fact) := [] if fact.aside == ""

# names returns the names of what a value is made of: settings, variables, parameters, callees and parts of requests.
names(value) := {node.name | walk(value, [_, node]); is_string(node.name)}

# kinds returns the kinds of a value and of what it is made of.
kinds(value) := {node.kind | walk(value, [_, node]); is_string(node.kind)}

# parts returns the parts of requests that a value is made of.
parts(value) := {node.part | walk(value, [_, node]); node.kind == "request"}

# tests returns the names that the conditions around a fact ask about.
tests(fact) := {name | some guard in object.get(fact, "guards", []); some name in names(guard.test)}

# imports are the full names of what the application imports.
imports contains name if {
	some module in modules
	some name in object.get(module, "imports", [])
}

# packages are the packages that the application imports.
packages := {regex.replace(name, `\..*$`, "") | some name in imports}

# reach is the situation that linking shows: inside where the application stays on its host however it is started,
# published where other machines reach it. It is empty where nothing is known: what starts it for tests or developers
# alone does not say how it is deployed.
default reach := []

reach := ["published"] if {
	some exposure in exposures
	exposure in {"one_address", "all_interfaces"}
}

reach := ["inside"] if {
	count(deployed) > 0
	every exposure in exposures {
		exposure in {"loopback", "peers", "host_loopback"}
	}
}

# exposures are those of the ways in which the application is started, else those of the services that have it.
exposures := {start.exposure | some start in starts} if {
	count(starts) > 0
} else := {consumer.exposure | some consumer in consumers}

# deployed are the ways of starting the application, or the services that have it, that are not for tests or developers.
deployed := [start | some start in starts; not start.is_trial] if {
	count(starts) > 0
} else := [consumer | some consumer in consumers; not consumer.is_trial]

consumers := object.get(input, ["context", "consumers"], [])

# is_command holds for a script that is the command of a service: rules of the family compose judge its words, too.
is_command if {
	some consumer in consumers
	consumer.how == "command"
}

# starts are the ways in which the application is started, as far as the scan has them.
starts := object.get(input, ["context", "starts"], [])

# given returns what the ways of starting the application make of a setting: {value, from, file, path, start}. Settings
# that are fields have variables of their name in upper case.
given(setting) := {object.union(variable, {"start": start.name, "how": start.how}) |
	setting.from in {"environment", "field"}
	some start in starts
	some name, variable in start.variables
	is_variable_of(setting, name)
}

is_variable_of(setting, name) if name == setting.name

is_variable_of(setting, name) if {
	setting.from == "field"
	lower(name) == lower(setting.name)
}

# is_replaced holds for a setting whose default is in force nowhere: however the application is started, it is given
# something else that is not empty.
is_replaced(setting) if {
	count(starts) > 0
	setting.from in {"environment", "field"}
	every start in starts {
		is_given(start, setting)
	}
}

is_given(start, setting) if {
	given_by := [variable.value | some name, variable in start.variables; is_variable_of(setting, name)]
	some value in given_by
	not value in {"", object.get(setting, ["default", "value"], "")}
	not regex.match(`^\$\{[^}]*:?-\}$`, value)
}

# replaced is the situation of such a setting, with the places that show it.
replaced(setting) := ["replaced" | is_replaced(setting)]

# replacements are the places for a finding's related that say what a setting is given.
replacements(setting) := [{
	"file": variable.file,
	"path": variable.path,
	"message": sprintf("%q gets another value where %q is started", [setting.name, variable.start]),
} |
	is_replaced(setting)
	some variable in given(setting)
]

# is_web holds for an application that answers requests.
is_web if {
	some name in {"fastapi", "starlette", "flask", "django", "aiohttp", "tornado", "sanic", "bottle", "quart", "falcon"}
	name in packages
}

is_web if {
	some name in {"express", "fastify", "koa", "hono", "@nestjs/core", "http", "https"}
	name in packages
}

is_web if {
	some name in {"gin", "echo", "chi", "fiber", "gorilla/mux"}
	name in packages
}

# web_app is the path of the call that makes the application: of several that which is put together from the routes of
# other modules, or that with a listener beside it, and of those the one whose module has the most routes; undefined
# where there is none.
web_app := main(assembled) if {
	count(assembled) > 0
} else := main(listening) if {
	count(listening) > 0
} else := main(made) if {
	count(made) > 0
} else := main(default_servers) if {
	count(default_servers) > 0
}

# applications are the calls that make what answers requests, or that start what nobody makes.
applications contains call if some call in calls("web-app")

applications contains call if some call in default_servers

# default_servers are the listeners of Go for the handlers that the program has given to the package net/http itself.
default_servers contains call if {
	some call in calls("listen-address")
	call.aside == ""
	regex.match(`^net/http\.(ListenAndServe(TLS)?|Server)$`, call.callee)
	not is_handled(call)
}

is_handled(call) if {
	handler := argument(call, "handler")
	not constant(handler) == null
	not "net/http.DefaultServeMux" in names(handler)
}

main(calls) := min({[0 - count(routes), call.at] |
	some call in calls
	routes := [route | some route in of("routes"); route.file == call.file]
})[1]

made contains call if {
	some call in calls("web-app")
	call.aside == ""
	not is_for_machines(call.file)
	not is_stand_in(call.file)
}

# assembled are the applications beside calls that add the routes of several modules.
assembled contains call if {
	some call in made
	added := [other | some other in calls("include-router"); other.file == call.file]
	count(added) > 1
}

# is_stand_in holds for a module that plays another program, or tries out this one.
is_stand_in(file) if regex.match(`(?i)(^|[/_])(tester|mock|fake|stub|dummy)s?(_\w+)?\.(go|py|js|ts|mjs)$`, file)

# is_for_machines holds for a module that serves numbers and states to programs, beside the application.
is_for_machines(file) if {
	regex.match(`(?i)(^|/)(metrics?|prometheus|health(_?check|z)?|pprof|probes?)(/[^/]+|(_?server)?)\.(go|py|js|ts|mjs)$`, file)
}

listening contains call if {
	some call in made
	some meaning in {"listen", "listen-address"}
	some other in calls(meaning)
	other.file == call.file
}

# handlers are the functions that handle requests, by module and name.
handlers contains [route.file, route.handler] if {
	some route in of("routes")
	route.handler
}

# A tool of a server for assistants is given what the model, and whoever speaks to it, sends.
handlers contains tool if some tool in tools

# tools are the functions that a server for assistants offers, by module and name.
tools contains [function.file, function.name] if {
	some function in of("functions")
	some decorator in object.get(function, "decorators", [])
	regex.match(`^(fastmcp|mcp\.server)\.([a-z.]+\.)?FastMCP\.(tool|resource|prompt)$`, decorator)
}

# is_from_request holds for a value in a fact that has data of a request: what is read of one, a parameter of a handler,
# or a field of a model that a request is read into.
is_from_request(fact, value) if {
	walk(value, [_, node])
	is_request_data(fact, node)
}

is_request_data(_, node) if node.kind == "request"

is_request_data(fact, node) if {
	node.kind == "parameter"
	[fact.file, fact.function] in handlers
	not is_around(fact, node)
	not regex.match(`(?i)(request|session|db|service|settings|config|client|self)`, node.name)
	not regex.match(`^(req|res|next|ctx|c|reply|response|ws|socket)(\.|$)`, node.name)
}

is_request_data(_, node) if {
	node.kind == "parameter"
	contains(node.name, ".")
	last(node.part) in models
}

# is_around holds for a parameter of a function around a handler, such as a factory.
is_around(fact, node) if {
	[fact.file, fact.function] in declared
	not [fact.file, fact.function, split(node.name, ".")[0]] in parameters
}

# settings_of returns the settings that an assignment gives a value to.
settings_of(said) := [setting |
	some setting in settings_called(said.name)
	setting.file == said.file
]

# settings_called returns the settings that have a name, or are assigned to one.
settings_called(name) := object.get(by_setting, name, set())

by_setting[name] contains setting if {
	some setting in of("settings")
	some name in {setting.name, object.get(setting, "target", "")}
}

# declared are the handlers whose parameters are known, by module and name.
declared contains [function.file, function.name] if {
	some function in of("functions")
	[function.file, function.name] in handlers
}

# parameters are the parameters of handlers, by module, handler and name.
parameters contains [function.file, function.name, parameter.name] if {
	some function in of("functions")
	[function.file, function.name] in handlers
	some parameter in object.get(function, "parameters", [])
}

# models are the names of the classes that requests are read into.
models contains class.name if {
	some class in of("classes")
	some base in class.bases
	base in {"pydantic.BaseModel", "pydantic.main.BaseModel"}
}

# ingredients returns the values that a value is put together from, itself among them. What a call makes of its
# arguments is something else, unless the call joins paths or texts.
ingredients(value) := {node |
	walk(value, [steps, node])
	is_string(node.kind)
	not is_hidden(value, steps)
}

is_hidden(value, steps) if {
	some end, _ in steps
	outer := object.get(value, array.slice(steps, 0, end), {})
	outer.kind == "call"
	not regex.match(joins, outer.name)
}

joins := concat("", [
	`^(os\.path\.(join|normpath|abspath|realpath|expanduser)|pathlib\.(Pure)?(Posix|Windows)?Path|os\.fspath|bytes|str`,
	`|path\.(join|resolve|normalize|Join)|path/filepath\.(Join|Abs|FromSlash))$`,
])

# is_inside holds for a fact that runs only where the other does: below the same conditions, and below more of them.
is_inside(inner, outer) if {
	around := object.get(outer, "guards", [])
	below := object.get(inner, "guards", [])
	array.slice(below, 0, count(around)) == around
}

# is_failure holds for the condition of a branch that runs when something failed: an exception, or in Go an error.
is_failure(guard) if guard.test.kind == "exception"

is_failure(guard) if {
	guard.test.kind == "comparison"
	guard.test.part == {true: "==", false: "!="}[object.get(guard, "negated", false)]
	some side in guard.test.items
	side.kind == "literal"
	object.get(side, "value", null) == null
}
