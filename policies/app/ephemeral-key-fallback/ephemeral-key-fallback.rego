# METADATA
# title: Key made up when it is missing
# description: |
#   Where nobody sets the key, the program makes one, works, and forgets it: after a restart sessions end, stored data
#   cannot be decrypted, and each worker or replica has another key. Nothing says that the deployment is not
#   configured.
#
#   Reported is a fresh random value as what a setting for a key is without a value. A value that is made for each
#   request or record, and one that is written to a file, are not reported.
# related_resources:
# - https://cryptography.io/en/latest/fernet/
# - https://docs.openssl.org/3.4/man1/openssl-rand/
# scope: package
# custom:
#   severity: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Fail when the key is missing, and have the installer make one once.
#   cwe: [1188, 321]
package app["ephemeral-key-fallback"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	some setting in made_up
	not is_repeated(setting)
	finding := in_situation(
		{"path": setting.at, "message": sprintf("%q is made up when it is missing", [setting.name])},
		code.situations(setting),
	)
}

findings contains finding if {
	some meaning in {"random", "generate-key"}
	some call in code.calls(meaning)
	is_key(call.target)
	not is_default(call)
	some guard in call.guards
	is_missing(guard)
	not is_kept(call)
	asks_for_key(guard.test)
	finding := in_situation(
		{"path": call.at, "message": sprintf("%q is made up when it is missing", [call.target])},
		code.situations(call),
	)
}

# The key of the sessions is another one at every start, and in every process.
findings contains finding if {
	some call in code.calls("random")
	regex.match(`(?i)^((app|flask)_)?(secret_key|session_secret|cookie_secret|jwt_secret(_key)?)$`, call.target)
	count(object.get(call, "guards", [])) == 0
	not is_kept(call)
	not is_default(call)
	configures(call)
	finding := in_situation(
		{"path": call.at, "message": sprintf("%q is another one at every start", [call.target])},
		code.situations(call),
	)
}

# What makes an object gets no key, and makes one up.
findings contains finding if {
	some call in code.calls("random")
	regex.match(`(?i)^_*((app|flask|jwt|session|signing)_)?(secret|secret_key|signing_key)$`, call.target)
	endswith(call.function, "__init__")
	not is_kept(call)
	some function in code.defined[[call.file, call.function]]
	some parameter in function.parameters
	is_key(parameter.name)
	code.constant(parameter.default) in {null, ""}
	finding := in_situation(
		{"path": call.at, "message": sprintf("%q is made up when it is missing", [call.target])},
		code.situations(call),
	)
}

# It is made when the program starts, and something else replaces it where somebody sets it.
findings contains finding if {
	some meaning in {"random", "generate-key"}
	some call in code.calls(meaning)
	call.function == ""
	is_key(call.target)
	not is_default(call)
	count(object.get(call, "guards", [])) == 0
	some setting in code.of("settings")
	setting.from in {"environment", "flag"}
	is_key(setting.name)
	normal(setting.target) == normal(call.target)
	finding := in_situation(
		{"path": call.at, "message": sprintf("%q is made up when it is missing", [call.target])},
		code.situations(call),
	)
}

made_up contains setting if {
	some setting in code.of("settings")
	is_key(setting.name)
	is_made_up(setting.default)
	not is_stored(setting)
}

# is_repeated holds for one of several ways to set the same key.
is_repeated(setting) if {
	some other in made_up
	other.file == setting.file
	other.at < setting.at
	code.names(other.default) == code.names(setting.default)
}

# configures holds for a call beside a web application, or in its settings.
configures(call) if {
	some web in code.calls("web-app")
	web.file == call.file
}

configures(call) if {
	some setting in code.of("settings")
	setting.file == call.file
	setting.name in {"INSTALLED_APPS", "MIDDLEWARE", "ROOT_URLCONF"}
}

is_made_up(value) if {
	value.kind in {"call", "either"}
	walk(value, [_, node])
	node.kind == "call"
	is_fresh(node.name)
}

normal(name) := replace(secret.flatten(name), "_", "")

is_key(name) if regex.match(`(?i)(jwt|session|cookie|signing|hmac|encryption)(secret|key)$`, name)

is_key(name) if regex.match(`(^|_)(key|secret)(_|$)|secret_?key|(^|_)fernet`, secret.flatten(name))

