# METADATA
# title: Build that weakens isolation or bakes in secrets
# description: |
#   A build runs code of the Dockerfile and of everything it downloads. With `privileged`, the `security.insecure`
#   entitlement or the host's network that code is as close to the host as a privileged container. A build argument
#   stays in the image's history, so a secret passed as one is published with the image. An SSH agent that is forwarded
#   to a context from elsewhere signs for whoever controls that context, and a context fetched over plain HTTP or git://
#   is whatever the network delivers. Arguments such as versions and variants are fine, and so is `build.secrets`.
#
#   **Not judged yet**: what the Dockerfile itself does with its arguments.
# related_resources:
# - https://docs.docker.com/build/building/secrets/
# - https://docs.docker.com/reference/compose-file/build/
# - https://docs.docker.com/reference/cli/docker/buildx/build/#allow
# - https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/
# scope: package
# custom:
#   severity: medium
#   situations:
#     host-control:
#       severity: high
#       because: the steps of the build run with all capabilities and without seccomp or AppArmor
#   remediation: |
#     Pass secrets with `build.secrets`, and drop `privileged`, entitlements and the host's network.
#
#     The Dockerfile reads them with `RUN --mount=type=secret`.
#
#     Fetch remote contexts over HTTPS or SSH and pin them to a commit.
#   cwe: [798, 250]
package compose["insecure-build"]

import data.lib.compose
import data.lib.credential
import data.lib.finding.in_situation

findings contains finding if {
	some name, service in input.document.services
	compose.on(service.build.privileged)
	finding := report(name, ["privileged"], "runs privileged", ["host-control"])
}

findings contains finding if {
	some name, service in input.document.services
	some index, entitlement in service.build.entitlements
	[what, situations] := entitlements[entitlement]
	finding := report(name, ["entitlements", index], what, situations)
}

findings contains finding if {
	some name, service in input.document.services
	service.build.network == "host"
	finding := report(name, ["network"], "uses the host's network", [])
}

findings contains finding if {
	some found in credential.build_secrets
	finding := object.union(
		report(found.service, ["args", found.name], given(found), []),
		{"secret": [{"path": found.path, "text": found.value} | found.value != ""]},
	)
}

findings contains finding if {
	some name, service in input.document.services
	service.build.ssh
	is_string(service.build.context)
	is_remote(service.build.context)
	finding := report(name, ["ssh"], "forwards SSH keys to a remote context", [])
}

findings contains finding if {
	some name, service in input.document.services
	some scheme in ["http://", "git://"]
	is_string(service.build.context)
	startswith(lower(service.build.context), scheme)
	finding := report(name, ["context"], sprintf("fetches its context over unencrypted %s", [scheme]), [])
}

given(found) := sprintf("gets a URL with a password as argument %s", [found.name]) if found.form == "url"

given(found) := sprintf("gets the secret %s as an argument", [found.name]) if found.form != "url"

report(name, path, what, situations) := in_situation(
	{
		"path": array.concat(["services", name, "build"], path),
		"message": sprintf("build of service %q %s", [name, what]),
	},
	situations,
)

# is_remote holds for a context that BuildKit fetches itself: a URL or Git's short form.
is_remote(context) if contains(context, "://")

is_remote(context) if startswith(context, "git@")

is_remote(context) if startswith(context, "github.com/")

entitlements := {
	"network.host": ["may use the host's network", []],
	"security.insecure": ["may run steps without isolation", ["host-control"]],
}
