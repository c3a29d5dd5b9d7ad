# METADATA
# title: Pages without headers that bound them
# description: |
#   Without `X-Frame-Options` or `frame-ancestors` another site can show the page in a frame and have the user click
#   in it; without `X-Content-Type-Options` an upload can become a script; without a `Content-Security-Policy` one
#   mistake in a template is enough to run code in the user's session.
#
#   Reported once, where the application is made, with the names that no module sets. An application counts that
#   serves templates, files or HTML; one that shows pages in its documentation of the interface alone is a note. A
#   policy stands for `X-Frame-Options` where it has `frame-ancestors`, for which `default-src` does not stand, or where
#   not all of its text is known.
#
#   Reported is also a policy that lets inline scripts run: an injected one is inline. Browsers ignore `'unsafe-inline'`
#   beside a nonce, a hash or `'strict-dynamic'`, and for styles it is not reported.
#
#   For Django it is the middleware in its settings that counts. An application with Talisman or the like is not
#   reported, unless a setting that is off by default is what turns it on.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     documentation:
#       severity: note
#       because: the only pages are those that document the interface
#     switch:
#       severity: low
#       because: a setting adds them, which is off where nobody sets it
#     others-set:
#       severity: low
#       because: the other headers are there
#     front:
#       severity: note
#       because: a proxy of the repository adds them to every answer
#     inline-scripts:
#       severity: low
#       because: what the policy is for is that injected scripts do not run, and it lets them
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     inside:
#       severity: low
#       because: only the host or other containers reach it, so a proxy may set them
#   remediation: |
#     Add a middleware that sets `Content-Security-Policy`, `X-Frame-Options: DENY` and `X-Content-Type-Options:
#     nosniff`.
#
#     Give inline scripts a nonce that is new in each answer, or move them to files, and leave `'unsafe-inline'` out.
#   cwe: [693, 1021]
package app["missing-security-headers"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.page

findings contains finding if {
	count(missing) > 0
	not set_by_library
	shows_pages
	some call in code.calls("web-app")
	call.aside == ""
	call.at == code.web_app
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q shows pages without %s", [code.subject(call), concat(", ", sort(missing))]),
			"related": array.concat(array.slice(sort([place | some place in beside]), 0, 4), listens(call)),
		},
		array.flatten([
			["documentation" | not serves_pages],
			["switch" | count(switched) > 0],
			["front" | count(missing - by_front) == 0],
			[s | some s in code.reach; s == "inside"],
		]),
	)
}

# Django, whose middleware sets the headers.
findings contains finding if {
	some setting in code.of("settings")
	setting.name == "MIDDLEWARE"
	setting.aside == ""
	every item in setting.default.items {
		is_string(item.value)
	}
	middleware := code.texts_of(setting.default)
	"django.contrib.sessions.middleware.SessionMiddleware" in middleware
	lacking := ({"content-security-policy", "x-frame-options", "x-content-type-options"} - present) - set_by(middleware)
	count(lacking) > 0
	not speaks_of_policy
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q leaves pages without %s", [setting.name, concat(", ", sort(lacking))]),
		},
		array.flatten([
			["others-set" | lacking == {"content-security-policy"}],
			["front" | count(lacking - by_front) == 0],
			[s | some s in code.reach; s == "inside"],
		]),
	)
}

findings contains finding if {
	some header in code.of("headers")
	header.name == "content-security-policy"
	sources := script_sources(policy_of(header.value))
	"'unsafe-inline'" in sources
	not is_ignored(sources)
	finding := in_situation(
		{
			"path": array.concat(header.at, ["value"]),
			"message": "the Content-Security-Policy lets every inline script run: \"script-src 'unsafe-inline'\"",
		},
		array.concat(code.situations(header), ["inline-scripts"]),
	)
}

# Helmet takes the directives one by one.
findings contains finding if {
	some call in code.calls("security-headers")
	sources := code.argument(call, "csp").entries.directives.entries.scriptSrc
	words := code.texts_of(sources)
	"'unsafe-inline'" in words
	not is_ignored(words)
	finding := in_situation(
		{
			"path": code.path(call, "csp"),
			"message": "the Content-Security-Policy lets every inline script run: \"script-src 'unsafe-inline'\"",
		},
		array.concat(code.situations(call), ["inline-scripts"]),
	)
}

# listens are the places beside it where the application begins to answer.
listens(call) := [{"path": at, "message": "answers requests"} |
	some at in array.slice(
		sort([other.at |
			some other in code.calls("listen-address")
			other.file == call.file
			other.at != call.at
		]),
		0, 2,
	)
]

# beside are the places that set those of the headers that are there.
beside contains {"path": header.at, "message": sprintf("sets %q", [header.name])} if {
	some header in page.policies
	header.name in {"content-security-policy", "x-frame-options", "x-content-type-options"}
	not is_for_files(header)
}

