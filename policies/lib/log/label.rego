package lib.log

import data.lib.code
import data.lib.secret

# labelled returns the labels in an argument of a call, and in front of it, that call what is behind them a secret:
# print("API key:", key).
labelled(call, part, value) := {text |
	some [before, node] in array.concat(in_front(call, part, value), inside(value))
	text := label(before)
	is_shown(node)
}

# inside returns the parts of a text with what is written in front of each.
inside(value) := [[before, node] |
	walk(value, [_, text])
	text.kind == "template"
	some index, literal in text.items
	before := code.constant(literal)
	is_string(before)
	node := text.items[index + 1]
]

# in_front returns an argument with what is written before it: the text of the argument before, or the part of a format
# that ends with its verb.
in_front(call, part, value) := [[before, value] |
	regex.match(`^[1-9]$`, part)
	some at in numbers.range(0, to_number(part) - 1)
	text := code.constant(call.arguments[sprintf("%d", [at])])
	is_string(text)
	before := formatted(text, (to_number(part) - at) - 1)
]

# formatted returns the text in front of a verb of a format, or the whole text for the first value where it has none.
formatted(text, index) := pieces[index] if {
	pieces := regex.split(`%[-+#0-9.]*[a-zA-Z]|\{\w*\}`, text)
	count(pieces) > 1
	index < count(pieces) - 1
} else := text if {
	index == 0
	not regex.match(`%[-+#0-9.]*[a-zA-Z]|\{\w*\}`, text)
}

# label returns the words at the end of a text that call what follows a secret, undefined for any other text.
label(text) := trim_right(found[0], " :=\"'`([") if {
	not regex.match(`(?i)invalid|fail|error|cannot|could not|unable|missing|unknown|wrong|unexpected|denied|expire`, text)
	not regex.match(`(?i)usage|without|enter |type `, text)
	found := regex.find_n(labels, text, 1)
}

labels := concat("", [
	`(?i)\b((one[ -]time |temporary |initial |generated |admin |root |default |new |your )*`,
	`(password|passphrase|api[ _-]?key|secret[ _-]key)`,
	`|(access|auth|bearer|api|admin|session|reset|setup|invite|login|recovery)[ _-](token|secret)`,
	`|(password[ _-]?reset|reset|magic|login|invitation|invite|activation)[ _-](url|link))`,
	"( is)?\\s*[:=]\\s*[\"'`(\\[]?$",
])

# is_shown holds for a value that is no part of a secret and no word about it, and for one that gets a colour.
is_shown(node) if is_whole(node)

is_shown(node) if {
	node.kind == "call"
	regex.match(
		`(?i)(^|\.)(yellow|red|green|cyan|blue|bold|style|colou?red|colou?rize|paint)$|^$`,
		object.get(node, "name", ""),
	)
	some item in object.get(node, "items", [])
	is_whole(item)
}

is_whole(node) if {
	node.kind in {"name", "parameter", "unknown"}
	name := code.last(object.get(node, "name", ""))
	name != ""
	not is_answer(name)
}

is_whole(node) if {
	node.kind == "call"
	not is_answer(node.as)
	not regex.match(hiders, object.get(node, "name", ""))
}

is_whole(node) if is_secret(node)

is_whole(node) if {
	node.kind == "call"
	is_random(node)
}

is_whole(node) if {
	node.kind == "either"
	some item in node.items
	is_made_or_random(item)
}

is_made_or_random(node) if is_made(node)

is_made_or_random(node) if {
	node.kind == "call"
	is_random(node)
}

# is_answer holds for a name of what is said about a secret, or of a part of it.
is_answer(name) if is_about(name)

is_answer(name) if {
	regex.match(
		`(?i)(^|_)(e|err|error|ex|exc|exception|msg|message|reason|status|ok|valid|result|count|len|length|num|name|id|type|kind|path|file|hash|masked?|redacted|hint|prefix|enabled|source|label|description|pwned|breached|data|i|n|j)s?$|^(is|has|use|num|masked|hidden|short)_`,
		secret.flatten(name),
	)
}
