# METADATA
# title: Environment variable that weakens the file
# description: |
#   MediaMTX takes every setting from the environment too, and the environment wins: `MTX_` (or `RTSP_`, the prefix of
#   old) and the key in upper case, with `_` between levels: `MTX_API`, `MTX_AUTHINTERNALUSERS_0_USER`,
#   `MTX_PATHS_CAM1_RECORD`. Reported is a variable of the Compose service that runs the file where it undoes what the
#   file says: it turns on a server, widens an address, takes away encryption, external authentication or deletion, or
#   gives rights to `any`. So is `MTX_CONFKEY` as a literal, the key that the file is encrypted with, and a switch that
#   is neither yes, no, true nor false, with which MediaMTX refuses to start. The other rules judge the settings of the
#   top level and the users together with their variables.
#
#   Where several services run the same file, only the variables that all of them set alike count.
#   **Not judged yet**: variables of systemd units.
# related_resources:
# - https://mediamtx.org/docs/features/configuration
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/env/env.go
# scope: package
# custom:
#   severity: medium
#   situations:
#     key-literal: {severity: high, because: "whoever reads the Compose file can decrypt the configuration"}
#     refused: {severity: low, because: "MediaMTX refuses to start with it"}
#   cwe: [15]
#   remediation: |
#     Take the variable out and keep the setting in the file, where it is reviewed with the others.
#
#     Pass `MTX_CONFKEY` through from outside, without a value in the Compose file.
package mediamtx["env-override"]

import data.lib.mediamtx

# Variables that concern the same place of the file are one finding: most of them concern keys that it does not have.
findings contains finding if {
	some at, found in faults
	finding := object.union(
		{
			"path": at,
			"message": concat("; ", [message(fault) | some fault in found]),
			"related": [fault.set.related | some fault in found],
		},
		situation({fault.kind | some fault in found}),
	)
}

message(fault) := sprintf("variable %q of service %q %s", [fault.set.key, fault.set.service, fault.effect])

situation(kinds) := {"situation": "key-literal"} if "key" in kinds

situation(kinds) := {"situation": "refused"} if kinds == {"refused"}

situation(kinds) := {} if {
	not "key" in kinds
	kinds != {"refused"}
}

place(path) := path if object.get(input.document, path, null) != null

place(path) := [] if object.get(input.document, path, null) == null

faults[place(base.path)] contains {"set": set, "effect": effect, "kind": "weakens"} if {
	some name, set in mediamtx.variable
	is_string(set.text)
	base := mediamtx.by_file(name)
	effect := weakens(name, base, mediamtx.setting[name].value)
}

faults[place(mediamtx.path_of(name))] contains {
	"set": set,
	"effect": "is neither yes, no, true nor false",
	"kind": "refused",
} if {
	some name, set in mediamtx.variable
	name in mediamtx.switches
	is_string(set.text)
	not lower(set.text) in {"yes", "no", "true", "false"}
}

faults[place(user.path)] contains {"set": set, "effect": "gives rights to user \"any\"", "kind": "weakens"} if {
	some user in mediamtx.listed_users
	user.user == "any"
	widened(user.before, user)
	some rest, set in user.set
	regex.match(`^(USER|IPS|PERMISSIONS_\d+_ACTION)$`, rest)
}

faults[place(["pathDefaults", "recordDeleteAfter"])] contains {
	"set": set,
	"effect": "keeps recordings for ever",
	"kind": "weakens",
} if {
	some key, set in mediamtx.environment
	regex.match(`^(MTX|RTSP)_(PATHDEFAULTS|PATHS_[A-Z0-9]+)_RECORDDELETEAFTER$`, key)
	is_string(set.text)
	regex.match(`^0+[a-z]*$`, set.text)
}

faults[[]] contains {"set": set, "effect": "holds the key of the configuration as a literal", "kind": "key"} if {
	some key in ["MTX_CONFKEY", "RTSP_CONFKEY"]
	set := mediamtx.environment[key]
	is_string(set.text)
	set.text != ""
}

widened(user, _) if user.user != "any"

widened(user, merged) if {
	some permission in merged.permissions
	not permission in user.permissions
}

widened(user, merged) if {
	mediamtx.address_scope(user.ips) != "everywhere"
	mediamtx.address_scope(merged.ips) == "everywhere"
}

weakens(name, base, true) := "turns the server on" if {
	name in {"api", "metrics", "pprof", "playback"}
	base.value != true
}

weakens(name, base, true) := "turns the server on, which the file turns off" if {
	name in {"rtsp", "rtmp", "hls", "webrtc", "srt", "moq"}
	base.value == false
	base.written
}

weakens(name, base, value) := sprintf("makes it listen on %s instead of loopback", [value]) if {
	endswith(name, "Address")
	mediamtx.address_class(value) in {"all", "one"}
	mediamtx.address_class(base.value) == "loopback"
}

weakens(name, base, value) := "turns encryption off" if {
	endswith(name, "Encryption")
	value in {false, "no"}
	base.value in {true, "strict", "optional"}
}

weakens("authMethod", base, "internal") := "replaces external authentication" if base.value in {"http", "jwt"}

weakens("dumpPackets", base, true) := "writes packets to disk" if base.value != true
