package lib.listen_test

import data.lib.listen

app := {"context": {"format": "program"}, "document": {"modules": {"a.js": {"language": "javascript"}}}}

test_names if {
	listen.is_address("BIND_ADDRESS")
	listen.is_address("serverHost")
	not listen.is_address("REMOTE_HOST")
	not listen.is_address("theme")
}

test_wide if {
	every address in ["0.0.0.0", "[::]:80", ":8080", "*"] {
		listen.is_wide(address)
	}
	not listen.is_wide("127.0.0.1")
}

test_sockets if {
	listen.is_socket({"arguments": {"port": {"kind": "literal", "value": "/run/app.sock"}}})
	not listen.is_socket({"arguments": {"port": {"kind": "literal", "value": 3000}}})
}

test_unset if {
	unset := {"kind": "either", "items": [{"kind": "unknown"}, {"kind": "environment", "name": "HOST"}]}
	call := {"file": "a.js", "callee": "express.listen", "arguments": {"host": unset}}
	listen.is_unset_in_node(call, "host") with input as app
	not listen.is_unset_in_node(object.union(call, {"callee": "fastify.listen"}), "host") with input as app
}
