# METADATA
# description: |
#   Finds the interfaces for administration or diagnosis that a Compose project publishes. It goes by the configuration
#   file that a service runs with, or else by the product of its image or command (data.lib.software); numbers of ports
#   count where nothing else says what listens, and every port of a service that the config calls an admin-ui.
package lib.admin

import data.lib.exposure
import data.lib.image
import data.lib.software

# exposed are the administration ports that other machines can reach: {service, port, label, guessed, verdict, related,
# rules}. port is the entry of exposure.published; guessed means that only its number says what listens; verdict is that
# of data.lib.software; related and rules are the place in the configuration file that sets the port and the rule that
# judges it there, [] where the image or the port says so.
exposed contains entry if {
	some name, ports in exposure.published
	some port in ports
	exposure.reaches_out(port)
	port.protocol != "udp"
	[label, guessed] := label_of(name, port.target)
	not is_configured(name, label)
	entry := {
		"service": name,
		"port": port,
		"label": label,
		"guessed": guessed,
		"verdict": object.get(software.of, name, unknown),
		"related": [],
		"rules": [],
	}
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
		"guessed": false,
		"verdict": verdict_of(config.kind, listener),
		"related": related,
		"rules": judging(config.kind, listener, label),
	}
}

unknown := {"state": "unknown"}

# verdict_of is what the configuration itself says of who gets in.
verdict_of(kind, listener) := object.get(verdicts(kind), object.get(listener, "access", ""), unknown)

verdicts("server") := {"limited": closed, "login": closed, "open": open}

verdicts(kind) := {"limited": closed, "login": closed} if kind != "server"

open := {"state": "open", "reason": "asks nobody for a login", "path": []}

closed := {"state": "closed"}

listener_label("envoy", listener) := "Envoy admin" if listener.path[0] == "admin"

listener_label("mediamtx", listener) := {
	"api": "MediaMTX API",
	"metrics": "MediaMTX metrics",
	"pprof": "MediaMTX pprof",
}[listener.name]

# What the settings of a server say of its dashboard goes before what is known of its image.
listener_label("server", listener) := listener.name if listener.name in dashboards

dashboards := {"Traefik dashboard and API", "frp dashboard", "frp client administration", "Vector API"}

judging(kind, _, label) := [judges[label]] if kind != "server"

judging("server", listener, _) := ["app/service-without-authentication" | listener.access == "open"]

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

is_configured(name, label) if {
	some config in input.context.services[name].configs
	config.kind == "server"
	some listener in config.listeners
	is_of(label, listener.name)
}

# The table of products has a name of its own for what frp serves.
is_of(label, name) if label == name

is_of("frp webServer", name) if startswith(name, "frp ")

is_set_by_variables(name) if {
	some key, _ in input.document.services[name].environment
	startswith(key, "MTX_")
}

# paths are the paths of the exposed ports.
paths := {entry.port.path | some entry in exposed}

label_of(name, target) := [software.label(name, target), software.is_guess(name)] if software.offers(name)

label_of(name, target) := [software.number(name, target).name, true] if {
	software.number(name, target).sort == "admin"
	not image.has_role(name, "admin-ui")
}

# The config does not say at which port a service of this role administers, so each of them counts.
label_of(name, _) := ["an administration interface", false] if {
	not software.is_known(name)
	image.has_role(name, "admin-ui")
}
