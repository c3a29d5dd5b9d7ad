package lib.secret

# found judges a value under a name: {form, value, host}, undefined where no secret is written out in it. value is the
# secret itself, which is never for a message. form is the first that fits: url (a password in a URL), connection (in a
# list of settings), token (the format of a provider, or a private key), json (inside a JSON object), hash (of a
# password), pair (behind a user's name) or literal. host is that of the URL, "" for any other form.
found(name, text) := object.union({"host": ""}, forms(name, text)[0]) if is_string(text)

forms(name, text) := array.flatten([
	[{"form": "url", "value": url.password, "host": url.host} | url := url_secret(text)],
	[{"form": "connection", "value": password} | password := pair_password(text); is_literal("password", password)],
	[{"form": "token", "value": token} | token := token_in(text); may_be_token(name, token)],
	[{"form": "json", "value": value} | value := json_secret(text)],
	[{"form": pair.form, "value": pair.value} | pair := user_pair(name, text)],
	[{"form": form, "value": text} | form := named(name, text)],
])

# A web token under a name that is no secret's may be meant for the public, as an anonymous key is.
may_be_token(_, token) if not startswith(token, "eyJ")

may_be_token(name, _) if is_name(name)

named(name, text) := "hash" if {
	is_name(name)
	is_hash(text)
}

named(name, text) := "literal" if {
	is_name(name)
	not is_hash(text)
	not is_connection(name)
	not contains(text, "://")
	not is_json(text)
	not is_settings(text)
	is_literal(name, text)
}

# A list of settings is judged by the password in it, not as a whole.
is_settings(text) if regex.match(`^[A-Za-z][\w ]*=[^;]*;.*=`, text)

# user_pair finds a password or its hash behind a user's name: user:password, and user/password for Neo4j.
user_pair(name, text) := {"form": form, "value": password} if {
	is_string(text)
	[[_, password]] := regex.find_all_string_submatch_n(separated(name), text, 1)
	form := pair_form(password)
}

separated(name) := `^[\w.@-]{1,64}:([^\s:/]\S*)$` if {
	is_pair(name)
	lower(name) != "neo4j_auth"
}

separated(name) := `^neo4j/(\S+)$` if lower(name) == "neo4j_auth"

pair_form(password) := "hash" if is_hash(password)

pair_form(password) := "pair" if {
	not is_hash(password)
	is_literal("password", password)
}

is_json(text) if {
	regex.match(`^\s*[{\[]\s*["{\[]`, text)
	json.is_valid(text)
}

# json_secret finds a secret in a JSON value: under the name of a secret, as the key beside an algorithm, or as the
# login for a registry.
json_secret(text) := [value |
	is_json(text)
	walk(json.unmarshal(text), [path, mapping])
	is_object(mapping)
	some name, value in mapping
	is_string(value)
	is_json_name(name, mapping, path)
	is_literal("secret", value)
	not is_public(value)
][0]

is_json_name(name, _, _) if is_name(name)

is_json_name("secret", _, _)

is_json_name(name, mapping, _) if {
	name in {"key", "k"}
	some beside in ["alg", "algorithm", "enc", "kty", "method", "type"]
	mapping[beside]
}

is_json_name("auth", _, path) if path[count(path) - 2] == "auths"

# url_password finds the first URL with a password in front of its host: {password, host, scheme, user}. References
# inside are kept as they are written. It is undefined where there is none.
url_password(text) := {"scheme": parts[1], "user": parts[2], "password": parts[3], "host": lower(parts[4])} if {
	is_string(text)
	contains(text, "@")
	contains(text, "://")
	[parts] := regex.find_all_string_submatch_n(url_pattern, text, 1)
}

# The password may hold anything but white space, quotes and a slash, an @ too: the host begins behind the last one; a
# ${...} in it may hold those too.
url_pattern := concat("", [
	`([A-Za-z][A-Za-z0-9+.-]*)://((?:\$\$?\{[^}]*\}+|[^\s:@/?#'"])*):`,
	`((?:\$\$?\{[^}]*\}+|\$\$?\([^)]*\)|[^\s/'"])+)@((?:\$\$?\{[^}]*\}+|[^\s@:/?#'",;{}])+)`,
])

# url_secret is url_password for a password that is written out: not only references, no template, and no word that
# means a password in a URL whose other words stand for something as well.
url_secret(text) := url if {
	url := url_password(text)
	not is_reference(url.password)
	not is_template(url.password)
	not regex.match(`^(\$\$?\{[^}]*\}|\$\$?\w+)`, url.password)
	not is_pattern(url)
}

is_pattern(url) if {
	lower(url.password) in {"password", "pass", "passwd", "pwd", "secret", "token"}
	lower(url.user) in {"user", "username", "usr", "name", "login"}
	is_stand_in(url.host)
}

is_pattern(url) if {
	is_placeholder(url.password)
	is_stand_in(url.host)
}

is_stand_in(host) if host in {"host", "hostname", "server", "your-host", "domain"}

is_stand_in(host) if regex.match(`(^|\.)example(\.(com|org|net))?$|^<|^your[-_]`, host)

# pair_password returns the password of a list of settings, wherever in it: "Server=db;User Id=sa;Password=x;",
# "host=db password=x" and "username=u,password=x,vers=3.0".
pair_password(text) := value if {
	is_string(text)
	contains(text, "=")
	[[_, value]] := regex.find_all_string_submatch_n(
		`(?i)(?:^|[;,\s])(?:password|passwd|pwd|pass|accountkey|sharedaccesskey)\s*=\s*['"]?([^;,\s'"]+)`,
		text,
		1,
	)
}
