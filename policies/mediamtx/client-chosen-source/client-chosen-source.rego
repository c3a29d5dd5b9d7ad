# METADATA
# title: Source whose host a client chooses
# description: |
#   The name of a path is a regular expression, and a group of it (`$G1`) is where the URL of the source, or of a
#   hook that pulls a stream, has its host or its port: whoever asks for a path names the machine that MediaMTX connects
#   to. A reader can make it pull from anywhere, reach cameras and services inside the network, look for open ports, and
#   have MediaMTX serve streams of the reader's own; a password in front of the host is sent there too. `$MTX_QUERY`,
#   which is what a client writes behind the question mark, counts as well. Groups may stand in every part of a source
#   since v1.19.1, and in its host before.
#
#   What the group admits decides: an expression with `.` or `[^/]` admits every host, one of letters or digits alone a
#   name in the local network or a number in an address, and a list of words (`(hall|yard)`) what the list says, which
#   is not reported. Behind the host (`rtsp://camera:554/$G1`) a group is what it is made for.
# related_resources:
# - https://mediamtx.org/docs/features/proxy
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/staticsources/handler.go
# - https://owasp.org/www-community/attacks/Server_Side_Request_Forgery
# scope: package
# custom:
#   severity: medium
#   situations:
#     password: {severity: high, because: "the URL has a password, which is sent to whichever host the client names"}
#     anonymous: {severity: high, because: "anybody may read without a password, and so choose the host"}
#     bounded: {severity: low, because: "the group admits a part of an address, a local name or a port alone"}
#     inside: {severity: low, because: "nothing outside the host can reach the servers"}
#   cwe: [918]
#   remediation: |
#     Write the host into the source and let the group be a part of the path: `source: rtsp://10.0.0.9:554/$G1`.
#
#     Where several cameras have one entry, list them in the expression: `"~^cam/(hall|yard)$"`.
package mediamtx["client-chosen-source"]

import data.lib.mediamtx

findings contains finding if {
	some [path, at, url] in taken
	path.name == min({other.name | some [other, place, _] in taken; place == at})
	wide := {group | some group in groups(url.authority); width(path, url, group) == "any"}
	finding := object.union(
		{
			"path": at,
			"message": sprintf("%s lets clients choose its %s: %s", [subject(path, at), part(url), url.authority]),
			"related": [{"path": path.path, "message": "the expression that clients match is here"}],
			"secret": [{"path": at, "text": url.password} | is_secret(url)],
		},
		situation(url, wide),
	)
}

# taken are the URLs with a group in the host or the port that admits more than a list: [path, at, url].
taken contains [path, at, url] if {
	some path in mediamtx.paths
	startswith(path.name, "~")
	some at, text in texts(path)
	some url in urls(text)
	some group in groups(url.authority)
	width(path, url, group) in {"any", "bounded"}
}

# texts returns the source and the hooks of a path, by place: its own, or those of pathDefaults.
texts(path) := {setting.path: text |
	some name, setting in object.union(mediamtx.paths[0].written, path.written)
	regex.match(`^(source|runOn[A-Z]\w*)$`, name)
	text := mediamtx.raw(setting)
	is_string(text)
	contains(text, "://")
}

# urls returns the URLs in a text that have a group before their path: {user, password, authority, host, port}.
urls(text) := {{"password": parts[2], "authority": parts[3], "host": host, "port": port} |
	some parts in regex.find_all_string_submatch_n(
		`[A-Za-z][A-Za-z0-9+.-]*://(?:([^\s/@:"']*)(?::([^\s/@"']*))?@)?([^\s/?#"']*)`,
		text, -1,
	)
	count(groups(parts[3])) > 0
	host := regex.replace(parts[3], `:[^:\]]*$`, "")
	port := trim_prefix(parts[3], host)
}

# groups returns what a client fills in a text: the numbers of groups, and 0 for the query.
groups(text) := numbered | query if {
	numbered := {to_number(match[1]) | some match in regex.find_all_string_submatch_n(`\$\{?G([1-9]\d?)`, text, -1)}
	query := {0 | regex.match(`\$\{?MTX_QUERY`, text)}
}

# width says what a group can make of the host: any, bounded or listed.
width(_, url, group) := "bounded" if not group in groups(url.host)

width(path, url, group) := "any" if {
	group in groups(url.host)
	admits(path, group) == "any"
}

width(path, url, group) := "bounded" if {
	group in groups(url.host)
	admits(path, group) == "word"
}

width(path, url, group) := "listed" if {
	group in groups(url.host)
	admits(path, group) == "list"
}

# admits says what a group of a path's expression matches: any text with a dot or a slash in it, a word without these,
# or one of a list.
admits(_, 0) := "any"

admits(path, group) := admitted(expressions(path.name)[group - 1]) if group > 0

admitted(expression) := "list" if regex.match(list, expression)

admitted(expression) := "word" if {
	not regex.match(list, expression)
	regex.match(word, expression)
}

admitted(expression) := "any" if {
	not regex.match(list, expression)
	not regex.match(word, expression)
}

list := `^(\?P?<\w+>)?(\w|-|\\\.|\\-)+(\|(\w|-|\\\.|\\-)+)*$`

# A word consists of classes without a dot and a slash, and of their repetitions.
word := concat("", [
	`^(\?P?<\w+>)?`,
	`((\\[dw]|\[(\w-\w|\w|\\[dw-]|-|_)+\]|\[\^(/\.|\./|/\\\.|\\\./)\]|\w|-)`,
	`([+*?]\??|\{\d+(,\d*)?\})?)+$`,
])

# expressions returns what is in the groups of an expression, in order; .* for each where one is in another.
expressions(name) := [match[1] |
	some match in regex.find_all_string_submatch_n(`\(([^()]*)\)`, regex.replace(name, `\\[()]`, ""), -1)
	is_group(match[1])
] if {
	not is_nested(name)
}

expressions(name) := [".*" | some _ in numbers.range(1, 99)] if is_nested(name)

is_nested(name) if regex.match(`\([^)]*\(`, regex.replace(name, `\\[()]`, ""))

is_group(text) if not startswith(text, "?")

is_group(text) if regex.match(`^\?P?<`, text)

subject(path, at) := sprintf("hook %q of path %q", [key, path.name]) if {
	key := at[count(at) - 1]
	is_hook(key)
}

subject(path, at) := sprintf("source of path %q", [path.name]) if not is_hook(at[count(at) - 1])

is_hook(key) if startswith(lower(key), "runon")

part(url) := "host" if count(groups(url.host)) > 0

part(url) := "port" if count(groups(url.host)) == 0

situation(_, wide) := {"situation": "bounded"} if count(wide) == 0

situation(_, wide) := {"situation": "inside"} if {
	count(wide) > 0
	is_contained
}

situation(url, wide) := {"situation": "password"} if {
	count(wide) > 0
	not is_contained
	is_secret(url)
}

situation(url, wide) := {"situation": "anonymous"} if {
	count(wide) > 0
	not is_contained
	not is_secret(url)
	mediamtx.open("read")
}

situation(url, wide) := {} if {
	count(wide) > 0
	not is_contained
	not is_secret(url)
	not mediamtx.open("read")
}

is_contained if count(mediamtx.streaming) == 0

is_contained if mediamtx.inside(mediamtx.widest(mediamtx.reaches(mediamtx.streaming)))

is_secret(url) if {
	url.password != ""
	not contains(url.password, "$")
}
