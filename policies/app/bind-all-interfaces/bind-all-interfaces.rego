# METADATA
# title: Service bound to all interfaces
# description: |
#   The address that the service listens on when nobody sets another is every interface of the machine: the one that
#   leads to the internet, the one of a guest network, and those that somebody adds later. Outside of a container
#   nothing else stands between the service and these.
#
#   Reported are the default of a setting for the address, and an address that is passed to a server. An address that
#   the program connects to, such as `REMOTE_HOST`, is not reported, nor is a framework whose default is loopback. In
#   Go `:8080` is every interface. Of well-known servers the addresses are reported that nobody else needs to reach,
#   such as those of stores and dashboards. Where linking shows that only the host or other containers reach the
#   service, the finding is informational.
# related_resources:
# - https://www.uvicorn.org/settings/
# - https://docs.aiohttp.org/en/stable/web_reference.html#aiohttp.web.run_app
# - https://nodejs.org/docs/latest-v24.x/api/net.html#serverlistenport-host-backlog-callback
# - https://docs.pylonsproject.org/projects/waitress/en/stable/arguments.html
# - https://pkg.go.dev/net#Listen
# scope: package
# custom:
#   severity: medium
#   precision: medium
#   situations:
#     narrowed:
#       severity: none
#       because: everything in the scan that starts it sets another address
#     inside:
#       severity: none
#       because: only the host or other containers reach it
#     container:
#       severity: note
#       because: an image has to listen there, and who publishes its port decides
#     published:
#       severity: medium
#       because: other machines reach the service that runs it
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   fixes:
#     loopback:
#       title: Listen on the machine alone
#       unsafe: other machines and containers do not reach it any more
#   remediation: |
#     Make `127.0.0.1` the default, and let whoever starts it choose a wider address.
#
#     In a container the address has to be wide: set it in the Dockerfile or in the Compose file, where the published
#     port decides who reaches it.
#   cwe: [605, 1327]
#   kinds: [app, server]
#   aliases:
#   - ruff:S104
#   - bandit:B104
#   - gosec:G102
#   - semgrep:python.lang.security.audit.network.bind.avoid-bind-to-all-interfaces
#   - semgrep:python.flask.security.audit.app-run-param-config.avoid_app_run_with_bad_host
package app["bind-all-interfaces"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.finding.with_fix
import data.lib.link
import data.lib.listen
import data.lib.server

findings contains finding if {
	some setting in code.of("settings")
	listen.is_address(setting.name)
	some address in array.concat([text | some text in code.texts_of(setting.default)], otherwise(setting))
	listen.is_wide(address)
	address != "*" # which is as often what a program trusts
	not is_client(setting)
	not is_past(setting.file)
	not is_asked(setting)
	not is_bundler(setting.file)
	count(flags_of(setting)) == 0
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q binds to all interfaces by default", [setting.name]),
			"related": array.flatten([shown, code.replacements(setting), written_at(setting)]),
		},
		array.flatten([code.situations(setting), narrowed(setting), reach]),
	)
}

# The default is narrow, and what starts the program on the network of the machine sets something else.
findings contains finding if {
	some setting in code.of("settings")
	listen.is_address(setting.name)
	count([address | some address in code.texts_of(setting.default); listen.is_wide(address)]) == 0
	some variable in code.given(setting)
	variable.how in {"machine", "host-network"}
	variable.from in {"environment", "env_file", "command"}
	listen.is_wide(variable.value)
	finding := in_situation(
		{
			"path": setting.at,
			"message": sprintf("%q is every interface where %q is started", [setting.name, variable.start]),
			"related": [{"file": variable.file, "path": variable.path, "message": "binds to all interfaces"}],
		},
		code.situations(setting),
	)
}

findings contains finding if {
	some meaning, parts in {"listen": ["host", "bind"], "bind": ["value"], "listen-address": ["address"]}
	some call in code.calls(meaning)
	some part in parts
	not is_left(call, part)
	listen.is_open(call, part)
	not listen.is_any_port(call)
	not listen.is_socket(call)
	finding := in_situation(
		with_fix(
			{
				"path": code.path(call, part),
				"message": sprintf("%q listens on all interfaces", [code.subject(call)]),
				"related": shown,
			},
			[{"name": "loopback", "edits": [{"set": code.path(call, part), "value": "127.0.0.1"}]} |
				code.literal(call, part) == "0.0.0.0"
			],
		),
		array.flatten([code.situations(call), narrowed_by(code.argument(call, part)), reach]),
	)
}

