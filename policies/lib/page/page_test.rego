package lib.page_test

import data.lib.page

text(value) := {"kind": "literal", "value": value}

test_secrets if {
	every name in [
		"token", "accessToken", "refresh_token", "auth", "auth-storage", "jwt", "app.token", "api_key", "userPassword",
		"admin_token", "visitorToken",
	] {
		page.is_secret(name)
	}
	every name in [
		"theme", "author", "tokenExpiry", "csrfToken", "next_token", "maxTokens", "showPassword", "passwordVisible",
	] {
		not page.is_secret(name)
	}
}

test_query if {
	unknown := {"kind": "unknown"}
	page.query_secret({"kind": "template", "items": [text("/ws?token="), unknown]}) == {"token"}
	page.query_secret({"kind": "template", "items": [text("/x?a="), unknown, text("&api_key="), unknown]}) == {"api_key"}
	page.query_secret({"kind": "template", "items": [text("/x?page="), unknown]}) == set()
	page.query_secret({"kind": "template", "items": [text("/x?token="), text("a")]}) == set()
	page.query_secret(text("/x?token=")) == set()
}

test_beginnings if {
	template := {"kind": "template", "items": [text("wss://"), text("b")]}
	page.texts({"kind": "either", "items": [text("ws://a"), template]}) == {"ws://a", "wss://"}
	page.texts({"kind": "setting", "default": text("http://a")}) == {"http://a"}
	page.texts({"kind": "unknown"}) == set()
}

test_browser if {
	program := {"context": {"format": "program"}, "document": {"modules": {
		"a.ts": {"language": "javascript", "imports": ["react"]},
		"b.ts": {"language": "javascript", "imports": ["express.Router"]},
		"vite.config.ts": {"language": "javascript"},
		"c.py": {"language": "python"},
	}}}
	files := ["a.ts", "b.ts", "vite.config.ts", "c.py"]
	{file | some file in files; page.in_browser(file)} == {"a.ts"} with input as program
}
