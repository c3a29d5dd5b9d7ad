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
#   precision: medium
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
	some name, origin in origins
	not name in compose.privileged
	some setting, message in {
		"cap_drop": "service %q keeps capabilities that service %q from the same image drops",
		"security_opt": "service %q has no seccomp profile, unlike service %q from the same image",
	}
	twin := stricter(setting, name, origin)
	finding := in_situation(
		{
			"path": ["services", name, setting],
			"message": sprintf(message, [name, twin]),
			"related": [{"path": ["services", twin, setting], "message": sprintf("service %q is confined here", [twin])}],
		},
		["sandboxed" | name in compose.sandboxed],
	)
}

# stricter is the first service that starts the same program and is better confined by a setting. ALL covers every
# capability; what the twin adds back counts as kept by both.
stricter("cap_drop", name, origin) := twins[0] if {
	mine := object.get(compose.dropped_capabilities, name, set())
	not "ALL" in mine
	twins := [twin |
		some twin in dropping[origin]
		count(lost[twin] - mine) > 0
	]
}

stricter("security_opt", name, origin) := first_profiled[origin] if {
	not name in profiled
	not name in compose.without_seccomp
}

# lost holds for each service the capabilities that it drops and does not add again.
lost[name] := dropped - object.get(compose.added_capabilities, name, set()) if {
	some name, dropped in compose.dropped_capabilities
}

# most is with how many services that start the same program each of them is compared.
most := 100

# dropping holds for each program the first services that drop capabilities.
dropping := {origin: array.slice([name | some name in names; lost[name]], 0, most) | some origin, names in started}

first_profiled := {origin: min(found) |
	some origin, names in started
	found := names & profiled
	count(found) > 0
}

# started holds for each program the services that start it.
started[origin] contains name if some name, origin in origins

# profiled are the services that have a seccomp profile of their own.
profiled contains name if {
	some name, options in compose.security_options
	some option in options
	option.key == "seccomp"
	option.value != "unconfined"
	option.value != "builtin"
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
