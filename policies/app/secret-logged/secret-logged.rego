# METADATA
# title: Secret written to a log
# description: |
#   Logs are read by more people than secrets are, are shipped to other systems, and are kept for longer than the
#   secret is in use. Whoever reads one line of them can use the secret.
#
#   Reported is a call of a logger, or `print`, with a value whose name says that it is a secret, with a connection
#   string or URL of a store, which has a password in most deployments, with the `Authorization` header or all headers
#   of a request, with the query of an answer of OAuth, with the address of a request where the application takes
#   secrets in its query, with a login that a page keeps, with the whole environment, or with an object that has all
#   options or settings and a secret among them. So are what writes down whole requests, and `set -x` in a script that
#   uses a secret behind it. What a function hides, counts or hashes first is not reported, nor is a part of the value
#   that is short, nor a message that only speaks of it.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude
# - https://cwe.mitre.org/data/definitions/532.html
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     connection:
#       severity: low
#       because: it is the address of a store, which has a password in it in most deployments
#     browser:
#       severity: low
#       because: it is the console of a browser, which only programs and people there read
#     console:
#       severity: low
#       because: the program is one for a command line, and writes to the terminal of whoever starts it
#     dump:
#       severity: low
#       because: who looks for an error turns such a thing on
#     chosen:
#       severity: note
#       because: a setting for who looks for an error turns it on
#   remediation: |
#     Leave the value out, and log which secret it was: its name, its id, or whether it is set.
#   cwe: [532]
#   aliases:
#   - semgrep:python.lang.security.audit.logging.logger-credential-leak.python-logger-credential-disclosure
#   - codeql:py/clear-text-logging-sensitive-data
package app["secret-logged"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.log
import data.lib.page
import data.lib.secret

findings contains finding if {
	some call in log.lines
	some part, value in call.arguments
	told := array.flatten([
		[what | some node in log.shown(value); not is_published(call, node); what := tells(node)],
		called(call, part, value),
		[[sprintf("what is behind %q", [text]), []] | some text in log.labelled(call, part, value)],
		[[what, []] | some node in log.shown(value); what := log.whole(call, node)],
	])
	some [what, context] in array.slice(sort(told), 0, 1)
	finding := in_situation(
		{
			"path": code.path(call, part),
			"message": sprintf("%q gets %s", [code.subject(call), what]),
		},
		array.flatten([code.situations(call), context, console(call), browser(call)]),
	)
}

# The log of requests has their queries, in which this application takes secrets. A function is one finding.
findings contains finding if {
	some writes in queries
	[_, call, part] := min({[write[0].at, write[0], write[1]] | some write in writes})
	finding := in_situation(
		{
			"path": code.path(call, part),
			"message": sprintf("%q gets the query of a request, in which %q may be", [
				code.subject(call),
				min(secrets_in_queries),
			]),
		},
		code.situations(call),
	)
}

# A whole request has the login and the body.
findings contains finding if {
	some call in code.calls("dump-request")
	is_incoming(code.argument(call, "request"))
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q writes down requests with their headers, logins among them", [
				code.subject(call),
			]),
		},
		array.concat(code.situations(call), ["dump"]),
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
		array.concat(code.situations(call), ["chosen" |
			some name in code.tests(call)
			regex.match(`(?i)(^|_)(debug|x?trace|verbose|verbosity|dev_?mode)($|_)`, name)
		]),
	)
}

# is_published holds for the token of a challenge of ACME, which is put where everybody finds it: RFC 8555, section 8.
is_published(call, node) if {
	place := concat("/", [call.file, call.function])
	regex.match(`(?i)(^|[/_.])(acme|letsencrypt|dns[_-]?(01|provider)?|challenge|txt_?record)`, place)
	regex.match(`(?i)^(challenge_?)?token$`, code.last(object.get(node, "name", object.get(node, "as", ""))))
}

# is_incoming holds for the request that a handler gets: those that a client sends are fields or names of its own.
is_incoming(value) if {
	value.kind == "parameter"
	value.part == "net/http.Request"
	not contains(value.name, ".")
}

is_incoming(value) if regex.match(`^(gin|echo|macaron|flamego)\.Context\.Req(uest)?$`, value.name)

