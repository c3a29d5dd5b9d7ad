# METADATA
# description: |
#   Knows at which ports products offer an interface for administration or diagnosis, and finds the published ones of a
#   Compose project. It goes by the configuration file that a service runs with, or else by the image; ports that only one thing
#   uses count for services that are built here, too, and every port of those that the config calls an admin-ui.
package lib.admin

import data.lib.exposure
import data.lib.image

# exposed are the administration ports that other machines can reach: {service, port, label, login, related, rules}. port is the entry
# of exposure.published; login says whether the product asks for a login out of the box; related and rules
# are the place in the configuration file that sets the port and the rule that judges it there, [] where the image or the port tells.
exposed contains entry if {
	some name, ports in exposure.published
	some port in ports
	exposure.reaches_out(port)
	port.protocol != "udp"
	label := label_of(image.product(name), name, port.target)
	not is_configured(name, label)
	entry := {"service": name, "port": port, "label": label, "login": has_login(name), "related": [], "rules": []}
}

exposed contains entry if {
	some found in input.context.services
	some config in found.configs
	some listener in config.listeners
	label := listener_label(config.kind, listener)
	some port in exposure.published[found.owner]
	port.target == listener.port
	exposure.reaches_out(port)
	exposure.reaches_out(listener)
	related := [{"file": config.file, "path": listener.path, "message": sprintf("%s listens here", [label])}]
	entry := {"service": found.owner, "port": port, "label": label, "login": false, "related": related, "rules": [judges[label]]}
}

listener_label("envoy", listener) := "Envoy admin" if listener.path[0] == "admin"

listener_label("mediamtx", listener) := {
	"api": "MediaMTX API",
	"metrics": "MediaMTX metrics",
	"pprof": "MediaMTX pprof",
}[listener.name]

judges := {
	"Envoy admin": "envoy/admin-exposed",
	"MediaMTX API": "mediamtx/api-exposed",
	"MediaMTX metrics": "mediamtx/diagnostics-exposed",
	"MediaMTX pprof": "mediamtx/diagnostics-exposed",
}

# is_configured holds where a file of the scan says what the service listens on, so that nothing need be guessed.
is_configured(name, "Envoy admin") if {
	some config in input.context.services[name].configs
	config.kind == "envoy"
	some listener in config.listeners
	listener.path[0] in {"admin", "static_resources"}
}

is_configured(name, label) if {
	startswith(label, "MediaMTX ")
	some config in input.context.services[name].configs
	config.kind == "mediamtx"
	not is_set_by_variables(name)
}

is_set_by_variables(name) if {
	some key, _ in input.document.services[name].environment
	startswith(key, "MTX_")
}

# paths are the paths of the exposed ports.
paths := {entry.port.path | some entry in exposed}

label_of(product, name, target) := by_product[product][target] if enabled(product, name)

label_of(product, _, _) := whole_product[product]

label_of(product, _, target) := by_port[target] if {
	not by_product[product]
	not whole_product[product]
}

# The config does not say at which port a service of this role administers, so each of them counts.
label_of(product, name, target) := "an administration interface" if {
	not by_product[product]
	not whole_product[product]
	not by_port[target]
	image.has_role(name, "admin-ui")
}

# Traefik serves its dashboard and interface without a login only when it is told to.
enabled(product, _) if product != "traefik"

enabled("traefik", name) if traefik_insecure(name)

# traefik_insecure holds for a Traefik that serves its dashboard and interface without a login.
traefik_insecure(name) if {
	service := input.document.services[name]
	some place in ["command", "entrypoint"]
	some word in service[place]
	is_string(word)
	regex.match(`(?i)(^|\s)--api\.insecure(=true)?(\s|$)`, word)
}

traefik_insecure(name) if {
	some key, value in input.document.services[name].environment
	is_string(key)
	is_string(value)
	upper(key) == "TRAEFIK_API_INSECURE"
	lower(value) == "true"
}

default has_login(_) := false

has_login(name) if {
	image.is(name, "authenticates")
	not is_anonymous(name)
}

