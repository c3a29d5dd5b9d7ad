# METADATA
# title: Client certificates verified but not required
# description: |
#   The listener has a CA for client certificates, but `require_client_certificate` is not set: a client that sends no
#   certificate gets in like one with a valid certificate. Pins and name matchers in the validation context make the
#   certificate mandatory by themselves, so such contexts are not reported; neither are listeners whose HTTP filters
#   authenticate (ext_authz, jwt_authn, basic_auth, oauth2, api_key_auth, RBAC).
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/tls.proto#extensions-transport-sockets-tls-v3-downstreamtlscontext
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto
# scope: package
# custom:
#   severity: medium
#   remediation: |
#     Set `require_client_certificate: true` in the `DownstreamTlsContext`.
#
#     If some clients have no certificate on purpose, decide by RBAC on the `authenticated` principal which routes they
#     may use.
#   cwe: [295]
package envoy["mtls-not-required"]

import data.lib.envoy

findings contains finding if {
	some context in envoy.tls_contexts
	context.direction == "downstream"
	context.anchor in {"ca", "sds"}
	context.name_check in {"none", "sds"}
	not context.fragment
	required := envoy.value(envoy.under(context.path, ["require_client_certificate"]), false)
	required == false
	not authenticated(context)
	finding := {
		"path": envoy.under(context.path, ["require_client_certificate"]),
		"message": sprintf("listener %q verifies client certificates but lets clients without one in", [label(context)]),
		"related": [{"path": context.validation, "message": "the CA for client certificates"}],
	}
}

authenticated(context) if {
	some index, manager in envoy.connection_managers
	manager.listener == context.listener
	manager.filter_chain == context.filter_chain
	envoy.has_auth(index)
}

authenticated(context) if {
	some filter in envoy.of_listener("network_filters", context.listener)
	filter.extension in {"rbac", "ext_authz"}
	filter.filter_chain == context.filter_chain
	envoy.decides(filter)
}

label(context) := envoy.view("listeners", context.listener).label if context.listener >= 0

label(context) := context.owner if context.listener < 0
