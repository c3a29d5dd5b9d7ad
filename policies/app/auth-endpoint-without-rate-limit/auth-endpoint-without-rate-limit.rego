# METADATA
# title: Login that can be tried without a limit
# description: |
#   A password or a code of six digits is found by trying, if nothing counts the tries. Lists of passwords from other
#   services are tried in the same way.
#
#   Reported is a route that checks a password, a code or a token, in an application without any sign of a limit: a
#   library for it, a function or class that is named for it, a count of failed tries. So is a function in front of all
#   routes that checks the password of HTTP Basic. Looking up what somebody sends in other routes is not reported.
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

import data.lib.code
import data.lib.finding.in_situation
import data.lib.login
import data.lib.secret

# Nothing limits anything, so that the routes of a module are one finding: that of the login, if it is among them.
findings contains finding if {
	some asked in unlimited
	[_, first] := min({[rank(route), route.at] | some route in asked})
	some route in asked
	route.at == first
	finding := in_situation(
		{
			"path": route.at,
			"message": sprintf("%q checks a login as often as anybody likes", [subject(route)]),
			"related": array.concat(classes(route), [{"path": at, "message": "and here"} |
				some at in sort([other.at | some other in asked; other.at != first])
			]),
		},
		array.concat(code.situations(route), code.reach),
	)
}

# HTTP Basic sends the password with each request, and whatever stands in front of the routes checks it.
findings contains finding if {
	count(signs) == 0
	some function in outer_of_basic
	not unlimited[function.file]
	finding := in_situation(
		{
			"path": function.at,
			"message": sprintf("%q checks a password as often as anybody likes", [code.last(function.name)]),
		},
		array.concat(code.situations(function), code.reach),
	)
}

# outer_of_basic are the functions of a module that check the password of HTTP Basic, or that have the one which does
# inside.
outer_of_basic contains function if {
	some function in code.of("functions")
	some name in basic[function.file]
	name == function.name
	not is_within(function)
}

outer_of_basic contains function if {
	some function in code.of("functions")
	some name in basic[function.file]
	startswith(name, sprintf("%s.", [function.name]))
}

is_within(function) if {
	some other in code.of("functions")
	other.file == function.file
	startswith(function.name, sprintf("%s.", [other.name]))
}

# basic are the functions that check the password of HTTP Basic, by module. Flask has the user and the password as
# attributes of request.authorization.
basic[password.file] contains password.function if {
	some password in code.of("inputs")
	password.part == "header"
	password.name == "authorization"
	some user in code.within("inputs", password)
	user.part == "header"
	user.name == ""
}

basic[call.file] contains call.function if {
	some call in code.of("calls")
	regex.match(`(^|\.)(BasicAuth\.decode|b64decode)$`, call.callee)
	some read in code.within("inputs", call)
	read.part == "header"
	read.name == "authorization"
}

basic[function.file] contains function.name if {
	some function in code.of("functions")
	some parameter in object.get(function, "parameters", [])
	regex.match(`(^|\.)HTTPBasicCredentials$`, object.get(parameter, "type", ""))
	not [function.file, function.name] in code.handlers
}

basic[function.file] contains function.name if {
	some function in code.of("functions")
	some name in object.get(function, "decorators", [])
	regex.match(`HTTPBasicAuth\.verify_password$`, name)
}

subject(route) := route.path if route.path != ""

subject(route) := route.handler if route.path == ""

unlimited[route.file] contains route if {
	count(signs) == 0
	some route in code.of("routes")
	asks(route)
	is_checked_in(route)
	not asks_people(route)
}

# A login page of Django is none of the views that throttles of Django REST framework are for.
unlimited[route.file] contains route if {
	is_for_views_of_rest
	some route in code.of("routes")
	is_page_of_django(route)
}

is_for_views_of_rest if {
	"rest_framework" in code.packages
	every sign in signs {
		regex.match(`(?i)throttl`, sign)
	}
}

