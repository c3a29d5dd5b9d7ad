# METADATA
# description: |
#   Finds the signs of a limit for logins in an application: what counts, delays or refuses the requests of a client.
#   It errs on the side of a limit: names are enough, in whatever has to do with requests. What limits transfers, and
#   what says that somebody else's service limits the application, is none.
package lib.limit

import data.lib.code

# signs are the signs of a limit anywhere in the application.
signs contains name if {
	not is_unused
	some name in code.packages
	regex.match(`^(slowapi|flask_limiter|fastapi_limiter|limits|axes|django_ratelimit|ratelimit|pyrate_limiter|aiohttp_ratelimiter|asgi_ratelimit|defender|throttled|fastapi_users)$`, name)
}

signs contains call.callee if {
	some call in code.calls("limiter")
	not is_off(call)
}

signs contains name if {
	not is_unused
	some file, module in code.modules
	may_limit_logins(file)
	some name in object.get(module, "imports", [])
	regex.match(`(?i)rate[-_]?limit|throttl|express-(brute|slow-down)|tollbooth|httprate|ulule/limiter|x/time/rate`, name)
	not is_for_bytes(name)
	not is_of_others(name)
}

signs contains fact.name if {
	some name in {"functions", "classes"}
	some fact in code.of(name)
	fact.aside == ""
	is_sign(fact.name, fact.file)
}

signs contains name if {
	some function in code.of("functions")
	function.aside == ""
	some name in object.get(function, "decorators", [])
	is_limit(name)
	not is_of_unused(name)
}

signs contains call.callee if {
	some call in code.of("calls")
	call.aside == ""
	is_sign(call.callee, call.file)
	not is_of_unused(call.callee)
}

signs contains setting.name if {
	some setting in code.of("settings")
	is_sign(setting.name, setting.file)
}

# Somebody is told to come back later.
signs contains "429" if {
	some facts in {"calls", "exits"}
	some fact in code.of(facts)
	fact.aside == ""
	may_limit_logins(fact.file)
	some value in given(fact)
	is_too_many(value)
}

# is_off holds for a limiter that limits nothing.
is_off(call) if code.literal(call, "enabled") == false

# is_unused holds where all limiters of an application are off.
is_unused if {
	limiters := code.calls("limiter")
	count(limiters) > 0
	every call in limiters {
		is_off(call)
	}
}

is_of_unused(name) if {
	is_unused
	contains(name, "Limiter")
}

# given returns what a call passes, or what an exit gives.
given(fact) := [fact.value] if {
	fact.value
} else := [argument | some argument in fact.arguments]

is_too_many(value) if {
	value.kind == "literal"
	value.value == 429
}

is_too_many(value) if regex.match(`(^|[._])(TooManyRequests|TOO_MANY_REQUESTS)$`, object.get(value, "name", ""))

is_sign(name, file) if {
	is_limit(name)
	may_limit_logins(file)
	not is_for_bytes(name)
}

# A count of failed logins is one wherever it is kept.
is_sign(name, _) if regex.match(`(?i)(failed|failure|login|auth|password|sign_?in)s?_?(\w*_)?(attempts|retries|tries|count)|lock_?out`, name)

is_sign(name, _) if regex.match(`(failed|failure|login|Login|auth|Auth|password|Password)\w*(Attempts|Retries|Tries|Count)`, name)

# is_for_bytes holds for a limit of what is transferred in a second, or at once.
is_for_bytes(name) if {
	regex.match(`(?i)upload|download|stream|bandwidth|byte|chunk|reader|writer|transfer|concurren|backlog|exif|juju/ratelimit|scroll|resize|lodash|underscore`, name)
}

# is_sent holds for a script that a server sends to browsers as it is.
is_sent(file) if regex.match(`(^|/)(public|static|assets|client|frontend|www|wwwroot)/([^/]+/)*[^/]+\.([cm]?[jt]sx?|vue|svelte)$`, file)

# may_limit_logins holds for a module that has to do with requests or logins.
may_limit_logins(file) if {
	not is_sent(file)
	is_of_requests(file)
}

is_of_requests(file) if regex.match(places, file)

is_of_requests(file) if {
	some name in object.get(code.modules[file], "imports", [])
	regex.match(frameworks, name)
}

is_of_requests(file) if {
	some facts in {"routes", "inputs"}
	some fact in object.get(code.modules[file], facts, [])
}

is_of_requests(file) if {
	some function in object.get(code.modules[file], "functions", [])
	some parameter in object.get(function, "parameters", [])
	parameter.type in {"net/http.ResponseWriter", "net/http.Handler", "net/http.HandlerFunc"}
}

places := concat("", [
	`(?i)(^|[/_.-])(auth\w*|log_?ins?|sessions?|accounts?|users?|security|middlewares?|hooks?|handlers?|routers?|routes?`,
	`|server|apis?|web|http|controllers?|views?|app|main|index|rate_?limit\w*|limiter|throttl\w*)([/_.-]|$)`,
])

frameworks := concat("", [
	`^(gin|echo|chi|fiber|gorilla/mux|macaron|flamego|httprouter|flask|quart|fastapi|starlette|django|rest_framework|sanic`,
	`|aiohttp\.web|bottle|cherrypy|tornado\.web|falcon|express|koa|fastify|hono|next|@nestjs|h3|nitro|elysia|@sveltejs/kit)([./]|$)`,
])

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
