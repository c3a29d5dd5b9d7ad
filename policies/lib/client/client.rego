# METADATA
# description: |
#   Says what an application does with the address of a client.
package lib.client

import data.lib.code

# decides holds for an application that lets somebody in, or counts requests, by an address.
decides if has_list

decides if {
	some name in code.imports
	regex.match(limiters, name)
}

decides if count(code.calls("limiter")) > 0

decides if {
	some name in ["functions", "classes", "settings"]
	some fact in code.of(name)
	regex.match(`(?i)(rate_?limit|throttl|banned)`, fact.name)
}

# limiters finds the packages that limit rates, of all languages.
limiters := concat("", [
	`^(slowapi|flask_limiter|fastapi_limiter|limits|express-rate-limit|rate-limiter-flexible|@fastify/rate-limit`,
	`|go-chi/httprate|@nestjs/throttler|ulule/limiter|didip/tollbooth)([./]|$)`,
])

# has_list holds for an application that lets clients in by their address.
has_list if {
	some file, module in code.modules
	some name in object.get(module, "imports", [])
	regex.match(`^(ipaddress|netaddr|ipaddr\.js|ip-cidr)([./]|$)`, name)
	file in looking_at_clients
}

has_list if {
	some name in ["functions", "classes", "settings"]
	some fact in code.of(name)
	regex.match(`(?i)(allow_?list|white_?list|allowed_?ips?|ip_?acl|block_?list|is_local|trusted_?ip)`, fact.name)
}

# looking_at_clients are the modules that read the address of a client, or get it from a caller. Others compare
# addresses that the program itself connects to.
looking_at_clients contains read.file if {
	some read in code.of("inputs")
	is_address(read)
}

looking_at_clients contains function.file if {
	some function in code.of("functions")
	some parameter in function.parameters
	regex.match(`(?i)(client|remote|peer|source|caller)_?(ip|addr|host)`, parameter.name)
}

is_address(read) if read.part == "client"

is_address(read) if {
	read.part == "header"
	read.name in forwarded_headers
}

# forwarded_headers are those by which a proxy says who the client is.
forwarded_headers := {
	"x-forwarded-for", "x-real-ip", "forwarded", "x-client-ip", "true-client-ip", "cf-connecting-ip",
	"x-cluster-client-ip",
}

# is_any holds for a text that stands for every address, alone or among others.
is_any(text) if {
	is_string(text)
	some part in split(text, ",")
	trim_space(part) in {"*", "0.0.0.0/0", "::/0"}
}
