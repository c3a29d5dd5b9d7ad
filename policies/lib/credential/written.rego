package lib.credential

import data.lib.secret

# written are the secrets that are written out in a project: {service, subject, what, where, path, name, form, value,
# host, places}. service is "" for what belongs to none; subject and what make a sentence, and so do the form of a URL
# and where; places say where the secret is, as in a finding. Secrets of builds are in build_secrets.
written contains {
	"service": setting.service,
	"subject": sprintf("service %q", [setting.service]),
	"what": sprintf("has %s written into the file", [setting.key]),
	"where": setting.key,
	"path": setting.path,
	"name": setting.key,
	"form": setting.form,
	"value": setting.secret,
	"host": setting.host,
	"places": [{"path": setting.path, "text": setting.secret}],
} if {
	some setting in settings
	setting.class in {"hash", "literal", "url"}
}

written contains entry if {
	some argument in arguments
	entry := object.union(argument, {
		"subject": sprintf("service %q", [argument.service]),
		"what": handed_over(argument),
		"where": argument.path[2],
	})
}

written contains object.union(option, {
	"what": sprintf("has a secret in %s %s", [option.sort, option.name]),
	"where": sprintf("%s %s", [option.sort, option.name]),
	"places": [{"path": option.path, "text": option.value}],
}) if {
	some option in options
	option.sort != "build argument"
}

written contains entry if some entry in contents

handed_over(argument) := sprintf("is given a secret as argument %s", [argument.name]) if argument.name != ""

handed_over(argument) := sprintf("is given a secret in its %s", [argument.path[2]]) if argument.name == ""

# build_secrets are the secrets that builds are given: {service, name, path, form, value}. A literal default is one as
# well; what comes from outside is not written here.
build_secrets contains option if {
	some option in options
	option.sort == "build argument"
}

build_secrets contains {"service": name, "name": key, "path": path, "form": found.form, "value": found.value} if {
	some name, service in input.document.services
	some key, value in service.build.args
	path := ["services", name, "build", "args", key]
	every variable in references[path].variables {
		not variable.set
	}
	found := secret.found(key, value)
}

# options are the secrets in the other mappings of a project: {service, subject, sort, name, path, form, value,
# host}.
options contains object.union(map, {
	"name": key,
	"path": path,
	"form": found.form,
	"value": found.value,
	"host": found.host,
}) if {
	some entry in maps
	some key, value in entry.values
	is_string(value)
	path := array.concat(entry.path, [key])
	found := literal(key, value, raw_of(path, value))
	map := object.remove(entry, ["values"])
}

# A build from a URL may have the password in it.
options contains {
	"service": name,
	"subject": sprintf("service %q", [name]),
	"sort": "build",
	"name": "context",
	"path": ["services", name, "build", "context"],
	"form": "url",
	"value": url.password,
	"host": url.host,
} if {
	some name, service in input.document.services
	context := service.build.context
	url := secret.url_secret(raw_of(["services", name, "build", "context"], context))
}

# maps are the mappings of names to values that options are looked for in: {service, subject, sort, path, values}.
maps contains {
	"service": name,
	"subject": sprintf("service %q", [name]),
	"sort": noun,
	"path": array.concat(["services", name], path),
	"values": values,
} if {
	some name, service in input.document.services
	is_object(service)
	some noun, path in {
		"label": ["labels"],
		"label of the deployment": ["deploy", "labels"],
		"annotation": ["annotations"],
		"logging option": ["logging", "options"],
		"option of its provider": ["provider", "options"],
		"build argument": ["build", "args"],
		"label of the image": ["build", "labels"],
		"build context": ["build", "additional_contexts"],
	}
	values := object.get(service, path, null)
	is_object(values)
}

maps contains {
	"service": "",
	"subject": sprintf("%s %q", [trim_suffix(section, "s"), name]),
	"sort": "driver option",
	"path": [section, name, "driver_opts"],
	"values": entry.driver_opts,
} if {
	some section in ["networks", "volumes"]
	some name, entry in input.document[section]
	is_object(entry.driver_opts)
}
