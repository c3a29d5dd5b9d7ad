# METADATA
# title: Configuration that MediaMTX rejects
# description: |
#   MediaMTX refuses to start with the file. A server that does not run is no server that is turned off: whoever mends
#   it in a hurry tends to copy the defaults, which are open. Reported are
#
#   - keys that resemble one that MediaMTX reads, and, in one finding for each file, keys that it never had, those in
#     entries of lists included. Releases since v0.17.4 refuse them, since v1.12.0 in entries of lists too; older ones
#     ignored them, and a misspelt key left the default in force;
#   - values of another type: a number or `true` for a text (`pass: 12345` without quotes), a text for a list, an action
#     or a method that does not exist, something else than addresses in a list of them, characters that a name or
#     password may not have. Since v0.17.4 a file is turned into JSON first, which is strict about types;
#   - keys that no release has together;
#   - null where a list is wanted (`authInternalUsers:` without a value), since v1.16.0;
#   - users without a name, and a password for `any`;
#   - `publishUser` and the like beside an `authInternalUsers` that is not the default one;
#   - `all`, `all_others` and `~^.*$`, which are one path, beside each other (since v1.2.0);
#   - a passphrase of SRT with fewer than 10 or more than 79 characters;
#   - `authMethod: http` or `jwt` without its address;
#   - RTSP's `digest` beside hashed passwords or external authentication;
#   - an empty address for a server that is on;
#   - a `recordDeleteAfter` shorter than `recordSegmentDuration`, and a `recordPath` without `%path`.
#
#   A key in another case is one that releases from v0.23.0 to v1.16.2 read, so that is `mediamtx/deprecated-key`.
#   Placeholders of templates are unknown and not judged.
# related_resources:
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/conf.go
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/path.go
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/jsonwrapper/unmarshal.go
# - https://mediamtx.org/docs/references/configuration-file
# scope: package
# custom:
#   severity: medium
#   situations:
#     foreign-keys: {severity: low, because: "the keys resemble none of MediaMTX: the file may be made for a fork"}
#   cwe: [1284]
#   remediation: |
#     Mend the key or the value that the message names, and try the file with the release that will run it.
package mediamtx["invalid-config"]

import data.lib.mediamtx
import data.lib.placeholder

findings contains finding if {
	some key in mediamtx.model.unknown
	key.resembles != ""
	name := mediamtx.key(key)
	not placeholder.is_template(name)
	finding := {"path": key.path, "message": sprintf("key %q is read by no release: %s", [name, meant(key)])}
}

findings contains finding if {
	count(foreign) > 0
	finding := {
		"path": foreign[0].path,
		"message": sprintf("key %q%s read by no release", [mediamtx.key(foreign[0]), others]),
		"related": [{"path": key.path, "message": sprintf("key %q", [mediamtx.key(key)])} |
			some i, key in foreign
			i > 0
			i < 20
		],
		"situation": "foreign-keys",
	}
}

findings contains finding if {
	some conflict in mediamtx.model.conflict
	finding := {
		"path": conflict.path,
		"message": sprintf("key %q is not read since %s, and %q not before %s: no release reads both", [
			conflict.key, mediamtx.version(conflict.until), conflict.newer, mediamtx.version(conflict.since),
		]),
		"related": [{"path": conflict["with"], "message": sprintf("%q stands here", [conflict.newer])}],
	}
}

findings contains finding if {
	not mediamtx.only_before(17004)
	some value in mediamtx.model.refused
	finding := {
		"path": value.path,
		"message": sprintf("value of %q is refused: MediaMTX wants %s", [named(value.path), value.want]),
	}
}

findings contains finding if {
	not mediamtx.only_before(1016000)
	some key, value in input.document
	value == null
	regex.match(
		`^(authInternalUsers|authHTTPExclude|authJWTExclude|webrtcICEServers2|[a-zA-Z]+(TrustedProxies|AllowOrigins))$`,
		key,
	)
	finding := {"path": [key], "message": sprintf("key %q is null, where MediaMTX wants a list", [key])}
}

findings contains finding if {
	some index, user in mediamtx.model.users
	user.origin == "written"
	user.user == ""
	finding := {"path": array.concat(user.path, ["user"]), "message": sprintf("user number %d has no name", [index + 1])}
}

findings contains finding if {
	some user in mediamtx.model.users
	user.origin == "written"
	user.user == "any"
	user.password != "none"
	finding := {
		"path": array.concat(user.path, ["pass"]),
		"message": "user \"any\" has a password, which MediaMTX refuses",
	}
}

findings contains finding if {
	is_array(input.document.authInternalUsers)
	not lists_defaults
	some path in mediamtx.paths
	some key, value in object.get(input.document, path.path, {})
	is_string(key)
	lower(key) in {"publishuser", "publishpass", "publiships", "readuser", "readpass", "readips"}
	value != null
	finding := {
		"path": array.concat(path.path, [key]),
		"message": sprintf("key %q stands beside authInternalUsers, which MediaMTX refuses", [key]),
		"related": [{"path": ["authInternalUsers"], "message": "authInternalUsers stands here"}],
	}
}