# The address is a parameter of the function that listens, or that makes what does, and has a default.
findings contains finding if {
	some [call, function, index] in fallbacks
	parameter := function.parameters[index]
	not is_option(call, parameter)
	not is_narrowed(function, parameter, index)
	finding := in_situation(
		{
			"path": array.concat(function.at, ["parameters", index]),
			"message": sprintf("%q of %q is every interface where the caller gives no other", [
				parameter.name,
				code.last(function.name),
			]),
			"related": array.concat([{"path": call.at, "message": "listens there"}], shown),
		},
		array.concat(code.situations(call), reach),
	)
}

# Where what listens gets the address cannot be followed, but the parameter has no other meaning.
findings contains finding if {
	some function in code.of("functions")
	some index, parameter in object.get(function, "parameters", [])
	listen.is_wide_text(parameter.default)
	is_for_listening(function, parameter)
	fact := {"file": function.file, "aside": function.aside}
	not is_option(fact, parameter)
	not is_narrowed(function, parameter, index)
	count([1 | some [_, other, i] in fallbacks; other.at == function.at; i == index]) == 0
	finding := in_situation(
		{
			"path": array.concat(function.at, ["parameters", index]),
			"message": sprintf("%q of %q is every interface where the caller gives no other", [
				parameter.name,
				code.last(function.name),
			]),
		},
		array.concat(code.situations(function), reach),
	)
}

# A default in a dictionary of settings, or a name that gets the address.
findings contains finding if {
	some said in code.of("assignments")
	listen.is_address(said.name)
	is_string(said.value.value)
	regex.match(`^(0\.0\.0\.0|\[?::\]?)(:[0-9]+)?$`, said.value.value)
	not [said.file, said.value.value] in passed
	not is_bundler(said.file)
	not is_exception(said)
	count([setting | some setting in code.settings_of(said); setting.default]) == 0
	finding := in_situation(
		{"path": said.at, "message": sprintf("%q is the address of all interfaces", [said.name])},
		array.concat(code.situations(said), code.reach),
	)
}

findings contains finding if {
	some said in server.of("wide-listener")
	finding := part_of(
		in_situation(
			{
				"path": said.path,
				"message": sprintf("%s %s", [server.subject, said.reason]),
				"related": server.related(said),
				"secret": server.hidden,
			},
			server.reach(said),
		),
		array.concat(
			["app/service-without-authentication" | server.open_at(said)],
			["compose/port-all-interfaces" | "published" in server.reach(said); count(link.consumers) > 0],
		),
	)
}

# is_exception holds for what a name gets under a condition alone, where it is loopback otherwise: in a container, say.
is_exception(said) if {
	count(object.get(said, "guards", [])) > 0
	some other in code.within("assignments", said)
	other.name == said.name
	count(object.get(other, "guards", [])) < count(said.guards)
	listen.is_loopback(other.value)
}

# Where a machine has a certain file it is one of a kind, such as a container.
is_exception(said) if {
	some guard in object.get(said, "guards", [])
	some name in code.names(guard.test)
	regex.match(`(?i)(^|[._])(exists|is_?file|is_?dir|(is_?)?(in_?)?(docker|container))$`, name)
	some other in code.within("assignments", said)
	other.name == said.name
	listen.is_loopback(other.value)
}

# What moves settings of an older release knows what they were.
is_past(file) if regex.match(`(?i)(^|/)(migrat\w*|legacy)/`, file)

# is_client holds for the address of another server, by the name of the settings that it is in.
is_client(setting) if {
	regex.match(
		`(?i)(redis|database|db|mysql|mariadb|postgres|mongo|client|smtp|mail|ldap|kafka|nats|amqp|rabbit|memcache|elastic|consul|etcd|upstream|remote)`,
		object.get(setting, "class", ""),
	)
}

# otherwise is the default where no condition holds: isTest ? "127.0.0.1" : "0.0.0.0".
otherwise(setting) := [address] if {
	setting.default.kind == "either"
	items := setting.default.items
	address := code.constant(items[count(items) - 1])
	is_string(address)
} else := []

# A server for developers is what frontend/dev-server-exposed is about.
is_bundler(file) if {
	regex.match(`(^|/)(vite|webpack|vue|nuxt|next|rollup|astro|svelte|rsbuild|rspack)\.config\.\w+$`, file)
}

is_for_listening(_, parameter) if regex.match(`(?i)^(bind|listen)(_?(addr|address|host|ip|to))?$`, parameter.name)

is_for_listening(function, parameter) if {
	listen.is_address(parameter.name)
	regex.match(`(?i)(server|serve|listen|daemon)`, function.name)
	not regex.match(`(?i)(client|connect|request|ping|probe)`, function.name)
}

