# METADATA
# title: Secret in a URL
# description: |
#   The query of a URL is written down by every server and proxy on its way, by the history of the browser, and by
#   monitoring. Browsers send headers with WebSockets and `EventSource` in no other way than by cookies, which is why
#   tokens end there.
#   Reported is a token, ticket, key or password that a page puts into the query of a URL, and one that a page reads
#   from its own address. The code and state of OAuth are not reported, nor is a cursor; a ticket that works once and a
#   link of an e-mail are milder.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/WebSocket_Security_Cheat_Sheet.html
# - https://cwe.mitre.org/data/definitions/598.html
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   kinds: [app]
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     one-time:
#       severity: low
#       because: its name says that it is meant for one use
#   remediation: |
#     Send a cookie with `HttpOnly`, or an `Authorization` header. Send a WebSocket its token in the first message.
#     Where a URL has to have it, take a ticket that works once and for seconds, and keep queries out of the logs.
#   cwe: [598]
package frontend["secret-in-url"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.page

findings contains finding if {
	some [fact, name, path] in sent
	finding := in_situation(
		{"path": path, "message": sprintf("%q is sent in the query of a URL", [name])},
		array.concat(code.situations(fact), one_time(name, fact.function)),
	)
}

findings contains finding if {
	some read in code.of("inputs")
	read.part == "address"
	page.in_browser(read.file)
	page.is_parameter(read.name)
	finding := in_situation(
		{"path": read.at, "message": sprintf("%q is taken from the address of the page", [read.name])},
		array.concat(code.situations(read), one_time(read.name, sprintf("%s %s", [read.function, read.file]))),
	)
}

sent contains [call, name, array.concat(call.at, ["arguments", key])] if {
	some call in page.calls
	some key, value in call.arguments
	some name in page.query_secret(value)
}

# A function that makes such a URL of another one.
sent contains [exit, name, exit.at] if {
	some exit in code.of("exits")
	page.in_browser(exit.file)
	exit.value
	some name in page.query_secret(exit.value)
}

sent contains [call, name, call.at] if {
	some call in page.calls
	call.is == "url-parameter"
	name := code.literal(call, "name")
	page.is_parameter(name)
	code.argument(call, "value").kind != "literal"
}

sent contains [call, name, array.concat(call.at, ["arguments", part])] if {
	some call in page.calls
	call.is in {"http-request", "websocket-connect"}
	some part in ["params", "query"]
	some name, value in code.argument(call, part).entries
	page.is_parameter(name)
	value.kind != "literal"
}

# `/x?${new URLSearchParams({ token })}`
sent contains [call, name, array.concat(call.at, ["arguments", key])] if {
	some call in page.calls
	some key, value in call.arguments
	value.kind == "template"
	some item in value.items
	item.name == "URLSearchParams"
	some name, _ in item.items[0].entries
	page.is_parameter(name)
}

one_time(name, around) := ["one-time"] if {
	regex.match(
		`(?i)(ticket|reset|verif|confirm|unsubscribe|invit|activat|magic|download|share|signup|register|callback)`,
		sprintf("%s %s", [name, around]),
	)
} else := []
