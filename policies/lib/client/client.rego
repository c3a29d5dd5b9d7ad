# METADATA
# description: |
#   Says what an application does with the address of a client.
package lib.client

import data.lib.code

# decides holds for an application that lets somebody in, or counts requests, by an address.
decides if has_list

decides if {
	some name in code.imports
	regex.match(`^(slowapi|flask_limiter|fastapi_limiter|limits)(\.|$)`, name)
}

decides if {
	some name in ["functions", "classes", "settings"]
	some fact in code.of(name)
	regex.match(`(?i)(rate_?limit|throttl|banned)`, fact.name)
}

# has_list holds for an application that lets clients in by their address.
has_list if {
	some name in code.imports
	regex.match(`^(ipaddress|netaddr)(\.|$)`, name)
}

has_list if {
	some name in ["functions", "classes", "settings"]
	some fact in code.of(name)
	regex.match(`(?i)(allow_?list|white_?list|allowed_?ips?|ip_?acl|block_?list|is_local|trusted_?ip)`, fact.name)
}

# is_any holds for a text that stands for every address, alone or among others.
is_any(text) if {
	some part in split(text, ",")
	trim_space(part) in {"*", "0.0.0.0/0", "::/0"}
}
