# METADATA
# description: |
#   Says what a MediaMTX configuration comes to: its settings with the variables of the service that runs it, its
#   servers with the reach of their addresses, and who needs no password for what. The tables are in data.json, from
#   internal/conf and the sample file of MediaMTX v1.20.1: known_servers are all servers, in the order of the sample
#   file; with is the encryption with which an address is used, plain, secure or "" for always; udp says that it is used
#   when udp is among rtspTransports alone. switches are the settings that are on or off.
package lib.mediamtx

import data.lib.link
import data.lib.placeholder

model := input.context.mediamtx

# The releases that can read the file and that the image of a service may hold, as numbers (v1.15.4 is 1015004): from
# version_min up to, not including, version_until, where 0 is open.
version_min := max([model.versions.min, image_min])

version_until := min([until | some until in {model.versions.until, image_until}; until != 0])

version_until := 0 if model.versions.until + image_until == 0

default image_min := 0

image_min := min([tag.min | some tag in image_tags])

default image_until := 0

image_until := max([tag.until | some tag in image_tags])

# runners are the consumers that run the server: by their image where one is told by it, for others may read the file
# too.
runners := told if {
	told := [consumer | some consumer in link.consumers; is_server(consumer)]
	count(told) > 0
}

runners := link.consumers if {
	every consumer in link.consumers {
		not is_server(consumer)
	}
}

is_server(consumer) if {
	is_string(consumer.image)
	regex.match(`(mediamtx|rtsp-simple-server)[^/]*$`, consumer.image)
}

# is_unchanged holds when services of MediaMTX's own images run the file as it is written: nothing in these images
# replaces anything in it, and no shell does so before.
is_unchanged if {
	count(runners) > 0
	every consumer in runners {
		is_string(consumer.image)
		regex.match(official_image, consumer.image)
		consumer.how in {"volume", "config", "secret"}
		not starts_shell(consumer)
	}
}

official_image := `^((index\.)?docker\.io/|ghcr\.io/)?(bluenviron/mediamtx|aler9/rtsp-simple-server)(:[^/]*)?$`

starts_shell(consumer) if {
	some word in consumer.command
	regex.match(`(^|[\s/])(sh|bash|ash|envsubst|gomplate)(\s|$)|\.sh$`, word)
}

# image_tags gives the releases for each runner; one without a tag that names a release leaves the releases open.
image_tags := tags if {
	tags := [tag | some consumer in runners; tag := releases(consumer.image)]
	count(tags) == count(runners)
	count(tags) > 0
}

releases(image) := {"min": number, "until": number + step} if {
	is_string(image)
	tag := regex.find_all_string_submatch_n(
		`(^|/)(mediamtx|rtsp-simple-server):v?(\d{1,3})(\.(\d{1,3}))?(\.(\d{1,3}))?($|[-@])`,
		image,
		1,
	)[0]
	parts := [part | some part in [tag[3], tag[5], tag[7]]; part != ""]
	number := sum([weighed | some i, part in parts; weighed := to_number(part) * unit[i]])
	step := unit[count(parts) - 1]
}

unit := [1000000, 1000, 1]

# version writes a release as people do. Only what can be divided is: fractions cost more than the rest together.
version(number) := sprintf("v%d.%d.%d", [(number - below) / 1000000, (below - patch) / 1000, patch]) if {
	below := number % 1000000
	patch := number % 1000
}

# only_before holds when every release that may run the file is older than a number.
only_before(number) if {
	version_until != 0
	version_until <= number
}

# image_before holds when the image is known to be older than a release.
image_before(number) if {
	image_until != 0
	image_until <= number
}

# maybe_before holds when a release older than a number may run the file.
maybe_before(number) if version_min < number

# setting gives each setting of the top level by its newest name: {value, path, written, since, related}. value is null
# when the text does not tell. since is the release that brought a default when older ones may run the file too,
# otherwise "". related holds the variable of the environment that sets it, if one does. What the file writes has key,
# as it is written, too.
setting[name] := object.union(found, {"key": key(found), "written": true, "since": "", "related": []}) if {
	some name, found in model.settings
	not variable[name]
}

setting[name] := {"value": value, "path": [name], "written": false, "since": brought(since), "related": []} if {
	some name, value in model.defaults
	not variable[name]
	since := object.get(model.since, name, 0)
	in_range(since)
}

# The image may be older than what brought the newest default.
setting[name] := {
	"value": choice.value,
	"path": [name],
	"written": false,
	"since": brought(choice.since),
	"related": [],
} if {
	some name, former in model.earlier
	not variable[name]
	not in_range(model.since[name])
	choices := [choice | some choice in former; in_range(choice.since)]
	choice := choices[count(choices) - 1]
}

setting[name] := {
	"value": typed(name, set.text),
	"path": path_of(name),
	"written": true,
	"since": "",
	"related": [set.related],
} if {
	some name, set in variable
}

# by_file returns what the file says of a setting whatever the environment is: {value, path, written}.
by_file(name) := object.union(model.settings[name], {"written": true})

by_file(name) := {"value": object.get(model.defaults, name, null), "path": [name], "written": false} if {
	not model.settings[name]
}

path_of(name) := object.get(model.settings, [name, "path"], [name])

# key returns the key of what stands in the file, as it is written there.
key(found) := found.path[count(found.path) - 1]

# raw returns the text of a setting that is written, for one that is text, seconds or unknown.
raw(found) := object.get(found, "raw", found.value)

