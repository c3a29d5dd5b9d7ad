# METADATA
# title: Inner add_header drops the outer security headers
# description: |
#   nginx inherits `add_header` from the enclosing level only where a level has none of its own. One line such as
#   `add_header Cache-Control ...` in a location takes away every `Content-Security-Policy`, `X-Frame-Options` or
#   `Strict-Transport-Security` of the server, and nothing says so. Reported at the first header of the inner level.
#
#   Not reported: a level that repeats the headers, `add_header_inherit merge` (nginx 1.29.3), `more_set_headers`, which
#   adds up, and levels that only return, such as the answer to a preflight request.
# related_resources:
# - https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header_inherit
# scope: package
# custom:
#   severity: medium
#   situations:
#     part:
#       severity: low
#       because: the level answers with assets or data and not with the pages that the headers protect most
#   cwe: [693]
#   remediation: |
#     Repeat the headers of the enclosing level, or set `add_header_inherit merge` there.
#
#     A file with the headers that both levels include keeps them the same.
package nginx["add-header-inheritance"]

import data.lib.finding.in_situation
import data.lib.nginx

findings contains finding if {
	some scope in nginx.scopes
	scope.handler != "return"
	own := [header | some header in scope.headers; header.own]
	count(own) > 0
	lost := lost_by(scope)
	count(lost) > 0
	names := [nginx.security_headers[header.name] | some header in lost]
	finding := in_situation(
		{
			"path": own[0].path,
			"message": sprintf("%s drops %s of the enclosing level", [scope.label, nginx.listing(names)]),
			"related": [{"path": lost[0].path, "message": "is not added there"}],
		},
		["part" | not is_entrance(scope)],
	)
}

# lost_by returns the security headers of enclosing levels that a level does not have.
lost_by(scope) := [header |
	some index, header in scope.dropped
	nginx.security_headers[header.name]
	not header.name in {other.name | some other in scope.headers}
	not header.name in {other.name | some other in array.slice(scope.dropped, 0, index)}
]

is_entrance(scope) if scope.page

is_entrance(scope) if scope.block == "server"

is_entrance(scope) if {
	scope.block == "location"
	scope.pattern == "/"
}
