# METADATA
# title: Publisher that anybody can displace
# description: |
#   `overridePublisher` is true, as it is by default since v0.15.0, on a path to which anybody may publish: whoever
#   connects last throws the camera out and shows viewers what they like. Reported where `mediamtx/anonymous-access`
#   finds anonymous publishing, of which it is a part; `disablePublisherOverride`, the name before v1.0.0, is read too.
# related_resources:
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/mediamtx.yml
# - https://mediamtx.org/docs/features/authentication
# scope: package
# custom:
#   severity: low
#   cwe: [284]
#   remediation: |
#     Set `overridePublisher: false` under `pathDefaults`, and let only named users publish.
package mediamtx["publisher-override"]

import data.lib.mediamtx

findings contains finding if {
	mediamtx.open("publish")
	count(mediamtx.streaming) > 0
	some path in mediamtx.paths
	not path.defaults
	mediamtx.takes_publishers(path)
	override := mediamtx.effective(path, "overridePublisher")
	override.value == true
	finding := {
		"path": place(override),
		"message": message(override),
		"related": mediamtx.related_grants({"publish"}),
		"part_of": "mediamtx/anonymous-access",
	}
}

# A default is one defect however many paths inherit it.
place(override) := override.path if override.written

place(override) := ["pathDefaults", "overridePublisher"] if not override.written

message(override) := "setting \"overridePublisher\" lets anybody throw out a publisher" if override.written

message(override) := "setting \"overridePublisher\" is absent: by default anybody may throw out a publisher" if {
	not override.written
}