in_range(_) if version_until == 0

in_range(since) if since < version_until

brought(since) := version(since) if since > version_min

brought(since) := "" if since <= version_min

# value returns the value of a setting, or else what is given: for settings that no release at hand has.
value(name, otherwise) := object.get(setting, [name, "value"], otherwise)

# variable gives for each setting the variable of the environment that sets it: {text, key, related}. text is null when
# it is not in the scan. MTX_ beats RTSP_, the prefix of old, which is still read.
variable[name] := set if {
	some key, set in environment
	startswith(key, "MTX_")
	name := named[trim_prefix(key, "MTX_")]
}

variable[name] := set if {
	some key, set in environment
	startswith(key, "RTSP_")
	suffix := trim_prefix(key, "RTSP_")
	not environment[concat("", ["MTX_", suffix])]
	name := named[suffix]
}

# named gives the settings by what follows the prefix of their variables.
named := {upper(name): name | count(environment) > 0; some name in names}

names := (object.keys(model.settings) | object.keys(model.defaults)) | {"apiAddress", "rtspEncryption"}

# environment gives the variables with the prefixes of MediaMTX that the services which run the file set. Several
# services, or several ways of starting one, may run it: then only what all of them set alike is that of the file.
environment[key] := {"key": key, "service": consumer.service, "text": text_of(raw), "related": place} if {
	consumer := runners[0]
	some key, raw in consumer.environment
	regex.match(`^(MTX|RTSP)_[A-Z0-9_]+$`, key)
	place := {
		"file": consumer.file,
		"path": ["services", consumer.service, "environment", key],
		"message": sprintf("service %q sets %s", [consumer.service, key]),
	}
	every other in runners {
		other.environment[key] == raw
	}
}

text_of(raw) := raw if {
	is_string(raw)
	not placeholder.has_variable(raw)
}

text_of(raw) := null if not is_string(raw)

text_of(raw) := null if placeholder.has_variable(raw)

typed(_, null) := null

typed(name, text) := lower(text) in {"yes", "true"} if {
	is_string(text)
	name in data.lib.mediamtx.switches
}

typed(name, text) := words[lower(text)] if {
	is_string(text)
	name in {"rtspEncryption", "rtmpEncryption"}
	words := {"no": "no", "false": "no", "optional": "optional", "strict": "strict", "yes": "strict", "true": "strict"}
}

typed(name, text) := [part | some part in split(text, ","); part != ""] if {
	is_string(text)
	is_list(name)
}

typed(name, text) := text if {
	is_string(text)
	not name in {"rtspEncryption", "rtmpEncryption"}
	not name in data.lib.mediamtx.switches
	not is_list(name)
}

is_list(name) if regex.match(`(Origins|Proxies|Exclude|AuthMethods|Transports)$`, name)

# quoted returns names for a message: "a", "b" and "c".
quoted(words) := enumerated([sprintf("%q", [name]) | some name in words])

# enumerated joins texts for a message: a, b and c.
enumerated(texts) := texts[0] if count(texts) == 1

enumerated(texts) := sprintf("%s and %s", [concat(", ", array.slice(texts, 0, last)), texts[last]]) if {
	last := count(texts) - 1
	last > 0
}

# seconds reads a duration such as 168h, 7d or 90m, or gives nothing.
seconds(text) := sum([amount |
	some part in regex.find_all_string_submatch_n(`(\d{1,9})([dhms])`, text, -1)
	amount := to_number(part[1]) * {"d": 86400, "h": 3600, "m": 60, "s": 1}[part[2]]
]) if {
	regex.match(`^(\d{1,9}[dhms])+$`, text)
}

# url takes a URL apart: {scheme, user, password, host, address}, where address has neither user nor query. It gives
# nothing for what is no URL.
url(text) := {"scheme": lower(parts[1]), "user": parts[4], "password": parts[6], "host": host, "address": address} if {
	parts := regex.find_all_string_submatch_n(
		`^([A-Za-z][A-Za-z0-9+.-]*)://((([^/@:?#]*)(:([^/?#]*))?)@)?(\[[^\]]*\]|[^/:?#]*)`,
		text,
		1,
	)[0]
	host := lower(trim(parts[7], "[]"))
	address := sprintf("%s://%s", [lower(parts[1]), parts[7]])
}

# host_place tells where a host of a URL stands: loopback, private (a private address, or a name without a public
# ending) or public; unknown for a placeholder.
host_place(host) := "unknown" if is_unknown_host(host)

host_place(host) := "loopback" if {
	not is_unknown_host(host)
	is_loopback_host(host)
}

host_place(host) := "private" if {
	not is_unknown_host(host)
	not is_loopback_host(host)
	is_private_host(host)
}

host_place(host) := "public" if {
	not is_unknown_host(host)
	not is_loopback_host(host)
	not is_private_host(host)
}

is_unknown_host("")

is_unknown_host(host) if placeholder.is_template(host)

is_unknown_host(host) if contains(host, "$")

is_loopback_host(host) if host_class(host) == "loopback"

is_loopback_host(host) if endswith(host, ".localhost")

is_private_host(host) if is_private(host)

is_private_host(host) if not regex.match(`[.:]`, host)

is_private_host(host) if {
	regex.match(`\.(lan|local|internal|home|home\.arpa|localdomain|intranet|corp|private|svc|cluster\.local)$`, host)
}
