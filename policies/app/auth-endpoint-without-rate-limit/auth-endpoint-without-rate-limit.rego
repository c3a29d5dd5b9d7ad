# METADATA
# title: Login that can be tried without a limit
# description: |
#   A password or a code of six digits is found by trying, if nothing counts the tries. Lists of passwords from other
#   services are tried in the same way.
#
#   Reported is a route that checks a password, a code or a token, in an application without any sign of a limit: a
#   library for it, a function or class that is named for it, a count of failed tries, an answer with the status 429. So
#   is a function in front of all routes that checks the password of HTTP Basic. Codes of one use, of which there are
#   far fewer than passwords, are a finding of their own. In Go a limit counts in modules that have to do with requests
#   or logins, because clients of other services and transfers have limits as well. Looking up what somebody sends in
#   other routes is not reported.
#
#   The throttles of Django REST framework are for its own views: a login page of Django is reported beside them.
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

import data.lib.basic
import data.lib.code
import data.lib.finding.in_situation
import data.lib.limit
import data.lib.login
import data.lib.secret

# Nothing limits anything, so that the routes of a module are one finding: that of the login, if it is among them. Those
# that check codes are another.
findings contains finding if {
	some asked in unlimited
	[_, first] := min({[rank(route), route.at] | some route in asked})
	some route in asked
	route.at == first
	finding := in_situation(
		{
			"path": route.at,
			"message": sprintf("%q checks a login as often as anybody likes", [subject(route)]),
			"related": array.flatten([
				classes(route),
				[{"path": at, "message": "handles it"} | some at in code.handling(route)],
				[{"path": at, "message": "and here"} | some at in sort([other.at | some other in asked; other.at != first])],
			]),
		},
		array.concat(code.situations(route), code.reach),
	)
}

