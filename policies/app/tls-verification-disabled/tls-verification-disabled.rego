# METADATA
# title: TLS without verification of the peer
# description: |
#   The connection is encrypted, and nobody knows to whom: whoever is between the two, on the same Wi-Fi or behind a
#   changed DNS entry, reads and changes everything, credentials included.
#
#   Reported are the switches that turn verification off, and the parts of Python's standard library that do not
#   verify unless they get a context: `imaplib`, `smtplib`, `poplib` and `ftplib`. Requests, HTTPX and aiohttp verify
#   by default and are not reported without a switch, nor do the clients of Node: there it is `rejectUnauthorized:
#   false` and `NODE_TLS_REJECT_UNAUTHORIZED=0`, which is for the whole process.
#
#   In Go `InsecureSkipVerify` is not reported beside a `VerifyConnection` or `VerifyPeerCertificate` that takes its
#   place, nor in the configuration of a server. Verification that a setting turns off is a note where the setting
#   leaves it on.
#
#   The switches of well-known servers beside the application, in their own files, are reported too.
# related_resources:
# - https://docs.python.org/3/library/ssl.html#ssl-security
# - https://docs.python.org/3/library/ssl.html#best-defaults
# - https://nodejs.org/docs/latest-v24.x/api/tls.html#tlsconnectoptions-callback
# - https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification
# - https://pkg.go.dev/crypto/tls#Config
# scope: package
# custom:
#   severity: high
#   situations:
#     private:
#       severity: low
#       because: the other server is a container, or has an address of a private network
#     backends:
#       severity: medium
#       because: the servers behind a proxy are mostly near it
#     loopback:
#       severity: low
#       because: the connection stays on the machine
#     health:
#       severity: low
#       because: it asks whether the program itself is up
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     certificate:
#       severity: note
#       because: it reads the certificate itself, which has to work for one that is not valid
#     replaced:
#       severity: note
#       because: everything in the scan that starts the application sets something else
#     chosen:
#       severity: note
#       because: a setting decides, and only who changes it turns verification off
#   fixes:
#     verify:
#       title: Verify whom it talks to
#       unsafe: a server with a certificate that no known authority signed is refused
#   remediation: |
#     Leave verification on. In Python pass `ssl.create_default_context()` where the library asks for a context.
#
#     For a certificate of your own name its authority: `verify="/etc/ssl/our-ca.pem"`,
#     `create_default_context(cafile=...)`, in Node `ca: readFileSync(...)` or `NODE_EXTRA_CA_CERTS`, in
#     Go `RootCAs`.
#   cwe: [295]
#   kinds: [app, server]
#   aliases: ["ruff:S501", "bandit:B501", "gosec:G402"]
package app["tls-verification-disabled"]

import data.lib.code
import data.lib.endpoint
import data.lib.finding.in_situation
import data.lib.finding.with_fix
import data.lib.page
import data.lib.server

findings contains finding if {
	some [call, part] in disabled
	not is_of_page(call.file)
	not is_repeated(call, part)
	finding := in_situation(
		with_fix(
			{
				"path": code.path(call, part),
				"message": sprintf("%q does not verify whom it talks to%s", [code.subject(call), unless(call, part)]),
				"related": same_switch(call, part),
			},
			[{"name": "verify", "edits": [{"set": code.path(call, part), "value": true}]} |
				part != "insecure"
				code.literal(call, part) == false
			],
		),
		array.flatten([
			code.situations(call), chosen(call), near(call), choice(call), certificate(call),
			replaced(call, part),
		]),
	)
}

# A setting that leaves verification off where nobody sets it.
findings contains finding if {
	some setting in code.of("settings")
	some name in {setting.name, object.get(setting, "target", "")}
	code.constant(setting.default) in off_by[polarity(name)]
	not name in followed
	not is_local(setting)
	finding := in_situation(
		{"path": setting.at, "message": sprintf("%q leaves verification off by default", [setting.name])},
		code.situations(setting),
	)
}

findings contains finding if {
	some said in server.of("unverified-tls")
	finding := in_situation(
		{
			"path": said.path,
			"message": sprintf("%s %s", [server.subject, said.reason]),
			"secret": server.hidden,
		},
		array.concat(["private" | server.is_near(said)], ["backends" | is_proxy]),
	)
}