# is_page_of_django holds for the route of a login of Django itself, which LoginView is:
# https://docs.djangoproject.com/en/6.0/topics/auth/default/
is_page_of_django(route) if count(pages_of_django(route)) > 0

is_page_of_django(route) if route.handler == "django.contrib.auth.views.LoginView.as_view"

is_page_of_django(route) if {
	some call in code.of("calls")
	call.callee == "django.contrib.auth.authenticate"
	handles(route, call)
	some function in code.of("functions")
	function.file == call.file
	function.name == call.function
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
		`(?i)(^|/)(log[_-]?in|sign[_-]?in|token|auth|authenticate|verify|(validate|verify|check)[_-]?(reset[_-]?)?(token|code|otp|totp|password)|register|sign[_-]?up|otp|2fa|mfa|totp|password|reset[_-]?password|session|unlock)s?/?$`,
		route.path,
	)
	changes(route)
}

asks(route) if {
	route.path == ""
	is_for_login(route)
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

is_checked_in(route) if is_page_of_django(route)

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

# Where nothing says what its path is, the name of the handler or of its class does.
is_for_login(route) if {
	route.path == ""
	some name in split(route.handler, ".")
	regex.match(
		`^(do_|user_|admin_)?(log_?in|sign_?in)(_(page|view|handler|form|user|resource|api|root|controller))?$`,
		secret.flatten(name),
	)
}

proves(call) if call.is == "safe-compare"

proves(call) if {
	regex.match(`^(bcrypt(js)?|argon2)\.(compare|compareSync|verify)$|^passport\.authenticate$`, call.callee)
}

proves(call) if {
	regex.match(
		`^(auth(enticate)?(_(user|login|password|credentials?|account|admin|by)(_\w*)?)?|authenticate_\w+|(check|verify|validate|compare|match)(_\w*)?_(passw\w*|hash|otp|code|pin|token|credential)s?(_\w*)?|verify|checkpw|login_user|sign_?in|log_?in)$`,
		secret.flatten(code.last(call.callee)),
	)
}

handles(route, fact) if {
	code.last(fact.function) == code.last(route.handler)
	not is_common(route, fact)
}

# Methods of several classes have the same name, which is that of an HTTP method or of the page of a folder.
is_common(route, fact) if {
	code.last(route.handler) in {"index", "default", "get", "post", "put", "patch", "dispatch"}
	not endswith(route.handler, fact.function)
	contains(route.handler, ".")
}

# signs are the signs of a limit anywhere in the application.
signs contains name if {
	some name in code.packages
	regex.match(`^(slowapi|flask_limiter|fastapi_limiter|limits|axes|django_ratelimit|ratelimit|pyrate_limiter|aiohttp_ratelimiter|asgi_ratelimit|defender|throttled|fastapi_users)$`, name)
}

signs contains call.callee if some call in code.calls("limiter")

signs contains name if {
	some name in code.imports
	regex.match(`(?i)rate[-_]?limit|throttl|express-(brute|slow-down)|tollbooth|httprate|ulule/limiter|x/time/rate`, name)
	not is_of_others(name)
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

is_limit(name) if {
	regex.match(
		`(?i)(rate_?limit|throttl|(^|[^e])limiter|lock_?out|(failed|failure|login|auth|password)s?_?(\w*_)?(attempts|count)|(failed|failure|login)\w*(Attempts|Count)|(^|_)(count|record|add)_\w*fail|brute_?force|too_?many_?(login|attempt|request|fail|tr(y|ies)))`,
		name,
	)
	not is_of_others(name)
}

# is_of_others holds for the name of the error with which the program learns that somebody else's service limits it.
is_of_others(name) if {
	regex.match(`(?i)(rate_?limit(ed)?_?(error|exception)|too_?many_?requests_?(error|exception)?)$`, name)
}

# asks_people holds for a route that lets no program try.
asks_people(route) if {
	some call in code.of("calls")
	handles(route, call)
	regex.match(`(?i)captcha|turnstile`, call.callee)
}
