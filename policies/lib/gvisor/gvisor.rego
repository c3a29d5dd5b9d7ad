# METADATA
# description: |
#   Reads runsc flags wherever they are written: in the file of the containerd shim, in the arguments that Docker or
#   Podman has for a runtime, and in the annotations of Compose services, pods and runtimes of CRI-O. Flags that runsc
#   does not get are there too, with in_force false: a rule judges them as they would be if they were applied, and says
#   so.
#
#   The tables are in data.json, from runsc/config/flags.go of github.com/google/gvisor, release 20261012.0: overridable
#   are the flags that an annotation may set whatever the runtime says (overrideAllowlist), some of them only to the
#   stricter value; tightening are flags whose value takes something away from the sandbox, or gives it nothing by
#   itself, whatever it is; strictest are the values of other flags that do so.
package lib.gvisor

import data.lib.boolean
import data.lib.finding.in_situation
import data.lib.finding.with_fix
import data.lib.placeholder

# flags are objects with name, value (text), path, source (runsc_config, top_level, runtimeArgs, annotation,
# default_annotation, outer_annotation, label), runtime, in_force, known, boolean and default. Those of a Compose
# service also have service.
flags contains flag if {
	not input.context.unread
	some flag in input.context.runsc.flags
	not is_refused_annotation(flag)
}

# An annotation that needs allow-flag-override, of which nothing is known where the annotation is written.
flags contains object.union(flag, {"in_force": false}) if {
	not input.context.unread
	some flag in input.context.runsc.flags
	is_refused_annotation(flag)
}

# No runtime reads the file, so that none of its flags gets as far as runsc.
flags contains object.union(flag, {"in_force": false}) if {
	input.context.unread
	some flag in input.context.runsc.flags
}

flags contains flag if some flag in annotated

# annotated are the flags in the annotations of Compose services, and those in labels, which never get as far as runsc.
annotated contains flag if {
	some name, service in input.document.services
	some source, key in {"annotation": "annotations", "label": "labels"}
	some annotation, value in service[key]
	is_string(annotation) # a list in a file that Compose refuses has numbers
	startswith(annotation, prefix)
	is_string(value)
	flag := {
		"name": substring(annotation, count(prefix), -1),
		"value": value,
		"path": ["services", name, key, annotation],
		"source": source,
		"runtime": object.get(service, "runtime", ""),
		"service": name,
		"in_force": is_reached(source, service, annotation, value),
		"known": true,
	}
}

prefix := "dev.gvisor.flag."

default is_reached(_, _, _, _) := false

is_reached(source, service, annotation, value) if {
	source == "annotation"
	runs_gvisor(service)
	is_overridable(substring(annotation, count(prefix), -1), value)
}

is_reached(source, service, _, _) if {
	source == "annotation"
	runs_gvisor(service)
	runtime_sets(service, "allow-flag-override")
}

is_refused_annotation(flag) if {
	flag.source in {"annotation", "default_annotation"}
	not is_overridable(flag.name, flag.value)
}

is_overridable(name, value) if {
	name in data.lib.gvisor.overridable
	not is_refused(name, value)
}

is_refused("oci-seccomp", value) if not boolean.is_true(value)

is_refused("overlay2", value) if contains(value, ":dir=")

is_refused("qdisc", value) if value != "tbf"

# tightens holds for a flag whose value takes something away from the sandbox, or gives it nothing by itself.
tightens(flag) if flag.name in data.lib.gvisor.tightening

tightens(flag) if data.lib.gvisor.strictest[flag.name] == flag.value

tightens(flag) if {
	flag.name in {"oci-seccomp", "pause-external-networking"}
	on(flag)
}

tightens(flag) if {
	flag.name == "overlay2"
	regex.match(`^(root|all):(memory|self)($|,)`, flag.value)
}

tightens(flag) if {
	boolean.is_false(flag.value)
	not flag.name in {"oci-seccomp", "pause-external-networking"}
}

