# METADATA
# title: Rate limit kept in the memory of a process
# description: |
#   The counters begin anew with every restart, and each worker and replica has its own, so that the limit that
#   somebody meets is a multiple of the one that is written. Whoever tries passwords waits for a deployment, or
#   spreads the attempts.
#
#   SlowAPI and Flask-Limiter keep their counters in memory unless they are told where else. A class of the
#   application that limits by itself counts, where the application has no client for a shared store. A limiter with
#   Redis, Memcached or an address from outside is not reported.
# related_resources:
# - https://slowapi.readthedocs.io/en/latest/api/
# - https://flask-limiter.readthedocs.io/en/stable/#configuring-a-storage-backend
# scope: package
# custom:
#   severity: low
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Give the limiter a shared store: `storage_uri="redis://..."`.
#   cwe: [799, 770]
package app["in-memory-rate-limit"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in code.calls("limiter")
	in_memory(code.literal(call, "storage"))
	not configured
	finding := in_situation(
		{
			"path": code.path(call, "storage"),
			"message": sprintf("%q counts in the memory of each process", [code.subject(call)]),
		},
		code.situations(call),
	)
}

findings contains finding if {
	some class in code.of("classes")
	regex.match(`(?i)(rate_?limit(er|ing)?(middleware|store)?|token_?bucket|throttler)$`, class.name)
	every base in object.get(class, "bases", []) {
		not regex.match(`(Error|Exception|BaseModel|BaseSettings|Enum|Protocol|ABC|Throttle)$`, base)
	}
	not shared_store
	some call in code.of("calls")
	call.file == class.file
	startswith(call.function, sprintf("%s.", [class.name]))
	call.callee in {
		"time.time", "time.monotonic", "datetime.datetime.now", "datetime.datetime.utcnow", "Date.now", "performance.now",
		"time.Now", "time.Since",
	}
	finding := in_situation(
		{"path": class.at, "message": sprintf("%q counts in the memory of each process", [class.name])},
		code.situations(class),
	)
}

in_memory(null)

in_memory(address) if {
	is_string(address)
	startswith(address, "memory:")
}

# Flask-Limiter takes its store from the configuration of the application, too.
configured if {
	some setting in code.of("settings")
	setting.name in {"RATELIMIT_STORAGE_URI", "RATELIMIT_STORAGE_URL"}
	every address in code.texts_of(object.get(setting, "default", {"kind": "list"})) {
		not startswith(address, "memory:")
	}
}

configured if {
	some call in code.of("calls")
	some name in {"RATELIMIT_STORAGE_URI", "RATELIMIT_STORAGE_URL"}
	call.arguments[name]
}

shared_store if {
	some name in {
		"redis", "aioredis", "memcache", "pymemcache", "aiomcache", "limits", "coredis", "ioredis", "memcached",
		"memjs",
	}
	name in code.packages
}
