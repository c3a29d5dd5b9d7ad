# METADATA
# title: Recording beyond the declared policy
# description: |
#   Recording is set up otherwise than the declared policy says:
#
#   - every path is recorded, because `record` is true in `pathDefaults` or for `all_others`, whatever will be
#     published;
#   - `recordDeleteAfter` is longer than the parameter `max_record_retention` (never is `mediamtx/record-no-retention`);
#   - `recordPath` stands outside all folders of the parameter `recording_roots`, where it names some;
#   - `recordPath` lacks `%f` while playback is on: MediaMTX refuses to start.
#
#   Recordings of cameras and microphones are personal data: keep what is needed, as long as it is needed.
# related_resources:
# - https://mediamtx.org/docs/features/record
# - https://mediamtx.org/docs/features/playback
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/path.go
# scope: package
# custom:
#   severity: low
#   situations:
#     refused: {severity: medium, because: "MediaMTX refuses to start with it"}
#   cwe: [770, 359]
#   parameters:
#     max_record_retention: 168h
#     recording_roots: []
#   remediation: |
#     Set `record: true` for the paths that need it, with a `recordDeleteAfter` inside the policy.
#
#     If your policy allows more, raise the parameter `max_record_retention` in `.seclint.yaml`.
package mediamtx["record-policy"]

import data.lib.mediamtx

findings contains finding if {
	some path in mediamtx.paths
	path.defaults
	record := path.written.record
	record.value == true
	finding := {"path": record.path, "message": "setting \"record\" in pathDefaults records every path"}
}

findings contains finding if {
	some path in mediamtx.paths
	path.name in {"all", "all_others", "~^.*$"}
	record := path.written.record
	record.value == true
	finding := {"path": record.path, "message": sprintf("path %q records whatever has no path of its own", [path.name])}
}

findings contains finding if {
	limit := input.parameters["mediamtx/record-policy"].max_record_retention
	some path in mediamtx.paths
	mediamtx.effective(path, "record").value == true
	after := mediamtx.effective(path, "recordDeleteAfter")
	after.value > mediamtx.seconds(limit)
	finding := {
		"path": after.path,
		"message": sprintf(
			"setting \"recordDeleteAfter\" keeps recordings for %s, longer than the policy's %s",
			[after.raw, limit],
		),
	}
}

findings contains finding if {
	roots := input.parameters["mediamtx/record-policy"].recording_roots
	count(roots) > 0
	some path in mediamtx.paths
	mediamtx.effective(path, "record").value == true
	place := mediamtx.effective(path, "recordPath")
	is_string(place.value)
	every root in roots {
		not is_below(place.value, root)
	}
	finding := {
		"path": {true: place.path, false: ["pathDefaults", "recordPath"]}[place.written],
		"message": sprintf("setting \"recordPath\" writes to %s, outside the declared folders for recordings", [place.value]),
	}
}

findings contains finding if {
	mediamtx.value("playback", false) == true
	some path in mediamtx.paths
	place := path.written.recordPath
	is_string(place.value)
	not contains(place.value, "%f")
	finding := {
		"path": place.path,
		"message": "setting \"recordPath\" lacks %f, which playback needs",
		"situation": "refused",
	}
}

is_below(path, root) if startswith(path, sprintf("%s/", [trim_suffix(root, "/")]))
