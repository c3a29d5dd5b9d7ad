package lib.credential

import data.lib.secret

# commands are the commands of a project, those of health checks and hooks too:
# {service, path, list}. path leads to the list.
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

as_command(service, path, list) := {"service": service, "path": path, "list": list} if is_array(list)

# arguments are the secrets that commands are given as arguments or as variables in front of a program:
# {service, path, name, value, secret}. path leads to the option, and secret is where the value stands, as in a finding.
arguments contains {"service": command.service, "path": path, "name": name, "value": value, "secret": places} if {
	some command in commands
	some index, item in command.list
	speaks_of_secrets(item)
	path := array.concat(command.path, [index])
	words := regex.split(`\s+`, item)
	some position, word in words
	[name, value] := argument(words, position, word, array.slice(command.list, index + 1, index + 2))
	not contains(value, "$")
	is_written(command.path, path, value)
	places := [{"path": array.concat(command.path, [at]), "text": value} | some at in [index, index + 1]]
}

# The clients of MySQL take a password right behind -p.
arguments contains found if {
	some command in commands
	some index, item in command.list
	is_string(item)
	contains(item, "-p")
	some [_, value] in regex.find_all_string_submatch_n(`(?:^|\s)-p([^\s'"=$]{3,})`, item, 1)
	regex.match(attached_password, concat(" ", [word | some word in command.list; is_string(word)]))
	path := array.concat(command.path, [index])
	is_written(command.path, path, value)
	found := {
		"service": command.service,
		"path": path,
		"name": "-p",
		"value": value,
		"secret": [{"path": path, "text": value}],
	}
}

speaks_of_secrets(text) if {
	is_string(text)
	some word in ["pass", "secret", "token", "key", "auth", "credential"]
	contains(lower(text), word)
}

# attached_password finds a program that takes a password right behind -p.
attached_password := sprintf(
	`(^|[\s/])(%s)\s`,
	[concat("|", [name | some name, _ in secret.programs; secret.takes_attached(name, "p")])],
)

# argument reads --password=x, --password x (also with the value in the next item of the list), and PGPASSWORD=x in
# front of a program.
argument(_, _, word, _) := [option[1], value] if {
	some option in regex.find_all_string_submatch_n(`^--?([A-Za-z][\w.-]*)=(.+)$`, word, 1)
	value := trim(option[2], `'"`)
	secret.is_option(option[1])
	secret.is_literal(option[1], value)
}

argument(words, position, word, _) := spaced(word, words[position + 1])

argument(words, position, word, next) := found if {
	position == count(words) - 1
	found := spaced(word, next[0])
}

argument(_, _, word, _) := [pair[1], value] if {
	some pair in regex.find_all_string_submatch_n(`^([A-Z][A-Z0-9_]+)=(.+)$`, word, 1)
	value := trim(pair[2], `'";`)
	secret.is_name(pair[1])
	secret.is_literal(pair[1], value)
}

spaced(word, next) := [option[1], value] if {
	is_string(next)
	value := trim(next, `'"`)
	not startswith(value, "-")
	some option in regex.find_all_string_submatch_n(`^--?([A-Za-z][\w.-]+)$`, word, 1)
	secret.is_option(option[1])
	secret.is_literal(option[1], value)
}

# is_written holds for text that stands in the file itself, not in the default of a reference: that is another rule's.
is_written(list_path, item_path, text) if {
	every entry in {e | some path in [list_path, item_path]; e := references[path]} {
		contains(outside_references(entry.raw), text)
	}
}

# outside_references returns text without its references.
outside_references(text) := regex.replace(text, `\$\{[^}]*\}+|\$[A-Za-z_]\w*`, " ")

# urls are the URLs with a password written out, wherever a project can have one: {service, path, subject, url}.
urls contains {
	"service": setting.service,
	"path": setting.path,
	"subject": setting.key,
	"url": secret.url_secret(setting.raw),
} if {
	some setting in of("url")
}

urls contains {"service": command.service, "path": path, "subject": command.path[2], "url": url} if {
	some command in commands
	some index, item in command.list
	is_string(item)
	contains(item, "@")
	path := array.concat(command.path, [index])
	url := secret.url_secret(item)
	is_written(command.path, path, url.password)
}

urls contains {"service": name, "path": path, "subject": key, "url": url} if {
	some name, service in input.document.services
	some key, value in service.labels
	is_string(value)
	contains(value, "@")
	path := ["services", name, "labels", key]
	url := secret.url_secret(raw_of(path, value))
}

# contents are the secrets written in the content of configs: {config, path, key, value}.
contents contains {"config": name, "path": ["configs", name, "content"], "key": line[1], "value": line[2]} if {
	some name, config in input.document.configs
	is_string(config.content)
	text := outside_references(raw_of(["configs", name, "content"], config.content))
	some line in regex.find_all_string_submatch_n(
		`(?m)^\s*(?:export\s+)?["']?([A-Za-z_][\w.-]*)["']?[ \t]*[=:][ \t]*["']?([^\s"',#]+)`,
		text,
		1000,
	)
	secret.is_name(line[1])
	secret.is_literal(line[1], line[2])
	not contains(line[2], "://")
}

# hashes are the user lists with hashed passwords in labels: {service, path, value}.
hashes contains {"service": name, "path": ["services", name, "labels", key], "value": value} if {
	some name, service in input.document.services
	some key, value in service.labels
	is_string(key)
	is_string(value)
	contains(lower(key), "auth")
	regex.match(hashed, value)
}

hashed := `:\$(apr1|2[aby]|5|6)\$|:\{SHA\}`
