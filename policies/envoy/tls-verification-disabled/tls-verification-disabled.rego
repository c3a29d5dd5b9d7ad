# METADATA
# title: Certificate verification disabled
# description: |
#   Something switches verification off, or part of it, although a validation context is there:
#   `trust_chain_verification: ACCEPT_UNTRUSTED` lets every certificate pass and only notes the result;
#   `allow_expired_certificate` keeps a stolen key of an old certificate useful for ever; `only_verify_leaf_cert_crl`
#   beside a `crl` overlooks revoked intermediates. A `google_grpc` service without channel credentials uses an insecure
#   channel: plain HTTP/2 without any certificate at all.
#
#   `require_client_certificate` without a trust anchor is the same for clients: Envoy wants a certificate, and without
#   `trusted_ca`, a pin, a secret or a validator it does not verify the one that it gets. Whoever makes one for
#   themselves is let in, under any name.
#
#   Envoy refuses `allow_expired_certificate` without a trusted CA; it is reported all the same. A key server for JWTs
#   behind an unverified cluster is reported by `envoy/jwt-weak`.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/grpc_service.proto
# scope: package
# custom:
#   severity: high
#   situations:
#     routes-check:
#       severity: low
#       because: a route of the listener matches on tls_context.validated, so that the result of the verification
#         decides there
#     decided-later:
#       severity: medium
#       because: HTTP filters behind it decide who may pass, though not by the certificate
#     expired-only:
#       severity: medium
#       because: chain and name are still verified, only the end of a certificate's life is not
#     leaf-only:
#       severity: low
#       because: the certificate itself is still looked up in the revocation list, only its issuers are not
#     internal:
#       severity: medium
#       because: the gRPC service has an internal name or a private address, so that the attacker must already be inside
#         that network
#   fixes:
#     verify:
#       title: Take the setting away that accepts any certificate
#   remediation: |
#     Remove the setting, so that Envoy verifies as its defaults say.
#
#     To let clients without a valid certificate reach some routes only, keep ACCEPT_UNTRUSTED and match `tls_context:
#     {validated: true}` on every other route. Give `google_grpc` its `channel_credentials.ssl_credentials.root_certs`.
#   cwe: [295, 298]
package envoy["tls-verification-disabled"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some context in envoy.tls_contexts
	envoy.value(envoy.under(context.validation, ["trust_chain_verification"]), "") == "ACCEPT_UNTRUSTED"
	finding := in_situation(
		{
			"path": envoy.under(context.validation, ["trust_chain_verification"]),
			"message": sprintf("%s accepts certificates that fail verification", [subject(context)]),
			"fix": {"name": "verify", "edits": [{"remove": envoy.under(context.validation, ["trust_chain_verification"])}]},
		},
		["routes-check" | routes_check(context)],
	)
}

findings contains finding if {
	some context in envoy.tls_contexts
	envoy.value(envoy.under(context.validation, ["allow_expired_certificate"]), false) == true
	finding := {
		"path": envoy.under(context.validation, ["allow_expired_certificate"]),
		"message": sprintf("%s accepts expired certificates", [subject(context)]),
		"situation": "expired-only",
	}
}

findings contains finding if {
	some context in envoy.tls_contexts
	validation := envoy.at(context.validation)
	validation.only_verify_leaf_cert_crl == true
	validation.crl
	finding := {
		"path": envoy.under(context.validation, ["only_verify_leaf_cert_crl"]),
		"message": sprintf("%s overlooks revoked issuers", [subject(context)]),
		"situation": "leaf-only",
	}
}

findings contains finding if {
	some context in envoy.tls_contexts
	context.direction == "downstream"
	not context.fragment
	context.anchor in {"none", "grpc_only"}
	path := envoy.under(context.path, ["require_client_certificate"])
	envoy.at(path) == true
	finding := in_situation(
		{
			"path": path,
			"message": sprintf(
				"%s asks clients for a certificate and accepts any, because it names no CA to verify them by",
				[subject(context)],
			),
		},
		["decided-later" | decided_later(context)],
	)
}

findings contains finding if {
	some service in input.context.envoy.google_grpc
	service.class in {"service", "internal", "private", "public"}
	not has_channel_credentials(envoy.at(service.path))
	finding := in_situation(
		{
			"path": service.path,
			"message": sprintf("gRPC service %q is called over an insecure channel, without TLS", [service.target]),
		},
		["internal" | service.class != "public"],
	)
}

routes_check(context) if {
	context.direction == "downstream"
	some route in envoy.routes
	route.listener == context.listener
	envoy.value(envoy.under(route.path, ["match", "tls_context", "validated"]), false) == true
}

# decided_later holds for a context behind which filters decide who may pass.
decided_later(context) if {
	some index, manager in envoy.connection_managers
	manager.listener == context.listener
	manager.filter_chain == context.filter_chain
	envoy.has_auth(index)
}

has_channel_credentials(service) if {
	some key in ["channel_credentials", "channel_credentials_plugin", "credentials_factory_name"]
	service[key]
}

subject(context) := sprintf("cluster %q", [context.owner]) if context.cluster >= 0

subject(context) := sprintf("listener %q", [envoy.view("listeners", context.listener).label]) if {
	context.cluster < 0
	context.listener >= 0
}

subject(context) := sprintf("%s TLS context %q", [context.direction, context.owner]) if {
	context.cluster < 0
	context.listener < 0
}
