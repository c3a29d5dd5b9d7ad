# METADATA
# title: Secret written into the Envoy configuration
# description: |
#   A secret stands in the file itself: a literal credential in `request_headers_to_add`, a private key, password or
#   generic secret as `inline_string` or `inline_bytes`, an API key of `api_key_auth`, an access token of a gRPC
#   service, a credential in inline Lua code. It is in the repository and its history, in images, and in `/config_dump`
#   of the administration interface (Envoy redacts some of it there).
#
#   Not reported: values that come from a command operator (`%ENVIRONMENT(...)%`, `%REQ(...)%`), from a file, an
#   environment variable or SDS; placeholders of templates. `basic_auth` users are hashes; Envoy takes only unsalted
#   SHA-1 there, which is why they are reported lower.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/security/secret
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/base.proto#config-core-v3-datasource
# - https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
# scope: package
# custom:
#   severity: high
#   situations:
#     hashed-users:
#       severity: medium
#       because: the passwords are hashed, but by unsalted SHA-1, which is guessed at billions of tries a second
#   remediation: |
#     Take the value from a file, an environment variable or SDS, and replace the secret.
#
#     A data source has `filename` and `environment_variable`, a header `%ENVIRONMENT(NAME)%`. A secret that was ever
#     committed is known: rotate it.
#   cwe: [798, 321]
package envoy["inline-secret"]

import data.lib.envoy
import data.lib.placeholder
import data.lib.secret

findings contains finding if {
	some addition in input.context.envoy.header_additions
	envoy.is_credential_header(addition.header)
	header := envoy.value(envoy.under(addition.path, ["header"]), {})
	some key in ["value", "raw_value"]
	is_credential(header[key])
	finding := {
		"path": envoy.under(addition.path, ["header", key]),
		"secret": [envoy.under(addition.path, ["header", key])],
		"message": sprintf("%s adds the header %q with a literal credential", [envoy.subject(addition), addition.header]),
	}
}

findings contains finding if {
	some entry in input.context.envoy.inline_data
	is_literal(envoy.at(entry.path))
	noun := sensitive(entry.path)
	finding := {
		"path": entry.path,
		"secret": [entry.path],
		"message": sprintf("%s has %s in the file itself", [owner(entry), noun]),
	}
}

findings contains finding if {
	some entry in input.context.envoy.inline_data
	"local_jwks" in entry.path
	text := envoy.at(entry.path)
	is_string(text)
	regex.match(`"kty"\s*:\s*"oct"`, text)
	finding := {
		"path": entry.path,
		"secret": [entry.path],
		"message": sprintf("%s has a symmetric JWT key, which also makes tokens, in the file itself", [owner(entry)]),
	}
}

findings contains finding if {
	some entry in input.context.envoy.inline_data
	entry.path[count(entry.path) - 2] == "users"
	contains(envoy.text(envoy.at(entry.path)), "{SHA}")
	finding := {
		"path": entry.path,
		"secret": [entry.path],
		"message": sprintf("%s has password hashes of basic_auth users in the file itself", [owner(entry)]),
		"situation": "hashed-users",
	}
}

findings contains finding if {
	some filter in envoy.filters("api_key_auth")
	some index, credential in filter.config.credentials
	is_literal(credential.key)
	finding := {
		"path": envoy.under(filter.config_path, ["credentials", index, "key"]),
		"secret": [envoy.under(filter.config_path, ["credentials", index, "key"])],
		"message": sprintf("%s has an API key of a client in the file itself", [envoy.subject(filter)]),
	}
}

findings contains finding if {
	some service in input.context.envoy.google_grpc
	some index, credentials in envoy.value(envoy.under(service.path, ["call_credentials"]), [])
	is_literal(credentials.access_token)
	finding := {
		"path": envoy.under(service.path, ["call_credentials", index, "access_token"]),
		"secret": [envoy.under(service.path, ["call_credentials", index, "access_token"])],
		"message": sprintf("gRPC service %q is called with an access token that stands in the file", [service.target]),
	}
}

findings contains finding if {
	some code in envoy.lua
	code.file == ""
	values := {value |
		some line in split(code.text, "\n")
		some match in regex.find_n(`["'](?i:bearer|basic|token) [A-Za-z0-9._~+/=-]{8,}["']|["'][^"'\s]{20,}["']`, line, -1)
		value := trim(match, `"'`)
		is_lua_secret(value)
	}
	count(values) > 0
	finding := {
		"path": code.path,
		"secret": [{"path": code.path, "text": value} | some value in values],
		"message": sprintf("Lua code of %s holds a literal credential", [envoy.subject(code)]),
	}
}

# sensitive names the secret of a DataSource by the fields that it stands in.
sensitive(path) := noun if {
	not "local_jwks" in path
	not path[count(path) - 2] in {"users", "certificate_chain", "trusted_ca", "crl", "ocsp_staple"}
	some back in [2, 3]
	noun := nouns[path[count(path) - back]]
}

nouns := {
	"private_key": "a private key",
	"pkcs12": "a private key",
	"password": "a password",
	"auth_password": "a password",
	"downstream_auth_password": "a password",
	"downstream_auth_passwords": "a password",
	"secret": "a secret",
	"token_secret": "a secret",
	"hmac_secret": "a secret",
	"client_secret": "a secret",
	"keys": "a session ticket key",
}

# owner names the listener or cluster that data belongs to, else the secret or other resource that it stands in.
owner(entry) := envoy.subject(entry) if envoy.in_cluster(entry)

owner(entry) := envoy.subject(entry) if envoy.in_listener(entry)

owner(entry) := sprintf("resource %q", [name]) if {
	not envoy.in_cluster(entry)
	not envoy.in_listener(entry)
	name := resource_name(entry.path)
}

owner(entry) := sprintf("%q", [entry.path[count(entry.path) - 1]]) if {
	not envoy.in_cluster(entry)
	not envoy.in_listener(entry)
	not resource_name(entry.path)
}

resource_name(path) := name if {
	depth := {"resources": 2, "static_resources": 3}[path[0]]
	name := envoy.value(envoy.under(array.slice(path, 0, depth), ["name"]), "")
	is_string(name)
	name != ""
}

resource_name(path) := name if {
	not path[0] in {"resources", "static_resources"}
	name := input.document.name
	is_string(name)
}

is_literal(value) if {
	is_string(value)
	value != ""
	not placeholder.is_template(value)
	not contains(value, "{{")
	not secret.is_template(value)
}

# A credential in a header is a literal without command operators; a scheme alone is none.
is_credential(value) if {
	is_literal(value)
	not regex.match(`%[A-Z_]+(\([^)]*\))?(:\d+)?%`, value)
	count(regex.replace(value, `(?i)^(bearer|basic|token)\s*`, "")) >= 4
}

is_lua_secret(value) if {
	regex.match(`(?i)^(bearer|basic|token) `, value)
	not placeholder.is_template(value)
	not secret.is_placeholder(value)
}

is_lua_secret(value) if regex.match(secret.provider_token, value)
