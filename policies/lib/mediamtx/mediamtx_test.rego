package lib.mediamtx_test

import data.lib.mediamtx

# run gives an input with what the file writes and the defaults, and one service with the image and the environment.
run(model, image, environment) := {"context": {
	"mediamtx": object.union(bare, model),
	"consumers": [{"file": "compose.yaml", "service": "media", "image": image, "environment": environment}],
}}

bare := {"versions": {"min": 0, "until": 0}, "settings": {}, "defaults": {}, "since": {}, "earlier": {}}

api := {"defaults": {"api": false}, "since": {"api": 17000}}

address := {
	"defaults": {"apiAddress": ":9997"}, "since": {"apiAddress": 1006000},
	"earlier": {"apiAddress": [{"since": 17000, "value": "127.0.0.1:9997"}]},
}

test_version if {
	mediamtx.version(1015004) == "v1.15.4"
	mediamtx.version(16000) == "v0.16.0"
}

test_image_tags if {
	every tag, want in {
		"bluenviron/mediamtx:1.19.3": [1019003, 1019004],
		"docker.io/bluenviron/mediamtx:v1.6.0-ffmpeg": [1006000, 1006001],
		"bluenviron/mediamtx:1.8": [1008000, 1009000],
		"bluenviron/mediamtx:1@sha256:0123": [1000000, 2000000],
		"aler9/rtsp-simple-server:v0.17": [17000, 18000],
		"bluenviron/mediamtx:latest": [0, 0],
		"bluenviron/mediamtx:latest-rpi": [0, 0],
		"bluenviron/mediamtx": [0, 0],
		"mine:1.2.3": [0, 0],
	} {
		released := run({}, tag, {})
		[mediamtx.version_min, mediamtx.version_until] == want with input as released
	}
}

test_no_consumer_leaves_releases_open if {
	lone := {"context": {"mediamtx": object.union(bare, {"versions": {"min": 17000, "until": 18000}})}}
	mediamtx.version_min == 17000 with input as lone
	mediamtx.version_until == 18000 with input as lone
	mediamtx.only_before(18000) with input as lone
	mediamtx.maybe_before(17014) with input as lone
	not mediamtx.image_before(18000) with input as lone
}

test_default_follows_the_release if {
	open := run(address, "bluenviron/mediamtx", {})
	mediamtx.setting.apiAddress.value == ":9997" with input as open
	mediamtx.setting.apiAddress.since == "v1.6.0" with input as open
	old := run(address, "bluenviron/mediamtx:1.5.0", {})
	mediamtx.setting.apiAddress.value == "127.0.0.1:9997" with input as old
	mediamtx.setting.apiAddress.since == "" with input as old
	new := run(address, "bluenviron/mediamtx:1.9.0", {})
	mediamtx.setting.apiAddress.value == ":9997" with input as new
	mediamtx.setting.apiAddress.since == "" with input as new
	none := run(address, "aler9/rtsp-simple-server:v0.16.0", {})
	not mediamtx.setting.apiAddress with input as none
}

test_default_stands_where_it_would_be_written if {
	open := run(address, "bluenviron/mediamtx", {})
	mediamtx.setting.apiAddress.path == ["apiAddress"] with input as open
	not mediamtx.setting.apiAddress.written with input as open
	first := run({"defaults": {"rtspAddress": ":8554"}}, "aler9/rtsp-simple-server:v0.16.0", {})
	mediamtx.setting.rtspAddress.value == ":8554" with input as first
	mediamtx.setting.rtspAddress.since == "" with input as first
}

test_written_beats_default if {
	old := run({"settings": {"rtsp": {"value": false, "path": ["rtspDisable"]}}}, "bluenviron/mediamtx", {})
	mediamtx.setting.rtsp == {
		"value": false, "path": ["rtspDisable"], "key": "rtspDisable", "written": true, "since": "", "related": [],
	} with input as old
}

test_environment_wins if {
	set := run(api, "bluenviron/mediamtx", {"MTX_API": "Yes", "RTSP_API": "no"})
	mediamtx.setting.api.value == true with input as set
	mediamtx.setting.api.written with input as set
	mediamtx.setting.api.related[0].path == ["services", "media", "environment", "MTX_API"] with input as set
	unknown := run(api, "bluenviron/mediamtx", {"MTX_API": "${API}"})
	mediamtx.setting.api.value == null with input as unknown
	passed := run(api, "bluenviron/mediamtx", {"MTX_API": null})
	mediamtx.setting.api.value == null with input as passed
	former := run(api, "bluenviron/mediamtx", {"RTSP_API": "yes"})
	mediamtx.setting.api.value == true with input as former
}

