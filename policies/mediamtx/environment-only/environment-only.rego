# METADATA
# title: MediaMTX without a configuration file
# description: |
#   A Compose service runs an image of MediaMTX, and no file of its own is mounted where MediaMTX looks for one: it runs
#   on its defaults and on the `MTX_` variables of the service. By default the user `any` may publish, read and play
#   back every stream from everywhere without a password, and use the control API, the metrics and the profiler from
#   loopback, where these are turned on. Before v1.6.0 these had no authentication at all.
#
#   What counts is what the variables make of it: `MTX_API`, `MTX_METRICS`, `MTX_PPROF` and `MTX_PLAYBACK` turn servers
#   on, `MTX_AUTHINTERNALUSERS_0_USER` and so on change the users. Until v1.15 a numbered user was added to those of the
#   default, who stay open; since v1.16.0 it takes the place of the one with its number.
#
#   Not reported: services with a command or an entry point of their own, which may name another file, and external
#   authentication (`MTX_AUTHMETHOD`). With a file all other rules about MediaMTX apply.
# related_resources:
# - https://mediamtx.org/docs/features/configuration
# - https://mediamtx.org/docs/features/authentication
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/conf/conf.go
# - https://github.com/bluenviron/mediamtx/blob/v1.16.0/internal/conf/env/env.go
# scope: package
# custom:
#   severity: high
#   situations:
#     control-api: {severity: critical, because: "anybody may change the configuration, and with it run commands"}
#     reading-only: {severity: medium, because: "nobody may publish without a password, but anybody may watch"}
#     limited-addresses: {severity: low, because: "`ips` admits private ranges or a few addresses alone"}
#     peers: {severity: low, because: "no port is published: only containers on the same networks reach the servers"}
#     host-loopback: {severity: note, because: "the servers can be reached from the host alone"}
#   cwe: [306, 862, 1188]
#   kinds: [compose]
#   remediation: |
#     Mount a file that lists a publisher and a reader with passwords under `authInternalUsers`:
#     `./mediamtx.yml:/mediamtx.yml:ro`.
#
#     With variables alone set both users of the default list (v1.16.0 or newer): `MTX_AUTHINTERNALUSERS_0_USER`,
#     `MTX_AUTHINTERNALUSERS_0_PASS`, and publish the ports on the addresses that clients use.
package mediamtx["environment-only"]

import data.lib.exposure
import data.lib.mediamtx

findings contains finding if {
	some name, open in granted
	variables := telling(name, open)
	finding := object.union(
		{
			"path": array.concat(variables, [["services", name, "image"]])[0],
			"message": sprintf(
				"service %q runs MediaMTX without a configuration file: anybody may %s without a password",
				[name, mediamtx.enumerated([phrase[action] | some action in order; open[action]])],
			),
			"related": array.concat(
				[{"path": at, "message": "is set here"} | some i, at in variables; i > 0],
				exposure.related(name),
			),
		},
		situation(name, open),
	)
}

order := ["publish", "read", "playback", "api", "metrics", "pprof"]

phrase := {
	"publish": "publish streams",
	"read": "read streams",
	"playback": "play back recordings",
	"api": "use the control API",
	"metrics": "read the metrics",
	"pprof": "use the profiler",
}

# granted gives for each service what anybody may do over a server that is on: the widest scope by action.
granted[name] := open if {
	some name, environment in environments
	open := {action: widest_scope(scopes) |
		some action in order
		is_on(name, action)
		scopes := {mediamtx.address_scope(user.ips) |
			some user in users(name, environment)
			user.user == "any"
			some permission in user.permissions
			permission.action == action
		}
		scopes - {"loopback"} != set()
	}
	count(open) > 0
}

widest_scope(scopes) := [wide | some wide in ["everywhere", "limited", "private"]; wide in scopes][0]

# environments are the variables of the services that run MediaMTX without a file, by service: {key: {text}}.
environments[name] := environment if {
	some name, service in input.document.services
	regex.match(mediamtx.official_image, service.image)
	not service.build
	is_empty(object.get(service, "command", null))
	is_empty(object.get(service, "entrypoint", null))
	not has_file(name, service)
	environment := {key: {"text": mediamtx.text_of(value)} |
		some key, value in service.environment
		regex.match(`^(MTX|RTSP)_[A-Z0-9_]+$`, key)
	}
	not environment.MTX_CONFKEY
	object.get(environment, ["MTX_AUTHMETHOD", "text"], "internal") == "internal"
}

