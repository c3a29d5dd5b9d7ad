# METADATA
# title: Secret file inside the project
# description: |
#   `secrets:` with `file:` mounts a file of the machine that Compose runs on. Where that file is in the repository,
#   the secret is known to everybody who can read it, its forks, its history and every backup of it: the one step that
#   keeps a secret out of the environment has put it under version control.
#
#   The rule looks at secrets of the project that a service uses and whose file is in the scanned folder. Secrets from
#   `environment`, external ones, and files that are not there, as is right for secrets, are not reported; neither are
#   certificates and public keys, by their names.
#
#   **Not judged yet**: the content of the file, and whether git ignores it.
# related_resources:
# - https://docs.docker.com/reference/compose-file/secrets/
# - https://docs.docker.com/compose/how-tos/use-secrets/
# - https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   remediation: |
#     Change the secret, take the file out of the repository and add it to `.gitignore`.
#
#     Keep it outside of the project's folder, or take it from `environment` of the shell that starts Compose.
#   cwe: [312, 540]
package compose["committed-secret-file"]

import data.lib.compose

findings contains finding if {
	some name, uses in files
	list := [path | some path in uses]
	finding := {
		"path": ["secrets", name, "file"],
		"message": sprintf("secret %q comes from a file inside the project", [name]),
		"related": [{"path": path, "message": sprintf("service %q uses it", [path[1]])} | some path in list],
	}
}

# files are the secrets whose file is in the scanned folder, with the places that use them.
files[source] contains reference.path if {
	some reference in input.context.references
	reference.how == "secret"
	reference.state == "resolved"
	[_, service, _, index] := reference.path
	source := input.document.services[service].secrets[index].source
	not is_public(compose.base_name(reference.target))
}

is_public(file) if {
	regex.match(`(?i)\.(crt|cer|pub|der|csr)$|(^|[._-])(ca|cert|certs|chain|fullchain|public)([._-]|$)`, file)
}
