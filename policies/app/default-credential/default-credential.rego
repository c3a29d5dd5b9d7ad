# METADATA
# title: Credential with a default
# description: |
#   Where nobody sets the variable, the secret is one that everybody can read in the source. The program starts as if
#   all were well, which is why such defaults reach production.
#
#   Reported is the default of a setting whose name says that it has a secret, and a password that everybody tries first
#   wherever the program gives it to such a name. No default, an empty one, a path, and a
#   default that a validator refuses are not reported.
#
#   In the settings of well-known servers, passwords that everybody tries first are reported.
# related_resources:
# - https://cwe.mitre.org/data/definitions/1392.html
# scope: package
# custom:
#   severity: high
#   situations:
#     replaced:
#       severity: note
#       because: everything in the scan that starts the application sets another value
#     checked:
#       severity: low
#       because: the program refuses some values of it when it starts
#     inside:
#       severity: medium
#       because: only the host or other containers reach what it opens
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Drop the default, so that the program fails without the variable.
#   cwe: [1392, 798]
#   kinds: [app, server]
#   aliases: ["ruff:S105", "bandit:B105"]
package app["default-credential"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.secret
import data.lib.server

findings contains finding if {
	some setting in code.of("settings")
	setting.from in {"environment", "field", "flag"}
	value := secret_default(setting)
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q has a default that everybody can read", [setting.name]),
			"secret": [{"path": setting.at, "text": value}],
			"related": code.replacements(setting),
		},
		array.flatten([code.situations(setting), code.replaced(setting), checked(setting)]),
	)
}

# What signs sessions is a secret whatever stands for it.
findings contains finding if {
	some setting in code.of("settings")
	setting.from in {"environment", "field", "flag"}
	regex.match(
		`(?i)^(\w+_)?(flask_secret_key|secret_key|jwt_secret(_key)?|session_secret|cookie_secret|(password_)?pepper|security_password_salt)$`,
		setting.name,
	)
	value := code.constant(setting.default)
	is_string(value)
	value != ""
	not regex.match(`^[<{%$[(]`, value)
	not secret_default(setting)
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q has a default that everybody can read", [setting.name]),
			"secret": [{"path": setting.at, "text": value}],
		},
		array.concat(code.situations(setting), checked(setting)),
	)
}

# A default in a dictionary of settings, or a name that gets the password.
findings contains finding if {
	some said in code.of("assignments")
	said.aside != "test" # which makes up its users
	secret.is_name(said.name)
	secret.is_password(said.name)
	is_string(said.value.value)
	server.is_guessed(said.value.value)
	not regex.match(`^[A-Z][a-z]+$`, said.value.value) # a label
	secret.is_literal(said.name, said.value.value)
	not is_setting(said)
	not names_key(said)
	not names_type(said)
	finding := in_situation(
		{
			"path": said.at,
			"message": sprintf("%q gets a password that everybody tries first", [said.name]),
			"secret": [{"path": said.at, "text": said.value.value}],
		},
		code.situations(said),
	)
}

# The password of a database is the name of its user.
findings contains finding if {
	some said in code.of("assignments")
	secret.is_password(said.name)
	is_string(said.value.value)
	said.value.value != ""
	not regex.match(`^[<*{(\[]`, said.value.value) # hides what was there
	said.aside != "test"
	not server.is_guessed(said.value.value)
	not is_setting(said)
	not names_type(said)
	some other in code.neighbours(said)
	regex.match(`(?i)^(db_?|database_?)?user(name)?$`, other.name)
	other.value.value == said.value.value
	finding := in_situation(
		{
			"path": said.at,
			"message": sprintf("%q gets the name of its user as the password", [said.name]),
			"secret": [{"path": said.at, "text": said.value.value}],
		},
		code.situations(said),
	)
}

findings contains finding if {
	some said in server.secrets
	said.form == "default"
	not is_no_secret(said.secret)
	not is_stand_in(said.secret)
	finding := {
		"path": said.path,
		"message": sprintf("%q has a default that everybody can read", [said.name]),
		"secret": [{"path": said.path, "text": said.secret}],
	}
}

