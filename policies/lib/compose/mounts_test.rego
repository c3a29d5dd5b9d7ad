package lib.compose_test

import data.lib.compose

hosts(mounts) := {mount.host | some mount in mounts}

test_mounts_of_each_form if {
	document := {
		"services": {"web": {
			"volumes": [
				{"type": "bind", "source": "/var/run/docker.sock", "target": "/s", "read_only": true},
				{"type": "volume", "source": "data", "target": "/data"},
				{"type": "volume", "source": "sock", "target": "/sock"},
				{"type": "volume", "source": "${XDG_RUNTIME_DIR}/docker.sock", "target": "/x"},
				{"type": "npipe", "source": "//./pipe/docker_engine", "target": "//./pipe/docker_engine"},
				{"type": "tmpfs", "target": "/tmp"},
				{"type": "volume", "target": "/anonymous"},
				{"type": "bind", "source": "", "target": "/nowhere"},
			],
			"secrets": [{"source": "token"}, {"source": "external"}],
		}},
		"volumes": {
			"data": {},
			"sock": {"driver_opts": {"type": "none", "o": "bind,ro", "device": "/run/docker.sock"}},
			"share": {"driver_opts": {"type": "nfs", "o": "addr=10.0.0.1", "device": ":/export"}},
		},
		"secrets": {"token": {"file": "./token.txt"}, "external": {"external": true}},
	}
	mounts := compose.mounts.web with input.document as document
	hosts(mounts) == {"/run/docker.sock", "/run/user/uid/docker.sock", "/./pipe/docker_engine", "./token.txt"}
	some bound in mounts
	bound.path == ["services", "web", "volumes", 2]
	bound.read_only == true
	bound.related[0].path == ["volumes", "sock", "driver_opts", "device"]
}

test_a_network_file_system_is_not_the_host if {
	volumes := {
		"nfs": {"driver_opts": {"type": "nfs", "o": "addr=10.0.0.1,rw", "device": ":/export"}},
		"cifs": {"driver_opts": {"type": "cifs", "o": "username=u", "device": "//server/share"}},
		"ram": {"driver_opts": {"type": "tmpfs", "device": "tmpfs"}},
	}
	{} == compose.bound_devices with input.document.volumes as volumes
}

test_lent_mounts_pass_through_services if {
	services := {
		"a": {"volumes": [{"type": "bind", "source": "/etc", "target": "/e"}]},
		"b": {"volumes_from": ["a"]},
		"c": {"volumes_from": ["b:ro", "container:other"]},
	}
	lent := compose.lent_mounts with input.document.services as services
	object.keys(lent) == {"b", "c"}
	some mount in lent.c
	mount.host == "/etc"
	mount.read_only == true
	mount.path == ["services", "c", "volumes_from", 0]
	mount.related[0].path == ["services", "a", "volumes", 0]
}

test_control_sockets_by_every_way if {
	services := {
		"file": {"volumes": [{"type": "bind", "source": "/var/run/docker.sock", "target": "/s"}]},
		"directory": {"volumes": [{"type": "bind", "source": "/run", "target": "/r"}]},
		"lent": {"volumes_from": ["file"]},
		"api": {"use_api_socket": true},
		"none": {"volumes": [{"type": "volume", "source": "docker.sock", "target": "/var/run/docker.sock"}]},
	}
	{"file", "directory", "lent", "api"} == compose.control_sockets with input.document.services as services
}

test_a_volume_without_options_is_bound_by_its_type if {
	volumes := {"sock": {"driver_opts": {"type": "none", "device": "/run/docker.sock"}}}
	bound := compose.bound_devices with input.document.volumes as volumes
	bound.sock == {"source": "/run/docker.sock", "host": "/run/docker.sock", "read_only": false}
}
