package lib.server_test

import data.lib.server

said(more) := object.union({"is": "no-login", "path": ["port"]}, more)

context(more, consumers, listeners) := {"context": {
	"server": {"title": "Redis", "settings": [said(more)]},
	"consumers": consumers,
	"listeners": listeners,
}}

image(name) := {"image": name, "exposure": "peers", "command": ["redis-server"], "environment": {}}

test_contained if {
	count(server.of("no-login")) == 1 with input as context({"contained": true}, [image("redis:8.0")], [])
	count(server.of("no-login")) == 0 with input as context({"contained": true}, [image("bitnami/redis:8.0")], [])
	count(server.of("no-login")) == 0 with input as context({"contained": true}, [], [])
}

test_void if {
	closed := object.union(image("redis:8.0"), {"command": ["redis-server", "--requirepass", "x"]})
	set_otherwise := object.union(image("redis:8.0"), {"environment": {"SECURITY": true}})
	void := {"void": "--requirepass |SECURITY=true"}
	count(server.of("no-login")) == 0 with input as context(void, [closed, set_otherwise], [])
	count(server.of("no-login")) == 1 with input as context(void, [closed, image("redis:8.0")], [])
	count(server.of("no-login")) == 1 with input as context(void, [], [])
}

# Whoever wrote the services may have left a value out, or written one of another kind.
test_wrong_types if {
	every command in [null, "redis-server", ["redis-server", null, 7], {"a": null}] {
		survives(null, command)
		survives(["redis:8.0"], command)
	}
}

survives(name, command) if {
	broken := object.union(image(name), {"command": command})
	count(server.of("no-login")) == 0 with input as context({"contained": true, "void": "--requirepass "}, [broken], [])
	count(server.of("no-login")) == 1 with input as context({"void": "--requirepass "}, [broken], [])
}

test_reach if {
	listeners := [{"path": ["port"], "exposure": "peers"}, {"path": ["api"], "exposure": "all_interfaces"}]
	server.reach(said({"listener": ["port"]})) == ["inside"] with input as context({}, [], listeners)
	server.reach(said({"listener": ["api"]})) == ["published"] with input as context({}, [], listeners)
	server.reach(said({})) == ["published"] with input as context({}, [], listeners)
	server.reach(said({})) == ["inside"] with input as context({}, [image("redis")], [])
	server.reach(said({})) == [] with input as context({}, [], [])
}

test_near if {
	every peer in ["http://db:9000/x", "https://10.1.2.3", "localhost:80", "https://nas.lan:8443", "http://[::1]:80/"] {
		server.is_near(said({"peer": peer}))
	}
	every peer in ["https://metrics.example.com/x", "http://8.8.8.8", "https://172.40.0.1", ""] {
		not server.is_near(said({"peer": peer}))
	}
}
