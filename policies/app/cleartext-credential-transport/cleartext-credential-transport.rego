# METADATA
# title: Credential sent without TLS
# description: |
#   The address that the program connects to begins with a scheme that does not encrypt, and the program sends a token
#   or a password there. Whoever is on the way, on the same Wi-Fi, at a switch or behind a changed DNS entry, reads the
#   credential and can use it from then on.
#
#   Reported are the default of a setting, a URL that is passed to a client, and a login of the mail, file and MQTT
#   libraries on a connection without TLS, where the program sends a credential: in the call itself, in a header of the
#   module, in the URL, or with a setting that belongs to the address by its name. Loopback is not reported, nor is a
#   URL that only names something, such as an XML namespace. A host without a domain, as other containers of a project
#   have, and one in a network that encrypts, are notes.
# related_resources:
# - https://cwe.mitre.org/data/definitions/319.html
# - https://www.rfc-editor.org/rfc/rfc6750#section-5.3
# - https://docs.python.org/3/library/smtplib.html#smtplib.SMTP.starttls
# scope: package
# custom:
#   severity: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     public-host:
#       severity: high
#       because: the host is on the internet
#     neighbour:
#       severity: note
#       because: a host without a domain is another container of the project, or its network encrypts
#   remediation: |
#     Make `https://`, `wss://`, `rediss://` and the like the default, and call `starttls` in front of a login.
#
#     Where plain text has to be possible on a network of your own, refuse it for any other host when the program
#     starts.
#   cwe: [319]
#   kinds: [app, server]
#   aliases:
#   - ruff:S321
#   - bandit:B321
#   - semgrep:python.lang.security.audit.insecure-transport.requests.request-with-http.request-with-http
#   - semgrep:python.lang.security.audit.insecure-transport.ftplib.use-ftp-tls.use-ftp-tls
package app["cleartext-credential-transport"]

import data.lib.code
import data.lib.endpoint
import data.lib.finding.in_situation
import data.lib.secret
import data.lib.server

findings contains finding if {
	some setting in code.of("settings")
	some text in code.texts_of(setting.default)
	address := endpoint.cleartext(text)
	is_remote(address)
	sends_credential(setting, address)
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q goes over %s:// by default, and a credential with it", [setting.name, address.scheme]),
		},
		array.concat(code.situations(setting), place(address.host)),
	)
}

findings contains finding if {
	some meaning in clients
	some call in code.calls(meaning)
	address := written_address(code.argument(call, "url"))
	is_remote(address)
	is_authenticated(call, address)
	finding := in_situation(
		{
			"path": code.path(call, "url"),
			"message": sprintf("%q sends a credential over %s://", [code.subject(call), address.scheme]),
		},
		array.concat(code.situations(call), place(address.host)),
	)
}

# Settings of well-known servers that connect to others, or let clients in, without TLS.
# The address is put together with a password in it, whoever is asked.
findings contains finding if {
	some call in code.of("calls")
	some part, value in call.arguments
	value.kind == "template"
	is_string(value.items[0].value)
	regex.match(`^(?i)(http|ws|ftp|amqp|mqtt|ldap)://([^/@]*:)?$`, value.items[0].value)
	some index, item in value.items
	secret.is_name(code.last(item.name))
	is_string(value.items[index + 1].value)
	startswith(value.items[index + 1].value, "@")
	not is_local_rest(value.items[index + 1].value)
	finding := in_situation(
		{
			"path": code.path(call, part),
			"message": sprintf("%q sends %q over %s", [code.subject(call), code.last(item.name), value.items[0].value]),
		},
		code.situations(call),
	)
}

findings contains finding if {
	some said in server.of("cleartext")
	finding := in_situation(
		{
			"path": said.path,
			"message": sprintf("%s %s", [server.subject, said.reason]),
			"secret": server.hidden,
		},
		["neighbour" | server.is_near(said)],
	)
}

# A parameter that somebody may leave out is a setting, too.
findings contains finding if {
	some function in code.of("functions")
	some index, parameter in function.parameters
	address := endpoint.cleartext(code.constant(parameter.default))
	is_remote(address)
	some other in function.parameters
	secret.is_name(other.name)
	not is_own_address(parameter.name)
	finding := in_situation(
		{
			"path": array.concat(function.at, ["parameters", index]),
			"message": sprintf("%q goes over %s:// by default, and %q with it", [parameter.name, address.scheme, other.name]),
		},
		array.concat(code.situations(function), place(address.host)),
	)
}

findings contains finding if {
	some call in code.calls("cleartext-login")
	gives_password(call)
	not has_tls(call)
	not is_local(call)
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q sends a password on a connection without TLS", [call.callee]),
		},
		code.situations(call),
	)
}

findings contains finding if {
	some call in code.calls("connect")
	code.literal(call, "tls") == false
	gives_password(call)
	host := lower(code.text(call, "host"))
	host != ""
	address := {"host": host}
	is_remote(address)
	finding := in_situation(
		{
			"path": code.path(call, "host"),
			"message": sprintf("%q sends a password on a connection without TLS", [call.callee]),
		},
		array.concat(code.situations(call), place(host)),
	)
}

is_local_rest(rest) if regex.match(`^@(localhost|127\.|\[::1\]|[\w-]+[:/])`, rest)

clients := {"http-request", "tls-client", "http-client", "connect"}

is_remote(address) if {
	not endpoint.place(address.host) in {"loopback", "link"}
	not endpoint.is_identifier(address.host)
}

place(host) := ["neighbour"] if endpoint.place(host) in {"neighbour", "overlay"}

place(host) := ["public-host"] if endpoint.place(host) == "public"

