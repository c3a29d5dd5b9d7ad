# METADATA
# title: Metrics of the Docker daemon within reach of other machines
# description: |
#   `metrics-addr` serves metrics for Prometheus over plain HTTP and asks nobody for a password: how many containers and
#   images there are and in which states, how long operations take, the version of the engine and of the kernel. That
#   helps to choose an attack, and to see when it works.
#
#   A loopback address is not reported. An address without a host (`:9323`) is every interface.
# related_resources:
# - https://docs.docker.com/engine/daemon/prometheus/
# - https://docs.docker.com/reference/cli/dockerd/#daemon-metrics
# scope: package
# custom:
#   severity: low
#   fixes:
#     loopback:
#       title: Serve them on loopback only
#       unsafe: other machines and containers cannot read them any more
#   remediation: |
#     Serve the metrics on `127.0.0.1:9323`, and let the collector run on the same host.
#
#     Where it runs elsewhere put a proxy with TLS and a login in front.
#   cwe: [306, 497]
package daemon["metrics-exposed"]

import data.lib.exposure
import data.lib.placeholder

findings contains finding if {
	some listener in input.context.listeners
	listener.path == ["metrics-addr"]
	not exposure.is_loopback(listener.host)
	listener.host != "localhost"
	not placeholder.is_template(listener.host)
	finding := {
		"path": ["metrics-addr"],
		"message": sprintf("option \"metrics-addr\" serves metrics without a password on %s", [reach(listener.host)]),
		"fix": {"name": "loopback", "edits": [{
			"set": ["metrics-addr"],
			"value": sprintf("%s:%d", [loopback(listener.host), listener.port]),
		}]},
	}
}

loopback(host) := "[::1]" if contains(host, ":")

loopback(host) := "127.0.0.1" if not contains(host, ":")

reach(host) := "every interface" if host in {"", "0.0.0.0", "::"}

reach(host) := sprintf("address %s", [host]) if not host in {"", "0.0.0.0", "::"}
