# METADATA
# title: Credential read from the environment by a filter
# description: |
#   What is in the environment of Envoy is in `docker inspect`, in `/proc/PID/environ` and in every core dump, and
#   each filter in the process can read it. A change needs a restart. Envoy's secrets are files that it watches, and
#   the credential injector adds them to requests without any code.
#
#   Reported is `os.getenv` of a name for a secret. Switches and addresses are not reported.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/credential_injector_filter
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/security/secret
# scope: package
# custom:
#   kinds: [app]
#   severity: low
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Give Envoy a generic secret in a file and let `envoy.filters.http.credential_injector` add it.
#   cwe: [526]
package lua["credential-from-environment"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.secret

findings contains finding if {
	input.context.language == "lua"
	some setting in code.of("settings")
	setting.from == "environment"
	is_credential(setting.name)
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q is read from the environment of the proxy", [setting.name]),
			"related": givers(setting.name),
		},
		code.situations(setting),
	)
}

is_credential(name) if secret.is_name(name)

# is_credential holds for a bundle of credentials, too.
is_credential(name) if regex.match(`(^|_)(CREDENTIALS?|CREDS)(_JSON)?$`, name)

# givers are the places by which services that run the filter get the variable.
givers(name) := [{
	"file": consumer.file,
	"path": ["services", consumer.service, "environment", name],
	"message": sprintf("service %q gets it here", [consumer.service]),
} |
	some consumer in object.get(input, ["context", "consumers"], [])
	object.get(consumer.environment, name, null) != null
]