# SSH has no authorities: whoever answers is the host, unless its key is known.
findings contains finding if {
	some call in code.calls("ssh-host-key-ignored")
	finding := in_situation(
		{"path": call.at, "message": sprintf("%q takes whoever answers for the host", [code.subject(call)])},
		array.flatten([code.situations(call), chosen(call), choice(call)]),
	)
}

# Without a function that looks at the key the clients of Node take any.
findings contains finding if {
	some call in code.calls("ssh-connect")
	count(object.get(call, "arguments", {})) > 0
	not call.open
	not call.arguments.verify
	finding := in_situation(
		{"path": call.at, "message": sprintf("%q takes whoever answers for the host", [code.subject(call)])},
		array.flatten([code.situations(call), near(call), choice(call)]),
	)
}

# The same as an option of OpenSSH, in a text that becomes a part of its command or of its settings.
findings contains finding if {
	some call in code.calls("ssh-options")
	options := code.argument(call, "options")
	some said in array.concat([options], object.get(options, "items", []))
	is_ignoring(options, said)
	finding := in_situation(
		{"path": call.at, "message": `"StrictHostKeyChecking" takes whoever answers for the host`},
		array.flatten([code.situations(call), chosen(call), choice(call)]),
	)
}

findings contains finding if {
	some call in code.calls("ssh-host-policy")
	policy := code.argument(call, "policy")
	regex.match(`(^|\.)(AutoAddPolicy|WarningPolicy)$`, policy.name)
	finding := in_situation(
		{
			"path": code.path(call, "policy"),
			"message": sprintf("%q takes whoever answers for the host", [code.last(policy.name)]),
		},
		array.concat(code.situations(call), chosen(call)),
	)
}

is_ignoring(_, said) if regex.match(`(?i)StrictHostKeyChecking[= ]\s*["']?(no|off)\b`, said.value)

# The value is a part of the text.
is_ignoring(options, said) if {
	some index, item in options.items
	item == said
	regex.match(`StrictHostKeyChecking[= ]$`, options.items[index - 1].value)
	some part in array.concat([said], object.get(said, "items", []))
	code.constant(part) in {"no", "off", false}
}

default unless(_, _) := ""

# unless names the variable that turns verification on.
unless(call, part) := sprintf(" unless %q is set", [switch(call, part)]) if {
	code.constant(code.argument(call, part)) == false
} else := sprintf(" as long as nobody sets %q", [switch(call, part)])

# switch returns the name of the variable of the environment that decides.
switch(call, part) := value.name if {
	value := code.argument(call, part)
	value.kind == "environment"
}

# by_switch are the calls of a function for which one variable decides.
by_switch[[call.file, call.function, name]] contains [call.at, part] if {
	some [call, part] in disabled
	name := switch(call, part)
}

is_repeated(call, part) if {
	[call.at, part] != min(by_switch[[call.file, call.function, switch(call, part)]])
}

# same_switch are the other places in the function of a call that the same variable decides about.
same_switch(call, part) := [{"path": array.concat(at, ["arguments", other]), "message": "and here"} |
	some [at, other] in by_switch[[call.file, call.function, switch(call, part)]]
	[at, other] != [call.at, part]
]

# replaced is the situation of what a variable turns on wherever the application is started.
replaced(call, part) := ["replaced" |
	name := switch(call, part)
	some setting in code.of("settings")
	setting.name == name
	code.is_replaced(setting)
]

# is_local holds for a name in capitals that a function gives a value below a condition.
is_local(setting) if {
	setting.from == "constant"
	object.get(setting, "function", "") != ""
	count(object.get(setting, "guards", [])) > 0
}

# polarity says what a setting with this name turns on: to verify, or to skip it.
polarity(name) := "skip" if {
	regex.match(
		concat("", [
			`^\w*?(insecure|no|skip|ignore|disable|without)+(`,
			`(ssl|tls|certs?|certificates?)(verify|verification|validate|validation|check)|`,
			`(verify|verification|validate|validation|check)(ssl|tls|certs?|certificates?))$|`,
			`(ssl|tls)(insecure)?(skip|no)(verify|verification)$|insecureskipverify$|insecure(ssl|tls)$|(ssl|tls)insecure$`,
		]),
		plain(name),
	)
} else := "verify" if {
	regex.match(
		`((verify|validate)(ssl|tls)?(certs?|certificates?)|verify(ssl|tls)|(ssl|tls)(certs?)?(verify|verification|validation))$`,
		plain(name),
	)
}

