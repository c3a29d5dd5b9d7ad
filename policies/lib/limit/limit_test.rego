package lib.limit_test

import data.lib.limit

app(file, module) := {"context": {"format": "program"}, "document": {"modules": {file: object.union(
	{"language": "python"},
	module,
)}}}

called(name) := {"calls": [{"callee": name, "arguments": {}, "aside": ""}]}

test_names if {
	every name in ["check_rate_limit", "record_failed_login", "lockout", "app.login_attempts"] {
		count(limit.signs) > 0 with input as app("auth/views.py", called(name))
	}
	every name in ["download_limiter", "RateLimitError", "delimiter"] {
		count(limit.signs) == 0 with input as app("auth/views.py", called(name))
	}
}

test_places if {
	outgoing := called("ServiceRateLimitReached")
	count(limit.signs) == 0 with input as app("clients/comics.py", outgoing)
	count(limit.signs) > 0 with input as app("clients/comics.py", object.union(outgoing, {"imports": ["flask.request"]}))
	count(limit.signs) > 0 with input as app("clients/comics.py", object.union(outgoing, {"inputs": [{"part": "query"}]}))
}

test_packages if {
	count(limit.signs) > 0 with input as app("x.py", {"imports": ["slowapi.Limiter"]})
	count(limit.signs) == 0 with input as app("x.py", {"imports": ["lodash.throttle"]})
}
