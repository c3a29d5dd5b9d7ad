package lib.compose

# host_path gives a path on the host the one spelling that the tables use, whatever the project wrote: no trailing
# slash, /run for /var/run, ~ for any home directory (of Windows and its Linux subsystem as well), C: for its drives,
# /run/user/uid for any user's runtime directory, "." for the project directory, and the host's root for the one of its
# first process. Relative paths begin with "." and are left alone; a variable that is not one of the well-known ones
# stays in it.
host_path(written) := trim_right(written, "/") if startswith(written, ".")

host_path(written) := path if {
	not startswith(written, ".")
	path := renamed(or_root(trim_right(regex.replace(replace(written, `\`, "/"), `/+`, "/"), "/")))
}

# Most paths have no other name, and a look at their beginning is cheaper than the patterns.
renamed(path) := path if not strings.any_prefix_match(path, ambiguous)

renamed(path) := or_root(regex.replace(home, `^\$\{PWD\}(/|$)`, ".$1")) if {
	strings.any_prefix_match(path, ambiguous)
	linux := regex.replace(path, `^/(?:wsl\$|wsl\.localhost)/[^/]+`, "")
	drive := regex.replace(linux, mounted_drive, "${1}:/${2}${3}")
	letter := regex.replace(drive, `^[a-zA-Z]:`, "C:")
	first := regex.replace(letter, `^/proc/(?:1|self|thread-self)/root(/|$)`, "/$1")
	single := regex.replace(first, `^//`, "/")
	run := regex.replace(single, `^/var/run(/|$)`, "/run$1")
	user := regex.replace(run, `^(/run/user/[^/]+|\$\{XDG_RUNTIME_DIR\})(/|$)`, "/run/user/uid$2")
	home := regex.replace(user, homes, "~$1")
}

ambiguous := [
	"/var/run", "/run/user/", "/run/desktop/", "/root", "/home/", "/Users/", "/proc/", "/mnt/", "/host_mnt/", "/wsl",
	"/c/", "/C/", "/d/", "$", "~", "%", "a:", "b:", "c:", "d:", "e:", "A:", "B:", "C:", "D:", "E:",
]

mounted_drive := `^(?:/mnt|/host_mnt|/run/desktop/mnt/host|)/([a-zA-Z])/(Users|Windows)(/|$)`

homes := concat("", [
	`^(?:/root|/home/[^/]+|/Users/[^/]+|C:/Users/[^/]+|\$\{HOME\}|\$\{USERPROFILE\}|%USERPROFILE%|~[a-z_][\w-]*)`,
	`(/|$)`,
])

or_root(path) := path if path != ""

or_root("") := "/"

# base_name is the part of a path behind its last slash.
base_name(path) := parts[count(parts) - 1] if {
	is_string(path)
	parts := split(path, "/")
}

# within holds for a directory and for everything below it.
within(path, directory) if path == directory

within(path, directory) if startswith(path, concat("", [directory, "/"]))

# controlled names the service that a mount gives control of, and how: {service, directory}, where directory says
# whether the mount is a directory in which the control socket is by default. It is undefined for any other mount.
controlled(mount) := {"service": data.lib.compose.sockets.names[mount.base], "directory": false}

controlled(mount) := {"service": data.lib.compose.sockets.paths[mount.host], "directory": false}

controlled(mount) := {"service": data.lib.compose.sockets.directories[mount.host], "directory": true}
