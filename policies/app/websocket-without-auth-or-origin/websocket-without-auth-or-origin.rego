# METADATA
# title: WebSocket that accepts everybody
# description: |
#   Browsers open WebSockets to other origins without asking, and send cookies along. A handler that looks at neither
#   a credential nor the origin serves every page that the user has open, even where it listens on loopback alone.
#
#   Reported is a handler that accepts and has no sign of a check: a dependency, a token or cookie, the `Origin`, a
#   call that is named for it. One that checks after it has accepted is another rule's.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/WebSocket_Security_Cheat_Sheet.html
# - https://cwe.mitre.org/data/definitions/1385.html
# - https://socket.io/docs/v4/handling-cors/
# scope: package
# custom:
#   severity: high
#   precision: medium
#   situations:
#     inside:
#       severity: medium
#       because: only the host or other containers reach it, and the pages in a browser there
#     cookie:
#       severity: medium
#       because: browsers that know `SameSite` leave the cookie out for most of these pages
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Check a ticket, a token or the session before `accept()`, and compare the `Origin` with your own.
#   cwe: [1385, 306]
package app["websocket-without-auth-or-origin"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.login

findings contains finding if {
	some call in code.calls("websocket-accept")
	not is_handed(call)
	not checks(call)
	not asked_before(call)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q accepts everybody's WebSocket", [code.last(call.function)]),
		},
		array.concat(code.situations(call), [s | some s in code.reach; s == "inside"]),
	)
}

# The handler leaves it to an object that holds the connections, and asks nobody before.
findings contains finding if {
	some route in code.of("routes")
	route.is == "websocket"
	route.open
	handler := {"file": route.file, "function": route.handler}
	hands_over(handler)
	not accepts(handler)
	not checks(handler)
	not asked_before(handler)
	not is_behind_router(route)
	finding := in_situation(
		{
			"path": route.at,
			"message": sprintf("%q accepts everybody's WebSocket", [code.last(route.handler)]),
		},
		array.concat(code.situations(route), [s | some s in code.reach; s == "inside"]),
	)
}

# Tornado asks this method whether the page may connect.
findings contains finding if {
	some exit in code.of("exits")
	exit.is == "return"
	regex.match(`\.check_origin$`, exit.function)
	exit.value.kind == "literal"
	exit.value.value == true
	count(object.get(exit, "guards", [])) == 0
	finding := in_situation(
		{"path": exit.at, "message": sprintf("%q lets the pages of every site connect", [exit.function])},
		array.concat(code.situations(exit), [s | some s in code.reach; s == "inside"]),
	)
}

# What Socket.IO says about origins is for its HTTP requests: a page of any site may open a WebSocket, unless
# allowRequest asks for its origin.
findings contains finding if {
	count(code.calls("socketio-middleware")) == 0
	not compares_origin
	some call in code.calls("socketio-accept")
	not checks_below(call)
	not has_login_event
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q accepts everybody's WebSocket", [code.subject(call)]),
			"related": [{"path": server.at, "message": "the server asks nobody"} | some server in code.calls("socketio")],
		},
		array.concat(code.situations(call), [s | some s in code.reach; s == "inside"]),
	)
}

# The cookie of a login opens it, and browsers send that along for the pages of every site.
findings contains finding if {
	not compares_origin
	server := servers[0]
	some call in code.calls("socketio-middleware")
	asks_cookie(call)
	finding := in_situation(
		{
			"path": server.at,
			"message": sprintf("%q takes the cookie of a login from the pages of every site", [code.subject(server)]),
			"related": [{"path": call.at, "message": "asks for the cookie"}],
		},
		["cookie"],
	)
}

# A library that compares the origin by itself, and an option that ends this.
findings contains finding if {
	some call in code.calls("websocket-options")
	some part in unchecked(call)
	not login.is_known
	finding := in_situation(
		{
			"path": code.path(call, part),
			"message": sprintf("%q accepts WebSockets of every origin, and nothing asks who it is", [code.subject(call)]),
		},
		array.concat(code.situations(call), [s | some s in code.reach; s == "inside"]),
	)
}

unchecked(call) := {part | some part in ["check", "unchecked", "patterns"]; is_unchecked(call, part)}

is_unchecked(call, "check") if {
	function := code.argument(call, "check")
	function.kind == "function"
	code.constant(function.items[0]) == true
}

