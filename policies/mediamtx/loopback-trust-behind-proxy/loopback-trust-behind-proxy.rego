# METADATA
# title: Loopback access list behind a proxy on the same host
# description: |
#   The control API, the metrics or the profiler lets in anybody from loopback without a password, as it does by
#   default, while a reverse proxy stands on the same loopback and the server's own `*TrustedProxies` is empty: whatever
#   comes through the proxy has the address 127.0.0.1 and is let in. That a proxy stands there is told by another
#   `*TrustedProxies` of the same file with a loopback address. Not reported where the server's own setting lists the
#   proxy too, where no action is granted to loopback, and where the server is off.
#
#   **Not judged yet**: proxies that only their own configuration tells of, and which ports they forward to.
# related_resources:
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/protocols/httpp/remote_addr.go
# - https://mediamtx.org/docs/features/authentication
# scope: package
# custom:
#   severity: medium
#   cwe: [290, 348]
#   remediation: |
#     List the proxy in the server's own setting: `apiTrustedProxies: ["127.0.0.1"]`, so that the addresses of its
#     clients count.
#
#     Better, give the action to a user with a password and take loopback's grant out.
package mediamtx["loopback-trust-behind-proxy"]

import data.lib.mediamtx

findings contains finding if {
	count(told) > 0
	not mediamtx.only_before(1006000)
	some name in ["api", "metrics", "pprof"]
	mediamtx.servers[name]
	some grant in mediamtx.grants
	grant.action == name
	grant.scope == "loopback"
	mediamtx.value(sprintf("%sTrustedProxies", [name]), []) == []
	finding := {
		"path": mediamtx.setting[name].path,
		"message": sprintf("server %q lets in anybody from loopback, where %q tells of a proxy", [name, told[0].key]),
		"related": [{"path": sign.path, "message": "the proxy is told of here"} | some sign in told],
	}
}

# told are the settings that tell of a proxy on loopback, in the order of their names.
told := [sign |
	some name, proxies in mediamtx.setting
	endswith(name, "TrustedProxies")
	proxies.written
	some index, proxy in proxies.value
	regex.match(`^(127\.|::1(/128)?$)`, proxy)
	sign := {"key": name, "path": array.concat(proxies.path, [index])}
]
