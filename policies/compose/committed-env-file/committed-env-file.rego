# METADATA
# title: Secret in a committed environment file
# description: |
#   A file of variables in the repository holds a secret. Everybody with read access has it, and so has everybody who
#   ever gets hold of a clone; deleting the line does not delete it from the history.
#
#   Two sorts are reported. A value that some service most likely honours, because it has the format of a known
#   provider's tokens or is long and random: in every such file, and a provider's format under any name. And a value
#   that a person made up, such as `postgres` or `Summer2024!`, where the file is in use: by the `env_file` of a
#   service, or as the file that gives a Compose project its variables, which is reported at the setting that the value
#   reaches. What the file is an example of and nobody uses may have invented values, and placeholders there are fine.
#
#   Variables are known by their names, as in a Compose file. References, paths, publishable keys, hashes and templates
#   are not reported. Files that git ignores are never scanned. A password inside a URL is the matter of
#   `compose/credential-in-url`.
#
#   **Not judged yet**: files that only an `env_file` makes files of variables, under any other name than `.env`,
#   `.env.*` or `*.env`.
# related_resources:
# - https://12factor.net/config
# - https://docs.docker.com/compose/how-tos/environment-variables/best-practices/
# - https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning
# scope: package
# custom:
#   severity: medium
#   kinds: [app, compose]
#   situations:
#     published-datastore:
#       severity: critical
#       because: the data store that the credential opens is published, so whoever knows the file can log in from
#         outside
#     live:
#       severity: high
#       because: the value has the format of a provider's tokens or is long and random, so some service most likely
#         honours it
#     placeholder:
#       severity: low
#       because: the value asks its reader to replace it; who runs the project as it is has a password that everybody
#         knows
#     published:
#       severity: high
#       because: the credential opens a service that other machines reach
#   remediation: |
#     Revoke the secret and issue a new one, then take the file out of the repository and add it to `.gitignore`.
#
#     Commit a `.env.example` with empty values instead.
#   cwe: [312, 540, 521]
package compose["committed-env-file"]

import data.lib.credential
import data.lib.finding.in_situation
import data.lib.image
import data.lib.secret

# What is in the file itself.
findings contains finding if {
	input.context.format == "dotenv"
	some key, value in input.document
	class := class_of(key, value)
	finding := in_situation(
		{
			"path": [key],
			"message": sprintf("%q %s", [key, messages[class]]),
			"secret": [[key]],
			"related": [{"file": use.file, "path": use.path, "message": sprintf("service %q uses the file", [use.service])} |
				some use in uses
			],
		},
		[situation |
			some situation in ["published-datastore", "live", "placeholder", "published"]
			holds(situation, class, key, value)
		],
	)
}

# What the project's environment file gives to a setting of the project.
findings contains finding if {
	input.kind == "compose"
	some ranked in groups
	list := [setting | some [_, setting] in sort(ranked)]
	finding := in_situation(
		{
			"path": list[0].path,
			"message": sprintf(
				"service %q takes %s from an environment file of the project, where it is written out",
				[list[0].service, list[0].key],
			),
			"related": [{"path": setting.path, "message": sprintf("%s is the same", [setting.key])} |
				some setting in array.slice(list, 1, count(list))
			],
		},
		reached(list[0]),
	)
}

messages := {"live": "looks like a live secret", "used": "is a secret in a file that is in use"}

# class_of says which of the two sorts a value is: live or used.
class_of(key, value) := "live" if is_live(key, value)

class_of(key, value) := "used" if {
	not is_live(key, value)
	count(uses) > 0
	secret.found(key, value).form in {"connection", "literal", "pair"}
}

is_live(key, value) if {
	found := secret.found(key, value)
	not found.form in {"hash", "url"}
	secret.looks_live(found.value)
}

# uses are the services that get the variables of the file.
uses := [use | some use in input.context.consumers; use.how == "env_file"]

holds("published-datastore", _, key, _) if {
	not secret.is_outbound(key)
	some use in uses
	is_published(use)
	"datastore" in image.describe(use.image).families
}

holds("live", "live", _, _)

holds("placeholder", "used", _, value) if secret.is_placeholder(value)

holds("published", "used", key, _) if {
	not secret.is_client(key)
	some use in uses
	is_published(use)
}

is_published(use) if use.exposure in {"all_interfaces", "one_address"}

groups[setting.variable] contains [rank(setting), setting] if some setting in credential.given

rank(setting) := min(array.concat([2], [index |
	some index, situation in ["published-datastore", "published"]
	situation in reached(setting)
]))

reached(setting) := array.flatten([
	["published-datastore" | credential.opens_store(setting.service)],
	["placeholder" | secret.is_placeholder(setting.value)],
	["published" | credential.opens_published(setting.service, setting.key)],
])
