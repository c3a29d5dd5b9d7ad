package lib.credential_test

import data.lib.credential

variable(name, operator, fallback) := {"name": name, "operator": operator, "default": fallback, "set": false}

plain(name, operator) := {"name": name, "operator": operator, "set": false}

project(key, value, entries) := {
	"file": "compose.yml",
	"document": {"services": {"app": {"image": "app", "environment": {key: value}}}},
	"context": {"interpolated": entries},
}

entry(key, raw, variables) := [{"path": ["services", "app", "environment", key], "raw": raw, "variables": variables}]

class(doc) := classes if classes := {setting.class | some setting in credential.settings} with input as doc

test_each_value_has_one_class if {
	class(project("DB_URL", "postgres://u:pw@db/x", [])) == {"url"}
	class(project("DB_PASSWORD", "hunter2", [])) == {"literal"}
	class(project("DB_PASSWORD", null, [])) == {"passed"}
	class(project(
		"DB_PASSWORD",
		"admin",
		entry("DB_PASSWORD", "${PW:-admin}", [variable("PW", ":-", "admin")]),
	)) == {"default"}
	class(project(
		"DB_PASSWORD",
		"admin",
		entry("DB_PASSWORD", "${PW-admin}", [variable("PW", "-", "admin")]),
	)) == {"default"}
	class(project("DB_PASSWORD", "", entry("DB_PASSWORD", "${PW:-}", [variable("PW", ":-", "")]))) == {"empty"}
	class(project("DB_PASSWORD", "${PW}", entry("DB_PASSWORD", "${PW}", [plain("PW", "")]))) == {"empty"}
	class(project("DB_PASSWORD", "${PW}", entry("DB_PASSWORD", "${PW:?set it}", [plain("PW", ":?")]))) == {"passed"}
}

test_value_of_the_project_is_passed if {
	set := {"name": "PW", "operator": "", "set": true}
	class(project("DB_PASSWORD", "s3cret-of-env", entry("DB_PASSWORD", "${PW}", [set]))) == {"passed"}
}

test_password_in_url_is_the_secret_of_it if {
	raw := "postgres://${DB_USER:-app}:${DB_PASSWORD:?set}@${DB_HOST:-db}/app"
	variables := [variable("DB_USER", ":-", "app"), plain("DB_PASSWORD", ":?"), variable("DB_HOST", ":-", "db")]
	class(project(
		"DATABASE_URL",
		"postgres://app:${DB_PASSWORD}@db/app",
		entry("DATABASE_URL", raw, variables),
	)) == {"passed"}
	weak := "postgres://app:${DBPW:-app}@db/app"
	class(project(
		"DATABASE_URL",
		"postgres://app:app@db/app",
		entry("DATABASE_URL", weak, [variable("DBPW", ":-", "app")]),
	)) == {"default"}
}

test_other_settings_have_none if {
	class(project("TOKEN_TTL", "900", [])) == set()
	class(project("DB_PASSWORD", "", [])) == set()
	class(project("DB_PASSWORD", "/run/secrets/db", [])) == set()
	class(project("DB_CONNECTION_STRING", "Server=db;Trusted_Connection=True", [])) == set()
	class(project("BACKEND_DSN", "postgres://db/app", [])) == set()
	class(project("CONTACT", "a@b.example", [])) == set()
	class(project(
		"LOG_LEVEL",
		"info",
		entry("LOG_LEVEL", "${LOG_LEVEL:-info}", [variable("LOG_LEVEL", ":-", "info")]),
	)) == set()
}

test_connection_string if {
	class(project("DB_CONNECTION_STRING", "Server=db;User Id=sa;Password=d0ck3r;", [])) == {"literal"}
	raw := "Server=db;Password=${SA_PASSWORD:?set}"
	class(project(
		"DB_CONNECTION_STRING",
		"Server=db;Password=${SA_PASSWORD}",
		entry("DB_CONNECTION_STRING", raw, [plain("SA_PASSWORD", ":?")]),
	)) == {"passed"}
}

