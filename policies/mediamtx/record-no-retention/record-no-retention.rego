# METADATA
# title: Recording without deletion
# description: |
#   Streams are recorded and never deleted: the effective `record` of `pathDefaults` or of a path is true and the
#   effective `recordDeleteAfter` is zero, in any unit. The disk fills until recording, or the host, stops; and pictures
#   of people are kept for ever. An absent `recordDeleteAfter` is one day. The settings of the top level in v1.1
#   (`record`, `recordDeleteAfter`) are still read and beat `pathDefaults`. A placeholder is unknown and gives a note.
#
#   **Not judged yet**: whether `recordPath` lies on a volume with a limit, and what a script that renders the file
#   sets.
# related_resources:
# - https://mediamtx.org/docs/features/record
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/mediamtx.yml
# scope: package
# custom:
#   severity: medium
#   situations:
#     unknown-duration: {severity: note, because: "the duration is a placeholder: what it becomes cannot be seen"}
#   cwe: [770, 400]
#   remediation: |
#     Set how long recordings are needed: `recordDeleteAfter: 7d` under `pathDefaults`, or in the path that differs.
package mediamtx["record-no-retention"]

import data.lib.mediamtx

findings contains finding if {
	some after, paths in kept
	some path in paths
	setting := mediamtx.effective(path, "recordDeleteAfter")
	setting.value in {0, null}
	finding := object.union(
		{
			"path": after,
			"message": sprintf("%s %s", [subject(paths), verdict(setting)]),
			"related": {{"path": mediamtx.effective(other, "record").path, "message": "recorded by this"} | some other in paths},
		},
		situation(setting),
	)
}

# kept gives the paths that are recorded by where their recordDeleteAfter is written.
kept[after] contains path if {
	some path in mediamtx.paths
	mediamtx.effective(path, "record").value == true
	setting := mediamtx.effective(path, "recordDeleteAfter")
	setting.written
	after := setting.path
}

subject(paths) := "every path is" if is_every(paths)

subject(paths) := sprintf("path %s is", [mediamtx.quoted(names(paths))]) if {
	not is_every(paths)
	count(paths) == 1
}

subject(paths) := sprintf("paths %s are", [mediamtx.quoted(names(paths))]) if {
	not is_every(paths)
	count(paths) > 1
}

names(paths) := sort({path.name | some path in paths})

is_every(paths) if {
	some path in paths
	path.defaults
}

verdict(setting) := sprintf("recorded and never deleted: recordDeleteAfter is %s", [setting.raw]) if setting.value == 0

verdict(setting) := "recorded, and how long is a placeholder" if setting.value == null

situation(setting) := {"situation": "unknown-duration"} if setting.value == null

situation(setting) := {} if setting.value == 0
