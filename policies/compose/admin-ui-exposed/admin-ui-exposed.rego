# METADATA
# title: Administration interface published
# description: |
#   An interface that administers or diagnoses something (a database console, a metrics server, the admin port of a
#   proxy) is published on an address that other machines reach. Many of them ask for no login, or are found with a
#   well-known one by scanners within hours; what they show and change is the inside of the system.
#
#   The rule goes by the configuration file that the service runs with (Envoy's `admin`; `api`, `metrics` and `pprof` of
#   MediaMTX), else by the image and the port inside the container, or the program that the command starts, and only
#   where neither is known by ports that one thing uses. Traefik's port 8080 counts only with `--api.insecure`, Kong's
#   with `KONG_ADMIN_LISTEN`. An interface behind a reverse proxy that authenticates has no published port of its own
#   and is not reported.
#
#   Products that ask for a login out of the box, such as Grafana, Kibana and Portainer, are medium: an open port is
#   then an invitation and no open door. A switch that turns the login off counts more than the product's name: `--auth
#   none` of code-server, an empty token of Jupyter, `PMA_USER` with `PMA_PASSWORD` of phpMyAdmin, `SERVER_MODE=False`
#   of pgAdmin, `GF_AUTH_ANONYMOUS_ENABLED` of Grafana. With a credential in the file that anybody can guess it is
#   critical.
#
#   What an interface gives away is reported at the configuration file, by `envoy/admin-exposed`, `mediamtx/api-exposed`
#   and `mediamtx/diagnostics-exposed`: this finding is a part of theirs.
#
#   **Not judged yet**: the configuration files of frp and Prometheus, and interfaces reached through the routes of a
#   proxy.
# related_resources:
# - https://www.envoyproxy.io/docs/envoy/latest/operations/admin
# - https://doc.traefik.io/traefik/reference/install-configuration/api-dashboard/
# - https://prometheus.io/docs/operating/security/
# - https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-5a-be-careful-when-mapping-container-ports-to-the-host-with-firewalls-like-ufw
# scope: package
# custom:
#   severity: high
#   situations:
#     guessable-credential:
#       severity: critical
#       because: the password of the interface is in the file, or is empty, or one that everybody tries first
#     authenticates:
#       severity: medium
#       because: the product asks for a login out of the box, so an attacker needs a password or a flaw
#     guessed:
#       severity: medium
#       because: only the number of the port says what listens there
#   fixes:
#     bind-loopback:
#       title: Publish the port on loopback only
#   remediation: |
#     Publish the port on loopback only, such as `127.0.0.1:9090:9090`, and reach it through SSH or a VPN.
#
#     Where it must be reachable, put a reverse proxy with authentication and TLS in front and publish only the proxy.
#   cwe: [419, 1327]
package compose["admin-ui-exposed"]

import data.compose["control-socket-on-exposed-service"] as control_socket
import data.compose["unauthenticated-datastore"] as open_store
import data.lib.admin
import data.lib.compose
import data.lib.credential
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.fix
import data.lib.secret

# groups are the exposed ports by the service and the rule that judges them elsewhere: one finding each.
groups[[entry.service, entry.rules]] contains entry if {
	some entry in admin.exposed
	compose.containers[entry.service]
}

findings contains finding if {
	some [name, rules], entries in groups
	list := [entry | some entry in entries]
	guessable := guessable_settings(name)
	finding := part_of(
		in_situation(
			{
				"path": list[0].port.path,
				"message": message(name, list[0]),
				"related": array.flatten([list[0].related, others(list), evidence(list[0]), guessable]),
				"remediation": sprintf(
					"Publish the port on loopback only, `%s`, and reach it through SSH or a VPN",
					[exposure.on_loopback(list[0].port)],
				),
				"fix": {"name": "bind-loopback", "edits": fix.loopback([entry.port | some entry in list])},
			},
			situations(list, guessable),
		),
		array.concat(rules, wholes(name, list, guessable)),
	)
}

# wholes are the rules that report the same open door, as long as what they say is not milder.
wholes(name, list, guessable) := [rule |
	count(guessable) == 0
	some rule in ["compose/unauthenticated-datastore", "compose/control-socket-on-exposed-service"]
	covers(rule, name, list)
]

covers("compose/unauthenticated-datastore", name, _) if {
	open_store.open[name]
	exposure.beyond_loopback(name)
}

covers("compose/control-socket-on-exposed-service", name, list) if {
	some found in control_socket.findings
	found.path[1] == name
	is_as_bad(found, list)
}

is_as_bad(found, _) if not found.situation

is_as_bad(found, list) if {
	found.situation == "authenticates"
	is_guarded(list)
}

message(name, entry) := sprintf(
	"service %q %s with %s behind it%s",
	[name, entry.port.message, entry.label, reason(entry)],
)

reason(entry) := sprintf(", which %s", [entry.verdict.reason]) if entry.verdict.state == "open"

reason(entry) := "" if entry.verdict.state != "open"

others(list) := [place |
	some entry in array.slice(list, 1, count(list))
	places := array.concat(
		[{"path": entry.port.path, "message": sprintf("also %s, with %s behind it", [entry.port.message, entry.label])}],
		entry.related,
	)
	some place in places
]

# evidence is the setting that makes the interface open.
evidence(entry) := [{"path": entry.verdict.path, "message": "asks nobody for a login because of this"} |
	entry.verdict.state == "open"
	count(entry.verdict.path) > 2
]

situations(list, guessable) := array.flatten([
	["guessable-credential" | count(guessable) > 0],
	["authenticates" | is_guarded(list)],
	["guessed" | are_guesses(list)],
])

is_guarded(list) if {
	every entry in list {
		entry.verdict.state == "closed"
	}
}

are_guesses(list) if {
	every entry in list {
		entry.guessed
	}
}

# guessable_settings are the places of the service's own passwords that anybody can guess or read.
guessable_settings(service) := array.concat(
	[{"path": setting.path, "message": sprintf("%s is guessable", [setting.key])} |
		some setting in credential.settings
		setting.service == service
		credential.opens_itself(service, setting.key)
		is_guessable(setting)
	],
	[{"path": argument.path, "message": sprintf("%s is guessable", [argument.name])} |
		some argument in credential.arguments
		argument.service == service
		argument.path[2] in {"command", "entrypoint"}
		argument.form != "url"
		credential.opens_itself(service, argument.name)
		is_tried_first(argument.value)
	],
)

is_guessable(setting) if {
	setting.class == "default"
	every variable in setting.variables {
		not variable.set
	}
}

is_guessable(setting) if {
	setting.class == "empty"
	not credential.fails_closed(setting)
	every variable in setting.variables {
		variable.operator in {":-", "-"}
	}
}

is_guessable(setting) if {
	setting.class in {"filed", "literal"}
	is_string(setting.value)
	is_tried_first(setting.value)
}

is_tried_first(value) if secret.is_weak(value)

is_tried_first(value) if secret.is_placeholder(value)
