# METADATA
# title: Twin service without its twin's confinement
# description: |
#   Two services start from the same image or the same build, one of them drops capabilities or has a seccomp profile,
#   and the other does not. The hardened one shows that the program runs without them, so the other is most likely an
#   oversight, and an attacker picks the weaker of two doors to the same code. Unlike
#   `compose/capabilities-not-dropped`, which asks the same of every service and belongs to the strict pack, this is a
#   contradiction inside one project.
#
#   A twin that is privileged or has `seccomp=unconfined` is reported by the rules for these.
#
#   **Not judged yet**: two builds from different contexts that end in the same Dockerfile.
# related_resources:
# - https://docs.docker.com/reference/compose-file/services/#cap_drop
# - https://docs.docker.com/engine/security/seccomp/
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-3-limit-capabilities-grant-only-specific-capabilities-needed-by-a-container
# scope: package
# custom:
#   severity: medium
#   situations:
#     sandboxed:
#       severity: low
#       because: the weaker twin runs under gVisor or Kata Containers, which confine it in another way
#   remediation: |
#     Give both services the same `cap_drop` and `security_opt`, for example through a YAML anchor or `extends`.
#   cwe: [250, 1188]
package compose["confinement-asymmetry"]

import data.lib.compose
import data.lib.finding.in_situation

findings contains finding if {
	some name, candidates in twins
	not name in compose.privileged
	some setting, message in {
		"cap_drop": "service %q keeps capabilities that service %q from the same image drops",
		"security_opt": "service %q has no seccomp profile, unlike service %q from the same image",
	}
	stricter := [twin | some twin in candidates; lacks(setting, name, twin)]
	finding := in_situation(
		{
			"path": ["services", name, setting],
			"message": sprintf(message, [name, stricter[0]]),
			"related": [{
				"path": ["services", stricter[0], setting],
				"message": sprintf("service %q is confined here", [stricter[0]]),
			}],
		},
		["sandboxed" | name in compose.sandboxed],
	)
}

# hardened are the services that drop capabilities or have a seccomp profile of their own.
hardened := object.keys(compose.dropped_capabilities) | profiled

profiled contains name if {
	some name, options in compose.security_options
	some option in options
	option.key == "seccomp"
	option.value != "unconfined"
	option.value != "builtin"
}

# twins holds for each service the hardened services that start the same program.
twins[name] contains twin if {
	some twin in hardened
	some name, same in origins
	name != twin
	same == origins[twin]
}

# origins says what each service is made from: its build, or the image where it has none.
origins[name] := {"image": service.image} if {
	some name, service in compose.containers
	not service.build
}

origins[name] := object.filter(service.build, ["context", "dockerfile", "dockerfile_inline", "target"]) if {
	some name, service in compose.containers
	is_object(service.build)
}

# ALL covers every capability; what the twin adds back counts as kept by both.
lacks("cap_drop", name, twin) if {
	mine := object.get(compose.dropped_capabilities, name, set())
	not "ALL" in mine
	missing := (compose.dropped_capabilities[twin] - mine) - object.get(compose.added_capabilities, twin, set())
	count(missing) > 0
}

lacks("security_opt", name, twin) if {
	twin in profiled
	not name in profiled
	not name in compose.without_seccomp
}
