# METADATA
# title: Secret given to a program as an argument
# description: |
#   Every account on the machine, every container that shares the process namespace, and every monitor that lists
#   processes sees the arguments of a program while it runs. Many shells and audit logs keep them for longer.
#
#   Reported is an option that takes a password, token or key and gets it from a variable or another program, in a
#   script and where a program starts another one. The name of a file, a variable of the environment in front of the
#   program, and a secret on its input are not reported, nor are commands of the shell itself, which start no program.
#   A secret that is written out is reported as one.
# related_resources:
# - https://cwe.mitre.org/data/definitions/214.html
# - https://dev.mysql.com/doc/refman/8.4/en/password-security-user.html
# scope: package
# custom:
#   severity: low
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     header:
#       severity: note
#       because: the request is over before long, and so is the program
#   remediation: |
#     Give it in a variable of the environment, in a file, or on the input of the program.
#
#     `MYSQL_PWD`, `PGPASSWORD` and `REDISCLI_AUTH` do this for clients of databases, `--password-stdin` for
#     `docker login`, and `-H @file` or `--config -` for `curl`.
#   cwe: [214]
#   kinds: [app]
package app["secret-in-arguments"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	some call in code.of("calls")
	words := call.arguments.words.items
	some index, word in words
	some [option, situations] in given(call.callee, word, array.slice(words, index + 1, index + 2))
	finding := reported(call, ["words", "items", index], code.last(call.callee), option, situations)
}

# A program starts another one with a list of words, or with the words as its own arguments.
findings contains finding if {
	some call in code.calls("process")
	command := code.argument(call, "command")
	words := started(call, command)
	program := program_of(words)
	some index, word in words
	some [option, situations] in given(program, word, array.slice(words, index + 1, index + 2))
	finding := reported(call, place_of(command, index), program, option, situations)
}

# It starts one with a line for the shell that is put together.
findings contains finding if {
	some meaning in {"process", "shell"}
	some call in code.calls(meaning)
	line := code.argument(call, "command")
	line.kind == "template"
	some index, part in line.items
	is_secret(part)
	before := line.items[index - 1].value
	is_string(before)
	[[_, option, separator]] := regex.find_all_string_submatch_n(`(?:^|\s)(--?[A-Za-z][\w-]*?)([ =]?)['"]?$`, before, 1)
	program := last_program(line.items, index)
	is_taken(program, option, separator)
	finding := reported(call, ["command", "items", index], program, option, [])
}

reported(call, place, program, option, situations) := in_situation(
	{
		"path": array.flatten([call.at, ["arguments"], place]),
		"message": sprintf("%q gets a secret as the argument %s", [program, option]),
	},
	array.concat(code.situations(call), situations),
)

# started returns the words that a call starts a program with.
started(_, command) := command.items if command.kind == "list"

started(call, command) := array.concat([command], [word |
	some position in numbers.range(1, 9)
	word := call.arguments[sprintf("%d", [position])]
]) if {
	command.kind == "literal"
}

place_of(command, index) := ["command", "items", index] if command.kind == "list"

place_of(command, index) := [sprintf("%d", [index])] if {
	command.kind != "list"
	index > 0
}

program_of(words) := regex.replace(words[0].value, `^.*/`, "") if {
	is_string(words[0].value)
} else := "the program"

# last_program names the program that a line starts in front of a part of it.
last_program(parts, index) := regex.replace(found[count(found) - 1], `^[\s|;&(]*(sudo\s+)?([\w./-]*/)?`, "") if {
	before := concat(" ", [part.value | some i, part in parts; i < index; is_string(part.value)])
	found := regex.find_n(`(^|[|;&(])\s*(sudo\s+)?[\w./-]+`, before, -1)
}

is_taken(program, option, separator) if {
	separator in {" ", "="}
	takes(program, trim_left(option, "-"))
}

is_taken(program, option, "") if {
	regex.match(`^-[A-Za-z]$`, option)
	"attached" in secret.takes(program, trim_left(option, "-"))
}

# given are the options of a program that a word is, or takes the next word for, where they get a secret.
given(program, word, next) := array.concat(separate(program, word, next), joined(program, word))

separate(program, word, [next]) := [[word.value, []] |
	word.kind == "literal"
	is_string(word.value)
	startswith(word.value, "-")
	takes(program, trim_left(word.value, "-"))
	is_secret(next)
]

separate(_, _, []) := []

joined(program, word) := array.flatten([
	[[option, []] |
		[option, rest] := split(text_of(word), "=")
		startswith(option, "-")
		takes(program, trim_left(option, "-"))
		rest in {"", "'"}
		is_secret(word.items[1])
	],
	[[text_of(word), []] |
		regex.match(`^-[A-Za-z]$`, text_of(word))
		"attached" in secret.takes(program, trim_left(text_of(word), "-"))
		is_secret(word.items[1])
	],
	[["Authorization", ["header"]] |
		regex.match(`(?i)^(authorization|proxy-authorization|x-api-key|x-auth-token|private-token):`, text_of(word))
		some item in word.items
		is_secret(item)
	],
])

text_of(word) := word.items[0].value if {
	word.kind == "template"
	is_string(word.items[0].value)
} else := ""

takes(_, option) if {
	secret.is_option(option)
	not regex.match(`(?i)[-_](file|path|stdin|env|from)$`, option)
}

takes(program, option) if "secret" in secret.takes(program, option)

takes(program, option) if "pair" in secret.takes(program, option)

# is_secret holds for a value that comes from a variable with the name of a secret, or from a program that reads one.
is_secret(value) if {
	some part in array.concat([value], [item | value.kind == "template"; some item in value.items])
	comes_from_secret(part)
}

comes_from_secret(value) if {
	value.kind in {"environment", "setting", "either", "name", "call"}
	secret.is_name(value.name)
	not regex.match(`(?i)_?(file|path|dir|name|id)$`, value.name)
}

# What a function is given is as secret as its name says.
comes_from_secret(value) if {
	value.kind == "parameter"
	secret.is_name(value.name)
	not regex.match(`(?i)_?(file|path|dir|name|id)$`, value.name)
}

comes_from_secret(value) if {
	value.kind == "call"
	value.name in {"cat", "vault", "pass", "op", "aws", "gcloud", "openssl rand"}
}
