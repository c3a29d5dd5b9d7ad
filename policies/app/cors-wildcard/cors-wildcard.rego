# METADATA
# title: Any origin allowed
# description: |
#   Every page that a user has open may read what the application answers. For an application without a login inside
#   of a network, the browser of anybody in there becomes the way in for everybody outside. With credentials the
#   middlewares of Starlette and Flask answer with the origin of the request instead of `*`, so the user's cookies
#   count, too.
#
#   Reported are the wildcard among the origins of a CORS middleware, also of one that the application has written
#   itself, a pattern that every origin matches, the default of flask-cors, Django's switch, the header itself, and a
#   setting for the allowed origins. A default counts: it is what runs when nobody sets the variable.
# related_resources:
# - https://www.starlette.io/middleware/#corsmiddleware
# - https://corydolphin.com/flask-cors/api/
# - https://pkg.go.dev/github.com/rs/cors#Options
# - https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Access-Control-Allow-Origin
# scope: package
# custom:
#   severity: medium
#   situations:
#     credentials:
#       severity: high
#       because: cookies are accepted from other origins, too
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     public:
#       severity: note
#       because: what is answered is for everybody, or can only be read, and no cookie goes with it
#   fixes:
#     listed:
#       title: Allow the origins alone that are listed
#     none:
#       title: Allow no other origin
#       unsafe: pages of other origins cannot use what it answers
#   remediation: |
#     Name the origins of the front end, and fail or allow none where the variable with them is not set.
#   cwe: [942, 346]
package app["cors-wildcard"]

import data.lib.code
import data.lib.cors
import data.lib.finding.in_situation
import data.lib.finding.with_fix
import data.lib.secret

findings contains finding if {
	some call in code.calls("cors")
	some part in cors.open(call)
	finding := in_situation(
		with_fix(
			{"path": code.path(call, part), "message": sprintf("%q allows any origin", [code.subject(call)])},
			array.concat(listed(call), none(call, part)),
		),
		array.flatten([code.situations(call), credentials(call), array.concat(read_only(call), for_route(call))]),
	)
}

# flask-cors takes origins for each resource.
findings contains finding if {
	some call in code.calls("cors")
	some resource, options in code.argument(call, "resources").entries
	"*" in code.texts_of(options.entries.origins)
	finding := in_situation(
		{
			"path": array.concat(code.path(call, "resources"), ["entries", resource]),
			"message": sprintf("%q allows any origin", [code.subject(call)]),
		},
		array.concat(code.situations(call), credentials(call)),
	)
}

findings contains finding if {
	some call in code.calls("socketio")
	"*" in code.texts(call, "origins")
	finding := in_situation(
		{
			"path": code.path(call, "origins"),
			"message": sprintf("%q allows any origin", [code.subject(call)]),
		},
		code.situations(call),
	)
}

findings contains finding if {
	some setting in code.of("settings")
	setting.name in {"CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"}
	setting.default.value == true
	finding := in_situation(
		with_fix(
			{"path": setting.at, "message": sprintf("%q allows any origin", [setting.name])},
			[{"name": name_of(setting), "edits": [{"set": array.concat(setting.at, ["default"]), "value": false}]}],
		),
		code.situations(setting),
	)
}

# A middleware of the application itself.
findings contains finding if {
	some call in code.of("calls")
	not call.is
	regex.match(`(?i)cors`, code.last(call.callee))
	some part, argument in call.arguments
	regex.match(`(?i)^[0-9]$|origin`, part)
	"*" in code.texts_of(argument)
	is_for_origins(call, part)
	finding := in_situation(
		{
			"path": array.concat(call.at, ["arguments", part]),
			"message": sprintf("%q allows any origin", [code.subject(call)]),
		},
		code.situations(call),
	)
}

