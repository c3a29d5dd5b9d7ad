# METADATA
# title: Web token that is not verified as it should be
# description: |
#   Whoever can write a token that the application believes is any user. That is so where the signature is not
#   verified, where the algorithm `none` is accepted, and where the same call accepts HMAC and a public-key algorithm:
#   the public key, which everybody has, is then taken for the HMAC's secret.
#
#   Reported are the switches of PyJWT and python-jose, a call that names no algorithms, and a token that is valid for
#   longer than a day, which is low: nobody can take it back. A call that reads a token without verifying it beside one
#   that verifies is low too. Reading the header for the key's id, a leeway, and a refresh token are not reported.
# related_resources:
# - https://www.rfc-editor.org/rfc/rfc8725
# - https://pyjwt.readthedocs.io/en/stable/usage.html
# - https://python-jose.readthedocs.io/en/latest/jwt/api.html
# scope: package
# custom:
#   severity: high
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     provider:
#       severity: note
#       because: by its name it is what the endpoint of the provider answered, of which TLS says whom it comes from
#     beside-verification:
#       severity: low
#       because: another call of the function, or of one that calls it, verifies a token
#     verified:
#       severity: note
#       because: the library that calls the function has verified the token before
#     page:
#       severity: note
#       because: a page reads what it shows out of its own token, and decides nothing
#     expired:
#       severity: medium
#       because: the signature is verified, and a token that was stolen is valid for ever
#     audience:
#       severity: note
#       because: the signature is verified, and tokens for other services of the same issuer are accepted
#     refused:
#       severity: low
#       because: PyJWT refuses this since 2.0.0, and verifies with whatever the token names before
#     by-key:
#       severity: note
#       because: the library takes only the algorithms that fit the type of the key, which is safe while nobody can
#         choose the key
#     endless:
#       severity: medium
#       because: the token is verified, and whoever has it is logged in for as long as the key is in use
#     long:
#       severity: low
#       because: the token is verified, and nobody can take it back while it is valid
#     peeked:
#       severity: note
#       because: only who issued the token is read of it, which says with what it is to be verified
#   parameters:
#     max_token_hours: 24
#   remediation: |
#     Verify every token with one key and the one kind of algorithm that belongs to it: `algorithms=["RS256"]`.
#
#     Let access tokens end within minutes, and renew them with a refresh token that you can take back.
#   cwe: [347, 345]
#   aliases:
#   - semgrep:python.jwt.security.unverified-jwt-decode.unverified-jwt-decode
#   - semgrep:python.jwt.security.jwt-none-alg.jwt-python-none-alg
package app["jwt-misuse"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.page
import data.lib.secret

findings contains finding if {
	some call in code.calls("jwt-decode")
	some argument in unverified(call)
	finding := in_situation(
		{
			"path": code.path(call, argument),
			"message": sprintf("%q does not verify the signature", [call.callee]),
		},
		array.flatten([code.situations(call), peeked(call), beside(call), shown(call)]),
	)
}

findings contains finding if {
	some call in code.calls("jwt-unverified")
	finding := in_situation(
		{"path": call.at, "message": sprintf("%q does not verify the signature", [call.callee])},
		array.flatten([code.situations(call), beside(call), shown(call)]),
	)
}

findings contains finding if {
	some call in code.calls("jwt-decode")
	count(unverified(call)) == 0
	some [what, context, _] in weaknesses(call)
	finding := in_situation(
		{
			"path": code.path(call, "algorithms"),
			"message": sprintf("%q %s", [call.callee, what]),
		},
		array.concat(code.situations(call), context),
	)
}

findings contains finding if {
	some call in code.calls("jwt-decode")
	count(unverified(call)) == 0
	some option, said in {
		"verify_exp": ["accepts expired tokens", "expired"],
		"verify_aud": ["accepts any audience", "audience"],
	}
	code.constant(code.argument(call, "options").entries[option]) == false
	finding := in_situation(
		{
			"path": array.concat(code.path(call, "options"), ["entries", option]),
			"message": sprintf("%q %s", [call.callee, said[0]]),
		},
		array.concat(code.situations(call), [said[1]]),
	)
}

findings contains finding if {
	some call in code.calls("jwt-encode")
	is_none(code.literal(call, "algorithm"))
	finding := in_situation(
		{
			"path": code.path(call, "algorithm"),
			"message": sprintf("%q makes tokens without a signature", [call.callee]),
		},
		code.situations(call),
	)
}

findings contains finding if {
	some call in code.calls("jwt-encode")
	some span in [node | walk(code.argument(call, "payload").entries.exp, [_, node]); node.name == "datetime.timedelta"]
	hours := sum([part | some unit, value in span.entries; part := unit_hours[unit] * value.value])
	hours > input.parameters["app/jwt-misuse"].max_token_hours
	finding := in_situation(
		{
			"path": array.concat(code.path(call, "payload"), ["entries", "exp"]),
			"message": sprintf("%q makes tokens that are valid for %v hours", [call.callee, round(hours)]),
		},
		array.concat(code.situations(call), ["long"]),
	)
}

findings contains finding if {
	some call in code.calls("jwt-encode")
	hours := span_of(code.literal(call, "lifetime"))
	hours > input.parameters["app/jwt-misuse"].max_token_hours
	finding := in_situation(
		{
			"path": code.path(call, "lifetime"),
			"message": sprintf("%q makes tokens that are valid for %v hours", [call.callee, round(hours)]),
		},
		array.concat(code.situations(call), ["long"]),
	)
}

findings contains finding if {
	some call in code.calls("jwt-encode")
	startswith(call.callee, "jsonwebtoken.")
	not call.open
	not call.arguments.lifetime
	payload := code.argument(call, "payload")
	payload.kind == "dictionary"
	object.get(payload, "part", "") == ""
	count([key | some key, _ in payload.entries; ends(key)]) == 0
	finding := in_situation(
		{"path": call.at, "message": sprintf("%q makes tokens that never expire", [call.callee])},
		array.concat(code.situations(call), ["endless"]),
	)
}

findings contains finding if {
	uses_tokens
	some setting in code.of("settings")
	[[_, unit]] := regex.find_all_string_submatch_n(lifetime, lower(setting.name), 1)
	value := code.constant(setting.default)
	is_number(value)
	hours := value * unit_hours[unit]
	hours > input.parameters["app/jwt-misuse"].max_token_hours
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q makes tokens valid for %v hours", [setting.name, round(hours)]),
		},
		array.concat(code.situations(setting), ["long"]),
	)
}