names(service) := found_names if {
	found_names := {found.name | some found in credential.arguments}
		with input as {"document": {"services": {"app": service}}, "context": {"interpolated": []}}
}

test_arguments if {
	names({"command": ["redis-server", "--requirepass", "hunter2"]}) == {"requirepass"}
	names({"command": ["sh", "-c", "redis-server --requirepass hunter2"]}) == {"requirepass"}
	names({"command": ["--db-password=hunter2"]}) == {"db-password"}
	names({"entrypoint": ["app", "--auth-token", "abc-def"]}) == {"auth-token"}
	names({"healthcheck": {"test": ["CMD-SHELL", "mysqladmin ping -uroot -phunter2 --password"]}}) == {"-p"}
	names({"healthcheck": {"test": ["CMD-SHELL", "PGPASSWORD=hunter2 psql -c 'select 1'"]}}) == {"PGPASSWORD"}
	names({"post_start": [{"command": ["login", "--token", "abc-def"]}]}) == {"token"}
}

test_arguments_that_are_none if {
	names({"command": ["redis-server", "--requirepass", "$REDIS_PASSWORD"]}) == set()
	names({"command": ["app", "--password-file", "/run/secrets/pw", "--token-ttl=15m", "--token", "--verbose"]}) == set()
	names({"command": ["ssh", "-p2222", "host"]}) == set()
	names({"command": ["--providers.docker", "--entrypoints.web.address=:80"]}) == set()
}

test_default_in_command_is_no_literal if {
	doc := {
		"document": {
			"services": {"app": {"command": ["redis-server", "--requirepass", "admin"]}},
		},
		"context": {"interpolated": [{
			"path": ["services", "app", "command"],
			"raw": "redis-server --requirepass ${PW:-admin}",
			"variables": [variable("PW", ":-", "admin")],
		}]},
	}
	count(credential.arguments) == 0 with input as doc
}

test_urls if {
	service := {
		"command": ["app", "--db=postgres://u:pw@db/x"],
		"labels": {"app.mail": "smtp://u:pw@mail"},
		"environment": {"BROKER": "amqp://u:pw@mq"},
	}
	doc := {"document": {"services": {"app": service}}, "context": {"interpolated": []}}
	{found.host | some found in credential.written; found.form == "url"} == {"db", "mail", "mq"} with input as doc
}

test_contents if {
	text := "[db]\npassword = hunter2\nhost: db\ntoken_ttl=15\napi_key: ${KEY}\n"
	doc := {"document": {"configs": {"app": {"content": text}}}, "context": {"interpolated": []}}
	{found.name | some found in credential.contents} == {"password"} with input as doc
}

test_hashes if {
	labels := {
		"traefik.http.middlewares.a.basicauth.users": "u:$apr1$abc$def",
		"traefik.http.middlewares.b.basicauth.realm": "x",
	}
	doc := {"document": {"services": {"app": {"labels": labels}}}, "context": {"interpolated": []}}
	count(credential.hashes) == 1 with input as doc
}

test_wrong_types_fail_nothing if {
	services := {
		"a": {"environment": ["DB_PASSWORD=x"], "command": {"a": "b"}, "labels": ["a=b@c"], "healthcheck": 3},
		"b": {
			"environment": {"DB_PASSWORD": {"a": 1}, "DB_TOKEN": 5, "X": null},
			"command": [1, null, {"a": "b"}],
			"post_start": "x",
		},
		"c": null,
	}
	doc := {
		"file": "a.yml",
		"document": {"services": services, "configs": {"x": {"content": 3}}},
		"context": {"interpolated": []},
	}
	count(credential.settings) == 0 with input as doc
	every found in [credential.written, credential.build_secrets, credential.contents, credential.hashes] {
		count(found) == 0
	} with input as doc
}
