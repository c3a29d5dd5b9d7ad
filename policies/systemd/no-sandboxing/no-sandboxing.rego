# METADATA
# title: Service without a sandbox
# description: |
#   Whoever takes over a service has all that its unit leaves open: the whole file system, the temporary files of all
#   others, and programs with the bit setuid that lead on to root. `NoNewPrivileges=`, `ProtectSystem=` and
#   `PrivateTmp=` take that away from nearly every service at no cost, and systemd has a score of settings for more.
#
#   Reported for services that stay, where at least two of these three are missing and there is little else.
#   `DynamicUser=` brings all three. Not reported: services of the type oneshot, drop-ins whose unit is not in the scan,
#   units of users, and those that only ask another daemon, as `docker compose` does.
# related_resources:
# - https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#Sandboxing
# - https://www.freedesktop.org/software/systemd/man/latest/systemd-analyze.html#systemd-analyze%20security%20UNIT...
# scope: package
# custom:
#   severity: low
#   precision: medium
#   situations:
#     sys-admin:
#       severity: high
#       because: "`AmbientCapabilities=` gives it CAP_SYS_ADMIN, which is nearly root"
#     system:
#       severity: note
#       because: the program belongs to the system and does much of this by itself
#     root:
#       severity: medium
#       because: the service runs as root
#   cwe: [250, 693]
#   remediation: |
#     Add `NoNewPrivileges=yes`, `ProtectSystem=strict` with `ReadWritePaths=`, and `PrivateTmp=yes`.
#
#     `systemd-analyze security UNIT` shows what is left to take away.
package systemd["no-sandboxing"]

import data.lib.finding.in_situation
import data.lib.systemd

findings contains finding if {
	systemd.is_long_running
	not systemd.unit.user_manager
	not systemd.is_client
	missing := [name | some name in basic; not has(name)]
	count(missing) > 1
	(count(others) + 3) - count(missing) < 3
	finding := in_situation(
		{
			"path": ["Service", missing[0]],
			"message": sprintf("service %q runs without %s", [systemd.unit.name, concat(", ", missing)]),
		},
		[situation | some situation in situations],
	)
}

basic := ["NoNewPrivileges", "ProtectSystem", "PrivateTmp"]

has(_) if systemd.is_on("DynamicUser")

has("NoNewPrivileges") if systemd.is_on("NoNewPrivileges")

has("ProtectSystem") if lower(systemd.value("ProtectSystem")) in {"strict", "full", "1", "yes", "y", "true", "t", "on"}

has("ProtectSystem") if "/" in split(systemd.value("ReadOnlyPaths"), " ")

has("ProtectSystem") if systemd.value("RootDirectory") != ""

has("ProtectSystem") if systemd.value("RootImage") != ""

has("PrivateTmp") if systemd.is_on("PrivateTmp")

has("PrivateTmp") if lower(systemd.value("PrivateTmp")) == "disconnected"

# others are further settings that take something away.
others contains name if {
	some name in systemd.restrictions
	not lower(systemd.value(name)) in {"no", "false", "0", "off", "", "n", "f", "default", "all", "shared", "inherit"}
}

default situations := []

situations := ["sys-admin"] if gives_sys_admin

situations := ["system"] if {
	not gives_sys_admin
	systemd.is_system
}

situations := ["root"] if {
	not gives_sys_admin
	not systemd.is_system
	systemd.unit.root
}

gives_sys_admin if {
	some value in object.get(systemd.unit.settings, ["AmbientCapabilities", "values"], [])
	"CAP_SYS_ADMIN" in split(upper(value), " ")
}
