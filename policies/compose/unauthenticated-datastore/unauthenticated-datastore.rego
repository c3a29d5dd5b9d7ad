# METADATA
# title: Data store without authentication
# description: |
#   A data store that asks nobody for a password belongs to whoever can open a connection to it. Redis and Valkey in
#   their official images listen on every address with protected mode off and read no `REDIS_PASSWORD`; MongoDB without
#   `MONGO_INITDB_ROOT_USERNAME`, Elasticsearch before version 8, Kafka without SASL and etcd without client
#   certificates are open as well. Others are opened by a setting: `POSTGRES_HOST_AUTH_METHOD=trust`, `NEO4J_AUTH=none`,
#   `xpack.security.enabled=false` as a variable or behind `-E`, `--requirepass ""`, `--insecure`,
#   `MYSQL_ALLOW_EMPTY_PASSWORD` (any value but the empty one, `no` too).
#
#   What is off beats what is on: `--noauth` opens a MongoDB that has a root user, and so does an entrypoint that
#   replaces the one which makes the user. RabbitMQ and MinIO without settings of their own have a login that everybody
#   knows.
#
#   A store that nothing can reach is not reported: alone on its networks and unpublished. Neither is one that only
#   starts with a profile for tests, nor one that is given a configuration file whose content is not known. Products
#   that nearly everybody runs without a login on private networks (memcached, Kafka, ZooKeeper, NATS, Cassandra,
#   Consul) are reported only where other machines or untrusted services reach them.
#
#   Where the configuration that a store runs with is in the scan (`redis.conf`, `elasticsearch.yml`), it says who gets
#   in, and `app/service-without-authentication` reports it there: this finding is a part of that one.
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
#     published-unless-set:
#       severity: high
#       because: other machines reach the store, and unless somebody sets the variable it has no password
#     published:
#       severity: critical
#       because: other machines reach the store and can read and change everything in it
#     untrusted-peers:
#       severity: high
#       because: a service on the same network runs code that nobody vouches for
#     host-loopback:
#       severity: low
#       because: only programs on the host and services on the same container network reach the store
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

import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.software

findings contains finding if {
	some name, hole in open
	finding := part_of(
		in_situation(
			{
				"path": hole.path,
				"message": sprintf("service %q %s%s", [name, hole.reason, condition(hole.unset)]),
				"related": array.concat(exposure.related(name), untrusted_peers(name)),
			},
			[situation |
				some situation in ["published-unless-set", "published", "untrusted-peers", "host-loopback", "peers"]
				holds(situation, name, hole)
			],
		),
		wholes(name, hole),
	)
}

# wholes is the rule that reports the setting in the configuration of the store, as long as what it says is not milder.
wholes(name, hole) := [hole.rule | hole.rule; not is_for_peers(name)]

is_for_peers(name) if {
	not exposure.beyond_loopback(name)
	count(exposure.untrusted_peers(name)) > 0
}

# open are the data stores that ask nobody for a password and can be reached, with what data.lib.software says of them.
open[name] := hole if {
	some name, hole in software.of
	hole.state == "open"
	software.is_store(name)
	exposure.level(name) != "loopback"
	not is_only_for_tests(name)
	not is_left_alone(name)
}

condition([]) := ""

condition(unset) := sprintf(" while %s is unset", [unset[0]]) if count(unset) > 0

is_only_for_tests(name) if {
	profiles := input.document.services[name].profiles
	profiles[0]
	every profile in profiles {
		profile in {"test", "tests", "testing", "e2e", "ci"}
	}
}

# Of products that are run without a login on private networks, those on such a network alone are no news.
is_left_alone(name) if {
	software.is_quiet(name)
	not exposure.beyond_loopback(name)
	count(exposure.untrusted_peers(name)) == 0
}

untrusted_peers(name) := [{
	"path": ["services", peer],
	"message": sprintf("service %q runs untrusted code on the same network", [peer]),
} |
	some peer in exposure.untrusted_peers(name)
]

holds("published-unless-set", name, hole) if {
	exposure.beyond_loopback(name)
	count(hole.unset) > 0
}

holds("published", name, _) if exposure.beyond_loopback(name)

holds("untrusted-peers", name, _) if count(exposure.untrusted_peers(name)) > 0

holds("host-loopback", name, _) if exposure.level(name) == "host_loopback"

holds("peers", name, _) if exposure.level(name) == "peers"
