# METADATA
# title: Cached login that outlives its revocation
# description: |
#   A token that was checked once is good for as long as the cache says, whatever happened to it since: whoever stole
#   it keeps working after it is revoked. Each process has a cache of its own, so a revocation reaches none of the
#   others.
#
#   Reported is the lifetime of a cache of tokens, sessions or policies above the parameter. Caches of public keys
#   (JWKS) and of other data are not reported. Filters in Lua have the rule lua/policy-cache-ttl.
# related_resources:
# - https://cwe.mitre.org/data/definitions/613.html
# scope: package
# custom:
#   severity: low
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   parameters:
#     max_auth_cache_seconds: 30
#   remediation: |
#     Drop the entry when the token is revoked, in a store that all processes share, and keep the lifetime short.
#   cwe: [613, 672]
package app["token-cache-revocation-delay"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	input.context.language != "lua" # lua/policy-cache-ttl
	some [fact, name, seconds, path] in lifetimes
	is_number(seconds)
	seconds > input.parameters["app/token-cache-revocation-delay"].max_auth_cache_seconds
	finding := in_situation(
		{
			"path": path,
			"message": sprintf("%q keeps a login for %v seconds after it is revoked", [name, seconds]),
		},
		code.situations(fact),
	)
}

lifetimes contains [setting, setting.name, code.constant(setting.default), setting.at] if {
	some setting in code.of("settings")
	is_cache(setting.name)
}

lifetimes contains [said, said.name, said.value.value, said.at] if {
	some said in code.of("assignments")
	said.name != upper(said.name) # a constant is a setting
	is_cache(said.name)
}

lifetimes contains [call, call.target, code.literal(call, "ttl"), code.path(call, "ttl")] if {
	some call in code.calls("cache")
	regex.match(`(?i)(token|auth|session|credential)`, call.target)
	code.argument(call, "ttl").kind == "literal"
}

is_cache(name) if {
	regex.match(`(?i)(token|auth|session|credential|policy|policies).*cache.*(ttl|seconds|max_?age|expir|timeout|lifetime)`, name)
	not regex.match(`(?i)(jwks|public_key|certs)`, name)
}