# is_kept holds for a key that the function writes to a file, from where the next start reads it.
is_kept(call) if {
	some write in writes
	write.file == call.file
	write.function == call.function
	not is_other(write, call)
}

# is_stored holds for a setting whose value the script writes to a file.
is_stored(setting) if {
	some write in writes
	write.file == setting.file
	some name in code.names(write.arguments.data)
	name in {setting.name, object.get(setting, "target", "")}
}

# is_other holds for a file that gets other variables of a script.
is_other(write, call) if {
	some _ in write.arguments.data.items
	not call.target in code.names(write.arguments.data)
}

writes contains call if {
	some meaning in {"write-file", "file-save"}
	some call in code.calls(meaning)
}

# It is kept in a store of the application.
writes contains call if {
	some call in code.of("calls")
	regex.match(`^(set|save|store|put|insert|upsert|persist)([A-Z_]|$)`, code.last(call.callee))
}

writes contains call if {
	some call in code.calls("file-open")
	regex.match(`[wxa]`, code.text(call, "mode"))
}

is_fresh(callee) if regex.match(`^(secrets\.token_\w+|os\.urandom|uuid\.uuid4|crypto\.random(Bytes|UUID)|cryptography\.fernet\.Fernet\.generate_key)(\.|$)`, callee)

is_fresh(callee) if regex.match(`^uuid\.New(String)?(\(\))?(\.String)?$`, callee)

is_fresh(callee) if regex.match(`^(crypto/rand\.Text|google/uuid\.New(String)?|gorilla/securecookie\.GenerateRandomKey)$`, callee)

# What a command of a shell writes, and a short program in another language that it starts.
is_fresh(callee) if {
	regex.match(
		`^(openssl (rand|gen\w+)|uuidgen|pwgen|gpg --gen-random|/dev/u?random|/proc/sys/kernel/random/uuid)$`,
		callee,
	)
}

is_fresh(callee) if {
	regex.match(
		`^\S+ (secrets\.|os\.urandom|uuid4|Fernet\.|get_random_secret_key|random(Bytes|UUID)|SecureRandom)`,
		callee,
	)
}

# A function of the application that makes something random.
is_fresh(callee) if {
	regex.match(`(?i)(gen|random|new|make|create)`, code.last(callee))
	some meaning in {"random", "generate-key"}
	some call in code.calls(meaning)
	code.last(call.function) == code.last(callee)
	not is_kept(call)
}

is_fresh(callee) if regex.match(`(?i)(^|[._/])(generate|gen|make|create|new)?_?random_?(string|token|secret|key|password|bytes|hex)$`, callee)

is_missing(guard) if {
	guard.test.kind == "not"
	not guard.negated
}

# It is one of several ways: not KEY or KEY in KNOWN.
is_missing(guard) if {
	not guard.negated
	guard.test.kind == "either"
	some way in guard.test.items
	way.kind == "not"
}

is_missing(guard) if {
	guard.test.kind in {"environment", "setting", "name"}
	guard.negated
}

is_missing(guard) if {
	guard.test.kind == "comparison"
	guard.test.part in {"is", "=="}
	code.constant(guard.test.items[1]) in {null, ""}
}

# It is what the program has as long as nobody sets it.
is_missing(guard) if {
	guard.test.kind == "comparison"
	guard.test.part == "=="
	not guard.negated
	not "parameter" in code.kinds(guard.test) # which a caller gives
	is_string(code.constant(guard.test.items[1]))
}

is_missing(guard) if {
	guard.test.kind == "comparison"
	guard.test.part == "=="
	guard.test.items[0].kind == "call"
	guard.test.items[0].name == "len"
	code.constant(guard.test.items[1]) == 0
}

asks_for_key(test) if {
	some name in code.names(test)
	is_key(code.last(name))
}

# What is compared is known: it is the default, and the two are the same.
asks_for_key(test) if {
	count(test.items) == 2
	default_value := code.constant(test.items[0])
	is_string(default_value)
	default_value == code.constant(test.items[1])
}

# What a call makes is the default of a setting, which is reported.
is_default(call) if {
	some setting in code.of("settings")
	setting.file == call.file
	setting.target == call.target
	is_made_up(setting.default)
}