findings contains finding if {
	aliases := [path | some path in mediamtx.paths; path.name in {"all", "all_others", "~^.*$"}]
	count(aliases) > 1
	not mediamtx.only_before(1002000)
	finding := {
		"path": aliases[1].path,
		"message": sprintf("path %q is another name of path %q, which MediaMTX refuses", [aliases[1].name, aliases[0].name]),
		"related": [{"path": aliases[0].path, "message": "the path has a first entry here"}],
	}
}

findings contains finding if {
	some path in mediamtx.paths
	some name in ["srtPublishPassphrase", "srtReadPassphrase"]
	passphrase := path.written[name]
	is_string(passphrase.value)
	passphrase.value != ""
	not count(passphrase.value) in numbers.range(10, 79)
	finding := {
		"path": passphrase.path,
		"message": sprintf("setting %q needs 10 to 79 characters", [mediamtx.key(passphrase)]),
	}
}

findings contains finding if {
	some method, name in {"http": "authHTTPAddress", "jwt": "authJWTJWKS"}
	mediamtx.method == method
	address := mediamtx.setting[name]
	address.value == ""
	finding := {
		"path": mediamtx.setting.authMethod.path,
		"message": sprintf("setting \"authMethod\" is %s, but %s is empty", [method, name]),
	}
}

findings contains finding if {
	mediamtx.servers.rtsp
	methods := mediamtx.setting.rtspAuthMethods
	methods.written
	"digest" in methods.value
	some reason in undigestible
	finding := {
		"path": methods.path,
		"message": sprintf(
			"setting %q holds digest, which cannot be used with %s",
			[object.get(methods, "key", "rtspAuthMethods"), reason],
		),
	}
}

findings contains finding if {
	some server, name in wanted
	mediamtx.value(server, false) == true
	address := mediamtx.setting[name]
	address.written
	address.value == ""
	finding := {"path": address.path, "message": sprintf("setting %q is empty while the server is on", [name])}
}

findings contains finding if {
	mediamtx.value("rtsp", false) == true
	mediamtx.value("rtspEncryption", "no") != "strict"
	address := mediamtx.setting.rtspAddress
	address.written
	address.value == ""
	finding := {"path": address.path, "message": "setting \"rtspAddress\" is empty while the server is on"}
}

findings contains finding if {
	some path in mediamtx.paths
	after := mediamtx.effective(path, "recordDeleteAfter")
	after.value > 0
	segment := mediamtx.effective(path, "recordSegmentDuration")
	is_number(segment.value)
	after.value < segment.value
	place := [setting.path | some setting in [after, segment]; setting.written][0]
	finding := {
		"path": place,
		"message": sprintf(
			"setting \"recordDeleteAfter\" is shorter (%s) than recordSegmentDuration (%s)",
			[hours(after), hours(segment)],
		),
	}
}

findings contains finding if {
	some path in mediamtx.paths
	place := path.written.recordPath
	is_string(place.value)
	not contains(place.value, "%path")
	finding := {"path": place.path, "message": "setting \"recordPath\" lacks %path, which MediaMTX wants"}
}

meant(key) := sprintf("%q belongs to another level of the file", [key.resembles]) if key.resembles == mediamtx.key(key)

meant(key) := sprintf("did you mean %q?", [key.resembles]) if key.resembles != mediamtx.key(key)

foreign := [key |
	some key in mediamtx.model.unknown
	key.resembles == ""
	not placeholder.is_template(mediamtx.key(key))
]

others := " is" if count(foreign) == 1

others := sprintf(" and %d more are", [count(foreign) - 1]) if count(foreign) > 1

undigestible contains "external authentication" if mediamtx.method in {"http", "jwt"}

undigestible contains "hashed passwords" if {
	some user in mediamtx.users
	user.password in {"sha256", "argon2"}
}

wanted := {
	"api": "apiAddress", "metrics": "metricsAddress", "pprof": "pprofAddress", "playback": "playbackAddress",
	"rtmp": "rtmpAddress", "hls": "hlsAddress", "webrtc": "webrtcAddress", "moq": "moqQUICAddress",
}

hours(setting) := setting.raw if setting.written

hours(setting) := sprintf("%vh by default", [setting.value / 3600]) if not setting.written

# named returns the key that a value belongs to: the last step of its path that is none of a list.
named(path) := [step | some step in array.reverse(path); is_string(step)][0]

# lists_defaults holds for a list of users that says what MediaMTX does without one.
lists_defaults if {
	grants := {[user.user, user.password, user.ips, {permission | some permission in user.permissions}] |
		some user in mediamtx.model.users
	}
	some loopback in [["127.0.0.1", "::1"], ["127.0.0.1/32", "::1/128"]]
	grants == {
		["any", "none", [], {{"action": action, "path": ""} | some action in ["publish", "read", "playback"]}],
		["any", "none", loopback, {{"action": action, "path": ""} | some action in ["api", "metrics", "pprof"]}],
	}
}
