# METADATA
# title: Dangerous host device
# description: |
#   A device is a way around every other limit: a disk (`/dev/sda`, `/dev/dm-0`) is the host's file system without its
#   permissions, `/dev/mem` and `/dev/port` are the machine itself, `/dev/kvm` and `/dev/fuse` are large kernel
#   interfaces. `device_cgroup_rules` with wildcards let a container make such device files itself. Graphics, sound,
#   cameras, serial adapters, `gpus` and CDI names are fine.
# related_resources:
# - https://docs.docker.com/reference/compose-file/services/#devices
# - https://docs.docker.com/reference/compose-file/services/#device_cgroup_rules
# - https://docs.docker.com/reference/cli/docker/container/run/#device
# - https://www.kernel.org/doc/html/latest/admin-guide/devices.html
# scope: package
# custom:
#   severity: high
#   situations:
#     raw-access:
#       severity: critical
#       because: the service also adds SYS_RAWIO, SYS_ADMIN or ALL, with which the device is under its full control
#     kernel-interface:
#       severity: medium
#       because: the device is a large interface of the kernel or a view of its log, not the host's data
#     tunnel:
#       severity: low
#       because: /dev/net/tun makes interfaces in the container's own network namespace, as every VPN does
#   remediation: |
#     Remove the device, or map only the one node that the service uses, by its stable name.
#
#     For the health of disks prefer an agent on the host. For disk contents mount the directory, read-only where
#     possible.
#   cwe: [250]
#   aliases: ["compose-lint:CL-0016"]
package compose["host-device"]

import data.lib.compose
import data.lib.finding.in_situation
import data.lib.finding.part_of

findings contains finding if {
	some name, service in input.document.services
	some index, device in service.devices
	is_string(device.source)
	what := device_class(device.source)
	finding := report(name, ["services", name, "devices", index], sprintf("gets %s (%s)", [device.source, what]), what)
}

findings contains finding if {
	some name, service in input.document.services
	some index, rule in service.device_cgroup_rules
	is_string(rule)
	what := opened(split(trim_space(rule), " "))
	finding := report(
		name,
		["services", name, "device_cgroup_rules", index],
		sprintf("may open %s by device rule %q", [what, rule]),
		what,
	)
}

report(name, path, what, class) := part_of(
	in_situation(
		{"path": path, "message": sprintf("service %q %s", [name, what])},
		[situation |
			some situation in ["tunnel", "kernel-interface", "raw-access"]
			holds(situation, name, class)
		],
	),
	compose.with_privileged(name),
)

holds("tunnel", _, "network tunnels")

holds("kernel-interface", _, class) if {
	class in {
		"virtual machines", "user file systems", "kernel log", "input of the host", "the security chip",
	}
}

holds("raw-access", name, _) if compose.adds(name, {"SYS_ADMIN", "SYS_RAWIO"})

# device_class says what a device is; it is undefined for the harmless ones.
device_class(source) := compose.host_devices[trim_right(source, "/")]

device_class(source) := class if {
	startswith(source, "/dev/")
	not compose.host_devices[trim_right(source, "/")]
	some class, pattern in compose.host_device_patterns
	regex.match(pattern, source)
}

# opened says what a device rule such as `b 8:* rwm` opens; it is undefined for a rule that opens what is harmless. A
# rule for all sorts of devices (`a`) opens every one, whatever its numbers.
opened(["a"]) := "every device"

opened(fields) := "every device" if {
	fields[0] == "a"
	count(fields) > 1
}

opened(fields) := "every block device" if {
	fields[0] == "b"
	[major, _] := device_numbers(fields)
	major == "*"
}

opened(fields) := "every disk of a kind" if {
	fields[0] == "b"
	[major, minor] := device_numbers(fields)
	major != "*"
	minor == "*"
}

opened(fields) := compose.device_numbers[fields[0]][major] if {
	fields[0] in {"b", "c"}
	[major, minor] := device_numbers(fields)
	not is_whole_kind(fields[0], minor)
}

opened(fields) := compose.device_numbers[fields[0]][fields[1]]

opened(fields) := "every character device" if {
	fields[0] == "c"
	[major, _] := device_numbers(fields)
	major == "*"
}

opened(fields) := "physical memory" if {
	fields[0] == "c"
	[major, minor] := device_numbers(fields)
	major == "1"
	minor in {"*", "1", "2", "4"}
}

is_whole_kind("b", "*")

device_numbers(fields) := split(fields[1], ":")