# A login that comes as a message of a socket.
findings contains finding if {
	count(limit.signs) == 0
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

# HTTP Basic sends the password with each request, and whatever stands in front of the routes checks it.
findings contains finding if {
	count(limit.signs) == 0
	some check in basic.checks
	not unlimited[[check.file, "login"]]
	check.at == min({other.at | some other in basic.checks; other.file == check.file})
	finding := in_situation(
		{
			"path": check.at,
			"message": sprintf("%q %s a password as often as anybody likes", [
				code.last(basic.named(check)),
				basic.verb(check),
			]),
			"related": [{"path": asker.at, "message": "asks for it"} | some asker in basic.askers; asker.at != check.at],
		},
		array.concat(code.situations(check), code.reach),
	)
}

# What Auth.js calls to check the credentials of a form.
findings contains finding if {
	count(limit.signs) == 0
	some call in code.calls("login-provider")
	finding := in_situation(
		{"path": call.at, "message": sprintf("%q checks a login as often as anybody likes", [code.last(call.callee)])},
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

subject(route) := route.path if route.path != ""

subject(route) := route.handler if route.path == ""

unlimited[[route.file, proof(route)]] contains route if {
	count(limit.signs) == 0
	some route in code.of("routes")
	asks(route)
	is_checked_in(route)
	not asks_people(route)
}

# A login page of Django is none of the views that throttles of Django REST framework are for.
unlimited[[route.file, "login"]] contains route if {
	is_for_views_of_rest
	some route in code.of("routes")
	is_page_of_django(route)
}

# proof says what a route checks: a code of a few digits that is good for one use, or anything else.
proof(route) := "code" if {
	regex.match(`(?i)(^|[/_-])(otp|2fa|mfa|totp|two[_-]?factor)(s|/(verify|validate|check|login|recovery))?/?$`, route.path)
} else := "login"

is_for_views_of_rest if {
	"rest_framework" in code.packages
	every sign in limit.signs {
		regex.match(`(?i)throttl`, sign)
	}
}

# is_page_of_django holds for the route of a login of Django itself, which LoginView is:
# https://docs.djangoproject.com/en/6.0/topics/auth/default/
is_page_of_django(route) if count(pages_of_django(route)) > 0

is_page_of_django(route) if route.handler == "django.contrib.auth.views.LoginView.as_view"

is_page_of_django(route) if {
	some call in handled(route, "calls")
	call.callee == "django.contrib.auth.authenticate"
	some function in code.defined[[call.file, call.function]]
	not contains(function.name, ".")
	not "rest_framework.decorators.api_view" in object.get(function, "decorators", [])
}

# pages_of_django returns the classes that a route shows and that extend the login of Django.
pages_of_django(route) := [class |
	some class in code.of("classes")
	"django.contrib.auth.views.LoginView" in class.bases
	class.name == code.last(trim_suffix(object.get(route, "handler", ""), ".as_view"))
]

classes(route) := [{"path": class.at, "message": "the class"} | some class in pages_of_django(route)]

rank(route) := 0 if is_for_login(route)

rank(route) := 1 if not is_for_login(route)

# asks holds for a route that is there to prove who somebody is.
asks(route) if {
	regex.match(
		`(?i)(^|/)(log[_-]?in|sign[_-]?in|(log[_-]?in|sign[_-]?in|auth|user)/(access[_-]?token|local|password|email|admin|ldap|submit|json|basic)|(access[_-]?)?token|auth|authenticate|verify|(validate|verify|check)[_-]?(reset[_-]?)?(token|code|otp|totp|password)|register|sign[_-]?up|otp|2fa|mfa|totp|two[_-]?factor|(otp|2fa|mfa|totp|two[_-]?factor)/(verify|validate|check|login|recovery)|password|reset[_-]?password|session|unlock)s?/?$`,
		route.path,
	)
	changes(route)
	not is_own(route.path)
}

asks(route) if {
	route.path == ""
	is_for_login(route)
	changes(route)
}

# The name of a procedure is all that says what it is for.
asks(route) if {
	route.is == "procedure"
	is_for_login(route)
}

# Somebody who is logged in changes his password, or makes a token.
is_own(path) if {
	regex.match(`(?i)(^|/)(settings?|profile|preferences|me)/([\w-]+/)*password/?$|(^|/)(users?|me|profile|settings?)/([^/]+/)?tokens/?$`, path)
}

changes(route) if route.is == "websocket"

changes(route) if {
	some method in route.methods
	method in {"POST", "PUT", "PATCH"}
}

changes(route) if count(object.get(route, "methods", [])) == 0

# is_checked_in holds for a route whose handler checks something that can be guessed.
is_checked_in(route) if {
	some call in handled(route, "calls")
	proves(call)
}

is_checked_in(route) if {
	some read in handled(route, "inputs")
	regex.match(`(?i)(passw|pin|otp|code|secret|token)`, read.name)
	read.part in {"body", "query", "header"}
}

is_checked_in(route) if {
	some comparison in handled(route, "comparisons")
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
	some call in code.of("calls")
	handles(route, call)
	some argument in call.arguments
	argument.kind == "request"
	argument.part == "body"
	secret.is_password(object.get(argument, "name", ""))
}

is_checked_in(route) if is_page_of_django(route)

is_checked_in(route) if {
	some function in code.called(route.handler)
	some parameter in object.get(function, "parameters", [])
	regex.match(`(?i)(OAuth2PasswordRequestForm|HTTPBasicCredentials|Login|Credentials|SignIn)`, concat(" ", [
		object.get(parameter, "type", ""),
		parameter.name,
	]))
}

is_for_login(route) if {
	route.handler
	is_named_for_login(route)
	place := concat(" ", array.concat([route.path, route.handler], object.get(route, "through", [])))
	not regex.match(`(?i)oauth|oidc|saml|sso|webauthn|passkey|passwordless|magic|redirect`, place)
}

is_named_for_login(route) if regex.match(`(?i)(^|/)(log[_-]?in|sign[_-]?in|authenticate)/?$`, route.path)

is_named_for_login(route) if {
	regex.match(`(?i)(^|/)auth/?$`, route.path)
	route.methods == ["POST"]
}

is_named_for_login(route) if {
	route.is == "procedure"
	is_login(route.path)
}

# The path says less than the function that checks: POST /session/token with UserLoginValidation.
is_named_for_login(route) if {
	some name in array.concat([route.handler], object.get(route, "through", []))
	is_login(name)
}

# Where nothing says what the path of a method is, the name of its class does.
is_named_for_login(route) if {
	route.path == ""
	some name in split(route.handler, ".")
	regex.match(
		`^(do_|user_|admin_)?(log_?in|sign_?in)(_(page|view|handler|form|user|resource|api|root|controller))?$`,
		secret.flatten(name),
	)
}

is_login(name) if {
	regex.match(
		`(?i)^(post|handle|do|user|admin|api|check|process|submit|perform|validate|verify)*(login|signin|authenticate)(user|post|handler|action|submit|validation|check|password|local|ldap|json|api|v[0-9]+|2fa|totp|otp|mfa|with|by|and|for|get|create|accesstoken|token|email|username|credentials|form)*$`,
		replace(code.last(name), "_", ""),
	)
}

proves(call) if call.is == "safe-compare"

proves(call) if {
	regex.match(`^(bcrypt(js)?|argon2)\.(compare|compareSync|verify)$|^passport\.authenticate$`, call.callee)
}

proves(call) if {
	regex.match(
		`^(auth(enticate)?(_(user|login|password|credentials?|account|admin|by)(_\w*)?)?|authenticate_\w+|(check|verify|validate|compare|match)(_\w*)?_(passw\w*|hash|t?otp|code|pin|token|credential|mfa|2fa|second_factor)s?(_\w*)?|(get|create|issue|generate|make)_token_(from|by|with|for)_(email|password|user\w*|credentials?|login)|verify|checkpw|login_user|sign_?in|log_?in)$`,
		secret.flatten(code.last(call.callee)),
	)
}

# handled returns the facts of a sort in the functions that a route names.
handled(route, name) := {fact |
	some function in array.concat(object.get(route, "through", []), [route.handler])
	some fact in code.named(name, function)
	handles(route, fact)
}

handles(route, fact) if {
	code.last(fact.function) == code.last(route.handler)
	not is_common(route, fact)
}

handles(route, fact) if {
	some name in object.get(route, "through", [])
	code.last(fact.function) == code.last(name)
}

# A name that a framework gives to the handler of each file.
is_common(route, fact) if {
	code.last(route.handler) in {
		"GET", "POST", "PUT", "PATCH", "DELETE", "default", "handler", "action", "mutation", "resolve",
	}
	code.modules[route.file].language == "javascript"
	fact.file != route.file
}

# Methods of several classes have the same name, which is that of an HTTP method or of the page of a folder.
is_common(route, fact) if {
	code.last(route.handler) in {"index", "default", "get", "post", "put", "patch", "dispatch"}
	not endswith(route.handler, fact.function)
	contains(route.handler, ".")
}

# asks_people holds for a route that lets no program try.
asks_people(route) if {
	some call in code.named("calls", route.handler)
	regex.match(`(?i)captcha|turnstile`, call.callee)
}

# What stands in front may ask only where somebody has turned it on.
asks_people(route) if {
	some name in object.get(route, "through", [])
	some call in code.named("calls", name)
	regex.match(`(?i)captcha|turnstile`, call.callee)
	count(object.get(call, "guards", [])) == 0
}
