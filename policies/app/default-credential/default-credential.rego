# METADATA
# title: Credential with a default
# description: |
#   Where nobody sets the variable, the secret is one that everybody can read in the source. The program starts as if
#   all were well, which is why such defaults reach production.
#
#   Reported is the default of a setting whose name says that it has a secret. No default, an empty one, a path, and a
#   default that a validator refuses are not reported.
# related_resources:
# - https://cwe.mitre.org/data/definitions/1392.html
# scope: package
# custom:
#   severity: high
#   situations:
#     checked:
#       severity: low
#       because: the program refuses some values of it when it starts
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Drop the default, so that the program fails without the variable.
#   cwe: [1392, 798]
#   aliases: ["ruff:S105", "bandit:B105"]
package app["default-credential"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	some setting in code.of("settings")
	setting.from in {"environment", "field", "flag"}
	secret.is_name(setting.name)
	value := code.constant(setting.default)
	secret.is_literal(setting.name, value)
	not is_no_secret(value)
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q has a default that everybody can read", [setting.name]),
			"secret": [{"path": setting.at, "text": value}],
		},
		array.concat(code.situations(setting), checked(setting)),
	)
}

is_no_secret(value) if regex.match(`^(https?://|/|\./|[A-Za-z]:\\)|^(Bearer|Basic|token|bearer|none|None|null|X-[\w-]+|[Aa]uthorization)$|^\S+\.(json|ya?ml|pem|key|txt|env)$`, value)

# A text with spaces is a sentence.
is_no_secret(value) if contains(value, " ")

checked(setting) := ["checked"] if setting.checked

checked(setting) := [] if not setting.checked
