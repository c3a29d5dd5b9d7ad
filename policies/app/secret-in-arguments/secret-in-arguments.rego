# METADATA
# title: Secret given to a program as an argument
# description: |
#   Every account on the machine, every container that shares the process namespace, and every monitor that lists
#   processes sees the arguments of a program while it runs. Many shells and audit logs keep them for longer.
#
#   Reported is an option that takes a password, token or key and gets it from a variable or another program. The name
#   of a file, a variable of the environment in front of the program, and a secret on its input are not reported, nor
#   are commands of the shell itself, which start no program. A secret that is written out is reported as one.
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
	finding := in_situation(
		{
			"path": array.concat(call.at, ["arguments", "words", "items", index]),
			"message": sprintf("%q gets a secret as the argument %s", [code.last(call.callee), option]),
		},
		array.concat(code.situations(call), situations),
	)
}

# given are the options of a program that a word is, or takes the next word for, where they get a secret.
given(program, word, next) := array.concat(separate(program, word, next), joined(program, word))

separate(program, word, [next]) := [[word.value, []] |
	word.kind == "literal"
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

comes_from_secret(value) if {
	value.kind == "call"
	value.name in {"cat", "vault", "pass", "op", "aws", "gcloud", "openssl rand"}
}
