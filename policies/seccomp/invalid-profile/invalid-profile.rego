# METADATA
# title: Profile that is rejected or partly ignored
# description: |
#   Two things go wrong with a profile that is not what the runtime expects. Some mistakes make Docker, Podman or runc
#   refuse to start the container, and the quickest way out is then `seccomp=unconfined`: `architectures` together with
#   `archMap`, `name` together with `names`, an unknown action, operator, architecture or flag, a value of the wrong
#   type, `SCMP_ACT_NOTIFY` as the default, on `write` or without `listenerPath`, an error that Podman does not know,
#   comments and trailing commas (a profile is strict JSON; seclint reads it all the same and judges the rest).
#
#   Others are passed over without a word, and the profile is not what it says: a name that no system call has, a
#   misspelt key, a capability in `includes` or `excludes` without `CAP_`, an architecture there that is not spelt as Go
#   does (`amd64`, `arm64`), `errnoRet` with an action that has none, and in the OCI format `includes`, `excludes` and
#   `name`, which only Docker and Podman know. Keys for people, such as `_comment`, `//` and `$schema`, are fine.
#
#   `SCMP_ACT_NOTIFY` hands a call to an agent, which runc finds at the socket in `listenerPath`, and crun also by the
#   annotations `run.oci.seccomp.receiver` and `run.oci.seccomp.plugins` of the container.
#
#   A misspelt name in a denial counts for much where the profile allows by default, because the call is then allowed.
#   Where the default denies, the entry is only lost.
#
#   System calls are known up to Linux 7.0.
# related_resources:
# - https://github.com/moby/profiles/blob/main/seccomp/seccomp_linux.go
# - https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp
# - https://github.com/opencontainers/runc/blob/v1.5.1/libcontainer/seccomp/seccomp_linux.go
# - https://github.com/opencontainers/runc/blob/v1.5.1/libcontainer/process_linux.go
# - https://github.com/containers/common/blob/main/pkg/seccomp/types.go
# - https://docs.docker.com/engine/security/seccomp/
# scope: package
# custom:
#   severity: medium
#   situations:
#     lost-denial:
#       severity: high
#       because: the profile allows by default, so the call that the entry was to deny is allowed
#     unknown-call:
#       severity: note
#       because: the name is ignored, and the default action denies whatever was meant
#     no-errno:
#       severity: low
#       because: runc ignores the number; other runtimes may refuse the profile, as the specification asks
#   remediation: |
#     Write the profile as strict JSON with the names and types of the runtime specification, and start a container with
#     it once.
#
#     `docker run --rm --security-opt seccomp=profile.json alpine true` shows what is refused; what is ignored it does
#     not show.
#   cwe: [1284, 20]
package seccomp["invalid-profile"]

import data.lib.finding.in_situation
import data.lib.seccomp

findings contains finding if {
	some problem in problems
	finding := in_situation(
		seccomp.with_references({"path": problem.path, "message": problem.message}),
		problem.situations,
	)
}

problem(path, message) := {"path": path, "message": message, "situations": []}

below(steps) := array.concat(seccomp.profile.path, steps)

problems contains problem(
	below(["archMap"]),
	sprintf("%s has both architectures and archMap, and is refused", [seccomp.subject]),
) if {
	seccomp.profile.arch_key == "both"
}

problems contains problem(
	seccomp.profile.extensions.path,
	sprintf("%s is not JSON: it has %s, and is refused", [seccomp.subject, extension]),
)

problems contains problem(fault.path, sprintf("%s is refused: %s", [seccomp.subject, fault.message])) if {
	some fault in seccomp.profile.faults
}

# The default action.
problems contains problem(
	seccomp.profile["default"].path,
	sprintf("%s is refused: %s", [seccomp.subject, why]),
) if {
	not seccomp.profile.disabled
	why := refused_default(seccomp.profile["default"])
}

# Architectures and flags.
problems contains problem(
	arch.path,
	sprintf(
		"architecture %q is unknown, and the profile is refused%s",
		[arch.name, suggestion(arch.name, seccomp.words.architectures)],
	),
) if {
	some arch in seccomp.profile.arches
	not arch.name in seccomp.words.architectures
}

