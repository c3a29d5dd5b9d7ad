# METADATA
# title: Administration interface reachable from outside
# description: |
#   Envoy's administration interface has no authentication. Whoever reaches it reads the whole configuration and its
#   certificates' details (`/config_dump`, `/certs`), turns logging up, drains or stops the proxy (`/quitquitquit`),
#   changes runtime settings, and starts taps. It should listen on loopback or a Unix socket only. An `admin` without
#   `address` starts no server.
#
#   `0.0.0.0` in a container means "everybody on the same networks" at least; published, everybody. `allow_paths`
#   narrows what is answered.
#
#   Where the scan finds the Compose service that runs Envoy with this file, the ports that it publishes and the
#   services that share its networks decide; where it does not, the exposure is unknown and the rule keeps its own
#   severity. Other containers and the host's loopback address count here, low or more, because nothing behind them asks
#   for a password.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/operations/admin
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/bootstrap/v3/bootstrap.proto#config-bootstrap-v3-admin
# scope: package
# custom:
#   severity: high
#   situations:
#     limited-paths:
#       severity: low
#       because: allow_paths lets only health and statistics through
#     not-reached:
#       severity: none
#       because: the service publishes no such port and shares no network with another service
#     host-loopback:
#       severity: low
#       because: the port is published on the host's loopback address only
#     one-address:
#       severity: high
#       because: the port is published on an address of the host, or a published proxy leads to it
#     peers:
#       severity: medium
#       because: containers on the same networks reach it, nobody beyond
#     untrusted-peers:
#       severity: high
#       because: a service that runs untrusted code shares a network with it
#     all-interfaces:
#       severity: critical
#       because: the port is published on every interface
#     unknown-exposure:
#       severity: high
#       because: nothing in the scan says how this Envoy is deployed, so the exposure is unknown
#   remediation: |
#     Bind the administration interface to `127.0.0.1` or to a Unix socket (`pipe`).
#
#     For probes and scrapers from outside add a listener that routes only `/ready` and `/stats` to it, or set
#     `allow_paths`. Health checks inside the container reach 127.0.0.1.
#   cwe: [306, 419]
package envoy["admin-exposed"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some admin in input.context.envoy.admins
	admin.class in {"unspecified", "private", "public", "service", "internal"}
	finding := in_situation(
		{
			"path": envoy.under(admin.address, ["socket_address", "address"]),
			"message": sprintf("admin interface %q answers without authentication %s", [admin.label, reach(admin)]),
			"related": envoy.linked(admin).related,
		},
		[situation | some situation in situations(admin)],
	)
}

reach(admin) := sprintf("on every interface%s", [suffix(admin)]) if admin.class == "unspecified"

reach(admin) := sprintf("beyond loopback%s", [suffix(admin)]) if admin.class != "unspecified"

suffix(admin) := ", exposure unknown" if {
	envoy.exposure(admin) == "unknown"
	not limited(admin)
}

suffix(admin) := "" if envoy.exposure(admin) != "unknown"

suffix(admin) := "" if limited(admin)

situations(admin) := ["limited-paths"] if limited(admin)

situations(admin) := ["untrusted-peers"] if {
	not limited(admin)
	near_untrusted(admin)
}

situations(admin) := [by_exposure[envoy.exposure(admin)]] if {
	not limited(admin)
	not near_untrusted(admin)
}

near_untrusted(admin) if {
	envoy.exposure(admin) == "peers"
	count(envoy.linked(admin).untrusted_peers) > 0
}

by_exposure := {
	"loopback": "not-reached",
	"host_loopback": "host-loopback",
	"peers": "peers",
	"one_address": "one-address",
	"all_interfaces": "all-interfaces",
	"unknown": "unknown-exposure",
}

# limited holds when allow_paths names harmless paths only.
limited(admin) if {
	paths := envoy.list(envoy.at(envoy.under(admin.path, ["allow_paths"])))
	count(paths) > 0
	every matcher in paths {
		is_harmless(matcher)
	}
}

is_harmless(matcher) if {
	matcher.exact in {"/ready", "/stats", "/stats/prometheus", "/server_info", "/hot_restart_version"}
}

is_harmless(matcher) if startswith(envoy.text(matcher.prefix), "/stats")
