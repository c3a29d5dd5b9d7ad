# METADATA
# title: Credential hashed with a fast hash and no salt
# description: |
#   Whoever gets the table of hashes tries billions of candidates a second, and all entries at once: equal secrets
#   have equal hashes, and tables of hashes exist. A password or a PIN falls within minutes; a long random token does
#   not, and then a pepper (HMAC) is what is missing.
#
#   Reported is a plain hash in a function, or of a value, whose name says that it is a credential. What is hashed
#   together with a key of the application, as for the bucket of a rate limit, HMAC, a keyed BLAKE2, PBKDF2, scrypt,
#   bcrypt and Argon2 are not reported, nor are hashes of files, ETags, cache keys and fingerprints.
#
#   PBKDF2 with less than 10,000 rounds and bcrypt with a cost below 10 are.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
# - https://pages.nist.gov/800-63-4/sp800-63b.html
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     password:
#       severity: high
#       because: people choose it, so it can be guessed
#     few:
#       severity: medium
#       because: a slow hash with so few rounds is nearly as fast as a plain one
#     random:
#       severity: low
#       because: the program makes it at random, which nobody guesses, so that a pepper is all that is missing
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Hash passwords with Argon2id, scrypt or bcrypt, and tokens with HMAC and a key that is not in the database.
#   cwe: [916, 759, 328]
package app["unsalted-token-hash"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	some call in code.calls("fast-hash")
	not call.arguments.key
	not is_keyed(call)
	not is_key(call)
	names := around(call)
	some name in names
	is_credential(name)
	not is_made(call, names)
	every other in names | added(call) {
		not is_other(other, names)
	}
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q hashes a credential fast%s", [code.subject(call), without(call)]),
		},
		array.flatten([code.situations(call), password(names), random(call)]),
	)
}

# A slow hash is as slow as it is told to be.
findings contains finding if {
	some call in code.calls("slow-hash")
	some name, [least, unit] in {"rounds": [10000, "rounds"], "cost": [10, "as its cost"]}
	given := code.literal(call, name)
	is_number(given)
	given < least
	given > 0
	not is_key(call)
	finding := in_situation(
		{
			"path": code.path(call, name),
			"message": sprintf("%q takes %v %s, which makes guesses cheap", [code.subject(call), given, unit]),
		},
		array.concat(code.situations(call), ["few"]),
	)
}

# without says that there is no salt, where none is to be seen.
without(call) := "" if {
	some name in hashed(call)
	contains(lower(name), "salt")
} else := " and without salt"

# The function gets a key or a salt beside what it hashes. A salt makes no password slow to guess.
is_keyed(call) if {
	some function in code.defined[[call.file, call.function]]
	some parameter in object.get(function, "parameters", [])
	regex.match(`(?i)^(hmac_?)?(key|pepper)$`, parameter.name)
}

is_keyed(call) if {
	count(password(around(call))) == 0
	some function in code.defined[[call.file, call.function]]
	some parameter in object.get(function, "parameters", [])
	lower(parameter.name) == "salt"
}

# It is a value that is hashed together with a secret of the application, which nobody else has. A password
# can be guessed by whoever has both.
is_keyed(call) if {
	names := hashed(call)
	count(names) > 1
	count(password(names)) == 0
	some name in names
	regex.match(`(?i)(secret_?key|pepper|app_?key|signing_?key|hmac_?key)`, name)
}

# The secret of the application itself is hashed to get a key of the right length.
is_key(call) if {
	some name in (hashed(call) | {object.get(call, "target", "")})
	regex.match(`(^|_)(session|cookie|jwt|app|application|encryption|signing|master|csrf)_(secret|key)(_|$)`, secret.flatten(name))
}

# around returns the names that say what is hashed: of the function, of the result, and of what goes in.
around(call) := ({code.last(call.function)} | {object.get(call, "target", "")}) | hashed(call)

hashed(call) := {code.last(name) |
	some name in code.names(code.argument(call, "data"))
	not startswith(name, "secrets.")
	not regex.match(`(?i)(^|_|[a-z])(hash|hashed|digest)$`, code.last(name)) # nobody chooses what a hash comes to
} if {
	call.arguments.data
}

# What is hashed comes later, of what the function is given.
hashed(call) := {parameter.name |
	some function in code.defined[[call.file, call.function]]
	parameters := function.parameters
	count(parameters) == 1
	some parameter in parameters
} if {
	not call.arguments.data
}

# added are the names of what is hashed later.
added(call) := {code.last(name) |
	not call.arguments.data
	some other in code.within("calls", call)
	other.callee == concat(".", [call.callee, "update"])
	some argument in other.arguments
	some name in code.names(argument)
}

is_credential(name) if regex.match(`(^|_)(token|password|passwd|passphrase|pass|pwd|secret|api_?key|apikey|credential|pin|otp)s?(_|$)`, secret.flatten(name))

# is_made holds for a function that makes a token of something that is none: what it hashes is no credential.
is_made(call, names) if {
	regex.match(`(^|_)(get_new|make|new|create|generate|gen|build|rand|random)_`, secret.flatten(code.last(call.function)))
	not contains(lower(call.function), "hash")
	every name in names - {code.last(call.function)} {
		not is_credential(name)
	}
}

is_other(name, _) if regex.match(others, name)

is_other(name, names) if {
	contains(lower(name), "salt")
	count(password(names)) == 0
}

others := `(?i)(etag|checksum|signature|cache|fingerprint|file|content|config|version|chunk|challenge|verifier|canonical|payload|body|url|csrf|prefix|short|truncat|gravatar|pwned|breach|(^|_)sync(_|$)|scope$|^get_?(cache|row|map|storage|redis)?_?key$)`

# random is the situation of what the same function makes with the generator for secrets.
random(call) := ["random" |
	some name in code.names(code.argument(call, "data"))
	startswith(name, "secrets.token_")
]

password(names) := ["password"] if {
	some name in names
	regex.match(`(^|_)(password|passwd|passphrase|pass|pwd|pin|otp)s?(_|$)`, secret.flatten(name))
} else := []