# plain writes a name without what separates its words: TLSSkipVerify and tls_skip_verify are one.
plain(name) := lower(replace(name, "_", ""))

# off_by are the defaults that leave verification off.
off_by := {
	"skip": {true, "true", "True", "1", "yes"},
	"verify": {false, "false", "False", "0", "no"},
}

# switches are the names of arguments that turn verification off, whoever is called.
switches := {
	"verify_ssl", "ssl_verify", "verify_tls", "tls_verify", "verify_certs", "verify_cert", "validate_certs",
	"verify_certificate",
}

# followed are the settings of which the use is reported, and those that a program of another maker reads.
followed contains code.subject(call) if some [call, _] in disabled

followed contains code.last(argument.name) if {
	some [call, part] in disabled
	argument := code.argument(call, part)
	argument.name
}

# is_of_page holds for a component of a page: there the browser verifies, whatever an option says.
is_of_page(file) if {
	page.in_browser(file)
	regex.match(`\.(vue|svelte|[jt]sx)$`, file)
}

disabled contains [call, "verify"] if {
	some meaning in {"http-request", "tls-client", "ssh-client"}
	some call in code.calls(meaning)
	is_off(code.argument(call, "verify"))
}

# A function of the application, or one that no table knows, is told by a name that says it all.
disabled contains [call, name] if {
	some call in code.of("calls")
	not call.is
	some name in switches
	code.literal(call, name) == false
	code.is_written(call, name)
}

# A function of the application gets a setting with such a name as the parameter that clients of HTTP call verify.
disabled contains [call, "verify"] if {
	some call in code.of("calls")
	not call.is
	setting := code.argument(call, "verify")
	polarity(setting.name) == "verify"
	code.constant(setting) == false
}

disabled contains [call, "value"] if {
	some call in code.calls("tls-environment")
	code.literal(call, "value") in {"0", 0}
}

disabled contains [call, part] if {
	some meaning, part in {"tls-client": "mode", "connection-tls": "mode", "tls-verify-mode": "value"}
	some call in code.calls(meaning)
	names_none(code.argument(call, part))
}

# Of OpenLDAP, NEVER asks for no certificate and ALLOW takes any.
disabled contains [call, "value"] if {
	some call in code.calls("ldap-option")
	code.argument(call, "name").name == "ldap.OPT_X_TLS_REQUIRE_CERT"
	code.argument(call, "value").name in {"ldap.OPT_X_TLS_NEVER", "ldap.OPT_X_TLS_ALLOW"}
}

disabled contains [call, "value"] if {
	some call in code.calls("default-https-context")
	code.last(code.argument(call, "value").name) in {"_create_unverified_context", "_create_stdlib_context"}
}

disabled contains [call, "value"] if {
	some call in code.calls("tls-check-name")
	code.literal(call, "value") == false
	not reported_already(call)
}

disabled contains [call, "context"] if {
	some call in code.calls("unverified-context")
}

# Of the object nobody knows the class, but the module has one of the clients of the standard library.
disabled contains [call, "context"] if {
	some call in code.calls("starttls")
	code.literal(call, "context") == null
	some name in object.get(code.modules[call.file], "imports", [])
	regex.match(`^(smtplib|imaplib|poplib)(\.|$)`, name)
}

disabled contains [call, "value"] if {
	some call in code.calls("tls-insecure")
	code.literal(call, "value") == true
}

disabled contains [call, "context"] if {
	some call in code.calls("mail-tls")
	code.literal(call, "context") == null
}

is_off(value) if code.constant(value) == false

is_off(value) if {
	value.kind == "not"
	code.comes_to(value, false)
}

# The default of a parameter is what callers get who say nothing.
is_off(value) if {
	value.kind == "parameter"
	code.constant(value.default) == false
}

