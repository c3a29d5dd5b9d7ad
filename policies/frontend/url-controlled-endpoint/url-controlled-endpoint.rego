# METADATA
# title: Address of the page chooses whom it talks to
# description: |
#   Whoever sends a link decides where the page sends its data, its token included, or where a person is led from a page
#   that he trusts.
#   Reported is a host, or a whole URL, that comes from the query or the fragment of the page's address and goes to
#   `fetch`, a WebSocket, an `EventSource`, a frame, a script or the location. A path on the same host is not reported,
#   nor is a value that the function compares with a list or checks.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html
# - https://cwe.mitre.org/data/definitions/601.html
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   kinds: [app]
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Take the host from the configuration of the page. Where a link has to choose, look the value up in a list, or
#     refuse it unless `new URL(value, location.origin).origin === location.origin`.
#   cwe: [601, 918]
package frontend["url-controlled-endpoint"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.page

findings contains finding if {
	some call in page.calls
	call.is in {
		"http-request", "http-client", "websocket-connect", "event-source", "frame", "script", "navigate",
	}
	not checked(call)
	name := chosen(code.argument(call, "url"))
	finding := in_situation(
		{
			"path": code.path(call, "url"),
			"message": sprintf("%q goes where %q in the address of the page says", [code.subject(call), name]),
		},
		code.situations(call),
	)
}

# chosen returns the part of the address that decides about the host.
chosen(value) := name if {
	some part in page.alternatives(value)
	name := named(part)
} else := name if {
	some part in page.alternatives(value)
	part.kind == "template"
	name := named(part.items[0])
} else := name if {
	some part in page.alternatives(value)
	part.kind == "template"
	beginning := part.items[0].value
	is_string(beginning)
	regex.match(`^(\w+:)?//$`, beginning)
	name := named(part.items[1])
}

named(value) := value.name if is_chosen(value)

named(value) := item.name if {
	value.kind == "either"
	some item in value.items
	is_chosen(item)
}

is_chosen(value) if {
	value.kind == "request"
	value.part == "address"
	value.name != "search"
}

checked(call) if {
	some guard in object.get(call, "guards", [])
	is_check(guard)
}

# A refusal in front of it.
checked(call) if {
	some exit in code.within("exits", call)
	some guard in object.get(exit, "guards", [])
	is_check(guard)
}

is_check(guard) if "address" in code.parts(guard.test)

is_check(guard) if {
	some name in code.names(guard.test)
	regex.match(`(?i)(allow|valid|safe|trusted|origin|startsWith|includes|whitelist|known|test$)`, name)
}
