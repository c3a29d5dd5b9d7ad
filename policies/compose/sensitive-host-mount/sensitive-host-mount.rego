# METADATA
# title: Sensitive host path mounted
# description: |
#   A bind mount takes the container's isolation away for the files below it. Writable system directories (`/`, `/etc`,
#   `/usr`, `/boot`, cron, the container engine's own store) give root on the host to root in the container; home
#   directories and `~/.ssh`, `~/.aws`, `~/.kube` or `~/.docker` give the owner's credentials away, read-only or not.
#   The rule knows `~`, `${HOME}`, `/root` and `/home/x` as the same thing and sees volumes that `driver_opts` binds to
#   such a place. Single harmless files (`/etc/localtime`, `/etc/ssl/certs`) and directories such as `/dev/shm` are not
#   reported; `/run` is reported by `compose/docker-socket-mount`.
#
#   **Not judged yet**: the user that an image from a registry runs as where the service names none, and links on the
#   host.
# related_resources:
# - https://docs.docker.com/engine/storage/bind-mounts/
# - https://docs.docker.com/engine/security/#docker-daemon-attack-surface
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-8-set-filesystem-and-volumes-to-read-only
# scope: package
# custom:
#   severity: high
#   situations:
#     monitoring-agent:
#       severity: low
#       because: the image is a monitoring agent that reads the state of the host by design, and it cannot write
#     host-agent:
#       severity: medium
#       because: the image is a monitoring agent and cannot write, but it sees every file of the host or of the
#         containers
#     read-only:
#       severity: medium
#       because: the files can be read, credentials among them, but not changed
#     logs:
#       severity: medium
#       because: the host's logs can be falsified, but nothing runs from there
#     root-writes:
#       severity: critical
#       because: the service writes there as root, which is root on the host
#   remediation: |
#     Mount the one file or sub-directory that the service needs, and add `:ro`.
#
#     For credentials use `secrets`; for data use a named volume. A monitoring agent gets what it documents, read-only.
#   cwe: [552, 668]
#   aliases: ["compose-lint:CL-0013", "compose-lint:CL-0025", "kics:1c1325ff-831d-43a1-973e-839ae57dfcc0"]
package compose["sensitive-host-mount"]

import data.lib.compose
import data.lib.finding.in_situation
import data.lib.image

findings contains finding if {
	some name, mounts in compose.mounts
	some mount in mounts
	mount.path[2] == "volumes"
	not harmless(mount)
	what := place(mount.host)
	finding := in_situation(
		{
			"path": mount.path,
			"message": sprintf("service %q mounts %s (%s)%s", [name, mount.source, what, access(mount)]),
			"related": mount.related,
		},
		[situation |
			some situation in ["monitoring-agent", "host-agent", "read-only", "logs", "root-writes"]
			holds(situation, name, mount)
		],
	)
}

access(mount) := " read-only" if mount.read_only

access(mount) := " writable" if not mount.read_only

# place says what is at a path; undefined for a path that is not sensitive. The directories count by themselves, the
# trees with everything below them.
place(host) := compose.host_directories[host]

place(host) := compose.host_trees[tree] if {
	not compose.host_directories[host]
	some tree in stems(host)
}

# stems are the beginnings of a path, one segment longer each, where trees can stand; none for a path that begins
# elsewhere.
stems(host) := {concat("/", array.slice(parts, 0, length)) |
	strings.any_prefix_match(host, ["/boot/", "/etc/", "/lib/", "/proc/", "/sys/", "/usr/lib/", "/var/spool/", "~/."])
	parts := split(host, "/")
	some length in [2, 3, 4]
	length <= count(parts)
}

# What many images read for names, modules or limits does no harm as long as they cannot write it.
harmless(mount) if {
	mount.read_only
	some path in ["/etc/group", "/etc/passwd", "/lib/modules", "/sys/fs/cgroup", "/usr/lib/modules", "/var/log"]
	compose.within(mount.host, path)
}

# Public keys are no credentials, and Docker Desktop's socket is reported as a socket.
harmless(mount) if {
	mount.read_only
	mount.base in {"authorized_keys", "known_hosts"}
}

harmless(mount) if {
	mount.read_only
	endswith(mount.host, ".pub")
}

harmless(mount) if compose.within(mount.host, "~/.docker/run")

harmless(mount) if compose.within(mount.host, "~/.docker/desktop")

holds("monitoring-agent", name, mount) if {
	mount.read_only
	mount.host in {"/proc", "/sys", "/sys/kernel/debug", "/var/lib/docker/containers"}
	image.is(name, "agent")
}

holds("host-agent", name, mount) if {
	mount.read_only
	telling_even_read_only(mount.host)
	image.is(name, "agent")
}

holds("read-only", _, mount) if {
	mount.read_only
	not telling_even_read_only(mount.host)
}

holds("logs", _, mount) if mount.host == "/var/log"

holds("root-writes", name, mount) if {
	not mount.read_only
	runs_as_root(name)
}

# Reading these is enough to take the host over, or every container on it.
telling_even_read_only(host) if host in {
	"/", "/etc", "/etc/gshadow", "/etc/shadow", "/etc/ssh", "/proc", "/sys",
	"/var", "/var/lib", "C:", "c:",
}

telling_even_read_only(host) if compose.within(host, "/var/lib/docker")

telling_even_read_only(host) if compose.within(host, "/var/lib/containerd")

telling_even_read_only(host) if compose.within(host, "/var/lib/containers")

telling_even_read_only(host) if compose.within(host, "~/.ssh")

runs_as_root(name) if name in compose.privileged

runs_as_root(name) if compose.root_user(compose.users[name])
