# METADATA
# title: Debug or development mode
# description: |
#   Development modes answer an error with source code, settings and sometimes a console (Django's and Flask's debug
#   pages), reload files as they change, or open a debugger that runs any code for whoever connects
#   (`--inspect=0.0.0.0`, JDWP on `*`). They also switch off caching and checks that production relies on. The rule
#   reads `environment`, where a value that comes from a variable counts with its default or with what the project's
#   `.env` sets, and the command line. `GF_AUTH_ANONYMOUS_ENABLED=true` is the same class: Grafana without a login.
#
#   **Not judged yet**: `env_file`, the image's own defaults, and values that only an override file sets, which are
#   judged as if the main file had set them.
# related_resources:
# - https://flask.palletsprojects.com/en/stable/debugging/
# - https://docs.djangoproject.com/en/stable/howto/deployment/checklist/#debug
# - https://nodejs.org/en/learn/getting-started/debugging
# - https://owasp.org/www-project-application-security-verification-standard/
# scope: package
# custom:
#   severity: medium
#   situations:
#     development:
#       severity: note
#       because: the service only starts with a development profile, or the file is named as one for development
#     published:
#       severity: high
#       because: other machines reach the service, so its debug output or debugger as well
#   remediation: |
#     Turn it off here, and on in a `compose.override.yaml` or a profile for development.
#
#     A variable with a safe default does both: `DEBUG: ${DEBUG:-false}`. Bind debuggers to 127.0.0.1.
#   cwe: [489, 215]
package compose["debug-mode"]

import data.lib.compose
import data.lib.exposure
import data.lib.finding.in_situation

findings contains finding if {
	some name, service in input.document.services
	some key, value in service.environment
	switched_on(compose.debug_variables[key], value)
	finding := report(name, ["environment", key], sprintf("has debug or development mode on with %s=%s", [key, value]))
}

findings contains finding if {
	some name, service in input.document.services
	some key, value in service.environment
	strings.any_suffix_match(key, ["ARGS", "FLAGS", "OPTIONS", "OPTS"])
	is_string(value)
	what := debugger(value)
	finding := report(name, ["environment", key], sprintf("opens a %s to its network with %s", [what, key]))
}

findings contains finding if {
	some name, service in input.document.services
	some part in ["command", "entrypoint"]
	some index, word in service[part]
	is_string(word)
	what := debugger(word)
	finding := report(name, [part, index], sprintf("opens a %s to its network", [what]))
}

findings contains finding if {
	some name, service in input.document.services
	some part in ["command", "entrypoint"]
	line := {word | some item in service[part]; is_string(item); some word in split(item, " ")}
	what := development_server(line)
	finding := report(name, [part], what)
}

report(name, path, what) := in_situation(
	{
		"path": array.concat(["services", name], path),
		"message": sprintf("service %q %s", [name, what]),
		"related": exposure.related(name),
	},
	[situation |
		some situation in ["development", "published"]
		holds(situation, name)
	],
)

switched_on(values, value) if {
	is_string(value)
	lower(value) in values
}

# debugger names the remote debugger that a text opens beyond loopback; undefined where it opens none.
debugger(text) := "Node.js debugger" if {
	contains(text, "--inspect")
	regex.match(`--inspect(-brk|-wait)?=(0\.0\.0\.0|\[?::\]?|\*)`, text)
}

debugger(text) := "Java debugger" if {
	contains(text, "jdwp")
	regex.match(`jdwp[=:]\S*address=(\*|0\.0\.0\.0|\[?::\]?)`, text)
}

debugger(text) := "Python debugger" if {
	contains(text, "0.0.0.0:")
	contains(text, "debugpy")
}

development_server(words) := "reloads its code whenever a file changes" if {
	"--reload" in words
	some word in words
	compose.base_name(word) in {"fastapi", "flask", "gunicorn", "hypercorn", "litestar", "sanic", "uvicorn"}
}

development_server(words) := "runs Flask's debugger" if {
	"--debug" in words
	"flask" in words
	"run" in words
}

holds("development", name) if name in compose.development

holds("development", _) if {
	regex.match(`[._-](dev|devel|development|override|local|debug)[._-]`, compose.base_name(input.file))
}

holds("published", name) if exposure.beyond_loopback(name)
