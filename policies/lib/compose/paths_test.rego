package lib.compose_test

import data.lib.compose

test_host_path_has_one_spelling_for_each_place if {
	every written, expected in {
		"/": "/",
		"/run/": "/run",
		"/var/run/docker.sock": "/run/docker.sock",
		"/var/run": "/run",
		"/var/runner": "/var/runner",
		"/var/run/user/1000/podman/podman.sock": "/run/user/uid/podman/podman.sock",
		"${XDG_RUNTIME_DIR}/docker.sock": "/run/user/uid/docker.sock",
		"${XDG_RUNTIME_DIR}": "/run/user/uid",
		"/root/.ssh": "~/.ssh",
		"/home/alice/.aws": "~/.aws",
		"/Users/alice": "~",
		"/home": "/home",
		"${HOME}/.kube/": "~/.kube",
		"~/.kube": "~/.kube",
		"${PWD}": ".",
		"${PWD}/data": "./data",
		"${DATA}/x": "${DATA}/x",
		"./": ".",
		"../..": "../..",
		"./src": "./src",
		"//./pipe/docker_engine": "/./pipe/docker_engine",
		`\\.\pipe\docker_engine`: "/./pipe/docker_engine",
	} {
		compose.host_path(written) == expected
	}
}

test_socket_file_by_name_and_place if {
	every path, expected in {
		"/run/docker.sock": "Docker",
		"/mnt/host/docker.sock": "Docker",
		"/run/user/uid/podman/podman.sock": "Podman",
		"/run/systemd/private": "systemd",
		"/./pipe/docker_engine": "Docker",
	} {
		compose.socket_file(path) == expected
	}
}

test_socket_directory if {
	every path, expected in {"/": "Docker", "/run": "Docker", "/run/containerd": "containerd", "/run/user/uid": "rootless Docker"} {
		compose.socket_directory(path) == expected
	}
}

test_no_socket_elsewhere if {
	every path in ["/run/dbus", "/run/myapp", "/run/docker.sock.conf", "docker-sock", "./data", "/run/systemd/journal"] {
		not compose.socket_file(path)
		not compose.socket_directory(path)
	}
}

test_within if {
	compose.within("/etc", "/etc")
	compose.within("/etc/shadow", "/etc")
	not compose.within("/etcetera", "/etc")
}
