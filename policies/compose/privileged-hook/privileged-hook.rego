# METADATA
# title: Lifecycle hook with more rights than its service
# description: |
#   `post_start`, `pre_stop` and `pre_start` run a command beside the service, with rights of their own: a hook can be
#   `privileged` or run as root where the service is neither. What the hook runs usually comes from the same image and
#   volumes, so whoever changes a script there gets the hook's rights at the next start or stop. A root hook that only
#   changes the owner of files is what the feature was made for and is graded low. The user of the service is
#   its `user` or else the last `USER` of the Dockerfile that it is built from; where neither says, nothing is reported.
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
	some name, service in input.document.services
	some kind in ["post_start", "pre_start", "pre_stop"]
	some index, hook in service[kind]
	compose.on(hook.privileged)
	finding := {
		"path": ["services", name, kind, index, "privileged"],
		"message": sprintf("%s hook of service %q runs privileged", [kind, name]),
	}
}

findings contains finding if {
	some name, service in input.document.services
	some kind in ["post_start", "pre_start", "pre_stop"]
	some index, hook in service[kind]
	compose.root_user(hook.user)
	not object.get(hook, "privileged", false) in compose.truths
	user := compose.users[name]
	ordinary(user)
	finding := in_situation(
		{
			"path": ["services", name, kind, index, "user"],
			"message": sprintf("%s hook of service %q runs as root, but the service as %v", [kind, name, user]),
		},
		["ownership" | only_sets_ownership(hook.command)],
	)
}

ordinary(user) if {
	not compose.root_user(user)
	not placeholder.has_variable(user)
}

only_sets_ownership(command) if compose.base_name(command[0]) in ownership_programs

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
