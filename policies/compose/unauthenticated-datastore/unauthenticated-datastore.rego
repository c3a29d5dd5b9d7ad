# METADATA
# title: Data store without authentication
# description: |
#   A data store that asks nobody for a password belongs to whoever can open a connection to it. Redis and Valkey in
#   their official images listen on every address with protected mode off and read no `REDIS_PASSWORD`; MongoDB without
#   `MONGO_INITDB_ROOT_USERNAME`, Elasticsearch before version 8 and etcd without client certificates are open as well.
#   Others are opened by a setting: `POSTGRES_HOST_AUTH_METHOD=trust`, `NEO4J_AUTH=none`,
#   `xpack.security.enabled=false`, `MYSQL_ALLOW_EMPTY_PASSWORD` (any value but the empty one, `no` too).
#
#   A store that nothing can reach is not reported: alone on its networks and unpublished. Neither is one that only
#   starts with a profile for tests, nor one that is given a configuration file.
#
#   **Not judged yet**: configuration files of the stores (`redis.conf`, `elasticsearch.yml`), and `env_file`.
# related_resources:
# - https://redis.io/docs/latest/operate/oss_and_stack/management/security/
# - https://hub.docker.com/_/redis
# - https://hub.docker.com/_/mongo
# - https://hub.docker.com/_/postgres
# - https://www.elastic.co/guide/en/elasticsearch/reference/7.17/security-minimal-setup.html
# - https://etcd.io/docs/v3.6/op-guide/security/
# scope: package
# custom:
#   severity: medium
#   situations:
#     published:
#       severity: critical
#       because: other machines reach the store and can read and change everything in it
#     untrusted-peers:
#       severity: high
#       because: a service on the same network runs code that nobody vouches for
#     peers:
#       severity: low
#       because: only the services on the same container network reach the store
#   remediation: |
#     Give the store a password (`--requirepass`, `MONGO_INITDB_ROOT_USERNAME`, ...) and drop the setting that turns
#     authentication off.
#
#     Keep it on a network of its own with the services that use it, and publish no port.
#   cwe: [306]
package compose["unauthenticated-datastore"]

import data.lib.datastore
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.image

findings contains finding if {
	some name, hole in datastore.open
	reportable(name)
	finding := in_situation(
		{
			"path": hole.path,
			"message": sprintf("service %q %s", [name, hole.reason]),
			"related": array.concat(exposure.related(name), untrusted_peers(name)),
		},
		situations(name),
	)
}

reportable(name) if {
	exposure.level(name) != "loopback"
	not only_for_tests(name)
	not unpublished_memcached(name)
}

only_for_tests(name) if {
	profiles := input.document.services[name].profiles
	profiles[0]
	every profile in profiles {
		profile in {"test", "tests", "testing", "e2e", "ci"}
	}
}

# memcached has no passwords to give, so it is reported only where that can be helped: by not publishing it.
unpublished_memcached(name) if {
	image.software(name) == "memcached"
	not exposure.beyond_loopback(name)
}

untrusted_peers(name) := [{
	"path": ["services", peer],
	"message": sprintf("service %q runs untrusted code on the same network", [peer]),
} |
	some peer in exposure.untrusted_peers(name)
]

situations(name) := ["published"] if exposure.beyond_loopback(name)

situations(name) := ["untrusted-peers"] if {
	not exposure.beyond_loopback(name)
	count(untrusted_peers(name)) > 0
}

situations(name) := ["peers"] if {
	exposure.level(name) == "peers"
	count(untrusted_peers(name)) == 0
}

situations(name) := [] if {
	exposure.level(name) in {"host_loopback", "unknown"}
	count(untrusted_peers(name)) == 0
}
