# METADATA
# description: |
#   Reads seccomp profiles for policies: what loading has worked out about the entries, who runs with the profile, and
#   which system calls escapes are made of. The tables are in data.json:
#
#   - syscalls: the names of system calls on every architecture that libseccomp filters, up to Linux 7.0, from
#     libseccomp 2.5.4 and golang.org/x/sys v0.48.0. runc and crun ignore any other name without a word.
#   - default_profile: what Docker's default profile lets through whatever the arguments, on any architecture, for a
#     container with Docker's default capabilities on a kernel of today. socket, clone and personality are missing: it
#     looks at their arguments. TestReference in internal/kind/seccomp writes it, from the module and version that it
#     names.
#   - escapes: the system calls that escapes from containers are made of, by topic. can is what they do; the kernel
#     itself asks for one of the capabilities where there are any; user_namespace says that whoever may create a user
#     namespace has them inside it; without is what the kernel does for who has none of them: "refuses", "allows some"
#     (perf_event_open by default) or "allows little" (fanotify_init since Linux 5.13). Calls that Docker's default
#     profile lets through are not among them, ptrace and its kin excepted (see traced).
#   - vocabulary: the words that a profile is written with, from runtime-spec v1.3.0 and moby/profiles v0.2.3, errno and
#     defaultErrno from containers/common v0.64;
#     go_architectures are what Docker compares includes.arches with, x32 among them because Docker's own profile says
#     so.
package lib.seccomp

import data.lib.boolean

# known are the names of all system calls, allowed_by_docker those that Docker's default profile lets through.
known := {name | some name in data.lib.seccomp.syscalls}

allowed_by_docker := {name | some name in data.lib.seccomp.default_profile.allowed}

# words are the vocabulary of profiles: actions, operators, flags, architectures, go_architectures, capabilities,
# profile_keys and entry_keys, each a set.
words := {what: {word | some word in spellings} | some what, spellings in data.lib.seccomp.vocabulary}

# profile is the view of the profile that loading has worked out: {format, path, disabled, default, rules, decided,
# ...}.
profile := input.context.seccomp

# name is what people call the profile: the name of an object of Kubernetes, or of the file.
name := object.get(profile, "name", parts[count(parts) - 1]) if parts := split(input.file, "/")

subject := sprintf("profile %q", [name])

# is_oci holds for a profile in the OCI format, which has none of Docker's keys: of a runtime, or an object of
# Kubernetes.
is_oci if profile.format in {"kubernetes", "oci"}

# raw returns what is written at a path, or the fallback. A document may be no object: people write "unconfined".
raw(path, fallback) := object.get(input.document, path, fallback) if is_object(input.document)

raw(_, fallback) := fallback if not is_object(input.document)

# open holds for a profile that lets through whatever it does not name.
open if profile.default.class in letting_through

letting_through := {"allow", "log"}

# allowed are the calls that entries let through whatever their arguments, for a container with Docker's default
# capabilities on a kernel of today, each with the number of the entry.
allowed := {name: number |
	some class in letting_through
	some name, number in profile.decided[class]
}

# extra are the calls that the profile allows and Docker's default does not, each with the number of the entry:
# seccomp/weaker-than-default reports them together. A profile that is open has none.
extra := {name: number |
	not open
	some name, number in allowed
	known[name]
	not allowed_by_docker[name]
}

# comparison is the composite that the findings about one of the given calls are parts of, [] for none.
comparison(names) := ["seccomp/weaker-than-default" | some name in names; extra[name]]

# unhindered holds for a call that the profile does nothing against.
unhindered(name) if allowed[name]

unhindered(name) if {
	open
	not decided(name)
}

# decided holds for a call that an entry decides about.
decided(name) if {
	some calls in profile.decided
	calls[name]
}

# denied holds for a call that an entry of its own keeps from every container, whatever the arguments.
denied(name) if profile.decided.deny[name]

# entry_path returns the path of an entry, which goes by its number in profile.rules.
entry_path(number) := array.concat(profile.rules_path, [number])

# place returns the path of a part of an entry: of ["names", 0], ["action"], ["args", 1] or ["includes", "caps", 0]. An
# entry has places for what is not written where these steps lead.
place(number, steps) := array.concat(
	entry_path(number),
	object.get(profile.rules[number], ["places", json.marshal(steps)], steps),
)

# place_of returns the path of a call's name in an entry, the first one where it is named again.
place_of(number, name) := place(number, ["names", [i | some i, other in profile.rules[number].names; other == name][0]])

