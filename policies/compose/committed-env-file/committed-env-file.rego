# METADATA
# title: Live secret in a committed environment file
# description: |
#   A file of variables in the repository holds a value that some service most likely honours: it has the prefix of a
#   known provider's tokens, or it is long and random. Everybody with read access has it, and so has everybody who ever
#   gets hold of a clone; deleting the line does not delete it from the history.
#
#   Only variables with the name of a secret are looked at (and values with a provider's prefix under any name).
#   Placeholders, words, references and short values are not reported, so an example file with invented values stays
#   silent. Files that git ignores are never scanned. A password inside a URL is the matter of
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
#   severity: high
#   kinds: [app]
#   situations:
#     example:
#       severity: medium
#       because: the file is an example or a test, so the value may have been made up
#   remediation: |
#     Revoke the secret and issue a new one, then take the file out of the repository and add it to `.gitignore`.
#
#     Commit a `.env.example` with empty values instead.
#   cwe: [312, 540]
package compose["committed-env-file"]

import data.lib.credential
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	input.context.format == "dotenv"
	some key, value in input.document
	is_string(value) # a name alone passes on what the caller has
	is_live(key, value)
	finding := in_situation(
		{
			"path": [key],
			"message": sprintf("%q looks like a live secret", [key]),
			"secret": [[key]],
		},
		["example" | credential.is_example],
	)
}

is_live(key, value) if {
	secret.is_name(key)
	secret.is_literal(key, value)
	not contains(value, "://")
	secret.looks_live(value)
}

# A JWT under another name may be meant for the public, as Supabase's anon key is.
is_live(key, value) if {
	not secret.is_name(key)
	not startswith(value, "eyJ")
	secret.is_provider_token(value)
}
