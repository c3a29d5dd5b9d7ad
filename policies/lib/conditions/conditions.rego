# METADATA
# description: |
#   Reads the conditions below which a fact runs: what has to hold together, which of several ways is enough, and what
#   is asked to be empty.
package lib.conditions

import data.lib.code

# all_of returns what has to hold together for a condition to be true.
all_of(test) := {node |
	walk(test, [path, node])
	is_string(node.kind)
	node.kind != "and"
	every end in numbers.range(0, count(path) - 1) {
		is_joint(test, array.slice(path, 0, end))
	}
}

is_joint(_, path) if count(path) % 2 == 1

is_joint(test, path) if object.get(test, path, {}).kind == "and"

# sufficient returns the conditions of which each is enough for a fact to run.
sufficient(guard) := alternatives(guard.test) if not guard.negated

sufficient(guard) := [{"kind": "not", "items": [guard.test]}] if guard.negated

# Of three ways two are one item.
alternatives(test) := array.concat(test.items, inner) if {
	test.kind == "either"
	inner := [way | some item in test.items; item.kind == "either"; some way in item.items]
}

alternatives(test) := [test] if test.kind != "either"

# required returns the values that have to be there for a condition to be true. Of three values two are one item.
required(test) := array.concat(test.items, inner) if {
	test.kind == "and"
	inner := [value | some item in test.items; item.kind == "and"; some value in item.items]
}

required(test) := [test] if test.kind != "and"

# empty returns what a condition asks to be empty, and either of what it asks not to be there together.
empty(condition) := array.concat([of], either_of(of)) if {
	condition.kind == "not"
	of := condition.items[0]
} else := [condition.items[0]] if {
	condition.kind == "comparison"
	condition.part in {"is", "=="}
	code.constant(condition.items[1]) in {null, ""}
} else := [condition.items[0].items[0]] if {
	condition.kind == "comparison"
	condition.part in {"==", "<"}
	condition.items[0].kind == "call"
	condition.items[0].name == "len"
	code.constant(condition.items[1]) in {0, 1}
} else := []

either_of(value) := [item | value.kind == "and"; some item in required(value)]

# whether_set returns the setting that a condition asks to be there: by itself, or because it is not empty.
whether_set(condition) := condition if code.is_configured(condition)

whether_set(condition) := condition.items[0] if {
	condition.kind == "comparison"
	condition.part == "!="
	code.constant(condition.items[1]) == ""
}

# may_be_left holds for a setting that may be empty: by its default, or because somebody asks and nothing says what it
# is.
may_be_left(value) if may_be_empty(value)

may_be_left(value) if is_unknown(value)

may_be_empty(value) if {
	value.kind == "environment"
	not value.default
	object.get(value, "part", "") != "required"
}

may_be_empty(value) if {
	value.kind in {"environment", "setting"}
	code.constant(value) in {null, ""}
}

is_unknown(value) if {
	code.is_configured(value)
	value.kind != "environment"
	not value.default
	object.get(value, "part", "") != "required"
}
