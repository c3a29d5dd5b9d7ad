package lib.endpoint_test

import data.lib.endpoint

test_cleartext if {
	endpoint.cleartext("http://hub.lan:8080/api") == {"scheme": "http", "credentials": "", "host": "hub.lan"}
	endpoint.cleartext("redis://:pw@cache:6379/0") == {"scheme": "redis", "credentials": ":pw@", "host": "cache"}
	endpoint.cleartext("ws://[fd00::1]/x").host == "[fd00::1]"
	every text in ["https://hub.lan", "wss://hub.lan", "rediss://cache", "mailto:a@b", "at http://a.lan", "http://{h}"] {
		not endpoint.cleartext(text)
	}
}

test_places if {
	every host, place in {
		"localhost": "loopback", "127.0.0.1": "loopback", "[::1]": "loopback", "169.254.169.254": "link",
		"hub.tail1234.ts.net": "overlay", "100.101.3.4": "overlay", "backend": "neighbour", "db.svc": "neighbour",
		"10.1.2.3": "private", "hub.lan": "private", "dash.example.com": "reserved", "203.0.113.9": "reserved",
		"hub.acme.io": "public", "8.8.8.8": "public",
	} {
		endpoint.place(host) == place
	}
}

test_identifiers if {
	every host in ["www.w3.org", "schemas.microsoft.com", "schemas.xmlsoap.org", "json-schema.org"] {
		endpoint.is_identifier(host)
	}
	not endpoint.is_identifier("hub.acme.io")
}
