# METADATA
# title: External authentication weakly configured
# description: |
#   Another server decides about clients, and the way there is weak:
#
#   - `authHTTPAddress` is plain HTTP to a host that is not loopback: MediaMTX posts the password of every client there,
#     and whoever answers in its place lets anybody in;
#   - `authJWTJWKS` is plain HTTP: whoever answers in its place hands over the keys that tokens are verified with;
#   - tokens are accepted from any issuer and for any audience, because neither `authJWTIssuer` nor `authJWTAudience` is
#     set (since v1.17.0): a token that the same identity server gave for something else is good enough;
#   - `authJWTInHTTPQuery: true` takes tokens from URLs, which end in logs and histories;
#   - `rtspAuthMethods` holds `digest`, which is MD5, adds no security and forces passwords to be stored as plain text.
#
#   `externalAuthenticationURL` and `authMethods`, the names before v1.6.0, are read too. A name without dots or a
#   private address is lowered: the request stays on that network.
# related_resources:
# - https://mediamtx.org/docs/features/authentication
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/auth/manager.go
# - https://datatracker.ietf.org/doc/html/rfc8725#section-3.9
# scope: package
# custom:
#   severity: medium
#   situations:
#     private-network: {severity: low, because: "the host is on a private network"}
#     minor: {severity: low, because: "it takes another mistake to make use of it"}
#   cwe: [319, 345]
#   remediation: |
#     Use `https://` for `authHTTPAddress` and `authJWTJWKS`, with the fingerprint setting beside it for a certificate
#     of its own.
#
#     Set `authJWTIssuer` and `authJWTAudience`, drop `authJWTInHTTPQuery` and keep `rtspAuthMethods: [basic]` with
#     RTSPS.
package mediamtx["external-auth-weak"]

import data.lib.mediamtx

findings contains finding if {
	some method, name in {"http": "authHTTPAddress", "jwt": "authJWTJWKS"}
	mediamtx.method == method
	address := mediamtx.setting[name]
	is_string(address.value)
	url := mediamtx.url(address.value)
	url.scheme == "http"
	place := mediamtx.host_place(url.host)
	place in {"private", "public"}
	finding := object.union(
		{
			"path": address.path,
			"message": sprintf("setting %q %s: %s", [object.get(address, "key", name), consequence[method], url.address]),
			"related": address.related,
		},
		situation(place),
	)
}

findings contains finding if {
	mediamtx.method == "jwt"
	mediamtx.setting.authJWTIssuer.value == ""
	mediamtx.setting.authJWTAudience.value == ""
	finding := {
		"path": mediamtx.setting.authMethod.path,
		"message": concat(" ", [
			`setting "authMethod" accepts tokens from any issuer for any audience:`,
			"authJWTIssuer and authJWTAudience are empty",
		]),
	}
}

findings contains finding if {
	mediamtx.method == "jwt"
	query := mediamtx.setting.authJWTInHTTPQuery
	query.written
	query.value == true
	finding := {
		"path": query.path,
		"message": "setting \"authJWTInHTTPQuery\" takes tokens from URLs",
		"situation": "minor",
	}
}

findings contains finding if {
	mediamtx.servers.rtsp
	mediamtx.needs_password
	methods := mediamtx.setting.rtspAuthMethods
	methods.written
	"digest" in {lower(method) | some method in methods.value}
	finding := {
		"path": methods.path,
		"message": sprintf(
			"setting %q offers digest, which is MD5 and needs passwords in plain text",
			[object.get(methods, "key", "rtspAuthMethods")],
		),
		"situation": "minor",
	}
}

consequence := {
	"http": "sends the passwords of clients over plain HTTP",
	"jwt": "fetches the keys for tokens over plain HTTP",
}

situation("private") := {"situation": "private-network"}

situation("public") := {}
