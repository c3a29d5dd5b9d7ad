# METADATA
# title: Session cookie without its flags
# description: |
#   Without `Secure` the browser sends the cookie over plain HTTP as well, where everybody on the way reads it; an
#   attacker needs no more than a link to `http://`. Without `HttpOnly` every script on the page reads it, so that one
#   mistake in a template is enough to take the session. With `SameSite=None` other sites send requests with it.
#
#   Reported is a cookie whose name says that it proves who somebody is, the session middlewares, and the settings of
#   Flask and Django. A cookie that scripts have to read, as for CSRF or a language, and one that is deleted are not
#   reported, nor is a flag that is computed. A framework's default in an application that sets nothing is low, because
#   nothing in the code says so.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#cookies
# - https://docs.djangoproject.com/en/6.0/ref/settings/#session-cookie-secure
# - https://flask.palletsprojects.com/en/stable/config/#SESSION_COOKIE_SECURE
# - https://www.starlette.io/middleware/#sessionmiddleware
# scope: package
# custom:
#   severity: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     elsewhere:
#       severity: note
#       because: another line of the application turns it on
#     absent:
#       severity: low
#       because: nothing sets it, and the default of the framework is off
#     settings:
#       severity: low
#       because: they are settings, which whoever has TLS in front may change
#     chosen:
#       severity: note
#       because: it is so only where a setting asks for that
#   fixes:
#     secure:
#       title: Send the cookie over TLS alone
#       unsafe: browsers that reach the application without TLS do not send the cookie any more
#   remediation: |
#     Set `Secure`, `HttpOnly` and `SameSite=Lax` on every cookie that proves who somebody is.
#
#     Where developers use plain HTTP let them turn `Secure` off by a variable, which is on by default.
#   cwe: [614, 1004, 1275]
#   aliases:
#   - semgrep:python.flask.security.audit.secure-set-cookie.secure-set-cookie
#   - semgrep:python.django.security.audit.secure-cookies.django-secure-set-cookie
package app["insecure-cookie"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.server

findings contains finding if {
	some call in code.calls("cookie")
	some name in cookie_names(call)
	is_login(call, name)
	not is_deleted(call)
	not is_sent(call)
	lacks := missing(call)
	count(lacks) > 0
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("cookie %q is set without %s", [name, concat(" and ", lacks)]),
		},
		code.situations(call),
	)
}

# The header itself, written out but for the value.
findings contains finding if {
	some header in code.of("headers")
	header.name == "set-cookie"
	text := header_text(header.value)
	[[_, name, content]] := regex.find_all_string_submatch_n(`^\s*([\w.-]+)=([^;]*)`, text, 1)
	is_session(name)
	content != ""
	lacks := [flag |
		some flag in ["Secure", "HttpOnly"]
		not regex.match(sprintf(`(?i);\s*%s\s*(;|$)`, [flag]), text)
	]
	count(lacks) > 0
	not regex.match(`(?i)max-age=(0|-)|expires=thu, 01`, text)
	finding := in_situation(
		{
			"path": array.concat(header.at, ["value"]),
			"message": sprintf("cookie %q is set without %s", [name, concat(" and ", lacks)]),
		},
		code.situations(header),
	)
}

findings contains finding if {
	some meaning in {"session-middleware", "session-manager"}
	some call in code.calls(meaning)
	code.literal(call, "secure") == false
	not is_deleted(call)
	finding := in_situation(
		{
			"path": code.path(call, "secure"),
			"message": sprintf("%q sets its cookie without Secure", [code.subject(call)]),
			"fix": {"name": "secure", "edits": [{"set": code.path(call, "secure"), "value": true}]},
		},
		code.situations(call),
	)
}

findings contains finding if {
	some call in code.calls("session-middleware")
	code.literal(call, "httponly") == false
	code.is_written(call, "httponly")
	not is_deleted(call)
	finding := in_situation(
		{
			"path": code.path(call, "httponly"),
			"message": sprintf("%q sets its cookie without HttpOnly", [code.subject(call)]),
		},
		code.situations(call),
	)
}

findings contains finding if {
	some setting in code.of("settings")
	some name in {setting.name, object.get(setting, "target", "")}
	some flag in flags_of(name)
	code.constant(setting.default) in off[flag]
	finding := in_situation(
		{"path": setting.at, "message": sprintf("%q leaves the cookie without %s", [name, flag])},
		array.flatten([code.situations(setting), ["chosen" | code.is_skipped(setting)], elsewhere(setting, name, flag)]),
	)
}

# Django's sessions, with nothing that speaks of the flag.
findings contains finding if {
	not is_known("SESSION_COOKIE_SECURE")
	some setting in code.of("settings")
	setting.name == "MIDDLEWARE"
	"django.contrib.sessions.middleware.SessionMiddleware" in code.texts_of(setting.default)
	setting.aside == ""
	finding := in_situation(
		{"path": setting.at, "message": `"SESSION_COOKIE_SECURE" is not set`},
		["absent"],
	)
}

# Flask's sessions.
findings contains finding if {
	uses_session
	not is_known("SESSION_COOKIE_SECURE")
	count(code.calls("security-headers")) == 0 # Talisman sets it
	some call in code.calls("web-app")
	call.callee == "flask.Flask"
	call.aside == ""
	call.at == min({other.at | some other in code.calls("web-app"); other.aside == ""})
	finding := in_situation(
		{"path": call.at, "message": `"SESSION_COOKIE_SECURE" is not set`},
		["absent"],
	)
}