# ends holds for a claim that says when a token ends: that of the standard, or one that the program reads itself.
ends(claim) if {
	regex.match(`^(exp|(expires?|expiry|expiration|valid)(_(at|on|in|time|date|until))?)$`, secret.flatten(claim))
}

lifetime := `^(?:jwt_|auth_|app_)?(?:access_token|token|jwt|id_token)_(?:expire|expires|expiry|expiration|exp|lifetime|ttl|validity)_?(?:in_|time_)?(seconds|minutes|hours|days|weeks)$`

unit_hours := {"seconds": 1 / 3600, "minutes": 1 / 60, "hours": 1, "days": 24, "weeks": 168}

# span_of returns the hours of a lifetime: seconds, or a text such as 7d of the package ms that jsonwebtoken reads.
span_of(value) := value / 3600 if is_number(value)

span_of(value) := to_number(number) * unit_of[unit] if {
	is_string(value)
	[[_, number, unit]] := regex.find_all_string_submatch_n(`^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$`, lower(value), 1)
}

unit_of := {
	"s": 1 / 3600, "m": 1 / 60, "h": 1, "d": 24, "w": 168, "y": 8766, "min": 1 / 60, "hour": 1, "hours": 1, "hr": 1,
	"hrs": 1, "day": 24, "days": 24, "week": 168, "weeks": 168, "year": 8766, "years": 8766, "minutes": 1 / 60,
}

uses_tokens if {
	some name in {"jwt", "jose", "authlib", "flask_jwt_extended"}
	name in code.packages
}

# peeked is the situation of a token of which only what says who issued it is read before it is verified.
peeked(call) := ["peeked" |
	claims := [claim |
		some read in code.within("calls", call)
		read.callee == concat(".", [call.callee, "get"])
		claim := code.literal(read, "0")
	]
	count(claims) > 0
	every claim in claims {
		claim in {"iss", "aud", "kid", "alg", "tid", "azp", "client_id"}
	}
]

# unverified returns the arguments that turn the verification off.
unverified(call) := {name | some name in ["options", "verify"]; turns_off(call, name)}

turns_off(call, "verify") if code.literal(call, "verify") == false

turns_off(call, "options") if code.constant(code.argument(call, "options").entries.verify_signature) == false

beside(call) := ["beside-verification"] if {
	some other in code.calls("jwt-decode")
	other.file == call.file
	other.function == call.function
	other.at != call.at
	count(unverified(other)) == 0
} else := ["beside-verification"] if {
	some other in code.calls("jwt-decode")
	other.file == call.file
	count(unverified(other)) == 0
	some caller in code.within("calls", other)
	code.last(caller.callee) == code.last(call.function)
} else := ["provider"] if {
	some argument in call.arguments
	not code.is_from_request(call, argument)
	some name in code.names(argument)
	contains(name, ".")
	secret.flatten(code.last(name)) == "id_token"
} else := []

# shown is the situation of a token that a page, or a function which Passport calls, looks into.
shown(call) := ["verified"] if {
	some outer in code.around(call.function)
	some other in code.within("calls", {"file": call.file, "function": outer})
	regex.match(`(^|\.)passport\.authenticate$`, other.callee)
} else := ["page"] if {
	page.in_browser(call.file)
	is_front(call.file)
} else := []

is_front(_) if not code.is_web

is_front(file) if regex.match(`(^|/)(client|frontend|public|web|ui|www|static|assets)/`, file)

# weaknesses returns what is wrong with the algorithms, with the situation that it makes.
weaknesses(call) := {weakness |
	some weakness in [
		["accepts tokens without a signature", [], accepts_none(call)],
		["accepts HMAC and a public-key algorithm with one key", [], is_mixed(call)],
		["names no algorithms", absent(call), names_none(call)],
	]
	weakness[2]
}

default accepts_none(_) := false

accepts_none(call) if {
	some name in code.texts(call, "algorithms")
	is_none(name)
}

default names_none(_) := false

names_none(call) if {
	not call.arguments.algorithms
	not call.open
	not has_option(call)
}

# Go gives the list as an option of its own.
has_option(call) if {
	walk(call.arguments, [_, node])
	code.last(node.name) == "WithValidMethods"
}

is_none(name) if lower(name) == "none"

default is_mixed(_) := false

is_mixed(call) if {
	names := code.texts(call, "algorithms")
	some hmac in names
	startswith(hmac, "HS")
	some other in names
	regex.match(`^(RS|ES|PS|EdDSA)`, other)
}

# python-jose takes the algorithm of the token; PyJWT refuses; jsonwebtoken 9 takes those that fit the key:
# https://github.com/auth0/node-jsonwebtoken/tree/v9.0.2#jwtverifytoken-secretorpublickey-options-callback
absent(call) := ["refused"] if {
	startswith(call.callee, "jwt.")
} else := ["by-key"] if {
	some library in {"jsonwebtoken.", "golang-jwt/jwt."}
	startswith(call.callee, library)
} else := []
