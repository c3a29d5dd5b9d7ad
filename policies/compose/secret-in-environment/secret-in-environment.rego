# METADATA
# title: Secret passed through the environment
# description: |
#   A container's environment is readable for everybody who can run `docker inspect`, for every process of the same user
#   (`/proc/<pid>/environ`), and it ends up in crash reports, debug pages and the environment of child processes. A
#   secret that is mounted as a file from `secrets:` is seen by the one program that opens it.
#
#   One finding for each service names all settings that hold a secret, with their places: a required `${X:?}`, one that
#   may be empty (`${X:-}`), a value of the project's `.env`, a key that is passed through, and what is written out or
#   has a literal default. That a value is written out, has a default or may be empty is a fault of its own, which the
#   rules for that report; where a service has nothing but written values, this finding is a part of theirs. Keys that
#   end in `_FILE`, identifiers, public keys, hashes, limits and switches are no secrets.
#
# related_resources:
# - https://docs.docker.com/compose/how-tos/use-secrets/
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-12-utilize-docker-secrets-for-sensitive-data-management
# - https://cwe.mitre.org/data/definitions/526.html
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     duplicate:
#       severity: note
#       because: the service already gets the same value as a file from secrets
#     written:
#       severity: note
#       because: the values are written into the file, which is the worse fault and is reported as such
#   remediation: |
#     Declare the value under `secrets:` and give the service the path, as in
#     `POSTGRES_PASSWORD_FILE: /run/secrets/db_password`.
#
#     The official images of PostgreSQL, MySQL, MariaDB, MongoDB and WordPress read `<NAME>_FILE`, Grafana reads
#     `<NAME>__FILE`. Where an image reads no file, a small entrypoint can export the content for the one program that
#     needs it.
#   cwe: [526, 522, 214]
package compose["secret-in-environment"]

import data.lib.credential
import data.lib.finding.in_situation
import data.lib.finding.part_of

# groups are the settings of each service by whether it has the same secret as a file already.
groups[[service, duplicate]] contains setting if {
	some setting in credential.settings
	setting.class != "hash"
	service := setting.service
	duplicate := is_duplicate(setting)
}

findings contains finding if {
	some [service, duplicate], settings in groups
	list := array.concat(
		[setting | some setting in settings; not wholes[setting.class]],
		[setting | some setting in settings; wholes[setting.class]],
	)
	rules := [rule | rule := wholes[list[0].class]]
	finding := part_of(
		in_situation(
			{
				"path": list[0].path,
				"message": sprintf("service %q receives %s through its environment", [service, names(list)]),
				"related": others(list),
			},
			array.concat(["duplicate" | duplicate], ["written" | count(rules) > 0]),
		),
		rules,
	)
}

# wholes are the rules that report a class of settings as a worse fault.
wholes := {
	"default": "compose/default-credential",
	"literal": "compose/hardcoded-credential",
	"url": "compose/credential-in-url",
}

default is_duplicate(_) := false

is_duplicate(setting) if {
	some grant in input.document.services[setting.service].secrets
	is_string(grant.source)
	lower(grant.source) in {lower(setting.key), lower(setting.variable)}
}

# names lists up to four keys.
names(list) := concat(", ", [setting.key | some setting in list]) if count(list) <= 4

names(list) := sprintf(
	"%s and %d more secrets",
	[concat(", ", [setting.key | some setting in array.slice(list, 0, 3)]), count(list) - 3],
) if {
	count(list) > 4
}

others(list) := [{"path": setting.path, "message": sprintf("%s is passed here", [setting.key])} |
	some setting in array.slice(list, 1, count(list))
]
