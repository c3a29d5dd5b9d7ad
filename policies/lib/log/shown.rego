package lib.log

import data.lib.code
import data.lib.secret

# shown returns the parts of a value that get into the text: not what goes into a function that may hide it, nor what is
# only compared.
shown(value) := {node |
	hiding := [array.concat(part[0], behind) | walk(value, part); behind := hides(part[1])]
	walk(value, [path, node])
	is_string(node.kind)
	not is_below(path, hiding)
}

# hides returns what of a value is not shown, as a path: all of it, or what a call is given that makes a secret.
hides(node) := ["items"] if {
	is_secret(node)
} else := [] if may_hide(node)

is_secret(node) if is_made(node)

is_secret(node) if is_kept(node)

is_secret(node) if is_written(node)

# passing are the functions that show what they are given.
passing := {
	"str", "repr", "dict", "format", "dumps", "join", "list", "vars", "model_dump", "items", "stringify", "Sprintf",
	"Sprint", "EncodeToString", "b64encode", "urlsafe_b64encode", "hexlify", "btoa",
}

# is_kept holds for what a call returns that is kept under the name of a secret: api_key = make(); log(api_key).
is_kept(node) if {
	node.kind == "call"
	names_secret(node.as)
	not regex.match(hiders, object.get(node, "name", ""))
	is_telling(node)
}

# A parser has tokens, too, and what is returned may be an answer about the secret.
is_telling(node) if {
	regex.match(`[a-z\d]_?[A-Z]|_`, node.as)
	not regex.match(`(?i)(raw|orm|db|sync|cursor|continuation|parsed?|current|cur|prev|peek|lex)_?token$`, node.as)
}

is_telling(node) if secret.is_password(node.as)

is_telling(node) if is_random(node)

# is_random holds for a call whose result nobody can guess.
is_random(node) if {
	regex.match(
		`(^|\.)(secrets\.(token_\w+|choice)|os\.urandom|randomBytes|randomUUID|getRandomValues|nanoid|uuid4|rand\.(Read|Text)|(?i:(random|generate|make|new)_?(string|hex|chars|text|bytes)))`,
		object.get(node, "name", ""),
	)
}

# is_written holds for a method that gives the text of a secret: self.secret.decode().
is_written(node) if {
	node.kind == "call"
	steps := split(object.get(node, "name", ""), ".")
	count(steps) > 1
	steps[count(steps) - 1] in {"decode", "encode", "hex", "strip", "rstrip", "trim", "toString", "String"}
	names_secret(steps[count(steps) - 2])
}

# names_secret holds for a name whose last word is that of a secret.
names_secret(name) if {
	secret.is_name(name)
	regex.match(`(^|_)(password|passwd|passphrase|pass|pwd|pw|secret|token|api_?key|key)\d*$`, secret.flatten(name))
	not secret.is_connection(name)
	not is_about(name)
}

# hiders are parts of the names of functions that hide what they are given.
hiders := `(?i)mask|redact|hash|hide|obfus|censor|encr|sha\d|short|trunc|finger|prefix|len|valid|verif|check|is_?set|exists|count|compare`

# is_made holds for what a function gives that makes a secret.
is_made(node) if {
	node.kind == "call"
	regex.match(
		`^(gen|generate|random|rand|new|make|create)(_\w+)?_(password|passwd|pwd|token|secret|api_?key)$|^(password|pwd|token|secret)_?gen(erator|erate)?$`,
		secret.flatten(code.last(object.get(node, "name", ""))),
	)
}

# is_below holds for a path that leads into a part of a value that may hide it.
is_below(path, hiding) if {
	some at in hiding
	array.slice(path, 0, count(at)) == at
}

may_hide(node) if {
	node.kind == "call"
	not code.last(object.get(node, "name", "")) in passing
	not is_stored(node)
	not is_options(node)
	not printed(node)
}

may_hide(node) if node.kind in {"comparison", "not", "and"}

# is_stored holds for what a page reads of what the browser keeps for it.
is_stored(node) if {
	node.kind == "call"
	regex.match(`(local|session)Storage\.getItem$`, node.name)
}

# The name of a setting is none: const ProxyPassword = "proxy.password".
is_key(node) if {
	text := code.constant(node)
	is_string(text)
	regex.match(`^[A-Za-z]\w*([.-]\w+)+$|^[A-Z][A-Z0-9_]*_[A-Z0-9_]*$`, text)
	secret.is_name(text)
}

# A parser has tokens, too: a name without any other word, of what nothing is known.
is_word(node) if regex.match(`(?i)(^|\.)credentials?$`, node.name)

is_word(node) if {
	node.kind == "unknown"
	lower(node.name) in {"token", "secret", "credential"}
}
