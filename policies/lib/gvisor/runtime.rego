package lib.gvisor

import data.lib.boolean

# What the runtime of a Compose service is, as far as linking found its definition in the daemon.json of the scan.

# runs_gvisor holds for a service whose runtime is gVisor: by its name, or as the daemon defines it.
runs_gvisor(service) if {
	is_runsc(service.runtime)
	object.get(input, ["context", "runtimes", service.runtime, "sandbox"], "gvisor") == "gvisor"
}

runs_gvisor(service) if is_runsc(definition(service).path)

runs_gvisor(service) if is_runsc(definition(service).runtimeType)

is_runsc(name) if {
	is_string(name)
	regex.match(`(?i)(^|[._/-])(runsc|gvisor)($|[._-])`, name)
}

definition(service) := input.context.runtimes[service.runtime].definition

# runtime_flags returns the flags that the runtime of a service hands to runsc, by name: "" is a flag without a value.
# It is undefined where the scan does not hold them all.
runtime_flags(service) := object.union_n([{match[1]: match[2]} |
	some argument in object.get(definition(service), "runtimeArgs", [])
	is_string(argument)
	some match in regex.find_all_string_submatch_n(`^--?([^=-][^=]*)=?(.*)$`, argument, 1)
]) if {
	definition(service).path
}

runtime_flags(service) := input.context.runtimes[service.runtime].config.document.runsc_config if {
	not definition(service).path
}

# runtime_sets holds when the runtime of a service is known to switch a boolean flag on.
runtime_sets(service, name) if boolean.is_true(runtime_flags(service)[name])

runtime_sets(service, name) if runtime_flags(service)[name] == ""