is_unchecked(call, "unchecked") if code.literal(call, "unchecked") == true

is_unchecked(call, "patterns") if "*" in code.texts(call, "patterns")

# is_handed holds for a method that handlers call: each handler is judged by itself.
is_handed(call) if {
	contains(call.function, ".")
	some route in code.of("routes")
	route.is == "websocket"
	some other in code.of("calls")
	code.same_function(other, {"file": route.file, "function": route.handler})
	code.last(other.callee) == code.last(call.function)
}

# hands_over holds for a handler that accepts nothing and calls a method of the application that does.
hands_over(handler) if {
	some call in code.within("calls", handler)
	some accept in code.calls("websocket-accept")
	contains(accept.function, ".")
	code.last(accept.function) == code.last(call.callee)
}

accepts(handler) if {
	some call in code.calls("websocket-accept")
	code.same_function(call, handler)
}

# is_behind_router holds for a route of a router that asks by a dependency of its own, or may.
is_behind_router(route) if {
	some call in code.calls("router")
	call.file == route.file
	call.arguments.dependencies
}

is_behind_router(_) if {
	some call in code.calls("include-router")
	call.arguments.dependencies
}

# The function itself looks at something that proves who it is, or at the origin.
checks(call) if {
	some read in code.within("inputs", call)
	read.part in {"header", "query", "cookie"}
}

checks(call) if {
	some other in code.within("calls", call)
	regex.match(
		`(?i)(auth|verif|valid|check|token|session|permission|login|decode|consume|allow)`,
		code.last(other.callee),
	)
}

checks(call) if {
	some other in code.within("comparisons", call)
	some name in code.names(other)
	regex.match(`(?i)(token|secret|key|origin|user)`, name)
}

# servers are those of Socket.IO, in the order in which they are written.
servers := [pair[1] | some pair in sort([[call.at, call] | some call in code.calls("socketio"); call.aside == ""])]

# compares_origin holds where a server of Socket.IO asks from where a page is.
compares_origin if {
	some server in code.calls("socketio")
	server.arguments.allow
}

# In release 2 this was for WebSockets, too.
compares_origin if {
	some server in code.calls("socketio")
	origins := server.arguments.origins
	not "*" in code.texts_of(origins)
	not code.constant(origins) == true
}

compares_origin if {
	some server in code.calls("socketio")
	server.open
}

# checks_below holds for a handler in which something asks, in a handler of a message, too.
checks_below(call) if {
	some function in code.inner[[call.file, call.function]]
	checks(object.union(call, {"function": function}))
}

has_login_event if {
	some event in code.calls("socket-event")
	regex.match(`(?i)log_?in|auth|token|password`, code.text(event, "event"))
}

# asks_cookie holds for a function in front of all connections that looks for the session of a browser.
asks_cookie(call) if {
	some name in code.names(code.argument(call, "handler"))
	regex.match(`(?i)session|passport`, name)
}

asks_cookie(call) if {
	some read in code.of("inputs")
	read.name == "cookie"
	read.part == "header"
	some name in code.names(code.argument(call, "handler"))
	code.last(name) == code.last(read.function)
}

# What leads to the function asks: a dependency, a decorator, a middleware.
asked_before(call) if {
	some route in code.of("routes")
	route.file == call.file
	route.handler == call.function
	not route.open
}

asked_before(call) if {
	some function in code.defined[[call.file, call.function]]
	some parameter in object.get(function, "parameters", [])
	words := sprintf("%s %s", [parameter.name, object.get(parameter, "type", "")])
	regex.match(`(?i)(user|auth|token|session|principal|claims|depends)`, words)
}

# A class that holds connections is told by others whom to accept, and a middleware is in front of all handlers.
asked_before(call) if {
	contains(call.function, ".")
	code.modules[call.file].language != "javascript"
	login.is_known
}

# A server of Node asks by a function of its own, or whoever hands the connection to it does.
asked_before(call) if {
	call.callee
	some server in code.calls("websocket-server")
	server.file == call.file
	is_asked_for(server)
}

asked_before(_) if {
	some function in code.of("functions")
	some name in object.get(function, "decorators", [])
	name == "aiohttp.web.middleware"
	login.is_check(function.name)
}

is_asked_for(server) if code.is_written(server, "verify")

is_asked_for(server) if {
	code.literal(server, "noServer") == true
	login.is_known
}
