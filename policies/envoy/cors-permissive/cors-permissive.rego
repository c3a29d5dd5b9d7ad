# METADATA
# title: Cross-origin requests allowed from everywhere
# description: |
#   A CORS policy lets every origin read responses. With `allow_credentials` it does so with the visitor's cookies, so
#   that any page on the Internet acts as the user. Envoy echoes the request's own origin, never `*`, which makes
#   browsers accept the combination.
#
#   A matcher is wide when it accepts any origin, and also when it accepts the text `*`: Envoy tries that first, so
#   `exact: "*"` and even the regular expression `\*` allow everybody. A matcher that an attacker can satisfy is as bad:
#   a suffix without a dot in front (`example.org` is the end of evilexample.org) or of everybody's (`.com`,
#   `.github.io`), a prefix without an end (`https://example.org` begins https://example.org.evil.test), any `contains`,
#   a regular expression with an unescaped dot or an open end, and `null`, which every sandboxed frame sends.
#
#   With credentials, `allow_methods: "*"` and `allow_headers: "*"` are reported too: Envoy answers them with
#   whatever the request asks for, and no `*` that a browser would take literally.
#
#   A switch that a policy leaves out is that of the policy around it, as are origins: the credentials of a virtual host
#   count for the origins of its routes.
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
#   fixes:
#     listed:
#       title: Allow the other origins alone
#   remediation: |
#     List the exact origins in `allow_origin_string_match`.
#
#     A suffix begins with the dot or with `://`. A regular expression names the scheme and escapes the dots:
#     `https://[a-z0-9-]+\.example\.com`.
#   cwe: [942, 346]
package envoy["cors-permissive"]

import data.lib.envoy
import data.lib.finding.in_situation
import data.lib.finding.with_fix

findings contains finding if {
	some origin in origins
	finding := in_situation(
		with_fix(
			{
				"path": origin.path,
				"message": sprintf("%s allows cross-origin requests%s from %s", [
					envoy.subject(origin.policy),
					suffix(origin.policy),
					whom(origin.matcher),
				]),
			},
			[{"name": "listed", "edits": [{"remove": origin.path}]} | is_beside_others(origin)],
		),
		[situation |
			some situation in ["with-credentials", "private-network-access"]
			applies(situation, origin.policy)
		],
	)
}

findings contains finding if {
	some policy in policies
	applies("with-credentials", policy)
	some key, noun in {"allow_methods": "method", "allow_headers": "header"}
	policy.config[key] == "*"
	finding := {
		"path": envoy.under(policy.config_path, [key]),
		"message": sprintf("%s allows every %s in cross-origin requests with credentials", [envoy.subject(policy), noun]),
	}
}

# origins are the matchers of the policies, as StringMatchers whatever the version of the API.
origins contains {"policy": policy, "path": path, "matcher": matcher} if {
	some policy in policies
	some key, form in {"allow_origin_string_match": "", "allow_origin": "exact", "allow_origin_regex": "regex"}
	some index, written in policy.config[key]
	matcher := string_matcher(form, written)
	path := envoy.under(policy.config_path, [key, index])
}

# is_beside_others holds for a matcher of every origin in a list that has narrow ones too.
is_beside_others(origin) if {
	is_wide(origin.matcher)
	some other in origins
	other.policy.path == origin.policy.path
	not whom(other.matcher)
}

string_matcher("", written) := written if is_object(written)

string_matcher(form, written) := {form: written} if {
	form != ""
	is_string(written)
}

# whom says who may send requests by a matcher; it is undefined for one that only the right origins satisfy.
whom(matcher) := "every origin" if is_wide(matcher)

whom(matcher) := "pages that send the origin null, as sandboxed frames do" if {
	not is_wide(matcher)
	envoy.matches_text(matcher, "null")
}

whom(matcher) := sprintf("origins that anybody can register, such as %s", [examples[0]]) if {
	not is_wide(matcher)
	not envoy.matches_text(matcher, "null")
	examples := [origin |
		some origin in attackers(matcher)
		regex.match(`^https?://([a-z0-9-]+\.)+[a-z0-9-]+(:\d+)?$`, origin)
		envoy.matches_text(matcher, origin)
	]
	count(examples) > 0
}

is_wide(matcher) if {
	some probe in probes(matcher)
	envoy.matches_text(matcher, probe)
}

# probes are origins that nobody can have foreseen; a matcher may ask for a port, which is everybody's choice.
probes(matcher) := array.concat(
	["*", "https://any-origin.invalid", "http://any-origin.invalid"],
	[sprintf("%s://any-origin.invalid:%s", [scheme, match[1]]) |
		some text in texts(matcher)
		some match in regex.find_all_string_submatch_n(`:(\d{2,5})`, text, 1)
		some scheme in ["https", "http"]
	],
)

