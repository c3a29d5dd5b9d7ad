# METADATA
# title: Text that becomes HTML
# description: |
#   What somebody else wrote is a part of the page then: a name with `<img onerror=...>` in it runs in the browser of
#   whoever looks at it, with his login.
#   Reported is a value that is not written out in `innerHTML`, `outerHTML`, `insertAdjacentHTML`, `document.write`,
#   `dangerouslySetInnerHTML`, Vue's `v-html`, Svelte's `{@html}`, Angular's `bypassSecurityTrust`, jQuery's `.html()`,
#   and in a text that `$()`, `.append()` and their like make elements of. Texts that are written out are not reported,
#   nor is a value that goes through a function which escapes or sanitises, nor what another function made, whose text
#   is not known here.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/DOM_based_XSS_Prevention_Cheat_Sheet.html
# - https://react.dev/reference/react-dom/components/common#dangerously-setting-the-inner-html
# - https://vuejs.org/api/built-in-directives.html#v-html
# - https://api.jquery.com/append/
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   kinds: [app]
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     address:
#       severity: high
#       because: a link to the page brings the text
#     own:
#       severity: note
#       because: by its name it is HTML that a caller made, or a text of the program itself
#   remediation: |
#     Use `textContent`, or make elements. Where it has to be HTML put each value through a sanitiser such as DOMPurify.
#   cwe: [79]
package frontend["html-sink"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.page

findings contains finding if {
	some call in page.calls
	value := sunk(call)
	nodes := all_open(call, value)
	some [_, open] in array.slice(array.concat([part | some part in nodes; not is_own(part[1])], nodes), 0, 1)
	finding := in_situation(
		{
			"path": code.path(call, "html"),
			"message": sprintf("%q makes HTML of %q", [object.get(written, call.callee, code.subject(call)), shown(open)]),
		},
		array.flatten([
			code.situations(call),
			["address" | "address" in code.parts(value)],
			["own" | is_own(open)],
			["own" | is_answer(call, value)],
		]),
	)
}

all_open(call, value) := [[path, node] | walk(value, [path, node]); is_open_in(call, value, path, node)]

# is_answer holds for the text of an answer as a whole, which a server made to be put in:
# .then((r) => r.text()).then(...).
is_answer(call, value) if {
	value.kind == "parameter"
	not contains(value.name, ".")
	code.last(call.function) == "then"
}

# is_own holds for labels and messages, which the program has or its own server sends, and for HTML by its name.
is_own(node) if {
	name := code.last(object.get(node, "name", ""))
	regex.match(own, name)
}

# The texts of a program in one language.
is_own(node) if {
	regex.match(
		`(?i)^\$?(strings|i18n|l10n|locale|\w*translat(e|ions?)|messages|lang)(_\w+)?\.`,
		object.get(node, "name", ""),
	)
}

# What a dialog is opened with: the program's own callers say what it shows.
is_own(node) if {
	regex.match(`(?i)^(options|opts|settings|config)\.(title|message|msg|text|content|body|header|footer|button|ok|yes|no|close|cancel|confirm|proceed)\w*$`, node.name)
}

own := concat("", [
	`(?i)^(html\w*|markup|fragment|partial)$|(^|_)(label|hint|help|help_?text|small_?text|tooltip|caption|placeholder)s?$`,
	`|^(?-i:responseText)$`,
	`|(^|_)(err|error)s?$|err(or)?_?(msg|message|text|html|description)$|(?-i:(Label|Hint|Help|HelpText|Tooltip|Caption|Placeholder|Html|HTML)$)`,
])

# written are the names of what components have in their templates.
written := {"v_html": "v-html", "_html": "@html"}

# sunk returns what a call makes HTML of. jQuery takes elements and selectors, too: there it is a text with parts alone.
sunk(call) := code.argument(call, "html") if call.is == "html-sink"

sunk(call) := value if {
	call.is == "html-insert"
	some value in page.alternatives(code.argument(call, "html"))
	value.kind == "template"
} else := value if {
	call.is == "element-text"
	value := code.argument(call, "html")
	value.kind == "template"
	startswith(trim_space(page.beginning(value)), "<")
}

is_open_in(_, value, path, node) if is_open(value, path, node)

# These are asked for by name, and take nothing but HTML: a name alone is what somebody else wrote, too.
is_open_in(call, value, [], node) if {
	call.callee in {"dangerouslySetInnerHTML", "v_html", "_html"}
	node == value
	node.kind in {"name", "unknown"}
	node.name
	not is_closed(value, [], node)
	not regex.match(`(?i)highlight|hljs|prism|^\$?(strings|i18n|translations?|messages|lang|t)\.`, node.name)
	not regex.match(`(?i)(json|schema|ld|highlight\w*|sanitized?\w*|safe\w*|escaped?\w*|clean\w*|purified\w*|svg\w*)$|(^|_)script\w*$|(?-i:Script\w*$)`, code.last(node.name))
}

shown(node) := name if {
	name := object.get(node, "name", "")
	name != ""
} else := "a value"

is_open(value, path, node) if {
	node.kind in {"parameter", "request"}
	not is_closed(value, path, node)
}

# A name inside of a text is data; alone it may be a text that another place escaped.
is_open(value, path, node) if {
	count(path) > 0
	node.kind in {"name", "unknown"}
	node.name
	not is_closed(value, path, node)
}

# Another program wrote the HTML: Markdown lets HTML through.
is_open(value, _, node) if {
	node.kind == "call"
	regex.match(`(?i)(^|[/.])(marked|markdown-?it|showdown|md)(\.(\w+\.)*(parse|render|makeHtml))?$`, node.name)
	node in page.alternatives(value)
}

# Names of numbers, of words from a list, of addresses and of what is HTML already, as far as a name says it.
is_closed(_, _, node) if regex.match(closed, code.last(object.get(node, "name", "")))

is_closed(_, _, node) if startswith(object.get(node, "name", ""), "getComputedStyle")

is_closed(_, _, node) if {
	regex.match(closed_member, code.last(object.get(node, "name", "")))
	not is_whole_parameter(node)
}

# What a function gives is not known, and that of a test is not shown.
is_closed(value, path, _) if {
	count(path) > 0
	some length in numbers.range(0, count(path) - 1)
	object.get(value, array.slice(path, 0, length), {}).kind in {"call", "comparison", "not", "and"}
}

is_closed(value, _, _) if value.kind == "call"

is_whole_parameter(node) if {
	node.kind == "parameter"
	not contains(node.name, ".")
}

closed := concat("", [
	`(?i)^([ijnt]|id|idx|index|length|size|count|total|num\w*|width|height|top|left|percent\w*|progress|version|year|port`,
	`|(max|min)_?len(gth)?|remain\w*|uuid|guid|now|date|time|timestamp|level|score|page|offset|step|state|status|type|kind|colou?r|icon\w*|svg|css|style\w*`,
	`|quota|limit|(max|min)_\w+|\w+_(quota|limit|size|total)`,
	`|theme|class\w*|i18n|cls|innerHTML|outerHTML|undefined|null|tokens|lines|seconds|minutes|hours|days`,
	`|(original|old|previous|prev|saved|backup)_?(html|text|content|label)\w*)$|^(?-i:[A-Z][A-Z0-9_]*)$`,
])

closed_member := concat("", [
	`(Id|Count|Index|Page|Size|Length|Class|ClassName|Color|Icon|Svg|SVG|Width|Height|Style|Styles|Css|CSS|Html|HTML|Markup`,
	`|Template|Number|Percent|Time|Date|Version|Total|Status|Safe|Escaped|Sanitized|Clean|Url|URL|Lines|Dark`,
	`|Light)$|_(id|url|count)$`,
])
