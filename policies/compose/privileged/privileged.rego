# METADATA
# title: Privileged container
# description: |
#   A privileged container has every capability and every device of the host, and neither seccomp nor AppArmor nor
#   SELinux holds it: root in the container loads a kernel module or mounts the host's disk and is root on the host.
#   What the service drops or confines elsewhere in the file (`cap_drop`, `security_opt`) has no effect beside it. Most
#   services that ask for it need one device or one capability.
#
#   `build.privileged` is reported by `compose/insecure-build`, a privileged hook by `compose/privileged-hook`.
# related_resources:
# - https://docs.docker.com/reference/compose-file/services/#privileged
# - https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-3-limit-capabilities-grant-only-specific-capabilities-needed-by-a-container
# - https://docs.docker.com/engine/security/rootless/
# scope: package
# custom:
#   severity: critical
#   precision: very-high
#   situations:
#     sandboxed:
#       severity: high
#       because: the service runs under gVisor or Kata Containers, whose own kernel still stands between it and the host
#     rootless-daemon:
#       severity: medium
#       because: the nested Docker daemon runs as an unprivileged user, and privileged gives it no more than its user
#         namespace allows
#   fixes:
#     remove:
#       title: Remove `privileged`
#       unsafe: the service may need a capability or a device, which has to be granted by name
#   remediation: |
#     Remove `privileged: true` and grant only the capability or device that the service needs.
#
#     `cap_add` and `devices` name single ones. To build images in a container use rootless BuildKit, or give the job a
#     virtual machine; Docker-in-Docker needs `privileged` and shares the host's kernel all the same.
#   cwe: [250, 269]
#   aliases:
#   - compose-lint:CL-0002
#   - kics:ae5b6871-7f45-42e0-bb4c-ab300c4d2026
#   - semgrep:yaml.docker-compose.security.privileged-service.privileged-service
package compose.privileged

import data.lib.compose
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.image

findings contains finding if {
	some name in compose.privileged
	finding := in_situation(
		{
			"path": ["services", name, "privileged"],
			"message": sprintf("service %q runs %s", [name, manner(name)]),
			"related": array.concat(exposure.related(name), compose.sandbox_places(name)),
			"fix": {"name": "remove", "edits": [{"remove": ["services", name, "privileged"]}]},
		},
		[situation |
			some situation in ["sandboxed", "rootless-daemon"]
			holds(situation, name)
		],
	)
}

manner(name) := "privileged" if not nested_docker(name)

manner(name) := "privileged, as Docker-in-Docker does" if nested_docker(name)

holds("sandboxed", name) if name in compose.sandboxed

holds("rootless-daemon", name) if {
	nested_docker(name)
	endswith(image.services[name].tag, "-rootless")
}

nested_docker(name) if image.is_dind(image.services[name])
