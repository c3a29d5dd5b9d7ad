package lib.cors_test

import data.lib.cors

call(arguments) := {"aside": "", "arguments": arguments, "at": []}

texts(list) := {"kind": "list", "items": [{"kind": "literal", "value": text} | some text in list]}

test_open if {
	cors.open(call({"origins": texts(["*"])})) == {"origins"}
	cors.open(call({"pattern": {"kind": "literal", "value": ".*"}})) == {"pattern"}
	cors.open(call({"origins": texts(["https://a.example"])})) == set()
}

test_situations if {
	cors.situations(call({"origins": texts(["*"])})) == ["any-origin"]
	cors.situations(call({"origins": texts(["http://localhost:3000", "http://127.0.0.1"])})) == ["loopback-origins"]
	cors.situations(call({"origins": texts(["https://a.example"])})) == []
	cors.situations(call({"origins": {"kind": "unknown"}})) == []
}
