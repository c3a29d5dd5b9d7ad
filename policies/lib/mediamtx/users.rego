package lib.mediamtx

# method is how clients are authenticated: internal, http, jwt, or null when the text does not tell. Before v1.6.0 there
# was no such setting.
method := value("authMethod", "internal")

# users are the users of internal authentication, with what the environment sets of them.
users := listed_users if method == "internal"

users := [] if method != "internal"

# listed_users are those of authInternalUsers and its environment, whether they are asked or not.
listed_users := [] if environment.MTX_AUTHINTERNALUSERS.text == ""

listed_users := with_variables(model.users, user_sets(environment), adds_users) if {
	not environment.MTX_AUTHINTERNALUSERS.text == ""
	count(environment) > 0
}

listed_users := model.users if count(environment) == 0

default adds_users := false

adds_users if only_before(1016000)

# grants says what needs no password: {action, path, at, scope, origin, user}. path is the stream's, "" for every one;
# at is where it stands. scope tells from which addresses: loopback, private, limited (a few public ones) or everywhere.
# origin is written, default, legacy, environment or exclude (left out of external authentication); user is the index in
# users.
grants contains grant if {
	some index, user in users
	user.user == "any"
	scope := address_scope(user.ips)
	some permission in user.permissions
	not is_closed(user, permission)
	grant := {
		"action": permission.action,
		"path": stream(permission.path),
		"at": user.path,
		"scope": scope,
		"origin": user.origin,
		"user": index,
	}
}

grants contains grant if {
	name := {"http": "authHTTPExclude", "jwt": "authJWTExclude"}[method]
	exclude := setting[name]
	exclude.written
	some action in exclude.value
	grant := excluded(action, exclude, "exclude")
}

# Until v1.20.1 external authentication left out these actions by default.
grants contains grant if {
	method == "http"
	exclude := setting.authHTTPExclude
	not exclude.written
	maybe_before(1020001)
	some action in ["api", "metrics", "pprof"]
	grant := excluded(action, setting.authMethod, "default")
}

# Since v1.21.2 users of paths close the playback server too, to which anybody had access beside them.
is_closed(user, permission) if {
	user.origin == "legacy"
	permission.action == "playback"
	not maybe_before(1021002)
}

excluded(action, exclude, origin) := {
	"action": action,
	"path": "",
	"at": exclude.path,
	"scope": "everywhere",
	"origin": origin,
	"user": -1,
}

# outdated_exclude holds when the exceptions of old are in force with some of the releases that may run the file, not
# with all.
outdated_exclude if {
	method == "http"
	not setting.authHTTPExclude.written
	maybe_before(1020001)
	not only_before(1020001)
}

# stream returns the path of a permission, "" for one that matches all.
stream(path) := "" if path in {"", "~^.*$", "~.*", "~^.+$", "~"}

stream(path) := path if not path in {"", "~^.*$", "~.*", "~^.+$", "~"}

# address_scope tells from which addresses a list of addresses and networks lets in.
address_scope(ips) := "everywhere" if count(ips) == 0

address_scope(ips) := [scope | some scope in ["everywhere", "limited", "private", "loopback"]; scope in scopes][0] if {
	scopes := {ip_scope(ip) | some ip in ips}
}

ip_scope(ip) := "loopback" if regex.match(`^(127\.|::1(/128)?$)`, ip)

ip_scope(ip) := "private" if is_private(ip)

ip_scope(ip) := "limited" if {
	not is_private(ip)
	not regex.match(`^(127\.|::1(/128)?$)`, ip)
	not prefix_below(ip, 24, 56)
}

ip_scope(ip) := "everywhere" if {
	not is_private(ip)
	not regex.match(`^(127\.|::1(/128)?$)`, ip)
	prefix_below(ip, 24, 56)
}

# is_private holds for an address or network in the private ranges of RFC 1918, RFC 6598, RFC 4193 and link local.
is_private(ip) if {
	regex.match(`^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)`, ip)
	not prefix_below(ip, 8, 0)
}

is_private(ip) if regex.match(`^(?i)(f[cd][0-9a-f]{2}:|fe80:)`, ip)

# prefix_below holds for a network that is wider than a prefix of IPv4 or IPv6.
prefix_below(ip, v4, _) if {
	contains(ip, "/")
	not contains(ip, ":")
	prefix(ip) < v4
}

prefix_below(ip, _, v6) if {
	contains(ip, "/")
	contains(ip, ":")
	prefix(ip) < v6
}

# prefix returns the number behind the slash of a network, 0 where there is no number.
prefix(ip) := to_number(length) if {
	length := split(ip, "/")[1]
	regex.match(`^\d{1,3}$`, length)
}

prefix(ip) := 0 if not regex.match(`/\d{1,3}$`, ip)

# open holds for an action that somebody needs no password for, from more than private addresses.
open(action) if {
	some grant in grants
	grant.action == action
	grant.scope in {"everywhere", "limited"}
}

# open_streams holds when anybody may publish or read some stream.
open_streams if open("publish")

open_streams if open("read")

# related_grants returns for the finding's related where an action is granted to anybody.
related_grants(actions) := {{"path": grant.at, "message": "anybody may do so without a password by this"} |
	some grant in grants
	grant.action in actions
	grant.scope in {"everywhere", "limited"}
	grant.origin != "default"
}

# needs_password holds when some client has to give a user and a password or a token.
needs_password if method in {"http", "jwt"}

needs_password if {
	some user in users
	user.user != "any"
	count(user.permissions) > 0
}
