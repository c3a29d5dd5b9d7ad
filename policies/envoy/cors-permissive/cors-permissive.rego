# METADATA
# title: Cross-origin requests allowed from everywhere
# description: |
#   A CORS policy lets every origin read responses. With `allow_credentials` it does so with the visitor's cookies, so
#   that any page on the Internet acts as the user. Envoy echoes the request's own origin, never `*`, which makes
#   browsers accept the combination.
#
#   A matcher is wide when it accepts any https origin, and also when it accepts the text `*`: Envoy tries that first,
#   so `exact: "*"` and even the regular expression `\*` allow everybody. With credentials, `allow_methods: "*"` and
#   `allow_headers: "*"` are reported too: recent versions of Envoy answer them with whatever the request asks for.
#
#   A CORS filter without a policy does nothing, and a policy without the filter neither; both are not reported, nor is
#   a policy with `filter_enabled` at 0 percent.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/cors/v3/cors.proto
# - https://portswigger.net/web-security/cors
# scope: package
# custom:
#   severity: medium
#   situations:
#     with-credentials:
#       severity: high
#       because: the policy allows credentials, so that any page reads responses with the visitor's cookies
#     private-network-access:
#       severity: high
#       because: the policy also lets pages on the Internet reach a server in the visitor's private network
#   remediation: |
#     List the exact origins in `allow_origin_string_match`.
#
#     A regular expression must name the scheme and escape the dots: `https://[a-z0-9-]+\.example\.com`.
#   cwe: [942, 346]
package envoy["cors-permissive"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some policy in policies
	some key in ["allow_origin_string_match", "allow_origin", "allow_origin_regex"]
	some index, matcher in policy.config[key]
	wide(matcher)
	finding := in_situation(
		{
			"path": envoy.under(policy.config_path, [key, index]),
			"message": sprintf("%s allows cross-origin requests from every origin%s", [envoy.subject(policy), suffix(policy)]),
		},
		[situation | some situation in ["with-credentials", "private-network-access"]; holds(situation, policy.config)],
	)
}

findings contains finding if {
	some policy in policies
	holds("with-credentials", policy.config)
	some key, noun in {"allow_methods": "method", "allow_headers": "header"}
	policy.config[key] == "*"
	finding := {
		"path": envoy.under(policy.config_path, [key]),
		"message": sprintf("%s allows every %s in cross-origin requests with credentials", [envoy.subject(policy), noun]),
	}
}

# policies are the CORS policies in force: of typed_per_filter_config, and in the deprecated cors fields.
policies contains policy if {
	some policy in envoy.overrides
	policy.extension == "cors"
	not policy.disabled
	in_force(policy)
}

policies contains policy if {
	some [name, field] in [["virtual_hosts", ["cors"]], ["routes", ["route", "cors"]]]
	some view in input.context.envoy[name]
	path := envoy.under(view.path, field)
	config := envoy.at(path)
	is_object(config)
	policy := object.union(view, {"config": config, "config_path": path})
	in_force(policy)
}

in_force(policy) if {
	envoy.percent(object.get(policy.config, "filter_enabled", null), 100) > 0
	not without_filter(policy)
}

# The filter chain is known where the routes stand inside their connection manager.
without_filter(policy) if {
	policy.connection_manager >= 0
	extensions := {filter.extension | some filter in envoy.of_manager("http_filters", policy.connection_manager)}
	not "cors" in extensions
}

wide("*")

wide(matcher) if envoy.matches_text(matcher, "*")

wide(matcher) if envoy.matches_text(matcher, "https://any-origin.invalid")

wide(matcher) if {
	is_string(matcher)
	envoy.matches_text({"regex": matcher}, "https://any-origin.invalid")
}

holds("with-credentials", config) if config.allow_credentials == true

holds("private-network-access", config) if config.allow_private_network_access == true

suffix(policy) := " with credentials" if holds("with-credentials", policy.config)

suffix(policy) := "" if not holds("with-credentials", policy.config)
