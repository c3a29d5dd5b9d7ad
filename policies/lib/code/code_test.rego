package lib.code_test

import data.lib.code

program := {
	"context": {"format": "program"},
	"document": {"modules": {
		"a.py": {
			"imports": ["flask.Flask", "os"],
			"calls": [
				{"callee": "x.Cors", "is": "cors", "arguments": {
					"origins": {"kind": "list", "items": [{"kind": "literal", "value": "*"}, {"kind": "unknown"}]},
					"credentials": {"kind": "default", "value": false},
					"methods": {"kind": "setting", "name": "M", "default": {"kind": "literal", "value": "GET"}},
				}},
				{"callee": "other", "arguments": {}},
			],
		},
		"tests/b.py": {
			"aside": "test",
			"calls": [{"callee": "y.Cors", "is": "cors", "arguments": {"origins": {"kind": "literal"}}}],
		},
	}},
}

test_calls if {
	found := code.calls("cors") with input as program
	{call.at | some call in found} == {["modules", "a.py", "calls", 0], ["modules", "tests/b.py", "calls", 0]}
	{code.subject(call) | some call in found} == {"Cors"}
	{code.situations(call) | some call in found} == {[], ["aside"]}
	count(code.calls("nothing")) == 0 with input as program
}

test_values if {
	some call in code.calls("cors") with input as program
	call.file == "a.py"
	code.texts(call, "origins") == {"*"}
	code.literal(call, "credentials") == false
	code.literal(call, "methods") == "GET"
	code.path(call, "origins") == ["modules", "a.py", "calls", 0, "arguments", "origins"]
	code.path(call, "credentials") == ["modules", "a.py", "calls", 0]
	not code.texts(call, "headers")
	not code.literal(call, "origins")
}

test_none_is_null if code.constant({"kind": "literal"}) == null

test_settings_are_no_program if {
	count(code.calls("cors")) == 0 with input as {"context": {"format": "dotenv"}, "document": program.document}
}

test_names if {
	value := {"kind": "template", "items": [
		{"kind": "environment", "name": "A"},
		{"kind": "request", "part": "query", "name": "q"},
	]}
	code.names(value) == {"A", "q"}
	code.parts(value) == {"query"}
	code.kinds(value) == {"template", "environment", "request"}
}

test_imports if {
	code.imports == {"flask.Flask", "os"} with input as program
	code.packages == {"flask", "os"} with input as program
}

started(variables) := {"context": {
	"format": "program",
	"consumers": [{"exposure": "peers"}],
	"starts": [
		{"name": "a", "how": "container", "exposure": "all_interfaces", "variables": variables},
		{"name": "b", "how": "machine", "exposure": "host_loopback", "variables": {"KEY": {"value": "other"}}},
	],
}}

key := {"name": "KEY", "from": "environment", "default": {"kind": "literal", "value": "x"}}

test_starts if {
	code.reach == ["published"] with input as started({})
	code.reach == ["inside"] with input as {"context": {"consumers": [{"exposure": "peers"}]}}
	code.reach == [] with input as {"context": {"consumers": [{"exposure": "peers", "is_trial": true}]}}
	code.reach == [] with input as {"context": {"starts": [{"exposure": "peers", "is_trial": true}]}}
	code.is_replaced(key) with input as started({"KEY": {"value": "y"}})
	code.is_replaced({"name": "key", "from": "field"}) with input as started({"KEY": {"value": "y"}})
	not code.is_replaced(key) with input as started({"KEY": {"value": "x"}})
	not code.is_replaced(key) with input as started({"KEY": {"value": ""}})
	not code.is_replaced(key) with input as started({"KEY": {"value": "${A:-}"}})
	not code.is_replaced(key) with input as started({"OTHER": {"value": "y"}})
	not code.is_replaced({"name": "KEY", "from": "constant"}) with input as started({"KEY": {"value": "y"}})
	not code.is_replaced(key) with input as {"context": {}}
	{given.value | some given in code.given(key)} == {"y", "other"} with input as started({"KEY": {"value": "y"}})
}
