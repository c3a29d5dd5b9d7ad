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
		"/proc/1/root/etc": "/etc",
		"/proc/self/root": "/",
		"/proc/sys": "/proc/sys",
		`C:\Users\alice\.ssh`: "~/.ssh",
		"/mnt/c/Users/alice": "~",
		"/c/Users/alice/.aws/": "~/.aws",
		"D:/": "C:",
		"$HOME/.ssh": "$HOME/.ssh",
		"~alice/.ssh": "~/.ssh",
		"//./pipe/docker_engine": "/./pipe/docker_engine",
		`\\.\pipe\docker_engine`: "/./pipe/docker_engine",
	} {
		compose.host_path(written) == expected
	}
}

at(host) := {"host": host, "base": compose.base_name(host)}

test_controlled_by_a_socket if {
	every host, expected in {
		"/run/docker.sock": "Docker",
		"/mnt/host/docker.sock": "Docker",
		"/run/user/uid/podman/podman.sock": "Podman",
		"/run/systemd/private": "systemd",
		"/./pipe/docker_engine": "Docker",
	} {
		compose.controlled(at(host)) == {"service": expected, "directory": false}
	}
}

test_controlled_by_a_directory if {
	every host, expected in {
		"/": "Docker",
		"/run": "Docker",
		"/run/containerd": "containerd",
		"/run/user/uid": "rootless Docker",
	} {
		compose.controlled(at(host)) == {"service": expected, "directory": true}
	}
}

test_not_controlled_elsewhere if {
	every host in ["/run/dbus", "/run/myapp", "/run/docker.sock.conf", "docker-sock", "./data", "/run/systemd/journal"] {
		not compose.controlled(at(host))
	}
}

test_within if {
	compose.within("/etc", "/etc")
	compose.within("/etc/shadow", "/etc")
	not compose.within("/etcetera", "/etc")
}