# The setting is known by its name, where the way to the middleware is not.
findings contains finding if {
	some setting in code.of("settings")
	regex.match(origins_setting, secret.flatten(code.last(setting.name)))
	"*" in code.texts_of(setting.default)
	not code.last(setting.name) in followed
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q allows any origin by default", [setting.name]),
			"related": [{"path": at, "message": "allows the origins"} |
				some at in array.slice(sort([call.at | some call in code.calls("cors"); call.aside == ""]), 0, 2)
			],
		},
		array.concat(code.situations(setting), code.replaced(setting)),
	)
}

# One setting for many answers is one finding, as are many answers of one function.
findings contains finding if {
	some said in opened
	first := min({header.at | some header in said})
	some header in said
	header.at == first
	finding := in_situation(
		{
			"path": first,
			"message": `"Access-Control-Allow-Origin" allows any origin`,
			"related": [{"path": at, "message": "and here"} |
				some at in sort([other.at | some other in said; other.at != first])
			],
		},
		array.concat(code.situations(header), ["public" | is_public(header)]),
	)
}

# The origin of the request, whatever it is.
findings contains finding if {
	some header in code.of("headers")
	header.name == "access-control-allow-origin"
	some node in options(header.value)
	node.kind == "request"
	node.name == "origin"
	not is_listed(header)
	finding := in_situation(
		{"path": header.at, "message": `"Access-Control-Allow-Origin" repeats the origin of the request`},
		array.concat(code.situations(header), array.slice(answered(header), 0, 1)),
	)
}

origins_setting := `^(\w+_)?cors_(\w+_)?origins?$|^(\w+_)?origins?_cors$|^(\w+_)?(allow|allowed)_origins?$`

# followed are the settings of which the use is reported.
followed contains code.last(origins.name) if {
	some call in code.calls("cors")
	cors.allows_any(call)
	origins := code.argument(call, "origins")
	origins.name
}

followed contains code.last(header.value.name) if {
	some header in code.of("headers")
	header.name == "access-control-allow-origin"
	header.value.name
	code.constant(header.value) == "*"
}

# Methods and headers may be any as well, which is something else.
is_for_origins(call, part) if {
	count([1 |
		some function in code.of("functions")
		code.last(function.name) == code.last(call.callee)
		regex.match(`(?i)method|header`, function.parameters[to_number(part)].name)
	]) == 0
}

opened[key] contains header if {
	some header in code.of("headers")
	header.name == "access-control-allow-origin"
	code.constant(header.value) == "*"
	key := [opener(header), is_open(header)]
}

default is_open(_) := true

is_open(header) := false if is_public(header)

opener(header) := [header.value.name] if {
	header.value.kind in {"setting", "environment"}
} else := [header.file, header.function] if {
	header.function != ""
} else := header.at

# A server for developers answers them alone.
is_public(header) if regex.match(`(^|/)(vite|webpack|vue|nuxt|rollup)\.config\.\w+$`, header.file)

# is_public holds for what everybody may read: the description of an interface, a file of the page, a feed.
is_public(header) if regex.match(public, secret.flatten(header.function))

# The option of what serves files: express.static("public", {setHeaders: (res) => ...}).
is_public(header) if regex.match(`(^|\.)setHeaders$`, header.function)

# What is handed out as a file is for whoever has its address: no cookie goes along.
is_public(header) if {
	regex.match(`(?i)(^|\.|_)(action|send|serve|handle)?_?downloads?(_?(file|handler|action))?$`, header.function)
}

is_public(header) if {
	header.function != ""
	is_public_handler(header.function)
}

# is_public_handler holds for a function all of whose routes are for everybody.
is_public_handler(name) if {
	routes := code.routes_of({"function": name})
	count(routes) > 0
	every route in routes {
		regex.match(public, route.path)
	}
}

public := concat("", [
	`(?i)(openapi|swagger)[\w./-]*$|\.(json|js|css|svg|png|ico|xml|txt|woff2?)$`,
	`|(^|[/_ .])(asset|static|font|image|favicon|manifest|robots|well-known|nodeinfo|host-?meta|webfinger|oembed`,
	`|rss|atom|feed|download|badge|shield|ical|ics|health\w*|ping|version|jwks|openid-configuration)(s|[/_.-]|$)`,
])

