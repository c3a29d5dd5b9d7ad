package lib.mediamtx_test

import data.lib.mediamtx

values(text) := {one.value | some one in mediamtx.secrets(text)}

test_secrets_of_urls if {
	every text, found in {
		"rtsp://a:Fox-11@10.0.0.9/x": {"Fox-11"},
		"rtsp://a:p@ss-11@10.0.0.9/x": {"p@ss-11"},
		"srt://h:1?passphrase=Fox-11-Fox&latency=1": {"Fox-11-Fox"},
		"srt://h:1?streamid=read:a:b:Fox-11:x=1": {"Fox-11"},
		"srt://h:1?streamid=#!::r=a,m=request,u=b,s=Fox-11&pkt_size=1": {"Fox-11"},
		"rtsp://h/user=a&password=Fox-11&channel=1": {"Fox-11"},
		"rtmp://live.twitch.tv/app/live_81723_kd8": {"live_81723_kd8"},
		"rtmps://user:Fox-11@live-api-s.facebook.com:443/rtmp/FB-912-abc": {"Fox-11", "FB-912-abc"},
	} {
		values(text) == found
	}
}

test_no_secrets if {
	every text in [
		"publisher",
		"/other",
		"rtsp://h:554/x",
		"rtsp://a@h/x",
		"rtsp://a:$G1@h/x",
		"rtsp://a:${PASS}@h/x",
		"rtsp://a:<password>@h/x",
		"srt://h:1?streamid=publish:a:b",
		"srt://h:1?passphrase=$PASSPHRASE",
		"http://h/x?token_type=bearer&user=a",
		"rtmp://a.rtmp.youtube.com/live2",
		"ffmpeg -pass 2 -i x",
		"curl -u $USER:$PASS http://h",
		"notify --token-file /run/t",
		"sh -c 'PATH=/bin notify'",
		"{{ url }}",
	] {
		count(mediamtx.secrets(text)) == 0
	}
}

test_secrets_of_commands if {
	every text, found in {
		"curl -uadmin:Fox-11 http://h": {"Fox-11"},
		"curl --user=admin:Fox-11 http://h": {"Fox-11"},
		`curl -H "Authorization: Bearer Fox11" http://h`: {"Fox11"},
		"notify --password Fox-11": {"Fox-11"},
		"API_TOKEN=Fox-11-Fox-11 notify": {"Fox-11-Fox-11"},
		"ffmpeg -i rtsp://a:Fox-11@h/x -f rtsp rtsp://b:Owl-12@h/y": {"Fox-11", "Owl-12"},
	} {
		values(text) == found
	}
}

test_turn_of_old if {
	mediamtx.in_turn("turn:a:Fox-11:h:3478") == "Fox-11"
	not mediamtx.in_turn("turn:h:3478")
	not mediamtx.in_turn("stun:a:b:h:1")
	not mediamtx.in_turn("turn:a:${PASS}:h:3478")
	not mediamtx.in_turn(7)
}
