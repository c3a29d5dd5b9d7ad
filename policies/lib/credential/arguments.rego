package lib.credential

import data.lib.secret

# commands are the commands of a project, those of health checks, hooks and watch rules too: {service, path, list}. path
# leads to the list.
commands contains command if {
	some name, service in input.document.services
	some place in ["command", "entrypoint"]
	command := as_command(name, ["services", name, place], service[place])
}

commands contains command if {
	some name, service in input.document.services
	command := as_command(name, ["services", name, "healthcheck", "test"], service.healthcheck.test)
}

commands contains command if {
	some [name, phase, index], hook in hooks
	command := as_command(name, ["services", name, phase, index, "command"], hook.command)
}

commands contains command if {
	some name, service in input.document.services
	some index, rule in service.develop.watch
	command := as_command(name, ["services", name, "develop", "watch", index, "exec", "command"], rule.exec.command)
}

as_command(service, path, command) := {"service": service, "items": items} if {
	is_array(command)
	items := [{"text": item, "path": array.concat(path, [index])} | some index, item in command; is_string(item)]
}

as_command(service, path, command) := {"service": service, "items": [{"text": command, "path": path}]} if {
	is_string(command)
}

# arguments are the secrets that commands are given, as arguments or as variables in front of a program, with the keys
# of written. path leads to the option; name is "" where none takes the secret.
arguments contains {
	"service": command.service,
	"path": found.path,
	"name": found.name,
	"form": found.form,
	"value": found.value,
	"host": object.get(found, "host", ""),
	"places": [{"path": path, "text": found.value} | some path in found.paths],
} if {
	some command in commands
	words := words_of(command)
	some found in secrets_in(words)
	not regex.match(`\$[A-Za-z_{(]`, found.value)
	every path in found.paths {
		is_written(path, found.value)
	}
}

# words_of splits a command into words {text, path}: its items, and the words of a script in one.
words_of(command) := [{"text": trim(word, `'"`), "path": item.path} |
	some item in command.items
	some word in regex.find_n(`(?:[^\s'"]+|'[^']*'|"[^"]*")+`, item.text, 400)
]

secrets_in(words) := phrases(words) | {found |
	programs := programs_in(words)
	some position, word in words
	may_matter(word.text)
	next := array.slice(words, position + 1, position + 2)
	program := program_at(programs, position)
	some taken in taken_at(program, word.text, concat("", [following.text | some following in next]))
	found := object.union(taken, {
		"path": word.path,
		"paths": ({word.path} | {following.path | some following in next; taken.next}),
	})
}

# may_matter is a quick look at a word: only options, assignments and URLs can be or take a secret.
may_matter(text) if startswith(text, "-")

may_matter(text) if contains(text, "=")

may_matter(text) if contains(text, "@")

may_matter(text) if secret.token_in(text)

# taken_at are the secrets that a word of a program's line is or takes: {name, form, value, next}; next says that the
# value is the next word.
taken_at(program, word, next) := array.flatten([
	assigned(word),
	separate(word, next),
	by_program(program, word, next),
	[{"name": "", "form": "url", "value": url.password, "host": url.host, "next": false} | url := secret.url_secret(word)],
	[{"name": "", "form": "token", "value": token, "next": false} |
		token := secret.token_in(word)
		not startswith(token, "eyJ")
	],
])

# assigned reads --password=x, -Ddb.password=x and PGPASSWORD=x.
assigned(word) := [object.union(found, {"name": name, "next": false}) |
	some [_, name, text] in regex.find_all_string_submatch_n(`^(?:--?)?([A-Za-z_][\w.-]*)=(.+)$`, word, 1)
	found := value_of(name, trim(text, `'";,`))
]

# separate reads --password x.
separate(word, next) := [object.union(found, {"name": name, "next": true}) |
	is_value(next)
	some [_, name] in regex.find_all_string_submatch_n(`^--?([A-Za-z][\w.-]+)$`, word, 1)
	found := value_of(name, next)
]

