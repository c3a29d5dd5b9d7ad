# METADATA
# description: |
#   Knows what the products of images ask of whoever connects: a login or nothing. Evidence that a service is open beats
#   evidence that it is closed, and both beat what the product does by default.
#
#   The table is data.json. Its key is the product as lib.image names it. name is for messages; admin and ports say what
#   listens at a port of the container: an interface for administration, or something else ("*" is every port). needs
#   are the settings without which the interface for administration is not there at all; guess is said where only a
#   configuration file says whether it is. open and closed are evidence,
#   defaults are what applies without any, by the first that fits: {state, reason}. follows names products of the same
#   project that the login comes from. quiet is said of products that are run without a login on private networks by
#   nearly everybody. sources are the documentation or the source that the entry was checked with, and the release.
#
#   Evidence is an object whose keys must all apply: variables (names; one that ends in * is a prefix) with values (in
#   lower case, "" is the empty text), match (a pattern) or literal (the value is in the file), and any text that is
#   not empty without these; arguments, a pattern for the command line; entrypoint, a pattern for the image's own
#   entrypoint, which applies where another one replaces it; file, a pattern for the place in the container where a file
#   or directory is put, with text or without for patterns that its content has or lacks where it is known; image, a
#   pattern for `path:tag`. with is more that must apply, and any key of unless that applies makes the evidence void.
package lib.software

import data.lib.command
import data.lib.image

# of gives for each service of a known product {state, reason, path, unset}: state is open, closed or unknown. Of an
# open one, reason completes a sentence about the service, path leads to the setting or to the service where one is
# missing, and unset are the variables that would close it and have no value here.
of[name] := verdict if {
	some name, entry in entries
	verdict := judged(name, entry)
}

# is_open and asks hold for services of known products. Of any other service neither does.
is_open(name) if of[name].state == "open"

asks(name) if of[name].state == "closed"

# entries are the services of known products with the product's entry of the table.
entries[name] := entry if {
	some name, key in names
	entry := data.lib.software.products[key]
}

# names gives for each service the product that it runs: by its image, or by the program that its command starts.
names[name] := info.product if {
	some name, info in image.services
	info.product != ""
}

names[name] := data.lib.software.programs[program] if {
	some name, line in command.lines
	image.software(name) == ""
	[[_, program]] := regex.find_all_string_submatch_n(started, line.text, 1)
}

# A program is one at the place of a command: at the beginning, in a shell's script, behind an entrypoint of its own.
started := sprintf(
	`(?:^|^\S*entrypoint\S* +|\b(?:ba|da|a)?sh +-\w*c +|&& *|; *|\bexec +)(?:[\w./-]*/)?(%s)(?: |$)`,
	[concat("|", [program | some program, _ in data.lib.software.programs])],
)

judged(name, _) := opened[name]

judged(name, _) := settled[name] if not opened[name]

judged(name, entry) := default_of(name, entry) if {
	is_undecided(name)
	count(leaders(entry)) == 0
}

judged(name, entry) := followed(name, leaders(entry)) if {
	is_undecided(name)
	count(leaders(entry)) > 0
}

judged(name, _) := {"state": "closed"} if {
	not opened[name]
	not settled[name]
	is_closed(name)
}

# settled is what the settings of a server say that a service runs with: who gets in at what it listens on. The command
# and the variables of the service go before them.
settled[name] := {
	"state": "open",
	"reason": sprintf("lets everybody in by %s", [found.file]),
	"path": found.path,
	"unset": [],
	"rule": "app/service-without-authentication",
} if {
	some name, _ in entries
	found := open_configs(name)[0]
	not is_closed_by_itself(name)
}

settled[name] := {"state": "closed"} if {
	some name, _ in entries
	count(open_configs(name)) == 0
	some config in server_configs(name)
	some listener in config.listeners
	listener.access == "login"
	not listener.name in public_listeners
}

open_configs(name) := [config |
	some config in server_configs(name)
	some listener in config.listeners
	listener.access == "open"
	not listener.name in public_listeners
]

server_configs(name) := [config |
	some config in input.context.services[name].configs
	config.kind == "server"
]

# public_listeners are those of servers that ask for no login of their own: that is up to what they pass on.
public_listeners := {"entry point", "tunnels"}

is_closed_by_itself(name) if {
	some evidence in entries[name].closed
	not evidence.file
	not evidence.configured
	applies(name, evidence)
}