problems contains problem(
	below(["flags", i]),
	sprintf("flag %q is unknown, and the profile is refused%s", [flag, suggestion(flag, seccomp.words.flags)]),
) if {
	some i, flag in seccomp.raw(below(["flags"]), [])
	i < 100
	is_string(flag)
	not flag in seccomp.words.flags
}

# Entries.
problems contains problem(
	seccomp.place(number, ["action"]),
	sprintf("entry for %q is refused: %s", [title(number), why]),
) if {
	some number, entry in seccomp.profile.rules
	why := refused(entry)
}

problems contains problem(
	seccomp.place(number, ["names", i]),
	"entry for \"write\" is refused: SCMP_ACT_NOTIFY on write would stop the runtime itself",
) if {
	some number, entry in seccomp.profile.rules
	entry.class == "notify"
	some i, name in entry.names
	name == "write"
}

# The runtime has nobody to hand the calls to.
problems contains problem(
	seccomp.place(asking[0], ["action"]),
	sprintf(
		"entry for %q is refused: SCMP_ACT_NOTIFY needs a listenerPath, and %s has none",
		[title(asking[0]), seccomp.subject],
	),
) if {
	not seccomp.profile.has_listener
	count(asking) > 0
}

problems contains problem(
	seccomp.place(number, ["args", i]),
	sprintf(
		"entry for %q is refused: there is no operator %q%s",
		[title(number), arg.op, suggestion(arg.op, seccomp.words.operators)],
	),
) if {
	some number, entry in seccomp.profile.rules
	some i, arg in entry.args
	not arg.op in seccomp.words.operators
}

problems contains problem(
	seccomp.place(number, ["name"]),
	sprintf("entry for %q is refused: it has both name and names", [title(number)]),
) if {
	seccomp.profile.format in {"docker", "podman"}
	some number, entry in seccomp.profile.rules
	count(entry.names) > 0
	raw := written(number)
	is_string(raw.name)
	raw.name != ""
	is_array(raw.names)
	count(raw.names) > 0
}

problems contains object.union(
	problem(
		seccomp.place(number, [key]),
		sprintf("entry for %q has an %s, which %s does not return", [title(number), key, entry.action]),
	),
	{"situations": ["no-errno"]},
) if {
	some number, entry in seccomp.profile.rules
	entry.class in {"allow", "log", "deny", "notify"}
	entry.action != "SCMP_ACT_ERRNO"
	some key in error_keys
	gives_error(written(number)[key])
}

problems contains problem(
	seccomp.place(number, [key]),
	sprintf("entry for %q has %s, which the OCI format does not know: it is ignored", [title(number), key]),
) if {
	seccomp.is_oci
	some number, _ in seccomp.profile.rules
	some key in ["includes", "excludes", "name"]
	not written(number)[key] in {null, ""}
}

# Guards.
problems contains problem(
	seccomp.place(number, [key, "caps", i]),
	sprintf("capability %q in %s is no name that runtimes know, so %s", [capability, key, effect]),
) if {
	some number, entry in seccomp.profile.rules
	some key, effect in {"includes": "the entry never applies", "excludes": "it excludes nothing"}
	some i, capability in entry[key].caps
	not capability in seccomp.words.capabilities
}

problems contains problem(
	seccomp.place(number, [key, "arches", i]),
	sprintf("architecture %q in %s is not spelt as Go does, so %s", [arch, key, effect]),
) if {
	some number, entry in seccomp.profile.rules
	some key, effect in {"includes": "the entry does not apply to it", "excludes": "it excludes nothing"}
	some i, arch in entry[key].arches
	not arch in seccomp.words.go_architectures
}

# Keys.
problems contains problem(
	seccomp.place(number, [key]),
	sprintf("key %q is ignored%s", [key, suggestion(key, seccomp.words.entry_keys)]),
) if {
	some number, _ in seccomp.profile.rules
	some key in misspelt(written(number), seccomp.words.entry_keys)
}

problems contains problem(
	below([key]),
	sprintf("key %q is ignored%s", [key, suggestion(key, seccomp.words.profile_keys)]),
) if {
	some key in misspelt(seccomp.raw(seccomp.profile.path, {}), seccomp.words.profile_keys)
}

# Errors by name are Podman's.
problems contains problem(seccomp.place(number, ["errno"]), ignored_errno("errno", "errnoRet")) if {
	seccomp.profile.format != "podman"
	some number, _ in seccomp.profile.rules
	value := written(number).errno
	not value in {null, ""}
}

