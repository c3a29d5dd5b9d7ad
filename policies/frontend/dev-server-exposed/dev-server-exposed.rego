# METADATA
# title: Development server for everybody
# description: |
#   A development server gives away the source code, runs what it is asked to transform, and has had holes that read any
#   file. It asks nobody for a login.
#   Reported is a server of Vite, webpack or Vue CLI that is told to listen on all interfaces, or to answer whatever the
#   `Host` header says, which lets any website ask it through the browser of a developer. Their defaults are loopback
#   and are not reported. Neither is a map of the sources that a build hides.
#   A build that gives browsers the source code with its comments does a part of the same.
# related_resources:
# - https://vite.dev/config/server-options.html#server-host
# - https://vite.dev/config/server-options.html#server-allowedhosts
# - https://vite.dev/config/build-options.html#build-sourcemap
# - https://webpack.js.org/configuration/dev-server/#devserverallowedhosts
# scope: package
# custom:
#   severity: medium
#   kinds: [app]
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     published:
#       severity: high
#       because: other machines reach the service that runs it
#     inside:
#       severity: none
#       because: only the host or other containers reach it
#     source:
#       severity: low
#       because: it is the source code of the page, which every browser has in another form
#   remediation: |
#     Leave the default, and pass `--host` where a container has to be reached from its host.
#     Name the hosts in `allowedHosts`. Serve a build in production.
#   cwe: [489, 1327]
package frontend["dev-server-exposed"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in code.calls("dev-server")
	code.literal(call, "host") in {true, "0.0.0.0", "::"}
	finding := in_situation(
		{"path": code.path(call, "host"), "message": "the development server listens on all interfaces"},
		array.concat(code.situations(call), reach),
	)
}

findings contains finding if {
	some call in code.calls("dev-server")
	code.literal(call, "hosts") in {true, "all"}
	finding := in_situation(
		{"path": code.path(call, "hosts"), "message": "the development server answers under every name"},
		array.concat(code.situations(call), reach),
	)
}

findings contains finding if {
	some meaning in {"dev-server", "next-config"}
	some call in code.calls(meaning)
	code.literal(call, "sourcemap") in {true, "inline"}
	finding := in_situation(
		{"path": code.path(call, "sourcemap"), "message": "what is built for production has its source code with it"},
		array.concat(code.situations(call), ["source"]),
	)
}

# Where the application has a server of its own, that is what the ways of starting it open.
reach := [] if {
	count(servers) > 0
	"published" in code.reach
} else := code.reach

servers contains call if {
	some meaning in {"listen", "listen-address"}
	some call in code.calls(meaning)
	call.aside == ""
}
