# METADATA
# title: Login that can be tried without a limit
# description: |
#   A password or a code of six digits is found by trying, if nothing counts the tries. Lists of passwords from other
#   services are tried in the same way.
#
#   Reported is a route that checks a password, a code or a token, in an application without any sign of a limit: a
#   library for it, a function or class that is named for it, a count of failed tries. Looking up what somebody sends in
#   other routes is not reported.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#protect-against-automated-attacks
# scope: package
# custom:
#   severity: low
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     inside:
#       severity: note
#       because: only the host or other containers reach it
#     published:
#       severity: medium
#       because: other machines reach it
#   remediation: |
#     Limit the tries for each account and for each address, and count the failures where all processes see them.
#
#     A limit in the reverse proxy for the path of the login does as well.
#   cwe: [307, 799]
package app["auth-endpoint-without-rate-limit"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.login
import data.lib.secret

# Nothing limits anything, so that the routes of a module are one finding: that of the login, if it is among them.
findings contains finding if {
	count(signs) == 0
	some asked in unlimited
	[_, first] := min({[rank(route), route.at] | some route in asked})
	some route in asked
	route.at == first
	finding := in_situation(
		{
			"path": route.at,
			"message": sprintf("%q checks a login as often as anybody likes", [route.path]),
			"related": [{"path": at, "message": "and here"} |
				some at in sort([other.at | some other in asked; other.at != first])
			],
		},
		array.concat(code.situations(route), code.reach),
	)
}

# A login that comes as a message of a socket.
findings contains finding if {
	count(signs) == 0
	first := min({call.at | some call in logins})
	some call in logins
	call.at == first
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q checks a login as often as anybody likes", [code.literal(call, "event")]),
			"related": [{"path": at, "message": "and here"} |
				some at in sort([other.at | some other in logins; other.at != first])
			],
		},
		array.concat(code.situations(call), code.reach),
	)
}

# logins are the handlers of messages that check who somebody is.
logins contains call if {
	some call in code.calls("socket-event")
	regex.match(`(?i)^(log[_-]?in|sign[_-]?in|auth|authenticate)$`, code.text(call, "event"))
	not call.function == "" # whose handler is known
	some proof in code.within("calls", call)
	proves(proof)
}

unlimited[route.file] contains route if {
	some route in code.of("routes")
	asks(route)
	is_checked_in(route)
	not asks_people(route)
}

rank(route) := 0 if is_for_login(route)

rank(route) := 1 if not is_for_login(route)

# asks holds for a route that is there to prove who somebody is.
asks(route) if {
	regex.match(
		`(?i)(^|/)(log[_-]?in|sign[_-]?in|token|auth|authenticate|verify|(validate|verify|check)[_-]?(reset[_-]?)?(token|code|otp|totp|password)|register|sign[_-]?up|otp|2fa|mfa|totp|password|reset[_-]?password|session|unlock)s?/?$`,
		route.path,
	)
	changes(route)
}

changes(route) if route.is == "websocket"

changes(route) if {
	some method in route.methods
	method in {"POST", "PUT", "PATCH"}
}

changes(route) if count(object.get(route, "methods", [])) == 0

# is_checked_in holds for a route whose handler checks something that can be guessed.
is_checked_in(route) if {
	some call in code.of("calls")
	handles(route, call)
	proves(call)
}

is_checked_in(route) if {
	some read in code.of("inputs")
	handles(route, read)
	regex.match(`(?i)(passw|pin|otp|code|secret|token)`, read.name)
	read.part in {"body", "query", "header"}
}

is_checked_in(route) if {
	some comparison in code.of("comparisons")
	handles(route, comparison)
	some side in [comparison.left, comparison.right]
	side.kind == "request"
	secret.is_name(side.name)
}

# Whoever posts to it wants to be let in, whatever the handler leaves that to.
is_checked_in(route) if {
	is_for_login(route)
	"POST" in object.get(route, "methods", [])
}

is_checked_in(route) if {
	is_for_login(route)
	count(object.get(route, "methods", [])) == 0
	some refusal in login.refusals
	handles(route, refusal)
}

is_checked_in(route) if {
	some function in code.of("functions")
	code.last(function.name) == code.last(route.handler)
	some parameter in object.get(function, "parameters", [])
	regex.match(`(?i)(OAuth2PasswordRequestForm|HTTPBasicCredentials|Login|Credentials|SignIn)`, concat(" ", [
		object.get(parameter, "type", ""),
		parameter.name,
	]))
}

is_for_login(route) if {
	route.handler
	regex.match(`(?i)(^|/)(log[_-]?in|sign[_-]?in|authenticate)/?$`, route.path)
	place := concat(" ", [route.path, route.handler])
	not regex.match(`(?i)oauth|oidc|saml|sso|webauthn|passkey|passwordless|magic|redirect`, place)
}

proves(call) if call.is == "safe-compare"

proves(call) if {
	regex.match(`^(bcrypt(js)?|argon2)\.(compare|compareSync|verify)$|^passport\.authenticate$`, call.callee)
}

proves(call) if {
	regex.match(
		`^(auth(enticate)?(_(user|login|password|credentials?|account|admin|by)(_\w*)?)?|authenticate_\w+|(check|verify|validate|compare|match)(_\w*)?_(passw\w*|hash|otp|code|pin|token|credential)s?(_\w*)?|(get|create|issue|generate|make)_token_(from|by|with|for)_(email|password|user\w*|credentials?|login)|verify|checkpw|login_user|sign_?in|log_?in)$`,
		secret.flatten(code.last(call.callee)),
	)
}

handles(route, fact) if code.last(fact.function) == code.last(route.handler)

# signs are the signs of a limit anywhere in the application.
signs contains name if {
	some name in code.packages
	regex.match(`^(slowapi|flask_limiter|fastapi_limiter|limits|axes|django_ratelimit|ratelimit|pyrate_limiter|aiohttp_ratelimiter|asgi_ratelimit|defender|throttled|fastapi_users)$`, name)
}

signs contains call.callee if some call in code.calls("limiter")

signs contains name if {
	some name in code.imports
	regex.match(`(?i)rate[-_]?limit|throttl|express-(brute|slow-down)|tollbooth|httprate|ulule/limiter|x/time/rate`, name)
}

signs contains fact.name if {
	some name in {"functions", "classes"}
	some fact in code.of(name)
	fact.aside == ""
	is_limit(fact.name)
}

signs contains name if {
	some function in code.of("functions")
	function.aside == ""
	some name in object.get(function, "decorators", [])
	is_limit(name)
}

signs contains call.callee if {
	some call in code.of("calls")
	call.aside == ""
	is_limit(call.callee)
}

signs contains setting.name if {
	some setting in code.of("settings")
	is_limit(setting.name)
}

is_limit(name) if regex.match(`(?i)(rate_?limit|throttl|limiter|lock_?out|(failed|failure|login|auth|password)s?_?(\w*_)?(attempts|count)|(failed|failure|login)\w*(Attempts|Count)|(^|_)(count|record|add)_\w*fail|brute_?force|too_many)`, name)

# asks_people holds for a route that lets no program try.
asks_people(route) if {
	some call in code.of("calls")
	handles(route, call)
	regex.match(`(?i)captcha|turnstile`, call.callee)
}
