# METADATA
# title: Secret written into the Envoy configuration
# description: |
#   A secret is in the file itself: a literal credential in a header that Envoy adds to requests or sends in calls of
#   its own (`initial_metadata` of gRPC services, health checks, exporters of traces), a private key, password or
#   generic secret as `inline_string` or `inline_bytes`, any other field that Envoy's API marks as sensitive (keys of
#   AWS, of `api_key_auth`, of session tickets), an access token of a gRPC service, a password in the URI of a service,
#   a tag of traces, a header that a route or RBAC compares with a literal, a credential in inline Lua code. It is in
#   the repository and its history, in images, and in `/config_dump` of the administration interface (Envoy redacts some
#   of it there).
#
#   Not reported: values that come from a command operator (`%ENVIRONMENT(...)%`, `%REQ(...)%`), from a file, an
#   environment variable or SDS; placeholders of templates. `basic_auth` users are hashes; Envoy takes only unsalted
#   SHA-1 there, which is why they are reported lower.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/security/secret
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/base.proto#config-core-v3-datasource
# - https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/grpc_service.proto
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
	header := envoy.mapping(envoy.at(addition.header_path))
	some key in ["value", "raw_value"]
	is_credential(header[key])
	finding := {
		"path": envoy.under(addition.header_path, [key]),
		"secret": [envoy.under(addition.header_path, [key])],
		"message": sprintf("%s %s the header %q with a literal credential", [
			owner(addition),
			verbs[addition.purpose],
			addition.header,
		]),
	}
}

findings contains finding if {
	some entry in input.context.envoy.inline_data
	is_literal(envoy.at(entry.path))
	noun := sensitive(entry)
	finding := {
		"path": entry.path,
		"secret": [entry.path],
		"message": sprintf("%s has %s in the file itself", [owner(entry), noun]),
	}
}

findings contains finding if {
	some entry in input.context.envoy.inline_data
	entry.field == "local_jwks"
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
	entry.field == "users"
	contains(envoy.text(envoy.at(entry.path)), "{SHA}")
	finding := {
		"path": entry.path,
		"secret": [entry.path],
		"message": sprintf("%s has password hashes of basic_auth users in the file itself", [owner(entry)]),
		"situation": "hashed-users",
	}
}

findings contains finding if {
	some tag in input.context.envoy.tracing_tags
	secret.is_name(tag.tag)
	some steps in [["literal", "value"], ["value"]]
	path := envoy.under(tag.path, steps)
	value := envoy.at(path)
	is_credential(value)
	secret.is_literal(tag.tag, value)
	finding := {
		"path": path,
		"secret": [path],
		"message": sprintf("%s puts the tag %q with a literal credential on traces", [owner(tag), tag.tag]),
	}
}

findings contains finding if {
	some matcher in input.context.envoy.header_matchers
	envoy.is_credential_header(matcher.name)
	some steps in [["exact_match"], ["string_match", "exact"]]
	path := envoy.under(matcher.path, steps)
	value := envoy.at(path)
	is_credential(value)
	count(value) >= 8
	finding := {
		"path": path,
		"secret": [path],
		"message": sprintf("%s compares the header %q with a literal credential", [owner(matcher), matcher.name]),
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
		"message": sprintf("Lua code of %s has a literal credential", [envoy.subject(code)]),
		"secret": [{"path": code.path, "text": value} | some value in values],
	}
}

verbs := {"request": "adds", "call": "sends"}

# sensitive names the secret that an entry of inline_data is; it is undefined for what is none, such as a certificate or
# the name of a user.
sensitive(entry) := object.get(nouns, entry.field, "a secret") if {
	is_secret(entry)
	not entry.field in {"users", "auth_username", "downstream_auth_username", "context_extensions"}
}

is_secret(entry) if entry.secret

# Lightstep's token has no mark in Envoy's API.
is_secret(entry) if entry.field == "access_token"

nouns := {
	"private_key": "a private key",
	"pkcs12": "a private key",
	"password": "a password",
	"auth_password": "a password",
	"downstream_auth_password": "a password",
	"downstream_auth_passwords": "a password",
	"keys": "a session ticket key",
	"key": "an API key of a client",
	"secret_access_key": "a secret access key of AWS",
	"session_token": "a session token of AWS",
	"access_token": "an access token",
	"authorization_token": "an access token",
	"google_refresh_token": "a refresh token",
	"json_key": "a key of a service account",
	"backend_token": "an access token",
	"uri": "a URI with a password",
}

# owner names the listener or cluster that an entry belongs to, else the secret or other resource that it is in.
owner(entry) := envoy.subject(entry) if envoy.in_cluster(entry)

owner(entry) := envoy.subject(entry) if envoy.in_listener(entry)

owner(entry) := sprintf("resource %q", [name]) if {
	not envoy.in_cluster(entry)
	not envoy.in_listener(entry)
	name := resource_name(entry.path)
}

owner(entry) := sprintf("%q", [keys[0]]) if {
	not envoy.in_cluster(entry)
	not envoy.in_listener(entry)
	not resource_name(entry.path)
	keys := [step | some step in entry.path; is_string(step)]
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
	not secret.is_placeholder(value)
	not regex.match(`%[A-Z_]+(\([^)]*\))?(:\d+)?%`, value)
	count(regex.replace(value, `(?i)^(bearer|basic|token)\s*`, "")) >= 4
}

is_lua_secret(value) if {
	regex.match(`(?i)^(bearer|basic|token) `, value)
	not placeholder.is_template(value)
	not secret.is_placeholder(value)
}

is_lua_secret(value) if regex.match(secret.provider_token, value)
