# METADATA
# title: Password in a connection URL
# description: |
#   `postgres://app:hunter2@db/app` hides a password where nobody looks for one. URLs are logged, shown in error
#   messages and on status pages, and copied into tickets, with the password in them; and like every literal it is the
#   same in each deployment and stays in the history.
#
#   The rule looks at environment variables, commands, health checks, hooks and labels of services, and at files of
#   variables (`.env`). A password that consists of references (`postgres://app:${DB_PASSWORD}@db`), an empty one, and
#   templates such as `<password>` are not reported; a literal default inside the reference is the matter of
#   `compose/default-credential`.
#
#   **Not judged yet**: URLs in mounted configuration files.
# related_resources:
# - https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
# - https://docs.docker.com/compose/how-tos/use-secrets/
# - https://cwe.mitre.org/data/definitions/522.html
# scope: package
# custom:
#   severity: high
#   kinds: [compose, app]
#   situations:
#     internal-host:
#       severity: medium
#       because: the URL leads to a service of the same project that is not published, so only its neighbours can use
#         the password
#     example:
#       severity: medium
#       because: the file is an example or stands in a folder of examples or tests
#   remediation: |
#     Keep the password out of the URL: pass it as a secret of its own and put the URL together at start.
#
#     In between, write a required reference instead, as in `postgres://app:${DB_PASSWORD:?}@db/app`.
#   cwe: [522, 798]
package compose["credential-in-url"]

import data.lib.credential
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	input.kind == "compose"
	some found in credential.urls
	finding := in_situation(
		{
			"path": found.path,
			"message": sprintf(
				"service %q has the password for %q in a URL in %s",
				[found.service, found.url.host, found.subject],
			),
			"secret": [{"path": found.path, "text": found.url.password}],
		},
		[situation | some situation in ["internal-host", "example"]; holds(situation, found.url)],
	)
}

findings contains finding if {
	input.kind == "app"
	input.context.format == "dotenv"
	some key, value in input.document
	url := secret.url_secret(value)
	finding := in_situation(
		{
			"path": [key],
			"message": sprintf("%q has the password for %q in its URL", [key, url.host]),
			"secret": [{"path": [key], "text": url.password}],
		},
		["example" | credential.is_example],
	)
}

holds("internal-host", url) if {
	input.document.services[url.host]
	not exposure.beyond_loopback(url.host)
}

holds("example", _) if credential.is_example
