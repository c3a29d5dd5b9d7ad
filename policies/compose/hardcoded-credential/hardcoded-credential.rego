# METADATA
# title: Literal credential in the Compose file
# description: |
#   A password, token or key that is written into the file is known to everybody who can read the repository, its forks,
#   its history and every backup of it, and it is the same in every deployment. It cannot be changed without a commit,
#   so it never is.
#
#   The rule looks at environment variables with the name of a secret (also in connection strings and in the environment
#   of hooks), at arguments such as `--password=x` or `--requirepass x`, at health checks, and at the `content` of
#   configs. Values that are references, paths, switches, hashes or obvious templates (`<password>`) are not reported,
#   and neither is a value that only repeats its name. A password inside a URL is the matter of
#   `compose/credential-in-url`, a literal default of `compose/default-credential`.
#
#   **Not judged yet**: values from `env_file`, and credentials in mounted configuration files.
# related_resources:
# - https://docs.docker.com/compose/how-tos/use-secrets/
# - https://docs.docker.com/compose/how-tos/environment-variables/best-practices/
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-12-utilize-docker-secrets-for-sensitive-data-management
# scope: package
# custom:
#   severity: high
#   situations:
#     placeholder:
#       severity: low
#       because: the value tells its reader to replace it; who deploys the file as it stands has a password that
#         everybody knows
#     hashed:
#       severity: low
#       because: only a hash of the password is written, which has to be guessed first
#     published-datastore:
#       severity: critical
#       because: the data store that the credential opens is published, so whoever knows the file can log in from
#         outside
#     example:
#       severity: medium
#       because: the file stands in a folder of examples or tests
#   remediation: |
#     Take the value out of the file: declare it under `secrets:` and pass the path, as in `POSTGRES_PASSWORD_FILE:
#     /run/secrets/db`.
#
#     Where the image reads no file, use `${DB_PASSWORD:?}` and set the variable outside of version control. Then change
#     the password: the old one stays in the history.
#   cwe: [798, 259]
#   aliases: ["compose-lint:CL-0020"]
package compose["hardcoded-credential"]

import data.lib.credential
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.image
import data.lib.secret

findings contains finding if {
	some setting in credential.of("literal")
	finding := report(
		setting.service,
		setting.path,
		sprintf("service %q has %s written into the file", [setting.service, setting.key]),
		setting.value,
		[{"path": setting.path, "text": written(setting)}],
	)
}

findings contains finding if {
	some argument in credential.arguments
	finding := report(
		argument.service,
		argument.path,
		sprintf("service %q is given a secret as argument %s", [argument.service, argument.name]),
		argument.value,
		argument.secret,
	)
}

findings contains finding if {
	some content in credential.contents
	finding := report(
		"",
		content.path,
		sprintf("config %q has %s written into its content", [content.config, content.key]),
		content.value,
		[{"path": content.path, "text": content.value}],
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

# written is the secret in a setting: the password of a connection string, or all of it.
written(setting) := secret.pair_password(setting.value)

written(setting) := setting.value if not secret.pair_password(setting.value)

report(service, path, message, value, places) := in_situation(
	{
		"path": path,
		"message": message,
		"secret": places,
		"related": [place | image.is(service, "datastore"); some place in exposure.related(service)],
	},
	[situation |
		some situation in ["published-datastore", "placeholder", "example"]
		holds(situation, service, value)
	],
)

holds("published-datastore", service, _) if {
	is_published_datastore(service)
	not credential.is_example
}

holds("placeholder", service, value) if {
	secret.is_placeholder(value)
	not is_published_datastore(service)
}

holds("example", service, _) if {
	credential.is_example
	not is_published_datastore(service)
}

is_published_datastore(service) if {
	image.is(service, "datastore")
	exposure.beyond_loopback(service)
}
