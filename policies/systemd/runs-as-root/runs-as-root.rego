# METADATA
# title: Network service runs as root
# description: |
#   A unit without `User=` or `DynamicUser=` runs as root, so that a flaw in what it serves is the whole machine.
#   Reported for services that run an interpreter or a server of an application, any program whose command says where it
#   listens, and a program of your own that waits for the network.
#
#   Not reported: units of users, drop-ins whose unit is not in the scan, services of the type oneshot, clients of
#   another daemon, and programs that belong to the system, which need root or give it up by themselves.
# related_resources:
# - https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#User=
# - https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#DynamicUser=
# scope: package
# custom:
#   severity: medium
#   situations:
#     devices:
#       severity: note
#       because: it works with devices or capabilities of the machine, which may need root
#     bounded:
#       severity: low
#       because: "`CapabilityBoundingSet=` takes most rights of root away"
#   cwe: [250]
#   remediation: |
#     Set `User=` to an account of its own, or `DynamicUser=yes`.
#
#     `AmbientCapabilities=CAP_NET_BIND_SERVICE` lets it listen on a port below 1024.
package systemd["runs-as-root"]

import data.lib.finding.in_situation
import data.lib.systemd

findings contains finding if {
	systemd.is_long_running
	systemd.unit.root
	serves
	not systemd.is_client
	not systemd.is_system
	finding := in_situation(
		{
			"path": ["Service", "User"],
			"message": sprintf("service %q runs %q as root", [systemd.unit.name, sort(systemd.programs)[0]]),
		},
		[situation | some situation in situations],
	)
}

serves if systemd.is_interpreter

serves if systemd.listens

serves if {
	systemd.waits_for_network
	some command in systemd.unit.commands
	command.setting == "ExecStart"
	regex.match(`^(/opt|/srv|/home|/root|/usr/local|/var/lib|/app|/data)/`, command.words[0])
}

default situations := []

situations := ["devices"] if uses_devices

situations := ["bounded"] if {
	not uses_devices
	object.get(systemd.unit.settings, ["CapabilityBoundingSet", "values"], []) != []
	not contains(systemd.value("CapabilityBoundingSet"), "CAP_SYS_ADMIN")
	not startswith(systemd.value("CapabilityBoundingSet"), "~")
}

uses_devices if object.get(systemd.unit.settings, ["DeviceAllow", "values"], []) != []

uses_devices if {
	some command in systemd.unit.commands
	some word in command.words
	regex.match(`^(--?[\w-]+=)?/(dev|sys)/`, word)
	not regex.match(`/dev/(null|stdout|stderr|shm)`, word)
}

uses_devices if {
	some value in object.get(systemd.unit.settings, ["AmbientCapabilities", "values"], [])
	regex.match(`(?i)CAP_(SYS_ADMIN|NET_ADMIN|NET_RAW|SYS_RAWIO|BPF|SYS_PTRACE|DAC_READ_SEARCH)`, value)
}
