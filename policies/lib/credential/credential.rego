# METADATA
# description: |
#   Finds every value of a Compose project that is or should be a secret. Each environment variable that concerns one
#   has one class, which decides which rule reports it, so that no value is reported twice. In order: "url" (a password
#   written out in a URL), "default" (a literal fallback in the reference), "literal", "hash" (only a password's hash),
#   "empty" (the reference may turn out empty), "passed" (handed on from outside), "filed" (from a file of variables).
#   What is written out at any place of the project, environment or not, is in written.
package lib.credential

import data.lib.secret

# settings are the environment variables of services and of their hooks that concern a secret: {service, key, value,
# raw, path, class, form, secret, host, variables, variable}. variables are those that the secret comes from; variable
# is the first of them that the class is about, "" for none; form, secret and host are what data.lib.secret found in a
# value that is written out, "" for none.
settings contains setting if {
	some environment in environments
	some key in concerned(environment.values, environment.path)
	setting := judged(environment.service, key, environment.values[key], array.concat(environment.path, [key]))
}

# What a file of variables gives to a service has its place at the file, and is handed on.
settings contains {
	"service": name,
	"key": key,
	"value": variable.value,
	"raw": variable.value,
	"path": variable.from,
	"class": "filed",
	"form": "",
	"secret": "",
	"host": "",
	"variables": [],
	"variable": "",
} if {
	some name, found in input.context.services
	some key, variable in found.file_environment
	is_filed_secret(key, variable.value)
}

is_filed_secret(key, text) if secret.found(key, text).form != "hash"

is_filed_secret(key, text) if {
	secret.is_reference(text)
	secret.is_name(key)
}

# environments are those of services and of the commands that run beside them: {service, path, values}.
environments contains {"service": name, "path": ["services", name, "environment"], "values": service.environment} if {
	some name, service in input.document.services
	is_object(service.environment)
}

environments contains {
	"service": name,
	"path": ["services", name, phase, index, "environment"],
	"values": hook.environment,
} if {
	some [name, phase, index], hook in hooks
	is_object(hook.environment)
}

# hooks are the hooks of services by [service, phase, index].
hooks[[name, phase, index]] := hook if {
	some phase in ["post_start", "pre_stop", "pre_start"]
	some name, _ in input.document.services
	some index, hook in input.document.services[name][phase]
}

# of returns the settings of a class.
of(class) := object.get(by_class, class, set())

by_class[setting.class] contains setting if some setting in settings

judged(service, key, value, path) := setting if {
	raw := raw_of(path, value)
	sources := secret_variables(key, raw, path)
	verdict := verdicts(key, value, raw, sources)[0]
	setting := object.union(
		{
			"service": service,
			"key": key,
			"value": value,
			"raw": raw,
			"path": path,
			"form": "",
			"secret": "",
			"host": "",
			"variables": sources,
			"variable": "",
		},
		verdict,
	)
}

# concerned returns the keys of an environment that concern a secret: by their name, by a value that may contain one, by
# the variables that the value comes from.
concerned(environment, at) := (named | hinted) | referring if {
	named := {key |
		some key, _ in environment
		secret.is_name(key)
	}
	hinted := {key |
		some key, value in environment
		is_string(value)
		may_contain(key, raw_of(array.concat(at, [key]), value))
	}
	referring := object.get(secret_reference, [at], set())
}

# may_contain is a quick look before the patterns.
may_contain(_, text) if contains(text, "@")

may_contain(_, text) if {
	contains(text, "=")
	regex.match(`(?i)pass|pwd|key`, text)
}

may_contain(key, text) if {
	contains(text, ":")
	secret.is_pair(key)
}

may_contain(_, text) if strings.any_prefix_match(text, ["{", "["])

may_contain(_, text) if secret.token_in(text)

# references are what was interpolated, by path.
references := {entry.path: entry | some entry in input.context.interpolated}