# texts are the texts of a matcher, whatever they are compared with.
texts(matcher) := [text |
	some text in [
		object.get(matcher, "suffix", null),
		object.get(matcher, "prefix", null),
		object.get(matcher, "contains", null),
		object.get(matcher, "regex", null),
		object.get(matcher, ["safe_regex", "regex"], null),
	]
	is_string(text)
	text != ""
]

# attackers are origins that somebody else can register and that a careless matcher takes for the right one.
attackers(matcher) := array.concat(beside(matcher), by_regex(matcher))

beside(matcher) := [origin |
	some key in ["suffix", "prefix", "contains"]
	text := matcher[key]
	is_string(text)
	some origin in neighbours(key, text)
]

neighbours("suffix", text) := [concat("", ["https://evil", text])] if can_be_extended(text)

# Behind a host there may be a port, and then nothing that makes it another host.
neighbours("prefix", text) := [concat("", [text, more]) | some more in [".evil.test", "evil.test"]] if {
	regex.match(`^https?://[^/:]*$`, text)
}

neighbours("contains", text) := [concat("", parts) |
	some parts in [
		["https://", text, ".evil.test"],
		["https://", text, "evil.test"],
		["https://evil", text],
		["https", text, ".evil.test"],
		["https", text, "evil.test"],
		[text, ".evil.test"],
		[text, "evil.test"],
	]
]

# A suffix can be extended to another domain when it begins inside a label, or when everybody registers below it.
can_be_extended(text) if regex.match(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d+)?$`, text)

can_be_extended(text) if regex.match(shared_suffix, text)

shared_suffix := concat("", [
	`^\.(com|org|net|io|dev|app|co|info|biz|xyz|me|ai|cloud|site|online|tech|[a-z]{2}|(co|com|org|net)\.[a-z]{2}|`,
	`github\.io|gitlab\.io|pages\.dev|workers\.dev|vercel\.app|netlify\.app|web\.app|firebaseapp\.com|herokuapp\.com|`,
	`azurewebsites\.net|amazonaws\.com|cloudfront\.net|appspot\.com|run\.app|ngrok\.io|ngrok-free\.app)(:\d+)?$`,
])

# by_regex makes origins from the domains that a regular expression names.
by_regex(matcher) := [origin |
	pattern := envoy.regex_of(matcher)
	plain := replace(replace(pattern, `\.`, "."), `\-`, "-")
	some domain in regex.find_n(`[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`, plain, -1)
	labels := split(domain, ".")
	base := concat(".", array.slice(labels, count(labels) - 2, count(labels)))
	front := concat("", array.slice(labels, 0, count(labels) - 2))
	some scheme in ["https", "http"]
	some parts in [
		["evil", base],
		["evil-", base],
		[front, "x", base],
		["a.", front, "x", base],
		[domain, ".evil.test"],
		[domain, "evil.test"],
	]
	origin := sprintf("%s://%s", [scheme, concat("", parts)])
]

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

# The filter chain is known where the routes are inside their connection manager.
without_filter(policy) if {
	policy.connection_manager >= 0
	extensions := {filter.extension | some filter in envoy.of_manager("http_filters", policy.connection_manager)}
	not "cors" in extensions
}

applies("with-credentials", policy) if is_on(policy, "allow_credentials")

applies("private-network-access", policy) if is_on(policy, "allow_private_network_access")

# is_on reads a switch of a policy: the innermost policy that says something about it decides, as about the origins, so
# that a virtual host may allow credentials to the origins of its routes, and a route to those of its virtual host.
is_on(policy, key) if policy.config[key] == true

is_on(policy, key) if {
	not key in object.keys(policy.config)
	outer := [value |
		some field in ["virtual_host", "route_config"]
		some above in policies_of[policy.route_config]
		is_above(field, above, policy)
		value := above.config[key]
	]
	outer[0] == true
}

is_on(policy, key) if {
	some below in policies_of[policy.route_config]
	some field in ["virtual_host", "route_config"]
	is_above(field, policy, below)
	below.config[key] == true
	not names_origins(below)
}

# policies_of are the entries of typed_per_filter_config of each route configuration.
policies_of[policy.route_config] contains policy if {
	some policy in policies
	policy.filter
}

# is_above compares entries of one route configuration: the level of the one above is field, below is further in.
is_above(field, above, below) if {
	innermost(above) == field
	above.filter == below.filter
	above[field] == below[field]
	innermost(below) != field
}

innermost(policy) := [field | some field in ["route", "virtual_host", "route_config"]; policy[field] >= 0][0]

names_origins(policy) if {
	some key in ["allow_origin_string_match", "allow_origin", "allow_origin_regex"]
	count(envoy.list(policy.config[key])) > 0
}

suffix(policy) := " with credentials" if applies("with-credentials", policy)

suffix(policy) := "" if not applies("with-credentials", policy)
