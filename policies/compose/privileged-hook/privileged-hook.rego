# METADATA
# title: Lifecycle hook with more rights than its service
# description: |
#   `post_start`, `pre_stop`, `pre_start` and the `exec` of a watch rule run a command beside the service, with rights
#   of their own: a hook can be `privileged` or run as root where the service is neither. What the hook runs usually
#   comes from the same image and volumes, so whoever changes a script there gets the hook's rights at the next start or
#   stop. A root hook that only changes the owner of files is what the feature was made for and is graded low. The user
#   of the service is its `user` or else the last `USER` of the Dockerfile that it is built from; where neither says,
#   nothing is reported.
#
#   **Not judged yet**: the other settings of a `pre_start` hook, which is a container with volumes and capabilities of
#   its own.
# related_resources:
# - https://docs.docker.com/compose/how-tos/lifecycle/
# - https://docs.docker.com/reference/compose-file/services/#post_start
# - https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json
# scope: package
# custom:
#   severity: high
#   situations:
#     ownership:
#       severity: low
#       because: the command only sets owner or mode of files, which is what root hooks are for
#   remediation: |
#     Remove `privileged` and set `user` of the hook to the user of the service.
#
#     Files that a volume needs can be given their owner in the image; a root hook should be one fixed `chown` or
#     `chmod`.
#   cwe: [250]
package compose["privileged-hook"]

import data.lib.compose
import data.lib.finding.in_situation
import data.lib.placeholder

findings contains finding if {
	some hook in hooks
	compose.on(hook.run.privileged)
	finding := {
		"path": array.concat(hook.path, ["privileged"]),
		"message": sprintf("%s of service %q runs privileged", [hook.kind, hook.service]),
	}
}

findings contains finding if {
	some hook in hooks
	compose.root_user(hook.run.user)
	not object.get(hook.run, "privileged", false) in compose.truths
	user := compose.users[hook.service]
	ordinary(user)
	finding := in_situation(
		{
			"path": array.concat(hook.path, ["user"]),
			"message": sprintf("%s of service %q runs as root, but the service as %v", [hook.kind, hook.service, user]),
		},
		["ownership" | only_sets_ownership(hook.run.command)],
	)
}

# hooks are the commands that run beside a service: {service, kind, path, run}.
hooks contains {
	"service": name,
	"kind": sprintf("%s hook", [kind]),
	"path": ["services", name, kind, index],
	"run": hook,
} if {
	some name, service in input.document.services
	some kind in ["post_start", "pre_start", "pre_stop"]
	some index, hook in service[kind]
	is_object(hook)
}

hooks contains {
	"service": name,
	"kind": "watch rule",
	"path": ["services", name, "develop", "watch", index, "exec"],
	"run": rule.exec,
} if {
	some name, service in input.document.services
	some index, rule in service.develop.watch
	is_object(rule.exec)
}

ordinary(user) if {
	not compose.root_user(user)
	not placeholder.has_variable(user)
}

only_sets_ownership(command) if {
	is_array(command)
	compose.base_name(command[0]) in ownership_programs
}

# A watch rule keeps its command as one text.
only_sets_ownership(command) if {
	is_string(command)
	compose.base_name(split(command, " ")[0]) in ownership_programs
	not regex.match(`[;&|<>\x60$\n]`, command)
}

# The same through a shell, as long as the shell runs nothing else.
only_sets_ownership(command) if {
	compose.base_name(command[0]) in {"ash", "bash", "sh"}
	command[1] == "-c"
	count(command) == 3
	is_string(command[2])
	compose.base_name(split(command[2], " ")[0]) in ownership_programs
	not regex.match(`[;&|<>\x60$\n]`, command[2])
}

ownership_programs := {"chgrp", "chmod", "chown"}
