# METADATA
# description: |
#   What the rules for Compose share: which services start a container of their own, which of them run in a sandbox, and
#   how to read a value. Mounts, host paths and confinement stand in the files beside this one. A file that Compose
#   refuses is still looked at as it was written, so a value may be of any type: nothing here may fail on that.
#
#   The tables are in data.json. Paths in them are spelt as host_path does it.
#
#   - sockets: the control sockets of container engines and of systemd, each with the service behind it: names are file
#     names by which they are known wherever they are, paths those with an everyday name, directories where a socket is
#     by default.
#   - host_paths: what is at sensitive paths of the host; a directory counts by itself, a tree with everything below it
#     (hier(7), Filesystem Hierarchy Standard 3.0, and the configuration folders of the named tools). write says what
#     writing there gives: takeover (root on the host at once), root (root on the host to root in the container) or
#     medium; read how much reading gives away: high, medium, low (no secrets) or none.
#   - host_devices, host_device_patterns: what is behind a device file; device_numbers the same by sort and by major
#     number or both (Documentation/admin-guide/devices.txt of the kernel).
#   - capabilities: what a capability allows (capabilities(7)). breaking are those that amount to root on the host,
#     alone or with what containers usually have; limited are the others beyond Docker's default ones that matter.
#   - debug_variables: the values in lower case with which a variable switches a framework's debugging on.
#   - development_profiles: the names of profiles that are only for development.
#   - moving_words: the words in an image's tag that change which image it is.
#   - web_roots: the folders that images of web servers serve by default, each with a pattern for `path:tag` (the
#     pages of the images on Docker Hub).
package lib.compose

import data.lib.boolean

# containers holds the services that start a container of their own, by name. What is missing in them is really missing.
# The others are override fragments, whose base is elsewhere, and services that a provider runs.
containers := {name: service |
	some name, service in input.document.services
	builds_or_pulls(service)
	not service.provider
}

builds_or_pulls(service) if service.image

builds_or_pulls(service) if service.build

# sandboxed holds the names of the services whose runtime puts a kernel of its own between the container and the host:
# gVisor and Kata Containers, under whatever name the daemon's configuration defines them.
sandboxed contains name if {
	some name, found in input.context.services
	found.sandbox != ""
}

# host_sockets holds the names of the services whose sandbox was told to let them connect to sockets of the host.
host_sockets contains name if {
	some name, found in input.context.services
	found.sandbox == "gvisor"
	opens_sockets(found.runsc_flags)
}

opens_sockets(flags) if flags["host-uds"] in {"open", "all"}

opens_sockets(flags) if boolean.is_true(flags["fsgofer-host-uds"])

# ignoring_profiles holds the names of the services whose gVisor is known not to apply the seccomp profiles that
# services name.
ignoring_profiles contains name if {
	some name, found in input.context.services
	switched_off(found, "oci-seccomp")
}

# stripping_raw holds the names of the services whose gVisor is known to take NET_RAW away.
stripping_raw contains name if {
	some name, found in input.context.services
	switched_off(found, "net-raw")
}

switched_off(found, flag) if {
	found.sandbox == "gvisor"
	found.runsc_flags_known
	not boolean.is_true(object.get(found.runsc_flags, flag, ""))
}

# sandbox_places lists where the daemon's configuration makes the service's runtime a sandbox, when its own name does
# not tell.
sandbox_places(name) := [place | place := input.context.services[name].sandbox_place]

# daemon is the configuration of the Docker daemon that the project runs on; undefined when the scan has none.
daemon := input.context.daemon.document

# development holds the names of the services that are for development: they only start with a profile for it, are built
# for a stage of that name, or are in a file that is named as one for development.
development contains name if {
	some name, service in input.document.services
	is_for_development(service)
}

is_for_development(service) if {
	service.profiles[0]
	every profile in service.profiles {
		profile in data.lib.compose.development_profiles
	}
}

is_for_development(service) if lower(service.build.target) in data.lib.compose.development_profiles

is_for_development(_) if is_development_file

is_development_file if {
	some word in split(regex.replace(lower(base_name(input.file)), `[._-]+`, " "), " ")
	word in {"dev", "devel", "development", "override", "local", "debug"}
}

# tokens splits a name such as io.containerd.runsc.v1 or agent-runner_2 into its lower-case words.
tokens(name) := split(replace(replace(replace(lower(name), "_", "."), "-", "."), "/", "."), ".") if is_string(name)

# on holds for a boolean that is true, and for the text that Compose reads as true.
on(value) if value in truths

truths := {true, "true", "True", "TRUE", "yes", "y", "on", "1", "t"}

# root_user holds for a user that is root: by name or number, with or without a group.
root_user(user) if split(format_int_or_text(user), ":")[0] in {"root", "0"}

# users holds the user that a service starts as, where the service or the Dockerfile that it is built from names one.
users := object.union(
	{name: build.user | some name, build in input.context.builds; build.user != ""},
	{name: service.user | some name, service in input.document.services; service.user},
)

format_int_or_text(value) := value if is_string(value)

format_int_or_text(value) := format_int(value, 10) if is_number(value)

# with_privileged lists the composite rule of what a privileged service gives up besides.
with_privileged(name) := ["compose/privileged" | name in privileged]
