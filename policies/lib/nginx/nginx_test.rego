package lib.nginx_test

import data.lib.nginx

test_directives_in_force if {
	context := {"nginx": {"directives": {"a": [{"in_force": true, "args": ["x"]}, {"in_force": false, "args": ["y"]}]}}}
	nginx.directives("a") == [{"in_force": true, "args": ["x"]}] with input.context as context
	nginx.directives("b") == [] with input.context as context
}

test_pages if {
	context := {"nginx": {"scopes": [{"label": "a"}, {"label": "b"}]}}
	nginx.pages_of({"pages": [1]}) == [{"label": "b"}] with input.context as context
}

test_inside if {
	context := {"listeners": [{"path": [0], "exposure": "peers"}, {"path": [1], "exposure": "all_interfaces"}]}
	every listens in [
		[{"socket": "/run/a", "host": "", "listener": [9]}],
		[{"socket": "", "host": "127.0.0.1", "listener": [9]}],
		[{"socket": "", "host": "", "listener": [0]}],
	] {
		nginx.inside({"listens": listens}) with input.context as context
	}
	every listens in [
		[{"socket": "", "host": "", "listener": [1]}],
		[{"socket": "", "host": "", "listener": [9]}],
		[{"socket": "", "host": "", "listener": [0]}, {"socket": "", "host": "", "listener": [1]}],
	] {
		not nginx.inside({"listens": listens}) with input.context as context
	}
}

test_listing if {
	nginx.listing(["a"]) == "a"
	nginx.listing(["a", "b"]) == "a and b"
	nginx.listing(["a", "b", "c"]) == "a, b and c"
}

test_assets if {
	every scope in [
		{"modifier": "~*", "pattern": `\.(woff2?|ttf)$`},
		{"modifier": "", "pattern": "/static/"},
		{"modifier": "^~", "pattern": "/app/assets"},
	] {
		nginx.is_asset(scope)
	}
	every scope in [
		{"modifier": "", "pattern": "/"},
		{"modifier": "~", "pattern": "^/api/"},
		{"modifier": "", "pattern": "/statistics/"},
	] {
		not nginx.is_asset(scope)
	}
}
