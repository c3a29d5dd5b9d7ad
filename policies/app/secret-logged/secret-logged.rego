# METADATA
# title: Secret written to a log
# description: |
#   Logs are read by more people than secrets are, are shipped to other systems, and are kept for longer than the
#   secret is in use. Whoever reads one line of them can use the secret.
#
#   Reported is a call of a logger, or `print`, with a value whose name says that it is a secret, with a connection
#   string or URL of a store, which has a password in most deployments, with the `Authorization` header or all headers
#   of a request, or with the whole environment; and `set -x` in a script that uses a secret behind it. What a function
#   hides, counts or hashes first is not reported, nor is a part of the value, nor a message that only speaks of it.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude
# - https://cwe.mitre.org/data/definitions/532.html
# scope: package
# custom:
#   severity: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     connection:
#       severity: low
#       because: it is the address of a store, which has a password in it in most deployments
#     console:
#       severity: low
#       because: the program is one for a command line, and writes to the terminal of whoever starts it
#   remediation: |
#     Leave the value out, and log which secret it was: its name, its id, or whether it is set.
#   cwe: [532]
#   aliases:
#   - semgrep:python.lang.security.audit.logging.logger-credential-leak.python-logger-credential-disclosure
#   - codeql:py/clear-text-logging-sensitive-data
package app["secret-logged"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	some call in lines
	some part, value in call.arguments
	told := [what | some node in shown(value); what := tells(node)]
	some [what, context] in array.slice(sort(told), 0, 1)
	finding := in_situation(
		{
			"path": code.path(call, part),
			"message": sprintf("%q gets %s", [code.subject(call), what]),
		},
		array.flatten([code.situations(call), context, console(call)]),
	)
}

# A shell that writes all of its commands writes their variables, too.
findings contains finding if {
	some call in code.calls("trace")
	told := sort([[index, what] | some index, node in call.arguments.shows.items; [what, _] := tells(node)])
	some [index, what] in array.slice(told, 0, 1)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q writes every command to the log, and %s with it", [code.subject(call), what]),
			"related": [{
				"path": array.concat(call.at, ["arguments", "shows", "items", index]),
				"message": "a command with it",
			}],
		},
		code.situations(call),
	)
}

# lines are the calls that write to a log or a terminal.
lines contains call if some call in code.calls("print")

lines contains call if {
	some call in code.calls("log")
	regex.match(`(?i)(^|[._])(log|logs|logger|logging|loguru|structlog|_log|_logger|console)\.\w+$|Logger\.\w+$`, call.callee)
}

# shown returns the parts of a value that get into the text: not what goes into a function that may hide it, nor what is
# only compared.
shown(value) := {node |
	walk(value, [path, node])
	is_string(node.kind)
	not is_hidden(value, path)
}

# passing are the functions that show what they are given.
passing := {"str", "repr", "dict", "format", "dumps", "join", "list", "vars", "model_dump", "items"}

# is_hidden holds for a path that leads into a part of a value that may hide it.
is_hidden(value, path) if {
	walk(value, [at, node])
	may_hide(node)
	array.slice(path, 0, count(at)) == at
}

may_hide(node) if {
	node.kind == "call"
	not code.last(object.get(node, "name", "")) in passing
}

may_hide(node) if node.kind in {"comparison", "not", "and"}

tells(node) := [sprintf("%q", [name]), []] if {
	node.kind in {"setting", "environment", "name", "parameter", "either", "unknown"}
	name := code.last(node.name)
	secret.is_name(name)
	not secret.is_connection(name)
	not is_about(name)
	not is_word(node)
}

tells(node) := [sprintf("%q, which may have a password in it,", [name]), ["connection"]] if {
	node.kind in {"setting", "environment", "name", "parameter"}
	name := code.last(node.name)
	is_store(name)
}

tells(node) := [sprintf("the header %q", [node.name]), []] if {
	node.kind == "request"
	node.part == "header"
	node.name in {"authorization", "cookie", "x-api-key", "x-auth-token", "proxy-authorization"}
}

tells(node) := ["all headers of a request", []] if {
	node.kind in {"name", "parameter"}
	regex.match(`^(self\.)?(request|req|websocket|flask\.request)\.headers$`, node.name)
}

tells(node) := ["the whole environment", []] if {
	node.kind == "name"
	node.name == "os.environ"
}

is_store(name) if secret.is_connection(name)

is_store(name) if {
	regex.match(
		`(?i)^(\w+_)?(database|db|redis|valkey|mongo|mongodb|amqp|rabbitmq|broker|postgres|postgresql|mysql|celery)_(url|uri)$`,
		name,
	)
}

# The words around a secret's word that make the name one of something about the secret.
is_about(name) if {
	regex.match(
		`(?i)(tokens$|secrets$|keys$|credentials$|_(ids?|uid|gid|names?|type|kind|count|hash|hashed|valid|error|status|mask(ed)?|hint|prefix|suffix|preview|present|exists|file|path|url|data|info|usage|field|header|source|version|location|response|request|form|reset|policy|manager|provider|store|limit)$|^(has|is|num|n|max|min|masked|redacted|hidden|invalid|hashed|encrypted|public|next|page|use|no|missing|required)_|token(izer|ize))`,
		name,
	)
}

# A parser has tokens, too: a name without any other word, of what nothing is known.
is_word(node) if {
	node.kind == "unknown"
	lower(node.name) in {"token", "secret", "credential"}
}

console(call) := ["console"] if {
	call.is == "print"
	is_command
	not code.is_web
} else := ["console"] if {
	call.is == "print"
	regex.match(`(^|/)(management/commands|scripts|bin|cli|tools)/|(^|/)(cli|setup|install)\.\w+$`, call.file)
} else := []

is_command if {
	some name in {"argparse", "click", "typer", "getpass", "fire"}
	name in code.packages
}
