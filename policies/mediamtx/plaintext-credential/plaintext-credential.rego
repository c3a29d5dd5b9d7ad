# METADATA
# title: Plaintext or unsalted credential in the configuration
# description: |
#   The file has a password or a key written out, and whoever reads the file, or its history in the repository, has it:
#   `pass` of `authInternalUsers`, `publishPass` and `readPass` of paths, a passphrase of SRT, `hlsCDNSecret`,
#   `whepBearerToken`, `whipBearerToken`, the password of a TURN server (`webrtcICEServers2`, and `webrtcICEServers` in
#   the form before v0.23.7, `turn:USER:PASSWORD:HOST:PORT`), in the URL of an authentication server, and in a hook: in
#   a URL or a stream ID, as an option, a header or a variable. A value that several hooks have is one finding.
#
#   MediaMTX takes the names and passwords of users as `argon2:` hashes, and as `sha256:`, which is reported as low:
#   without a salt and as fast as it is, short passwords are found from it. Nothing else can be hashed, because MediaMTX
#   needs the text itself: a passphrase of SRT encrypts the stream, and the others are sent. Set those from the
#   environment. The value is never shown.
#
#   A password of a user that is short or tried first is high: it is found without the file. Whether a file is committed
#   cannot be seen from it, so that does not change the severity.
#
#   MediaMTX replaces nothing in its file. A placeholder such as `${PASS}` is taken for that of a template, unless a
#   Compose service runs a MediaMTX image with the file as it is: then the placeholder is the password, which is high.
#
#   Passwords in URLs of sources, redirections and destinations are `mediamtx/insecure-source`.
# related_resources:
# - https://mediamtx.org/docs/features/authentication
# - https://mediamtx.org/docs/features/configuration
# - https://mediamtx.org/docs/features/srt-specific-features
# - https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
# scope: package
# custom:
#   severity: medium
#   situations:
#     weak: {severity: high, because: "it has fewer than twelve characters or is one that is tried first"}
#     fast-hash: {severity: low, because: "SHA-256 without a salt is fast to search; argon2 is not"}
#     unreplaced: {severity: high, because: "nothing replaces the placeholder, so that its text is the password"}
#   cwe: [256, 312, 916]
#   remediation: |
#     Store a hash: `pass: argon2:...`, made with `echo -n "$PASSWORD" | argon2 "$(openssl rand -base64 12)" -id -e`.
#
#     Where MediaMTX needs the text itself, leave it out of the file and set it from the environment, such as
#     `MTX_PATHS_CAM1_SRTREADPASSPHRASE`; change what was committed.
package mediamtx["plaintext-credential"]

import data.lib.mediamtx
import data.lib.placeholder
import data.lib.secret

findings contains finding if {
	some at, literal in literals
	finding := object.union(
		{
			"path": at,
			"message": sprintf("%s stands in the file as plain text", [literal.what]),
			"secret": [literal_place(at, literal)],
		},
		weak(literal.value),
	)
}

findings contains finding if {
	some index, user in mediamtx.users
	user.password == "sha256"
	user.origin == "written"
	finding := {
		"path": array.concat(user.path, ["pass"]),
		"secret": [array.concat(user.path, ["pass"])],
		"message": sprintf("password of %s is a fast hash without a salt", [label(index, user)]),
		"situation": "fast-hash",
	}
}

findings contains finding if {
	mediamtx.is_unchanged
	some at, what in guards
	finding := {
		"path": at,
		"message": sprintf("%s is a placeholder that nothing replaces", [what]),
		"related": [mounted(consumer) | some consumer in mediamtx.runners],
		"situation": "unreplaced",
	}
}

findings contains finding if {
	some at, found in told
	finding := {
		"path": at,
		"message": sprintf("%s has %s written out", [subjects[at], enumerated(found)]),
		"related": {{"path": other, "message": sprintf("%s has it too", [subjects[other]])} |
			some one in found
			some other in places[one.value]
			other != at
		},
		"secret": {{"path": place, "text": one.value} | some one in found; some place in places[one.value]},
	}
}

enumerated(found) := mediamtx.enumerated(sort({named(one) | some one in found}))

# literal_place returns where a literal is: the whole value, or a part of it.
literal_place(at, literal) := {"path": at, "text": literal.value} if literal.part

literal_place(at, literal) := at if not literal.part

weak(value) := {"situation": "weak"} if secret.is_weak(value)

weak(value) := {} if not secret.is_weak(value)

label(_, user) := sprintf("user %q", [user.user]) if is_name(user.user)

label(index, user) := sprintf("user number %d", [index + 1]) if not is_name(user.user)

is_name(user) if {
	is_string(user)
	not regex.match(`^(sha256|argon2):`, user)
}

literals[at] := {"what": sprintf("password of %s", [label(index, user)]), "value": value} if {
	some index, user in mediamtx.users
	user.password == "plain"
	user.origin == "written"
	at := array.concat(user.path, ["pass"])
	value := sprintf("%v", [object.get(input.document, at, "")])
}

literals[at] := {"what": sprintf("key %q of %s", [key, owner(path)]), "value": value} if {
	some [path, key, value] in own_passwords
	at := array.concat(path.path, [key])
	is_literal(value)
}

