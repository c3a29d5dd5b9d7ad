# METADATA
# description: |
#   Which origins a CORS middleware of an application allows.
package lib.cors

import data.lib.code

# allows_any holds for a middleware that allows every origin when nobody sets anything from outside.
allows_any(call) if some place in open(call)

# open returns the arguments of a middleware by which it allows every origin.
open(call) := {name | some name in ["origins", "pattern", "all", "function"]; is_open(call, name)}

is_open(call, "origins") if "*" in code.texts(call, "origins")

# The origin of the request is sent back, whatever it is.
is_open(call, "origins") if code.literal(call, "origins") == true

is_open(call, "pattern") if code.literal(call, "pattern") in open_patterns

is_open(call, "all") if code.literal(call, "all") == true

# A function that allows whatever it is asked.
is_open(call, "function") if {
	function := code.argument(call, "function")
	function.kind == "function"
	code.constant(function.items[0]) == true
}

# is_answered holds for a middleware that answers any origin with a wildcard, which browsers take for requests without
# cookies alone, whatever is said of credentials.
is_answered(call) if {
	code.literal(call, "mirrors") == false
	some name in open(call)
	name != "function"
}

# explicit returns the edits that take the wildcard out of a list of origins which names others.
explicit(call) := [{"remove": array.concat(list.path, ["items", index, "value"])} |
	some list in lists(call)
	some other in list.items
	not other.value == "*"
	some index, item in list.items
	item.value == "*"
]

# lists are the places where the origins of a middleware are written as a list.
lists(call) := [{"path": code.path(call, "origins"), "items": origins.items}] if {
	origins := code.argument(call, "origins")
	origins.kind == "list"
}

lists(call) := places if {
	origins := code.argument(call, "origins")
	origins.kind == "setting"
	places := [{"path": array.concat(setting.at, ["default"]), "items": setting.default.items} |
		some setting in code.of("settings")
		setting.name == origins.name
		setting.default == origins.default
	]
	count(places) == 1
}

open_patterns := {
	".*", "^.*$", ".+", "^.+$", "https?://.*", "https://.*", "http://.*", "^https?://.*", "^https?://.*$", "^https://.*$",
	`(http|https)://.*`,
}

# situations returns the situation that the allowed origins make.
situations(call) := ["any-origin"] if allows_any(call)

situations(call) := ["loopback-origins"] if {
	not allows_any(call)
	not code.is_written(call, "pattern")
	origins := code.texts(call, "origins")
	count(origins) > 0
	every origin in origins {
		regex.match(`^https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?$`, origin)
	}
} else := [] if not allows_any(call)
