# METADATA
# title: Header that others trust is added to what the client sent
# description: |
#   `headers():add()` leaves a header of the same name alone that the client sent, so that there are two. Which of
#   them an access log, an authorization service or the application reads is a matter of chance: most read the
#   first, which is the client's.
#
#   Reported is a header `x-...` or `authorization` that a filter adds to a request, where nothing in the same
#   function removes or replaces it before. Headers of responses, and those that may have several values, are not
#   reported.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/lua_filter#header-object-api
# scope: package
# custom:
#   kinds: [app]
#   severity: low
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Use `headers():replace()`, or remove the header before it is added.
#   cwe: [345, 117]
package lua["header-add-not-replace"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	input.context.language == "lua"
	some call in code.calls("header-add")
	not startswith(call.callee, "response.")
	name := lower(code.text(call, "name"))
	is_trusted(name)
	not [call.file, call.function, name] in cleared
	finding := in_situation(
		{
			"path": code.path(call, "name"),
			"message": sprintf("%q is added beside what the client sent under the same name", [name]),
		},
		code.situations(call),
	)
}

# is_trusted holds for the names by which proxies say what they found out. The list of addresses is one to add to.
is_trusted(name) if {
	startswith(name, "x-")
	name != "x-forwarded-for"
}

is_trusted("authorization")

# cleared are the headers of requests that a function removes or replaces.
cleared contains [call.file, call.function, lower(name)] if {
	some meaning in ["header-remove", "header-replace"]
	some call in code.calls(meaning)
	name := code.constant(code.argument(call, "name"))
}
