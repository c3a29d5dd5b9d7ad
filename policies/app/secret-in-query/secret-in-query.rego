# METADATA
# title: Secret accepted in the query of a URL
# description: |
#   The URL of a request is written to access logs, to the history of the browser and to the `Referer` of the next
#   page, and proxies on the way see it. Whoever reads one of these has the secret.
#
#   Reported is a parameter of the query whose name says that it authenticates. Cursors of pages, codes of OAuth and
#   CSRF state are not such names. A ticket, or a link from an email, is meant for one use and a short time, which
#   makes it milder.
# related_resources:
# - https://cwe.mitre.org/data/definitions/598.html
# - https://owasp.org/www-community/vulnerabilities/Information_exposure_through_query_strings_in_url
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     one-time:
#       severity: low
#       because: it is meant for one use and a short time
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Take the secret from the `Authorization` header, from a cookie, or from the first message of a WebSocket.
#
#     Where the URL is the only way leave the query out of every log on the way, and make the value valid once.
#   cwe: [598, 532]
package app["secret-in-query"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	some read in code.of("inputs")
	read.part == "query"
	is_secret(read.name)
	not is_field(read)
	finding := in_situation(
		{"path": read.at, "message": sprintf("%q is accepted in the query of the URL", [read.name])},
		array.concat(code.situations(read), one_time(read)),
	)
}

findings contains finding if {
	some call in code.of("calls")
	call.callee in {"fastapi.security.APIKeyQuery", "fastapi.security.api_key.APIKeyQuery"}
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q accepts a key in the query of the URL", [code.subject(call)]),
		},
		code.situations(call),
	)
}

# is_field holds for a field of a form, which the query may have in its place. One that a function gives back in the
# place of a header or a cookie is meant to come in the address, and so is one of a route for GET alone.
is_field(read) if {
	not stands_in(read)
	not is_only_got(read)
	some other in code.within("inputs", read)
	other.part == "body"
	other.name == read.name
	array.slice(other.at, 0, 3) == array.slice(read.at, 0, 3)
	other.at[3] + 1 == read.at[3] # the same expression
}

is_only_got(read) if {
	routes := code.routes_of(read)
	count(routes) > 0
	every route in routes {
		route.methods == ["GET"]
	}
}

stands_in(read) if {
	some other in code.within("inputs", read)
	other.part in {"header", "cookie"}
	regex.match(`(?i)auth|token|key|secret|session`, other.name)
	some exit in code.within("exits", read)
	exit.is == "return"
	exit.value.kind == "request"
	exit.value.name == read.name
}

is_secret(name) if {
	regex.match(
		`^(access_?|auth_?|api_?|bearer_?|session_?|id_?)?(token|ticket)$|^(api|access|auth|secret)_?key$|^(password|passwd|pass|passcode|t?otp|secret|secret_id|client_secret|jwt|auth|session_id|sessionid)$`,
		lower(replace(name, "-", "_")),
	)
}

# With the name of what the secret is for in front: api_password, loginToken, admin_key.
is_secret(name) if {
	flat := secret.flatten(name)
	regex.match(`^(api|admin|app|auth|login|user|access|refresh|session|service|agent|device_auth|stream|proxy|webhook|x)_(\w+_)?(password|passwd|secret|api_?key|token)$|^admin_key$`, flat)
	not regex.match(`(page|next|csrf|xsrf|continuation|sync|cursor|confirm_password|push|device)_?(token|key)?$`, flat)
}

one_time(read) := ["one-time"] if {
	purpose := concat(" ", [read.name, read.function])
	regex.match(`(?i)(ticket|reset|verif|confirm|unsubscribe|invit|activat|magic|download|share)`, purpose)
} else := []