is_undecided(name) if {
	not opened[name]
	not settled[name]
	not is_closed(name)
}

# followed is the verdict of the products that the login comes from.
followed(name, found) := {
	"state": "open",
	"reason": sprintf("asks for no login, because service %q has none", [open[0]]),
	"path": ["services", name],
	"unset": [],
} if {
	open := [leader | some leader in found; is_open_itself(leader)]
	count(open) > 0
}

followed(_, found) := {"state": "closed"} if {
	every leader in found {
		not is_open_itself(leader)
	}
}

leaders(entry) := [leader |
	some leader, key in names
	key in object.get(entry, "follows", [])
]

is_open_itself(name) if opened[name]

is_open_itself(name) if {
	is_undecided(name)
	default_of(name, entries[name]).state == "open"
}

# A service that is built from a product's image may close in its Dockerfile what the image leaves open, and an image of
# another name in its own configuration.
default_of(name, entry) := object.union({"path": ["services", name], "unset": []}, found) if {
	found := default_by_image(name, entry)
	is_certain(name, found)
}

default_of(name, entry) := {"state": "unknown"} if not is_certain(name, default_by_image(name, entry))

is_certain(_, found) if found.state == "closed"

is_certain(name, _) if {
	image.software(name) != ""
	not image.is_built(name)
}

default_by_image(name, entry) := [found |
	some found in entry.defaults
	has_image(name, found)
][0]

# opened gives the first evidence that a service is open as a verdict.
opened[name] := [{"state": "open", "reason": evidence.reason, "path": at, "unset": unset_at(at)} |
	some evidence in entry.open
	at := applies(name, evidence)
][0] if {
	some name, entry in entries
}

is_closed(name) if {
	some evidence in entries[name].closed
	applies(name, evidence)
}

# offers holds for a service that has its interface for administration at all.
offers(name) if not entries[name].needs

offers(name) if {
	some evidence in entries[name].needs
	applies(name, evidence)
}

# label says what listens for administration at a port of the container; undefined for any other port.
label(name, port) := entries[name].admin[sprintf("%v", [port])]

label(name, port) := entries[name].admin["*"] if not entries[name].admin[sprintf("%v", [port])]

# listener says what listens at a port of the container as far as the product is known.
listener(name, port) := label(name, port)

listener(name, port) := entries[name].ports[sprintf("%v", [port])] if not label(name, port)

# number says what listens at a port by its number alone, {name, sort}: it is evidence only where neither the image nor
# the command says so. sort is admin, store, debugger or engine.
number(name, port) := data.lib.software.numbers[sprintf("%v", [port])] if not entries[name]

# serves_administration holds for a service whose interface for administration was turned on.
serves_administration(name) if {
	entries[name].needs
	offers(name)
}

is_known(name) if entries[name]

is_quiet(name) if entries[name].quiet

# is_store holds for a data store: by its image, the role that the config gives it, or the program that its command
# starts.
is_store(name) if image.is(name, "datastore")

is_store(name) if "datastore" in image.families[names[name]]

default is_guess(_) := false

is_guess(name) if entries[name].guess

# applies returns the place of evidence: the variable, the word of the command line, the mount, or the service. It is
# undefined for evidence that does not apply.
applies(name, evidence) := place(name, evidence) if {
	meets(name, evidence)
	has_companion(name, evidence)
	not is_void(name, evidence)
}

meets(name, evidence) if {
	has_image(name, evidence)
	has_variables(name, evidence)
	has_arguments(name, evidence)
	has_entrypoint(name, evidence)
	has_file(name, evidence)
}

has_companion(_, evidence) if not evidence["with"]

has_companion(name, evidence) if meets(name, evidence["with"])

is_void(name, evidence) if {
	some key in ["arguments", "entrypoint", "file", "image", "variables"]
	evidence.unless[key]
	meets(name, object.filter(evidence.unless, parts[key]))
}

parts := {
	"arguments": ["arguments"],
	"entrypoint": ["entrypoint"],
	"file": ["file", "text", "without"],
	"image": ["image"],
	"variables": ["variables", "values", "match", "literal"],
}

place(name, evidence) := array.flatten([
	variables(name, evidence),
	arguments(name, evidence),
	[found.path | some found in with_file(name, evidence)],
	[["services", name]],
])[0]

has_image(_, evidence) if not evidence.image

