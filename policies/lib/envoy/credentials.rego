package lib.envoy

# is_credential_header holds for the lower-case name of a header that carries a credential.
is_credential_header(name) if name in data.lib.secret.header_names

is_credential_header(name) if {
	not regex.match(`(csrf|xsrf).*token$`, name)
	regex.match(header_pattern, name)
}

header_pattern := concat("|", data.lib.secret.header_patterns)

# credentials lists where a credential is put on requests, with the clusters that it reaches:
# {path, what, clusters}. clusters is a set of names. own_request is true where Envoy or Lua makes a request of its own.
credentials contains {"path": path, "what": what, "clusters": names} if {
	some addition in input.context.envoy.header_additions
	addition.purpose == "request"
	is_credential_header(addition.header)
	path := addition.path
	what := sprintf("the header %q is added here", [addition.header])
	names := reached(addition)
}

credentials contains {"path": path, "what": what, "clusters": names, "own_request": true} if {
	some addition in input.context.envoy.header_additions
	addition.purpose == "call"
	is_credential_header(addition.header)
	path := addition.path
	what := sprintf("the header %q is sent here", [addition.header])
	names := called(addition)
}

credentials contains {"path": filter.path, "what": "a credential is injected here", "clusters": names} if {
	some filter in filters("credential_injector")
	names := reached_by_filter(filter)
}

credentials contains {
	"path": code.path,
	"what": sprintf("Lua code%s adds the header %q", [location(code, addition.at), addition.header]),
	"clusters": names,
} if {
	some code in lua
	some addition in code.added
	names := reached_by_filter(code)
}

credentials contains {
	"path": code.path,
	"what": sprintf("Lua code%s sends the header %q in httpCall", [location(code, call.at), call.header]),
	"clusters": {call.cluster},
	"own_request": true,
} if {
	some code in lua
	some call in code.calls
}

# location says which line of a file of Lua an index is on: such a file is no document that a finding could point into.
location(code, _) := "" if code.file == ""

location(code, index) := sprintf(" in %s:%d", [code.file, count(split(substring(code.text, 0, index), "\n"))]) if {
	code.file != ""
}

# credentials_to returns the places that put a credential on requests to a cluster, in the order of the document.
credentials_to(cluster) := [place | some place in credentials_by_cluster[cluster.name]]

credentials_by_cluster[name] contains place if {
	some place in credentials
	some name in place.clusters
	name != ""
}

# called returns the cluster that Envoy itself calls with a header.
called(addition) := {addition.target} if addition.target != ""

called(addition) := {view("clusters", addition.cluster).name} if addition.target == ""

# reached returns the clusters of the routes that a header addition is in force for.
reached(addition) := {view("clusters", addition.cluster).name} if addition.cluster >= 0

reached(addition) := {name |
	some route in covered(addition)
	some name in route.clusters
} if {
	not in_cluster(addition)
}

covered(addition) := [routes[addition.route]] if addition.route >= 0

# A header_mutation filter works for all routes of its connection manager.
covered(addition) := [routes[position] | some position in routes_in[scopes[0]]] if {
	addition.route < 0
	scopes := [[owner, addition[owner]] |
		some owner in ["virtual_host", "route_config", "connection_manager"]
		addition[owner] >= 0
	]
}

# routes_in are the positions of the routes of each [owner, position of the owner].
routes_in[scope] contains position if {
	some position, route in routes
	some owner in ["virtual_host", "route_config", "connection_manager"]
	scope := [owner, route[owner]]
}

# reached_by_filter returns the clusters that requests go to after an HTTP filter or Lua code.
reached_by_filter(filter) := {view("clusters", filter.cluster).name} if filter.cluster >= 0

reached_by_filter(filter) := {name |
	some index, route in routes
	route.connection_manager == filter.connection_manager
	in_scope(filter, index, route)
	some name in route.clusters
} if {
	not in_cluster(filter)
	filter.connection_manager >= 0
}

reached_by_filter(filter) := set() if {
	not in_cluster(filter)
	filter.connection_manager < 0
}

# Lua code of a route or virtual host runs for that one only.
in_scope(filter, index, route) if {
	filter.route in {-1, index}
	filter.virtual_host in {-1, route.virtual_host}
}

# lua is the Lua code, inline and in files: {path, file, text, added, calls}. file is "" for inline code, text is the
# code without comments, added are the credential headers that it puts on requests, calls the {cluster, header} of
# httpCall with a literal cluster name and a credential header; both have the index in text that shows it.
lua := [object.union(source, {"text": code, "added": lua_added(code), "calls": lua_calls(code)}) |
	some source in array.concat(lua_inline, lua_files)
	code := uncommented(source.text)
]

lua_inline := [object.union(view, {"file": "", "text": text}) |
	some view in input.context.lua
	text := at(view.path)
	is_string(text)
]

lua_files := [object.union(view, {"file": found.file, "text": found.text}) |
	some view in input.context.lua_files
	some found in input.context.container_files
	found.path == view.path
	is_string(found.text)
]

# uncommented returns code without its comments, line by line as it was.
uncommented(text) := regex.replace(strings.replace_n(blocks, text), `--[^\n]*`, "") if {
	blocks := {block: regex.replace(block, `[^\n]+`, "") | some block in regex.find_n(`(?s)--\[\[.*?\]\]`, text, -1)}
}

lua_added(code) := {{"at": indexof(code, match[0]), "header": header} |
	contains(code, "headers()")
	some match in regex.find_all_string_submatch_n(`(\w+)(?::headers\(\))?:(?:add|replace)\(\s*["']([^"']+)["']`, code, -1)
	match[1] != "response_handle"
	header := lower(match[2])
	is_credential_header(header)
	header != "set-cookie"
}

lua_calls(code) := {{"at": indexof(code, match[0]) + indexof(match[0], key[0]), "cluster": match[1], "header": header} |
	contains(code, "httpCall")
	some match in regex.find_all_string_submatch_n(`httpCall\(\s*["']([^"']+)["']\s*,\s*\{([^}]*)\}`, code, -1)
	some key in regex.find_all_string_submatch_n(`["']?([A-Za-z][\w-]*)["']?\]?\s*=`, match[2], -1)
	header := lower(key[1])
	is_credential_header(header)
}
