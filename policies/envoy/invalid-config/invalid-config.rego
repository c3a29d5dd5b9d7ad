# METADATA
# title: Configuration that Envoy refuses or reads otherwise
# description: |
#   Envoy reads its configuration into messages and refuses what does not fit: a field that a message does not have, a
#   name that is none of an enum's, a number where text belongs (`stat_prefix: 8080` without quotes, a timeout without
#   `s`), two fields that exclude each other, an extension without its `@type`. With such a bootstrap Envoy does not
#   start.
#
#   Resources from a file of a discovery service are not refused for a field that Envoy does not know: it counts the
#   field (`dynamic_unknown_fields`) and goes on without it, so that a misspelled `require_client_certificate` is off
#   without a word. `--reject-unknown-dynamic-fields` changes that.
#
#   What is accepted is not reported: both spellings of a field (`snake_case`, `lowerCamelCase`), names of enums in any
#   case or as numbers, numbers in quotes, one value in place of a list, keys tagged `!ignore`. Fields and types are
#   those of the Go module `go-control-plane/envoy` v1.40.0, and of the modules for `contrib` v1.36.0 and `xds` beside
#   it: what a later release adds is unknown here. A file of API v2 is reported by `envoy/deprecated-api` alone.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/operations/cli#cmdoption-reject-unknown-dynamic-fields
# - https://www.envoyproxy.io/docs/envoy/latest/configuration/operations/runtime
# - https://protobuf.dev/programming-guides/json/
# scope: package
# custom:
#   severity: low
#   situations:
#     ignored:
#       severity: medium
#       because: in a file of a discovery service Envoy leaves the field out without a word, whatever it should have
#         protected
#   remediation: |
#     Correct the field, value or type, and check the file with `envoy --mode validate`.
#
#     Start Envoy with `--reject-unknown-dynamic-fields`, so that files of discovery services are checked as well.
#   cwe: [1188]
package envoy["invalid-config"]

import data.lib.finding.in_situation

findings contains finding if {
	some index, fault in faults
	index < shown
	finding := in_situation(
		{"path": fault.path, "message": sprintf("%s%s", [message(fault), others(index)])},
		["ignored" | is_ignored(fault)],
	)
}

# faults are those of the file, unless it is of API v2, whose messages are others.
faults := [fault |
	some fault in input.context.envoy.faults
	not is_old
]

is_old if {
	some mark in input.context.envoy.deprecated
	mark.state == "removed"
}

# shown is how many faults are findings of their own: a file for another program has one in every line.
shown := 10

others(index) := sprintf("; the file has %d more such faults", [count(faults) - shown]) if {
	index == shown - 1
	count(faults) > shown
}

others(index) := "" if index < shown - 1

others(_) := "" if count(faults) <= shown

is_ignored(fault) if {
	fault.kind in {"unknown_field", "removed_field"}
	input.document.resources
}

message(fault) := sprintf("field %q is none of %s%s", [fault.name, fault.message, meant(fault)]) if {
	fault.kind == "unknown_field"
}

message(fault) := sprintf("field %q of %s is gone from Envoy's API", [fault.name, fault.message]) if {
	fault.kind == "removed_field"
}

message(fault) := sprintf("value %q is none that %q can have%s", [fault.name, last(fault.path), meant(fault)]) if {
	fault.kind == "unknown_value"
}

message(fault) := sprintf("%q must be %s", [last(fault.path), fault.wanted]) if fault.kind == "wrong_type"

message(fault) := sprintf("type %q is none of Envoy's%s", [fault.name, meant(fault)]) if fault.kind == "unknown_type"

message(fault) := sprintf("%q has no @type, which would say what it is", [last(fault.path)]) if fault.kind == "no_type"

message(fault) := sprintf("%q and %q exclude each other in %s", [fault.suggestion, fault.name, fault.message]) if {
	fault.kind == "one_of"
}

meant(fault) := sprintf(": did you mean %q", [fault.suggestion]) if fault.suggestion != ""

meant(fault) := "" if fault.suggestion == ""

# last is the innermost key of a path: an element of a list is called by the list.
last(path) := keys[count(keys) - 1] if {
	keys := [step | some step in path; is_string(step)]
	count(keys) > 0
}

last(path) := input.file if count([step | some step in path; is_string(step)]) == 0