is_anonymous(name) if {
	value := input.document.services[name].environment.GF_AUTH_ANONYMOUS_ENABLED
	is_string(value) # a name alone passes on what the caller has
	lower(value) == "true"
}

# by_product gives the administration ports of each product by the port inside the container.
by_product := {
	"activemq": {8161: "ActiveMQ console"},
	"airflow": {8080: "Airflow"},
	"akhq": {8080: "AKHQ"},
	"alertmanager": {9093: "Alertmanager"},
	"apisix": {9180: "APISIX Admin API"},
	"arangodb": {8529: "ArangoDB console"},
	"cadvisor": {8080: "cAdvisor"},
	"cerebro": {9000: "Cerebro"},
	"cockroachdb": {8080: "CockroachDB console"},
	"code-server": {8080: "code-server", 8443: "code-server"},
	"consul": {8500: "Consul UI and API"},
	"couchbase": {8091: "Couchbase console"},
	"couchdb": {5984: "CouchDB Fauxton"},
	"dockge": {5001: "Dockge"},
	"dozzle": {8080: "Dozzle"},
	"envoy": {8001: "Envoy admin", 9901: "Envoy admin", 19000: "Envoy admin"},
	"etcd": {2379: "etcd API"},
	"filebrowser": {80: "File Browser", 8080: "File Browser"},
	"flower": {5555: "Flower"},
	"frpc": {7400: "frp webServer"},
	"frps": {7500: "frp webServer"},
	"glances": {61208: "Glances"},
	"grafana": {3000: "Grafana"},
	"jaeger": {16686: "Jaeger UI"},
	"jupyter": {8888: "Jupyter"},
	"kafka-ui": {8080: "Kafka UI"},
	"kibana": {5601: "Kibana"},
	"komodo": {9120: "Komodo"},
	"kong": {8001: "Kong Admin API", 8002: "Kong Manager", 8444: "Kong Admin API", 8445: "Kong Manager"},
	"mediamtx": {9997: "MediaMTX API", 9998: "MediaMTX metrics", 9999: "MediaMTX pprof"},
	"minio": {9001: "MinIO console"},
	"mongo-express": {8081: "mongo-express"},
	"neo4j": {7474: "Neo4j Browser"},
	"netdata": {19999: "Netdata"},
	"nginx-proxy-manager": {81: "Nginx Proxy Manager"},
	"openobserve": {5080: "OpenObserve"},
	"opensearch-dashboards": {5601: "OpenSearch Dashboards"},
	"portainer": {9000: "Portainer", 9443: "Portainer"},
	"portainer-agent": {9001: "Portainer agent"},
	"prometheus": {9090: "Prometheus"},
	"pushgateway": {9091: "Pushgateway"},
	"questdb": {9000: "QuestDB console"},
	"rabbitmq": {15671: "RabbitMQ management", 15672: "RabbitMQ management"},
	"redis-commander": {8081: "Redis Commander"},
	"redisinsight": {5540: "Redis Insight", 8001: "Redis Insight"},
	"rethinkdb": {8080: "RethinkDB console"},
	"scrutiny": {8080: "Scrutiny"},
	"semaphore": {3000: "Semaphore"},
	"solr": {8983: "Solr console"},
	"traefik": {8080: "Traefik dashboard and API"},
	"vault": {8200: "Vault UI and API"},
	"wg-easy": {51821: "wg-easy"},
	"yacht": {8000: "Yacht"},
	"zipkin": {9411: "Zipkin"},
}

# whole_product are the products that are nothing but an administration interface, at whatever port.
whole_product := {
	"adminer": "Adminer",
	"arcane": "Arcane",
	"dbgate": "DbGate",
	"pgadmin": "pgAdmin",
	"pghero": "PgHero",
	"phpmyadmin": "phpMyAdmin",
}

# by_port are the ports that mean the same thing whatever the image is called.
by_port := {
	5601: "Kibana",
	7500: "frp webServer",
	9229: "Node.js inspector",
	9901: "Envoy admin",
	15672: "RabbitMQ management",
	16686: "Jaeger UI",
}
