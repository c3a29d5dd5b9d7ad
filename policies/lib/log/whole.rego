package lib.log

import data.lib.code
import data.lib.secret

# whole says what is written as one that has a secret in it: the options of a command, or an object with settings.
whole(call, node) := sprintf("all options, %q among them", [min(options[call.file])]) if is_options(node)

else := sprintf("all settings of %q, %q among them", [class, name]) if {
	class := printed(node)
	name := min(fields[class])
} else := "all settings of the application" if {
	node.kind == "name"
	node.name in {"flask.Flask.config", "quart.Quart.config", "flask.current_app.config"}
}

# options are the secrets among the options of a command, by module.
options[setting.file] contains setting.name if {
	some setting in code.of("settings")
	setting.from == "flag"
	is_open(setting)
}

# is_options holds for all that a command line has: of argparse as an object, or as the words themselves.
is_options(node) if {
	node.kind in {"call", "name"}
	regex.match(`(^|\.)(parse_args|parse_known_args|parse_intermixed_args)(\.__dict__)?$`, node.name)
}

is_options(node) if {
	node.kind == "name"
	node.name in {"sys.argv", "process.argv", "os.Args"}
}

# printed returns the class of an object of which a text has all fields.
printed(node) := class if {
	full := object_of(node)
	class := code.last(regex.replace(full, `\.(model_dump|model_dump_json|dict|json|__dict__)$`, ""))
	class in object.keys(fields)
}

# object_of returns the full name of what makes the object that a value is, or of its class.
object_of(node) := node.name if node.kind == "call"

object_of(node) := node.name if {
	node.kind == "name"
	endswith(node.name, ".__dict__")
}

object_of(node) := node.part if {
	node.kind == "parameter"
	not contains(node.name, ".")
}

# fields are the secrets of each class of settings that prints its fields.
fields[setting.class] contains setting.name if {
	some setting in code.of("settings")
	setting.from == "field"
	is_open(setting)
	some class in code.of("classes")
	class.name == setting.class
	some base in class.bases
	regex.match(`^(pydantic(_settings)?|dataclasses|attrs?|sqlmodel)\.`, base)
}

# is_open holds for a secret that what is printed has.
is_open(setting) if {
	secret.is_name(setting.name)
	not is_about(setting.name)
	not setting.masked
}

# The words around a secret's word that make the name one of something about the secret.
is_about(name) if {
	regex.match(
		`(?i)(^(cookie|session|cache|storage|redis|state|row|message)_key$|tokens$|secrets$|keys$|credentials$|_(ids?|uid|gid|names?|type|kind|count|hash|hashed|valid|error|status|mask(ed)?|hint|prefix|suffix|preview|present|exists|file|path|url|data|info|usage|field|header|source|version|location|response|request|form|reset|policy|manager|provider|store|limit)$|^(has|is|should|can|need|needs|with|without|allow|enable|did|was|num|n|max|min|masked|redacted|hidden|invalid|inactive|expired|unknown|wrong|hashed|encrypted|public|next|page|use|no|missing|required)_|token(izer|ize))`,
		secret.flatten(name),
	)
}
