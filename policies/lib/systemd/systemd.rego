# METADATA
# description: |
#   Reads what seclint makes of a service of systemd with its drop-ins. data.json has the programs that rules tell
#   apart, by the names of their files: interpreters and servers run what people write, clients ask a daemon that has
#   more rights than they, system programs need root or give it up by themselves. The restrictions are the settings of
#   systemd.exec(5) and systemd.resource-control(5) that `systemd-analyze security` of systemd 257 counts, and their
#   relatives, beside those of which the rule names each.
package lib.systemd

unit := input.context.unit

# value returns the last value of a setting of the section Service, "" where it has none.
value(name) := object.get(unit.settings, [name, "value"], "")

# is_on holds for a switch that is on, as systemd.syntax(7) reads it.
is_on(name) if lower(value(name)) in {"1", "yes", "y", "true", "t", "on"}

# programs are those that the unit starts.
programs contains command.program if {
	some command in unit.commands
	command.setting == "ExecStart"
}

# is_client holds for a unit that only asks a daemon to do something, as docker compose does.
is_client if {
	some program in programs
	program in data.lib.systemd.clients
}

# is_system holds for a unit of a program that belongs to the system, and needs root or gives it up by itself.
is_system if {
	some program in programs
	program in data.lib.systemd.system
}

is_system if {
	some command in unit.commands
	command.setting == "ExecStart"
	regex.match(`^(/usr)?/lib/systemd/`, command.words[0])
}

# is_interpreter holds for a unit that runs a script or a server of an application.
is_interpreter if {
	some program in programs
	regex.replace(program, `[\d.]+$`, "") in data.lib.systemd.interpreters
}

# waits_for_network holds for a unit that is started with the network or after it.
waits_for_network if {
	some wanted in unit.wants
	wanted in {"network.target", "network-online.target", "nss-lookup.target"}
}

# listens holds for a unit whose command says where to listen.
listens if {
	some command in unit.commands
	command.setting == "ExecStart"
	regex.match(
		`(?i)--?(port|listen|bind|host|addr|address|http|https)([-=]|$|\s)|\b0\.0\.0\.0\b|\[::\]|\s:\d{2,5}\b|:\d{4,5}(\s|$)`,
		concat(" ", command.words),
	)
}

# is_long_running holds for a whole unit that stays, and not one that does something and ends.
is_long_running if {
	not unit.drop_in
	unit.type != "oneshot"
	count(programs) > 0
	not programs & {"true", "false", "sleep", "echo"} == programs
}
