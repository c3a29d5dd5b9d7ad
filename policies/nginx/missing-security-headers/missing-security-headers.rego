# METADATA
# title: Security headers missing at the web server
# description: |
#   A server that answers with pages of HTML from files is the only one that can send the headers by which browsers
#   protect these pages. Without `Content-Security-Policy` a script that gets into the page does what it likes, such as
#   reading tokens from the storage of the browser; without `X-Frame-Options` (or `frame-ancestors` in the policy) other
#   sites put the page into a frame and collect clicks; without `X-Content-Type-Options: nosniff` browsers guess what an
#   upload is. A server that speaks TLS needs `Strict-Transport-Security` as well: over plain HTTP browsers ignore it.
#
#   Pages are what `try_files ... /index.html`, or `root` with an `index.html`, answers with. Servers that only pass
#   requests on, redirect, or send assets and challenges of ACME are not looked at, nor are those with an include that
#   is not in the scan: it may have the headers. Headers that an inner `add_header` takes away are left to
#   `nginx/add-header-inheritance`.
# related_resources:
# - https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html
# - https://nginx.org/en/docs/http/ngx_http_headers_module.html
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     inside:
#       severity: low
#       because: nothing beyond its host reaches the server, so that a proxy in front may add the headers
#     proxied:
#       severity: low
#       because: a published proxy of the project leads to the server, and may add the headers
#     errors:
#       severity: low
#       because: "only answers with errors lack them, because `always` is not written"
#   cwe: [693, 1021]
#   remediation: |
#     Add the headers at the server with `always`, and repeat them wherever a location has an `add_header` of its own.
#
#     ```nginx
#     add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'self'" always;
#     add_header X-Content-Type-Options nosniff always;
#     add_header Strict-Transport-Security "max-age=31536000" always;
#     ```
package nginx["missing-security-headers"]

import data.lib.finding.in_situation
import data.lib.link
import data.lib.nginx

findings contains finding if {
	some server in nginx.servers
	some page in array.slice(pages(server), 0, 1)
	missing := missing_of(server, present(page))
	count(missing) > 0
	finding := in_situation(
		{
			"path": server.path,
			"message": sprintf("%s serves pages without %s", [server.label, nginx.listing(missing)]),
			"related": [{"path": page.path, "message": "answers with pages"} | page.path != server.path],
		},
		array.concat(["inside" | nginx.inside(server)], ["proxied" | is_proxied(server)]),
	)
}

findings contains finding if {
	some server in nginx.servers
	some page in array.slice(pages(server), 0, 1)
	count(missing_of(server, present(page))) == 0
	silent := [header | some header in page.headers; is_wanted(server, header.name); not header.always]
	count(silent) > 0
	names := [name | some header in silent; name := nginx.security_headers[header.name]]
	finding := {
		"path": silent[0].path,
		"message": sprintf("%s leaves %s away from answers with errors", [server.label, nginx.listing(names)]),
		"situation": "errors",
	}
}

# is_proxied holds for a server that others reach through a published proxy, and not by itself.
is_proxied(server) if {
	every address in server.listens {
		contains(link.because(address.listener), "is routed to by the published proxy")
	}
}

# pages returns the pages of a server, none where an include that is not in the scan may set headers.
pages(server) := answering if {
	answering := nginx.pages_of(server)
	every page in answering {
		not page.open_ended
	}
}

# present returns the headers that are set for a page, those that an inner level drops among them.
present(page) := array.concat(page.headers, page.dropped)

wanted := ["content-security-policy", "x-frame-options", "x-content-type-options", "strict-transport-security"]

is_wanted(_, name) if name in {"content-security-policy", "x-frame-options", "x-content-type-options"}

is_wanted(server, "strict-transport-security") if server.tls

missing_of(server, headers) := [spelling |
	some name in wanted
	is_wanted(server, name)
	not has(headers, name)
	spelling := nginx.security_headers[name]
]

has(headers, name) if {
	some header in headers
	header.name == name
	header.value != ""
}

# The policy may say who puts the page into a frame; what a variable or a template says is not known.
has(headers, "x-frame-options") if {
	some header in headers
	header.name == "content-security-policy"
	some value in header.values
	regex.match(`frame-ancestors|[$]|\{\{`, value)
}