literals[setting.path] := {
	"what": sprintf("key %q of %s", [mediamtx.key(setting), owner(path)]),
	"value": setting.value,
} if {
	some path in mediamtx.paths
	some name in array.concat(passphrases, ["whepBearerToken"])
	setting := path.written[name]
	is_literal(setting.value)
}

literals[setting.path] := {"what": sprintf("key %q", [setting.key]), "value": setting.value} if {
	setting := mediamtx.setting.hlsCDNSecret
	setting.written
	setting.related == []
	is_literal(setting.value)
}

literals[at] := {"what": "key \"password\" of a TURN server", "value": value} if {
	some index, server in input.document.webrtcICEServers2
	value := scalar(server.password)
	is_literal(value)
	at := ["webrtcICEServers2", index, "password"]
}

literals[["webrtcICEServers", index]] := {"what": "password of a TURN server", "value": value, "part": true} if {
	some index, server in input.document.webrtcICEServers
	value := mediamtx.in_turn(server)
}

literals[at] := {"what": sprintf("key \"whipBearerToken\" of %s", [owner(path)]), "value": value} if {
	some path in mediamtx.paths
	some index, entry in object.get(input.document, array.concat(path.path, ["forward"]), [])
	value := scalar(entry.whipBearerToken)
	is_literal(value)
	at := array.concat(path.path, ["forward", index, "whipBearerToken"])
}

# A fork of MediaMTX has keys of its own.
literals[key.path] := {"what": sprintf("key %q", [mediamtx.key(key)]), "value": value} if {
	some key in mediamtx.model.unknown
	secret.is_name(mediamtx.key(key))
	value := scalar(object.get(input.document, key.path, null))
	is_literal(value)
	secret.is_literal(mediamtx.key(key), value)
}

# own_passwords are the passwords that paths had before v1.6.0: [path, key, value].
own_passwords contains [path, key, scalar(raw)] if {
	some path in mediamtx.paths
	some key, raw in object.get(input.document, path.path, {})
	is_string(key)
	lower(key) in {"publishpass", "readpass"}
}

passphrases := ["srtPublishPassphrase", "srtReadPassphrase"]

# guards are the placeholders in place of what clients have to know, by path.
guards[at] := sprintf("password of %s", [label(index, user)]) if {
	some index, user in mediamtx.users
	user.password == "unknown"
	user.origin == "written"
	at := array.concat(user.path, ["pass"])
}

guards[at] := sprintf("key %q of %s", [key, owner(path)]) if {
	some [path, key, value] in own_passwords
	placeholder.is_template(value)
	at := array.concat(path.path, [key])
}

guards[setting.path] := sprintf("key %q of %s", [mediamtx.key(setting), owner(path)]) if {
	some path in mediamtx.paths
	some name in passphrases
	setting := path.written[name]
	setting.value == null
	placeholder.is_template(setting.raw)
}

mounted(consumer) := {
	"file": consumer.file,
	"path": consumer.path,
	"message": sprintf("service %q gives MediaMTX the file as it is", [consumer.service]),
}

# told are the secrets in texts by the place that is reported for them, which is the first one that has the value.
told[at] contains one if {
	some at, found in in_texts
	some one in found
	at == min(places[one.value])
}

# places are where a value is, by the value.
places[one.value] contains at if {
	some at, found in in_texts
	some one in found
}

# in_texts are the secrets in hooks and in the addresses of authentication servers, by place.
in_texts[at] := found if {
	some at, text in texts
	found := mediamtx.secrets(text)
	count(found) > 0
}

texts[hook.path] := mediamtx.raw(hook) if {
	some path in mediamtx.paths
	some name, hook in path.written
	startswith(name, "runOn")
}

texts[setting.path] := mediamtx.raw(setting) if {
	some name in ["runOnConnect", "runOnDisconnect", "authHTTPAddress", "authJWTJWKS"]
	setting := mediamtx.setting[name]
	setting.written
	setting.related == []
}

subjects[hook.path] := sprintf("hook %q of %s", [mediamtx.key(hook), owner(path)]) if {
	some path in mediamtx.paths
	some name, hook in path.written
	startswith(name, "runOn")
}

subjects[setting.path] := sprintf("setting %q", [setting.key]) if {
	some name in ["runOnConnect", "runOnDisconnect", "authHTTPAddress", "authJWTJWKS"]
	setting := mediamtx.setting[name]
	setting.written
	setting.related == []
}

named(one) := sprintf("the password for %q", [one.host]) if {
	one.what == "password"
	one.host != ""
}

named(one) := "a password" if {
	one.what == "password"
	one.host == ""
}

named(one) := sprintf("a %s", [one.what]) if one.what == "stream key"

named(one) := sprintf("the secret %q", [one.what]) if not one.what in {"password", "stream key"}

is_literal(text) if {
	is_string(text)
	text != ""
	not placeholder.is_template(text)
	not regex.match(`^(sha256|argon2):`, text)
}

# scalar returns a value as text; it is undefined for a list, a mapping and null.
scalar(raw) := raw if is_string(raw)

scalar(raw) := sprintf("%v", [raw]) if is_number(raw)

scalar(raw) := sprintf("%v", [raw]) if is_boolean(raw)

owner(path) := "pathDefaults" if path.defaults

owner(path) := sprintf("path %q", [path.name]) if not path.defaults
