# METADATA
# title: Renamed key
# description: |
#   The file has a key under a name that newer releases of MediaMTX replaced. Most old names are still read, with a
#   warning in the log; some (`rtspPort`, `runOnPublish`) are gone, and every release since refuses a file with them.
#   All rules about MediaMTX read both spellings, so the name is reported here alone. Not reported are keys without a
#   value, and names that were right for every release that can run the file, as its other keys or the tag of its image
#   tell.
# related_resources:
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/conf.go
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/path.go
# scope: package
# custom:
#   severity: note
#   situations:
#     removed: {severity: low, because: "every release since refuses a file with it"}
#   cwe: [477]
#   remediation: |
#     Rename the key as the message says; turn the value round where the new name means the opposite (`rtspDisable: yes`
#     is `rtsp: no`).
package mediamtx["deprecated-key"]

import data.lib.mediamtx

findings contains finding if {
	some key in mediamtx.model.outdated
	not key.removed
	not mediamtx.only_before(key.superseded)
	finding := {"path": key.path, "message": sprintf("key %q %s", [mediamtx.key(key), advice(key)])}
}

findings contains finding if {
	some key in mediamtx.model.outdated
	key.removed
	not mediamtx.image_before(key.superseded)
	finding := {
		"path": key.path,
		"message": sprintf(
			"key %q is not read since %s%s",
			[mediamtx.key(key), mediamtx.version(key.superseded), instead(key)],
		),
		"situation": "removed",
	}
}

advice(key) := sprintf("is out of use since %s and has no successor", [mediamtx.version(key.superseded)]) if {
	key.successor == ""
}

advice(key) := sprintf("gave way to %q in %s%s", [key.successor, mediamtx.version(key.superseded), opposite(key)]) if {
	key.successor != ""
}

opposite(key) := ", which means the opposite" if key.inverted

opposite(key) := "" if not key.inverted

instead(key) := sprintf(": %q took its place", [key.successor]) if key.successor != ""

instead(key) := "" if key.successor == ""
