# METADATA
# title: Forwarded client address trusted from anyone
# description: |
#   Whoever connects from a range in `*TrustedProxies` says in a header (`X-Forwarded-For`, or PROXY protocol for RTSP
#   and RTMP) which address a client has, and MediaMTX believes it, for its logs and for the `ips` of
#   `authInternalUsers`. A range of all addresses, one wider than /9, or one of public addresses lets strangers choose
#   their address. A single address is what the setting is for; a private network wider than /24 is reported as low.
#   Read for every server that is on.
# related_resources:
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/mediamtx.yml
# - https://mediamtx.org/docs/features/authentication
# scope: package
# custom:
#   severity: medium
#   situations:
#     bypasses-addresses:
#       severity: high
#       because: users or actions are granted by client address, which a stranger may choose now
#     private-range: {severity: low, because: "the range is private, but wider than the proxy needs"}
#   cwe: [348, 290]
#   remediation: |
#     List the addresses of the proxies alone: `hlsTrustedProxies: ["172.20.0.5"]`, or leave the list empty where there
#     is none.
package mediamtx["trusted-proxies-wide"]

import data.lib.mediamtx

findings contains finding if {
	some name, _ in mediamtx.servers
	key := sprintf("%sTrustedProxies", [name])
	proxies := mediamtx.setting[key]
	proxies.written
	some index, proxy in proxies.value
	width := wide(proxy)
	finding := object.union(
		{
			"path": array.concat(proxies.path, [index]),
			"message": sprintf("setting %q trusts %s to name the address of clients", [key, described(proxy)]),
			"related": proxies.related,
		},
		situation(name, width),
	)
}

described(proxy) := sprintf("anybody (%s)", [proxy]) if regex.match(`/0+$`, proxy)

described(proxy) := proxy if not regex.match(`/0+$`, proxy)

wide(proxy) := "wide" if {
	not is_loopback(proxy)
	is_wide(proxy)
}

wide(proxy) := "private" if {
	mediamtx.is_private(proxy)
	not is_wide(proxy)
	mediamtx.prefix_below(proxy, 24, 48)
}

is_loopback(proxy) if regex.match(`^(127\.|::1(/128)?$)`, proxy)

is_wide(proxy) if mediamtx.prefix_below(proxy, 9, 8)

is_wide(proxy) if {
	not mediamtx.is_private(proxy)
	mediamtx.prefix_below(proxy, 32, 128)
}

situation(name, "wide") := {"situation": "bypasses-addresses"} if by_address(name)

situation(name, "wide") := {} if not by_address(name)

situation(_, "private") := {"situation": "private-range"}

# by_address holds when the address of a client decides what it may do on the server.
by_address(name) if {
	not name in {"api", "metrics", "pprof"}
	some user in mediamtx.users
	user.origin != "default"
	count(user.ips) > 0
	some permission in user.permissions
	permission.action in {"publish", "read", "playback"}
}

by_address(name) if {
	name in {"api", "metrics", "pprof"}
	some grant in mediamtx.grants
	grant.action == name
	grant.scope != "everywhere"
}
