# METADATA
# description: |
#   Facts about the programs of web pages, whichever framework they are written in: which modules run in a browser, and
#   what a URL that they use is made of.
package lib.page

import data.lib.code

# calls are those in modules that run in a browser.
calls contains call if {
	some call in code.of("calls")
	in_browser(call.file)
}

# in_browser holds for a module in the language of browsers that imports nothing of a server.
in_browser(file) if {
	code.modules[file].language == "javascript"
	not server[file]
}

server[file] if {
	some file, module in code.modules
	some name in object.get(module, "imports", [])
	regex.match(
		`^(express|fastify|koa|hono|ws|http|https|http2|net|tls|fs|os|path|child_process|cluster|crypto|stream|electron|next/server|next/headers|server-only|commander|yargs|@nestjs/\w+|@hapi/\w+|dotenv|winston|pino|pg|mysql2?|mongoose|ioredis|redis|bullmq|playwright|puppeteer|@playwright/test)([./]|$)`,
		name,
	)
}

server[file] if {
	some file, module in code.modules
	regex.match(`(^|/)(server|backend|scripts?|bin|cli)/|(^|/)(\w+\.)?config\.[cm]?[jt]s$`, file)
	not regex.match(`(^|/)(public|static|assets|www|wwwroot)/(\w+/)*[\w.-]+$`, file) # which a server sends as they are
	module.language == "javascript"
}

# is_secret holds for a name under which a login is sent or kept.
is_secret(name) if {
	regex.match(secrets, name)
	not regex.match(harmless, name)
}

secrets := concat("|", [
	`(?i)(token|jwt|bearer|api_?-?key|access_?-?key|secret|password|passwd|passphrase|credential|private_?-?key)s?$`,
	`(token|jwt|api_?key|secret|password)([_.:/-]|$)`,
	`(^|[_.:/-])auth([_.:/-](store|storage|state|data|user|session|info))?$|^session_?id$`,
])

harmless := concat("|", [
	`(?i)csrf|xsrf|(page|next|continuation|cancel|design|sync|push|fcm|device|invite|mapbox|public|publishable|anon|captcha|recaptcha)[_.-]?(token|key)`,
	`(^|[_.:-])(expir|expiry|type|name|count|limit|usage|max|min|num|total|label|hint|show|visible|has|is|reset|forgot|valid|color)[_-]?\w*(token|password|secret|auth|key)`,
	`[_.:-](dismissed|seen|shown|hidden|closed|expanded|collapsed|visible|viewed|accepted|confirmed|completed|skipped|alert|banner|prompt|dialog|modal)$`,
	`(token|password|secret|auth|key)s?[_.-]?(expir\w*|expires\w*|type|name|count|limit|usage|visible|label|hint|length|strength|at|time|timestamp|error|status|provider|method|mode|redirect\w*|callback\w*|url|path)$`,
])

# texts returns the beginnings of the texts that a value may have: a literal, or a template with what is written out at
# its start; of a setting its default.
texts(value) := {text | some part in alternatives(value); text := beginning(part)}

# alternatives returns the values that a value may be.
alternatives(value) := {item | some item in value.items} if value.kind == "either"

alternatives(value) := {value.default} if {
	value.kind in {"setting", "environment"}
	value.default
}

alternatives(value) := {value} if not value.kind in {"either", "setting", "environment"}

beginning(value) := value.value if {
	value.kind == "literal"
	is_string(value.value)
}

beginning(value) := constant(value.items[0]) if value.kind == "template"

constant(value) := code.constant(value) if is_string(code.constant(value))

# query_secret returns the names of the secrets that a value puts into the query of a URL.
query_secret(value) := {name |
	some part in alternatives(value)
	part.kind == "template"
	some index, item in part.items
	index + 1 < count(part.items)
	[[_, name]] := regex.find_all_string_submatch_n(`[?&]([\w-]+)=$`, constant(item), 1)
	is_parameter(name)
	not is_constant(part.items[index + 1])
}

# is_parameter holds for the name of a parameter by which somebody proves who he is.
is_parameter(name) if {
	regex.match(
		`^(access_?|auth_?|api_?|bearer_?|session_?|id_?)?(token|ticket)$|^(api|access|auth|secret)_?key$|^(password|passwd|secret|client_secret|jwt|auth|session_id|sessionid)$`,
		lower(replace(name, "-", "_")),
	)
}

is_constant(value) if value.kind == "literal"

# policies are the headers that bound what pages do and that hold for all pages of the application. What a page says of
# itself in an element counts where no page into which an application is put lacks it.
policies contains header if {
	some header in code.of("headers")
	header.aside == ""
	not is_page(header.file)
}

policies contains header if {
	some header in code.of("headers")
	header.aside == ""
	is_page(header.file)
	count({file | some file in entries; not says(file, header.name)}) == 0
}

is_page(file) if regex.match(`\.html?$`, file)

# entries are the pages into which an application is put.
entries := {call.file | some call in code.calls("page-root")}

says(file, name) if {
	some header in code.of("headers")
	header.file == file
	header.name == name
}