is_value(text) if {
	text != ""
	not startswith(text, "-")
}

value_of(name, text) := found if {
	found := secret.found(name, text)
	found.form != "url"
}

value_of(name, text) := {"form": "literal", "value": text} if {
	not secret.found(name, text)
	secret.is_option(name)
	not secret.is_hash(text)
	secret.is_literal("password", text)
	not contains(text, "://")
}

# A user with something behind a colon is a login, unless that is a group.
value_of("user", text) := {"form": "pair", "value": password} if {
	password := password_of(text)
	not regex.match(`^([^:]+):(\d+|root|adm|daemon|docker|nobody|nogroup|staff|users|wheel|www-data)$`, text)
	password != split(text, ":")[0]
}

# programs_in are the programs in a line whose options are known: {name, at}.
programs_in(words) := [{"name": name, "at": at} |
	some at, word in words
	parts := split(word.text, "/")
	name := parts[count(parts) - 1]
	secret.programs[name]
]

# program_at is the last program before a place of the line, "" without one.
default program_at(_, _) := ""

program_at(programs, position) := before[count(before) - 1] if {
	before := [program.name | some program in programs; program.at < position]
	count(before) > 0
}

# by_program reads the options of one program: -p x, -px and -u user:x.
by_program(program, word, next) := array.flatten([
	[{"name": word, "form": "literal", "value": next, "next": true} |
		is_value(next)
		"secret" in secret.takes(program, option_of(word))
		secret.is_literal("password", next)
	],
	[{"name": word, "form": "pair", "value": password, "next": true} |
		"pair" in secret.takes(program, option_of(word))
		password := password_of(next)
	],
	[{"name": name, "form": "pair", "value": password, "next": false} |
		some [_, name, text] in regex.find_all_string_submatch_n(`^(--?[A-Za-z][\w-]*)=(.+)$`, word, 1)
		"pair" in secret.takes(program, trim_left(name, "-"))
		password := password_of(text)
	],
	[{"name": concat("", ["-", letter]), "form": "literal", "value": value, "next": false} |
		some [_, letter, text] in regex.find_all_string_submatch_n(`^-([A-Za-z])(.{3,})$`, word, 1)
		ways := secret.takes(program, letter)
		"attached" in ways
		value := attached(ways, text)
	],
])

# option_of is the name of an option without dashes; the last one of letters in a bundle.
option_of(word) := name if [[_, name]] := regex.find_all_string_submatch_n(`^--([A-Za-z][\w-]*)$`, word, 1)

option_of(word) := name if {
	not startswith(word, "--")
	[[_, name]] := regex.find_all_string_submatch_n(`^-[A-Za-z]*([A-Za-z])$`, word, 1)
}

password_of(text) := password if {
	[[_, password]] := regex.find_all_string_submatch_n(`^[^:\s]+:(\S+)$`, text, 1)
	secret.is_literal("password", password)
}

attached(ways, text) := password_of(text) if "pair" in ways

attached(ways, text) := text if {
	not "pair" in ways
	not startswith(text, "=")
	secret.is_literal("password", text)
}

# phrases are the secrets at places that only the whole line shows.
phrases(words) := {{
	"name": "",
	"form": "literal",
	"value": value,
	"path": path,
	"paths": {path},
} |
	line := concat(" ", [word.text | some word in words])
	regex.match(`(?i)pass|identified|authorization|key:|token:|\bmc |rabbitmqctl|htpasswd`, line)
	some pattern in secret.phrases
	some [_, value] in regex.find_all_string_submatch_n(pattern, line, 5)
	secret.is_literal("password", value)
	path := [word.path | some word in words; contains(word.text, value)][0]
}

# is_written holds for text that is in the file itself, not in the default of a reference: that is another rule's.
is_written(path, text) if {
	every entry in [e | some at in [path, array.slice(path, 0, count(path) - 1)]; e := references[at]] {
		contains(outside_references(entry.raw), text)
	}
}
