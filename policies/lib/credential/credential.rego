# METADATA
# description: |
#   Finds every value of a Compose project that is or should be a secret, and decides once which rule speaks about it,
#   so that no value is reported twice. In order: "url" (a password written out in a URL), "default" (a literal fallback
#   in the reference), "literal", "empty" (the reference may turn out empty), "passed" (handed on from outside).
package lib.credential

import data.lib.image
import data.lib.secret

# settings are the environment variables of services and of their hooks that concern a secret: {service, key, value,
# raw, path, class, variables, variable}. variables are those that the secret comes from; variable is the first of them
# that the class is about, "" for none.
settings contains setting if {
	some name, service in input.document.services
	some key in concerned(service.environment, ["services", name, "environment"])
	setting := judged(name, key, service.environment[key], ["services", name, "environment", key])
}

settings contains setting if {
	some [name, phase, index], hook in hooks
	at := ["services", name, phase, index, "environment"]
	some key in concerned(hook.environment, at)
	setting := judged(name, key, hook.environment[key], array.concat(at, [key]))
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
	[class, variable] := verdict(key, value, raw, sources)
	setting := {
		"service": service,
		"key": key,
		"value": value,
		"raw": raw,
		"path": path,
		"class": class,
		"variables": sources,
		"variable": variable,
	}
}

# concerned returns the keys of an environment that concern a secret: by their name, by a value that may be a URL with a
# password, by the variables that the value comes from.
concerned(environment, at) := (named | with_at) | referring if {
	is_object(environment)
	named := {key |
		some key, _ in environment
		secret.is_name(key)
	}
	with_at := {key |
		some key, value in environment
		is_string(value)
		contains(value, "@")
	}
	referring := object.get(secret_reference, [at], set())
}

# references holds what was interpolated, by path.
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

holds_secret(_, raw, variable) if contains(secret.url_password(raw).password, sprintf("{%s", [variable.name]))

verdict(_, _, raw, _) := ["url", ""] if is_url(raw)

verdict(key, _, raw, sources) := ["default", fallback(key, sources)] if {
	not is_url(raw)
	fallback(key, sources)
}

verdict(key, value, raw, sources) := ["literal", ""] if {
	not is_url(raw)
	is_literal(key, value, raw, sources)
}

verdict(key, _, raw, sources) := ["empty", empties(sources)[0]] if {
	not is_url(raw)
	not fallback(key, sources)
	count(empties(sources)) > 0
}

verdict(key, _, raw, sources) := ["passed", sources[0].name] if {
	not is_url(raw)
	not fallback(key, sources)
	count(empties(sources)) == 0
	count(sources) > 0
}

verdict(key, null, _, []) := ["passed", ""] if secret.is_name(key)

is_url(raw) if secret.url_secret(raw)

# fallback returns the name of the first variable with a literal default that can be the secret.
fallback(key, sources) := [variable.name | some variable in sources; is_fallback(key, variable)][0]

is_fallback(key, variable) if {
	variable.operator in {":-", "-"}
	secret.is_literal(key, variable["default"])
	not contains(variable["default"], "://")
	secret.is_literal(variable.name, variable["default"])
}

empties(sources) := [variable.name | some variable in sources; may_be_empty(variable)]

may_be_empty(variable) if {
	not variable.set
	variable.operator == ""
}

may_be_empty(variable) if {
	not variable.set
	variable.operator in {":-", "-"}
	object.get(variable, "default", "") == ""
}

is_literal(key, value, raw, []) if {
	secret.is_name(key)
	is_string(value)
	value == raw
	not contains(value, "://")
	not secret.pair_password(value)
	not is_passwordless_pair(key, value)
	secret.is_literal(key, value)
}

is_literal(_, value, raw, _) if {
	is_string(value)
	password := secret.pair_password(raw)
	secret.is_literal("password", password)
	contains(value, password)
}

# A connection string without a password in it holds no secret.
is_passwordless_pair(key, value) if {
	is_string(value)
	regex.match(`(?i)connection|dsn`, key)
	contains(value, "=")
}

# opens_itself holds for a credential that opens the service which has it: a data store's own, or any whose name does
# not say that the service logs in somewhere else with it.
opens_itself(service, _) if image.is(service, "datastore")

opens_itself(_, key) if not secret.is_client(key)

# fails_closed holds for a setting that the entrypoint of the service's image wants to have a value.
fails_closed(setting) if setting.key in refused_when_empty[image.software(setting.service)]

refused_when_empty := {
	"mariadb": {"MARIADB_ROOT_PASSWORD", "MYSQL_ROOT_PASSWORD"},
	"mysql": {"MYSQL_ROOT_PASSWORD"},
	"pgadmin": {"PGADMIN_DEFAULT_PASSWORD"},
	"postgresql": {"POSTGRES_PASSWORD"},
}

# is_example holds for a file in a folder of examples or tests, and for one whose name says that it is one:
# .env.example, docker-compose.e2e.yml.
is_example if {
	some folder in array.slice(folders, 0, count(folders) - 1)
	folder in {"demo", "demos", "e2e", "example", "examples", "fixtures", "sample", "samples", "test", "testdata", "tests"}
}

is_example if {
	regex.match(`(^|[._-])(example|sample|template|tmpl|dist|test|testing|ci|e2e)([._-]|$)`, folders[count(folders) - 1])
}

folders := split(lower(input.file), "/")