# secret_reference holds the keys whose values come from variables with a secret's name, by the path of what they stand
# in.
secret_reference[parent] contains key if {
	some path, entry in references
	some variable in entry.variables
	secret.is_name(variable.name)
	last := count(path) - 1
	parent := array.slice(path, 0, last)
	key := path[last]
}

# raw_of returns a value as it is written, with its references.
raw_of(path, _) := references[path].raw

raw_of(path, value) := value if not references[path]

# secret_variables returns those variables of a setting that hold its secret: all of them where the setting is nothing
# but references, otherwise those with a secret's name and those that stand where a URL has its password.
secret_variables(key, raw, path) := [variable |
	some variable in references[path].variables
	holds_secret(key, raw, variable)
]

holds_secret(_, _, variable) if secret.is_name(variable.name)

holds_secret(key, raw, _) if {
	secret.is_name(key)
	secret.is_reference(raw)
}

holds_secret(_, raw, variable) if stands_in_url(raw, variable)

holds_secret(key, raw, variable) if {
	secret.is_reference(raw)
	some name in [key, variable.name]
	secret.found(name, variable["default"]).form == "pair"
}

# verdicts are what can be said of a setting, the first of which counts.
verdicts(key, value, raw, sources) := array.flatten([
	[{"class": "url", "form": "url", "secret": url.password, "host": url.host} | url := secret.url_secret(raw)],
	[{"class": "default", "variable": name} | name := fallback(key, sources, raw)],
	[{"class": class, "form": found.form, "secret": found.value} |
		found := literal(key, value, raw)
		class := class_of(found)
	],
	[{"class": "empty", "variable": name} | some name in empties(sources)],
	[{"class": "passed", "variable": source.name} | some source in sources],
	[{"class": "passed"} | is_passed_through(key, value)],
])

class_of(found) := "hash" if found.form == "hash"

class_of(found) := "literal" if found.form != "hash"

# literal returns the secret that is written out in a setting. Beside references only a part with a form of its own is.
literal(key, value, raw) := secret.found(key, value) if value == raw

literal(key, value, raw) := found if {
	value != raw
	found := secret.found(key, raw)
	found.form in {"connection", "token", "pair"}
}

is_passed_through(key, null) if secret.is_name(key)

# fallback returns the name of the first variable with a literal default that can be the secret.
fallback(key, sources, raw) := [variable.name | some variable in sources; is_fallback(key, variable, raw)][0]

# is_fallback holds for a variable of a setting whose default has a secret in it.
is_fallback(key, variable, _) if {
	variable.operator in {":-", "-"}
	some name in [key, variable.name]
	found := secret.found(name, variable["default"])
	not found.form in {"url", "hash"}
	not secret.flatten(found.value) in {secret.flatten(key), secret.flatten(variable.name)}
}

is_fallback(_, variable, raw) if {
	variable.operator in {":-", "-"}
	stands_in_url(raw, variable)
	secret.is_literal(variable.name, variable["default"])
}

stands_in_url(raw, variable) if contains(secret.url_password(raw).password, sprintf("{%s", [variable.name]))

empties(sources) := [variable.name | some variable in sources; may_be_empty(variable)]

may_be_empty(variable) if {
	not variable.set
	not variable.name in required
	variable.operator == ""
}

may_be_empty(variable) if {
	not variable.set
	not variable.name in required
	variable.operator in {":-", "-"}
	object.get(variable, "default", "") == ""
}

# required are the variables that some place of the project wants to have a value: Compose stops without it.
required contains variable.name if {
	some entry in input.context.interpolated
	some variable in entry.variables
	variable.operator in {":?", "?"}
}

# given are the settings whose secret is a value of the project's own environment file that looks as if a person made it
# up, or that asks its reader to replace it.
given contains setting if {
	some setting in of("passed")
	count(setting.variables) > 0
	every variable in setting.variables {
		variable.set
	}
	found := secret.found(setting.key, setting.value)
	not found.form in {"url", "hash"}
	not secret.looks_live(found.value)
}
