package lib.mediamtx

import data.lib.link

# servers gives the servers that are on, by name: {name, stream, switch, encryption, addresses}. encryption is no,
# optional, strict or unknown. addresses are those that are open, the main one first: {setting, value, path, written,
# since, class, reach, protocol, related}.
servers[server.name] := found if {
	some server in data.lib.mediamtx.known_servers
	setting[server.name].value == true
	encryption := encrypted(server)
	found := {
		"name": server.name,
		"stream": server.stream,
		"switch": setting[server.name],
		"encryption": encryption,
		"addresses": [address |
			some candidate in server.addresses
			opened(candidate, encryption)
			address := addressed(candidate)
		],
	}
}

encrypted(server) := "strict" if server.name == "moq" # it makes a certificate of its own

encrypted(server) := "no" if server.name == "srt"

encrypted(server) := tls_word(value(server.encryption, "no")) if server.encryption != ""

tls_word(true) := "strict"

tls_word(false) := "no"

tls_word(null) := "unknown"

tls_word(word) := word if is_string(word)

opened(candidate, encryption) if {
	used_with(candidate["with"], encryption)
	used_over(candidate.udp)
	setting[candidate.setting].value != ""
}

used_with("", _)

used_with("plain", encryption) if encryption != "strict"

used_with("secure", encryption) if encryption in {"optional", "strict"}

used_over(false)

used_over(true) if "udp" in value("rtspTransports", ["udp"])

addressed(candidate) := object.union(
	{"setting": candidate.setting, "protocol": candidate.protocol, "class": class, "reach": reach(class, found.path)},
	found,
) if {
	found := setting[candidate.setting]
	class := address_class(found.value)
}

# address_class tells what an address opens: loopback (a Unix socket too), all (every interface), one or unknown.
address_class(null) := "unknown"

address_class(text) := "loopback" if {
	is_string(text)
	startswith(text, "unix://")
}

address_class(text) := host_class(host) if {
	is_string(text)
	not startswith(text, "unix://")
	host := trim(regex.replace(text, `:[^:\]]*$`, ""), "[]")
}

host_class(host) := "all" if regex.match(`^(::ffff:)?[0:.]*$`, lower(host))

host_class(host) := "loopback" if regex.match(`^(::ffff:)?127\.|^(0{0,4}:)+0{0,3}1$|^localhost$`, lower(host))

host_class(host) := "one" if {
	not regex.match(`^(::ffff:)?([0:.]*$|127\.)|^(0{0,4}:)+0{0,3}1$|^localhost$`, lower(host))
}

# reach returns how far an address of a class at a path can be reached, in the words of lib.link.
reach("loopback", _) := "loopback"

reach(class, path) := link.exposure(path) if class != "loopback"

# inside holds for a reach that ends on the host.
inside(level) if level in {"loopback", "peers", "host_loopback"}

# is_local holds when all addresses of a server are on loopback or are sockets, by what the file says itself.
is_local(server) if {
	every address in server.addresses {
		address.class == "loopback"
	}
}

# outermost returns those servers of a list that reach beyond the host, and all of them where none does.
outermost(list) := beyond if {
	beyond := [server | some server in list; not inside(reach_of(server))]
	count(beyond) > 0
}

outermost(list) := list if {
	every server in list {
		inside(reach_of(server))
	}
}

# reach_of returns the widest reach of a server.
reach_of(server) := widest({address.reach | some address in server.addresses})

# widest returns the widest of a set of reaches.
widest(levels) := [level |
	some level in ["all_interfaces", "one_address", "unknown", "host_loopback", "peers", "loopback"]
	level in levels
][0]

# reaches returns the reaches of the servers with the names.
reaches(some_names) := {address.reach |
	some name in some_names
	some address in servers[name].addresses
}

# streaming are the names of the servers that carry streams and are open beyond loopback by what the file says itself.
streaming := {name |
	some name, server in servers
	server.stream
	not is_local(server)
}

# exposed are the servers of any sort with an address that is open beyond loopback by what the file says itself.
exposed := {name |
	some name, server in servers
	not is_local(server)
}

# title names a server as people do.
title(name) := upper(name) if name in {"rtsp", "rtmp", "hls", "srt", "api"}

title(name) := {"webrtc": "WebRTC", "moq": "MoQ"}[name]

title(name) := name if name in {"metrics", "pprof", "playback"}

# listens says for a message where an address is open: "on every interface (9997/tcp)", "on 192.168.1.5:9997".
listens(address) := sprintf(
	"on every interface (%s/%s)%s",
	[regex.replace(address.value, `^.*:`, ""), address.protocol, by_default(address)],
) if {
	address.class == "all"
}

listens(address) := sprintf("on %s", [address.value]) if address.class != "all"

by_default(address) := "" if address.written

by_default(address) := " by default" if {
	not address.written
	address.since == ""
}

by_default(address) := sprintf(" by default since %s", [address.since]) if address.since != ""

# unknown_exposure is a remark for the message of a listener of which nothing in the scan says how far it is reached.
unknown_exposure(address) := ", exposure unknown" if address.reach == "unknown"

unknown_exposure(address) := "" if address.reach != "unknown"

# only_inside holds when only clients with a loopback or private address need no password for an action.
only_inside(action) if {
	not open(action)
	some grant in grants
	grant.action == action
}

# is_default_since holds for a default address that only some of the releases that may run the file have.
is_default_since(address) if {
	not address.written
	address.since != ""
}
