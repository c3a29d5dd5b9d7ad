# METADATA
# title: Template engine without escaping
# description: |
#   What a template inserts is not escaped, so a value that a user controls is HTML in the page of another user: a
#   script that uses his session. Jinja2's `Environment` escapes nothing unless it is told to, other than the one that
#   Flask or Starlette makes.
#
#   In Go `template.HTML` says of a text that it needs no escaping. Reported is that of a field that has content, or of
#   what a request brings, unless the function calls something that makes it safe.
#
#   Flask's environment, and one that is made with `select_autoescape`, escape in templates with certain endings alone:
#   `.html` is one, `.html.j2` and `.jinja` are none. Reported is the name of such a template.
#
#   An environment whose templates are all known not to be HTML, such as `model.py.j2`, one with marks of its own in the
#   place of `{{`, and one of an application that answers no requests are notes: escaping would damage source code.
# related_resources:
# - https://jinja.palletsprojects.com/en/stable/api/#jinja2.Environment
# - https://jinja.palletsprojects.com/en/stable/api/#jinja2.select_autoescape
# - https://flask.palletsprojects.com/en/stable/templating/#controlling-autoescaping
# scope: package
# custom:
#   severity: medium
#   situations:
#     not-html:
#       severity: note
#       because: all templates that are named are those of other files than HTML
#     own-marks:
#       severity: note
#       because: the marks in its templates are others than those of pages, as for LaTeX and for source code
#     no-web:
#       severity: note
#       because: the application answers no requests, so nobody else's browser shows what it writes
#     content:
#       severity: low
#       because: what makes the content safe may be where it is kept
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Pass `autoescape=select_autoescape()`, which escapes in HTML and XML alone.
#   cwe: [79, 1336]
#   aliases: ["ruff:S701", "bandit:B701"]
package app["template-autoescape-disabled"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in code.calls("template-environment")
	code.literal(call, "autoescape") == false
	finding := in_situation(
		{
			"path": code.path(call, "autoescape"),
			"message": sprintf("%q does not escape what it inserts", [code.subject(call)]),
		},
		array.flatten([code.situations(call), use, own_marks(call)]),
	)
}

findings contains finding if {
	some call in code.calls("raw-html")
	not is_made_safe(call)
	content := content_of(call)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q puts %q into the page as it is", [code.subject(call), content]),
		},
		array.concat(code.situations(call), ["content"]),
	)
}

# The ending of a template's name says whether it is escaped, and that of a page need not be one of those.
findings contains finding if {
	some file, calls in unescaped
	[_, call, name] := min(calls)
	finding := in_situation(
		{
			"path": code.path(call, "0"),
			"message": sprintf("%q is inserted into without escaping, for its ending is none of HTML", [name]),
			"related": [{"path": at, "message": "and this one"} |
				some at in array.slice(sort([code.path(other[1], "0") | some other in calls; other[1] != call]), 0, 10)
			],
		},
		code.situations(call),
	)
}

# A library that never escapes, and a template of a page.
findings contains finding if {
	some place in {[call.file, call.function] | some call in pages}
	calls := [pair[1] | some pair in sort([[call.at, call] | some call in pages; [call.file, call.function] == place])]
	call := calls[0]
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q makes a page and does not escape what it inserts", [call.callee]),
			"related": [{"path": other.at, "message": "so does this"} | some other in array.slice(calls, 1, count(calls))],
		},
		code.situations(call),
	)
}

# unescaped are the calls that take a template whose name has another ending than those that are escaped.
unescaped[call.file] contains [call.at, call, name] if {
	some call in code.of("calls")
	some endings in escaped(call)
	name := code.literal(call, "0")
	regex.match(`(?i)^([\w/-]+|.*\.x?html?)\.(jinja2?|j2|tpl|tmpl)$`, name)
	every ending in endings {
		not endswith(name, ending)
	}
	not regex.match(`(?i)mail|text|notif|message|config`, name)
}

# escaped returns the endings of the names of templates that are escaped: those of Flask and Quart, unless the
# application says others, or those that an environment is made with.
escaped(call) := [[".html", ".htm", ".xml", ".xhtml", ".svg"]] if {
	call.callee in {"flask.render_template", "quart.render_template"}
	not says_endings
} else := [endings |
	some environment in code.calls("template-environment")
	choice := code.argument(environment, "autoescape")
	choice.name == "jinja2.select_autoescape"
	object.get(choice, "entries", {}) == {}
	endings := array.concat(
		[sprintf(".%s", [text]) | some list in object.get(choice, "items", []); some text in code.texts_of(list)],
		[text | not choice.items; some text in [".html", ".htm", ".xml"]],
	)
] if {
	code.last(call.callee) == "get_template"
} else := []

says_endings if {
	some said in code.of("assignments")
	regex.match(`^(autoescape|select_jinja_autoescape|jinja_options|jinja_environment)$`, said.name)
}

says_endings if {
	some function in code.of("functions")
	code.last(function.name) == "select_jinja_autoescape"
}

# content_of returns the name of what is not escaped: a field that is called after content, or what a request brings.
content_of(call) := name if {
	value := code.argument(call, "text")
	value.kind in {"name", "parameter", "unknown", "either"}
	name := code.last(value.name)
	contains(value.name, ".")
	regex.match(`(?i)(html|content|body|description|message|comment|summary|article|excerpt|bio|about)$`, name)
	not regex.match(`(?i)(sanitized|safe|escaped|clean)`, name)
} else := value.name if {
	value := code.argument(call, "text")
	value.kind == "request"
}

# own_marks is the situation of an environment that is told other marks for what it inserts.
own_marks(call) := ["own-marks" |
	text := code.text(call, "variable_start_string")
	not text in {"{{", "[[", "${"}
]

is_made_safe(call) if {
	some other in code.within("calls", call)
	regex.match(`(?i)sanitiz|bluemonday|escape|purif|ugc_?policy|strict_?policy`, other.callee)
}

# pages are the calls of such a library.
pages contains call if {
	some call in code.calls("text-template")
	some text in written(call)
	is_page(text)
}

written(call) := {text | walk(call.arguments, [_, text]); is_string(text)}

is_page(text) if regex.match(`(?i)\.(html?|gohtml)(\.(tmpl|tpl))?$`, text)

is_page(text) if {
	regex.match(`(?i)<(!doctype html|html|head|body|div|table|form|script)[\s>]`, text)
	contains(text, "{{")
}

default use := []

use := ["not-html"] if {
	count(names) > 0
	every name in names {
		not is_html(regex.replace(name, `(?i)(\.\w+)\.(jinja2?|j2|tmpl|tpl)$`, "${1}"))
	}
} else := ["no-web"] if {
	not code.is_web
}

is_html(name) if regex.match(`(?i)\.(html?|xhtml|xml|svg|jinja2?|j2)$`, name)

names contains name if {
	some call in code.of("calls")
	code.last(call.callee) in {"get_template", "select_template"}
	some name in code.texts(call, "0")
}
