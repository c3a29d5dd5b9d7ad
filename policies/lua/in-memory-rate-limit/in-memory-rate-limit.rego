# METADATA
# title: Rate limit or quota kept in the memory of Lua
# description: |
#   Envoy runs each Lua filter once in every worker thread, and each has its own names: a limit of 10 in a table of
#   the file is 10 for each worker. All of it is gone when Envoy restarts or the listener is updated, so whoever can
#   cause that starts with a full bucket.
#
#   Reported is a name of the file that a function changes and that is called like a limiter (bucket, rate, limit,
#   quota, window, attempts, egress bytes) in a filter that looks at the clock. What `ngx.shared` or a store outside
#   keeps is not reported.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/lua_filter
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/rate_limit_filter
# scope: package
# custom:
#   kinds: [app]
#   severity: low
#   precision: medium
#   situations:
#     limited:
#       severity: note
#       because: a filter of the proxy limits the same requests for all workers
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Let `envoy.filters.http.local_ratelimit` or a rate limit service count, which all workers share.
#   cwe: [799, 770]
package lua["in-memory-rate-limit"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	input.context.language == "lua"
	count(code.calls("clock")) > 0
	some store in code.of("stores")
	regex.match(`(?i)(bucket|rate|limit|quota|window|throttle|attempts|egress_?bytes|hits)`, store.name)
	not regex.match(`(?i)(config|policy|policies|defaults?|rules)$`, store.name)
	not is_shared(store)
	finding := in_situation(
		{
			"path": store.at,
			"message": sprintf("%q counts in the memory of each worker, and forgets with a restart", [store.name]),
			"related": limiters,
		},
		array.concat(code.situations(store), limited),
	)
}

# limiters are the places where the proxy limits the requests that come to the filter.
limiters := object.get(input.context, "limiters", [])

limited := ["limited"] if count(limiters) > 0

limited := [] if count(limiters) == 0

# is_shared holds where the filter keeps its counters in a store that the workers share.
is_shared(store) if {
	some name in code.modules[store.file].imports
	contains(name, "redis")
}

is_shared(_) if {
	some call in code.of("calls")
	startswith(call.callee, "ngx.shared")
}
