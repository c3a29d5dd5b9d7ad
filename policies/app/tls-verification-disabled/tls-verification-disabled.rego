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
#   place, nor in the configuration of a server.
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
#     asked-for:
#       severity: note
#       because: a setting that is off by default turns it off
#     chosen:
#       severity: low
#       because: somebody has to ask for it, where a setting or a field says so
#     health:
#       severity: low
#       because: it asks whether the program itself is up
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
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
import data.lib.finding.in_situation
import data.lib.finding.with_fix
import data.lib.server

findings contains finding if {
	some [call, part] in disabled
	finding := in_situation(
		with_fix(
			{
				"path": code.path(call, part),
				"message": sprintf("%q does not verify whom it talks to", [code.subject(call)]),
			},
			[{"name": "verify", "edits": [{"set": code.path(call, part), "value": true}]} |
				part != "insecure"
				code.literal(call, part) == false
			],
		),
		array.flatten([code.situations(call), loopback(call), choice(call)]),
	)
}

# A setting that leaves verification off where nobody sets it.
findings contains finding if {
	some setting in code.of("settings")
	some name in {setting.name, object.get(setting, "target", "")}
	regex.match(`(?i)^(\w+_)?(verify_(ssl|tls|certs?|certificates?)|(ssl|tls)_verify|verify_(ssl|tls)_certs?)$`, name)
	code.constant(setting.default) in {false, "false", "False", "0", "no"}
	not name in followed
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
		array.concat(code.situations(call), choice(call)),
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
		code.situations(call),
	)
}

# switches are the names of arguments that turn verification off, whoever is called.
switches := {
	"verify_ssl", "ssl_verify", "verify_tls", "tls_verify", "verify_certs", "verify_cert", "validate_certs",
	"verify_certificate",
}

# followed are the settings of which the use is reported.
followed contains code.last(argument.name) if {
	some [call, part] in disabled
	argument := code.argument(call, part)
	argument.name
}

disabled contains [call, "verify"] if {
	some meaning in {"http-request", "tls-client"}
	some call in code.calls(meaning)
	code.literal(call, "verify") == false
}

# A function of the application, or one that no table knows, is told by a name that says it all.
disabled contains [call, name] if {
	some call in code.of("calls")
	not call.is
	some name in switches
	code.literal(call, name) == false
	code.is_written(call, name)
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

names_none(value) if value.name == "ssl.CERT_NONE"

names_none(value) if code.constant(value) == "CERT_NONE"

# Both switches in one place are one defect.
reported_already(call) if {
	some other in code.calls("tls-verify-mode")
	other.file == call.file
	other.function == call.function
	names_none(code.argument(other, "value"))
}

loopback(call) := ["loopback"] if {
	some part in ["url", "host"]
	regex.match(`^(https?://)?(localhost|127\.0\.0\.1|\[?::1\]?)([:/]|$)`, code.literal(call, part))
} else := []

is_proxy if input.context.server.product in {"traefik", "haproxy"}

# choice says that a condition with a name such as insecure stands around a call, or that the value is one of many in
# a model of data, which what somebody wrote replaces.
choice(call) := ["asked-for"] if {
	some name in asked(call)
	name in off_by_default
} else := ["asked-for"] if {
	some guard in object.get(call, "guards", [])
	not object.get(guard, "negated", false)
	guard.test.kind == "literal"
	guard.test.value == false
} else := ["chosen"] if {
	count(asked(call)) > 0
} else := ["chosen"] if {
	is_of_model(call)
} else := ["health"] if {
	regex.match(`(?i)(^|/)health_?-?check\w*\.\w+$`, call.file)
} else := []

asked(call) := {name |
	some guard in object.get(call, "guards", [])
	walk(guard.test, [_, node])
	name := node.name
	wants_it(code.last(name), object.get(guard, "negated", false) != is_negated(guard.test))
}

default is_negated(_) := false

is_negated(test) if test.kind == "not"

# Where a name asks for verification, the call runs when the answer is no.
wants_it(name, _) if regex.match(`(?i)(insecure|unsafe|unverified|untrusted|self_?signed|(skip|ignore|disable|no)_?\w*(tls|ssl|cert|verif|host_?key))`, name)

wants_it(name, true) if {
	regex.match(`(?i)(reject_?unauthorized|verify|validate|check_?cert|strict)`, name)
}

wants_it(name, false) if {
	regex.match(`(?i)(reject_?unauthorized|verify|validate)`, name)
	regex.match(`^[A-Z][A-Z0-9_]*$`, name)
}

# off_by_default are the names of the variables and settings that are off, or not there, when nobody sets them.
off_by_default contains node.name if {
	some call in code.of("calls")
	some guard in object.get(call, "guards", [])
	walk(guard.test, [_, node])
	node.kind in {"environment", "setting"}
	not is_on(node)
}

is_on(setting) if code.constant(setting) == true

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