has_image(name, evidence) if {
	info := image.services[name]
	regex.match(evidence.image, sprintf("%s:%s", [info.path, info.tag]))
}

has_variables(_, evidence) if not evidence.variables

has_variables(name, evidence) if count(variables(name, evidence)) > 0

# variables returns the paths of the variables that evidence is about.
variables(name, evidence) := [path_of(name, key) |
	some wanted in object.get(evidence, "variables", [])
	some key, value in environments[name]
	is_called(key, wanted)
	has_value(name, key, value, evidence)
]

is_called(key, wanted) if key == wanted

is_called(key, wanted) if {
	endswith(wanted, "*")
	startswith(key, trim_suffix(wanted, "*"))
}

has_value(_, _, value, evidence) if lower(trim(value, ` '"`)) in evidence.values

has_value(_, _, value, evidence) if regex.match(evidence.match, value)

has_value(name, key, value, evidence) if {
	evidence.literal
	value != ""
	not contains(value, "${")
	not references[["services", name, "environment", key]]
}

has_value(_, _, value, evidence) if {
	not evidence.values
	not evidence.match
	not evidence.literal
	value != ""
}

# environments are the variables of each service as text, those of its files of variables too. One that is passed
# through has a value that nobody knows.
environments[name] := object.union(from_files(name), {key: text |
	some key, value in service.environment
	is_string(key)
	text := text_of(key, value)
}) if {
	some name, service in input.document.services
}

from_files(name) := {key: variable.value |
	some key, variable in object.get(input.context, ["services", name, "file_environment"], {})
}

# path_of leads to a variable: in the environment, or at the file that it comes from.
path_of(name, key) := ["services", name, "environment", key] if has_own(name, key)

path_of(name, key) := input.context.services[name].file_environment[key].from if not has_own(name, key)

has_own(name, key) if {
	some own, _ in input.document.services[name].environment
	own == key
}

text_of(_, value) := value if is_string(value)

text_of(key, null) := sprintf("${%s}", [key])

references := {entry.path: entry | some entry in input.context.interpolated}

has_arguments(_, evidence) if not evidence.arguments

has_arguments(name, evidence) if command.matches(name, evidence.arguments)

arguments(name, evidence) := command.places(name, evidence.arguments)

arguments(_, evidence) := [] if not evidence.arguments

arguments(name, evidence) := [] if {
	evidence.arguments
	not command.lines[name]
}

has_entrypoint(_, evidence) if not evidence.entrypoint

has_entrypoint(name, evidence) if {
	words := input.document.services[name].entrypoint
	is_array(words)
	count(words) > 0
	every word in words {
		not regex.match(evidence.entrypoint, word)
	}
}

has_file(_, evidence) if not evidence.file

has_file(name, evidence) if count(with_file(name, evidence)) > 0

with_file(name, evidence) := [found |
	some found in object.get(files, name, [])
	regex.match(evidence.file, found.target)
	has_text(found, evidence)
]

# Without a pattern for its content the file itself is the evidence; a pattern is asked only where the content is known.
has_text(_, evidence) if {
	not evidence.text
	not evidence.without
}

has_text(found, evidence) if regex.match(evidence.text, found.text)

has_text(found, evidence) if {
	is_string(found.text)
	not regex.match(evidence.without, found.text)
}

# files gives for each service the files and directories that are put into its container: {target, path}, with text for
# the content that is in the project itself.
files[name] := array.concat(mounted(name, service), configured(name, service)) if {
	some name, service in input.document.services
}

mounted(name, service) := [{"target": volume.target, "path": ["services", name, "volumes", index]} |
	some index, volume in service.volumes
	is_string(volume.target)
]

configured(name, service) := [object.union(
	{"target": target_of(grant), "path": ["services", name, "configs", index]},
	content_of(grant.source),
) |
	some index, grant in service.configs
	is_string(grant.source)
]

target_of(grant) := grant.target if is_string(grant.target)

target_of(grant) := concat("", ["/", grant.source]) if not is_string(grant.target)

content_of(source) := {"text": input.document.configs[source].content} if {
	is_string(input.document.configs[source].content)
}

content_of(source) := {} if not is_string(input.document.configs[source].content)

# unset_at returns the variables without a value that the text at a place comes from, where Compose goes on without
# them.
unset_at(path) := [variable.name |
	some variable in references[path].variables
	variable.operator in {":-", "-"}
	object.get(variable, "default", "") == ""
	not variable.set
]
