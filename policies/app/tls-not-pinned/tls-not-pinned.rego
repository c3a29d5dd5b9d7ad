# METADATA
# title: Agent whose TLS cannot be bound to an authority
# description: |
#   An agent obeys whoever its dashboard is. With the authorities of the system alone, everyone of the hundred
#   authorities in there, and everybody who can add one to the machine, can be the dashboard.
#
#   Reported once for the modules called agent, when they talk TLS and nothing in the application lets somebody name an
#   authority, a certificate or a minimum version: in Python, in Go (`tls.Config`) and in the options of curl and wget.
#   A minimum that is written out and older than TLS 1.2 is reported in every module. Python since 3.10, Go since 1.18
#   and OpenSSL since 3.0 begin at TLS 1.2 by themselves, so no word of it is no defect.
# related_resources:
# - https://www.rfc-editor.org/rfc/rfc8996
# - https://docs.python.org/3/library/ssl.html#ssl.create_default_context
# - https://pkg.go.dev/crypto/tls#Config
# - https://curl.se/docs/manpage.html#--cacert
# scope: package
# custom:
#   severity: note
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     old-version:
#       severity: medium
#       because: the version has known attacks, and no browser speaks it any more
#   remediation: |
#     Let the agent be given the file of an authority: `create_default_context(cafile=...)`, `verify="ca.pem"`,
#     `tls.Config{RootCAs: pool}`, `curl --cacert ca.pem`.
#
#     Leave the minimum version out, or set it to `ssl.TLSVersion.TLSv1_2`, `tls.VersionTLS12` or later.
#   cwe: [295, 326]
#   aliases: ["ruff:S502", "ruff:S503", "bandit:B502", "bandit:B503"]
package app["tls-not-pinned"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	not is_bound
	some call in opened
	call.at == min({other.at | some other in opened})
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q trusts every authority of the system, with no option to name one", [code.subject(call)]),
		},
		code.situations(call),
	)
}

findings contains finding if {
	some meaning, part in {"tls-minimum-version": "value", "bare-context": "protocol", "tls-client": "minimum"}
	some call in code.calls(meaning)
	version := code.last(code.argument(call, part).name)
	version in {
		"TLSv1", "TLSv1_1", "SSLv3", "MINIMUM_SUPPORTED", "PROTOCOL_TLSv1", "PROTOCOL_TLSv1_1", "PROTOCOL_SSLv3",
		"PROTOCOL_SSLv2", "VersionTLS10", "VersionTLS11", "VersionSSL30",
	}
	finding := in_situation(
		{
			"path": code.path(call, part),
			"message": sprintf("%q speaks versions older than TLS 1.2", [version]),
		},
		array.concat(code.situations(call), ["old-version"]),
	)
}

findings contains finding if {
	some call in code.calls("http-request")
	version := code.literal(call, "minimum")
	version in {"SSLv2", "SSLv3", "TLSv1", "TLSv1_1"}
	finding := in_situation(
		{
			"path": code.path(call, "minimum"),
			"message": sprintf("%q speaks versions older than TLS 1.2", [version]),
		},
		array.concat(code.situations(call), ["old-version"]),
	)
}

# opened are the calls of agents that talk TLS, or may.
opened contains call if {
	some meaning in {"http-request", "http-client", "tls-client", "verified-context"}
	some call in code.calls(meaning)
	is_agent(call.file)
	call.aside == ""
	not is_plain(call)
}

# The agents of language models are no agents of a dashboard.
is_agent(file) if {
	regex.match(`(?i)(^|[/_-])agent([/_.-]|$)`, file)
	count({"langchain", "openai", "anthropic", "llama_index", "crewai", "autogen", "langgraph"} & code.packages) == 0
}

is_plain(call) if code.literal(call, "verify") == false # which is another rule's

is_plain(call) if regex.match(`^(http|ws)://`, code.text(call, "url"))

# is_bound holds where somebody can name an authority, a certificate or a version.
is_bound if {
	some meaning in {"tls-authority", "tls-minimum-version"}
	count(code.calls(meaning)) > 0
}

is_bound if {
	some meaning in ["tls-client", "http-request"]
	some call in code.calls(meaning)
	some name in ["authority", "certificate", "minimum"]
	call.arguments[name]
}

is_bound if {
	some call in code.calls("verified-context")
	call.arguments.authority
}

is_bound if {
	some call in code.of("calls")
	some name in ["verify", "cert", "ssl", "ssl_context"]
	value := call.arguments[name]
	not value.kind in {"literal", "default"}
}

is_bound if {
	some call in code.of("calls")
	is_string(call.arguments.verify.value)
}

is_bound if {
	some setting in code.of("settings")
	regex.match(`(?i)(^|_)(ca|cafile|ca_?(cert|file|bundle|path)|cert(ificate)?|pin|fingerprint|tls_min\w*)(_|$)`, setting.name)
}
