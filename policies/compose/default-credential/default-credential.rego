# METADATA
# title: Guessable default for a credential
# description: |
#   `${DB_PASSWORD:-postgres}` works without anybody setting `DB_PASSWORD`, so many deployments run with the value that
#   stands in the repository: everybody who reads the file can log in. A long default is no better than a short one,
#   because it is just as public. What looks like a safety net turns a forgotten setting into an open door;
#   `${DB_PASSWORD:?}` turns it into an error.
#
#   The rule looks at every reference with a literal default whose variable, or the setting it is used for, has the name
#   of a secret. Empty defaults are the matter of `compose/required-secret-empty-default`. `${X:+...}`, paths, switches
#   and placeholders such as `<password>` are not reported.
#
#   **Not judged yet**: what the program does with the value, such as refusing a default that it knows.
# related_resources:
# - https://docs.docker.com/reference/compose-file/interpolation/
# - https://docs.docker.com/compose/how-tos/use-secrets/
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-12-utilize-docker-secrets-for-sensitive-data-management
# scope: package
# custom:
#   severity: high
#   situations:
#     overridden:
#       severity: note
#       because: the project's .env sets the variable, so the default is not in force here
#     published:
#       severity: critical
#       because: the service that the credential opens is published, so whoever knows the file can log in from outside
#     example:
#       severity: medium
#       because: the file stands in a folder of examples or tests
#   remediation: |
#     Make the variable required, as in `${DB_PASSWORD:?set DB_PASSWORD}`.
#
#     Compose then refuses to start without it. Put the value into a file outside of version control or into `secrets:`.
#   cwe: [1392, 798]
package compose["default-credential"]

import data.lib.credential
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	some setting in credential.of("default")
	variable := variable_of(setting.variables, setting.variable)
	finding := report(setting.service, setting.key, setting.path, variable)
}

# The same in commands, labels and wherever else a reference can stand.
findings contains finding if {
	some path, entry in credential.references
	fallbacks := [variable |
		some variable in entry.variables
		credential.is_fallback(variable.name, variable)
		secret.is_name(variable.name)
	]
	count(fallbacks) > 0
	not path in setting_paths
	finding := report(owner(path), fallbacks[0].name, path, fallbacks[0])
}

setting_paths := {setting.path | some setting in credential.settings}

owner(path) := path[1] if path[0] == "services"

owner(path) := "" if path[0] != "services"

variable_of(variables, name) := [variable | some variable in variables; variable.name == name][0]

report(service, key, path, variable) := in_situation(
	{
		"path": path,
		"message": message(service, path, key, variable.name),
		"secret": [{"path": path, "text": variable["default"]}],
		"related": [place | is_open(service, key); some place in exposure.related(service)],
	},
	[situation |
		some situation in ["overridden", "published", "example"]
		holds(situation, service, key, variable)
	],
)

message(service, _, key, variable) := sprintf(
	"service %q has a default for %s that anybody can guess",
	[service, key],
) if {
	service != ""
	key == variable
}

message(service, _, key, variable) := sprintf(
	"service %q takes %s from the default of %s, which anybody can guess",
	[service, key, variable],
) if {
	service != ""
	key != variable
}

message("", path, _, variable) := sprintf("%q has a default for %s that anybody can guess", [path[1], variable])

holds("overridden", _, _, variable) if variable.set

holds("published", service, key, _) if {
	is_open(service, key)
	not credential.is_example
}

holds("example", service, key, _) if {
	credential.is_example
	not is_open(service, key)
}

# is_open holds where the credential opens a service that other machines reach: a data store's own, or any that is not
# there to log in somewhere else.
is_open(service, key) if {
	exposure.beyond_loopback(service)
	credential.opens_itself(service, key)
}
