# METADATA
# title: Framework's protection turned off in its settings
# description: |
#   Frameworks have protections that are a line of settings: against forged requests, frames, wrong types and plain
#   HTTP. Without the one against forged requests every page that a user has open can act in the user's name.
#
#   Reported are the values that turn them off in Django, Flask and aiohttp, and a short key of Flask's sessions that
#   is written in the source. What Django leaves off and nobody set is a note, and so is a host check that accepts any
#   host. Settings for developers and tests are notes.
# related_resources:
# - https://docs.djangoproject.com/en/6.0/howto/deployment/checklist/
# - https://docs.djangoproject.com/en/6.0/ref/settings/
# - https://flask-wtf.readthedocs.io/en/latest/config/
# - https://docs.aiohttp.org/en/stable/web_reference.html#aiohttp.web.Application
# scope: package
# custom:
#   severity: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     elsewhere:
#       severity: note
#       because: another line of the application sets it
#     proxy:
#       severity: low
#       because: a proxy in front of the application may do it
#     absent:
#       severity: note
#       because: nothing sets it, and the default of the framework is off
#   fixes:
#     types:
#       title: Do not let browsers guess types
#     "on":
#       title: Turn the protection on
#       unsafe: requests that it refuses do not work any more
#   remediation: |
#     Turn the protection on, and let settings for developers alone turn it off.
#   cwe: [16, 352]
#   aliases:
#   - semgrep:python.flask.security.audit.wtf-csrf-disabled.flask-wtf-csrf-disabled
package app["framework-settings"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.finding.with_fix

findings contains finding if {
	some setting in code.of("settings")
	some name in {setting.name, object.get(setting, "target", setting.name)}
	[values, context, what] := weak[name]
	code.constant(setting.default) in values
	finding := in_situation(
		with_fix({"path": setting.at, "message": sprintf("%q %s", [name, what])}, fixes(setting, name)),
		array.flatten([code.situations(setting), elsewhere(setting, name, values), context]),
	)
}

findings contains finding if {
	some setting in code.of("settings")
	setting.name == "CSRF_TRUSTED_ORIGINS"
	some origin in code.texts_of(setting.default)
	origin in {"*", "https://*", "http://*"}
	finding := in_situation(
		{"path": setting.at, "message": `"CSRF_TRUSTED_ORIGINS" accepts forms of any site`},
		code.situations(setting),
	)
}

# Whoever reaches the application without the proxy writes the header by himself.
findings contains finding if {
	some setting in code.of("settings")
	setting.name == "SECURE_PROXY_SSL_HEADER"
	setting.from == "constant"
	setting.default.kind == "list"
	count(object.get(setting, "guards", [])) == 0
	some header in code.texts_of(setting.default)
	startswith(header, "HTTP_")
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("\"SECURE_PROXY_SSL_HEADER\" trusts %s of everybody, with or without a proxy", [header]),
		},
		array.concat(code.situations(setting), ["absent"]),
	)
}

findings contains finding if {
	some setting in code.of("settings")
	setting.name == "MIDDLEWARE"
	names := code.texts_of(setting.default)
	"django.contrib.sessions.middleware.SessionMiddleware" in names
	not has_csrf(names)
	finding := in_situation(
		{"path": setting.at, "message": `"MIDDLEWARE" has no protection from forged requests`},
		code.situations(setting),
	)
}

findings contains finding if {
	absent := [name | some name in ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"]; not name in known]
	count(absent) > 0
	some setting in code.of("settings")
	setting.name == "MIDDLEWARE"
	setting.aside == ""
	finding := in_situation(
		{"path": setting.at, "message": sprintf("%q is not set", [absent[0]])},
		["absent"],
	)
}

findings contains finding if {
	"flask" in code.packages
	some setting in code.of("settings")
	setting.from in {"constant", "field"}
	setting.name == "SECRET_KEY"
	value := code.constant(setting.default)
	is_string(value)
	regex.match(`^[\w -]{1,20}$`, value)
	not regex.match(`[0-9].*[A-Za-z]|[A-Za-z].*[0-9]`, value) # another rule's
	finding := in_situation(
		{
			"path": setting.at,
			"message": `"SECRET_KEY" is short and written in the source`,
			"secret": [{"path": setting.at, "text": value}],
		},
		array.concat(code.situations(setting), elsewhere(setting, "SECRET_KEY", {value})),
	)
}

findings contains finding if {
	some call in code.calls("web-app")
	code.literal(call, "body_size") == 0
	finding := in_situation(
		{
			"path": code.path(call, "body_size"),
			"message": sprintf("%q takes bodies of any size", [code.subject(call)]),
		},
		code.situations(call),
	)
}

findings contains finding if {
	some call in code.calls("trusted-hosts")
	"*" in code.texts(call, "hosts")
	finding := in_situation(
		{"path": code.path(call, "hosts"), "message": sprintf("%q accepts any host", [code.subject(call)])},
		array.concat(code.situations(call), ["absent"]),
	)
}

# weak are the values of settings that turn a protection off, with the situation that they make.
weak := {
	"SECURE_SSL_REDIRECT": [{false}, ["proxy"], "leaves plain HTTP open"],
	"SECURE_HSTS_SECONDS": [{0}, ["proxy"], "lets browsers come back over plain HTTP"],
	"SECURE_CONTENT_TYPE_NOSNIFF": [{false}, [], "lets browsers guess types"],
	"X_FRAME_OPTIONS": [{"ALLOWALL", "ALLOW-ALL", "ALLOW"}, [], "lets any site show the pages in a frame"],
	"WTF_CSRF_ENABLED": [{false}, [], "turns off the protection from forged requests"],
	"WTF_CSRF_CHECK_DEFAULT": [{false}, [], "turns off the protection from forged requests"],
}

fixes(setting, name) := [{"name": fix, "edits": [{"set": array.concat(setting.at, ["default"]), "value": value}]} |
	setting.default.kind == "literal"
	setting.aside == ""
	[fix, value] := stronger[name]
]

# stronger are the values that turn the protections on, where it is known which.
stronger := {
	"SECURE_SSL_REDIRECT": ["on", true],
	"SECURE_CONTENT_TYPE_NOSNIFF": ["types", true],
	"X_FRAME_OPTIONS": ["on", "DENY"],
	"WTF_CSRF_ENABLED": ["on", true],
	"WTF_CSRF_CHECK_DEFAULT": ["on", true],
}

has_csrf(names) if {
	some name in names
	contains(lower(name), "csrf")
}

known contains name if {
	some setting in code.of("settings")
	setting.aside == ""
	some name in {setting.name, object.get(setting, "target", setting.name)}
}

elsewhere(setting, name, values) := ["elsewhere"] if {
	some other in code.of("settings")
	name in {other.name, object.get(other, "target", "")}
	other.at != setting.at
	other.aside == ""
	not is_weak(other, values)
} else := []

is_weak(setting, values) if code.constant(setting.default) in values
