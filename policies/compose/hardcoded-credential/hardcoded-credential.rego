# METADATA
# title: Literal credential in the Compose file
# description: |
#   A password, token or key that is written into the file is known to everybody who can read the repository, its forks,
#   its history and every backup of it, and it is the same in every deployment. It cannot be changed without a commit,
#   so it never is.
#
#   The rule looks at environment variables, labels, logging options, driver options of volumes and networks, options of
#   providers, the `content` of configs and Dockerfiles that stand in the file, and at commands, health checks, hooks
#   and watch rules: `--password=x`, `--requirepass x`, `redis-cli -a x`, `curl -u user:x`, `sqlcmd -P x`, headers. A
#   secret is known by the name before it, also inside connection strings and JSON, by a user's name before it
#   (`admin:x`), or by the format of a provider's tokens. Values that are references, paths, file names, switches,
#   publishable keys or obvious templates (`<password>`) are not reported, and neither is a value that only repeats its
#   name.
#
#   A value that is at several places is one finding. A password inside a URL is the matter of
#   `compose/credential-in-url`, a literal default of `compose/default-credential`, a build argument of
#   `compose/insecure-build`.
#
#   **Not judged yet**: credentials in mounted configuration files.
# related_resources:
# - https://docs.docker.com/compose/how-tos/use-secrets/
# - https://docs.docker.com/compose/how-tos/environment-variables/best-practices/
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-12-utilize-docker-secrets-for-sensitive-data-management
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     published-datastore:
#       severity: critical
#       because: the data store that the credential opens is published, so whoever knows the file can log in from
#         outside
#     hashed:
#       severity: low
#       because: only a hash of the password is written, which has to be guessed first
#     placeholder:
#       severity: low
#       because: the value asks its reader to replace it; who deploys the file as it is has a password that everybody
#         knows
#     outbound:
#       severity: high
#       because: the credential opens somebody else's service, which everybody who reads the file can use
#     published:
#       severity: high
#       because: the credential opens the service, which other machines reach
#   remediation: |
#     Take the value out of the file: declare it under `secrets:` and pass the path, as in
#     `POSTGRES_PASSWORD_FILE: /run/secrets/db`.
#
#     Where the image reads no file, use `${DB_PASSWORD:?}` and set the variable outside of version control. Then change
#     the password: the old one stays in the history.
#   cwe: [798, 259]
#   aliases: ["compose-lint:CL-0020"]
package compose["hardcoded-credential"]

import data.lib.credential
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	some ranked in groups
	list := [entry | some [_, _, entry] in sort(ranked)]
	finding := in_situation(
		{
			"path": list[0].path,
			"message": sprintf("%s %s", [list[0].subject, list[0].what]),
			"secret": [place | some entry in list; some place in entry.places],
			"related": array.concat(others(list), [place |
				credential.opens_store(list[0].service)
				some place in exposure.related(list[0].service)
			]),
		},
		situations(list[0]),
	)
}

findings contains finding if {
	some hash in credential.hashes
	finding := {
		"path": hash.path,
		"message": sprintf("service %q has the hash of a password in a label", [hash.service]),
		"situation": "hashed",
		"secret": [{"path": hash.path, "text": hash.value}],
	}
}

# groups are the entries with one value, each behind its rank and place: the worst comes first.
groups[entry.value] contains [rank(entry), entry.path, entry] if {
	some entry in credential.written
	entry.form != "url"
	not is_hash_in_label(entry)
}

# Such a label is reported as a list of users.
is_hash_in_label(entry) if {
	some hash in credential.hashes
	hash.path == entry.path
}

rank(entry) := min(array.concat([count(order)], [index |
	some index, situation in order
	situation in situations(entry)
]))

order := ["published-datastore", "outbound", "published", "", "placeholder", "hashed"]

others(list) := [{
	"path": entry.path,
	"message": sprintf("%s %s, with the same value", [entry.subject, entry.what]),
} |
	some entry in array.slice(list, 1, count(list))
	entry.path != list[0].path
]

situations(entry) := [situation |
	some situation in ["hashed", "published-datastore", "placeholder", "outbound", "published"]
	holds(situation, entry)
]

holds("hashed", entry) if entry.form == "hash"

holds("published-datastore", entry) if credential.opens_store(entry.service)

holds("placeholder", entry) if secret.is_placeholder(entry.value)

holds("outbound", entry) if {
	secret.is_outbound(entry.name)
	not secret.is_own_store(entry.name, entry.value)
}

holds("outbound", entry) if entry.form == "token"

holds("published", entry) if {
	credential.opens_published(entry.service, entry.name)
	not credential.is_for_store(entry.service, entry.name, entry.value)
}
