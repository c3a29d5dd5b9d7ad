# METADATA
# description: |
#   Says what the address of a listener is: whether a name is that of one, whether it is every interface, and whether a
#   call listens on a socket of the file system instead.
package lib.listen

import data.lib.code

# is_wide_text holds for a value that is written out as every interface.
is_wide_text(fallback) if {
	address := code.constant(fallback)
	is_string(address)
	address != "*"
	is_wide(address)
}

# Nobody knows which port it is: the program asks for one that is free.
is_any_port(call) if code.literal(call, "port") == 0

# Node listens on a socket of the file system where it is given a path instead of a port:
# https://nodejs.org/docs/latest-v24.x/api/net.html#serverlistenpath-backlog-callback.
is_socket(call) if {
	port := code.argument(call, "port")
	some part in array.concat([port], object.get(port, "items", []))
	written := code.constant(part)
	is_string(written)
	regex.match(`^/|\.sock$|^\\\\`, written)
}

is_socket(call) if regex.match(`(^|\.)(join|resolve|slice|substring|substr|replace)$`, code.argument(call, "port").name)

is_socket(call) if regex.match(`(?i)sock|pipe`, code.last(code.argument(call, "port").name))

is_socket(call) if {
	some guard in object.get(call, "guards", [])
	not guard.negated
	walk(guard.test, [_, node])
	is_string(node.value)
	regex.match(`(?i)(^|[._])unix|unix:`, node.value)
}

is_socket(call) if {
	some guard in object.get(call, "guards", [])
	not guard.negated
	some name in code.names(guard.test)
	regex.match(`(?i)unix|socket_?(path|file)|use_?socket`, name)
}

# is_unset_in_node holds for an address that is undefined in the end, because nothing sets it: Node listens everywhere.
is_unset_in_node(call, part) if {
	code.modules[call.file].language == "javascript"
	not startswith(call.callee, "fastify") # which then takes localhost
	is_unset(last_resort(code.argument(call, part)))
}

# last_resort returns what an address is where everything before it is not set.
last_resort(value) := value if value.kind != "either"

last_resort(value) := final(value) if {
	value.kind == "either"
	final(value).kind != "either"
}

last_resort(value) := final(final(value)) if {
	value.kind == "either"
	final(value).kind == "either"
}

final(value) := value.items[count(value.items) - 1]

is_unset(value) if {
	value.kind == "environment"
	not value.default
	count([setting | some setting in code.of("settings"); setting.name == value.name; setting.checked]) == 0
}

is_unset(value) if code.constant(value) in {null, ""}

is_loopback(value) if code.constant(value) in {"127.0.0.1", "localhost", "::1"}

is_address(name) if regex.match(`(?i)^ip$`, name)

is_address(name) if {
	not is_destination(name)
	regex.match(
		`(?i)(^|[._-]|[a-z0-9])(host|hostname|bind|listen|addr|address|iface|interface)(_?(addr|address|ip|host))?(_?(ipv?)?[46])?$`,
		name,
	)
}

is_address(name) if regex.match(`(?i)^(app|web|http|https|api|admin|server|service|bind|listen|metrics|dashboard)_?(ip|addr)$`, name)

# What the program connects to, or an address that stands for none.
is_destination(name) if regex.match(`(?i)(^|[._-])(remote|target|dest|destination|dst|upstream|peer|unset|unspecified)[._-]`, name)

is_destination(name) if regex.match(`(^|[._-])(remote|target|dest|destination|dst|upstream|peer|unset)[A-Z]`, name)

is_wide(address) if regex.match(`^(0\.0\.0\.0|\[?::\]?|\*)(:[0-9]+)?$`, address)

# Go takes a port alone for every interface.
is_wide(address) if regex.match(`^:[0-9]*$`, address)
