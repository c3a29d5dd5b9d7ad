# METADATA
# title: Decision by a client address that anybody can write
# description: |
#   `X-Forwarded-For` and its relatives are headers that every client can send. A proxy adds the address that it sees
#   at the end; what is in front of that is what the client wrote. Whoever takes the first address, or the header as a
#   whole, lets the client choose who it is: an allow list opens, a limit never fills.
#
#   Reported is the first address of a forwarded header, or the whole header, in an application that compares
#   addresses or limits rates by them. A use for a log, or to show it, is a note. The last address behind a known
#   proxy is not reported, nor is a header that counts for a peer that is a proxy alone. Reported, too, is the address
#   of the peer that a list is asked with, where a proxy stands in front: it is the proxy's for every client.
# related_resources:
# - https://www.rfc-editor.org/rfc/rfc7239
# - https://www.uvicorn.org/deployment/#proxies-and-forwarded-headers
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     no-decision:
#       severity: note
#       because: it is logged, kept or shown, and nothing decides by it
#     declared:
#       severity: note
#       because: somebody has to say first that a proxy is in front
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Let the server decide who the client is, from the proxies that you know (`--forwarded-allow-ips`, `ProxyFix`,
#     Gin's `SetTrustedProxies`, Echo's `IPExtractor`), and use the address of the peer.
#   cwe: [348, 290, 807]
package app["client-ip-trust"]

import data.lib.client
import data.lib.code
import data.lib.finding.in_situation

# A function asks several headers in turn, or one twice: that is one defect.
findings contains finding if {
	some reads in believed
	read := min({[count(logged(read)), read.at, read] | some read in reads})[2]
	finding := in_situation(
		{
			"path": read.at,
			"message": sprintf("%q is what the client writes, and is taken for its address", [read.name]),
			"related": [{"path": other.at, "message": sprintf("reads %q, too", [other.name])} |
				some other in reads
				other.name != read.name
			],
		},
		array.flatten([code.situations(read), logged(read), decision_by(read)]),
	)
}

findings contains finding if {
	some call in code.calls("limiter")
	code.last(code.argument(call, "key").name) == "get_ipaddr"
	finding := in_situation(
		{
			"path": code.path(call, "key"),
			"message": sprintf("%q counts by a header that the client writes", [code.subject(call)]),
		},
		code.situations(call),
	)
}

# The function of SlowAPI and Flask-Limiter gives the address of the peer, which is the proxy's where there is one: a
# list that is asked with it lets in everybody behind the proxy, or nobody.
findings contains finding if {
	some call in code.of("calls")
	regex.match(`^(slowapi|flask_limiter)\.util\.get_remote_address$`, call.callee)
	is_behind_proxy(call)
	opens_list(call)
	not knows_who_writes
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q is the address of the proxy, and a list is asked with it", [code.subject(call)]),
		},
		code.situations(call),
	)
}

# A framework takes the address from the headers for whoever asks, unless it knows which proxies write them. One line
# of the application mends it, so that it is one finding: the first by which something is decided.
findings contains finding if {
	count(code.calls("trusted-proxies")) == 0
	asked := {[count(context_of(read)), read.at, read] |
		some reads in taken
		[_, read] := min({[read.at, read] | some read in reads})
	}
	[_, _, read] := min(asked)
	finding := in_situation(
		{
			"path": read.at,
			"message": sprintf("%q is what the client writes: nothing says which proxies are trusted", [read.name]),
			"related": array.slice(
				[{"path": place, "message": "and here"} |
					some place in sort({other[1] | some other in asked; other[1] != read.at})
				],
				0, 5,
			),
		},
		context_of(read),
	)
}

# Express then takes the first of the addresses in the header, which the client writes.
findings contains finding if {
	some call in code.calls("app-setting")
	code.literal(call, "name") == "trust proxy"
	code.literal(call, "value") == true
	finding := in_situation(
		{"path": call.at, "message": `"trust proxy" believes every client's header about its address`},
		array.flatten([code.situations(call), ["declared" | proxy_is_declared(call)], decision]),
	)
}

findings contains finding if {
	some call in code.calls("proxy-address")
	not knows_proxies(call)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q takes what the client writes for its address", [code.subject(call)]),
		},
		array.flatten([code.situations(call), ["declared" | proxy_is_declared(call)], decision]),
	)
}

