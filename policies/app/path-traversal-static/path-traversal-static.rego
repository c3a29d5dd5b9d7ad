# METADATA
# title: File that a request names
# description: |
#   A part of a request that may have slashes in it, such as the rest of a path, a value of the query or the name that a
#   client gives to a file, becomes a part of the path of a file. With `../` it leads out of the folder, and an absolute
#   path replaces the folder altogether: the settings, keys and sources of the program can be read, or written over.
#
#   Reported is a file that is served, opened, saved or deleted under such a name in the function that handles the
#   request. A function that checks where the path ends up (`is_relative_to`, `commonpath`, `safe_join`,
#   `secure_filename`, a comparison with a list) is not reported, nor is a part of the path that ends at a slash.
# related_resources:
# - https://owasp.org/www-community/attacks/Path_Traversal
# - https://docs.python.org/3/library/os.path.html#os.path.join
# scope: package
# custom:
#   severity: high
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     inside:
#       severity: medium
#       because: only the host or other containers reach it
#   remediation: |
#     Resolve the joined path and refuse it unless `is_relative_to` the folder, or let the framework serve the folder.
#
#     Starlette's `StaticFiles`, Flask's `send_from_directory` and Werkzeug's `safe_join` check it themselves.
#   cwe: [22]
#   aliases: ["semgrep:python.flask.security.injection.path-traversal-open.path-traversal-open"]
package app["path-traversal-static"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some does, verb in {
		"file-response": "serves",
		"file-open": "opens",
		"read-file": "opens",
		"file-save": "saves",
		"file-remove": "deletes",
		"open-file": "opens",
		"write-file": "saves",
	}
	some call in code.calls(does)
	some node in code.ingredients(code.argument(call, "path"))
	name := given(call, node)
	not is_checked(call, name)
	finding := in_situation(
		{
			"path": code.path(call, "path"),
			"message": sprintf("%q %s a file that %q of the request names", [code.subject(call), verb, name]),
		},
		array.concat(code.situations(call), [situation | some situation in code.reach; situation == "inside"]),
	)
}

# given returns the name of a part of a request that may lead to any file.
given(_, node) := object.get(node, "name", node.part) if {
	node.kind == "request"
	node.part in {"query", "body", "header", "cookie", "file"}
}

given(call, node) := node.name if {
	node.kind == "request"
	node.part == "path"
	some route in code.of("routes")
	route.file == call.file
	node.name in rests(route.path)
}

# Express and Fastify decode a part of the path before they hand it on, and with it each %2F.
given(call, node) := node.name if {
	node.kind == "request"
	node.part == "path"
	code.modules[call.file].language == "javascript"
}

given(call, node) := node.name if {
	node.kind == "parameter"
	some route in code.routes_of(call)
	node.name in rests(route.path)
}

# A parameter of a handler that takes a value of the request as a text.
given(call, node) := node.name if {
	node.kind == "parameter"
	not regex.match(`(?i)(int|float|bool|uuid|enum|literal)`, object.get(node, "part", ""))
	not [call.file, call.function, node.name] in scalars
	some read in code.within("inputs", call)
	read.name == node.name
	read.part in {"query", "body", "header", "cookie"}
}

# A field of a model that the body is read into, or what a client calls a file that it sends.
given(call, node) := node.name if {
	node.kind == "parameter"
	contains(node.name, ".")
	[call.file, call.function] in code.handlers
	is_sent(node)
}

# A tool of a server for assistants is given texts by the model, and by whoever speaks to it.
given(call, node) := node.name if {
	node.kind == "parameter"
	[call.file, call.function] in code.tools
	not regex.match(`(?i)(int|float|bool|uuid|enum|literal|context)`, object.get(node, "part", ""))
	not [call.file, call.function, node.name] in scalars
}

is_sent(node) if code.last(node.part) in code.models

is_sent(node) if {
	endswith(node.name, ".filename")
	code.last(node.part) == "UploadFile"
}

# scalars are the parameters that no path fits into.
scalars contains [function.file, function.name, parameter.name] if {
	some function in code.of("functions")
	some parameter in object.get(function, "parameters", [])
	regex.match(`(?i)(int|float|bool|uuid|enum|literal)`, object.get(parameter, "type", ""))
}

# rests returns the parts of a route that may have slashes in them.
rests(path) := {name |
	some match in regex.find_all_string_submatch_n(rest, path, -1)
	some index, name in match
	index > 0
	name != ""
}

rest := `\{(\w+):(?:path|\.[*+])\}|<path:(\w+)>|\(\?P<(\w+)>\.[*+]\??\)`

is_checked(call, _) if {
	some check in code.within("calls", call)
	is_check(check)
}

is_checked(call, _) if {
	some fact in array.concat([fact | some fact in code.of("exits")], [fact | some fact in code.of("calls")])
	code.same_function(fact, call)
	some name in code.tests(fact)
	regex.match(
		`(?i)(^|\.)(startswith|hasprefix|is_?local|is_relative_to|parents|includes|contains|test|match)$|(safe|valid|allowed|traversal)`,
		name,
	)
}

is_checked(call, name) if {
	some comparison in code.within("comparisons", call)
	is_limit(comparison, name)
}

is_check(check) if check.is == "path-check"

is_check(check) if {
	regex.match(`(?i)(safe|secure|sanit|valid|traversal|allowed|within|slugify)`, code.last(check.callee))
}

# A comparison with a list of names, or the search for what leads out of a folder.
is_limit(comparison, name) if {
	comparison.operator in {"in", "not in"}
	comparison.left.name == name
}

is_limit(comparison, _) if {
	some side in [comparison.left, comparison.right]
	code.constant(side) in {"..", "../", "/", "/.."}
}
