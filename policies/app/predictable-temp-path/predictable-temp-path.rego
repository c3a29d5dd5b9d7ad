# METADATA
# title: Fixed path in a folder that everybody writes to
# description: |
#   Whoever has an account on the machine may create `/tmp/app.sock` first, or put a link there: the program then talks
#   to him, writes over a file of his choice, or gives him the token that it leaves there.
#
#   Reported is a path below `/tmp`, `/var/tmp` or `/dev/shm` that is written out and named as a socket, a lock, a
#   process id, a token or a key. Files of `tempfile`, and other files there, are not reported.
# related_resources:
# - https://cwe.mitre.org/data/definitions/377.html
# - https://docs.python.org/3/library/tempfile.html
# scope: package
# custom:
#   severity: low
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     container:
#       severity: note
#       because: the folder is that of a container of its own
#     secret:
#       severity: medium
#       because: what is there is a secret
#   remediation: |
#     Use a folder of the service alone: `RuntimeDirectory=` of its unit, `XDG_RUNTIME_DIR`, or `tempfile.mkdtemp`.
#   cwe: [377, 379]
#   aliases: ["ruff:S108", "bandit:B108"]
package app["predictable-temp-path"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some [fact, at, name, whole] in paths
	text := regex.replace(whole, `^(unix:(//)?|sqlite(\+\w+)?:///|file:(//)?)`, "")
	regex.match(`^/(tmp|var/tmp|dev/shm)/[\w./-]+$`, text)
	what := concat(" ", [name, trim_prefix(text, "/tmp/")])
	regex.match(kinds, what)
	finding := in_situation(
		{"path": at, "message": sprintf("%q is a path that everybody on the machine can take first", [text])},
		array.concat(code.situations(fact), context(what)),
	)
}

kinds := `(?i)(sock|(^|[^a-z])uds|(^|[^a-z])ipc|(^|[^a-z])pid|lock|token|secret|(^|[^a-z])key|seed|cookie|credential|passw|\.(db|sqlite3?)$)`

context(what) := ["secret"] if {
	count(code.consumers) == 0
	regex.match(`(?i)(token|secret|(^|[^a-z])key|seed|cookie|credential|passw)`, what)
} else := ["container"] if {
	count(code.consumers) > 0
} else := []

paths contains [setting, setting.at, setting.name, text] if {
	some setting in code.of("settings")
	some text in code.texts_of(setting["default"])
}

# The settings of an application in a file.
paths contains [{"aside": ""}, at, at[count(at) - 1], text] if {
	input.context.format == "settings"
	walk(input.document, [at, text])
	is_string(text)
	regex.match(`/(tmp|var/tmp|dev/shm)/`, text)
	is_string(at[count(at) - 1])
}

paths contains [said, said.at, said.name, said.value.value] if {
	some said in code.of("assignments")
	said.name != upper(said.name) # a constant is a setting
	is_string(said.value.value)
	not [said.file, said.name] in settings
}

paths contains [call, code.path(call, name), "", value.value] if {
	some call in code.of("calls")
	some name, value in object.get(call, "arguments", {})
	value.kind == "literal"
	is_string(value.value)
	not name in named # what is passed by its name is an assignment, too
}

# An option of a program, in a script or an image.
paths contains [call, code.path(call, name), name, value.value] if {
	some call in code.of("calls")
	code.modules[call.file].language in {"shell", "dockerfile"}
	some name, value in object.get(call, "arguments", {})
	name in named
	value.kind == "literal"
	is_string(value.value)
}

named contains name if {
	some call in code.of("calls")
	some name, _ in call.arguments
	not regex.match(`^([0-9]|path|address|data|command)$`, name)
}

# settings are the settings by module and name.
settings contains [setting.file, setting.name] if some setting in code.of("settings")
