package lib.mediamtx_test

import data.lib.mediamtx

test_address_class if {
	every address, want in {
		":8554": "all", "0.0.0.0:8554": "all", "[::]:8554": "all", "[0:0:0:0:0:0:0:0]:8554": "all",
		"[::ffff:0.0.0.0]:1": "all", "127.0.0.1:1": "loopback", "127.1.2.3:1": "loopback", "[::1]:1": "loopback",
		"localhost:1": "loopback", "unix:///run/x.sock": "loopback", "192.168.1.5:1": "one", "[2001:db8::1]:1": "one",
		"media:1": "one",
	} {
		mediamtx.address_class(address) == want
	}
	mediamtx.address_class(null) == "unknown"
}

written(value) := {"value": value, "path": ["x"]}

serving(settings) := {"context": {"mediamtx": {
	"versions": {"min": 0, "until": 0},
	"settings": object.union(
		{
			"rtsp": written(true), "rtspAddress": written(":8554"), "rtpAddress": written("127.0.0.1:8000"),
			"rtspsAddress": written(":8322"), "rtspEncryption": written("no"), "rtspTransports": written(["udp", "tcp"]),
		},
		settings,
	),
	"defaults": {},
}}}

opened := {address.setting | some address in mediamtx.servers.rtsp.addresses}

test_addresses_in_use if {
	every encryption, want in {
		"no": {"rtspAddress", "rtpAddress"},
		"optional": {"rtspAddress", "rtpAddress", "rtspsAddress"},
		"strict": {"rtspsAddress"},
	} {
		served := serving({"rtspEncryption": written(encryption)})
		opened == want with input as served
		mediamtx.servers.rtsp.encryption == encryption with input as served
	}
	tcp := serving({"rtspTransports": written(["tcp"])})
	opened == {"rtspAddress"} with input as tcp
	empty := serving({"rtspAddress": written("")})
	opened == {"rtpAddress"} with input as empty
}

test_off_is_no_server if {
	off := serving({"rtsp": written(false)})
	not mediamtx.servers.rtsp with input as off
	unknown := serving({"rtsp": written(null)})
	not mediamtx.servers.rtsp with input as unknown
}

test_streaming_beyond_loopback if {
	wide := serving({})
	mediamtx.streaming == {"rtsp"} with input as wide
	local := serving({"rtspAddress": written("[::1]:8554")})
	mediamtx.streaming == set() with input as local
	mediamtx.exposed == set() with input as local
}

test_widest if {
	mediamtx.widest({"peers", "all_interfaces"}) == "all_interfaces"
	mediamtx.widest({"loopback", "unknown", "host_loopback"}) == "unknown"
	mediamtx.inside("peers")
	not mediamtx.inside("unknown")
}
