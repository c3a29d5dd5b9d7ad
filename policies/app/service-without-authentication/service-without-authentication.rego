# METADATA
# title: Web service without a login
# description: |
#   The application answers requests that change or show data, and nothing in any of its modules asks who sends them.
#   Whoever reaches the port is an administrator, and so is every page in the browser of somebody who does.
#
#   Reported once, where the application is made, when no module has any sign of a login: a dependency, a decorator, a
#   middleware or a function named for it, a library for it, a header or cookie that proves something. Routes for
#   health checks, metrics and files alone are not reported. Django, which has a login of its own, is not looked at.
# related_resources:
# - https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/
# scope: package
# custom:
#   severity: high
#   situations:
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
package app["service-without-authentication"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.login

findings contains finding if {
	count(served) > 0
	not login.is_known
	some call in code.calls("web-app")
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

served contains route if {
	some route in code.of("routes")
	route.aside == ""
	not harmless(route.path)
	not regex.match(`^django\.`, object.get(route, "handler", ""))
}

harmless(path) if {
	regex.match(
		`(?i)^(/|)$|^/?([\w-]+/)*(health\w*|ready\w*|live\w*|ping|metrics|version|favicon.*|static.*|assets.*|robots\.txt|docs|openapi\.json)/?$`,
		path,
	)
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
