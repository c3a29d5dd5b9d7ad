# METADATA
# title: Credential written in the source
# description: |
#   Everybody who reads the repository, or the image that is built from it, has the credential, and it stays in the
#   history after it is removed. It is the same in every installation.
#
#   Reported is a name, a key or a keyword that is meant to have a secret, with a text that looks like one: eight
#   characters or more, with letters and digits, and any text that is the key of a cookie store, a signature or a
#   cipher. Names of headers, paths, addresses, placeholders and defaults of settings are not reported; defaults are
#   another rule's. In the settings of well-known servers it is the value of whatever the server takes for a secret.
# related_resources:
# - https://cwe.mitre.org/data/definitions/798.html
# scope: package
# custom:
#   severity: high
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     hashed:
#       severity: medium
#       because: who has the hash tries passwords until one has the same
#   remediation: |
#     Read it from the environment or a file of secrets, and replace the credential that was there.
#   cwe: [798, 259]
#   kinds: [app, server]
#   aliases: ["ruff:S105", "ruff:S106", "bandit:B105", "bandit:B106"]
package app["hardcoded-credential"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.secret
import data.lib.server

findings contains finding if {
	not code.is_command # that is another rule's
	some said in code.of("assignments")
	value := said.value.value
	is_string(value)
	secret.is_name(said.name)
	secret.is_literal(said.name, value)
	looks_made(value)
	is_meant(said, value)
	not regex.match(`(?i)(param|pattern|regexp?)(_?[A-Za-z0-9]+)?$|(token|session|cookie|storage|cache|auth)_?key$|(chars|charset|alphabet|characters|regex|pattern|label|placeholder|message|title|error|text|hint|path|url|route|header|field|param|column|selector|class|icon|test_?id|event|type|env(_?(var|name|key))?)$`, said.name)
	finding := in_situation(
		{
			"path": said.at,
			"message": sprintf("%q is written in the source", [said.name]),
			"secret": [{"path": said.at, "text": value}],
		},
		code.situations(said),
	)
}

# What signs sessions and tokens is a secret whatever it looks like: there is no word that only the program knows.
findings contains finding if {
	some said in code.of("assignments")
	value := said.value.value
	is_string(value)
	is_signing(said.name)
	secret.is_literal(said.name, value)
	is_meant(said, value)
	not looks_made(value)
	not regex.match(`\s|[{][{]|[$][{]|^<|://`, value)
	finding := in_situation(
		{
			"path": said.at,
			"message": sprintf("%q is written in the source", [said.name]),
			"secret": [{"path": said.at, "text": value}],
		},
		code.situations(said),
	)
}

# A key that is written where it is used has no name.
findings contains finding if {
	some meaning, part in {"session-store": "secret", "jwt-encode": "key", "encryption-key": "key"}
	some call in code.calls(meaning)
	argument := code.argument(call, part)
	argument.kind == "literal"
	is_string(argument.value)
	secret.is_literal("secret_key", argument.value)
	finding := in_situation(
		{
			"path": code.path(call, part),
			"message": sprintf("%q gets a key that is written in the source", [code.subject(call)]),
			"secret": [{"path": code.path(call, part), "text": argument.value}],
		},
		code.situations(call),
	)
}

# A script gives an account its password, or types the one of another machine.
findings contains finding if {
	some call in code.calls("account-password")
	password := code.text(call, "password")
	what := given_as(call.callee, password)
	finding := in_situation(
		{
			"path": code.path(call, "password"),
			"message": sprintf("%q gets %s that is written in the file", [code.subject(call), what]),
			"secret": [{"path": code.path(call, "password"), "text": password}],
		},
		array.concat(code.situations(call), ["hashed" | what != "a password"]),
	)
}

# A password that a function of the application is given. Tests give passwords to all that they try.
findings contains finding if {
	some call in code.of("calls")
	not call.is
	call.aside != "test"
	some position, argument in call.arguments
	argument.kind == "literal"
	is_string(argument.value)
	some function in functions[code.last(call.callee)]
	secret.is_password(parameter_at(function, position))
	count(argument.value) >= 4
	not regex.match(`[\s<>{}]|^(password|secret|token|user)s?$`, argument.value)
	regex.match(`(?i)pass|pwd|user|account|login|hash|admin`, call.callee)
	finding := in_situation(
		{
			"path": array.concat(call.at, ["arguments", position]),
			"message": sprintf("%q gets a password that is written in the source", [code.subject(call)]),
			"secret": [{"path": array.concat(call.at, ["arguments", position]), "text": argument.value}],
		},
		code.situations(call),
	)
}

# The first account has a name and a password that everybody can read.
findings contains finding if {
	some said in code.of("assignments")
	said.aside == ""
	said.function != ""
	secret.is_password(said.name)
	is_string(said.value.value)
	not regex.match(`\s|[{}$<>%]|://`, said.value.value)
	count(said.value.value) >= 4
	not server.is_guessed(said.value.value)
	not looks_made(said.value.value)
	some other in code.neighbours(said)
	regex.match(`(?i)^(user_?name|login|user|name|email)$`, other.name)
	is_string(other.value.value)
	other.value.value != ""
	makes_account(said)
	finding := in_situation(
		{
			"path": said.at,
			"message": sprintf("%q of an account that the program makes is written in the source", [said.name]),
			"secret": [{"path": said.at, "text": said.value.value}],
		},
		code.situations(said),
	)
}

findings contains finding if {
	some said in server.secrets
	is_written(said)
	not server.is_guessed(said.secret)
	finding := {
		"path": said.path,
		"message": sprintf("%q is written in the settings", [said.name]),
		"secret": [{"path": said.path, "text": said.secret}],
	}
}

findings contains finding if {
	some said in server.of("value")
	is_signing(server.last(said.name))
	secret.is_literal("secret_key", said.value)
	not looks_made(said.value)
	not regex.match(`\s|://`, said.value)
	finding := {
		"path": said.path,
		"message": sprintf("%q is written in the settings", [said.name]),
		"secret": [{"path": said.path, "text": said.value}],
	}
}

findings contains finding if {
	some said in server.of("credential")
	secret.is_literal("password", said.value)
	looks_made(said.value)
	not is_filled_in(said.value)
	not is_guessable(said)
	finding := {
		"path": said.path,
		"message": sprintf("%s has %q in its settings: %s", [server.subject, said.name, said.reason]),
		"secret": server.hidden,
	}
}

# given_as says as what a text sets a password: useradd and usermod take a hash of crypt(3), and with any other text
# nobody gets in.
given_as(program, text) := "a password" if {
	not program in {"useradd", "usermod"}
	not regex.match(`^[!*]|[\s<>{}$]`, text) # a lock, or what is filled in
} else := "the hash of a password" if {
	regex.match(`^\$[a-z0-9]+\$[./A-Za-z0-9$=,]+$`, text)
}

# makes_account holds for a password beside a call that makes an account, or where there is none yet.
makes_account(said) if {
	some call in code.within("calls", said)
	regex.match(`(?i)^(create|add|insert|ensure|seed|register|save|store)_?\w*(user|account|admin|owner)`, code.last(call.callee))
}

makes_account(said) if {
	some guard in object.get(said, "guards", [])
	some name in code.names(guard.test)
	regex.match(`(?i)^(list|count|get|find|has|any|all|exists?)_?\w*(users?|accounts?|admins?|owners?)(exists?)?$`, code.last(name))
}

# is_meant holds for what is a secret somewhere: tests make up theirs, and only the format of a provider tells one that
# is real.
is_meant(said, _) if {
	said.aside != "test"
	not is_step(said)
}

is_meant(_, value) if secret.token_in(value)

# is_step holds for what a step that builds an image sets for its own commands: where the image runs, nothing of it is
# left, and commands such as Django's collectstatic only want to see some key.
is_step(said) if code.modules[said.file].language == "dockerfile"

# functions are the functions of the application by the last step of their name.
functions[code.last(function.name)] contains function if some function in code.of("functions")

# parameter_at names the parameter that an argument is for, which is known by its place or by its keyword.
parameter_at(function, position) := function.parameters[to_number(position)].name if {
	regex.match(`^\d+$`, position)
} else := parameter.name if {
	some parameter in object.get(function, "parameters", [])
	parameter.name == position
}

# is_signing holds for the name of a key that signs sessions and tokens, or encrypts.
is_signing(name) if {
	regex.match(
		`^(\w+_)?(secret_key|jwt_secret(_key)?|jwt_key|session_secret(_key)?|cookie_secret|signing_key|encryption_key|fernet_key|(secret_?)?(aes|hmac|cipher|crypto)_?key|pepper)$`,
		secret.flatten(name),
	)
}

# A text that somebody made up or a program made: with letters and digits, in one word, and no address or path.
looks_made(value) if {
	count(value) >= 8
	regex.match(`[0-9]`, value)
	regex.match(`[A-Za-z]`, value)
	not is_dotted(value)
	not regex.match(`^\d+ ?/ ?(\d+ ?)?[A-Za-z]+(/\w+)?(,|;|$)`, value) # how often something may be done
	not regex.match(`[\s<>]|[{][{]|[$][{]|://|^[./~]|\.(json|ya?ml|pem|key|txt|env|py|html)$|^[\w.-]+\.[a-z]{2,}$`, value)
	not regex.match(`(?i)^(x-|bearer|basic|https?|sha|md5|aes|hs|rs|es|utf|oauth|grant|urn)[\w-]*$|example|placeholder|your[-_]|changeme|xxxx`, value)
}

# The full name of something, such as a class or a type: what a token has between its dots is longer.
is_dotted(value) if {
	regex.match(`^([\w-]{1,19}(\.[\w-]{1,19}){1,3}/)?[A-Za-z_][\w-]{0,18}(\.[A-Za-z_][\w-]{0,18}){2,}$`, value)
}

# Grafana and Vector have forms of their own for what comes from elsewhere: $__file{...}, %(name)s, SECRET[...].
is_filled_in(value) if regex.match(`\$__\w+\{|%\(\w+\)s|^SECRET\[|\{\{|^\$|^<`, value)

# That is another rule's.
is_guessable(said) if {
	some other in server.of("guessable-credential")
	other.path == said.path
}

# A token has the format of a provider; anything else must look made.
is_written(said) if said.form == "token"

is_written(said) if {
	said.form in {"literal", "connection", "url", "json", "pair"}
	looks_made(said.secret)
	not regex.match(`^[\w.-]+\.[A-Za-z][A-Za-z0-9]{1,4}$`, said.secret) # the name of a file
}