# The settings that come with an application.
findings contains finding if {
	some said in server.of("insecure-cookie")
	finding := in_situation(
		{
			"path": said.path,
			"message": sprintf("%s %s", [server.subject, said.reason]),
			"secret": server.hidden,
		},
		["settings"],
	)
}

# header_text returns the text of a header, with a question mark for each part that is not written out. It is undefined
# where what is not known stands at the end: the flags may be in it.
header_text(value) := code.constant(value) if is_string(code.constant(value))

header_text(value) := concat("", [written_or_unknown(item) | some item in items]) if {
	value.kind == "template"
	object.get(value, "part", "") in {"", "+"}
	items := array.flatten([joined_by_plus(item) | some item in value.items])
	is_string(code.constant(items[count(items) - 1]))
}

header_text(value) := code.constant(value.items[0]) if {
	value.kind == "template"
	value.part == "%"
}

# What is put together of three parts has two of them as one.
joined_by_plus(item) := item.items if {
	item.kind == "template"
	item.part == "+"
} else := [item]

written_or_unknown(item) := text if {
	text := code.constant(item)
	is_string(text)
} else := "?"

# flags are those that settings turn off.
flags := {
	"SESSION_COOKIE_SECURE": ["Secure"],
	"REMEMBER_COOKIE_SECURE": ["Secure"],
	"CSRF_COOKIE_SECURE": ["Secure"],
	"SESSION_COOKIE_HTTPONLY": ["HttpOnly"],
	"REMEMBER_COOKIE_HTTPONLY": ["HttpOnly"],
	"SESSION_COOKIE_SAMESITE": ["SameSite"],
}

flags_of(name) := flags[name]

# Libraries for logins call theirs alike: JWT_COOKIE_SECURE, authjwt_cookie_secure.
flags_of(name) := [flag |
	some ending, flag in {"secure": "Secure", "httponly": "HttpOnly", "http_only": "HttpOnly"}
	endswith(lower(name), concat("", ["cookie_", ending]))
] if {
	not flags[name]
	regex.match(`(?i)(jwt|auth|session|token|remember|login)\w*cookie_(secure|http_?only)$`, name)
}

off := {
	"Secure": {false, "False", "false", "0"},
	"HttpOnly": {false, "False", "false", "0"},
	"SameSite": {false, "None", "none"},
}

uses_session if {
	some name in code.imports
	regex.match(`^(flask\.session|flask_login|flask_security)(\.|$)`, name)
}

is_known(name) if {
	some setting in code.of("settings")
	name in {setting.name, object.get(setting, "target", "")}
}

cookie_names(call) := {joined(call)} if {
	code.argument(call, "name").kind == "template"
} else := code.texts(call, "name") | {name |
	not is_written(call)
	some name in code.names(code.argument(call, "name"))
}

# joined is the name of a cookie with parts that are not written out.
joined(call) := concat("*", [text |
	some part in code.argument(call, "name").items
	text := sprintf("%v", [object.get(part, "value", "")])
])

is_written(call) if is_string(code.literal(call, "name"))

# is_login holds for a cookie that proves who somebody is: by its name, that of the constant with it, or what is put
# into it.
is_login(_, name) if is_session(name)

is_login(call, name) if {
	not is_harmless(name)
	argument := code.argument(call, "name")
	argument.kind == "setting"
	is_session(argument.name)
}

is_login(call, name) if {
	not is_harmless(name)
	value := code.argument(call, "value")
	value.kind in {"parameter", "unknown", "name", "call", "either"}
	regex.match(
		`(?i)^((access|auth|session|refresh|id|jwt|login|signed|user|bearer)_?)?(token|jwt)(_?(string|str|signed))?$|^session_?(id|key|token)$`,
		code.last(object.get(value, "name", "")),
	)
}

# is_session holds for the name of a cookie that proves who somebody is.
is_session(name) if {
	regex.match(`(?i)(sess|(^|[_-])sid$|auth|token|jwt|remember|login|user_?id|identity|credential|api_?key)`, name)
	not is_harmless(name)
}

is_harmless(name) if regex.match(`(?i)(csrf|xsrf|author|redirect|next|hint|return|state|nonce|message|seen|consent|expir|method|provider|callback|_cb$)`, name)

is_deleted(call) if code.literal(call, "value") in {"", null}

# A word such as true says that somebody has logged in, and proves nothing.
is_deleted(call) if code.literal(call, "value") in {"true", "false", "yes", "no"}

is_deleted(call) if code.literal(call, "age") in {0, -1}

is_deleted(call) if code.literal(call, "expires") == 0

# is_sent holds for a cookie that the program itself sends to another server, where the flags mean nothing.
is_sent(call) if {
	sends(call)
	not sets(call)
}

sends(call) if {
	some other in code.calls("send-cookie")
	code.same_function(other, call)
}

sets(call) if {
	some other in code.within("calls", call)
	endswith(other.callee, "http.SetCookie")
}

missing(call) := [flag |
	some [flag, argument, values] in [
		["Secure", "secure", {false, null}],
		["HttpOnly", "httponly", {false, null}],
		["SameSite", "samesite", {"none", "None"}],
	]
	code.literal(call, argument) in values
]

is_off(setting, flag) if code.constant(setting.default) in off[flag]

elsewhere(setting, name, flag) := ["elsewhere"] if {
	some other in code.of("settings")
	name in {other.name, object.get(other, "target", "")}
	other.at != setting.at
	other.aside == ""
	not is_off(other, flag)
} else := []
