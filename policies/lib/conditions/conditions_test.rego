package lib.conditions_test

import data.lib.conditions

a := {"kind": "environment", "name": "A"}

b := {"kind": "environment", "name": "B"}

c := {"kind": "environment", "name": "C"}

test_required if {
	conditions.required(a) == [a]
	c in conditions.required({"kind": "and", "items": [{"kind": "and", "items": [a, b]}, c]})
	conditions.all_of({"kind": "and", "items": [{"kind": "and", "items": [a, b]}, c]}) == {a, b, c}
}

test_sufficient if {
	conditions.sufficient({"test": a}) == [a]
	conditions.sufficient({"test": a, "negated": true}) == [{"kind": "not", "items": [a]}]
	b in conditions.sufficient({"test": {"kind": "either", "items": [a, {"kind": "either", "items": [b, c]}]}})
}

test_empty if {
	conditions.empty({"kind": "not", "items": [a]}) == [a]
	b in conditions.empty({"kind": "not", "items": [{"kind": "and", "items": [a, b]}]})
	conditions.empty({"kind": "comparison", "part": "==", "items": [a, {"kind": "literal", "value": ""}]}) == [a]
	conditions.empty({"kind": "comparison", "part": "==", "items": [a, {"kind": "literal", "value": "x"}]}) == []
	conditions.empty({"kind": "comparison", "part": "<", "items": [
		{"kind": "call", "name": "len", "items": [a]},
		{"kind": "literal", "value": 1},
	]}) == [a]
	conditions.empty(a) == []
}
