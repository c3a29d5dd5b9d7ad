# METADATA
# title: Code of others run with the secrets of the program
# description: |
#   A process inherits the variables of the one that starts it. Where it runs code that somebody sent, that code reads
#   the keys and passwords of the service with one line. In the other direction a variable that a request sets, such as
#   `LD_PRELOAD` or `PYTHONPATH`, makes the interpreter load what the sender likes.
#
#   Reported is an interpreter that is started on code from a parameter or a request, or on a file that a request was
#   written to, without an environment of its own, or with a copy of the program's, and an environment that a request
#   adds to. A program that is written out, with words as its arguments, is not reported.
# related_resources:
# - https://docs.python.org/3/library/subprocess.html#popen-constructor
# - https://cwe.mitre.org/data/definitions/526.html
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Pass `env` with the few variables that the code needs, written out, and put what a request gives in front of them.
#
#     A container or a sandbox of its own for the code keeps it from files and networks as well.
#   cwe: [526, 200]
package app["env-passthrough-to-untrusted"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in started
	runs_code(call)
	[path, how] := inherited(call)
	finding := in_situation(
		{"path": path, "message": sprintf("%q runs code of others with %s", [code.subject(call), how])},
		code.situations(call),
	)
}

findings contains finding if {
	some call in started
	given := code.argument(call, "env")
	given.kind == "dictionary"
	some added in object.get(given, "items", [])
	code.is_from_request(call, added)
	finding := in_situation(
		{
			"path": code.path(call, "env"),
			"message": sprintf("%q takes variables of the environment from a request", [code.subject(call)]),
		},
		code.situations(call),
	)
}

started contains call if {
	some meaning in {"process", "shell"}
	some call in code.calls(meaning)
}

# inherited returns the place and the words for how the variables of the program come to the process.
inherited(call) := [call.at, "all variables of its own environment"] if {
	not call.arguments.env
	not call.open
}

inherited(call) := [code.path(call, "env"), "a copy of its own environment"] if {
	some name in code.names(code.argument(call, "env"))
	regex.match(`^os\.environ(b|\.copy|\.items)?$`, name)
}

# runs_code holds for a call that starts an interpreter in a function that is given code, or on a word that is code.
runs_code(call) if {
	is_given_code(call)
	some word in words(call)
	is_interpreter(word)
}

runs_code(call) if {
	command := words(call)
	some word in command
	is_interpreter(word)
	some flag in command
	code.constant(flag) in {"-c", "-e", "--eval"}
	some given in command
	given.kind in {"parameter", "request"}
	code.is_from_request(call, given)
}

words(call) := array.flatten([
	object.get(code.argument(call, "command"), "items", []),
	code.argument(call, "command"),
	[word | some position, word in call.arguments; regex.match(`^[0-9]$`, position)],
])

is_interpreter(word) if word.name == "sys.executable"

is_interpreter(word) if {
	is_string(code.constant(word))
	regex.match(
		`^(/[\w/.-]*/)?(python[0-9.]*|pypy3?|node|deno|bun|bash|sh|zsh|ruby|perl|php|lua|Rscript)( |$)`,
		code.constant(word),
	)
}

is_given_code(call) if {
	some function in code.defined[[call.file, call.function]]
	some parameter in object.get(function, "parameters", [])
	is_code(parameter.name)
}

is_given_code(call) if regex.match(`(?i)(exec|execute|run|eval)_?(user_?|untrusted_?|python_?|js_?|submitted_?)*(code|snippet|submission)`, call.function)

# The function writes what a request brings into a file, and the interpreter has no program of the application to run.
is_given_code(call) if {
	not has_program(call)
	some other in code.within("calls", call)
	code.is_from_request(other, other.arguments[written[code.last(other.callee)]])
}

# written is the argument that a call writes to a file, by the last name of its callee.
written := {
	"write": "0", "write_text": "0", "write_bytes": "0", "writelines": "0", "writestr": "1",
	"writeFile": "1", "writeFileSync": "1", "WriteFile": "1", "WriteString": "0",
}

has_program(call) if {
	some word in words(call)
	text := code.constant(word)
	is_string(text)
	not is_made(call, text)
	regex.match(`^-m$|\.(py|pyc|js|mjs|cjs|ts|sh|bash|rb|pl|php|lua|R)$`, text)
}

# The same function opens the file that it runs.
is_made(call, path) if {
	some other in code.within("calls", call)
	other.at != call.at
	some argument in other.arguments
	code.constant(argument) == path
}

is_code(name) if regex.match(`(?i)^(user_|python_|source_|js_|untrusted_)?(code|source|snippet|program_text)$`, name)
