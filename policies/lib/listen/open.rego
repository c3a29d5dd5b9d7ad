package lib.listen

import data.lib.code

# is_open holds for an argument of a call that is every interface, whoever sets nothing.
is_open(call, part) if {
	not is_default_host(call, part)
	some address in code.texts(call, part)
	is_wide(address)
}

# Go takes an empty host for every interface, which it is where nobody sets it.
is_open(call, "address") if {
	code.modules[call.file].language == "go"
	is_left_empty(code.argument(call, "address").items[0])
}

# The default of the server, where nothing else says where it listens.
is_open(call, "host") if {
	is_default_host(call, "host")
	is_unsaid(call)
	some address in code.texts(call, "host")
	is_wide(address)
}

# The port is not written out: 0.0.0.0:$PORT.
is_open(call, part) if {
	value := code.argument(call, part)
	value.kind == "template"
	is_string(value.items[0].value)
	regex.match(`^(0\.0\.0\.0|\[::\]):$`, value.items[0].value)
}

# What the address is where something else is empty: given or "0.0.0.0".
is_open(call, part) if is_fallback(code.argument(call, part))

is_open(call, "address") if is_fallback(code.argument(call, "address").items[0])

is_open(call, "address") if {
	host := code.argument(call, "address").items[0]
	host.kind == "either"
	some item in host.items
	code.constant(item) == ""
	count([item | some item in host.items; is_loopback(item)]) == 0
}

# The address of the standard library is a pair of host and port.
is_open(call, "address") if {
	host := code.argument(call, "address").items[0]
	code.constant(host) in {"", "0.0.0.0", "::"}
	not from_outside(host)
}

# Node listens everywhere where the address is undefined in the end, because nothing sets it:
# https://nodejs.org/docs/latest-v24.x/api/net.html#serverlistenport-host-backlog-callback.
is_open(call, "host") if {
	is_unset_in_node(call, "host")
	not is_socket(call)
	is_unsaid(call)
}

is_open(call, "host") if {
	code.literal(call, "host") in {null, ""}
	not is_socket(call)
	is_unsaid(call)
}

is_unsaid(call) if {
	every other in ["path", "sock", "bind"] {
		not call.arguments[other]
	}
}

is_default_host(call, "host") if not code.is_written(call, "host")

is_fallback(value) if {
	value.kind == "either"
	some item in value.items
	code.constant(item) in {"0.0.0.0", "::"}
	every other in value.items {
		not is_loopback(other)
	}
}

# is_left_empty holds for a host that is empty where nobody sets it.
is_left_empty(host) if {
	host.kind == "environment"
	not host.default
	object.get(host, "part", "") != "required"
	count([setting | some setting in code.of("settings"); setting.name == host.name; setting.checked]) == 0
}

is_left_empty(host) if {
	host.kind in {"environment", "setting"}
	code.constant(host) == ""
}

# from_outside holds for an address that somebody else decides.
from_outside(value) if {
	value.kind in {"setting", "environment"}
	is_address(value.name)
}

from_outside(value) if {
	value.kind in {"setting", "environment"}
	not value.default
}