place(host) := [] if endpoint.place(host) in {"private", "reserved"}

# written_address returns the address of a URL that the code writes out, or of which it writes out the beginning. The
# default of a setting has a finding of its own.
written_address(value) := endpoint.cleartext(value.value) if value.kind == "literal"

written_address(value) := endpoint.cleartext(value.items[0].value) if value.kind == "template"

written_address(value) := {"scheme": scheme, "credentials": "", "host": host} if {
	value.kind == "template"
	is_string(value.items[0].value)
	scheme := trim_suffix(lower(value.items[0].value), "://")
	scheme in {"http", "ws"}
	value.items[1].kind in {"setting", "environment"}
	is_string(code.constant(value.items[1]))
	host := lower(regex.replace(code.constant(value.items[1]), `[:/].*$`, ""))
	host != ""
}

# is_authenticated holds for a call that sends a credential: in the URL, in an argument, or by what its module sets.
is_authenticated(_, address) if regex.match(`:[^@]+@$`, address.credentials)

is_authenticated(call, _) if proves(call)

is_authenticated(call, address) if {
	address.scheme in {"http", "ws"}
	not names_no_peer(call)
	some header in code.of("headers")
	header.name in credential_headers
	header.file == call.file
	header.function == call.function
}

is_authenticated(call, _) if {
	call.is != "http-request"
	some other in array.concat([c | some c in code.calls("http-auth")], [c | some c in code.calls("login")])
	other.file == call.file
}

names_no_peer(call) if call.arguments.headers.kind in {"dictionary", "literal"}

# proves holds for a call with an argument that is a credential.
proves(call) if {
	code.argument(call, "auth").kind != "literal"
}

proves(call) if {
	some name, _ in code.argument(call, "headers").entries
	lower(name) in credential_headers
}

proves(call) if gives_password(call)

proves(call) if {
	some name in code.names(call.arguments)
	secret.is_name(code.last(name))
}

gives_password(call) if {
	is_given(code.argument(call, "password"))
}

is_given(value) if {
	not value.kind in {"literal", "default"}
	not value.default == {"kind": "literal"}
}

is_given(value) if {
	value.kind == "literal"
	not value.value in {null, "", "anonymous", "anonymous@"}
}

credential_headers := {
	"authorization", "proxy-authorization", "x-api-key", "api-key", "x-auth-token", "x-access-token", "x-agent-token",
	"x-token", "private-token",
}

# sends_credential holds for a setting with an address to which the application sends a credential.
sends_credential(_, address) if regex.match(`:[^@]+@$`, address.credentials)

sends_credential(setting, _) if {
	some meaning in clients
	some call in code.calls(meaning)
	{setting.name, object.get(setting, "target", setting.name)} & named(call) != set()
	proves(call)
}

# The call has the address, and the module of the call says how it proves who it is.
sends_credential(setting, _) if {
	some meaning in clients
	some call in code.calls(meaning)
	{setting.name, object.get(setting, "target", setting.name)} & named(call) != set()
	not names_no_peer(call)
	authenticates(call.file)
}

sends_credential(setting, address) if {
	address.scheme in {"http", "ws"}
	is_peer(setting.name)
	authenticates(setting.file)
}

sends_credential(setting, _) if {
	is_peer(setting.name)
	some other in code.of("settings")
	secret.is_name(other.name)
	stem(other.name, credential_words) == stem(setting.name, address_words)
}

named(call) := code.names(code.argument(call, "url"))

authenticates(file) if {
	some header in code.of("headers")
	header.name in credential_headers
	header.file == file
}

authenticates(file) if {
	some call in code.calls("http-auth")
	call.file == file
}

# is_peer holds for the name of the address of something that the program connects to.
is_peer(name) if {
	regex.match(`(?i)(url|uri|endpoint|server|address|broker|base|api|hub|host|gateway)`, name)
	not is_own_address(name)
}

# Addresses of the program itself, of pages that it shows, and of proxies.
is_own_address(name) if {
	regex.match(
		`(?i)(proxy|origin|issuer|audience|referer|redirect|callback|frontend|front_end|public|external|site|homepage|docs?_|namespace|xmlns|schema|license|support|help|allowed|trusted|cors|^base_ur[li]$|^app_ur[li]$|^root_ur[li]$|^host_?ur[li]$|^web_?ur[li]$|static|media|avatar|logo)`,
		name,
	)
}

# stem returns what is in front of the word for an address or a credential: DASHBOARD of DASHBOARD_URL.
stem(name, words) := found if {
	found := regex.replace(secret.flatten(name), words, "")
	found != ""
	found != secret.flatten(name)
}

address_words := `_?(api|ws|websocket|base|server|endpoint|http|service)?_?(url|uri|endpoint|server|address|host|base|broker)$`

credential_words := `_?(api|auth|access|bearer|agent|client|bind|admin|service|secret)?_?(token|key|secret|password|passwd|pass|credentials?)$`

# A module that turns TLS on for some connections leaves it off where somebody asks for that.
has_tls(call) if {
	some meaning in {"mail-tls", "connection-tls"}
	some other in code.calls(meaning)
	other.file == call.file
	module_of(other.callee) == module_of(call.callee)
}

module_of(callee) := split(callee, ".")[0]

# is_local holds for a login at a server on the same machine.
is_local(call) if {
	some other in code.calls("connect")
	other.file == call.file
	module_of(other.callee) == module_of(call.callee)
	endpoint.place(lower(code.text(other, "host"))) == "loopback"
}

is_local(call) if endpoint.place(lower(code.text(call, "host"))) == "loopback"
