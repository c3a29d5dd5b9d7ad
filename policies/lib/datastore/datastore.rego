# METADATA
# description: |
#   Knows how data stores are started without authentication, by image, command and environment. It does not read the
#   stores' own configuration files: a store that is given one counts as protected. The tables are in data.json, by the
#   entrypoints of the images that the products' makers, Docker and Bitnami publish: switches are the variables that
#   turn authentication off, by product, with what is then to be said of the store; passwords are the variables that set
#   a password all the same.
package lib.datastore

import data.lib.image

# open gives for each data store that asks nobody for a password {path, reason}: the setting that says so, or the
# service where one is missing.
open[name] := found if {
	some name, _ in stores
	found := [hole | some hole in array.concat([h | some h in switched_off[name]], [h | some h in missing[name]])][0]
}

# stores are the data stores: an object, because a look-up in a partial set would go through all services.
stores := {name: info | some name, info in image.services; "datastore" in info.families}

switched_off[name] contains {"path": ["services", name, "environment", key], "reason": reason} if {
	some name, _ in stores
	software := image.software(name)
	some key, reason in data.lib.datastore.switches[software]
	is_off(key, env(name)[key])
	not outweighed(software, name)
}

is_off("POSTGRES_HOST_AUTH_METHOD", "trust")

# NEO4J_AUTH=none turns authentication off; every other value is user/password.
is_off("NEO4J_AUTH", "none")

is_off("xpack.security.enabled", value) if lower(value) == "false"

# The entrypoints of MySQL and MariaDB only ask whether the variable is empty: "no" allows empty passwords as well.
is_off(key, value) if {
	key in {"MYSQL_ALLOW_EMPTY_PASSWORD", "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD"}
	value != ""
}

is_off(key, value) if {
	key in {
		"ALLOW_EMPTY_PASSWORD", "ALLOW_NONE_AUTHENTICATION", "AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED",
		"DISABLE_SECURITY_PLUGIN", "plugins.security.disabled",
	}
	lower(value) in {"1", "true", "yes"}
}

# A password that is set all the same decides.
outweighed(software, name) if {
	software in {"mysql", "mariadb", "redis", "valkey", "mongodb", "postgresql"}
	some key in data.lib.datastore.passwords
	not object.get(env(name), key, "") in {"", "trust"}
}

# missing finds stores that are open unless something closes them, and nothing does.
missing[name] contains {"path": ["services", name], "reason": "runs without a password"} if {
	some name, _ in stores
	image.software(name) in {"redis", "valkey", "keydb", "dragonfly"}
	not redis_closed(name)
}

missing[name] contains {"path": ["services", name], "reason": "runs without a root user"} if {
	some name, _ in stores
	image.services[name].path in {"mongo", "mongodb/mongodb-community-server"}
	not mongo_closed(name)
}

missing[name] contains {
	"path": ["services", name],
	"reason": "runs without security, which its version leaves off by default",
} if {
	some name, _ in stores
	image.software(name) == "elasticsearch"
	regex.match(`^[1-7]\.`, image.services[name].tag)
	lower(object.get(env(name), "xpack.security.enabled", "")) != "true"
}

missing[name] contains {"path": ["services", name], "reason": "asks for no client certificate"} if {
	some name, _ in stores
	image.software(name) == "etcd"
	not mentions(name, `client-cert-auth|config-file|auth-token`)
	not has_any(name, {"ETCD_CLIENT_CERT_AUTH", "ETCD_ROOT_PASSWORD", "ETCD_CONFIG_FILE", "ALLOW_NONE_AUTHENTICATION"})
	not etcd_unreachable(name)
}

missing[name] contains {"path": ["services", name, "command"], "reason": "skips its grant tables"} if {
	some name, _ in stores
	image.software(name) in {"mysql", "mariadb"}
	mentions(name, `--skip-grant-tables`)
}

missing[name] contains {"path": ["services", name], "reason": "knows no passwords"} if {
	some name, _ in stores
	image.software(name) == "memcached"
	not mentions(name, `(^|\s)(-S|--enable-sasl|-Y|--auth-file)`)
}

# The official images of Redis and Valkey turn protected mode off and read no REDIS_PASSWORD
# (https://github.com/redis/docker-library-redis); other images read it, under several names.
redis_closed(name) if mentions(name, `requirepass|aclfile|--user\s|\.conf(\s|$)|--port[ =]0(\s|$)|--tls-auth-clients`)

redis_closed(name) if {
	not image.services[name].path in {"redis", "valkey/valkey"}
	some key, value in env(name)
	regex.match(`PASSWORD|requirepass|REDIS_ARGS`, key)
	value != ""
	not startswith(key, "ALLOW_")
}

redis_closed(name) if contains(env(name).VALKEY_EXTRA_FLAGS, "requirepass")

redis_closed(name) if has_mount(name, `redis|valkey|keydb`)

redis_closed(name) if runs_something_else(name)

# An entrypoint or command that is a script may set a password.
runs_something_else(name) if {
	mentions(name, `\.sh(\s|$)`)
	not mentions(name, `redis-server|valkey-server`)
}

mongo_closed(name) if {
	has_any(
		name,
		{
			"MONGO_INITDB_ROOT_USERNAME",
			"MONGO_INITDB_ROOT_USERNAME_FILE",
			"MONGODB_INITDB_ROOT_USERNAME",
			"MONGODB_INITDB_ROOT_USERNAME_FILE",
		},
	)
}

mongo_closed(name) if mentions(name, `--auth(\s|$)|--keyFile|--config|(^|\s)-f\s|--transitionToAuth`)

mongo_closed(name) if has_mount(name, `mongod?\.conf`)

etcd_unreachable(name) if {
	mentions(name, `--listen-client-urls[ =]https?://(127\.|localhost)`)
	not mentions(name, `--listen-client-urls[ =]\S*(0\.0\.0\.0|\[::\])`)
}

# env returns the environment of a service without what is passed through; env_file is not read.
env(name) := {key: value |
	some key, value in input.document.services[name].environment
	is_string(key)
	is_string(value)
}

has_any(name, keys) if {
	some key in keys
	object.get(env(name), key, "") != ""
}

# mentions holds when the command or the entrypoint of a service matches a pattern.
mentions(name, pattern) if {
	service := input.document.services[name]
	words := [word |
		some place in ["entrypoint", "command"]
		some word in service[place]
		is_string(word)
	]
	regex.match(pattern, concat(" ", words))
}

# has_mount holds when a configuration file is mounted or given as a config.
has_mount(name, pattern) if {
	some mount in input.document.services[name].volumes
	is_string(mount.target)
	regex.match(sprintf(`(?i)(%s).*(\.conf|/etc|/conf)|/etc/.*(%s)|\.conf$`, [pattern, pattern]), mount.target)
}

has_mount(name, _) if {
	some grant in input.document.services[name].configs
	grant.source
}