# consumers are the services that run with the profile, and the daemons that give it to every container that names none.
consumers := [consumer |
	some consumer in input.context.consumers
	consumer.how in {"daemon", "security_opt"}
]

# by_default holds when a daemon gives the profile to every container that names none: those that the scan does not hold
# too.
by_default if {
	some consumer in consumers
	is_daemon(consumer)
}

is_daemon(consumer) if {
	consumer.how == "daemon"
	not consumer.service
}

# choices are the settings of the scan that name the profile: {file, path, setting, selected}. selected is false for one
# of several.
choices := object.get(input, ["context", "choices"], [])

# selected holds when a setting of the scan is set to the profile.
selected if {
	some choice in choices
	choice.selected
}

# chosen is what makes a finding about a profile that only settings name a part of the rule that judges the settings.
chosen := {"part_of": "seccomp/selectable-permissive-profile"} if {
	unreferenced
	count(choices) > 0
}

chosen := {} if not unreferenced

chosen := {} if count(choices) == 0

# unreferenced holds when the scan holds services or a daemon and none of them runs with the profile. Without any of
# them that is not known; a runtime's config.json needs none, and an object of Kubernetes is for pods.
unreferenced if {
	not is_oci
	not profile.name
	is_array(input.context.consumers)
	count(input.context.consumers) == 0
}

# sandboxed holds when every service that runs with the profile runs in a sandbox, which does not forward the profile to
# its own kernel unless it is told to.
sandboxed if {
	count(consumers) > 0
	every consumer in consumers {
		consumer.sandboxed
		not forwards(consumer)
	}
}

forwards(consumer) if boolean.is_true(consumer.runsc_flags["oci-seccomp"])

# references are the places that name the profile, for a finding's related.
references := array.concat(
	[{
		"file": consumer.file,
		"path": consumer.path,
		"message": "the engine gives this profile to every container that names none",
	} |
		some consumer in consumers
		is_daemon(consumer)
	],
	[{
		"file": consumer.file,
		"path": consumer.path,
		"message": sprintf("service %q runs with this profile", [consumer.service]),
	} |
		some consumer in consumers
		consumer.how == "security_opt"
	],
)

# holding returns the consumers that have one of the given capabilities beyond Docker's default ones.
holding(capabilities) := [consumer |
	some consumer in consumers
	some added in object.get(consumer, "cap_add", [])
	bare(added) in (capabilities | {"ALL"})
]

# dropping holds when every consumer gives a capability of Docker's default ones up.
dropping(capability) if {
	count(consumers) > 0
	every consumer in consumers {
		drops(consumer, capability)
		count([added | some added in object.get(consumer, "cap_add", []); bare(added) in {capability, "ALL"}]) == 0
	}
}

drops(consumer, capability) if {
	some dropped in object.get(consumer, "cap_drop", [])
	bare(dropped) in {capability, "ALL"}
}

# bare is a capability without case and prefix: NET_RAW. It is undefined for what is no text.
bare(capability) := trim_prefix(upper(capability), "CAP_") if is_string(capability)

# with_references returns a finding with the places that name the profile among its related ones.
with_references(finding) := object.union(
	finding,
	{"related": array.concat(object.get(finding, "related", []), references)},
)

# listed joins names for a message: all of them, or the first ones and how many more there are.
listed(names, most) := concat(", ", names) if count(names) <= most

listed(names, most) := sprintf("%s and %d more", [concat(", ", array.slice(names, 0, most)), count(names) - most]) if {
	count(names) > most
}

# admits holds when a condition is met by a value of its argument.
admits(arg, value) if {
	arg.op == "SCMP_CMP_EQ"
	value == to_number(arg.value)
}

admits(arg, value) if {
	arg.op == "SCMP_CMP_NE"
	value != to_number(arg.value)
}

admits(arg, value) if {
	arg.op == "SCMP_CMP_LT"
	value < to_number(arg.value)
}

admits(arg, value) if {
	arg.op == "SCMP_CMP_LE"
	value <= to_number(arg.value)
}

admits(arg, value) if {
	arg.op == "SCMP_CMP_GT"
	value > to_number(arg.value)
}

admits(arg, value) if {
	arg.op == "SCMP_CMP_GE"
	value >= to_number(arg.value)
}

admits(arg, value) if {
	arg.op == "SCMP_CMP_MASKED_EQ"
	mask := to_number(arg.value)
	bits.and(value, mask) == bits.and(to_number(arg.value_two), mask)
}
