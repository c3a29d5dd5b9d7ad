# METADATA
# title: api, metrics or pprof granted to anonymous users
# description: |
#   Anybody may use the control API, the metrics or the profiler without a password, from addresses beyond loopback and
#   private ranges, while the server concerned is on and listens beyond loopback. The API rewrites the configuration,
#   and with it the hooks, which run commands.
#
#   The grant is an entry of `authInternalUsers` for `any`, or an action that `authHTTPExclude` or `authJWTExclude`
#   leaves out of external authentication. From v1.6.0 to v1.20.0 the default of `authHTTPExclude` left out all three;
#   since v1.20.1 it is empty. Not reported where `ips` holds loopback or private addresses alone, and where the servers
#   are off.
# related_resources:
# - https://mediamtx.org/docs/features/authentication
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/auth/manager.go
# - https://mediamtx.org/docs/features/control-api
# scope: package
# custom:
#   severity: critical
#   situations:
#     older-release: {severity: high, because: "only releases before v1.20.1 leave it out by default"}
#     pprof-only: {severity: high, because: "the profiler shows memory and can stall the server, but changes nothing"}
#     limited-addresses: {severity: medium, because: "`ips` admits a few public addresses alone"}
#     metrics-only: {severity: medium, because: "metrics tell names, addresses and volumes of streams, no more"}
#     inside: {severity: low, because: "nothing outside the host can reach the servers"}
#   cwe: [306, 862]
#   remediation: |
#     Restrict the grant to loopback: `ips: ["127.0.0.1", "::1"]`, or give the action to a user with a password.
#
#     With external authentication set `authHTTPExclude: []` and let the server decide about these actions too.
package mediamtx["admin-action-anonymous"]

import data.lib.mediamtx

findings contains finding if {
	some at, actions in entries
	finding := object.union(
		{
			"path": at,
			"message": message(at, actions),
			"related": [{
				"path": address.path,
				"message": sprintf("%s listens %s", [mediamtx.title(name), mediamtx.listens(address)]),
			} |
				some name in order
				actions[name]
				some address in mediamtx.servers[name].addresses
			],
		},
		situation(actions),
	)
}

order := ["api", "metrics", "pprof"]

entries[grant.at][grant.action] contains grant if {
	count(mediamtx.exposed & {"api", "metrics", "pprof"}) > 0
	some grant in mediamtx.grants
	grant.action in order
	grant.scope in {"everywhere", "limited"}
	grant.action in mediamtx.exposed
}

message(at, actions) := sprintf("setting %q lets anybody use %s without a password", [at[0], what(actions)]) if {
	origin(actions) == "exclude"
}

message(_, actions) := sprintf(
	"setting \"authHTTPExclude\" is absent: before v1.20.1 anybody may use %s without a password",
	[what(actions)],
) if {
	origin(actions) == "default"
}

message(_, actions) := sprintf("user \"any\" may use %s without a password", [what(actions)]) if {
	not origin(actions) in {"exclude", "default"}
}

what(actions) := mediamtx.enumerated([name[action] | some action in order; actions[action]])

name := {"api": "the control API", "metrics": "the metrics", "pprof": "the profiler"}

origin(actions) := [grant.origin | some action in order; some grant in actions[action]][0]

level(actions) := mediamtx.widest(mediamtx.reaches(object.keys(actions)))

situation(actions) := {"situation": "inside"} if mediamtx.inside(level(actions))

situation(actions) := {"situation": "older-release"} if {
	not mediamtx.inside(level(actions))
	origin(actions) == "default"
	mediamtx.outdated_exclude
}

situation(actions) := rated(actions) if {
	not mediamtx.inside(level(actions))
	not origin(actions) == "default"
}

situation(actions) := rated(actions) if {
	not mediamtx.inside(level(actions))
	origin(actions) == "default"
	not mediamtx.outdated_exclude
}

rated(actions) := {"situation": "limited-addresses"} if is_limited(actions)

rated(actions) := {} if {
	not is_limited(actions)
	actions.api
}

rated(actions) := {"situation": "pprof-only"} if {
	not is_limited(actions)
	not actions.api
	actions.pprof
}

rated(actions) := {"situation": "metrics-only"} if {
	not is_limited(actions)
	not actions.api
	not actions.pprof
}

is_limited(actions) if {
	every grants in actions {
		every grant in grants {
			grant.scope == "limited"
		}
	}
}
