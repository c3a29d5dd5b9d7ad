package lib.client_test

import data.lib.client

app(module) := {"context": {"format": "program"}, "document": {"modules": {"a.py": module}}}

test_decides if {
	client.decides with input as app({"imports": ["slowapi.Limiter"]})
	client.decides with input as app({"functions": [{"name": "check_ip_acl"}]})
	not client.decides with input as app({"functions": [{"name": "status"}]})
}

test_lists if {
	client.has_list with input as app({"imports": ["ipaddress"], "inputs": [{"part": "client", "name": ""}]})
	not client.has_list with input as app({"imports": ["ipaddress"]})
	not client.has_list with input as app({"imports": ["slowapi.Limiter"]})
}

test_any if {
	client.is_any("127.0.0.1, *")
	client.is_any("0.0.0.0/0")
	not client.is_any("10.0.0.0/8")
}
