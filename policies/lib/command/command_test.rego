package lib.command_test

import data.lib.command

service := {"services": {"cache": {
	"entrypoint": ["docker-entrypoint.sh"],
	"command": ["redis-server", "--requirepass", "", "--appendonly", "yes"],
}}}

test_text_joins_entrypoint_and_command if {
	line := "docker-entrypoint.sh redis-server --requirepass '' --appendonly yes"
	command.text("cache") == line with input.document as service
	command.text("other") == "" with input.document as service
}

test_places_lead_to_the_option if {
	command.places("cache", `--requirepass ''`) == [["services", "cache", "command", 1]] with input.document as service
	command.places("cache", `--aclfile`) == [] with input.document as service
}

test_places_lead_to_the_script_of_a_shell if {
	shell := {"services": {"ide": {"command": ["sh", "-c", "exec code-server --auth none"]}}}
	command.places("ide", `--auth none`) == [["services", "ide", "command", 2]] with input.document as shell
}

test_other_types_are_no_lines if {
	command.lines == {} with input.document as {"services": {"a": {"command": 7}, "b": {"command": [null, 3]}, "c": null}}
}
