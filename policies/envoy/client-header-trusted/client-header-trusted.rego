# METADATA
# title: Decision by a header that clients write
# description: |
#   Something decides who a client is, or what it may do, by a header that the client itself sends. RBAC admits whoever
#   has `x-user-role: admin` in the request: without a filter in front that sets the header, anybody writes it.
#   `forward_client_cert_details: ALWAYS_FORWARD_ONLY` hands the client's own `x-forwarded-client-cert` to upstreams,
#   which take it for what Envoy has verified; `FORWARD_ONLY` and `APPEND_FORWARD` do so for clients with a certificate,
#   who can name another one.
#
#   Reported where a listener may be at the edge; behind a proxy that sets or strips the header it is right. Not
#   reported: headers that a filter in front of RBAC may have set (ext_authz, jwt_authn with claims, ext_proc, Lua,
#   Wasm, header_mutation); policies that ask for an address, a certificate or metadata as well; headers that carry a
#   credential, which one must know.
#
#   The client's address is the matter of `envoy/xff-trust`, the choice of a cluster that of `envoy/open-forward-proxy`.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/rbac/v3/rbac.proto#config-rbac-v3-principal
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge
# scope: package
# custom:
#   severity: high
#   situations:
#     unknown-exposure:
#       severity: medium
#       because: nothing in the scan says how this Envoy is deployed, so the exposure is unknown
#     with-certificate:
#       severity: low
#       because: only clients with a certificate can do it, to pass for another client
#   remediation: |
#     Decide by what clients cannot write: a verified token, a certificate, the address of the peer.
#
#     Set `forward_client_cert_details: SANITIZE_SET` (or leave it at SANITIZE) on a listener at the edge.
#   cwe: [290, 807]
package envoy["client-header-trusted"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some filter in envoy.filters("rbac")
	listener := envoy.view("listeners", filter.listener)
	envoy.is_edge(listener)
	object.get(filter.config, ["rules", "action"], "ALLOW") == "ALLOW"
	some name, policy in filter.config.rules.policies
	some index, principal in policy.principals
	some header in headers_alone(principal)
	not may_be_set(filter, header)
	finding := in_situation(
		{
			"path": envoy.under(filter.config_path, ["rules", "policies", name, "principals", index]),
			"message": sprintf("listener %q admits whoever writes the header %q%s", [listener.label, header, suffix(listener)]),
			"related": envoy.linked(listener).related,
		},
		situations(listener),
	)
}

findings contains finding if {
	some manager in envoy.connection_managers
	listener := envoy.manager_listener(manager)
	envoy.is_edge(listener)
	path := envoy.under(manager.path, ["forward_client_cert_details"])
	mode := envoy.at(path)
	mode in {"ALWAYS_FORWARD_ONLY", "FORWARD_ONLY", "APPEND_FORWARD"}
	has_certificates(manager, mode)
	finding := in_situation(
		{
			"path": path,
			"message": sprintf("listener %q hands on the x-forwarded-client-cert header that clients write%s", [
				listener.label,
				suffix(listener),
			]),
			"related": envoy.linked(listener).related,
		},
		array.concat(["with-certificate" | mode != "ALWAYS_FORWARD_ONLY"], situations(listener)),
	)
}

# has_certificates holds where a mode does something: two of them are for connections with a client certificate.
has_certificates(_, "ALWAYS_FORWARD_ONLY")

has_certificates(manager, mode) if {
	mode != "ALWAYS_FORWARD_ONLY"
	context := envoy.view("tls_contexts", envoy.view("filter_chains", manager.filter_chain).tls)
	context.anchor != "none"
}

# headers_alone are the headers that satisfy a principal by themselves, or with other headers only.
headers_alone(principal) := {name |
	some alternative in array.concat([[principal]], alternatives(principal))
	names := [own_header(part.header) | some part in alternative]
	count(names) == count(alternative)
	some name in names
}

# alternatives are the lists of principals of which all must be satisfied.
alternatives(principal) := array.concat(
	[[part] | some part in principal.or_ids.ids],
	[parts | parts := envoy.list(principal.and_ids.ids); count(parts) > 0],
)

# own_header returns the name of a header that a matcher asks for and that clients choose freely: no pseudo-header, and
# none that carries a credential.
own_header(matcher) := name if {
	is_object(matcher)
	not matcher.invert_match == true
	name := lower(envoy.text(matcher.name))
	name != ""
	not startswith(name, ":")
	not name in {"host", "origin", "referer", "user-agent", "content-type"}
	not envoy.is_credential_header(name)
}

# may_be_set holds when a filter in front of another one may set a header, or take it off.
may_be_set(filter, _) if {
	some other in envoy.of_manager("http_filters", filter.connection_manager)
	other.extension in {"ext_authz", "ext_proc", "lua", "wasm", "golang", "dynamic_modules", "header_mutation", "oauth2"}
	not other.disabled
	is_before(other, filter)
}

may_be_set(filter, header) if {
	some other in envoy.of_manager("http_filters", filter.connection_manager)
	other.extension == "jwt_authn"
	not other.disabled
	is_before(other, filter)
	some provider in other.config.providers
	header in claims(provider)
}

may_be_set(filter, _) if {
	manager := envoy.view("connection_managers", filter.connection_manager)
	early := envoy.at(envoy.under(manager.path, ["early_header_mutation_extensions"]))
	count(envoy.list(early)) > 0
}

claims(provider) := {lower(name) |
	some name in array.concat(
		[object.get(envoy.mapping(provider), "forward_payload_header", null)],
		[claim.header_name | some claim in provider.claim_to_headers],
	)
	is_string(name)
}

is_before(other, filter) if {
	steps := count(filter.path)
	array.slice(other.path, 0, steps - 1) == array.slice(filter.path, 0, steps - 1)
	other.path[steps - 1] < filter.path[steps - 1]
}

suffix(listener) := ", exposure unknown" if envoy.exposure(listener) == "unknown"

suffix(listener) := "" if envoy.exposure(listener) != "unknown"

situations(listener) := ["unknown-exposure" | envoy.exposure(listener) == "unknown"]
