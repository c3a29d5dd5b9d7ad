# METADATA
# title: Weak TLS, or files and versions given away, at the web server
# description: |
#   What a web server should not do for its clients and its upstream servers:
#
#   * `ssl_protocols` with TLS 1.1 or older, which browsers have dropped, and ciphers that can be broken. Without the
#     directive nginx uses TLS 1.2 and newer (1.23.4), which is not reported.
#   * `proxy_pass https://...` (and gRPC, uWSGI, streams) without `proxy_ssl_verify on`: nginx does not look at the
#     certificate by default, so that whoever is on the way reads and changes the traffic.
#   * `alias` with a slash behind a location without one: `/files../secret` leads out of the folder.
#   * `autoindex on`, which lists the files of a folder, and `server_tokens on`.
# related_resources:
# - https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_verify
# - https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_protocols
# - https://github.com/yandex/gixy/blob/master/docs/en/plugins/aliastraversal.md
# scope: package
# custom:
#   severity: medium
#   situations:
#     alternative:
#       severity: note
#       because: the template has several of them at one level, of which a setting chooses one
#     broken-protocol:
#       severity: high
#       because: SSL 2 and 3 are broken in practice
#     traversal:
#       severity: high
#       because: anybody reads files beside the folder
#     private-upstream:
#       severity: low
#       because: the upstream server is a container or an address of a private network
#     same-host:
#       severity: note
#       because: the connection stays on the host
#     listing:
#       severity: low
#       because: the folder may be meant to be listed
#     version:
#       severity: note
#       because: it tells the version of nginx, which is its default as well
#   fixes:
#     newer:
#       title: Allow TLS 1.2 and later alone
#     hide:
#       title: Keep the version of nginx to itself
#   cwe: [326, 295, 22, 548]
#   remediation: |
#     Write `ssl_protocols TLSv1.2 TLSv1.3` and `proxy_ssl_verify on`, end a location and its alias alike, and turn
#     `autoindex` off.
#
#     `proxy_ssl_verify` needs `proxy_ssl_trusted_certificate`, and for most servers `proxy_ssl_server_name on`.
package nginx["weak-tls"]

import data.lib.finding.in_situation
import data.lib.nginx
import data.lib.placeholder

findings contains finding if {
	some name in ["ssl_protocols", "proxy_ssl_protocols"]
	some directive in nginx.directives(name)
	weak := [protocol | some protocol in directive.args; protocol in old]
	count(weak) > 0
	finding := in_situation(
		{
			"path": directive.path,
			"message": sprintf("%q allows %s", [name, nginx.listing(weak)]),
			"fix": {"name": "newer", "edits": without_old(directive)},
		},
		array.concat(
			["alternative" | is_alternative(directive)],
			["broken-protocol" | some protocol in weak; startswith(protocol, "SSL")],
		),
	)
}

findings contains finding if {
	some directive in nginx.directives("ssl_ciphers")
	weak := sort({cipher |
		some cipher in split(concat(":", directive.args), ":")
		regex.match(`(?i)^\+?([\w-]*-)?(RC4|DES|3DES|DES-CBC3|NULL|ANULL|ENULL|EXP|EXPORT\d*|LOW|MD5|ADH)(-[\w-]*)?$|@SECLEVEL=0`, cipher)
		not startswith(cipher, "+")
	})
	count(weak) > 0
	finding := in_situation(
		{
			"path": directive.path,
			"message": sprintf(`"ssl_ciphers" allows %s`, [nginx.listing(array.slice(weak, 0, 4))]),
		},
		["alternative" | is_alternative(directive)],
	)
}

findings contains finding if {
	some proxy in input.context.nginx.proxies
	proxy.tls
	not proxy.verified
	finding := in_situation(
		{
			"path": proxy.path,
			"message": sprintf("connection to %q is encrypted, and the certificate is not verified", [proxy.address]),
		},
		[situation | some situation in distance(proxy)],
	)
}

findings contains finding if {
	some directive in nginx.directives("alias")
	directive.scope >= 0
	scope := nginx.scopes[directive.scope]
	scope.block == "location"
	not scope.internal
	scope.modifier in {"", "^~"}
	not endswith(scope.pattern, "/")
	endswith(directive.args[0], "/")
	not placeholder.is_template(scope.pattern)
	finding := {
		"path": directive.path,
		"message": sprintf("%s does not end with a slash and its alias does, which leads out of the folder", [scope.label]),
		"situation": "traversal",
	}
}

findings contains finding if {
	some directive in nginx.directives("autoindex")
	directive.args[0] == "on"
	finding := {
		"path": directive.path,
		"message": `"autoindex" lists the files of folders`,
		"situation": "listing",
	}
}

findings contains finding if {
	some directive in nginx.directives("server_tokens")
	directive.args[0] in {"on", "build"}
	finding := {
		"path": directive.path,
		"message": `"server_tokens" tells every client the version of nginx`,
		"situation": "version",
		"fix": {"name": "hide", "edits": [{"set": array.concat(directive.path, ["args", 0]), "value": "off"}]},
	}
}

old := {"SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"}

# without_old are the edits that leave no old protocol: the first becomes TLS 1.2 where no other is left.
without_old(directive) := array.concat(
	[{"set": array.concat(directive.path, ["args", 0]), "value": "TLSv1.2"} | is_old(directive)],
	[{"remove": array.concat(directive.path, ["args", index])} |
		some index, protocol in directive.args
		protocol in old
		not is_replaced(directive, index)
	],
)

is_replaced(directive, 0) if is_old(directive)

is_old(directive) if {
	every protocol in directive.args {
		protocol in old
	}
}

# is_alternative holds for a directive that a template writes in another branch as well: nginx takes it once at a level.
is_alternative(directive) if directive.alternatives

# distance says how far away an upstream server is, by the farthest of its hosts; nothing is known of a variable.
distance(proxy) := ["same-host"] if {
	count(proxy.hosts) > 0
	every host in proxy.hosts {
		is_loopback(host)
	}
}

distance(proxy) := ["same-host"] if startswith(proxy.address, "unix:")

distance(proxy) := ["private-upstream"] if {
	some host in proxy.hosts
	not is_loopback(host)
	every other in proxy.hosts {
		is_near(other)
	}
}

is_loopback(host) if regex.match(`^(localhost|127\..*|::1)$`, host)

is_near(host) if is_loopback(host)

is_near(host) if regex.match(`^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)`, host)

is_near(host) if not contains(host, ".")

is_near(host) if regex.match(`\.(local|lan|internal|svc|home|localdomain|docker)$`, host)
