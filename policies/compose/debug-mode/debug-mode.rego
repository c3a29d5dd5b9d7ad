# METADATA
# title: Debug or development mode
# description: |
#   A debugger or remote console that listens beyond its own loopback runs any code for whoever connects: debugpy,
#   Delve, JDWP on `*`, JMX without authentication, Chrome DevTools, `--inspect=0.0.0.0` of Node.js, Werkzeug's console.
#   The rule knows them in the command (as a string, a list or inside `sh -c`) and in variables such as `NODE_OPTIONS`
#   and `JAVA_TOOL_OPTIONS`, and whether the port that they listen on is published.
#
#   Debug flags of frameworks are milder: they answer an error with source code, settings and sometimes a console that
#   asks for a PIN (Django's and Flask's debug pages), reload files as they change, and switch off caching and checks
#   that production relies on. A value that comes from a variable counts with its default or with what the project's
#   `.env` sets.
#
#   **Not judged yet**: the image's own defaults, and values that only an override file sets, which are judged as if the
#   main file had set them.
# related_resources:
# - https://flask.palletsprojects.com/en/stable/debugging/
# - https://docs.djangoproject.com/en/stable/howto/deployment/checklist/#debug
# - https://nodejs.org/en/learn/getting-started/debugging
# - https://owasp.org/www-project-application-security-verification-standard/
# scope: package
# custom:
#   severity: low
#   precision: medium
#   situations:
#     debugger-published:
#       severity: high
#       because: other machines reach the debugger and run code in the container through it
#     development:
#       severity: note
#       because: the service only starts with a development profile, or the file is named as one for development
#     debugger:
#       severity: medium
#       because: whatever runs on the same container network or on the host runs code in the container through it
#     published:
#       severity: medium
#       because: other machines reach the service, so its debug output as well
#   fixes:
#     switch-off:
#       title: Switch it off
#   remediation: |
#     Turn it off here, and on in a `compose.override.yaml` or a profile for development.
#
#     A variable with a safe default does both: `DEBUG: ${DEBUG:-false}`. Bind debuggers to 127.0.0.1.
#   cwe: [489, 215]
package compose["debug-mode"]

import data.lib.command
import data.lib.compose
import data.lib.debugger
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.finding.with_fix
import data.lib.fix
import data.lib.software

findings contains finding if {
	some found in debugger.open
	finding := in_situation(
		{
			"path": found.path,
			"message": sprintf("service %q opens a %s%s", [found.service, found.name, origin(found)]),
			"related": exposure.related(found.service),
		},
		[situation |
			some situation in ["debugger-published", "development", "debugger"]
			holds_for_debugger(situation, found)
		],
	)
}

findings contains finding if {
	some name, variables in software.environments
	some key, value in variables
	is_debugging(key, value)
	path := software.path_of(name, key)
	finding := with_fix(
		report(name, path, sprintf("has debug or development mode on with %s=%s", [key, value])),
		[{"name": "switch-off", "edits": edits} |
			edits := fix.switch_off(path, value)
			count(edits) > 0
		],
	)
}

findings contains finding if {
	some name, line in command.lines
	what := development_server(line.text)
	finding := report(name, array.slice(command.word_at(name, what.word), 0, 3), what.message)
}

report(name, path, what) := in_situation(
	{
		"path": path,
		"message": sprintf("service %q %s", [name, what]),
		"related": exposure.related(name),
	},
	[situation |
		some situation in ["development", "published"]
		holds(situation, name)
	],
)

origin(found) := sprintf(" with %s", [found.by]) if found.by != ""

origin(found) := "" if found.by == ""

holds_for_debugger("debugger-published", found) if debugger.is_published(found)

holds_for_debugger("development", found) if holds("development", found.service)

holds_for_debugger("debugger", _)

is_debugging(key, value) if switched_on(compose.debug_variables[key], value)

# A switch of the application itself.
is_debugging(key, value) if {
	regex.match(`^[A-Z][A-Z0-9_]*_DEBUG(_MODE)?$`, key)
	switched_on(["1", "on", "true", "yes"], value)
}

is_debugging(key, value) if {
	regex.match(`^((APP|APPLICATION|SERVER|DJANGO|FASTAPI|GO|PYTHON|DEPLOYMENT|RUNTIME)_)?(ENV|ENVIRONMENT)$`, key)
	switched_on(["dev", "development"], value)
}

switched_on(values, value) if {
	is_string(value)
	lower(value) in values
}

# development_server says what a command line starts: {word, message}.
development_server(line) := {"word": program, "message": "reloads its code whenever a file changes"} if {
	[[_, program]] := regex.find_all_string_submatch_n(reloading, line, 1)
}

development_server(line) := {"word": "flask", "message": "runs Flask's debugger"} if {
	regex.match(`(^|[\s/])flask( +\S+)* +run( +\S+)* +--debug( |$)|(^|[\s/])flask( +\S+)* +--debug +run( |$)`, line)
	not regex.match(reloading, line)
}

reloading := `(?:^|[\s/])(fastapi|flask|gunicorn|hypercorn|litestar|sanic|uvicorn)(?: +\S+)* +--reload(?: |$)`

holds("development", name) if name in compose.development

holds("published", name) if exposure.beyond_loopback(name)
