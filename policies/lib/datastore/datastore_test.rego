package lib.datastore_test

import data.lib.datastore

reason(service) := text if text := datastore.open.db.reason with input as {"document": {"services": {"db": service}}}

is_closed(service) if not datastore.open.db with input as {"document": {"services": {"db": service}}}

test_redis if {
	reason({"image": "redis:7"}) == "runs without a password"
	reason({"image": "redis:7", "environment": {"REDIS_PASSWORD": "x"}}) == "runs without a password"
	reason({"image": "bitnami/redis", "environment": {"ALLOW_EMPTY_PASSWORD": "yes"}}) == "has an empty password"
	is_closed({"image": "redis:7", "command": ["redis-server", "--requirepass", "x"]})
	is_closed({"image": "redis:7", "command": ["redis-server", "/etc/redis.conf"]})
	is_closed({
		"image": "redis:7",
		"volumes": [{"type": "bind", "source": "./r.conf", "target": "/usr/local/etc/redis/redis.conf"}],
	})
	is_closed({"image": "bitnami/redis", "environment": {"REDIS_PASSWORD": "${PW}"}})
	is_closed({"image": "valkey/valkey:8", "environment": {"VALKEY_EXTRA_FLAGS": "--requirepass x"}})
	is_closed({"image": "redis:7", "command": ["sh", "/start.sh"]})
}

test_data_directory_is_no_configuration if {
	reason({
		"image": "redis:7",
		"volumes": [{"type": "volume", "source": "redis", "target": "/data"}],
	}) == "runs without a password"
}

test_mongo if {
	reason({"image": "mongo:8"}) == "runs without a root user"
	is_closed({"image": "mongo:8", "environment": {"MONGO_INITDB_ROOT_USERNAME": "root"}})
	is_closed({"image": "mongo:8", "command": ["mongod", "--auth"]})
	is_closed({"image": "bitnami/mongodb"})
}

test_postgres if {
	reason({"image": "postgres:17", "environment": {"POSTGRES_HOST_AUTH_METHOD": "trust"}})
	is_closed({"image": "postgres:17", "environment": {"POSTGRES_HOST_AUTH_METHOD": "scram-sha-256"}})
	is_closed({"image": "postgres:17"})
}

test_mysql if {
	reason({"image": "mysql:8", "environment": {"MYSQL_ALLOW_EMPTY_PASSWORD": "no"}}) == "has an empty root password"
	is_closed({"image": "mysql:8", "environment": {"MYSQL_ALLOW_EMPTY_PASSWORD": ""}})
	is_closed({"image": "mysql:8", "environment": {"MYSQL_ALLOW_EMPTY_PASSWORD": "yes", "MYSQL_ROOT_PASSWORD": "x"}})
	reason({"image": "mariadb:11", "command": ["--skip-grant-tables"]}) == "skips its grant tables"
}

test_others if {
	reason({"image": "neo4j:5", "environment": {"NEO4J_AUTH": "none"}})
	is_closed({"image": "neo4j:5", "environment": {"NEO4J_AUTH": "neo4j/x"}})
	reason({"image": "elasticsearch:8.1.0", "environment": {"xpack.security.enabled": "false"}})
	reason({"image": "elasticsearch:7.17.0"})
	is_closed({"image": "elasticsearch:8.1.0"})
	reason({"image": "opensearchproject/opensearch:2", "environment": {"DISABLE_SECURITY_PLUGIN": "true"}})
	reason({"image": "quay.io/coreos/etcd:v3.5", "command": ["etcd"]})
	is_closed({"image": "quay.io/coreos/etcd:v3.5", "command": ["etcd", "--client-cert-auth"]})
	is_closed({"image": "quay.io/coreos/etcd:v3.5", "command": ["etcd", "--listen-client-urls", "http://127.0.0.1:2379"]})
	reason({"image": "memcached:1.6"}) == "knows no passwords"
	is_closed({"image": "memcached:1.6", "command": ["memcached", "-S"]})
}

test_wrong_types_fail_nothing if {
	is_closed({"image": "postgres", "environment": ["A=b"], "command": 3, "volumes": ["x"]})
	is_closed({"image": "mysql", "environment": {"MYSQL_ALLOW_EMPTY_PASSWORD": null}, "command": [null]})
}