findings contains finding if {
	some call in code.calls("app-setting-on")
	code.literal(call, "name") == "trust proxy"
	finding := in_situation(
		{"path": call.at, "message": `"trust proxy" believes every client's header about its address`},
		array.flatten([code.situations(call), ["declared" | proxy_is_declared(call)], decision]),
	)
}

findings contains finding if {
	some call in code.calls("web-app")
	code.literal(call, "proxy") == true
	finding := in_situation(
		{
			"path": code.path(call, "proxy"),
			"message": sprintf("%q believes every client's header about its address", [code.subject(call)]),
		},
		array.flatten([code.situations(call), decision]),
	)
}

# Django takes the name of the host from a header that the client writes, unless a proxy in front sets it.
findings contains finding if {
	some setting in code.of("settings")
	setting.name == "USE_X_FORWARDED_HOST"
	code.constant(setting.default) == true
	finding := in_situation(
		{
			"path": setting.at,
			"message": `"USE_X_FORWARDED_HOST" takes the name of the host from a header that the client writes`,
		},
		code.situations(setting),
	)
}

# context_of returns the situations of a read.
context_of(read) := array.flatten([code.situations(read), logged(read), decision_by(read)])

# believed are the reads of a header that are taken for an address, by the function that reads them. What a module
# reads outside of its functions has nothing to do with each other.
believed[place(read)] contains read if {
	some read in code.of("inputs")
	read.part == "header"
	read.name in client.forwarded_headers
	not peer_is_checked(read)
	not asks_for_scheme(read)
	not proxy_is_declared(read)
}

place(read) := [read.file, read.function] if read.function != ""

place(read) := read.at if read.function == ""

# taken are the addresses that one function takes from a framework.
taken[[read.file, read.function]] contains read if {
	some read in code.of("inputs")
	read.part == "forwarded"
}

knows_who_writes if count(code.calls("trusted-proxies")) > 0

# The function says so itself, or a proxy of the scan leads to the application.
is_behind_proxy(call) if {
	some function in code.defined[[call.file, call.function]]
	regex.match(`(?i)x-forwarded-for|x-real-ip|behind a (reverse )?proxy|reverse proxy`, object.get(function, "text", ""))
}

is_behind_proxy(_) if {
	some start in code.starts
	some place in start.related
	regex.match(`(?i)proxy|routed`, place.message)
}

opens_list(call) if {
	some comparison in code.within("comparisons", call)
	some side in ["left", "right"]
	"ipaddress.ip_network" in code.names(comparison[side])
}

opens_list(call) if {
	some other in code.within("calls", call)
	regex.match(`^(ipaddress\.ip_network|netaddr\.IPNetwork)$`, other.callee)
}

# The function is told which proxies there are.
knows_proxies(call) if {
	some function in code.defined[[call.file, call.function]]
	some parameter in object.get(function, "parameters", [])
	regex.match(`(?i)trust|prox(y|ies)`, parameter.name)
}

# The function looks at the address of the peer before it believes the header.
peer_is_checked(read) if {
	some other in code.of("inputs")
	other.part == "client"
	other.file == read.file
	other.function == read.function
	some guard in object.get(read, "guards", [])
	regex.match(`(?i)(trust|proxy|proxies|peer|client|remote)`, concat(" ", code.names(guard.test)))
}

# The address of a peer that is no proxy is what the function gives before it looks at the header.
peer_is_checked(read) if {
	some exit in code.within("exits", read)
	exit.is == "return"
	exit.value.kind == "request"
	exit.value.part == "client"
	some guard in exit.guards
	regex.match(`(?i)(trust|prox(y|ies))`, concat(" ", code.names(guard.test)))
}

# What it makes of the header is given for a peer that is a proxy alone.
peer_is_checked(read) if {
	some exit in code.within("exits", read)
	exit.is == "return"
	some guard in exit.guards
	not guard.negated
	asks_for_peer(guard.test)
}

asks_for_peer(test) if {
	walk(test, [_, node])
	node.kind == "comparison"
	node.part == "in"
	walk(node.items[0], [_, {"kind": "request", "part": "client"}])
}

