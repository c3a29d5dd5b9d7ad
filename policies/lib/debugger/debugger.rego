# METADATA
# description: |
#   Finds the debuggers and remote consoles that services open beyond their own loopback: whoever connects runs code.
#   The table is data.json: arguments is a pattern for the command line and for the values of variables, variables and
#   match are names and a pattern for their values; the first group of either pattern is the port, else port. requires
#   and unless are patterns that the command line or the value has or lacks, products those of data.lib.software to
#   which an entry is restricted. source is the documentation of the product, with the release.
package lib.debugger

import data.lib.command
import data.lib.exposure
import data.lib.software

# open are the debuggers: {service, name, path, port, by}. path leads to the word of the command or to the variable,
# port is 0 where it is not known, by is the name of the variable, "" for the command line.
open contains entry if {
	some name, line in command.lines
	regex.match(signs, line.text)
	some known in data.lib.debugger.debuggers
	[groups] := regex.find_all_string_submatch_n(known.arguments, line.text, 1)
	is_complete(name, known, line.text)
	entry := {
		"service": name,
		"name": known.name,
		"path": command.word_at(name, groups[0]),
		"port": port_of(known, groups),
		"by": "",
	}
}

open contains entry if {
	some name, variables in software.environments
	some key, value in variables
	some known in suspects(key, value)
	[groups] := regex.find_all_string_submatch_n(pattern(known, key), value, 1)
	is_complete(name, known, value)
	entry := {
		"service": name,
		"name": known.name,
		"path": software.path_of(name, key),
		"port": port_of(known, groups),
		"by": key,
	}
}

# signs is one pattern for all arguments: a quick look, since most command lines and values have none of them.
signs := concat("|", [known.arguments | some known in data.lib.debugger.debuggers])

# suspects are the debuggers that a variable may open.
suspects(_, value) := data.lib.debugger.debuggers if regex.match(signs, value)

suspects(key, value) := [known |
	some known in data.lib.debugger.debuggers
	key in known.variables
] if {
	key in named
	not regex.match(signs, value)
}

named contains key if {
	some known in data.lib.debugger.debuggers
	some key in known.variables
}

pattern(known, _) := known.arguments

pattern(known, key) := known.match if key in known.variables

is_complete(name, known, text) if {
	has_required(name, known, text)
	not is_excluded(name, known, text)
	is_of_product(name, known)
}

has_required(_, known, _) if not known.requires

has_required(_, known, text) if regex.match(known.requires, text)

has_required(name, known, _) if command.matches(name, known.requires)

is_excluded(_, known, text) if regex.match(known.unless, text)

is_excluded(name, known, _) if {
	some value in software.environments[name]
	regex.match(known.unless, value)
}

is_of_product(_, known) if not known.products

is_of_product(name, known) if software.names[name] in known.products

port_of(_, [_, port]) := to_number(port) if port != ""

port_of(known, [_, ""]) := object.get(known, "port", 0)

port_of(known, [_]) := object.get(known, "port", 0)

# is_published holds for a debugger that other machines reach: its port is published, or every port of its service is
# open to them.
is_published(entry) if {
	some port in exposure.published[entry.service]
	exposure.reaches_out(port)
	entry.port in {0, port.target}
}

is_published(entry) if input.context.services[entry.service].host_network

is_published(entry) if {
	exposure.beyond_loopback(entry.service)
	count([port | some port in exposure.published[entry.service]; exposure.reaches_out(port)]) == 0
}
