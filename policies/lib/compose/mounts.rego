package lib.compose

import data.lib.placeholder

# mounts holds, for each service, what it sees of the host's file system: bind mounts and named pipes, volumes that the
# local driver binds to a directory, and secrets and configs that come from a file. Each is {path, source, host, base,
# target, read_only, related}: path leads to the mount in the document, source is what the project wrote, host the same
# as host_path spells it, base its last part.
mounts[name] contains mount if {
	some name, service in input.document.services
	some index, volume in service.volumes
	source := host_source(volume)
	host := host_path(source)
	mount := {
		"path": ["services", name, "volumes", index],
		"source": source,
		"host": host,
		"base": base_name(host),
		"target": object.get(volume, "target", ""),
		"read_only": object.get(volume, "read_only", false) == true,
		"related": [],
	}
}

mounts[name] contains mount if {
	some name, service in input.document.services
	some index, volume in service.volumes
	device := bound_devices[volume.source]
	mount := {
		"path": ["services", name, "volumes", index],
		"source": device.source,
		"host": device.host,
		"base": base_name(device.host),
		"target": object.get(volume, "target", ""),
		"read_only": true in {object.get(volume, "read_only", false), device.read_only},
		"related": [{
			"path": ["volumes", volume.source, "driver_opts", "device"],
			"message": sprintf("volume %q is bound to %s here", [volume.source, device.source]),
		}],
	}
}

mounts[name] contains mount if {
	some name, service in input.document.services
	some section in ["secrets", "configs"]
	some index, grant in service[section]
	source := input.document[section][grant.source].file
	is_string(source)
	source != ""
	host := host_path(source)
	mount := {
		"path": ["services", name, section, index],
		"source": source,
		"host": host,
		"base": base_name(host),
		"target": object.get(grant, "target", ""),
		"read_only": true,
		"related": [{
			"path": [section, grant.source, "file"],
			"message": sprintf("%q comes from %s here", [grant.source, source]),
		}],
	}
}

# host_source is where a volume comes from when that is a place on the host; undefined otherwise. A volume's name cannot
# hold a slash, and one that begins with an unset variable may turn out to be a path.
host_source(volume) := volume.source if {
	volume.type in {"bind", "npipe"}
	is_string(volume.source)
	volume.source != ""
}

host_source(volume) := volume.source if {
	volume.type == "volume"
	is_string(volume.source)
	contains(volume.source, "/")
}

host_source(volume) := volume.source if {
	volume.type == "volume"
	placeholder.begins_with_variable(volume.source)
}

# bound_devices are the named volumes that are directories or files of the host in disguise, by name: {source, host,
# read_only}.
bound_devices[name] := {"source": source, "host": host_path(source), "read_only": read_only} if {
	some name, volume in input.document.volumes
	options := volume.driver_opts
	source := options.device
	is_string(source)
	substring(source, 0, 1) in {"/", "~", ".", "$"}
	flags := split(mount_options(options), ",")
	binds(options, flags)
	read_only := "ro" in flags
}

mount_options(options) := options.o if is_string(options.o)

mount_options(options) := "" if not options.o

binds(options, _) if object.get(options, "type", "") in {"", "none", "bind"}

binds(_, flags) if "bind" in flags

binds(_, flags) if "rbind" in flags

# lent_mounts holds, for each service, the mounts that volumes_from takes over from other services, however many
# services away.
lent_mounts[name] contains mount if {
	some name, service in input.document.services
	some index, item in service.volumes_from
	is_string(item)
	parts := split(item, ":")
	some lender in graph.reachable(lenders, {parts[0]})
	some lent in mounts[lender]
	mount := object.union(lent, {
		"path": ["services", name, "volumes_from", index],
		"read_only": true in {lent.read_only, parts[count(parts) - 1] == "ro"},
		"related": [{"path": lent.path, "message": sprintf("mounted by service %q here", [lender])}],
	})
}

lenders[name] := {split(item, ":")[0] | some item in service.volumes_from; is_string(item)} if {
	some name, service in input.document.services
}

# control_mounts holds, for each service, its own mounts and those it takes over that give control of a container engine
# or the host.
control_mounts[name] contains mount if {
	some held in [mounts, lent_mounts]
	some name, found in held
	some mount in found
	controlled(mount)
}

# control_sockets holds the names of the services that have a container control socket, by whatever way.
control_sockets contains name if some name, _ in control_mounts

control_sockets contains name if {
	some name, service in input.document.services
	on(service.use_api_socket)
}
