# METADATA
# title: Forwarded headers trusted from anyone
# description: |
#   The server takes the client's address and scheme from `X-Forwarded-For` and `X-Forwarded-Proto`, whoever sends
#   them. A client writes any address it likes: an allow list opens, a limit never fills, and a log names somebody else.
#
#   Reported is a list of trusted proxies with `*` or every network: of uvicorn, Gunicorn, waitress, the middleware for
#   these headers, in a setting, in a command line, and as a variable of a Compose service or a file of variables.
#   Uvicorn and Gunicorn trust 127.0.0.1 by default, which is not reported, nor is a subnet. Of nginx it is
#   `set_real_ip_from` with every network, unless the address comes from the PROXY protocol.
# related_resources:
# - https://www.uvicorn.org/deployment/#proxies-and-forwarded-headers
# - https://docs.gunicorn.org/en/stable/settings.html#forwarded-allow-ips
# - https://docs.pylonsproject.org/projects/waitress/en/stable/arguments.html
# - https://nginx.org/en/docs/http/ngx_http_realip_module.html
# scope: package
# custom:
#   kinds: [app, compose, server, nginx]
#   severity: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     inside:
#       severity: low
#       because: only the host or other containers reach it
#     acl:
#       severity: high
#       because: the application lets clients in by their address
#   remediation: |
#     Name the address or the subnet of the proxy: `FORWARDED_ALLOW_IPS=10.0.3.2`.
#   cwe: [348]
package app["forwarded-allow-all"]

import data.lib.client
import data.lib.code
import data.lib.command
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.nginx
import data.lib.server

findings contains finding if {
	not code.is_command # of which the words of the service are reported
	some meaning in {"listen", "proxy-headers"}
	some call in code.calls(meaning)
	some text in code.texts(call, "forwarded")
	client.is_any(text)
	not from_outside(code.argument(call, "forwarded"))
	finding := in_situation(
		{
			"path": code.path(call, "forwarded"),
			"message": sprintf("%q believes forwarded headers from anyone", [code.subject(call)]),
		},
		context(call),
	)
}

# Settings of well-known servers, such as an entry point of Traefik.
findings contains finding if {
	some said in server.of("trusts-anyone")
	finding := in_situation(
		{
			"path": said.path,
			"message": sprintf("%s %s", [server.subject, said.reason]),
			"related": server.related(said),
			"secret": server.hidden,
		},
		["inside" | "inside" in server.reach(said)],
	)
}

findings contains finding if {
	some call in code.calls("forwarded-from-anyone")
	finding := in_situation(
		{"path": call.at, "message": sprintf("%q believes forwarded headers from anyone", [code.subject(call)])},
		context(call),
	)
}

findings contains finding if {
	some setting in code.of("settings")
	is_list_of_proxies(setting.name)
	some text in code.texts_of(setting.default)
	client.is_any(text)
	finding := in_situation(
		{"path": setting.at, "message": sprintf("%q believes forwarded headers from anyone by default", [setting.name])},
		context(setting),
	)
}

# gunicorn.conf.py, and what a program sets in its own environment.
findings contains finding if {
	some said in code.of("assignments")
	is_list_of_proxies(said.name)
	client.is_any(said.value.value)
	not is_reported(said)
	finding := in_situation(
		{"path": said.at, "message": sprintf("%q believes forwarded headers from anyone", [said.name])},
		context(said),
	)
}

findings contains finding if {
	some call in code.calls("process")
	words := [text_of(item) | some item in code.argument(call, "command").items]
	some index, word in words
	given_in(word, concat(",", array.slice(words, index + 1, index + 2)))
	finding := in_situation(
		{"path": call.at, "message": `"--forwarded-allow-ips" believes forwarded headers from anyone`},
		context(call),
	)
}

findings contains {
	"path": ["FORWARDED_ALLOW_IPS"],
	"message": `"FORWARDED_ALLOW_IPS" believes forwarded headers from anyone`,
} if {
	input.context.format == "dotenv"
	client.is_any(input.document.FORWARDED_ALLOW_IPS)
}

findings contains finding if {
	some name, service in input.document.services
	client.is_any(service.environment.FORWARDED_ALLOW_IPS)
	finding := in_situation(
		{
			"path": ["services", name, "environment", "FORWARDED_ALLOW_IPS"],
			"message": sprintf("service %q believes forwarded headers from anyone", [name]),
			"related": exposure.related(name),
		},
		inside(name),
	)
}

findings contains finding if {
	some name, _ in command.lines
	[path] := array.slice(command.places(name, option), 0, 1)
	finding := in_situation(
		{
			"path": path,
			"message": sprintf("service %q believes forwarded headers from anyone", [name]),
			"related": exposure.related(name),
		},
		inside(name),
	)
}

# nginx takes the address from X-Real-IP, unless another header is named.
findings contains finding if {
	some directive in nginx.directives("set_real_ip_from")
	client.is_any(directive.args[0])
	[directive] == array.slice(everybody(directive.scope), 0, 1)
	not is_by_protocol
	finding := in_situation(
		{
			"path": directive.path,
			"message": `"set_real_ip_from" believes the address in a header from anyone`,
		},
		["acl" |
			some other in nginx.directives("allow")
			not other.args[0] in {"all", "127.0.0.1", "::1", "unix:"}
		],
	)
}

# everybody returns the directives of a level that stand for every network.
everybody(scope) := [directive |
	some directive in nginx.directives("set_real_ip_from")
	directive.scope == scope
	client.is_any(directive.args[0])
]

is_by_protocol if {
	some directive in nginx.directives("real_ip_header")
	directive.args == ["proxy_protocol"]
}

option := `--forwarded-allow-ips[= ]['"]?(\*|0\.0\.0\.0/0)`

given_in(word, _) if regex.match(option, word)

given_in("--forwarded-allow-ips", next) if client.is_any(next)

# A setting has a finding of its own.
from_outside(value) if value.kind in {"setting", "environment"}

is_list_of_proxies(name) if {
	regex.match(`(?i)^(\w+_)?(forwarded_allow_ips|proxy_allow_ips|trusted_prox(y|ies)(_ips?|_hosts?|_list)?)$`, name)
}

# A keyword of a call is an assignment as well, and so is a constant.
is_reported(said) if {
	lower(said.name) == said.name
	some meaning in {"listen", "proxy-headers"}
	some call in code.calls(meaning)
	call.file == said.file
	some text in code.texts(call, "forwarded")
	client.is_any(text)
}

is_reported(said) if {
	some setting in code.of("settings")
	setting.name == said.name
	setting.file == said.file
}

context(fact) := array.flatten([
	code.situations(fact),
	["acl" | client.has_list; not "inside" in code.reach],
	[situation | some situation in code.reach; situation == "inside"],
])

inside(name) := ["inside" | exposure.level(name) in {"loopback", "peers", "host_loopback"}]

# text_of returns the text of a word of a command, "" for one that is not written out as a text.
text_of(item) := item.value if is_string(item.value)

text_of(item) := "" if not is_string(item.value)
