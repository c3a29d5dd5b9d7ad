# METADATA
# description: |
#   Finds the signs of a login in an application: anything that asks, checks or knows who somebody is. It errs on the
#   side of a login, because rules report that there is none.
package lib.login

import data.lib.code

# is_known holds for an application that shows any sign of a login.
is_known if count(signs) > 0

signs contains name if {
	some name in code.imports
	regex.match(packages, name)
}

signs contains fact.name if {
	some facts in {"functions", "classes"}
	some fact in code.of(facts)
	is_check(fact.name)
}

signs contains name if {
	some function in code.of("functions")
	some name in object.get(function, "decorators", [])
	is_check(name)
}

signs contains call.callee if {
	some call in code.of("calls")
	is_check(code.last(call.callee))
}

signs contains read.name if {
	some read in code.of("inputs")
	is_proof(read)
}

signs contains "dependencies" if {
	some call in code.of("calls")
	call.arguments.dependencies
}

signs contains "compare" if count(code.calls("safe-compare")) > 0

signs contains name if {
	some name in code.imports
	regex.match(libraries, name)
}

signs contains name if {
	some call in code.calls("middleware")
	some part in ["first", "second"]
	some name in code.names(code.argument(call, part))
	is_check(code.last(name))
}

libraries := concat("", [
	`^(passport|express-jwt|express-basic-auth|jsonwebtoken|jose|next-auth|better-auth|lucia|firebase-admin|openid-client|oauth2?-server`,
	`|keycloak-connect|express-openid-connect|koa-jwt|koa-passport|hono/(jwt|basic-auth|bearer-auth)|bcrypt(js)?|argon2|basic-auth|http-auth`,
	`|@(auth|clerk|fastify/(jwt|basic-auth|bearer-auth|passport)|nestjs/(passport|jwt)|okta|supabase))([-/.]|$)`,
])

packages := concat("", [
	`^(fastapi\.security|flask_login|flask_httpauth|flask_jwt_extended|flask_security|flask_principal|flask_oidc`,
	`|flask_basicauth|flask_dance|authlib|jose|jwt|django\.contrib\.auth|rest_framework|aiohttp_security|aiohttp_session`,
	`|starlette\.authentication|fastapi_users|fastapi_login|passlib|oauthlib|msal|ldap3?|keycloak|auth0|firebase_admin`,
	`|starlette\.middleware\.sessions|fastapi\.Security|flask\.session`,
	`|golang-jwt/jwt|golang\.org/x/oauth2|golang\.org/x/crypto/bcrypt|gorilla/sessions|gin-contrib/sessions|casbin|go-ldap`,
	`|github\.com/coreos/go-oidc|github\.com/(alexedwards/scs|go-chi/jwtauth|zitadel|ory|casbin|go-ldap|markbates/goth)`,
	`|fiber/middleware/(basicauth|keyauth|session))([./]|$)`,
])

# is_check holds for a name of what asks or checks who somebody is.
is_check(name) if {
	contains(lower(name), "auth")
	not regex.match(`(?i)author(s|ed|_|$)`, name)
}

is_check(name) if regex.match(checks, name)

checks := concat("|", [
	`(?i)login|logged_in|^can_?activate$|current_user|permission|api_?key|jwt|protected`,
	`require_?(token|key|user|admin|session)`,
	`(verify|check|validate)_?\w*(token|key|user|session|credential|signature|password|ticket)`,
])

# is_proof holds for data of a request by which somebody proves who he is.
is_proof(read) if {
	read.part in {"header", "query", "cookie"}
	regex.match(`(?i)(auth|token|api[-_]?key|secret|signature|session|ticket|x-user|password)`, read.name)
}

# refusals are the places that refuse somebody: the answers 401 and 403 of HTTP, and the codes by which a WebSocket is
# closed for the same reasons. Each is a fact with status: 401 for one who did not prove who he is, 403 for one who
# may not.
refusals contains object.union(fact, {"status": status}) if {
	some fact in code.of("exits")
	status := meant(fact.value)
}

refusals contains object.union(call, {"status": status}) if {
	some call in code.calls("http-error")
	regex.match(`(^|\.)(abort|set_status)$`, call.callee)
	status := statuses[code.literal(call, "status")]
}

refusals contains object.union(call, {"status": status}) if {
	some call in code.calls("websocket-close")
	status := statuses[code.literal(call, "code")]
}

# statuses are the codes of HTTP and of WebSockets (RFC 6455, 7.4.2: 4000 to 4999 are those of applications, for which
# most take the code of HTTP) that refuse somebody, with what they mean.
statuses := {401: 401, 403: 403, 1008: 401, 4001: 401, 4003: 403, 4401: 401, 4403: 403}

# What compares a status asks what another program has answered.
meant(value) := min({status | walk(value, [_, node]); status := refused(node)}) if not "comparison" in code.kinds(value)

refused(node) := statuses[node.value] if {
	node.kind == "literal"
	node.value in {401, 403}
}

refused(node) := refusing[name] if {
	is_string(node.name)
	not contains(node.name, "rejectUnauthorized") # which is about certificates
	name := regex.find_n(`HTTP_40[13]|HTTPStatus\.(?:UNAUTHORIZED|FORBIDDEN)|Unauthorized|Forbidden|NotAuthenticated|AuthenticationFailed|PermissionDenied|_40[13]$`, node.name, 1)[0]
}

# refusing are the names of statuses and exceptions that refuse somebody.
refusing := {
	"HTTP_401": 401,
	"HTTPStatus.UNAUTHORIZED": 401,
	"Unauthorized": 401,
	"NotAuthenticated": 401,
	"AuthenticationFailed": 401,
	"_401": 401,
	"HTTP_403": 403,
	"HTTPStatus.FORBIDDEN": 403,
	"Forbidden": 403,
	"PermissionDenied": 403,
	"_403": 403,
}
