package lib.compose

# host_path gives a path on the host the one spelling that the tables below use, whatever the project wrote: no trailing slash,
# /run for /var/run, ~ for any home directory, /run/user/uid for any user's runtime directory, "." for the project directory.
# Relative paths begin with "." and are left alone; a variable that is not one of the well-known ones stays in it.
host_path(written) := trim_right(written, "/") if startswith(written, ".")

host_path(written) := path if {
	not startswith(written, ".")
	slashes := trim_right(replace(replace(written, `\`, "/"), "//", "/"), "/")
	run := regex.replace(slashes, `^/var/run(/|$)`, "/run$1")
	user := regex.replace(run, `^(/run/user/[^/]+|\$\{XDG_RUNTIME_DIR\})(/|$)`, "/run/user/uid$2")
	home := regex.replace(user, `^(/root|/home/[^/]+|/Users/[^/]+|\$\{HOME\})(/|$)`, "~$2")
	path := or_root(regex.replace(home, `^\$\{PWD\}(/|$)`, ".$1"))
}

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

# socket_file names the service that a socket controls, by its path as host_path spells it; undefined for anything else.
socket_file(path) := socket_names[base_name(path)]

socket_file(path) := socket_paths[path]

# socket_directory names the service whose control socket stands in a directory by default; undefined for any other directory.
socket_directory(path) := socket_directories[path]

# socket_names are the file names by which the sockets are known wherever they stand.
socket_names := {
	"buildkitd.sock": "BuildKit",
	"containerd.sock": "containerd",
	"cri-dockerd.sock": "Docker",
	"crio.sock": "CRI-O",
	"docker.sock": "Docker",
	"docker.sock.raw": "Docker",
	"podman.sock": "Podman",
}

# socket_paths are those with an everyday name.
socket_paths := {
	"/./pipe/docker_engine": "Docker",
	"/./pipe/docker_engine_linux": "Docker",
	"/run/systemd/private": "systemd",
}

socket_directories := {
	"/": "Docker",
	"/run": "Docker",
	"/run/buildkit": "BuildKit",
	"/run/containerd": "containerd",
	"/run/crio": "CRI-O",
	"/run/docker": "containerd",
	"/run/docker/containerd": "containerd",
	"/run/k3s": "containerd",
	"/run/k3s/containerd": "containerd",
	"/run/podman": "Podman",
	"/run/systemd": "systemd",
	"/run/user": "rootless Docker",
	"/run/user/uid": "rootless Docker",
	"/run/user/uid/podman": "Podman",
	"/var": "Docker",
	"~/.docker/desktop": "Docker Desktop",
	"~/.docker/run": "Docker Desktop",
}
