package lib.login_test

import data.lib.login

test_checks if {
	every name in [
		"require_auth", "AuthMiddleware", "login_required", "get_current_user", "verify_api_token", "authorize",
	] {
		login.is_check(name)
	}
	every name in ["author", "list_authors", "co_authored", "status", "token_count", "Item"] {
		not login.is_check(name)
	}
}

test_proofs if {
	every name in ["authorization", "x-api-key", "x-token", "session"] {
		login.is_proof({"part": "header", "name": name})
	}
	not login.is_proof({"part": "header", "name": "user-agent"})
	not login.is_proof({"part": "body", "name": "token"})
}

app(module) := {"context": {"format": "program"}, "document": {"modules": {"a.py": module}}}

test_known if {
	login.is_known with input as app({"imports": ["flask_login.login_required"]})
	login.is_known with input as app({"functions": [{"name": "check_token"}]})
	login.is_known with input as app({"functions": [{"name": "x", "decorators": ["app.requires_auth"]}]})
	not login.is_known with input as app({"functions": [{"name": "status"}], "imports": ["flask.Flask"]})
}