queries[[call.file, call.function]] contains [call, part] if {
	count(secrets_in_queries) > 0
	some call in code.of("calls")
	is_of_log(call)
	some part, value in call.arguments
	some node in log.shown(value)
	is_query(node)
	not is_masked(value)
}

# What is masked in one of the ways in which a name gets its value is in all.
is_masked(value) if {
	walk(value, [_, node])
	node.kind == "call"
	regex.match(`(?i)mask|redact|replace|saniti|scrub|strip`, node.name)
}

secrets_in_queries contains read.name if {
	some read in code.of("inputs")
	read.part == "query"
	read.aside == ""
	page.is_parameter(read.name)
}

is_query(node) if {
	node.kind == "request"
	node.part == "query"
	object.get(node, "name", "") == ""
}

is_query(node) if {
	node.kind == "name"
	node.name == "net/http.Request.URL"
}

# is_of_log holds for a call that writes to a log, and for one in what keeps a log of requests.
is_of_log(call) if {
	call in log.lines
	regex.match(`(?i)(log|middleware|server|handler|router|http|api|main)`, concat(" ", [call.function, call.file]))
	not regex.match(`(?i)(round_?trip|fetch|client|download|upstream)`, concat(" ", [call.function, call.file]))
}

is_of_log(call) if {
	call.aside == ""
	regex.match(`(?i)(^|[._])(access|request|http)?_?(log|logs|logger|logging|log_?entry|log_?request|log_?response)(_?(middleware|handler|requests?))?(\.write)?$`, call.function)
	regex.match(`(?i)log|write|print`, call.callee)
}

# What is known to be of a request is of one that came.
is_of_log(call) if {
	call in log.lines
	code.modules[call.file].language == "python"
}

# is_field holds for a field of a line in the loggers of Go.
is_field(node) if {
	regex.match(`(^|/)(zap|slog)\.(String|Any|ByteString|Stringer|Reflect)$`, object.get(node, "name", ""))
}

tells(node) := [sprintf("%q", [name]), []] if {
	node.kind in {"setting", "environment", "name", "parameter", "either", "unknown"}
	name := code.last(node.name)
	secret.is_name(name)
	not secret.is_connection(name)
	not log.is_about(name)
	not is_in_path(name)
	not log.is_word(node)
	not log.is_key(node)
}

# A text gets a secret under its name: "... {password}".format(password=escape(given)).
tells(node) := [sprintf("%q", [sort(names)[0]]), []] if {
	node.kind == "call"
	code.last(object.get(node, "name", "")) == "format"
	names := {name | some name, value in node.entries; is_field_secret(name, value)}
	count(names) > 0
}

tells(node) := [sprintf("what %q makes", [code.last(node.name)]), []] if log.is_made(node)

tells(node) := [sprintf("%q", [node.as]), []] if {
	log.is_kept(node)
	not log.is_made(node)
	not is_in_path(node.as)
}

