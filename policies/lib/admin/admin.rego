# METADATA
# description: |
#   Knows at which ports products offer an interface for administration or diagnosis, and finds the published ones of a
#   Compose project. It goes by the configuration file that a service runs with, or else by the image; ports that only
#   one thing uses count for services that are built here, too, and every port of those that the config calls an
#   admin-ui.
#
#   The tables are in data.json, with the ports inside the container that the documentation of each product gives as its
#   default: ports are the administration ports of each product; whole_products are nothing but an administration
#   interface, at whatever port; known_ports mean the same thing whatever the image is called.
package lib.admin

import data.lib.exposure
import data.lib.image

# exposed are the administration ports that other machines can reach: {service, port, label, login, related, rules}.
# port is the entry of exposure.published; login says whether the product asks for a login out of the box; related and
# rules are the place in the configuration file that sets the port and the rule that judges it there, [] where the image
# or the port tells.
exposed contains entry if {
	some name, ports in exposure.published
	some port in ports
	exposure.reaches_out(port)
	port.protocol != "udp"
	label := label_of(image.software(name), name, port.target)
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
	entry := {
		"service": found.owner,
		"port": port,
		"label": label,
		"login": false,
		"related": related,
		"rules": [judges[label]],
	}
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
	not is_set_by_variables(name)
	some config in input.context.services[name].configs
	config.kind == "mediamtx"
}

is_set_by_variables(name) if {
	some key, _ in input.document.services[name].environment
	startswith(key, "MTX_")
}

# paths are the paths of the exposed ports.
paths := {entry.port.path | some entry in exposed}

label_of(software, name, target) := by_product[software][target] if enabled(software, name)

label_of(software, _, _) := data.lib.admin.whole_products[software]

label_of(software, _, target) := by_port[target] if {
	not by_product[software]
	not data.lib.admin.whole_products[software]
}

# The config does not say at which port a service of this role administers, so each of them counts.
label_of(software, name, target) := "an administration interface" if {
	not by_product[software]
	not data.lib.admin.whole_products[software]
	not by_port[target]
	image.has_role(name, "admin-ui")
}

# Traefik serves its dashboard and interface without a login only when it is told to.
enabled(software, _) if software != "traefik"

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

# by_product gives the administration ports of each product by the port inside the container; JSON has text for keys.
by_product := {name: {to_number(port): label | some port, label in ports} | some name, ports in data.lib.admin.ports}

# by_port are the ports that mean the same thing whatever the image is called.
by_port := {to_number(port): label | some port, label in data.lib.admin.known_ports}
