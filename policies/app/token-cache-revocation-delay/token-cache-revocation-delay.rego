# METADATA
# title: Cached login that outlives its revocation
# description: |
#   A token that was checked once is good for as long as the cache says, whatever happened to it since: whoever stole
#   it keeps working after it is revoked. Each process has a cache of its own, so a revocation reaches none of the
#   others.
#
#   Reported is the lifetime of a cache of tokens, sessions or policies above the parameter: a setting, that of a
#   library, or that of a key in Redis. A function that checks a token and remembers its results (`lru_cache`) is,
#   too. Caches of public keys (JWKS) and of other data are not reported. Filters in Lua have the rule
#   lua/policy-cache-ttl.
# related_resources:
# - https://cwe.mitre.org/data/definitions/613.html
# scope: package
# custom:
#   severity: low
#   precision: medium
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

# A function that remembers its results has no lifetime at all.
findings contains finding if {
	some function in code.of("functions")
	some decorator in object.get(function, "decorators", [])
	decorator in {"functools.lru_cache", "functools.cache", "async_lru.alru_cache"}
	regex.match(`(?i)(verif|valid|auth|check|decode|lookup|resolve|introspect|user|session)`, code.last(function.name))
	not regex.match(others, function.name)
	some parameter in object.get(function, "parameters", [])
	regex.match(`(?i)^(access_|auth_|bearer_|session_|raw_)?(token|jwt|api_?key|session_id|ticket|credentials?)$`, parameter.name)
	finding := in_situation(
		{
			"path": function.at,
			"message": sprintf("%q keeps a login until the program ends or the cache is full", [code.last(function.name)]),
		},
		code.situations(function),
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

# Redis takes the lifetime with the value, and the key says what is kept.
lifetimes contains [call, subject, seconds, array.concat(call.at, ["arguments", part])] if {
	some call in code.of("calls")
	part := {"setex": "1", "psetex": "1", "set": "ex"}[code.last(call.callee)]
	subject := key(code.argument(call, "0"))
	regex.match(`(?i)(token|auth|session|credential)[a-z]*[_:.-]?cache|cache[_:.-]?[a-z]*[_:.-]?(token|auth|session|credential)`, subject)
	seconds := code.literal(call, part) / per_second[code.last(call.callee)]
}

# A lifetime whose name does not say of what it is: the condition that compares it looks into the cache, too.
lifetimes contains [setting, setting.name, code.constant(setting.default), setting.at] if {
	some setting in code.of("settings")
	regex.match(`(?i)^_?cache_?(ttl|seconds|max_?age|expiry|timeout|lifetime)(_seconds)?$`, setting.name)
	some exit in code.of("exits")
	exit.file == setting.file
	names := code.tests(exit)
	setting.name in names
	some name in names
	regex.match(`(?i)(token|auth|session|credential)s?_?cache`, name)
	not regex.match(others, name)
}

per_second := {"setex": 1, "psetex": 1000, "set": 1}

# key returns what is written out of a key.
key(value) := code.constant(value) if is_string(code.constant(value))

key(value) := concat("", written) if {
	value.kind == "template"
	written := [text | some item in value.items; text := code.constant(item); is_string(text)]
}

is_cache(name) if {
	regex.match(`(?i)(token|auth|session|credential|policy|policies).*cache.*(ttl|seconds|max_?age|expir|timeout|lifetime)`, name)
	not regex.match(others, name)
}

others := `(?i)(jwks|public_key|certs)`
