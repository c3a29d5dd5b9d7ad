# METADATA
# description: |
#   Reads what seclint makes of a configuration of nginx: its servers, and the levels at which requests are answered
#   with what is in force there.
package lib.nginx

import data.lib.link

servers := input.context.nginx.servers

scopes := input.context.nginx.scopes

# directives returns the directives of a name that are in force somewhere, wherever they are written.
directives(name) := [directive |
	some directive in object.get(input.context.nginx.directives, name, [])
	directive.in_force
]

# pages_of returns the levels of a server that answer with pages of HTML from files.
pages_of(server) := [scopes[index] | some index in server.pages]

# inside holds for a server that only its host or other containers reach, as far as the scan says.
inside(server) if {
	every address in server.listens {
		is_inside(address)
	}
}

is_inside(address) if address.socket != ""

is_inside(address) if link.inside(address.listener)

is_inside(address) if regex.match(`^(127\.|::1$|localhost$)`, address.host)

# security_headers are those that a browser protects a page by, in lower case, with their usual spelling.
security_headers := {
	"content-security-policy": "Content-Security-Policy",
	"x-frame-options": "X-Frame-Options",
	"x-content-type-options": "X-Content-Type-Options",
	"strict-transport-security": "Strict-Transport-Security",
	"referrer-policy": "Referrer-Policy",
	"permissions-policy": "Permissions-Policy",
	"cross-origin-opener-policy": "Cross-Origin-Opener-Policy",
	"cross-origin-embedder-policy": "Cross-Origin-Embedder-Policy",
	"cross-origin-resource-policy": "Cross-Origin-Resource-Policy",
}

# listing writes names as one would in a sentence.
listing(names) := names[0] if count(names) == 1

listing(names) := sprintf("%s and %s", [concat(", ", array.slice(names, 0, last)), names[last]]) if {
	last := count(names) - 1
	last > 0
}

# is_asset holds for a level that answers with files that pages need, such as style sheets and fonts.
is_asset(scope) if {
	startswith(scope.modifier, "~")
	regex.match(`\b(css|js|mjs|woff2?|ttf|otf|eot|svgz?|png|jpe?g|gif|ico|webp|map|mp4|webm)\b`, scope.pattern)
}

is_asset(scope) if {
	not startswith(scope.modifier, "~")
	regex.match(`(?i)/(assets?|static|fonts?|images?|img|css|js|media|_next/static|_nuxt|build|dist)(/|$)`, scope.pattern)
}