problems contains problem(below(["defaultErrno"]), ignored_errno("defaultErrno", "defaultErrnoRet")) if {
	seccomp.profile.format != "podman"
	not seccomp.raw(below(["defaultErrno"]), null) in {null, ""}
}

# Names.
problems contains {
	"path": call.path,
	"message": sprintf("there is no syscall %q: the name is ignored%s", [call.name, guess(call.name)]),
	"situations": [call.situation],
} if {
	some call in unknown
}

extension := "a trailing comma" if seccomp.profile.extensions.comma

extension := "a comment" if not seccomp.profile.extensions.comma

error_keys := {"errno", "errnoRet"} if seccomp.profile.format == "podman"

error_keys := {"errnoRet"} if seccomp.profile.format != "podman"

gives_error(value) if is_number(value)

gives_error(value) if {
	is_string(value)
	value != ""
}

ignored_errno(key, instead) := sprintf(
	"key %q is ignored: runtimes read a number from %s, and Podman alone a name from here",
	[key, instead],
)

refused_default(action) := "it has no defaultAction" if action.class == "absent"

refused_default(action) := no_such(action.name) if action.class == "unknown"

refused_default(action) := "SCMP_ACT_NOTIFY cannot be the default action" if action.class == "notify"

no_such(action) := sprintf("there is no action %q%s", [action, suggestion(action, seccomp.words.actions)])

# asking are the numbers of the entries that hand calls to an agent.
asking := [number |
	some number, entry in seccomp.profile.rules
	entry.in_force
	entry.class == "notify"
]

refused(entry) := "it has no action" if entry.class == "absent"

refused(entry) := no_such(entry.action) if entry.class == "unknown"

# written is an entry as it stands in the file.
written(number) := seccomp.raw(seccomp.entry_path(number), {})

# misspelt returns the keys that are nearly known ones. Objects with very many keys are not what somebody wrote by hand,
# and keys that begin with a mark or speak of comments are there for people.
misspelt(value, keys) := {key |
	is_object(value)
	count(value) < 40
	some key in (object.keys(value) - keys)
	not regex.match(`^[^A-Za-z]|(?i)comment|^x-`, key)
	not lower(key) in {lower(known) | some known in keys}
	some known in keys
	near(lower(key), lower(known))
}

unknown := [{"path": seccomp.place(number, ["names", i]), "name": name, "situation": situation} |
	some number, entry in seccomp.profile.rules
	count({name | some name in entry.names} - seccomp.known) > 0
	situation := lost(entry)
	some i, name in entry.names
	not seccomp.known[name]
]

lost(entry) := "lost-denial" if is_lost_denial(entry)

lost(entry) := "unknown-call" if not is_lost_denial(entry)

is_lost_denial(entry) if {
	seccomp.open
	not entry.class in seccomp.letting_through
}

# A file with nonsense for names is not worth a guess for each.
guess(name) := suggestion(name, seccomp.known) if count(unknown) <= 20

guess(_) := "" if count(unknown) > 20

# title names an entry; one without names goes by its place.
title(number) := seccomp.profile.rules[number].names[0]

title(number) := sprintf("syscalls[%d]", [number]) if count(seccomp.profile.rules[number].names) == 0

suggestion(word, words) := sprintf(", did you mean %q", [candidates[0]]) if {
	candidates := close(word, words)
	count(candidates) > 0
}

suggestion(word, words) := "" if count(close(word, words)) == 0

close(word, words) := sort([candidate |
	some candidate in words
	near(lower(word), lower(candidate))
])

# near holds for words of which one edit makes the other: a letter more, a letter less, another letter, or nothing at
# all.
near(a, b) if a == b

near(a, b) if {
	count(a) == count(b) + 1
	some i in numbers.range(0, count(b))
	without(a, i) == b
}

near(a, b) if {
	count(b) == count(a) + 1
	some i in numbers.range(0, count(a))
	without(b, i) == a
}

near(a, b) if {
	count(a) == count(b)
	a != b
	some i in numbers.range(0, count(a) - 1)
	without(a, i) == without(b, i)
}

without(word, i) := concat("", [substring(word, 0, i), substring(word, i + 1, -1)])
