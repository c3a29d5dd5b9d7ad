# METADATA
# title: Guessable default for a credential
# description: |
#   `${DB_PASSWORD:-postgres}` works without anybody setting `DB_PASSWORD`, so many deployments run with the value that
#   is in the repository: everybody who reads the file can log in. A long default is no better than a short one,
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
#   severity: medium
#   situations:
#     overridden:
#       severity: note
#       because: the project's .env sets the variable, so the default is not in force here
#     published:
#       severity: high
#       because: the service that the credential opens is published, so whoever knows the file can log in from outside
#         where nobody set the variable
#   fixes:
#     require:
#       title: Make the variable required
#   remediation: |
#     Make the variable required, as in `${DB_PASSWORD:?set DB_PASSWORD}`.
#
#     Compose then refuses to start without it. Put the value into a file outside of version control or into `secrets:`.
#   cwe: [1392, 798]
package compose["default-credential"]

import data.lib.credential
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.finding.with_fix
import data.lib.secret

# A variable is one finding, at the place where its default matters most.
findings contains finding if {
	some ranked in groups
	list := [use | some [_, use] in sort(ranked)]
	finding := in_situation(
		with_fix(
			{
				"path": list[0].path,
				"message": message(list[0]),
				"remediation": sprintf("Make the variable required, as in `${%[1]s:?set %[1]s}`", [list[0].variable.name]),
				"secret": [{"path": use.path, "text": use.variable["default"]} | some use in list],
				"related": array.concat(
					[{"path": use.path, "message": message(use)} | some use in array.slice(list, 1, count(list))],
					[place | is_open(list[0]); some place in exposure.related(list[0].service)],
				),
			},
			[{"name": "require", "edits": [{"require": use.path, "variable": use.variable.name} | some use in list]} |
				not list[0].variable.set
			],
		),
		situations(list[0]),
	)
}

groups[use.variable.name] contains [rank(use), use] if some use in uses

# uses are the settings that a default with a secret gets into: {service, key, path, variable}.
uses contains {"service": setting.service, "key": setting.key, "path": setting.path, "variable": variable} if {
	some setting in credential.of("default")
	variable := [found | some found in setting.variables; found.name == setting.variable][0]
}

# The same in commands, labels and wherever else a reference can stand.
uses contains {"service": owner(path), "key": variable.name, "path": path, "variable": variable} if {
	some path, entry in credential.references
	fallbacks := [found |
		some found in entry.variables
		credential.is_fallback(found.name, found, entry.raw)
		secret.is_name(found.name)
	]
	count(fallbacks) > 0
	not path in setting_paths
	variable := fallbacks[0]
}

setting_paths := {setting.path | some setting in credential.settings}

owner(path) := path[1] if path[0] == "services"

owner(path) := "" if path[0] != "services"

rank(use) := 0 if is_open(use)

rank(use) := 1 if not is_open(use)

situations(use) := [situation |
	some situation in ["overridden", "published"]
	holds(situation, use)
]

message(use) := sprintf("service %q has a default for %s that anybody can guess", [use.service, use.key]) if {
	use.service != ""
	use.key == use.variable.name
}

message(use) := sprintf(
	"service %q takes %s from the default of %s, which anybody can guess",
	[use.service, use.key, use.variable.name],
) if {
	use.service != ""
	use.key != use.variable.name
}

message(use) := sprintf("%q has a default for %s that anybody can guess", [use.path[1], use.variable.name]) if {
	use.service == ""
}

holds("overridden", use) if use.variable.set

holds("published", use) if is_open(use)

# is_open holds where the credential opens a service that other machines reach.
is_open(use) if credential.opens_published(use.service, use.key)