# set_by returns the headers that middleware sets: https://docs.djangoproject.com/en/6.0/ref/middleware/
set_by(middleware) := {header |
	some name, header in {
		"django.middleware.security.SecurityMiddleware": "x-content-type-options",
		"django.middleware.clickjacking.XFrameOptionsMiddleware": "x-frame-options",
	}
	name in middleware
}

# speaks_of_policy holds where settings have a policy, or middleware that sends one.
speaks_of_policy if {
	some setting in code.of("settings")
	some text in ({setting.name} | code.texts_of(setting.default))
	regex.match(`(?i)(^|[._])csp([._]|$)|contentsecurity|content_security_policy|security_?headers?`, text)
}

present contains header.name if {
	some header in page.policies
	not is_for_files(header)
	not code.is_skipped(header)
}

# Helmet is asked for some of them alone.
present contains name if {
	some callee, name in {
		"helmet.contentSecurityPolicy": "content-security-policy",
		"helmet.frameguard": "x-frame-options",
		"helmet.xFrameOptions": "x-frame-options",
		"helmet.noSniff": "x-content-type-options",
		"helmet.xContentTypeOptions": "x-content-type-options",
	}
	some call in code.of("calls")
	call.callee == callee
	call.aside == ""
}

# A policy whose text is put together elsewhere may bound frames.
present contains "x-frame-options" if {
	some call in code.calls("csp")
	not is_bound(call)
}

present contains "x-frame-options" if {
	some header in code.of("headers")
	header.name == "content-security-policy"
	not code.is_skipped(header)
	not page.is_page(header.file) # browsers ignore frame-ancestors in an element
	may_bound_frames(header.value)
}

# A policy that lets nothing run, or that puts what it is sent with into a sandbox, is one for files and answers in
# JSON.
is_for_files(header) if {
	header.name == "content-security-policy"
	header.value.kind == "literal"
	regex.match(`(^|[\s;])sandbox([\s;]|$)|^\s*default-src 'none'\s*;?\s*(sandbox\s*;?)?\s*$`, policy_of(header.value))
	header.function != ""
}

# is_bound holds for a policy of which all directives are known, and none is about frames.
is_bound(call) if {
	directives := call.arguments.directives
	directives.kind == "dictionary"
	object.get(directives, "part", "") != "open"
	count({name | some name, _ in directives.entries; regex.match(`(?i)frame-?ancestors`, name)}) == 0
}

may_bound_frames(value) if contains(policy_of(value), "frame-ancestors")

may_bound_frames(value) if not is_known(value)

is_known(value) if {
	every kind in code.kinds(value) {
		kind in {"literal", "default"}
	}
}

# policy_of returns the text of a policy, with a space for each part that is not written out.
policy_of(value) := lower(code.constant(value)) if is_string(code.constant(value))

policy_of(value) := lower(concat("", [text |
	some item in value.items
	text := written_out(item)
])) if {
	value.kind == "template"
}

written_out(item) := code.constant(item) if {
	is_string(code.constant(item))
} else := " "

# script_sources returns from where a policy lets scripts come: the first of the directives that count for elements.
script_sources(policy) := [directive |
	some name in ["script-src-elem", "script-src", "default-src"]
	some part in split(policy, ";")
	directive := [word | some word in regex.split(`\s+`, part); word != ""]
	directive[0] == name
][0]

# is_ignored holds where browsers ignore 'unsafe-inline'.
is_ignored(sources) if {
	some source in sources
	regex.match(`^'(nonce-|sha(256|384|512)-|strict-dynamic')`, source)
}

missing := {"content-security-policy"} if {
	count(without_policy) > 0
	not "content-security-policy" in present
} else := {"content-security-policy", "x-frame-options", "x-content-type-options"} - present

# Helmet sets all of them but for what its options switch off.
without_policy contains call if {
	some call in code.calls("security-headers")
	code.literal(call, "csp") == false
}

# by_front are the headers that a proxy of the repository adds.
by_front contains name if some name in input.context.front_headers

serves_pages if {
	some meaning in {"static-files", "html"}
	some call in code.calls(meaning)
	call.aside == ""
}

# Tornado serves a folder of files that its settings name.
serves_pages if {
	some call in code.calls("web-app")
	call.aside == ""
	call.arguments.static_path
}

serves_pages if {
	some call in code.calls("file-response")
	call.aside == ""
	some text in written(code.argument(call, "path"))
	endswith(text, ".html")
}

written(value) := {text | walk(value, [_, text]); is_string(text)}

shows_pages if serves_pages

shows_pages if {
	some call in code.calls("web-app")
	is_string(code.literal(call, "docs"))
}

# switched are the calls of a library that a setting turns on.
switched contains call if {
	some call in code.calls("security-headers")
	code.is_skipped(call)
}

set_by_library if {
	count(code.calls("security-headers") - switched) > 0
	count(without_policy) == 0
}

set_by_library if {
	count(without_policy) == 0
	count(code.calls("security-header") | code.calls("csp")) == 0
	count(switched) == 0
	some name in code.imports
	regex.match(`(?i)(talisman|helmet|secure_?headers?|security_?headers?|django)`, name)
}
