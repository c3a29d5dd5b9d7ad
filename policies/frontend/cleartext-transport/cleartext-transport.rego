# METADATA
# title: Page that talks without encryption
# description: |
#   Whoever is on the way reads and changes what the page sends and gets, and where the page itself comes over HTTPS the
#   browser blocks it.
#   Reported is an address of another machine that begins with `http://` or `ws://`, and a WebSocket to the page's own
#   host that is `ws://` whatever the page came by. Loopback, names of XML and of schemas, links that a person follows,
#   and a scheme that is chosen by `location.protocol` are not reported.
# related_resources:
# - https://developer.mozilla.org/en-US/docs/Web/Security/Mixed_content
# scope: package
# custom:
#   severity: low
#   kinds: [app]
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     credential:
#       severity: medium
#       because: a login goes with it
#   remediation: |
#     Use `https:` and `wss:`, or take the scheme from the page:
#     `(location.protocol === "https:" ? "wss:" : "ws:") + "//" + location.host`.
#   cwe: [319]
package frontend["cleartext-transport"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.page

findings contains finding if {
	some call in page.calls
	call.is in {
		"http-request", "http-client", "websocket-connect", "event-source", "script", "frame",
	}
	is_plain(code.argument(call, "url"))
	not asks_scheme(call)
	finding := in_situation(
		{
			"path": code.path(call, "url"),
			"message": sprintf("%q talks without encryption", [code.subject(call)]),
		},
		array.concat(code.situations(call), credential(call)),
	)
}

# The address that all calls of a module begin with.
findings contains finding if {
	some setting in code.of("settings")
	page.in_browser(setting.file)
	regex.match(`(?i)(url|uri|endpoint|host|server|backend|api|base|origin|ws|socket)`, setting.name)
	setting.default.kind == "literal"
	is_plain(setting.default)
	not regex.match(`(?i)(namespace|schema|xmlns|docs?|help|homepage|website|link)`, setting.name)
	finding := in_situation(
		{"path": setting.at, "message": sprintf("%q is an address without encryption", [setting.name])},
		code.situations(setting),
	)
}

is_plain(value) if {
	some text in page.texts(value)
	regex.match(`^(http|ws)://[\w-]+(\.[\w-]+)+`, text)
	not regex.match(
		`^\w+://(localhost|127\.|0\.0\.0\.0|www\.w3\.org|schemas?\.|[\w.-]*\.(localhost|local|internal|test|invalid|svc|lan)([:/.]|$)|example\.(com|org|net)|xmlns\.|ns\.|purl\.org|json-schema\.org)`,
		text,
	)
}

is_plain(value) if {
	not value.kind == "either"
	value.kind == "template"
	value.items[0].value == "ws://"
	some index in [1, 2]
	regex.match(`(^|\.)location\.(host|hostname)$`, value.items[index].name)
}

# The scheme of the page decides.
asks_scheme(call) if {
	some name in code.tests(call)
	contains(name, "protocol")
}

credential(call) := ["credential"] if {
	some name, _ in code.argument(call, "headers").entries
	regex.match(`(?i)^(authorization|x-api-key|cookie|x-auth-token)$`, name)
} else := ["credential"] if {
	count(page.query_secret(code.argument(call, "url"))) > 0
} else := ["credential"] if {
	call.arguments.auth
} else := []
