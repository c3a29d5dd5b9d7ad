# METADATA
# title: Plaintext or unsalted credential in the configuration
# description: |
#   The file holds a password or a key as it is: `pass` of `authInternalUsers`, `publishPass` and `readPass` of paths, a
#   passphrase of SRT, `hlsCDNSecret`, `whepBearerToken`, `whipBearerToken` or the password of a TURN server. Whoever
#   reads the file, or its history in the repository, has it. MediaMTX also takes passwords as `argon2:` hashes, and as
#   `sha256:`, which is reported as low: without a salt and as fast as it is, short passwords are found from it. Keys
#   that MediaMTX must send itself cannot be hashed: set them from the environment. The value is never shown.
#
#   A password that is short or tried first is high: it is found without the file. Whether a file is committed cannot be
#   seen from it, so that does not change the severity.
#
#   Placeholders such as `${PASS}` and `{{ pass }}` are not literals. Passwords in URLs are `mediamtx/insecure-source`.
# related_resources:
# - https://mediamtx.org/docs/features/authentication
# - https://mediamtx.org/docs/features/configuration
# - https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
# scope: package
# custom:
#   severity: medium
#   situations:
#     weak: {severity: high, because: "it has fewer than twelve characters or is one that is tried first"}
#     fast-hash: {severity: low, because: "SHA-256 without a salt is fast to search; argon2 is not"}
#   cwe: [256, 312, 916]
#   remediation: |
#     Store a hash: `pass: argon2:...`, made with `echo -n "$PASSWORD" | argon2 "$(openssl rand -base64 12)" -id -e`.
#
#     Where MediaMTX must send the secret, leave it out of the file and set it from the environment, such as
#     `MTX_PATHS_CAM1_SRTREADPASSPHRASE`; change what was committed.
package mediamtx["plaintext-credential"]

import data.lib.mediamtx
import data.lib.placeholder
import data.lib.secret

findings contains finding if {
	some at, literal in literals
	finding := object.union(
		{"path": at, "message": sprintf("%s stands in the file as plain text", [literal.what]), "secret": [at]},
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
	some path in mediamtx.paths
	some key, raw in object.get(input.document, path.path, {})
	is_string(key)
	lower(key) in {"publishpass", "readpass"}
	value := sprintf("%v", [raw])
	is_literal(raw, value)
	at := array.concat(path.path, [key])
}

literals[setting.path] := {
	"what": sprintf("key %q of %s", [mediamtx.key(setting), owner(path)]),
	"value": setting.value,
} if {
	some path in mediamtx.paths
	some name in ["srtPublishPassphrase", "srtReadPassphrase", "whepBearerToken"]
	setting := path.written[name]
	is_literal(setting.value, setting.value)
}

literals[setting.path] := {"what": sprintf("key %q", [setting.key]), "value": setting.value} if {
	setting := mediamtx.setting.hlsCDNSecret
	setting.written
	setting.related == []
	is_literal(setting.value, setting.value)
}

literals[at] := {"what": "key \"password\" of a TURN server", "value": value} if {
	some index, server in input.document.webrtcICEServers2
	value := sprintf("%v", [server.password])
	is_literal(server.password, value)
	at := ["webrtcICEServers2", index, "password"]
}

literals[at] := {"what": sprintf("key \"whipBearerToken\" of %s", [owner(path)]), "value": value} if {
	some path in mediamtx.paths
	some index, entry in object.get(input.document, array.concat(path.path, ["forward"]), [])
	value := sprintf("%v", [entry.whipBearerToken])
	is_literal(entry.whipBearerToken, value)
	at := array.concat(path.path, ["forward", index, "whipBearerToken"])
}

is_literal(raw, text) if {
	raw != null
	text != ""
	not placeholder.is_template(text)
	not regex.match(`^(sha256|argon2):`, text)
}

owner(path) := "pathDefaults" if path.defaults

owner(path) := sprintf("path %q", [path.name]) if not path.defaults
