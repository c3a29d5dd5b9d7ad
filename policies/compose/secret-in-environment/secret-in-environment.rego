# METADATA
# title: Secret passed through the environment
# description: |
#   A container's environment is readable for everybody who can run `docker inspect`, for every process of the same user
#   (`/proc/<pid>/environ`), and it ends up in crash reports, debug pages and the environment of child processes. A
#   secret that is mounted as a file from `secrets:` is seen by the one program that opens it.
#
#   One finding for each service names the settings that receive a secret from outside: a required `${X:?}`, a value of
#   the project's `.env`, or a key that is passed through. Each value is the matter of one rule only: what is written
#   out, has a literal default or may be empty is reported there and not here. Keys that end in `_FILE`, identifiers,
#   public keys, hashes, limits and switches are no secrets.
#
#   **Not judged yet**: secrets that `env_file` brings in.
# related_resources:
# - https://docs.docker.com/compose/how-tos/use-secrets/
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-12-utilize-docker-secrets-for-sensitive-data-management
# - https://cwe.mitre.org/data/definitions/526.html
# scope: package
# custom:
#   severity: medium
#   situations:
#     duplicate:
#       severity: note
#       because: the service already gets the same value as a file from secrets
#     control-socket:
#       severity: high
#       because: another service of the project holds a container control socket, through which it can read every
#         environment
#   remediation: |
#     Declare the value under `secrets:` and give the service the path, as in `POSTGRES_PASSWORD_FILE:
#     /run/secrets/db_password`.
#
#     The official images of PostgreSQL, MySQL, MariaDB, MongoDB and WordPress read `<NAME>_FILE`, Grafana reads
#     `<NAME>__FILE`. Where an image reads no file, a small entrypoint can export the content for the one program that
#     needs it.
#   cwe: [526, 522, 214]
package compose["secret-in-environment"]

import data.compose["docker-socket-mount"] as socket_mount
import data.lib.credential
import data.lib.finding.in_situation

# groups are the settings of each service by whether it has the same secret as a file already.
groups[[service, duplicate]] contains setting if {
	some setting in credential.of("passed")
	service := setting.service
	duplicate := is_duplicate(setting)
}

findings contains finding if {
	some [service, duplicate], settings in groups
	list := [setting | some setting in settings]
	finding := in_situation(
		{
			"path": list[0].path,
			"message": sprintf("service %q receives %s through its environment", [service, names(list)]),
			"related": array.concat(others(list), sockets),
		},
		situations(duplicate),
	)
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

situations(true) := ["duplicate"]

situations(false) := ["control-socket" | count(sockets) > 0]

# sockets are the places where a service of the project gets a control socket that nothing keeps it from using.
sockets := [{"path": mount.path, "message": "a service that holds this socket can read every environment"} |
	some mount in socket_mount.findings
	not mount.situation
]
