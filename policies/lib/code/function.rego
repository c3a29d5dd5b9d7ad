package lib.code

# within returns the facts of a sort in the function of another fact: undefined where there are none.
within(name, fact) := placed[[name, fact.file, fact.function]]

placed[[name, fact.file, fact.function]] contains fact if {
	some name, said in facts
	some fact in said
}

# neighbours returns what is written near a fact: those of its sort and function with at most a few between them, itself
# included.
neighbours(fact) := [other |
	[_, file, name, index] := fact.at
	some distance in numbers.range(-5, 5)
	other := modules[file][name][index + distance]
	other.function == fact.function
]

# named returns the facts of a sort in the functions with the last name of one, in whatever module or class.
named(name, function) := object.get(by_function, [[name, last(function)]], set())

by_function[[name, last(fact.function)]] contains fact if {
	some name, said in facts
	some fact in said
}

# called returns the functions with the last name of one.
called(function) := object.get(by_name, last(function), set())

by_name[last(function.name)] contains function if some function in of("functions")

# around returns the names of the functions in which one is written, the outermost first: of a.b.c these are a and a.b.
around(name) := [concat(".", array.slice(steps, 0, length)) |
	steps := split(name, ".")
	some length in numbers.range(1, count(steps))
	length < count(steps)
]

# inner are the names of functions that have facts, by module and each function that they are in or are themselves.
inner[[file, outer]] contains name if {
	some key, _ in placed
	[_, file, name] := key
	some outer in array.concat(around(name), [name])
}

# defined are the functions by module and name.
defined[[function.file, function.name]] contains function if some function in of("functions")

# same_function holds for two facts of one function.
same_function(a, b) if {
	a.file == b.file
	a.function == b.function
}

# routes_of returns the routes that a fact is a part of the handler of. A handler may be in another module than its
# route.
routes_of(fact) := {route | some route in by_handler[last(fact.function)]}

by_handler[last(object.get(route, "handler", ""))] contains route if some route in of("routes")

# handling returns the place of the function that handles a route: an empty list where it is not known or is one of
# several with the name.
handling(route) := [at | some at in places] if {
	places := {function.at | some function in called(route.handler); is_handler(route, function)}
	count(places) == 1
} else := []

is_handler(route, function) if {
	function.name == route.handler
	function.file != route.file
	folder(function.file) == folder(route.file)
}

is_handler(route, function) if {
	function.name == route.handler
	function.file == route.file
}

# A handler of another package has its folder in front.
is_handler(route, function) if {
	name := object.get(route, "handler", "")
	endswith(name, concat("", [".", function.name]))
	inside := trim_suffix(name, concat("", [".", function.name]))
	endswith(folder(function.file), inside)
}

folder(file) := regex.replace(file, `/?[^/]*$`, "")
