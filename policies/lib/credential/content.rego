package lib.credential

import data.lib.secret

# contents are the secrets in the texts of a project, with the keys of written: the content of configs, and Dockerfiles
# that stand in the file.
contents contains object.union(text.entry, {
	"what": sprintf("has %s written into its %s", [found.name, text.what]),
	"where": sprintf("its %s", [text.what]),
	"name": found.name,
	"form": found.form,
	"value": found.value,
	"host": found.host,
	"places": [{"path": text.entry.path, "text": found.value}],
}) if {
	some text in texts
	lines := split(outside_references(raw_of(text.entry.path, text.value)), "\n")
	some line in array.slice(lines, 0, 2000)
	found := in_line(line)
}

texts contains {
	"entry": {"service": "", "subject": sprintf("config %q", [name]), "path": ["configs", name, "content"]},
	"what": "content",
	"value": config.content,
} if {
	some name, config in input.document.configs
	is_string(config.content)
}

texts contains {
	"entry": {
		"service": name,
		"subject": sprintf("build of service %q", [name]),
		"path": ["services", name, "build", "dockerfile_inline"],
	},
	"what": "Dockerfile",
	"value": service.build.dockerfile_inline,
} if {
	some name, service in input.document.services
	is_string(service.build.dockerfile_inline)
}

# in_line judges one line of a text: the names and values in it, and what has a form of its own: {name, form, value,
# host}.
in_line(line) := [object.union({"name": entry.name}, found) |
	not startswith(trim_space(line), "#")
	some entry in array.concat(assignments(line), [{"name": "a secret", "value": line}])
	found := secret.found(entry.name, entry.value)
	may_stand_alone(entry.name, found.form)
][0]

may_stand_alone(name, _) if name != "a secret"

may_stand_alone("a secret", form) if form in {"token", "url"}

# assignments are the names and values of a line: key: value, KEY=value, "key" = "value", and key value as some programs
# write their settings.
assignments(line) := [{"name": name, "value": trim(value, `"',; `)} |
	some pattern in [
		`(?:^|[\s,{;])["']?([A-Za-z_][\w.-]*)["']?[ \t]*(?:[=:]|:=|=>)[ \t]*("[^"]*"|'[^']*'|[^\s,;{\[][^\s,;]*)`,
		`^\s*(?:set |export |env |arg )?([A-Za-z_][\w.-]*)[ \t]+("[^"]*"|'[^']*'|\S+)\s*$`,
	]
	some [_, name, value] in regex.find_all_string_submatch_n(pattern, line, 20)
	secret.is_name(name)
]

# outside_references returns text without its references.
outside_references(text) := regex.replace(text, `\$\{[^}]*\}+|\$[A-Za-z_]\w*`, " ")

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
