# METADATA
# title: Any web origin allowed at the web server
# description: |
#   `Access-Control-Allow-Origin: *`, or the origin of the request sent back unread (`$http_origin`), lets every web
#   page that a user visits read the answers of this server. With `Access-Control-Allow-Credentials: true` and a
#   reflected origin it reads them as that user.
#
#   Reported once for each location, with the conditions in it. Not reported where a condition or a map has compared the
#   origin with a list.
# related_resources:
# - https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Access-Control-Allow-Origin
# - https://nginx.org/en/docs/http/ngx_http_map_module.html
# scope: package
# custom:
#   severity: low
#   situations:
#     credentials:
#       severity: high
#       because: pages of any origin use the server as the user who is logged in
#     star-credentials:
#       severity: medium
#       because: "browsers refuse the star with credentials, and the usual way out is to send back every origin"
#     assets:
#       severity: note
#       because: fonts and other assets are there for every page
#   cwe: [942]
#   remediation: |
#     Compare the origin with a list in a `map`, and send back what the map says.
#
#     ```nginx
#     map $http_origin $allowed_origin {
#         default "";
#         https://app.example.org $http_origin;
#     }
#     ```
package nginx["cors-wildcard"]

import data.lib.finding.in_situation
import data.lib.nginx

findings contains finding if {
	some at, places in by_location
	ordered := sort([[place.header.path, place] | some place in places])
	first := ordered[0][1]
	finding := in_situation(
		{
			"path": first.header.path,
			"message": sprintf("%s lets web pages of any origin read its answers", [labels[at]]),
			"related": [{"path": entry[0], "message": "and here"} | some entry in array.slice(ordered, 1, 4)],
		},
		[situation | some situation in situations(places)],
	)
}

# by_location are the headers that open a location or the conditions in it, by its path.
by_location[location_of(scope)] contains place if {
	some scope in nginx.scopes
	not is_compared(scope)
	some header in scope.headers
	header.own
	header.name == "access-control-allow-origin"
	kind := kind_of(header)
	place := {
		"header": header,
		"kind": kind,
		"asset": is_asset(scope),
		"credentials": has_credentials(scope),
	}
}

labels[scope.path] := scope.label if some scope in nginx.scopes

location_of(scope) := scope.path if scope.block != "if"

location_of(scope) := array.slice(scope.path, 0, count(scope.path) - 2) if scope.block == "if"

# is_compared holds for a condition on the origin, or on a variable that a comparison has set.
is_compared(scope) if {
	scope.block == "if"
	regex.match(`(?i)origin|cors`, scope.condition)
}

kind_of(header) := "reflected" if is_reflected(header)

kind_of(header) := "star" if {
	not is_reflected(header)
	"*" in header.values
}

is_reflected(header) if {
	some value in header.values
	value in {"$http_origin", "${http_origin}"}
}

default is_asset(_) := false

is_asset(scope) if nginx.is_asset(scope)

default has_credentials(_) := false

has_credentials(scope) if {
	some header in scope.headers
	header.name == "access-control-allow-credentials"
	"true" in {lower(value) | some value in header.values}
}

situations(places) := ["credentials"] if is_reflected_with_credentials(places)

situations(places) := ["star-credentials"] if {
	not is_reflected_with_credentials(places)
	some place in places
	place.credentials
}

situations(places) := ["assets" | every place in places { place.asset }] if {
	every place in places {
		not place.credentials
	}
}

is_reflected_with_credentials(places) if {
	some place in places
	place.kind == "reflected"
	place.credentials
}
