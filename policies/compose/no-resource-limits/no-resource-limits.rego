# METADATA
# title: Missing memory or process limit
# description: |
#   Without limits one service can take all memory or all process slots of the host, by a leak, a fork bomb or a request
#   that somebody sends often enough; the kernel then kills processes of other services. `mem_limit` or
#   `deploy.resources.limits.memory` bounds the first, `pids_limit` or `deploy.resources.limits.pids` the second; 0 and
#   -1 mean no limit.
#
#   Jobs that run once and end are not reported: those that another service awaits with
#   `service_completed_successfully`, and `replicated-job` and `global-job` deployments.
# related_resources:
# - https://docs.docker.com/engine/containers/resource_constraints/
# - https://docs.docker.com/reference/compose-file/deploy/#resources
# - https://docs.docker.com/reference/compose-file/services/#pids_limit
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-7-limit-resources-memory-cpu-file-descriptors-processes-restarts
# scope: package
# custom:
#   severity: note
#   pack: strict
#   situations:
#     untrusted-code:
#       severity: low
#       because: the service runs code of others, by its role, its sandbox or its name, and that code may be hostile
#   remediation: |
#     Set `mem_limit` and `pids_limit`, a little above what the service uses under load.
#   cwe: [770]
#   aliases:
#   - compose-lint:CL-0026
#   - kics:bb9ac4f7-e13b-423d-a010-c74a1bfbe492
#   - kics:221e0658-cb2a-44e3-b08a-db96a341d6fa
#   - compose-lint:CL-0012
package compose["no-resource-limits"]

import data.lib.compose
import data.lib.exposure
import data.lib.finding.in_situation

findings contains finding if {
	some name, service in compose.containers
	missing := [what |
		some what, settings in {"memory": "mem_limit", "process": "pids_limit"}
		not limited(service, what, settings)
	]
	count(missing) > 0
	not runs_once(name, service)
	finding := in_situation(
		{
			"path": ["services", name, "deploy", "resources", "limits"],
			"message": sprintf("service %q has no %s limit", [name, concat(" and no ", missing)]),
		},
		["untrusted-code" | name in exposure.untrusted],
	)
}

limited(service, _, key) if bounds(service[key])

limited(service, "memory", _) if bounds(service.deploy.resources.limits.memory)

limited(service, "process", _) if bounds(service.deploy.resources.limits.pids)

bounds(value) if not value in {0, -1, "0", "-1", null, ""}

runs_once(_, service) if service.deploy.mode in {"global-job", "replicated-job"}

runs_once(name, _) if name in awaited

awaited contains name if {
	some service in input.document.services
	some name, dependency in service.depends_on
	dependency.condition == "service_completed_successfully"
}
