package lib.secret_test

import data.lib.secret

test_names if {
	every name in [
		"POSTGRES_PASSWORD", "DB_PASS", "MYSQL_PWD", "dbPass", "SECRET_KEY", "SECRET_KEY_BASE", "JWT_SECRET", "apiToken",
		"API_KEY", "APIKEY", "ENCRYPTION_KEY", "STATIC_CREDENTIALS", "DB_CONNECTION_STRING", "BACKEND_DSN", "WEBPASSWORD",
		"sonar.jdbc.password", "database__connection__password", "AWS_SECRET_ACCESS_KEY", "CF_DNS_API_TOKEN", "sa_password",
		"APP_KEY", "WIREGUARD_PRESHARED_KEY", "MTX_NVRJWTSECRET", "LLDAP_LDAP_USER_PASS", "NEO4J_AUTH",
		"INFLUXDB_ADMIN_TOKEN", "RESET_PASSWORD_SECRET", "PUBLICATION_TOKEN", "S3_FILE_SECRET", "ROOTPASS", "TOKEN_GITHUB",
		"RABBITMQ_ERLANG_COOKIE", "SEARCH_BACKEND_PASSWORD",
	] {
		secret.is_name(name)
	}
}

test_other_names if {
	every name in [
		"POSTGRES_PASSWORD_FILE", "TOKEN_TTL", "SEED_TOKENS", "JWT_EXPIRY_TIME", "MAX_TOKENS", "JWT_PUBLIC_KEY",
		"AUTHORIZED_KEYS", "CLIENT_ID", "PASSWORD_HASH", "TOKENIZERS_PARALLELISM", "KEYBOARD", "AWS_ACCESS_KEY_ID",
		"SSH_KEY_PATH", "SECRET_PATH", "SECRET_PORT", "MYSQL_ALLOW_EMPTY_PASSWORD", "MYSQL_RANDOM_ROOT_PASSWORD",
		"TOKEN_STORAGE_PATH", "PASSWORD_MIN_LENGTH", "SERVER_TOKENS", "SENTRY_DSN", "POSTGRES_USER", "BYPASS", "COMPASS",
		"SECRET_FORCED_LANGUAGE", "REFRESH_TOKEN_EXPIRES_IN", "PASSWORD_RESET_URL", "PWD", "GOOGLE_APPLICATION_CREDENTIALS",
		"GIT_CREDENTIAL_HELPER", "SHOW_PASSWORD", "OPENAI_MAX_TOKENS", "SECURE_COOKIE", "NEXT_PUBLIC_API_KEY",
		"STRIPE_PUBLISHABLE_KEY", "SECRET_FILE_SIZE", "FORCE_PASSWORD_RESET", "SESSION_COOKIE_NAME", "statusPass",
		"SECOND_PASS",
	] {
		not secret.is_name(name)
	}
}

test_literals if {
	every value in ["hunter2", "base64:Npczl7vKB0Y3", "changeme", "p@ss/word", "aws\"12345+67890/abc"] {
		secret.is_literal("APP_SECRET", value)
	}
}

test_not_literals if {
	every value in [
		"", "${X}", "$X", "${A}${B}", "<PASSWORD>", "'<PSK>'", "{{ vault }}", "%env(X)%", "XXX-XXX", "*****", "true",
		"/run/secrets/db", "./key.pem", "15m", "900", "app_secret", "APP-SECRET", "https://example.com/token", "file:/x",
		"{env.TOKEN}",
	] {
		not secret.is_literal("APP_SECRET", value)
	}
}

test_numbers_are_passwords_only if {
	secret.is_literal("MYSQL_PASSWORD", "123456")
	not secret.is_literal("TOKEN_VALUE", "123456")
	secret.is_literal("MYSQL_PASSWORD", "default")
	not secret.is_literal("TOKEN_MODE_SECRET", "auto")
}

test_placeholders if {
	every value in [
		"changeme",
		"CHANGE-ME",
		"!changeme!",
		"your_mysql_root_password",
		"MySecureDatabasePassword",
		"ChooseYourOwnPasswordHere1234",
		"replace-with-secret",
	] {
		secret.is_placeholder(value)
	}
	every value in ["hunter2", "postgres", "6eKz1nYhNmpf8w3HoMeCdnIoUqCF8Q1aif3BGks74pU"] {
		not secret.is_placeholder(value)
	}
}

test_live if {
	every value in [
		concat("", ["ghp", "_0123456789abcdefghijklmnopqrstuvwxyz"]),
		concat("", ["AK", "IAQ3EGR5TZ7X2LM4WP"]),
		"6eKz1nYhNmpf8w3HoMeCdnIoUqCF8Q1aif3BGks74pU",
		"v9X!rT2#kQ7z@Lm4Wp8s",
		concat("", ["-----BEGIN RSA ", "PRIVATE KEY-----"]),
	] {
		secret.looks_live(value)
	}
}

