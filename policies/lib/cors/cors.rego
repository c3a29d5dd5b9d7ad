# METADATA
# description: |
#   Which origins a CORS middleware of an application allows.
package lib.cors

import data.lib.code

# allows_any holds for a middleware that allows every origin when nobody sets anything from outside.
allows_any(call) if some place in open(call)

# open returns the arguments of a middleware by which it allows every origin.
open(call) := {name | some name in ["origins", "pattern"]; is_open(call, name)}

is_open(call, "origins") if "*" in code.texts(call, "origins")

# The origin of the request is sent back, whatever it is.
is_open(call, "origins") if code.literal(call, "origins") == true

is_open(call, "pattern") if code.literal(call, "pattern") in open_patterns

open_patterns := {
	".*", "^.*$", ".+", "^.+$", "https?://.*", "https://.*", "http://.*", "^https?://.*", "^https?://.*$", "^https://.*$",
	`(http|https)://.*`,
}

# situations returns the situation that the allowed origins make.
situations(call) := ["any-origin"] if allows_any(call)

situations(call) := ["loopback-origins"] if {
	not allows_any(call)
	not code.is_written(call, "pattern")
	origins := code.texts(call, "origins")
	count(origins) > 0
	every origin in origins {
		regex.match(`^https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?$`, origin)
	}
} else := [] if not allows_any(call)
