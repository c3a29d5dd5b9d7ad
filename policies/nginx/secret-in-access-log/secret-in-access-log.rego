# METADATA
# title: Access log keeps secrets
# description: |
#   Access logs are copied, shipped and kept for long, and more people read them than may use what is in them. A format
#   with `$http_authorization`, `$http_cookie` or `$request_body` writes down credentials of every request. The default
#   format, `combined`, has the whole request line: where a location takes a secret as an argument of the URL, as
#   `$arg_token` shows, the log has that secret.
#
#   Not reported: `access_log off`, and formats with `$uri` in place of `$request` and `$request_uri`.
# related_resources:
# - https://nginx.org/en/docs/http/ngx_http_log_module.html
# - https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude
# scope: package
# custom:
#   severity: low
#   situations:
#     credentials:
#       severity: medium
#       because: the format writes down the credentials of every request
#   cwe: [532, 598]
#   remediation: |
#     Log `$uri` in place of `$request`, and leave the headers and bodies of requests out of the format.
#
#     ```nginx
#     log_format scrubbed '$remote_addr [$time_local] "$request_method $uri" $status $body_bytes_sent';
#     access_log /var/log/nginx/access.log scrubbed;
#     ```
package nginx["secret-in-access-log"]

import data.lib.nginx
import data.lib.secret

findings contains finding if {
	some name, format in input.context.nginx.formats
	is_used(name)
	variables := credentials_in(format.text)
	count(variables) > 0
	finding := {
		"path": format.path,
		"message": sprintf("log format %q writes down %s", [name, nginx.listing(variables)]),
		"situation": "credentials",
	}
}

findings contains finding if {
	some scope in nginx.scopes
	secrets := [argument | some argument in scope.arguments; is_secret(argument)]
	count(secrets) > 0
	some log in array.slice([log | some log in scope.logs; log.format in with_query], 0, 1)
	finding := {
		"path": log.path,
		"message": sprintf("%s takes %q from the URL, which its access log has", [scope.label, secrets[0]]),
		"related": [{"path": scope.path, "message": "reads the argument"} | log.path != scope.path],
	}
}

is_used(name) if name in used

is_used(name) if {
	count(nginx.scopes) == 0
	some directive in nginx.directives("access_log")
	directive.args[1] == name
}

used contains log.format if {
	some scope in nginx.scopes
	some log in scope.logs
}

credentials_in(text) := sort({name |
	some variable in regex.find_n(`\$\{?\w+`, text, 200)
	bare := trim_left(variable, "${")
	is_credential(bare)
	name := spoken(bare)
})

# spoken returns what a variable has, as one would say it: a masked log hides the variable where it looks like a secret.
spoken(name) := sprintf("header %s", [replace(substring(name, 5, -1), "_", "-")]) if startswith(name, "http_")

spoken(name) := replace(name, "_", " ") if not startswith(name, "http_")

is_credential(name) if name in {"http_authorization", "http_cookie", "request_body", "sent_http_set_cookie"}

is_credential(name) if {
	regex.match(`^(http|arg|cookie)_`, name)
	is_secret(regex.replace(name, `^(http_x|http|arg|cookie)_`, ""))
}

is_secret(name) if {
	secret.is_name(name)
	not regex.match(`(?i)(page|next|prev|continuation|cursor|csrf|xsrf|sync)[_-]?token`, name)
}

is_secret(name) if regex.match(`^(access_|auth_)?(ticket|jwt|sid|sessionid|session_id|apikey|auth|key)$`, lower(name))

# with_query are the formats with the arguments of the request: combined, and those that are written so.
with_query contains "combined"

with_query contains name if {
	some name, format in input.context.nginx.formats
	regex.match(`\$\{?(request|request_uri|args|query_string)\b`, format.text)
}
