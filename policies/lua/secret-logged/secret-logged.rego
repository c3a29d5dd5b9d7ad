# METADATA
# title: Secret written to the log by a filter
# description: |
#   Logs are read by more people than the secrets in them are for, and kept for longer than the secrets should be
#   good.
#
#   Reported is a message with the value of a header that carries a login, of a variable for a secret, or of a name
#   for one. The name of a header alone is not reported.
# related_resources:
# - https://cwe.mitre.org/data/definitions/532.html
# scope: package
# custom:
#   kinds: [app]
#   severity: medium
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Log that there was one, or a hash that is salted for each process, and not the value.
#   cwe: [532]
package lua["secret-logged"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	input.context.language == "lua"
	some call in code.calls("log")
	names := secrets(code.argument(call, "message"))
	count(names) > 0
	finding := in_situation(
		{
			"path": code.path(call, "message"),
			"message": sprintf("the value of %q is written to the log", [concat(", ", names)]),
		},
		code.situations(call),
	)
}

# secrets are the names of what a value shows of secrets. What is compared or measured is not shown.
secrets(value) := {name |
	some part in shown(value)
	name := is_secret(part)
}

is_secret(part) := part.name if {
	part.kind == "request"
	part.name in {"authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token", "x-access-token"}
}

is_secret(part) := part.name if {
	part.kind in {"environment", "setting", "parameter", "name", "unknown", "either"}
	regex.match(`(?i)(^|[._])(\w*_)?(token|secret|password|passwd|credential|api_?key|header_value|cookie)(_value)?$`, part.name)
}

is_secret(part) := part.name if {
	part.kind == "environment"
	secret.is_name(part.name)
}

# shown are the parts of a value that are in its text.
shown(value) := {value} if value.kind != "template"

shown(value) := {item | some item in value.items} if value.kind == "template"
