# METADATA
# title: Login kept where every script reads it
# description: |
#   Every script of the page reads `localStorage`, `sessionStorage` and cookies that scripts write: one injected line,
#   or one bad dependency, sends the token away, and it works on another machine as long as it is valid.
#   Reported is a value that is stored under the name of a token, a password or a key, directly, through a constant, a
#   hook or a function of the application that stores its parameters, or as a part of an object, and a login that a
#   library is told to keep there.
#   A theme, the state of a page, a token against CSRF and what is only removed are not reported.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#local-storage
# - https://html.spec.whatwg.org/multipage/webstorage.html#security-localStorage
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   kinds: [app]
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     session:
#       severity: low
#       because: the browser forgets it with the tab
#     no-policy:
#       severity: high
#       because: the server sends the pages without a Content-Security-Policy, so that a script from anywhere runs in
#         them
#   remediation: |
#     Let the server set the token in a cookie with `HttpOnly`, `Secure` and `SameSite`, which no script reads.
#     Until then send a `Content-Security-Policy` without `unsafe-inline`, and keep the lifetime of the token short.
#   cwe: [922, 79]
package frontend["token-in-web-storage"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.page

findings contains finding if {
	some [call, name, path] in kept
	finding := in_situation(
		{
			"path": path,
			"message": sprintf("%q is kept where every script of the page reads it", [name]),
			"related": array.concat(
				[{"path": read.at, "message": "it is read here"} | some read in array.slice(reads(name), 0, 3)],
				open_pages,
			),
		},
		array.flatten([code.situations(call), session(call), ["no-policy" | count(open_pages) > 0]]),
	)
}

# open_pages are the places by which the pages get into browsers, where none of them and no page has a policy.
open_pages := [place | not has_policy; some place in array.concat(linked_pages, own_pages)]

linked_pages := [{"file": place.file, "path": place.path, "message": sends} | some place in input.context.pages]

# own_pages are those places of an application that has the pages and their server in one.
own_pages := [{"path": call.at, "message": sends} |
	count(page.entries) > 0
	some call in code.calls("static-files")
	call.aside == ""
	walk(call.arguments, [_, text])
	is_string(text)
	regex.match(`(^|/)(dist|build|out|public|client|www)/?$`, text)
]

sends := "sends the pages, without a policy for them"

has_policy if {
	some place in input.context.pages
	place.policy
}

has_policy if {
	some header in code.of("headers")
	header.name in {"content-security-policy", "content-security-policy-report-only"}
}

has_policy if {
	some call in code.calls("security-headers")
	not code.literal(call, "csp") == false
}

has_policy if count(code.calls("csp")) > 0

has_policy if "content-security-policy" in input.context.front_headers

writes := {"storage-write", "session-storage-write", "page-cookie-write"}

kept contains [call, name, call.at] if {
	some call in page.calls
	call.is in writes
	name := secret_of(call)
	not is_empty(call)
}

# The function of the application that stores what it is given.
kept contains [call, key, call.at] if {
	some call in page.calls
	not object.get(call, "is", "") in writes
	some [stem, name, position] in keepers
	startswith(call.callee, stem)
	code.last(call.callee) == name
	key := constant(code.argument(call, sprintf("%d", [position])))
	page.is_secret(key)
}

kept contains [call, name, code.path(call, "name")] if {
	some call in page.calls
	call.is == "store-persist"
	name := constant(code.argument(call, "name"))
	page.is_secret(name)
}

# A plugin of Pinia keeps a store under its own name where the store says so.
kept contains [call, name, call.at] if {
	some call in page.calls
	call.is == "store"
	code.argument(call, "persist")
	not code.literal(call, "persist") == false
	name := constant(code.argument(call, "name"))
	page.is_secret(name)
}

# A library for logins is told to keep what it gets there.
kept contains [call, "login", call.at] if {
	some call in page.calls
	call.is == "login-cache"
	lower(constant(code.argument(call, "value"))) in {"localstorage", "sessionstorage"}
}

kept contains [call, "login", call.at] if {
	some call in page.calls
	call.is == "login-cache"
	code.argument(call, "value").name in {"localStorage", "sessionStorage"}
}

# A script cannot set HttpOnly.
kept contains [call, name, call.at] if {
	some call in page.calls
	call.is == "page-cookie"
	value := code.argument(call, "value")
	some text in page.texts(value)
	[[_, name]] := regex.find_all_string_submatch_n(`^([\w.-]+)=`, text, 1)
	page.is_secret(name)
	written := concat("", [text | walk(value, [_, text]); is_string(text)])
	not regex.match(`(?i)expires=Thu, 01|max-age=(0|-)|=\s*;`, written)
}

# keepers are the functions that store a value under the name that is a parameter: the file without its ending, the
# name, and the position of the parameter.
keepers contains [stem, code.last(function.name), position] if {
	some call in page.calls
	call.is in {"storage-write", "session-storage-write"}
	key := code.argument(call, "key")
	some node in [key | key.kind == "parameter"]
	some name in array.concat(code.around(call.function), [call.function]) # what a hook gives back is in it
	some function in code.defined[[call.file, name]]
	some position, parameter in function.parameters
	parameter.name == node.name
	stem := regex.replace(call.file, `(/index)?\.\w+$`, "")
}

# The name of the key, or that of the constant with it, or that of the value where the key says nothing.
secret_of(call) := key if {
	key := constant(code.argument(call, "key"))
	page.is_secret(key)
} else := key if {
	key := constant(code.argument(call, "key"))
	code.argument(call, "key").kind == "setting"
	regex.match(
		`(?i)(^|_)(token|jwt|password|api_?key|credentials?)(_(storage_?)?(key|name))?$`,
		code.argument(call, "key").name,
	)
} else := name if {
	not constant(code.argument(call, "key"))
	code.argument(call, "key").kind != "parameter"
	some name in names(code.argument(call, "key"))
	page.is_secret(name)
} else := name if {
	value := code.argument(call, "value")
	value.kind in {"parameter", "unknown", "name"}
	not regex.match(`(?i)(theme|lang|locale|sidebar|consent|dismiss)`, constant_or_none(code.argument(call, "key")))
	name := code.last(value.name)
	is_login(name)
	code.argument(call, "key").kind != "parameter"
} else := sort(parts_of(call))[0]

is_login(name) if {
	regex.match(`(?i)^(access|refresh|auth|bearer|id|session|user|jwt)?_?(token|jwt)$|^(api_?key|password)$`, name)
}

# parts_of returns the parts of an object by which somebody logs in: those that are written out, and those of what was
# kept only if it had one.
parts_of(call) := {name |
	walk(code.argument(call, "value"), [_, node])
	node.kind == "dictionary"
	some name, part in node.entries
	is_login(name)
	part.kind != "literal"
} | {code.last(tested) |
	some node in whole(code.argument(call, "value"))
	some guard in object.get(call, "guards", [])
	not guard.negated
	some tested in code.names(guard.test)
	startswith(tested, concat("", [node.name, "."]))
	is_login(code.last(tested))
}

# whole returns what JSON.stringify writes.
whole(value) := {item | some item in value.items; item.name} if {
	value.kind == "call"
	value.name == "JSON.stringify"
} else := set()

names(value) := {code.last(name) | some name in code.names(value)}

constant(value) := text if {
	text := code.constant(value)
	is_string(text)
}

constant_or_none(value) := constant(value)

constant_or_none(value) := "" if not constant(value)

# Nothing is kept, or a mark: a text that is written out is no secret of somebody. That of a hook is what there is
# before the first one.
is_empty(call) if {
	code.argument(call, "value").kind in {"literal", "default"}
	not regex.match(`^(use|atomWith)[A-Z]`, code.last(call.callee))
}

default session(_) := []

session(call) := ["session"] if call.is == "session-storage-write"

session(call) := ["session"] if {
	call.is == "login-cache"
	value := code.argument(call, "value")
	lower(object.get(value, "value", object.get(value, "name", ""))) == "sessionstorage"
}

reads(name) := [call |
	some call in page.calls
	call.is in {"storage-read", "session-storage-read"}
	constant(code.argument(call, "key")) == name
]
