# METADATA
# title: Renamed key
# description: |
#   The file has a key under a name that newer releases of MediaMTX replaced. Most old names are still read, with a
#   warning in the log; some (`rtspPort`, `runOnPublish`) are gone, and every release since refuses a file with them. So
#   are keys in another case than MediaMTX has them (`RTSPAddress`): releases from v0.23.0 to v1.16.2 took them.
#
#   All rules about MediaMTX read both spellings, so the name is reported here alone: in one finding for the old names
#   of a file and one for those that are gone. Not reported are keys without a value, and names that were right for
#   every release that can run the file, as its other keys or the tag of its image tell.
# related_resources:
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/conf.go
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/path.go
# - https://github.com/bluenviron/mediamtx/blob/v1.16.3/internal/conf/jsonwrapper/unmarshal.go
# scope: package
# custom:
#   severity: note
#   precision: very-high
#   situations:
#     removed: {severity: low, because: "every release since refuses a file with it"}
#   fixes:
#     rename:
#       title: Use the newer names
#       unsafe: releases from before do not know them
#   cwe: [477]
#   remediation: |
#     Rename the key as the message says; turn the value round where the new name means the opposite (`rtspDisable: yes`
#     is `rtsp: no`).
package mediamtx["deprecated-key"]

import data.lib.finding.with_fix
import data.lib.mediamtx

renamed := [{"path": key.path, "name": mediamtx.key(key), "advice": advice(key), "of": key} |
	some key in mediamtx.model.outdated
	not key.removed
	not mediamtx.only_before(key.superseded)
]

removed := [{"path": key.path, "name": mediamtx.key(key), "advice": farewell(key)} |
	some key in mediamtx.model.outdated
	key.removed
	not mediamtx.image_before(key.superseded)
]

findings contains finding if {
	count(renamed) > 0
	finding := with_fix(
		{
			"path": renamed[0].path,
			"message": message(renamed, {"one": "key has a newer name", "many": "keys have newer names"}),
			"related": others(renamed),
		},
		renaming,
	)
}

findings contains finding if {
	count(removed) > 0
	finding := {
		"path": removed[0].path,
		"message": message(removed, {"one": "key is gone", "many": "keys are gone"}),
		"related": others(removed),
		"situation": "removed",
	}
}

# renaming is the fix where each key has a successor of its own that stands beside it and means the same.
renaming := [{"name": "rename", "edits": edits} |
	edits := [{"rename": key.path, "to": key.of.successor} | some key in renamed; is_alike(key.of)]
	count({edit.to | some edit in edits}) == count(renamed)
]

is_alike(key) if {
	key.successor != ""
	not contains(key.successor, ".")
	not key.inverted
}

message(keys, _) := sprintf("key %q %s", [keys[0].name, keys[0].advice]) if count(keys) == 1

message(keys, rest) := sprintf("key %q %s; 1 more %s", [keys[0].name, keys[0].advice, rest.one]) if count(keys) == 2

message(keys, rest) := sprintf("key %q %s; %d more %s", [keys[0].name, keys[0].advice, more, rest.many]) if {
	more := count(keys) - 1
	more > 1
}

others(keys) := [{"path": key.path, "message": sprintf("key %q %s", [key.name, key.advice])} |
	some i, key in keys
	i > 0
]

advice(key) := sprintf("is out of use since %s and has no successor", [mediamtx.version(key.superseded)]) if {
	key.successor == ""
}

advice(key) := sprintf("gave way to %q in %s%s", [key.successor, mediamtx.version(key.superseded), opposite(key)]) if {
	key.successor != ""
}

opposite(key) := ", which means the opposite" if key.inverted

opposite(key) := "" if not key.inverted

farewell(key) := sprintf("is not read since %s%s", [mediamtx.version(key.superseded), instead(key)])

instead(key) := sprintf(": %q took its place%s", [key.successor, opposite(key)]) if key.successor != ""

instead(key) := "" if key.successor == ""
