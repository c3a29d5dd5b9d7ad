# METADATA
# title: Secret that the program starts without
# description: |
#   The key that signs sessions or tokens may be empty, and the program starts all the same: whoever knows that signs
#   a token for anybody. Nothing says that the deployment is not configured.
#
#   Reported is a setting for a key of the application itself, such as `SECRET_KEY`, that is empty where nobody sets
#   it, and that no validator and no condition refuses. `os.getenv("SECRET_KEY")` is one, too. A field without a
#   default, `os.environ["SECRET_KEY"]`, and keys for services of others, are not reported.
# related_resources:
# - https://cwe.mitre.org/data/definitions/1188.html
# - https://docs.pydantic.dev/latest/concepts/validators/
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     replaced:
#       severity: note
#       because: everything in the scan that starts the application sets another value
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Declare it without a default, or refuse what is shorter than 32 characters with a validator.
#   cwe: [521, 1188]
package app["required-secret-validation"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some setting in code.of("settings")
	setting.from in {"environment", "field"}
	is_own(setting.name)
	may_be_empty(setting)
	not setting.checked
	not asked_elsewhere(setting)
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q may be empty, and nothing refuses that", [setting.name]),
			"related": code.replacements(setting),
		},
		array.concat(code.situations(setting), code.replaced(setting)),
	)
}

may_be_empty(setting) if code.constant(setting.default) in {null, ""}

# Python gives None for a variable that nobody sets, and keeps it in a name until the first request.
may_be_empty(setting) if {
	input.context.language == "python"
	setting.from == "environment"
	setting.target
	not setting.default
	not setting.name in code.tests(setting)
}

is_own(name) if {
	regex.match(
		`(?i)^(app_|flask_|django_|my)?(secret_key|jwt_secret(_key)?|session_secret(_key)?|cookie_secret|signing_key|encryption_key|fernet_key|auth_secret(_key)?|app_secret)$`,
		name,
	)
}

# Another place looks at the setting before it raises, or makes a key.
asked_elsewhere(setting) if {
	some exit in code.of("exits")
	exit.is == "raise"
	some name in code.tests(exit)
	lower(code.last(name)) in {lower(setting.name), lower(object.get(setting, "target", setting.name))}
}

asked_elsewhere(setting) if {
	some meaning in {"random", "generate-key"}
	some call in code.calls(meaning)
	some name in code.tests(call)
	lower(code.last(name)) in {lower(setting.name), lower(object.get(setting, "target", setting.name))}
}
