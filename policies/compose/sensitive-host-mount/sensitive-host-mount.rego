# METADATA
# title: Sensitive host path mounted
# description: |
#   A bind mount takes the container's isolation away for the files below it. Whoever writes what the host runs or reads
#   as root (`/`, `/etc`, `/usr`, `/boot`, cron, units of systemd, `ld.so.preload`, udev, the store of the container
#   engine) is root on the host; home directories and `~/.ssh`, `~/.aws`, `~/.kube` or `~/.docker` give the owner's
#   credentials away, read-only or not. The rule knows `~`, `${HOME}`, `/root`, `/home/x`, `C:\Users\x` and
#   `/mnt/c/Users/x` as the same thing, `/proc/1/root` as the host's root, and sees volumes that `driver_opts` binds to
#   such a place. Single harmless files (`/etc/localtime`, `/etc/ssl/certs`) and directories such as `/dev/shm` are not
#   reported, nor is what many images read for names, modules or limits while they cannot write it; `/run` is reported
#   by `compose/docker-socket-mount`.
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
#     whole-host:
#       severity: critical
#       because: whoever writes there is root on the host at once, and nothing says that the service runs as another
#         user
#     root-writes:
#       severity: critical
#       because: the service writes there as root, which is root on the host
#     no-secrets:
#       severity: low
#       because: the files cannot be changed, and there are no secrets among them
#     read-only:
#       severity: medium
#       because: the files can be read, credentials among them, but not changed
#     credentials:
#       severity: medium
#       because: the credentials open what their owner uses, not the host itself
#     logs:
#       severity: medium
#       because: the host's logs can be falsified, but nothing runs from there
#   fixes:
#     read-only:
#       title: Mount it read-only
#     read-only-service:
#       title: Mount it read-only
#       unsafe: the service may write there
#   remediation: |
#     Mount the one file or sub-directory that the service needs, and add `:ro`.
#
#     For credentials use `secrets`; for data use a named volume. A monitoring agent gets what it documents, read-only.
#   cwe: [552, 668]
#   aliases: ["compose-lint:CL-0013", "compose-lint:CL-0025", "kics:1c1325ff-831d-43a1-973e-839ae57dfcc0"]
package compose["sensitive-host-mount"]

import data.lib.compose
import data.lib.finding.in_situation
import data.lib.finding.with_fix
import data.lib.image

findings contains finding if {
	some name, mounts in compose.mounts
	some mount in mounts
	mount.path[2] == "volumes"
	known := place(mount.host)
	not is_harmless(mount, known)
	finding := in_situation(
		with_fix(
			{
				"path": mount.path,
				"message": sprintf("service %q mounts %s (%s)%s", [name, mount.source, known.what, access(mount)]),
				"related": mount.related,
			},
			[{"name": fix_of(name), "edits": [{"set": array.concat(mount.path, ["read_only"]), "value": true}]} |
				not mount.read_only
				known.read == "none"
			],
		),
		[situation |
			some situation in [
				"monitoring-agent", "host-agent", "root-writes", "whole-host", "no-secrets", "read-only", "logs",
				"credentials",
			]
			holds(situation, name, mount, known)
		],
	)
}

# fix_of is safe for agents, which only read what they watch.
fix_of(name) := "read-only" if image.is(name, "agent")

fix_of(name) := "read-only-service" if not image.is(name, "agent")

access(mount) := " read-only" if mount.read_only

access(mount) := " writable" if not mount.read_only

# place says what is at a path; undefined for a path that is not sensitive. The directories count by themselves, the
# trees with everything below them, the deepest one first.
place(host) := compose.host_paths.directories[host]

place(host) := trees[count(trees) - 1] if {
	not compose.host_paths.directories[host]
	parts := split(host, "/")
	trees := [tree |
		some length in numbers.range(2, min([6, count(parts)]))
		tree := compose.host_paths.trees[concat("/", array.slice(parts, 0, length))]
	]
	count(trees) > 0
}

is_harmless(mount, known) if {
	mount.read_only
	known.read == "none"
}

# Public keys are no credentials, and Docker Desktop's socket is reported as a socket.
is_harmless(mount, _) if {
	mount.read_only
	mount.base in {"authorized_keys", "known_hosts"}
}

is_harmless(mount, _) if {
	mount.read_only
	endswith(mount.host, ".pub")
}

is_harmless(mount, _) if compose.controlled(mount).directory == false

is_harmless(mount, _) if {
	some directory in ["~/.docker/run", "~/.docker/desktop"]
	compose.within(mount.host, directory)
}

holds("monitoring-agent", name, mount, _) if {
	mount.read_only
	mount.host in {"/proc", "/sys", "/sys/kernel/debug", "/var/lib/docker/containers"}
	image.is(name, "agent")
}

holds("host-agent", name, mount, known) if {
	mount.read_only
	known.read == "high"
	image.is(name, "agent")
}

holds("whole-host", name, mount, known) if {
	not mount.read_only
	known.write == "takeover"
	not is_ordinary(name)
}

holds("root-writes", name, mount, known) if {
	not mount.read_only
	known.write in {"root", "takeover"}
	runs_as_root(name)
}

holds("no-secrets", _, mount, known) if {
	mount.read_only
	known.read == "low"
}

holds("read-only", _, mount, known) if {
	mount.read_only
	known.read == "medium"
}

holds("logs", _, mount, known) if {
	not mount.read_only
	known.write == "medium"
	known.read == "none"
}

holds("credentials", _, mount, known) if {
	not mount.read_only
	known.write == "medium"
}

runs_as_root(name) if name in compose.privileged

runs_as_root(name) if compose.root_user(compose.users[name])

# is_ordinary holds for a service that is known to run as another user than root.
is_ordinary(name) if {
	user := compose.users[name]
	not compose.root_user(user)
	not runs_as_root(name)
}
