# METADATA
# title: Missing no-new-privileges
# description: |
#   With `no-new-privileges` the kernel ignores setuid bits and file capabilities, so a process that runs as an ordinary
#   user in the container cannot become root there through `su`, `sudo` or a vulnerable helper. It costs nothing for a
#   service that starts as its user or gives root up by itself, as most images do. It matters most together with a
#   `user`. Compose reads `no-new-privileges`, `no-new-privileges:true` and `no-new-privileges=true`.
#
#   Privileged services are not reported, because it would not help them, nor are images that cannot work without setuid
#   helpers: rootless Docker, BuildKit and Podman, which map users with `newuidmap`. With `"no-new-privileges": true` in
#   the daemon's `daemon.json` only those are reported that switch it off again.
# related_resources:
# - https://docs.docker.com/reference/cli/docker/container/run/#security-opt
# - https://docs.kernel.org/userspace-api/no_new_privs.html
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-4-prevent-in-container-privilege-escalation
# scope: package
# custom:
#   severity: low
#   pack: strict
#   fixes:
#     add:
#       title: Add `no-new-privileges:true`
#   remediation: |
#     Add `no-new-privileges:true` to `security_opt`.
#   cwe: [269]
#   aliases:
#   - compose-lint:CL-0003
#   - kics:27fcc7d6-c49b-46e0-98f1-6c082a6a2750
#   - semgrep:yaml.docker-compose.security.no-new-privileges.no-new-privileges
package compose["no-new-privileges"]

import data.lib.compose
import data.lib.finding.with_fix
import data.lib.image

findings contains finding if {
	some name, _ in compose.containers
	not name in compose.no_new_privileges
	not name in compose.privileged
	not needs_setuid(name)
	not set_by_daemon(name)
	finding := with_fix(
		{
			"path": ["services", name, "security_opt"],
			"message": sprintf("service %q lets its processes gain privileges", [name]),
		},
		[{"name": "add", "edits": [{"add": ["services", name, "security_opt"], "value": "no-new-privileges:true"}]} |
			not switched_off[name]
		],
	)
}

# The daemon's setting is a default: a service can take it back.
set_by_daemon(name) if {
	compose.daemon["no-new-privileges"] == true
	not switched_off[name]
}

switched_off contains name if {
	some name, options in compose.security_options
	some option in options
	option.key == "no-new-privileges"
}

needs_setuid(name) if {
	info := image.services[name]
	info.path in {"docker", "moby/buildkit", "moby/moby"}
	contains(info.tag, "rootless")
}

needs_setuid(name) if image.services[name].path in {
	"buildah/stable", "containers/buildah", "containers/podman",
	"podman/stable", "podman/upstream",
}
