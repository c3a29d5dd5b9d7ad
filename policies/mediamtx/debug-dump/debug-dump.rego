# METADATA
# title: Debug output enabled
# description: |
#   `logLevel: debug` writes addresses, paths and requests of clients to the log, with the queries that may hold tokens;
#   `dumpPackets: true` (since v1.16.2) writes all that is sent and received to disk, streams and passwords included,
#   and never deletes it.
# related_resources:
# - https://mediamtx.org/docs/features/logging
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/mediamtx.yml
# scope: package
# custom:
#   severity: low
#   situations:
#     packets: {severity: medium, because: "streams and passwords are written to disk, and the disk fills"}
#   cwe: [532]
#   remediation: |
#     Set `logLevel: info` and `dumpPackets: false` once the problem is found, and delete the dumps.
package mediamtx["debug-dump"]

import data.lib.mediamtx

findings contains finding if {
	level := mediamtx.setting.logLevel
	is_string(level.value)
	lower(level.value) == "debug"
	finding := {"path": level.path, "message": "setting \"logLevel\" is debug", "related": level.related}
}

findings contains finding if {
	dump := mediamtx.setting.dumpPackets
	dump.value == true
	finding := {
		"path": dump.path,
		"message": "setting \"dumpPackets\" writes all packets to disk",
		"related": dump.related,
		"situation": "packets",
	}
}
