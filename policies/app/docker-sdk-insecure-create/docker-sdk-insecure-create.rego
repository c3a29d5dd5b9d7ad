# METADATA
# title: Container that code starts without isolation
# description: |
#   What a program starts is in no Compose file that somebody reviews. A privileged container, one with Docker's
#   socket or with a dangerous capability is root on the host; one in the host's network reaches everything on
#   loopback; one without seccomp or AppArmor has the whole kernel to attack.
#
#   Reported is each argument by which a container is created with less isolation than Docker's default. Values that are
#   not known are not reported.
# related_resources:
# - https://docker-py.readthedocs.io/en/stable/containers.html
# - https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Container/operation/ContainerCreate
# - https://docs.docker.com/engine/security/
# scope: package
# custom:
#   severity: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     host:
#       severity: high
#       because: the container controls the host
#   remediation: |
#     Leave the argument out, drop all capabilities with `cap_drop=["ALL"]` and add those that are needed.
#   cwe: [250, 653]
package app["docker-sdk-insecure-create"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in code.calls("container-create")
	some [argument, what, context] in weak(call)
	finding := in_situation(
		{
			"path": code.path(call, argument),
			"message": sprintf("%q creates a container %s", [code.subject(call), what]),
		},
		array.concat(code.situations(call), context),
	)
}

weak(call) := {weakness |
	some found in [privileged(call), namespaces(call), capabilities(call), options(call), mounts(call)]
	some weakness in found
}

privileged(call) := {["privileged", "that is privileged", ["host"]] | code.literal(call, "privileged") == true}

namespaces(call) := {[name, sprintf("in the %s of the host", [noun]), []] |
	some name, noun in {
		"network_mode": "network",
		"pid_mode": "processes",
		"ipc_mode": "shared memory",
		"userns_mode": "users",
		"network": "network",
	}
	code.literal(call, name) == "host"
}

capabilities(call) := {["cap_add", sprintf("with %s", [concat(", ", sort(names))]), context(names)] |
	names := {name |
		some text in code.texts(call, "cap_add")
		name := trim_prefix(upper(text), "CAP_")
		name in powerful
	}
	count(names) > 0
}

context(names) := ["host"] if {
	names & {"ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "DAC_READ_SEARCH"} != set()
} else := []

# powerful are the capabilities that Docker does not give by default and that lead out of a container or into its
# network.
powerful := {
	"ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "SYS_PTRACE", "SYS_BOOT", "SYS_TIME", "DAC_READ_SEARCH", "NET_ADMIN",
	"BPF", "PERFMON", "MAC_ADMIN", "MAC_OVERRIDE", "SYSLOG", "MKNOD_ALL",
}

options(call) := {["security_opt", sprintf("with %s", [text]), []] |
	some text in code.texts(call, "security_opt")
	regex.match(`(?i)^(seccomp|apparmor|systempaths)[=:]unconfined$|^label[=:]disable$|^no-new-privileges[=:]false$`, text)
}

mounts(call) := {[argument, "with Docker's socket", ["host"]] |
	some argument in ["volumes", "mounts"]
	some text in mentioned(code.argument(call, argument))
	regex.match(`(docker|podman|containerd|crio)\.sock(:|$)`, text)
}

# mentioned returns the texts of a value, the keys of its dictionaries among them.
mentioned(value) := {node.value | walk(value, [_, node]); is_string(node.value)} | {key |
	walk(value, [_, node])
	some key, _ in node.entries
}
