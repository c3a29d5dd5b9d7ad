package lib.software_test

import data.lib.image
import data.lib.software

one(service) := {"document": {"services": {"a": service}}, "context": {"interpolated": []}}

state(service) := found if found := software.of.a.state with input as one(service)

path(service) := found if found := software.of.a.path with input as one(service)

test_off_beats_on if {
	state({"image": "redis:7.4"}) == "open"
	state({"image": "redis:7.4", "command": ["redis-server", "--requirepass", "long enough"]}) == "closed"
	state({"image": "redis:7.4", "command": ["redis-server", "--requirepass", ""]}) == "open"
	state({"image": "redis:7.4", "command": ["sh", "-c", "redis-server --requirepass \"\" --appendonly yes"]}) == "open"
	user := {"MONGO_INITDB_ROOT_USERNAME": "root"}
	state({"image": "mongo:7", "environment": user}) == "closed"
	state({"image": "mongo:7", "environment": user, "command": ["mongod", "--noauth"]}) == "open"
}

test_replaced_entrypoint if {
	env := {"MONGO_INITDB_ROOT_USERNAME": "root"}
	state({"image": "mongo:7", "environment": env, "entrypoint": ["mongod", "--bind_ip_all"]}) == "open"
	state({"image": "mongo:7", "environment": env, "entrypoint": ["mongod", "--auth"]}) == "closed"
	state({"image": "mongo:7", "environment": env, "entrypoint": ["docker-entrypoint.sh", "mongod"]}) == "closed"
	state({"image": "mongo:7", "environment": env, "command": ["bash", "-c", "mongod --replSet rs0"]}) == "open"
}

test_version_of_the_image if {
	state({"image": "elasticsearch:7.17.9"}) == "open"
	state({"image": "elasticsearch:8.15.0"}) == "closed"
	state({"image": "clickhouse/clickhouse-server:24.3"}) == "open"
	state({"image": "clickhouse/clickhouse-server:25.3"}) == "closed"
	state({"image": "clickhouse/clickhouse-server:25.3", "environment": {"CLICKHOUSE_USER": "app"}}) == "open"
	state({"image": "eclipse-mosquitto:2.0.20"}) == "closed"
	state({"image": "eclipse-mosquitto:1.6"}) == "open"
}

test_place_of_the_evidence if {
	path({
		"image": "elasticsearch:8.15.0",
		"command": ["elasticsearch", "-Expack.security.enabled=false"],
	}) == ["services", "a", "command", 1]
	path({"image": "neo4j:5", "environment": {"NEO4J_AUTH": "none"}}) == ["services", "a", "environment", "NEO4J_AUTH"]
	path({"image": "redis:7.4"}) == ["services", "a"]
}

test_companions if {
	state({"image": "phpmyadmin:5", "environment": {"PMA_USER": "root"}}) == "closed"
	state({"image": "phpmyadmin:5", "environment": {"PMA_USER": "root", "PMA_PASSWORD_FILE": "/run/secrets/db"}}) == "open"
	state({"image": "mysql:8", "environment": {"MYSQL_ALLOW_EMPTY_PASSWORD": "no"}}) == "open"
	state({
		"image": "mysql:8",
		"environment": {"MYSQL_ALLOW_EMPTY_PASSWORD": "yes", "MYSQL_ROOT_PASSWORD": "${PW}"},
	}) == "closed"
}

test_needs if {
	not software.offers("a") with input as one({"image": "traefik:v3.1"})
	software.offers("a") with input as one({"image": "traefik:v3.1", "command": ["--api.insecure=true"]})
	software.offers("a") with input as one({"image": "grafana/grafana:12.1.0"})
}

beside(elastic) := found if {
	found := software.of.k.state with input as {
		"document": {"services": {"e": elastic, "k": {"image": "kibana:7.17.9"}}},
		"context": {"interpolated": []},
	}
}

test_follows_the_store if {
	beside({"image": "elasticsearch:7.17.9"}) == "open"
	beside({"image": "elasticsearch:7.17.9", "environment": {"xpack.security.enabled": "true"}}) == "closed"
}

configured(content) := found if {
	found := software.of.a.state with input as {
		"document": {
			"services": {"a": {
				"image": "eclipse-mosquitto:2",
				"configs": [{"source": "m", "target": "/mosquitto/config/mosquitto.conf"}],
			}},
			"configs": {"m": {"content": content}},
		},
		"context": {"interpolated": []},
	}
}

test_content_of_configs if {
	configured("listener 1883\nallow_anonymous true\n") == "open"
	configured("listener 1883\npassword_file /run/secrets/p\n") == "closed"
}

test_variable_without_a_value if {
	software.of.a.unset == ["PW"] with input as {
		"document": {"services": {"a": {"image": "redis:7", "command": ["redis-server", "--requirepass", ""]}}},
		"context": {"interpolated": [{
			"path": ["services", "a", "command", 1],
			"raw": "${PW:-}",
			"variables": [{"name": "PW", "operator": ":-", "default": "", "set": false}],
		}]},
	}
}

built(service, base) := found if {
	found := software.of.a.state with input as {
		"document": {"services": {"a": service}},
		"context": {"interpolated": [], "builds": {"a": {"base": base}}},
	}
}

test_built_from_a_product if {
	built({"build": {"context": "."}}, "redis:7.4") == "unknown"
	built({"build": {"context": "."}, "environment": {"NEO4J_AUTH": "none"}}, "neo4j:5") == "open"
	built({"build": {"context": "."}}, "postgres:17") == "closed"
}

test_labels if {
	software.label("a", 9001) == "MinIO console" with input as one({"image": "minio/minio"})
	software.listener("a", 9000) == "MinIO S3 API" with input as one({"image": "minio/minio"})
	software.label("a", 8081) == "Adminer" with input as one({"image": "adminer:4"})
	not software.listener("a", 80) with input as one({"image": "acme/web:1"})
}

# Every product of the table is one that lib.image knows, and says what applies without evidence.
test_table_is_complete if {
	every name, entry in software.products {
		image.families[name]
		count(entry.defaults) > 0
		count(entry.sources) > 0
		entry.name != ""
		every found in entry.defaults {
			found.state in {"closed", "open"}
		}
		last := entry.defaults[count(entry.defaults) - 1]
		not last.image
		every evidence in array.concat(object.get(entry, "open", []), [d | some d in entry.defaults; d.state == "open"]) {
			evidence.reason != ""
		}
	}
}

# Whatever stores data or administers something has an entry.
test_every_store_and_console_has_an_entry if {
	missing := {name |
		some name, roles in image.families
		some role in roles
		role in {"datastore", "admin-ui"}
		not software.products[name]
	}
	missing == set()
}