test_not_live if {
	every value in [
		"changeme",
		"aaaaaaaaaaaaaaaaaaaa1",
		"my-secret-token-for-tests-1",
		"correct horse battery",
		"https://example.com/a1b2c3d4e5",
		"SomeRandomStringOf32CharsExactly",
		"unplug6-coherent-outlast-undergo-plow",
		"0123456789abcdef0123456789abcdef",
	] {
		not secret.looks_live(value)
	}
}

test_url_password if {
	secret.url_secret("postgres://app:hunter2@db:5432/app").host == "db"
	secret.url_secret("redis://:hunter2@cache").user == ""
	secret.url_secret("--url=amqp://u:p@broker/%2f").password == "p"
	secret.url_secret("mysql://u:a${SUFFIX}@db").host == "db"
	secret.url_secret("postgres://u:p@ss@db/x").host == "db"
	secret.url_secret("redis://:p@h1,redis://:p@h2").host == "h1"
	secret.url_secret("mongodb://u:p@h1:27017,h2:27017/x").host == "h1"
}

test_url_reference if {
	every value in [
		"postgres://app:${PW}@db/app", "postgres://app:${PW:?set it}@db", "redis://:$$PW@cache", "http://host:8080/a@b",
		"postgres://app@db", "https://u:<password>@host", "postgres://${U:-a}:${PW:-x}@db", "redis://:$PW@cache",
		"mailto:a@b.c",
	] {
		not secret.url_secret(value)
	}
	secret.url_password("postgres://app:${PW:-a/b@c}@db/app").password == "${PW:-a/b@c}"
}

test_pair_password if {
	secret.pair_password("Server=db;User Id=sa;Password=x1;") == "x1"
	secret.pair_password("host=db user=app password=x2 dbname=d") == "x2"
	not secret.pair_password("Server=db;Trusted_Connection=True")
}

hash := "$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC"

test_forms if {
	every case in [
		["REDIS_URL", "redis://:hunter2@cache", "url", "hunter2"],
		["SETTINGS", "Server=db;Password=hunter2;User Id=sa", "connection", "hunter2"],
		["X", concat("", ["gl", "pat-Zk3vQ9mT7xR2bL5nW8cY"]), "token", concat("", ["gl", "pat-Zk3vQ9mT7xR2bL5nW8cY"])],
		["ADMIN_PASSWORD", hash, "hash", hash],
		["HTTP_AUTH", "admin:hunter2", "pair", "hunter2"],
		["NEO4J_AUTH", "neo4j/hunter2", "pair", "hunter2"],
		["DB_PASSWORD", "hunter2", "literal", "hunter2"],
		["DB_PW", "hunter2", "literal", "hunter2"],
	] {
		secret.found(case[0], case[1]).form == case[2]
		secret.found(case[0], case[1]).value == case[3]
	}
}

test_forms_of_nothing if {
	every name, text in {
		"NEO4J_AUTH": "none",
		"HTTP_AUTH": "admin:${HTTP_PASSWORD}",
		"BASIC_AUTH": "enabled",
		"TOKEN_CLASS": "hunter2",
		"AUTH_SCHEME": "basic:digest",
		"SECRET_NAME": "db-credentials",
		"PASSWORD_POLICY": "strict",
		"DB_PASSWORD": "/run/secrets/db",
		"ANON_KEY_HEADER": "apikey",
	} {
		not secret.found(name, text)
	}
}

test_own_store if {
	secret.is_own_store("AWS_SECRET_ACCESS_KEY", "hunter2")
	secret.is_own_store("S3_SECRET_KEY", "hunter2")
	not secret.is_own_store("AWS_SECRET_ACCESS_KEY", "n7Vt2QkLxR9mZb4HcW1yJd8PfG5sAe3TuK6oX0iB")
	not secret.is_own_store("SMTP_PASSWORD", "hunter2")
}

test_json if {
	every value in [
		`{"dbPassword": "hunter2"}`, `[{"kty": "oct", "k": "c2VjcmV0LWJ5dGVz"}]`,
		`{"auths": {"registry.example.com": {"auth": "dXNlcjpodW50ZXIy"}}}`,
	] {
		secret.found("SETTINGS", value).form == "json"
	}
	every value in [
		`{"key": "value"}`, `{"auth": "mutual"}`, `{"password": ""}`, `{"password": "${DB_PASSWORD}"}`, `["password"]`,
		`{"password`, `"password"`, `{"token": {"ttl": "1h"}}`,
	] {
		not secret.found("SETTINGS", value)
	}
}

test_weak if {
	secret.is_weak("admin")
	secret.is_weak("SuperSecretKey")
	not secret.is_weak("6eKz1nYhNmpf8w3HoMeC")
}

test_client_and_outbound if {
	secret.is_outbound("SMTP_PASSWORD")
	secret.is_outbound("GOOGLE_CLIENT_SECRET")
	not secret.is_outbound("JWT_SECRET")
	secret.is_client("DB_PASSWORD")
	secret.is_client("WORDPRESS_DB_PASSWORD")
	not secret.is_client("ADMIN_PASSWORD")
}
