# METADATA
# title: Web service without a login
# description: |
#   The application answers requests that change or show data, and nothing in any of its modules asks who sends them.
#   Whoever reaches the port is an administrator, and so is every page in the browser of somebody who does.
#
#   Reported once, where the application is made, when no module has any sign of a login: a dependency, a decorator, a
#   middleware or a function named for it, a library for it, a header or cookie that proves something. Routes for
#   health checks, metrics and files alone are not reported. Django, which has a login of its own, is not looked at.
#
#   Settings of well-known servers beside the application are looked at too: a store without a password, a broker for
#   anonymous clients, a dashboard without a login. Where a service of the scan uses the file, its ports say who gets
#   in.
# related_resources:
# - https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/
# scope: package
# custom:
#   severity: high
#   precision: medium
#   situations:
#     store-published:
#       severity: critical
#       because: other machines reach the store and can read and change everything in it
#     proxied:
#       severity: note
#       because: the server has no login of its own, and a proxy in front of it may ask for one
#     read-only:
#       severity: low
#       because: nothing can be changed there without a login
#     controls-host:
#       severity: critical
#       because: it starts containers or processes, and other machines reach it
#     inside:
#       severity: low
#       because: only the host or other containers reach it
#     loopback:
#       severity: low
#       because: the server that the program starts listens on loopback
#   remediation: |
#     Ask for a token or a session in front of all routes, such as a dependency of the application or a middleware.
#
#     A reverse proxy with a login does as well, where nothing else reaches the port.
#   cwe: [306]
#   kinds: [app, server]
package app["service-without-authentication"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.login
import data.lib.server

findings contains finding if {
	count(served) > 0
	not login.is_known
	some call in code.applications
	call.at == code.web_app
	call.aside == ""
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q answers %s and asks nobody who he is", [code.subject(call), what]),
			"related": [{"path": route.at, "message": sprintf("%s is open", [route.path])} | some route in shown],
		},
		context,
	)
}

findings contains finding if {
	some said in server.of("no-login")
	finding := in_situation(
		{
			"path": said.path,
			"message": sprintf("%s %s", [server.subject, said.reason]),
			"related": server.related(said),
			"secret": server.hidden,
		},
		reached(server.reach(said)),
	)
}

findings contains finding if {
	some meaning, situation in {"single-tenant": "proxied", "read-only": "read-only"}
	some said in server.of(meaning)
	finding := {
		"path": said.path,
		"message": sprintf("%s %s", [server.subject, said.reason]),
		"related": server.related(said),
		"secret": server.hidden,
		"situation": situation,
	}
}

served contains route if {
	some route in code.of("routes")
	route.aside == ""
	not harmless(route)
	not regex.match(`^django\.`, object.get(route, "handler", ""))
}

# A page to begin with is for everybody, and what changes something at the same path is not.
harmless(route) if {
	route.path in {"", "/"}
	not is_change(route)
}

harmless(route) if {
	regex.match(
		`(?i)^/?([\w-]+/)*(health\w*|ready\w*|live\w*|ping|metrics|debug/(pprof|vars)(/\w*)*|version|favicon.*|static.*|assets.*|robots\.txt|docs|openapi\.json)/?$`,
		route.path,
	)
}

is_change(route) if {
	some method in object.get(route, "methods", [])
	method in {"POST", "PUT", "PATCH", "DELETE"}
}

shown := array.slice(sort([route | some route in served]), 0, 3)

what := sprintf("%d routes", [count(served)]) if count(served) != 1

what := "a route" if count(served) == 1

default context := []

context := ["controls-host"] if {
	"published" in code.reach
	some name in {"docker", "kubernetes", "subprocess", "podman"}
	name in code.packages
} else := ["inside"] if {
	"inside" in code.reach
} else := ["loopback"] if {
	count(hosts) > 0
	every host in hosts {
		host in {"127.0.0.1", "localhost", "::1"}
	}
	not "published" in code.reach
}

# Only an address that is written down says that the server stays on loopback: it may be started in another way as well.
hosts contains object.get(call.arguments.host, "value", "unknown") if {
	some call in code.calls("listen")
	call.aside == ""
}

reached(["published"]) := ["store-published"] if input.context.server.store

reached(["inside"]) := ["inside"]

reached(["published"]) := [] if not input.context.server.store

reached([]) := []
