# METADATA
# title: Policy or credential kept longer than the limit
# description: |
#   A filter that keeps a policy or a credential for a while goes on with it after somebody took it back. Each
#   worker has its own copy, so that a change is in force only when the last of them has forgotten.
#
#   Reported is a lifetime above the parameter that is called after policies, credentials, tokens or sessions.
#   Caches of other data, and the spread that keeps workers from asking at the same time, are not reported.
# related_resources:
# - https://cwe.mitre.org/data/definitions/613.html
# scope: package
# custom:
#   kinds: [app]
#   severity: low
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   parameters:
#     max_auth_cache_seconds: 30
#   remediation: |
#     Keep it for a few seconds, or let the service that decides be asked for each request.
#   cwe: [613]
package lua["policy-cache-ttl"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	input.context.language == "lua"
	count(code.calls("clock")) > 0
	some [fact, name, seconds] in lifetimes
	is_number(seconds)
	seconds > input.parameters["lua/policy-cache-ttl"].max_auth_cache_seconds
	regex.match(`(?i)(policy|policies|cred|token|auth|session|acl|cache)`, name)
	regex.match(`(?i)(ttl|expir|max_?age|lifetime|cache_seconds)`, name)
	not regex.match(`(?i)(jitter|negative|static|dns|jwks)`, name)
	finding := in_situation(
		{
			"path": fact.at,
			"message": sprintf("%q keeps a decision for %v seconds after it is taken back", [name, seconds]),
		},
		code.situations(fact),
	)
}

lifetimes contains [setting, setting.name, code.constant(setting.default)] if {
	some setting in code.of("settings")
}

lifetimes contains [said, said.name, said.value.value] if {
	some said in code.of("assignments")
	said.name != upper(said.name) # a constant is a setting
}
