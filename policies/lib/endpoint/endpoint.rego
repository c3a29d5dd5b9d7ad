# METADATA
# description: |
#   Reads the addresses that a program connects to: whether the scheme encrypts, and where in the network the host is.
package lib.endpoint

# cleartext returns the scheme, host and credentials ("" for none) of a URL whose scheme does not encrypt. It is
# undefined for any other text.
cleartext(text) := {"scheme": lower(parts[1]), "credentials": parts[2], "host": lower(parts[3])} if {
	is_string(text)
	contains(text, "://")
	[parts] := regex.find_all_string_submatch_n(url, text, 1)
}

url := `^(?i)(http|ws|redis|amqp|ldap|mqtt|ftp|stomp|nats|telnet)://([^@/?#]*@)?(\[[0-9a-f:.]+\]|[^:/?#\s{}<>$%,]+)`

# place says where a host is, as its name or address shows: loopback, link (nothing but the link of the machine),
# neighbour (a name without a domain, as containers of a project have), overlay (a network that encrypts), private,
# reserved (a name that nobody can register) or public.
place(host) := "loopback" if {
	regex.match(`^(localhost|(.*\.)?localhost|127\.[0-9.]+|0\.0\.0\.0|\[::1?\]|::1?|host\.docker\.internal|gateway\.docker\.internal)$`, host)
} else := "link" if {
	regex.match(`^169\.254\.`, host)
} else := "overlay" if {
	regex.match(`\.ts\.net$|\.tailscale\.net$|^100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.`, host)
} else := "neighbour" if {
	regex.match(`^[a-z][a-z0-9_-]*$|[.][a-z0-9*-]*_[a-z0-9_*-]*$|\.svc(\.cluster\.local)?$|\.cluster\.local$`, host)
} else := "private" if {
	regex.match(`^(10\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.)|^\[f[cde]|\.(local|lan|home|internal|intra|intranet|corp|localdomain|arpa|private)$`, host)
} else := "reserved" if {
	regex.match(`(^|\.)(example(\.(com|net|org))?|test|invalid)$|^(192\.0\.2|198\.51\.100|203\.0\.113)\.|^your[-_.]`, host)
} else := "public"

# is_identifier holds for the host of a URL that names something, such as an XML namespace, and is no address that a
# program connects to.
is_identifier(host) if {
	regex.match(
		`(^|\.)(w3\.org|schemas?\.[\w.-]+|schemas\.xmlsoap\.org|json-schema\.org|xmlns\.com|purl\.org|ns\.adobe\.com|opengis\.net|xml\.org|sitemaps\.org|schema\.org|openarchives\.org|docbook\.org|itunes\.com|apache\.org|gnu\.org|creativecommons\.org|opensource\.org)$`,
		host,
	)
}

# schema-like hosts begin so.
is_identifier(host) if regex.match(`^(schemas?|xmlns|ns|specs?)\.`, host)
