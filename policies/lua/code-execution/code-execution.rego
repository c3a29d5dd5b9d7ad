# METADATA
# title: Program or code that a filter runs
# description: |
#   `os.execute` and `io.popen` give a line to a shell, `load` and its relatives run a text as Lua. In a proxy each
#   stops a worker while it runs, and with a part that comes from a request the client chooses what runs.
#
#   Reported is a line or a text that is not written out.
# related_resources:
# - https://www.lua.org/manual/5.1/manual.html#pdf-os.execute
# scope: package
# custom:
#   kinds: [app]
#   severity: high
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     from-request:
#       severity: critical
#       because: a part of it comes from a request
#   remediation: |
#     Ask a service through `httpCall` for what the program does.
#   cwe: [78, 94]
package lua["code-execution"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	input.context.language == "lua"
	some call in code.calls("execute")
	command := code.argument(call, "command")
	not is_constant(command)
	finding := in_situation(
		{
			"path": code.path(call, "command"),
			"message": sprintf("%q runs what is not written out", [call.callee]),
		},
		array.concat(code.situations(call), from_request(command)),
	)
}

is_constant(value) if value.kind in {"literal", "default"}

is_constant(value) if value.default.kind == "literal"

from_request(value) := ["from-request"] if count(code.parts(value)) > 0

from_request(value) := [] if count(code.parts(value)) == 0
