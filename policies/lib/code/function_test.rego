package lib.code_test

import data.lib.code

test_within if {
	facts := {"context": {"format": "program"}, "document": {"modules": {
		"a.py": {"calls": [{"callee": "x", "function": "f"}, {"callee": "y", "function": "g"}, {"callee": "z"}]},
		"b.py": {"calls": [{"callee": "x", "function": "f"}], "exits": [{"is": "raise", "function": "f"}]},
	}}}
	found := code.within("calls", {"file": "a.py", "function": "f"}) with input as facts
	{call.at | some call in found} == {["modules", "a.py", "calls", 0]}
	count(code.within("exits", {"file": "b.py", "function": "f"})) == 1 with input as facts
	not code.within("exits", {"file": "a.py", "function": "f"}) with input as facts
	not code.within("calls", {"file": "a.py"}) with input as facts
}

nested := {"context": {"format": "program"}, "document": {"modules": {"a.py": {
	"functions": [{"name": "outer"}, {"name": "Class.outer"}],
	"calls": [
		{"callee": "x", "function": "outer.middle.inner"},
		{"callee": "y", "function": "outer"},
		{"callee": "z", "function": "outer.middle.inner"},
	],
}}}}

test_around if {
	code.around("a.b.c") == ["a", "a.b"]
	code.around("a") == []
}

test_inner if {
	code.inner[["a.py", "outer"]] == {"outer", "outer.middle.inner"} with input as nested
	code.inner[["a.py", "outer.middle"]] == {"outer.middle.inner"} with input as nested
	not code.inner[["b.py", "outer"]] with input as nested
}

test_called if {
	{function.name | some function in code.called("x.outer")} == {"outer", "Class.outer"} with input as nested
	count(code.called("nobody")) == 0 with input as nested
}

test_neighbours if {
	some call in code.within("calls", {"file": "a.py", "function": "outer.middle.inner"}) with input as nested
	call.callee == "x"
	[other.callee | some other in code.neighbours(call)] == ["x", "z"] with input as nested
}

test_neighbours_are_near if {
	calls := [{"callee": sprintf("c%d", [n]), "function": "f"} | some n in numbers.range(0, 20)]
	many := {"context": {"format": "program"}, "document": {"modules": {"a.py": {"calls": calls}}}}
	some call in code.of("calls") with input as many
	call.callee == "c10"
	near := [other.callee | some other in code.neighbours(call)] with input as many
	near == [sprintf("c%d", [n]) | some n in numbers.range(5, 15)]
}
