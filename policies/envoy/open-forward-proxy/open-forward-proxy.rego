# METADATA
# title: Open forward proxy
# description: |
#   A route for every domain (`*`) sends requests wherever the client says: to a dynamic forward proxy cluster, or by
#   CONNECT or the header `x-envoy-original-dst-host` to an ORIGINAL_DST cluster. Without a filter that decides who may,
#   and for where, strangers use Envoy to reach the Internet in its name and internal services behind it, down to the
#   metadata service of the cloud at 169.254.169.254. The SNI forward proxy does the same for TLS, and the UDP proxy
#   with a dynamic forward proxy for its sessions for packets. A route whose `cluster_header` names the cluster lets
#   clients choose among all clusters of Envoy, those for its own use included.
#
#   A filter that decides nothing protects nothing: RBAC that admits everybody, only logs, shadows, or denies a list of
#   targets; `ext_authz` that is asked about 0 percent of the requests; `jwt_authn` whose rules require no token; a
#   filter that is off on the route. `envoy/auth-fail-open` says what is wrong with it.
#
#   Not reported: virtual hosts that list the allowed domains; routes whose override gives the forward proxy its host
#   (`host_rewrite_literal`); routes behind a filter that decides (ext_authz, RBAC, jwt_authn, basic_auth, oauth2,
#   api_key_auth, or RBAC and ext_authz for connections) or behind required client certificates; listeners on loopback;
#   sidecars (`traffic_direction`), which only their own workload reaches.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/dynamic_forward_proxy_filter
# - https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/upgrades#connect-support
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/listeners/udp_filters/udp_proxy
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
#     session-host:
#       severity: medium
#       because: another filter names the host of a session, and this file does not say from what
#     chosen-cluster:
#       severity: medium
#       because: clients choose among the clusters of this Envoy only, and must know their names
#   remediation: |
#     List the allowed domains in `virtual_hosts` and answer all others with `direct_response: {status: 403}`.
#
#     Or put ext_authz or RBAC in front, and drop connections to private and link-local addresses outside Envoy.
#   cwe: [441, 918]
package envoy["open-forward-proxy"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some index, route in envoy.routes
	route.action == "route"
	host := envoy.view("virtual_hosts", route.virtual_host)
	"*" in host.domains
	some name in route.clusters
	cluster := [cluster | some cluster in envoy.clusters; cluster.name == name][0]
	manner := open(cluster, route)
	listener := envoy.view("listeners", route.listener)
	is_reachable(listener)
	not envoy.is_guarded(index)
	not has_host(index)
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
	not envoy.chain_decides(filter.filter_chain)
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

findings contains finding if {
	some filter in envoy.listener_filters
	filter.extension == "udp_proxy"
	listener := envoy.view("listeners", filter.listener)
	is_reachable(listener)
	some index, session in filter.config.session_filters
	endswith(envoy.text(session.typed_config["@type"]), "session.dynamic_forward_proxy.v3.FilterConfig")
	finding := {
		"path": envoy.under(filter.config_path, ["session_filters", index]),
		"message": sprintf("listener %q forwards anybody's packets to hosts that are looked up for each session%s", [
			listener.label,
			suffix(listener),
		]),
		"situation": "session-host",
	}
}

findings contains finding if {
	some index, route in envoy.routes
	header := envoy.value(envoy.under(route.path, ["route", "cluster_header"]), "")
	is_string(header)
	header != ""
	listener := envoy.view("listeners", route.listener)
	envoy.is_edge(listener)
	not envoy.is_guarded(index)
	finding := {
		"path": envoy.under(route.path, ["route", "cluster_header"]),
		"message": sprintf("listener %q lets clients choose the cluster by the header %q%s", [
			listener.label,
			header,
			suffix(listener),
		]),
		"situation": "chosen-cluster",
	}
}

is_reachable(listener) if {
	envoy.is_open(listener)
	envoy.in_class(listener, {"unspecified", "private", "public", "unknown"})
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

# has_host holds for a route (by index) whose override says which host the forward proxy connects to.
has_host(index) if {
	some filter in envoy.of_manager("http_filters", envoy.routes[index].connection_manager)
	filter.extension == "dynamic_forward_proxy"
	override := envoy.override_of(filter, index)
	envoy.text(override.config.host_rewrite_literal) != ""
}

names_servers(filter) if {
	chain := envoy.view("filter_chains", filter.filter_chain)
	names := envoy.value(envoy.under(chain.path, ["filter_chain_match", "server_names"]), [])
	count(envoy.list(names)) > 0
}

suffix(listener) := ", exposure unknown" if envoy.exposure(listener) == "unknown"

suffix(listener) := "" if envoy.exposure(listener) != "unknown"

situations(listener) := ["unknown-exposure"] if envoy.exposure(listener) == "unknown"

situations(listener) := ["peers" | envoy.exposure(listener) == "peers"] if envoy.exposure(listener) != "unknown"
