package lib.log_test

import data.lib.log

test_shown if {
	password := {"kind": "setting", "name": "password"}
	text := {"kind": "call", "name": "str", "items": [password]}
	log.shown(text) == {password, text}
	count(log.shown({"kind": "call", "name": "send", "items": [password]})) == 0
	count(log.shown({"kind": "call", "name": "send", "as": "response", "entries": {"password": password}})) == 0
}

test_hides if {
	log.hides({"kind": "call", "name": "send", "items": []}) == []
}