findings contains finding if {
	some said in server.secrets
	is_login(said)
	server.is_guessed(said.secret)
	finding := {
		"path": said.path,
		"message": sprintf("%q is a password that everybody tries first", [said.name]),
		"secret": [{"path": said.path, "text": said.secret}],
	}
}

findings contains finding if {
	some said in server.of("guessable-credential")
	finding := in_situation(
		{
			"path": said.path,
			"message": sprintf("%s %s", [server.subject, said.reason]),
			"related": server.related(said),
			"secret": server.hidden,
		},
		["inside" | "inside" in server.reach(said)],
	)
}

# secret_default returns the default of a setting for a secret that can be the secret itself.
secret_default(setting) := value if {
	setting.aside != "test"
	secret.is_name(setting.name)
	not regex.match(`(?i)(^|_)(fake|dummy|mock|stub)_`, setting.name) # what stands for something has nothing to keep
	value := code.constant(setting.default)
	secret.is_literal(setting.name, value)
	not is_no_secret(value)
	not is_header_name(setting.name, value)
}

# names_key holds for a constant that spells out a key of the same name, as others beside it do: ATTR_PASSWORD =
# "password", ATTR_PATH = "path".
names_key(said) if {
	[_, prefix] := spelt(said)
	some other in code.within("assignments", said)
	other.name != said.name
	[last, prefix] = spelt(other)
	not last in {"user", "username", "admin", "root", "login", "db", "database", "name", "host"}
}

names_key(said) if regex.match(`(?i)(^|_)(password|secret|token)_(\w+_)?(key|field|attr|attribute)$`, said.name)

# names_type holds for an entry of a table that says of what type each setting is:
# {"Port": "int", "Password": "password"}.
names_type(said) if {
	some other in code.neighbours(said)
	other.value.value in {"int", "integer", "string", "str", "bool", "boolean", "number", "float"}
}

# spelt returns the last word of a constant that is its value, too, and what is in front of it.
spelt(said) := [said.value.value, prefix] if {
	is_string(said.value.value)
	prefix := trim_suffix(said.name, upper(said.value.value))
	regex.match(`^([A-Z0-9]+_)*_?$`, prefix)
	prefix != said.name
}

is_setting(said) if {
	some setting in code.settings_of(said)
	setting.from != "constant"
}

is_no_secret(value) if regex.match(`^(https?://|/|\./|[A-Za-z]:\\)|^(Bearer|Basic|token|bearer|none|None|null|X-[\w-]+|[Aa]uthorization)$|^\S+\.(json|ya?ml|pem|key|txt|env)$`, value)

# A text with spaces is a sentence.
is_no_secret(value) if contains(value, " ")

# What services of others give to everybody who wants to try them.
is_no_secret(value) if regex.match(`(?i)^demo[-_]?key$`, value)

# How often something may be done: 5/min.
is_no_secret(value) if regex.match(`^\d+/(\d+)?[A-Za-z]+$`, value)

# The name of the header in which somebody else says who it is: AUTH_HEADER_KEY = "Remote-User".
is_header_name(name, value) if {
	regex.match(`^[A-Z][a-z]+(-[A-Z][A-Za-z]+)+$`, value)
	regex.match(`(?i)header|_key$|Key$`, name)
}

checked(setting) := ["checked"] if setting.checked

checked(setting) := [] if not setting.checked

# is_stand_in holds for a word that is there because something has to be: no service takes it for a secret.
is_stand_in(value) if {
	regex.match(`(?i)^(demo|dummy|example|fake|none|null|placeholder|todo|undefined|unset|x+|your[-_ ].*)$`, value)
}

# is_login holds for a secret that people choose, which is a password: keys and tokens are made by who gives them out.
is_login(said) if said.form in {"connection", "url", "pair"}

is_login(said) if {
	said.form in {"literal", "json"}
	secret.is_password(server.last(said.name))
}