is_empty(null)

is_empty([])

has_file(name, _) if {
	some config in input.context.services[name].configs
	config.kind == "mediamtx"
}

# A folder may have the file in it.
has_file(_, service) if {
	some list in ["volumes", "configs", "secrets"]
	some mount in service[list]
	target := trim_suffix(object.get(mount, "target", ""), "/")
	some file in files
	startswith(sprintf("%s/", [file]), sprintf("%s/", [target]))
}

# files are where MediaMTX looks for its file in its images (core.go in
# https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/core).
files := [
	"/mediamtx.yml", "/rtsp-simple-server.yml", "/usr/local/etc/mediamtx.yml", "/usr/etc/mediamtx.yml",
	"/etc/mediamtx/mediamtx.yml",
]

users(name, _) := open_users if is_before(name, 1006000)

users(name, environment) := list if {
	not is_before(name, 1006000)
	not environment.MTX_AUTHINTERNALUSERS.text == ""
	list := mediamtx.with_variables(
		mediamtx.default_users,
		mediamtx.user_sets(environment),
		is_before(name, 1016000),
	)
}

# Before v1.6.0 a server without a file asked nobody for a password.
open_users := [{"user": "any", "ips": [], "permissions": [{"action": action} | some action in order]}]

# is_before holds for a service whose image is known to be older than a release.
default is_before(_, _) := false

is_before(name, release) if mediamtx.releases(input.document.services[name].image).until <= release

is_on(_, action) if action in {"publish", "read"}

is_on(name, action) if {
	text := environments[name][switch(name, action)].text
	is_string(text)
	lower(text) in {"yes", "true"}
}

# switch returns the variable that turns a server on.
switch(name, action) := [key |
	some prefix in ["MTX_", "RTSP_"]
	key := sprintf("%s%s", [prefix, upper(action)])
	environments[name][key]
][0]

# telling are the places of the variables that a finding is about: the switches, and then what is said of users.
telling(name, open) := array.concat(
	[["services", name, "environment", switch(name, action)] | some action in order; open[action]],
	[["services", name, "environment", key] |
		some key, _ in environments[name]
		startswith(key, "MTX_AUTHINTERNALUSERS_")
	],
)

# reach returns how far the server for an action can be reached.
reach(name, _) := exposure.level(name) if input.context.services[name].host_network

reach(name, action) := level if {
	not input.context.services[name].host_network
	level := mediamtx.widest({"peers"} | {port.exposure |
		some port in exposure.published[name]
		is_of(port, action)
	})
}

# is_of holds for a published port of the server for an action. Those of streams are all that administer nothing.
is_of(port, action) if admin_ports[action] in numbers.range(port.target, port.last)

is_of(port, action) if {
	action in {"publish", "read"}
	every number in admin_ports {
		not number in numbers.range(port.target, port.last)
	}
}

admin_ports := {"playback": 9996, "api": 9997, "metrics": 9998, "pprof": 9999}

level(name, open) := mediamtx.widest({reach(name, action) | some action, _ in open})

situation(name, open) := {"situation": "host-loopback"} if level(name, open) in {"loopback", "host_loopback"}

situation(name, open) := {"situation": "peers"} if level(name, open) == "peers"

situation(name, open) := {"situation": "limited-addresses"} if {
	not mediamtx.inside(level(name, open))
	count(outside(name, open)) == 0
}

situation(name, open) := {"situation": "control-api"} if {
	not mediamtx.inside(level(name, open))
	"api" in outside(name, open)
}

situation(name, open) := {} if {
	not mediamtx.inside(level(name, open))
	not "api" in outside(name, open)
	outside(name, open) & {"publish", "pprof"} != set()
}

situation(name, open) := {"situation": "reading-only"} if {
	not mediamtx.inside(level(name, open))
	count(outside(name, open)) > 0
	outside(name, open) & {"publish", "pprof", "api"} == set()
}

# outside are the actions that other machines may do from everywhere.
outside(name, open) := {action |
	some action, scope in open
	scope == "everywhere"
	not mediamtx.inside(reach(name, action))
}