test_environment_sets_what_the_file_writes if {
	written := {"settings": {"authHTTPAddress": {"value": "http://a", "path": ["externalAuthenticationURL"]}}}
	set := run(written, "bluenviron/mediamtx", {"MTX_AUTHHTTPADDRESS": "https://b"})
	mediamtx.setting.authHTTPAddress.value == "https://b" with input as set
	mediamtx.setting.authHTTPAddress.path == ["externalAuthenticationURL"] with input as set
	mediamtx.by_file("authHTTPAddress").value == "http://a" with input as set
}

test_by_file if {
	set := run(address, "bluenviron/mediamtx:1.5.0", {"MTX_APIADDRESS": "127.0.0.1:1"})
	mediamtx.by_file("apiAddress") == {"value": ":9997", "path": ["apiAddress"], "written": false} with input as set
	mediamtx.by_file("srtAddress").value == null with input as set
}

test_raw if {
	mediamtx.raw({"value": 0, "raw": "0s", "path": ["record"]}) == "0s"
	mediamtx.raw({"value": null, "raw": "${X}", "path": ["record"]}) == "${X}"
	mediamtx.raw({"value": "x", "path": ["record"]}) == "x"
}

test_environment_of_the_server_alone if {
	both := {"context": {
		"mediamtx": object.union(bare, api),
		"consumers": [
			{"file": "compose.yaml", "service": "media", "image": "bluenviron/mediamtx:1", "environment": {"MTX_API": "yes"}},
			{"file": "compose.yaml", "service": "panel", "image": "example/panel:9.9.9", "environment": {"MTX_API": "no"}},
		],
	}}
	mediamtx.setting.api.value == true with input as both
	mediamtx.version_until == 2000000 with input as both
}

test_what_all_ways_of_starting_set_alike if {
	started := {"context": {
		"mediamtx": object.union(bare, api),
		"consumers": [
			{"file": "compose.yaml", "service": "media", "environment": {"MTX_API": "yes", "MTX_RTSPENCRYPTION": "strict"}},
			{"file": "compose.prod.yaml", "service": "media", "environment": {"MTX_API": "yes"}},
		],
	}}
	mediamtx.setting.api.value == true with input as started
	object.keys(mediamtx.environment) == {"MTX_API"} with input as started
}

test_lists_and_encryption_from_the_environment if {
	set := run({}, "mediamtx", {"MTX_RTSPENCRYPTION": "yes"})
	mediamtx.setting.rtspEncryption.value == "strict" with input as set
	origins := {"settings": {"apiAllowOrigins": {"value": ["*"], "path": ["apiAllowOrigins"]}}}
	listed := run(origins, "mediamtx", {"MTX_APIALLOWORIGINS": "https://a,https://b"})
	mediamtx.setting.apiAllowOrigins.value == ["https://a", "https://b"] with input as listed
}

test_seconds if {
	mediamtx.seconds("168h") == 604800
	mediamtx.seconds("7d") == 604800
	mediamtx.seconds("1d12h") == 129600
	not mediamtx.seconds("a week")
	not mediamtx.seconds("")
}

test_url if {
	url := mediamtx.url("RTSP://admin:p%40ss@cam.example.org:554/x?y#z")
	url == {
		"scheme": "rtsp",
		"user": "admin",
		"password": "p%40ss",
		"host": "cam.example.org",
		"address": "rtsp://cam.example.org",
	}
	mediamtx.url("rtsps://[2001:db8::1]:322/x").host == "2001:db8::1"
	mediamtx.url("http://h").password == ""
	not mediamtx.url("publisher")
}

test_host_place if {
	every host, place in {
		"localhost": "loopback", "127.9.9.9": "loopback", "::1": "loopback", "a.localhost": "loopback", "10.1.2.3": "private",
		"camera": "private", "nas.lan": "private", "fd00::1": "private", "cam.example.org": "public", "8.8.8.8": "public",
		"2001:db8::1": "public", "": "unknown", "$g1": "unknown", "${host}": "unknown",
	} {
		mediamtx.host_place(host) == place
	}
}

test_enumerated if {
	mediamtx.enumerated(["a"]) == "a"
	mediamtx.enumerated(["a", "b", "c"]) == "a, b and c"
	mediamtx.quoted(["a", "b"]) == `"a" and "b"`
}
