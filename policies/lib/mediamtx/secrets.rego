package lib.mediamtx

import data.lib.placeholder
import data.lib.secret

# secrets returns the secrets that a URL, or a command with URLs in it, has written out: a set of {what, value, host}.
# host is that of the URL, "" where there is none.
secrets(text) := found if {
	is_string(text)
	found := union({
		in_front(text), in_query(text), in_stream_id(text), in_path(text), in_key(text), in_option(text), in_header(text),
		in_login(text), in_assignment(text),
	})
}

# in_front returns the passwords in front of hosts.
in_front(text) := {{"what": "password", "value": parts[3], "host": lower(parts[4])} |
	contains(text, "@")
	some parts in regex.find_all_string_submatch_n(secret.url_pattern, text, -1)
	is_written_out(parts[3])
}

# in_query returns the parameters of URLs with the name of a secret: ?passphrase=x, &token=x.
in_query(text) := {{"what": parts[1], "value": parts[2], "host": ""} |
	contains(text, "=")
	some parts in regex.find_all_string_submatch_n(`[?&]([A-Za-z][\w.-]*)=([^\s&"'#]+)`, text, -1)
	is_parameter(parts[1])
	secret.is_literal(parts[1], parts[2])
	is_written_out(parts[2])
}

is_parameter(name) if secret.is_name(name)

is_parameter(name) if lower(name) in {"jwt", "pw"}

# in_stream_id returns the passwords in stream IDs of SRT, in the form of MediaMTX (publish:PATH:USER:PASSWORD) and in
# the standard one (#!::m=publish,r=PATH,u=USER,s=PASSWORD).
in_stream_id(text) := {{"what": "password", "value": value, "host": ""} |
	contains(text, "streamid=")
	some parts in regex.find_all_string_submatch_n(
		`streamid=["']?(?:(?:publish|read):[^\s:&"']*:[^\s:&"']*:([^\s:&"']+)|#!::(?:[^\s&"']*,)?s=([^\s,&"']+))`,
		text, -1,
	)
	value := concat("", array.slice(parts, 1, 3))
	is_written_out(value)
}

# in_path returns the password that some cameras want in the path: /user=x_password=y_channel=1.
in_path(text) := {{"what": "password", "value": parts[1], "host": ""} |
	contains(text, "user=")
	some parts in regex.find_all_string_submatch_n(
		`(?i)://[^\s"']*/user=[^\s_&"']*[_&]passw(?:or)?d=([^\s_&"']+)`,
		text, -1,
	)
	is_written_out(parts[1])
}

# in_key returns the key of a stream for a public service, which is the last part of its URL.
in_key(text) := {{"what": "stream key", "value": parts[2], "host": lower(parts[1])} |
	contains(text, "rtmp")
	some parts in regex.find_all_string_submatch_n(
		sprintf(`rtmps?://(?:[^\s/@]*@)?((?:[\w-]+\.)*(?:%s))(?::\d+)?/[^\s"'#]*[/#]([^\s/"'#?]{8,})`, [public_services]),
		text, -1,
	)
	is_written_out(parts[2])
}

public_services := concat("|", [
	`youtube\.com`, `twitch\.tv`, `live-video\.net`, `facebook\.com`, `kick\.com`, `restream\.io`, `pscp\.tv`,
	`tiktokcdn(?:-us)?\.com`,
])

# in_option returns the options of a command with the name of a secret: --token=x, --api-key x.
in_option(text) := {{"what": parts[1], "value": parts[2], "host": ""} |
	regex.match(`\s-`, text)
	some parts in regex.find_all_string_submatch_n(
		`(?:^|\s)--?([A-Za-z][\w-]*)(?:=|\s+)["']?([^\s"'-][^\s"']*)`,
		text, -1,
	)
	secret.is_name(parts[1])
	secret.is_literal(parts[1], parts[2])
	not regex.match(`^\d{1,2}$`, parts[2]) # the passes of an encoder
	is_written_out(parts[2])
}

in_header(text) := {{"what": "authorization", "value": parts[1], "host": ""} |
	contains(lower(text), "authorization")
	some parts in regex.find_all_string_submatch_n(
		`(?i)authorization:\s*(?:bearer|basic|token)\s+([^\s"']+)`,
		text, -1,
	)
	is_written_out(parts[1])
}

# in_login returns the password that a client of HTTP is given: curl -u USER:PASSWORD.
in_login(text) := {{"what": "password", "value": parts[1], "host": ""} |
	regex.match(`(^|[\s/])(curl|wget|http|https|lftp)\s`, text)
	some parts in regex.find_all_string_submatch_n(
		`\s(?:-u|--user)(?:=|\s*)["']?[^\s:"'-][^\s:"']*:([^\s"']+)`,
		text, -1,
	)
	is_written_out(parts[1])
}

# in_assignment returns the variables with the name of a secret in front of a command: TOKEN=x notify.
in_assignment(text) := {{"what": parts[1], "value": parts[2], "host": ""} |
	contains(text, "=")
	some parts in regex.find_all_string_submatch_n(`(?:^|[\s;"'])([A-Z][A-Z0-9_]+)=["']?([^\s;"']+)`, text, -1)
	secret.is_name(parts[1])
	secret.is_literal(parts[1], parts[2])
	is_written_out(parts[2])
}

# in_turn returns the password of a TURN server in the form before v0.23.7: turn:USER:PASSWORD:HOST:PORT.
in_turn(text) := parts[2] if {
	is_string(text)
	parts := split(text, ":")
	count(parts) == 5
	lower(parts[0]) in {"turn", "turns"}
	is_written_out(parts[2])
}

# is_written_out holds for a value that no variable and no template makes.
is_written_out(value) if {
	value != ""
	not regex.match(`\$[A-Za-z_{(]`, value)
	not secret.is_template(value)
	not placeholder.is_template(value)
	not regex.match(`^(sha256|argon2):`, value)
}