asks_for_peer(test) if {
	walk(test, [_, node])
	node.kind == "call"
	regex.match(`(?i)(trust|prox(y|ies))`, node.name)
	walk(node.items, [_, {"kind": "request", "part": "client"}])
}

# Whoever installs the application has said that a proxy is in front: the header is read only below such a setting.
proxy_is_declared(read) if {
	some guard in object.get(read, "guards", [])
	not is_on(guard.test)
	some said in said_of(guard.test)
	regex.match(`(?i)(trust\w*prox(y|ies)|behind\w*proxy)`, said)
}

is_on(test) if {
	walk(test, [_, node])
	node.kind in {"setting", "environment"}
	code.constant(node) == true
}

said_of(test) := code.names(test) | {node.value | walk(test, [_, node]); is_string(node.value)}

# Forwarded has the scheme, too.
asks_for_scheme(read) if {
	read.name == "forwarded"
	some other in code.of("inputs")
	other.name == "x-forwarded-proto"
	other.file == read.file
	other.function == read.function
}

# A function that finds out over which scheme, or under which address, the application is asked.
asks_for_scheme(read) if {
	regex.match(`(?i)(proto(col)?|scheme|https|is_secure|base_?url|origin)$`, code.last(read.function))
}

loggers := {"debug", "info", "warning", "warn", "error", "exception", "critical", "log", "print"}

logged(read) := ["no-decision" | is_logged(read)]

is_logged(read) if object.get(read, "within", "") in loggers

is_logged(read) if {
	regex.match(`(?i)(^|[a-z._])(log|logger|logging)(middleware|handler|request|formatter|$)`, read.function)
}

is_logged(read) if read.logged

is_logged(read) if regex.match(`(?i)(^|[/_.-])(access_?)?log(s|ger|ging)?\.\w+$`, read.file)

default decision := ["no-decision"]

decision := [] if client.decides

# decision_by says what becomes of one read: a function that gives the address to others leaves it to the application.
default decision_by(_) := ["no-decision"]

decision_by(read) := decision if gives(read)

decision_by(read) := [] if {
	not gives(read)
	decides(read)
}

gives(read) if {
	some exit in code.within("exits", read)
	exit.is == "return"
	some value in code.ingredients(exit.value)
	value.kind == "request"
	value.part == read.part
}

gives(read) if regex.match(`(?i)(ip|ips|addr|address|host|client|peer|remote|forwarded)$`, code.last(read.function))

gives(read) if read.function == ""

# What the function calls, compares or is for says that it decides.
decides(read) if regex.match(deciding, code.last(read.function))

decides(read) if regex.match(deciding, object.get(read, "within", ""))

decides(read) if {
	some call in code.within("calls", read)
	regex.match(deciding, call.callee)
	some argument in call.arguments
	has_address(argument, read)
}

decides(read) if {
	some comparison in code.within("comparisons", read)
	some sides in [[comparison.left, comparison.right], [comparison.right, comparison.left]]
	has_address(sides[0], read)
	not is_empty(sides[1])
}

# Somebody is refused under a condition that asks about it, or anything happens under one that counts by it.
decides(read) if {
	some exit in code.within("exits", read)
	exit.is == "raise"
	some guard in exit.guards
	some asked in asks(guard.test, read)
}

decides(read) if {
	some name in ["calls", "exits"]
	some fact in code.within(name, read)
	some guard in object.get(fact, "guards", [])
	some asked in asks(guard.test, read)
	regex.match(deciding, asked)
}

asks(test, read) := {node.name |
	walk(test, [_, node])
	node.kind == "call"
	has_address(node, read)
}

deciding := concat("", [
	`(?i)(rate_?|limit|throttl|allow|white_?list|block|deny|denied|\bban|acl|attempt|verify|trust|permi|exempt|lockout`,
	`|internal|is_?(local|private)|ip_?(network|address)|\.(exists|incr|setdefault)$`,
	`|(cache|counts?|tries|failures|visitors)\.(get|set|incr\w*|add|load|store|has)$|network|cidr|contains|key(_?generator|_?func)?$)`,
])

has_address(value, read) if {
	walk(value, [_, node])
	node.kind == "request"
	node.part == read.part
}

is_empty(value) if code.constant(value) in {"", null}
