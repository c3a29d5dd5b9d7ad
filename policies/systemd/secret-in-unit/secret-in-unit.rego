# METADATA
# title: Secret in a unit
# description: |
#   Any user of the machine reads the variables of a unit over D-Bus (`systemctl show`), the arguments of its commands
#   in the list of processes, and the file itself, which is in the repository as well. systemd.exec(5) says so:
#   "environment variables are not suitable for passing secrets".
#
#   Reported for values of variables and options whose names are those of secrets, and for passwords in URLs. Not
#   reported: `EnvironmentFile=`, `LoadCredential=`, `SetCredentialEncrypted=`, paths of files, and references to other
#   variables.
# related_resources:
# - https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#Environment=
# - https://systemd.io/CREDENTIALS/
# scope: package
# custom:
#   severity: high
#   situations:
#     placeholder:
#       severity: note
#       because: the value asks to be replaced, which will be done in this place
#   cwe: [522, 214, 312]
#   remediation: |
#     Give the service the secret with `LoadCredential=` or in a file that is not committed, and change the secret.
#
#     `LoadCredentialEncrypted=` keeps it unreadable on the disk; a file for `EnvironmentFile=` is for root only.
package systemd["secret-in-unit"]

import data.lib.finding.in_situation
import data.lib.placeholder
import data.lib.secret
import data.lib.systemd

findings contains finding if {
	some variable in systemd.unit.variables
	text := secret_of(variable.name, variable.value)
	finding := reported(
		variable.path,
		sprintf("variable %q has its secret in the unit", [variable.name]),
		text,
	)
}

findings contains finding if {
	some command in systemd.unit.commands
	some index, word in command.words
	option := option_of(word)
	text := value_of(word, array.slice(command.words, index + 1, index + 2))
	secret.is_literal(option, text)
	not is_specifier(text)
	finding := reported(
		command.path,
		sprintf("option %q of %q has its secret in the unit", [option, command.program]),
		text,
	)
}

findings contains finding if {
	some command in systemd.unit.commands
	some word in command.words
	url := secret.url_secret(word)
	finding := reported(
		command.path,
		sprintf("argument of %q is a URL with a password", [command.program]),
		url.password,
	)
}

findings contains finding if {
	some index, value in object.get(systemd.unit.settings, ["SetCredential", "values"], [])
	[name, text] := split(value, ":")
	secret.is_name(name)
	secret.is_literal(name, text)
	finding := reported(
		["Service", "SetCredential", index],
		sprintf("credential %q is written out in the unit", [name]),
		text,
	)
}

reported(path, message, text) := in_situation(
	{"path": path, "message": message, "secret": [{"path": path, "text": text}]},
	["placeholder" | secret.is_placeholder(text)],
)

secret_of(name, value) := value if {
	secret.is_name(name)
	not secret.url_secret(value)
	secret.is_literal(name, value)
	not is_specifier(value)
}

secret_of(_, value) := secret.url_secret(value).password

# is_specifier holds for what systemd or a shell replaces, such as %d/token for the folder of credentials.
is_specifier(text) if placeholder.is_template(text)

is_specifier(text) if regex.match(`^%[a-zA-Z]|^\$`, text)

option_of(word) := name if {
	startswith(word, "--")
	name := trim_left(split(word, "=")[0], "-")
	secret.is_option(name)
	not endswith(name, "-file")
}

value_of(word, _) := substring(word, indexof(word, "=") + 1, -1) if contains(word, "=")

value_of(word, [next]) := next if {
	not contains(word, "=")
	not startswith(next, "-")
}
