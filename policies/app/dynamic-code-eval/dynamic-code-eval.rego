# METADATA
# title: Text that is run as code
# description: |
#   `eval` and `exec` do what the text says that they get. A text with a part from outside, even one that was checked
#   for some words, is a program of whoever wrote that part; an empty `__builtins__` does not change it.
#
#   Reported is a text that is not written out. `ast.literal_eval`, methods that are called `eval` or `exec`, and the
#   build files of a package (`setup.py`, `conf.py`) are not reported.
# related_resources:
# - https://docs.python.org/3/library/functions.html#eval
# scope: package
# custom:
#   severity: high
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     request:
#       severity: critical
#       because: a part of the text comes from a request
#     file:
#       severity: low
#       because: the text is that of a file that the program names
#     module:
#       severity: note
#       because: it is how the code of a module is loaded
#   remediation: |
#     Read values with `ast.literal_eval` or JSON, and choose functions from a dictionary.
#
#     Where users write programs run them in a process without secrets, in a sandbox.
#   cwe: [95]
#   aliases:
#   - ruff:S307
#   - ruff:S102
#   - bandit:B307
#   - bandit:B102
#   - semgrep:python.lang.security.audit.eval-detected.eval-detected
#   - semgrep:python.lang.security.audit.exec-detected.exec-detected
package app["dynamic-code-eval"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in code.calls("code-eval")
	text := code.argument(call, "code")
	not is_written_out(text)
	not is_listed(call)
	not regex.match(`(^|/)(setup|conf|noxfile|fabfile)\.py$`, call.file)
	finding := in_situation(
		{"path": code.path(call, "code"), "message": sprintf("%q runs a text that is not written out", [code.subject(call)])},
		array.concat(code.situations(call), origin(call, text)),
	)
}

# is_listed holds for a name that is one of a list: if name in COMMANDS: eval(name)().
is_listed(call) if {
	some guard in object.get(call, "guards", [])
	not object.get(guard, "negated", false)
	guard.test.kind == "comparison"
	guard.test.part == "in"
	is_list(guard.test.items[1])
}

is_list(value) if value.kind in {"dictionary", "list"}

is_list(value) if regex.match(`^[A-Z][A-Z0-9_]*(\.keys)?$`, object.get(value, "name", ""))

is_written_out(text) if code.kinds(text) - {"literal", "template", "setting", "list"} == set()

origin(call, text) := ["request"] if {
	code.is_from_request(call, text)
} else := ["file"] if {
	some name in code.names(text)
	regex.match(`\.(read|read_text|read_bytes)$`, name)
	code.kinds(text) & {"parameter", "unknown"} == set()
} else := ["module"] if {
	fills_module(call)
} else := []

# fills_module holds for an import of the application's own: exec(code, module.__dict__) in the method of a loader.
fills_module(call) if {
	regex.match(`(?i)(^|[._])(load|import|exec|reload)_?(module|plugin|source|extension|from)`, call.function)
	some name in code.names(call.arguments["1"])
	endswith(name, ".__dict__")
}