# An option is asked for by name, with what it is where it is not set.
is_off(value) if {
	value.kind == "call"
	code.last(value.name) in {"get", "getboolean", "get_bool"}
	otherwise := count(value.items) - 1
	code.constant(value.items[otherwise]) == false
	some option in array.slice(value.items, 0, otherwise)
	is_string(code.constant(option))
	regex.match(`(?i)(verify|ssl|tls|cert)`, code.constant(option))
}

names_none(value) if value.name == "ssl.CERT_NONE"

names_none(value) if code.constant(value) == "CERT_NONE"

# What a caller says decides, and nothing where he says nothing: if not verify: verify = ssl.CERT_NONE.
names_none(value) if {
	value.kind == "either"
	some given in value.items
	given.kind == "parameter"
	given["default"].kind == "literal"
	code.constant(given["default"]) in {null, false}
	some item in value.items
	item.name == "ssl.CERT_NONE"
}

# Both switches in one place are one defect.
reported_already(call) if {
	some other in code.calls("tls-verify-mode")
	other.file == call.file
	other.function == call.function
	names_none(code.argument(other, "value"))
}

# chosen is the situation of what runs only where a setting, or a caller, turns verification off.
chosen(call) := array.concat(by_name(call), by_parameter(call))

by_name(call) := ["chosen" |
	some guard in object.get(call, "guards", [])
	some said in said_of(guard.test)
	regex.match(`(?i)(verif|insecure|unauthorized|unsafe|self_?signed|ignore|skip|trust|check|validate|strict|any_?cert)`, said)
	not code.runs(guard)
]

# A function that is called for the switch has it as its parameter.
by_parameter(call) := ["chosen" |
	some guard in object.get(call, "guards", [])
	some asked in ({guard.test} | {item | guard.test.kind == "not"; some item in guard.test.items})
	asked.kind == "parameter"
	not asked["default"]
	regex.match(
		`(?i)(set|enable|disable|toggle|configure)_?\w*(verif|insecure|self_?signed|cert)`,
		code.last(call.function),
	)
]

# certificate is the situation of what asks for the certificate of whoever answers.
certificate(call) := ["certificate" |
	some other in code.within("calls", call)
	regex.match(`(^|\.)(getpeercert|get_unverified_chain|get_peer_cert_chain|get_peer_certificate)$`, other.callee)
]

said_of(test) := code.names(test) | {node.value | walk(test, [_, node]); is_string(node.value)}

# near is the situation of what connects to a server on the same machine or on a private network.
near(call) := [{"loopback": "loopback", "neighbour": "private", "overlay": "private", "private": "private"}[place]] if {
	some part in ["url", "host"]
	where := address(code.argument(call, part))
	[[_, host]] := regex.find_all_string_submatch_n(`^(?:https?://)?(?:[^@/]*@)?([^:/?#]+)`, where, 1)
	place := endpoint.place(lower(host))
	place in {"loopback", "neighbour", "overlay", "private"}
} else := []

# address returns an address as far as it is written, with * for what is not.
address(value) := value.value if is_string(value.value)

address(value) := concat("", [text |
	some item in value.items
	text := object.get({"literal": object.get(item, "value", "")}, item.kind, "*")
]) if {
	value.kind == "template"
}

is_proxy if input.context.server.product in {"traefik", "haproxy"}

# choice says that a variable of a package that is false until a flag sets it stands around a call, that the value is
# one of many in a model of data, which what somebody wrote replaces, or that a program asks for itself.
choice(call) := ["chosen"] if {
	some guard in object.get(call, "guards", [])
	not object.get(guard, "negated", false)
	guard.test.kind == "literal"
	guard.test.value == false
} else := ["chosen"] if {
	is_of_model(call)
} else := ["health"] if {
	regex.match(`(?i)(^|/)health_?-?check\w*\.\w+$`, call.file)
} else := []

# is_of_model holds for a default beside a dozen other fields.
is_of_model(call) if {
	some other in code.within("calls", call)
	regex.match(`(^|\.)(defaults|defaultsDeep|assign|extend|merge)$`, other.callee)
	some argument in other.arguments
	argument.kind == "dictionary"
	some name in {"rejectUnauthorized", "strictSSL"}
	code.constant(argument.entries[name]) == false
	count(argument.entries) > 2
}
