# METADATA
# title: Deployment directory mounted writable
# description: |
#   The project directory holds the compose file, `.env` and the configuration of every service. A service that can
#   write there can rewrite them: it adds a control socket or `privileged` to itself and waits for the next `docker
#   compose up`. It also reads every secret that stands in them. The rule reports a writable bind mount of the
#   directory, of one above it, or of `.env`, `.git` or a compose file.
#
#   **Not judged yet**: absolute paths that happen to be the project directory, and sub-directories that hold the
#   settings of other services.
# related_resources:
# - https://docs.docker.com/engine/storage/bind-mounts/
# - https://docs.docker.com/compose/how-tos/file-watch/
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-8-set-filesystem-and-volumes-to-read-only
# scope: package
# custom:
#   severity: medium
#   situations:
#     reachable:
#       severity: high
#       because: other machines reach the service, or it holds a control socket, so its files are the next step to
#         everything else
#     development:
#       severity: low
#       because: the service is for development only (a development profile, or develop.watch) and publishes nothing
#   fixes:
#     read-only:
#       title: Mount it read-only
#       unsafe: the service may write there
#   remediation: |
#     Mount only the sub-directory that the service needs, and add `:ro`.
#
#     To edit code in a running container use `develop.watch`, which copies instead of mounting.
#   cwe: [732, 538]
package compose["project-dir-writable-mount"]

import data.lib.compose
import data.lib.exposure
import data.lib.finding.in_situation

findings contains finding if {
	some name, mounts in compose.mounts
	some mount in mounts
	startswith(mount.host, ".")
	not mount.read_only
	what := holds_deployment(mount.host)
	finding := in_situation(
		{
			"path": mount.path,
			"message": sprintf("service %q mounts %s writable", [name, what]),
			"related": mount.related,
			"fix": {"name": "read-only", "edits": [{"set": array.concat(mount.path, ["read_only"]), "value": true}]},
		},
		[situation |
			some situation in ["reachable", "development"]
			holds(situation, name)
		],
	)
}

holds_deployment(".") := "the project directory"

holds_deployment(host) := sprintf("%s, above the project directory,", [host]) if regex.match(`^\.\.(/\.\.)*$`, host)

holds_deployment(host) := host if {
	startswith(host, "./")
	compose.base_name(host) in {".env", ".git"}
}

holds_deployment(host) := sprintf("the compose file %s", [host]) if {
	startswith(host, "./")
	not compose.base_name(host) in {".env", ".git"}
	compose.base_name(host) == substring(host, 2, -1)
	some file in input.context.project.files
	endswith(concat("", ["/", file]), concat("/", ["", substring(host, 2, -1)]))
}

holds("reachable", name) if exposure.beyond_loopback(name)

holds("reachable", name) if name in compose.control_sockets

holds("development", name) if name in compose.development

holds("development", name) if input.document.services[name].develop.watch[0]