# on holds for a boolean flag that is switched on.
on(flag) if boolean.is_true(flag.value)

# unknown holds for a value that a template or a variable leaves open.
unknown(flag) if placeholder.is_template(flag.value)

unknown(flag) if flag.value == ""

# subject names what a flag belongs to, as messages start.
subject(flag) := sprintf("service %q", [flag.service])

subject(flag) := sprintf("runtime %q", [flag.runtime]) if {
	not flag.service
	not flag.source in of_objects
	flag.runtime != ""
}

subject(flag) := sprintf("%q", [file_name]) if flag.source in {"runsc_config", "top_level"}

subject(flag) := sprintf("%s %q", [lower(object_kind), object.get(input.document, ["metadata", "name"], "")]) if {
	not flag.service
	flag.source in of_objects
}

# of_objects are the sources of flags of Kubernetes objects.
of_objects := {"annotation", "label", "outer_annotation"}

default object_kind := "object"

object_kind := input.document.kind

file_name := split(input.file, "/")[count(split(input.file, "/")) - 1]

# siblings returns the flags that runsc would get together with this one.
siblings(flag) := {other |
	some other in by_subject[subject(flag)]
	other.in_force == flag.in_force
}

by_subject[subject(flag)] contains flag if some flag in flags

# finding returns the finding at a flag: what its place does, and the first of the situations. A flag that runsc does
# not get is always in the situation not-in-force, which each rule for flags must declare.
finding(flag, text, situations) := in_situation(
	{"path": flag.path, "message": sprintf("%s %s%s", [subject(flag), text, condition(flag)])},
	array.concat(["not-in-force" | not flag.in_force], situations),
)

condition(flag) := "" if flag.in_force

condition(flag) := ", if applied" if not flag.in_force

# without returns the edit that takes a flag away, so that its default applies: [] where it has other words too. The
# only flag of a list or an annotation is set to its default instead, because a file without any is none of gVisor.
without(flag) := [{"remove": flag.path} | is_own_word(flag)] if not is_only(flag)

without(flag) := [{"set": flag.path, "value": written_off(flag)}] if is_only(flag)

is_only(flag) if {
	off_values[flag.name]
	flag.source in {"annotation", "label"}
}

is_only(flag) if {
	off_values[flag.name]
	flag.source == "runtimeArgs"
	count(object.get(input.document, array.slice(flag.path, 0, count(flag.path) - 1), [])) == 1
}

off_values[flag.name] := "false" if {
	some flag in flags
	flag.boolean
}

off_values["host-uds"] := "none"

written_off(flag) := off_values[flag.name] if flag.source != "runtimeArgs"

written_off(flag) := sprintf("--%s=%s", [flag.name, off_values[flag.name]]) if flag.source == "runtimeArgs"

# is_own_word holds for a flag that is a key, or a single argument: not --platform ptrace.
is_own_word(flag) if flag.source in {"runsc_config", "annotation", "label"}

is_own_word(flag) if {
	flag.source == "runtimeArgs"
	word := object.get(input.document, flag.path, "")
	is_string(word)
	regex.match(sprintf(`^--?%s(=.*)?$`, [flag.name]), word)
	is_whole(flag, word)
}

is_whole(_, word) if contains(word, "=")

is_whole(flag, word) if {
	not contains(word, "=")
	flag.boolean
}

# with_removal returns a finding with the fix of a name that takes the flag away.
with_removal(finding, flag, name) := with_fix(finding, [{"name": name, "edits": edits} |
	edits := without(flag)
	count(edits) > 0
])

# with_value returns a finding with the fix of a name that gives the flag another value, where it is written as a key.
with_value(finding, flag, name, value) := with_fix(finding, [fix |
	fix := {"name": name, "edits": [{"set": flag.path, "value": value}]}
	flag.source in {"runsc_config", "annotation", "label"}
])
