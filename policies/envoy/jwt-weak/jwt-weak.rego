# METADATA
# title: JWT provider that accepts too much
# description: |
#   What a `jwt_authn` provider does not check, it accepts. Without `audiences` a token that the same issuer made for
#   another service is as good as one made for this; without `issuer` and `audiences` only the key decides. A key server
#   that is asked over a connection that nobody verifies hands out the attacker's keys; what counts is the TLS of the
#   *cluster*, the scheme in `uri` changes nothing. Tokens in the query string end up in logs, histories and Referer
#   headers. Envoy removes a token that it verified, in a header and, since release 1.31, in the query string. `forward:
#   true` hands it on to the upstream; a token in a cookie is handed on whatever `forward` says (API of Envoy 1.40).
#
#   Not reported: providers without `audiences` whose requirements name them (`provider_and_audiences`); key servers on
#   loopback; a clock skew up to five minutes (the default is one); a provider that names no place for its tokens,
#   though Envoy then looks into the query parameter `access_token` too, behind the header `Authorization`. Name the
#   header in `from_headers` to end that.
#
#   **Not judged yet**: clusters that come from a discovery service or stand in another file.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/jwt_authn/v3/config.proto
# - https://www.envoyproxy.io/docs/envoy/v1.31.0/version_history/v1.31/v1.31.0
# - https://www.rfc-editor.org/rfc/rfc8725
# scope: package
# custom:
#   severity: medium
#   situations:
#     jwks-unprotected:
#       severity: high
#       because: whoever answers in the key server's place makes tokens that pass
#     issuer-only:
#       severity: low
#       because: the issuer is checked, so that only its tokens for other services pass
#     token-in-query:
#       severity: low
#       because: the token is checked, but query strings are logged and shown in many places
#     clock-skew:
#       severity: low
#       because: an expired token stays good only for the skew
#   remediation: |
#     Set `issuer` and `audiences` on every provider.
#
#     Fetch keys through a cluster whose `UpstreamTlsContext` verifies CA and name, or ship them as `local_jwks`. Take
#     tokens from headers.
#   cwe: [345, 347]
package envoy["jwt-weak"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some filter in envoy.filters("jwt_authn")
	not filter.fragment
	some name, provider in filter.config.providers
	not has_audience(filter.config, name, provider)
	finding := in_situation(
		{
			"path": array.concat(filter.config_path, ["providers", name]),
			"message": sprintf("JWT provider %q accepts tokens for any audience%s", [name, issuers(provider)]),
		},
		["issuer-only" | has_issuer(provider)],
	)
}

findings contains finding if {
	some filter in envoy.filters("jwt_authn")
	some name, provider in filter.config.providers
	cluster := key_cluster(provider)
	fault := fault_of(cluster)
	finding := in_situation(
		{
			"path": array.concat(filter.config_path, ["providers", name, "remote_jwks", "http_uri", "cluster"]),
			"message": sprintf("JWT provider %q fetches its keys %s", [name, fault]),
			"related": [{"path": cluster.path, "message": "the cluster of the key server"}],
		},
		["jwks-unprotected" | not envoy.is_inside(cluster)],
	)
}

findings contains finding if {
	some filter in envoy.filters("jwt_authn")
	some name, provider in filter.config.providers
	startswith(envoy.text(provider.remote_jwks.http_uri.uri), "http://")
	not key_cluster(provider)
	finding := {
		"path": array.concat(filter.config_path, ["providers", name, "remote_jwks", "http_uri", "uri"]),
		"message": sprintf("JWT provider %q fetches its keys from an http:// address", [name]),
		"situation": "jwks-unprotected",
	}
}

findings contains finding if {
	some filter in envoy.filters("jwt_authn")
	some name, provider in filter.config.providers
	count(envoy.list(provider.from_params)) > 0
	finding := {
		"path": array.concat(filter.config_path, ["providers", name, "from_params"]),
		"message": sprintf("JWT provider %q takes tokens from the query string", [name]),
		"situation": "token-in-query",
	}
}

findings contains finding if {
	some filter in envoy.filters("jwt_authn")
	some name, provider in filter.config.providers
	key := hands_on(provider)
	strangers := public_upstreams(filter.connection_manager)
	count(strangers) > 0
	finding := {
		"path": array.concat(filter.config_path, ["providers", name, key]),
		"message": sprintf("JWT provider %q forwards its tokens to the public upstream %s", [name, strangers[0].host]),
		"related": [{"path": strangers[0].path, "message": "the upstream"}],
	}
}

findings contains finding if {
	some filter in envoy.filters("jwt_authn")
	some name, provider in filter.config.providers
	provider.clock_skew_seconds > 300
	finding := {
		"path": array.concat(filter.config_path, ["providers", name, "clock_skew_seconds"]),
		"message": sprintf(
			"JWT provider %q accepts tokens that expired up to %v seconds ago",
			[name, provider.clock_skew_seconds],
		),
		"situation": "clock-skew",
	}
}

# hands_on is the key for which a provider's tokens stay in the request. Envoy removes no token from a cookie.
hands_on(provider) := "forward" if {
	provider.forward == true
} else := "from_cookies" if {
	count(envoy.list(provider.from_cookies)) > 0
}

has_audience(_, _, provider) if count(envoy.list(provider.audiences)) > 0

has_audience(config, name, _) if {
	walk(config, [_, requirement])
	requirement.provider_and_audiences.provider_name == name
	count(envoy.list(requirement.provider_and_audiences.audiences)) > 0
}

has_issuer(provider) if envoy.text(provider.issuer) != ""

issuers(provider) := " from any issuer" if not has_issuer(provider)

issuers(provider) := "" if has_issuer(provider)

key_cluster(provider) := named(provider.remote_jwks.http_uri.cluster)

named(name) := [cluster | some cluster in envoy.clusters; cluster.name == name][0]

fault_of(cluster) := "in plaintext" if {
	cluster.transport == "plaintext"
	not envoy.is_local(cluster)
	count(cluster.endpoints) > 0
}

fault_of(cluster) := "from a server whose certificate is not verified" if {
	cluster.transport == "tls"
	not envoy.is_local(cluster)
	some context in envoy.tls_contexts
	context.direction == "upstream"
	context.choice != "never"
	envoy.clusters[context.cluster] == cluster
	context.anchor == "none"
}

public_upstreams(index) := [endpoint |
	some route in envoy.routes
	route.connection_manager == index
	some name in route.clusters
	cluster := named(name)
	some endpoint in cluster.endpoints
	endpoint.class == "public"
]
