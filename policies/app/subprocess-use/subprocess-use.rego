# METADATA
# title: Process started with a command that is put together
# description: |
#   A shell reads a command line again: a semicolon, a `$(` or a newline in a value that is part of it is a command of
#   its own. Without a shell the value of a request as the program, or where the program expects an option, is enough.
#
#   Reported is a shell whose line is not written out, and a program that a request names. A list of words that begins
#   with a program that is written out is not reported, nor is a line without any value in it.
# related_resources:
# - https://docs.python.org/3/library/subprocess.html#security-considerations
# - https://cwe.mitre.org/data/definitions/78.html
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     request:
#       severity: critical
#       because: a part of the command comes from a request
#     program:
#       severity: high
#       because: a request names the program
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     tool:
#       severity: note
#       because: it is a script with which developers build, release or maintain the project
#   remediation: |
#     Pass a list of words without a shell, with the program written out and `--` in front of what users give.
#   cwe: [78, 88]
#   aliases:
#   - ruff:S602
#   - ruff:S605
#   - bandit:B602
#   - bandit:B605
#   - semgrep:python.lang.security.audit.subprocess-shell-true.subprocess-shell-true
package app["subprocess-use"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in shells
	command := code.argument(call, "command")
	is_open(command)
	finding := in_situation(
		{
			"path": code.path(call, "command"),
			"message": sprintf("%q runs a line in a shell that is not written out", [code.subject(call)]),
		},
		array.concat(code.situations(call), origin(call, command)),
	)
}

# A function of the application that hands the line and the shell on.
findings contains finding if {
	some call in code.of("calls")
	not call.is
	code.literal(call, "shell") == true
	code.is_written(call, "shell")
	regex.match(`(?i)(subprocess|popen|run|call|exec|command|check_output|shell)`, code.last(call.callee))
	command := code.argument(call, "0")
	is_open(command)
	finding := in_situation(
		{
			"path": code.path(call, "0"),
			"message": sprintf("%q runs a line in a shell that is not written out", [code.subject(call)]),
		},
		array.concat(code.situations(call), origin(call, command)),
	)
}

findings contains finding if {
	some call in code.calls("process")
	not call in shells
	code.is_from_request(call, program(code.argument(call, "command")))
	finding := in_situation(
		{
			"path": code.path(call, "command"),
			"message": sprintf("%q runs a program that a request names", [code.subject(call)]),
		},
		array.concat(code.situations(call), ["program"]),
	)
}

shells contains call if some call in code.calls("shell")

shells contains call if {
	some call in code.calls("process")
	code.literal(call, "shell") == true
}

# Of a line that has no part from elsewhere, nothing can be changed.
is_open(command) if {
	command.kind in {"template", "parameter", "request"}
	some part in code.ingredients(command)
	part.kind in {"parameter", "request", "environment", "name", "call", "unknown"}
	not is_quoted(part)
	not is_own_place(part)
}

# A line that a function puts together.
is_open(command) if {
	command.kind == "call"
	code.last(command.name) in {"substitute", "safe_substitute", "format"}
	some part in array.concat(object.get(command, "items", []), [entry | some entry in object.get(command, "entries", {})])
	not is_quoted(part)
	code.kinds(part) & {"parameter", "request", "environment", "name", "call", "unknown"} != set()
}

# is_quoted holds for a part that the shell takes as one word, whatever is in it.
is_quoted(part) if {
	part.kind == "call"
	part.name in {"shlex.quote", "pipes.quote", "shlex.join"}
}

# is_own_place holds for a path below the program's own files, of whose parts none comes from elsewhere.
is_own_place(part) if {
	part.kind in {"call", "name"}
	every node in [node | walk(part, [_, node]); is_string(node.kind); not node.kind in {"literal", "template"}] {
		regex.match(own_place, object.get(node, "name", ""))
	}
}

own_place := concat("", [
	`^(__dirname|__filename|__file__|sys\.executable|os\.(Executable|Getwd|getcwd)|process\.(execPath|cwd)`,
	`|import\.meta\.(dirname|filename|url)|((node:)?url\.)?fileURLToPath|(os\.|posix)?path\.(join|resolve|dirname|basename|normalize|abspath|realpath)`,
	`|(node:path\.|path/filepath\.|filepath\.)(join|resolve|dirname|basename|normalize|Join|Dir|Base|Abs|Clean)|(pathlib\.)?Path)$`,
])

program(command) := command.items[0] if command.kind == "list"

program(command) := command if command.kind != "list"

origin(call, command) := ["request"] if code.is_from_request(call, command)

origin(call, command) := ["tool" | is_tool(call.file)] if not code.is_from_request(call, command)

# is_tool holds for a module that nothing else of the application is in.
is_tool(file) if {
	regex.match(
		`(?i)(^|/)(scripts?|tools?|hack|extra|release|ci|build|bin|\.github)/|(^|/)(magefile|release|build|deploy|publish|bump|changelog)[\w.-]*\.\w+$`,
		file,
	)
	count([route | some route in code.of("routes"); route.file == file]) == 0
}
