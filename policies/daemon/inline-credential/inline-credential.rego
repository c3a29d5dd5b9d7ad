# METADATA
# title: Password or token in the configuration of the engine
# description: |
#   daemon.json is readable for every user of the host, and often kept in a repository. What the daemon authenticates
#   with has other places, but three of its options take it all the same: the URLs of `proxies` and `registry-mirrors`
#   (`http://user:password@proxy`), and the options of a log driver, which are those of every container: `splunk-token`,
#   the URL of Loki. `docker info` shows proxies to all who may ask the daemon, though without their passwords.
#
#   In a unit of systemd, `Environment=HTTP_PROXY=...` for the daemon is the same; `systemctl show` prints it to every
#   user.
#
#   Placeholders, references (`${PROXY_PASSWORD}`) and names of files (`splunk-capath`) are not reported.
# related_resources:
# - https://docs.docker.com/engine/daemon/proxy/
# - https://docs.docker.com/engine/logging/drivers/splunk/
# - https://grafana.com/docs/loki/latest/send-data/docker-driver/configuration/
# - https://cwe.mitre.org/data/definitions/522.html
# scope: package
# custom:
#   severity: medium
#   remediation: |
#     Take the password out, and let a proxy on this host add it; change it, because it was there for everybody to read.
#
#     Send logs through an agent on the host that holds the token in a file of its own, such as Grafana Alloy or the
#     Splunk forwarder.
#   cwe: [522, 798]
package daemon["inline-credential"]

import data.lib.secret

findings contains finding if {
	some place in texts
	url := secret.url_secret(place.text)
	finding := {
		"path": place.path,
		"message": sprintf("%q has the password for %q in its URL", [place.name, url.host]),
		"secret": [{"path": place.path, "text": url.password}],
	}
}

findings contains finding if {
	some name, value in input.document["log-opts"]
	is_credential(name)
	secret.is_literal(name, value)
	not secret.is_placeholder(value)
	not secret.url_password(value)
	finding := {
		"path": ["log-opts", name],
		"message": sprintf("%q is written out, and every container logs with it", [name]),
		"secret": [["log-opts", name]],
	}
}

# texts are the places for URLs.
texts contains {"path": [table, name], "name": name, "text": text} if {
	some table in ["proxies", "log-opts"]
	some name, text in input.document[table]
}

texts contains {"path": ["registry-mirrors", i], "name": "registry-mirrors", "text": text} if {
	some i, text in input.document["registry-mirrors"]
}

is_credential(name) if secret.is_name(name)

# The key of fluentd's protocol, and the tokens that lib.secret takes for something else.
is_credential(name) if name in {"fluentd-shared-key", "logentries-token", "splunk-token"}
