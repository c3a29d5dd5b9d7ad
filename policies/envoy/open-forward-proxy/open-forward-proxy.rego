# METADATA
# title: Open forward proxy
# description: |
#   A route for every domain (`*`) sends requests wherever the client says: to a dynamic forward proxy cluster, or by
#   CONNECT or the header `x-envoy-original-dst-host` to an ORIGINAL_DST cluster. Without a filter that decides who may,
#   and for where, strangers use Envoy to reach the Internet in its name and internal services behind it, down to the
#   metadata service of the cloud at 169.254.169.254.
#
#   Not reported: virtual hosts that list the allowed domains; connection managers with ext_authz, RBAC, jwt_authn,
#   basic_auth, oauth2 or api_key_auth; listeners on loopback; sidecars (`traffic_direction`), which only their own
#   workload reaches.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/dynamic_forward_proxy_filter
# - https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/upgrades#connect-support
# - https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
# scope: package
# custom:
#   severity: high
#   situations:
#     unknown-exposure:
#       severity: high
#       because: nothing in the scan says how this Envoy is deployed, so the exposure is unknown
#     peers:
#       severity: medium
#       because: containers on the same networks reach the listener, nobody beyond
#   remediation: |
#     List the allowed domains in `virtual_hosts` and answer all others with `direct_response: {status: 403}`.
#
#     Or put ext_authz or RBAC in front, and drop connections to private and link-local addresses outside Envoy.
#   cwe: [441, 918]
package envoy["open-forward-proxy"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some route in envoy.routes
	route.action == "route"
	host := envoy.view("virtual_hosts", route.virtual_host)
	"*" in host.domains
	some name in route.clusters
	cluster := [cluster | some cluster in envoy.clusters; cluster.name == name][0]
	manner := open(cluster, route)
	listener := envoy.view("listeners", route.listener)
	is_reachable(listener)
	not envoy.has_auth(route.connection_manager)
	finding := in_situation(
		{
			"path": route.path,
			"message": sprintf("listener %q forwards anybody's requests %s%s", [listener.label, manner, suffix(listener)]),
			"related": [{"path": cluster.path, "message": "the cluster that connects anywhere"}],
		},
		situations(listener),
	)
}

findings contains finding if {
	some filter in envoy.network_filters
	filter.extension == "sni_dynamic_forward_proxy"
	listener := envoy.view("listeners", filter.listener)
	is_reachable(listener)
	not names_servers(filter)
	finding := in_situation(
		{
			"path": filter.path,
			"message": sprintf("listener %q forwards anybody's TLS connections to whatever server name they ask for%s", [
				listener.label,
				suffix(listener),
			]),
		},
		situations(listener),
	)
}

is_reachable(listener) if {
	listener.class in {"unspecified", "private", "public", "unknown"}
	listener.direction in {"", "UNSPECIFIED"}
	not listener.fragment
	envoy.exposure(listener) != "host_loopback"
}

open(cluster, _) := "to any host that they name" if cluster.extension == "dynamic_forward_proxy"

open(cluster, _) := "to the address in their x-envoy-original-dst-host header" if {
	cluster.discovery == "ORIGINAL_DST"
	by_header(envoy.at(cluster.path))
}

open(cluster, route) := "to any address by CONNECT" if {
	cluster.discovery == "ORIGINAL_DST"
	not by_header(envoy.at(cluster.path))
	is_connect(envoy.at(route.path))
}

by_header(cluster) if cluster.original_dst_lb_config.use_http_header == true

is_connect(route) if route.match.connect_matcher

is_connect(route) if {
	some upgrade in route.route.upgrade_configs
	upper(envoy.text(upgrade.upgrade_type)) == "CONNECT"
}

names_servers(filter) if {
	names := envoy.value(
		envoy.under(envoy.view("filter_chains", filter.filter_chain).path, ["filter_chain_match", "server_names"]),
		[],
	)
	count(envoy.list(names)) > 0
}

suffix(listener) := ", exposure unknown" if envoy.exposure(listener) == "unknown"

suffix(listener) := "" if envoy.exposure(listener) != "unknown"

situations(listener) := ["unknown-exposure"] if envoy.exposure(listener) == "unknown"

situations(listener) := ["peers" | envoy.exposure(listener) == "peers"] if envoy.exposure(listener) != "unknown"