tells(node) := [sprintf("%q", [steps[count(steps) - 2]]), []] if {
	log.is_written(node)
	not log.is_made(node)
	not log.is_kept(node)
	steps := split(node.name, ".")
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

tells(node) := [sprintf("%q of a request", [node.name]), []] if {
	node.kind == "request"
	node.part in {"header", "query", "body", "cookie"}
	secret.is_name(node.name)
	not log.is_about(node.name)
	not node.name in {"authorization", "cookie", "x-api-key", "x-auth-token", "proxy-authorization"}
}

tells(node) := ["all headers of a request", []] if {
	node.kind in {"name", "parameter"}
	regex.match(`^(self\.)?(request|req|websocket|flask\.request)\.headers$`, node.name)
}

tells(node) := ["all headers of a request", []] if {
	node.kind == "request"
	node.part == "header"
	object.get(node, "name", "") == ""
}

tells(node) := [sprintf("%q", [key]), []] if {
	log.is_stored(node)
	key := code.constant(node.items[0])
	page.is_secret(key)
}

tells(node) := ["the whole environment", []] if {
	node.kind == "name"
	node.name in {"os.environ", "process.env"}
}

tells(node) := ["all headers of a request", []] if {
	node.kind == "parameter"
	node.part == "net/http.Request"
	endswith(node.name, ".Header")
}

# is_in_path holds for a name of what is in the paths of the application for all to see, as the identifier of a thing.
# What lets somebody in, once, may be there as well.
is_in_path(name) if {
	name in named_in_paths
	contains(name, "_")
	not regex.match(`(?i)(auth|access|refresh|reset|invit|confirm|verif|activat|magic|session|login|user|api|secret|passw|key)`, name)
}

named_in_paths contains found[1] if {
	some route in code.of("routes")
	some found in regex.find_all_string_submatch_n(`[<{:](?:\w+:|P<)?(\w+)[>}]`, route.path, -1)
}

# bodies_of are the modules whose requests a call sees: what stands before all handlers sees everybody's.
bodies_of(call) := object.keys(code.modules) if {
	regex.match(`(?i)(log|middleware|before|hook|request|trace|debug|dump)`, code.last(call.function))
} else := {call.file}

# takes_password holds for a module that reads a password out of a body, or is about logins by its name.
takes_password(file) if {
	some read in code.of("inputs")
	read.file == file
	read.part == "body"
	secret.is_password(read.name)
}

takes_password(file) if regex.match(`(?i)(auth|log_?in|sign_?(in|up)|register|password|account)[^/]*\.\w+$`, file)

# called finds a secret by the key that it is written under: log({token: t}). Its value may be short, or hidden by
# whatever makes it.
called(call, part, value) := [[sprintf("%q", [part]), []]] if {
	code.modules[call.file].language in {"javascript", "typescript"}
	secret.is_name(part)
	not log.is_about(part)
	value.kind in {"parameter", "unknown", "name", "environment", "request"}
} else := [[sprintf("%q", [name]), []]] if {
	part == "value"
	regex.match(`zerolog\.Event\.\w+$`, call.callee)
	name := code.literal(call, "name")
	is_field_secret(name, value)
} else := [[sprintf("%q", [name]), []]] if {
	is_field(value)
	name := code.constant(value.items[0])
	is_field_secret(name, value.items[1])
} else := [["the query of an answer of OAuth", []]] if {
	some node in log.shown(value)
	node.kind == "request"
	node.part == "query"
	object.get(node, "name", "") == ""
	regex.match(`(?i)oauth|openid|oidc|(^|/)sso`, call.file)
} else := [[sprintf("%q of %q", [name, code.last(call.function)]), []]] if {
	some name in looked_up(call, value)
} else := [["the whole body of a request", []]] if {
	some node in log.shown(value)
	node.kind == "request"
	node.part == "body"
	object.get(node, "name", "") == ""
	some file in bodies_of(call)
	takes_password(file)
} else := []

# looked_up returns the parameters that are secrets because of what their function is for: the key of ValidateAPIKey.
looked_up(call, value) := {node.name |
	some node in log.shown(value)
	node.kind == "parameter"
	node.name in {"key", "token"}
	purpose := secret.flatten(code.last(call.function))
	regex.match(`(^|_)(api_?key|auth_?key|access_?key|secret|token|credential)s?(_|$)`, purpose)
	not regex.match(`(cache_?key|by_?id|name|label|list|hash|kind|type)$`, purpose)
}

# is_field_secret holds for a field of a line with the name of a secret, unless a function hides what is in it.
is_field_secret(name, value) if {
	secret.is_name(name)
	not secret.is_connection(name)
	not log.is_about(name)
	not value.kind in {"literal", "comparison", "not", "and"}
	maker := object.get(value, "name", "")
	not regex.match(`(?i)mask|redact|hash|hide|obfus|censor|sha|short|trunc|finger|prefix|len`, maker)
}

is_store(name) if secret.is_connection(name)

is_store(name) if {
	regex.match(
		`(?i)^(\w+_)?(database|db|redis|valkey|mongo|mongodb|amqp|rabbitmq|broker|postgres|postgresql|mysql|celery)_(url|uri)$`,
		name,
	)
}

browser(call) := ["browser"] if {
	call.is == "log"
	page.in_browser(call.file)
} else := []

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
