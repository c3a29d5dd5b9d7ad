# METADATA
# title: Secrets in access logs and traces
# description: |
#   An access log writes a request or response header that carries a credential: `%REQ(AUTHORIZATION)%`, cookies, API
#   keys, tokens, in a text or JSON format or in a gRPC access log's list of headers. Logs are kept longer, read by more
#   people and shipped further than the credential was meant to go. A header cut to eight characters or fewer only shows
#   that it is there, and is not reported.
#
#   The path with its query string (`%REQ(:PATH)%`, `%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%`) is a note, and a defect where
#   a filter of the same connection manager takes tokens from the query. Envoy's default format has the path too; it is
#   reported in the latter case only. `%REQ_WITHOUT_QUERY(:PATH)%` and `%PATH(NQ)%` leave the query out.
#
#   Every access log counts: those of listeners, connection managers and proxies of connections, of the administration
#   interface, and `upstream_log` of the router. A tag of traces that copies such a header is reported as well: traces
#   go to a collector that many can read.
#
#   **Not judged yet**: whether the log is shipped to another host; secrets that an application expects in its query
#   strings.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
# - https://owasp.org/www-community/vulnerabilities/Information_exposure_through_query_strings_in_url
# scope: package
# custom:
#   severity: medium
#   situations:
#     query-string:
#       severity: note
#       because: nothing in this file puts a secret into a query string, but applications do
#   remediation: |
#     Remove the header from the format, or cut it to a few characters: `%REQ(AUTHORIZATION):6%`.
#
#     Write paths with `%REQ_WITHOUT_QUERY(X-ENVOY-ORIGINAL-PATH?:PATH)%` (the req_without_query formatter) or
#     `%PATH(NQ)%`.
#   cwe: [532, 598]
package envoy["access-log-sensitive"]

import data.lib.envoy
import data.lib.finding.in_situation

findings contains finding if {
	some log in logs
	some [steps, text] in formats(log.config)
	names := recorded(text)
	count(names) > 0
	finding := {
		"path": envoy.under(log.config_path, steps),
		"message": sprintf("access log of %s records the header %s", [owner(log), concat(" and ", sort(names))]),
	}
}

findings contains finding if {
	some log in logs
	some key in [
		"additional_request_headers_to_log",
		"additional_response_headers_to_log",
		"additional_response_trailers_to_log",
	]
	some index, header in log.config[key]
	name := lower(envoy.text(header))
	envoy.is_credential_header(name)
	finding := {
		"path": envoy.under(log.config_path, [key, index]),
		"message": sprintf("access log of %s records the header %q", [owner(log), name]),
	}
}

findings contains finding if {
	some log in logs
	paths := [steps | some [steps, text] in formats(log.config); has_query(text); count(recorded(text)) == 0]
	count(paths) > 0
	finding := in_situation(
		{
			"path": envoy.under(log.config_path, paths[0]),
			"message": sprintf("access log of %s records query strings%s", [owner(log), reason(log)]),
			"related": related(log),
		},
		["query-string" | count(takers(log)) == 0],
	)
}

findings contains finding if {
	some log in logs
	log.extension in {"file", "stream", "file_access_log", "stdout", "stderr"}
	count(formats(log.config)) == 0
	count(takers(log)) > 0
	finding := {
		"path": log.path,
		"message": sprintf("access log of %s records query strings%s", [owner(log), reason(log)]),
		"related": related(log),
	}
}

findings contains finding if {
	some tag in input.context.envoy.tracing_tags
	names := traced(tag)
	count(names) > 0
	finding := {
		"path": tag.path,
		"message": sprintf("%s puts the header %s on traces", [owner(tag), concat(" and ", sort(names))]),
	}
}

# traced returns the quoted names of the credential headers that a tag copies.
traced(tag) := {sprintf("%q", [tag.header])} if envoy.is_credential_header(tag.header)

traced(tag) := recorded(text) if {
	not envoy.is_credential_header(tag.header)
	text := envoy.value(envoy.under(tag.path, ["value"]), "")
	is_string(text)
}

logs := [envoy.configured(log) | some log in input.context.envoy.access_logs]

# formats lists the format strings of an access log, as [path, text].
formats(config) := [[steps, text] |
	some base in [
		["log_format"], ["format"], ["json_format"], ["typed_json_format"],
		["body"], ["attributes"], ["resource_attributes"],
	]
	tree := object.get(config, base, null)
	tree != null
	walk(tree, [inner, text])
	is_string(text)
	contains(text, "%")
	steps := array.concat(base, inner)
]

# recorded returns the quoted names of the credential headers that a format writes.
recorded(text) := {sprintf("%q", [name]) |
	some match in regex.find_all_string_submatch_n(
		`%(REQ|RESP|TRAILER|REQUEST_HEADER|RESPONSE_HEADER)\(([^)]+)\)(?::(\d+))?%`,
		text,
		-1,
	)
	not cut(match[3])
	some name in split(lower(match[2]), "?")
	envoy.is_credential_header(name)
}

cut(length) if {
	length != ""
	to_number(length) <= 8
}

has_query(text) if {
	regex.match(
		`%REQ\((?:[^)]*\?)?(?:(?i:x-envoy-original-path)|:(?i:path)|:(?i:query))[^)]*\)(?::\d+)?%|%PATH\((WQ|[^N)]*:?[^)]*WQ[^)]*)?\)%|%QUERY_PARAMS`,
		text,
	)
}

# takers are the paths of jwt_authn providers that take their token from the query, in the log's connection manager.
takers(log) := [envoy.under(filter.config_path, ["providers", name, "from_params"]) |
	some filter in envoy.of_manager("http_filters", log.connection_manager)
	filter.extension == "jwt_authn"
	not filter.disabled
	some name, provider in filter.config.providers
	count(envoy.list(provider.from_params)) > 0
]

related(log) := [{"path": path, "message": "tokens are taken from the query string here"} | some path in takers(log)]

reason(log) := ", which carry tokens here" if count(takers(log)) > 0

reason(log) := "" if count(takers(log)) == 0

owner(log) := envoy.subject(log) if log.listener >= 0

owner(log) := "the administration interface" if {
	log.listener < 0
	"admin" in log.path
}

owner(log) := sprintf("%q", [input.file]) if {
	log.listener < 0
	not "admin" in log.path
}