# fallbacks are the calls that listen where a parameter with a wide default says, with its function and its index.
fallbacks contains [call, function, index] if {
	some meaning, parts in {"listen": ["host", "bind"], "listen-address": ["address"]}
	some call in code.calls(meaning)
	some part in parts
	address := code.argument(call, part)
	some given in array.concat([address], object.get(address, "items", []))
	given.kind == "parameter"
	listen.is_wide_text(given.default)
	some function in code.of("functions")
	function.file == call.file
	is_of(call, function)
	some index, parameter in object.get(function, "parameters", [])
	parameter.name == given.name
}

# is_option holds for a parameter that is an option of the command line, which has a finding of its own.
is_option(call, parameter) if {
	some setting in code.of("settings")
	setting.file == call.file
	setting.target == parameter.name
}

# is_of holds for a call in a function, or in a method of an object that the function makes.
is_of(call, function) if call.function == function.name

is_of(call, function) if {
	endswith(function.name, ".__init__")
	startswith(call.function, trim_suffix(function.name, "__init__"))
}

# is_narrowed holds for a parameter that every caller in the application gives an address.
is_narrowed(function, parameter, index) if {
	callers := [call |
		some call in code.of("calls")
		code.last(call.callee) == called(function)
	]
	count(callers) > 0
	every call in callers {
		some position in [parameter.name, sprintf("%d", [index]), sprintf("%d", [index - 1]), "host"]
		call.arguments[position]
	}
}

# called names what callers call: the class of which a function makes an object.
called(function) := code.last(trim_suffix(function.name, ".__init__"))

# An image has to listen on the interface that leads to its network: the published port is what opens it, and nothing
# has to where the container is on the network of the host.
reach := ["container"] if {
	is_container
	not "inside" in code.reach
} else := code.reach

is_container if {
	input.context.language == "dockerfile"
	count([start | some start in code.starts; start.how == "host-network"]) == 0
}

# A script with such a name is what an image starts, whoever builds it.
is_container if {
	input.context.language == "shell"
	every file, _ in code.modules {
		regex.match(`(?i)(^|/)[^/]*entry_?point[^/]*$|(^|/)docker/([^/]+/)?[^/]*(start|run|serve)[^/]*$`, file)
	}
	count([start | some start in code.starts; start.how == "host-network"]) == 0
}

is_container if {
	code.is_command
	count([consumer | some consumer in code.consumers; consumer.host_network]) == 0
}

# flags_of are the options of the command line in the module of a constant that have its address as their default.
flags_of(constant) := [flag |
	constant.from == "constant"
	some flag in code.of("settings")
	flag.from == "flag"
	flag.file == constant.file
	listen.is_address(flag.name)
	code.texts_of(flag.default) == code.texts_of(constant.default)
]

# written_at are the constants that an option has its default of.
written_at(setting) := [{"path": constant.at, "message": "the default is written here"} |
	some constant in code.of("settings")
	listen.is_address(constant.name)
	setting in flags_of(constant)
]

# narrowed is the situation of an address that whatever starts the program replaces by a narrow one.
narrowed(setting) := ["narrowed" |
	code.is_replaced(setting)
	every variable in code.given(setting) {
		not listen.is_wide(variable.value)
	}
]

# narrowed_by is the same for the setting that an address comes from.
narrowed_by(value) := array.slice(
	[situation |
		some setting in code.of("settings")
		setting.name in code.names(value)
		some situation in narrowed(setting)
	],
	0, 1,
)

# shown are the places that show from where the program can be reached.
shown := array.slice([place | some start in code.starts; some place in start.related], 0, 3)

# is_left holds for an address that a setting decides, which has a finding of its own.
is_left(call, part) if {
	listen.from_outside(code.argument(call, part))
	not listen.is_unset_in_node(call, part)
}

# is_asked holds for the address of a module that asks there and listens nowhere.
is_asked(setting) if {
	not setting.file in listening
	some call in code.calls("http-request")
	call.file == setting.file
	some value in call.arguments
	setting.name in code.names(value)
}

listening contains call.file if {
	some meaning in {"listen", "listen-address", "bind"}
	some call in code.calls(meaning)
}

# passed are the addresses that calls give to servers, which have findings of their own, by module.
passed contains [call.file, text] if {
	some meaning, parts in {"listen": ["host", "bind"], "bind": ["value"], "listen-address": ["address"]}
	some call in code.calls(meaning)
	some part in parts
	some text in code.texts(call, part)
}

passed contains [call.file, host] if {
	some call in code.calls("listen-address")
	host := code.constant(code.argument(call, "address").items[0])
}