listed(call) := [{"name": "listed", "edits": edits} | edits := cors.explicit(call); count(edits) > 0]

# Without an origin Starlette's middleware lets none in, for which others have no word.
none(call, "origins") := [{"name": "none", "edits": [{"set": code.path(call, "origins"), "value": []}]} |
	call.callee == "starlette.middleware.cors.CORSMiddleware"
	code.argument(call, "origins").kind == "list"
	code.texts(call, "origins") == {"*"}
]

none(call, "all") := [{"name": "none", "edits": [{"set": code.path(call, "all"), "value": false}]} |
	code.argument(call, "all").kind == "literal"
]

none(_, part) := [] if not part in {"origins", "all"}

# The switch stands in front of the list that is there as well.
name_of(setting) := "listed" if {
	some other in code.of("settings")
	regex.match(`^CORS_(ALLOWED_ORIGINS|ALLOWED_ORIGIN_REGEXES|ORIGIN_WHITELIST|ORIGIN_REGEX_WHITELIST)$`, other.name)
	other.file == setting.file
	count(code.texts_of(other.default)) > 0
} else := "none"

options(value) := [value] if value.kind != "either"

options(value) := value.items if value.kind == "either"

# is_listed holds for a header that is set below a condition which may look the origin up.
is_listed(header) if {
	some guard in object.get(header, "guards", [])
	guard.test.kind in {"comparison", "call", "unknown", "either", "name", "parameter", "and", "not"}
	not is_presence(guard)
}

# A condition may also have ended the function before.
is_listed(header) if {
	some comparison in code.within("comparisons", header)
	comparison.operator in {"in", "not in", "==", "!="}
	some side in [comparison.left, comparison.right]
	side.kind == "request"
	side.name == "origin"
}

# is_presence holds for the question whether there is an origin at all.
is_presence(guard) if guard.test.kind == "request"

is_presence(guard) if {
	guard.test.kind == "not"
	guard.test.items[0].kind == "request"
}

is_presence(guard) if {
	guard.test.kind == "comparison"
	"request" in {side.kind | some side in guard.test.items}
	some side in guard.test.items
	side.kind == "literal"
	object.get(side, "value", null) in {"", null}
}

# answered is the situation of a header beside one that lets cookies in. Browsers refuse the two where the first is "*".
answered(header) := ["credentials" |
	some other in code.within("headers", header)
	other.name == "access-control-allow-credentials"
	code.constant(other.value) in {"true", true}
]

# read_only is the situation of a middleware that lets other origins read, and nothing else.
read_only(call) := ["public" |
	methods := {upper(method) | some method in code.texts(call, "methods")}
	count(methods) > 0
	count(methods - {"GET", "HEAD", "OPTIONS"}) == 0
]

# for_route is the situation of a decorator of a route that pages of everybody are meant to use.
for_route(call) := ["public" |
	some route in code.of("routes")
	route.file == call.file
	route.handler == call.target
	is_for_everybody(route)
]

is_for_everybody(route) if regex.match(public, route.path)

# What OpenID Connect has pages of clients ask, with a token and not a cookie: its sections 3.1.3 and 5.3.
is_for_everybody(route) if {
	regex.match(
		`(?i)(^|[/_.])(oauth2?|oidc|openid|connect|sso)([/_.]\S*)? \S*/(token|user_?info|me|introspect|revoke)/?$`,
		concat(" ", [folders(route.file), sprintf("/%s", [route.path])]),
	)
}

is_for_everybody(route) if {
	regex.match(`(?i)(oauth2?|oidc|openid|connect)/(\S*/)?(token|user_?info|introspect|revoke)/?$`, route.path)
}

is_for_everybody(route) if regex.match(`(?i)/(jwks|jwks_uri|certs)(\.json)?/?$`, route.path)

folders(file) := regex.replace(file, `\.\w+$`, "")

credentials(call) := ["credentials"] if {
	code.is_on(call, "credentials")
	not cors.is_answered(call)
} else := []
