package lib.log_test

import data.lib.log

# app returns the input for an application of one module that makes one call.
app(call) := {
	"context": {"format": "program"},
	"document": {"modules": {"app.py": {"language": "python", "calls": [object.union({"arguments": {}}, call)]}}},
}

test_loggers if {
	count(log.lines) == 1 with input as app({"callee": "logging.info", "is": "log"})
	count(log.lines) == 0 with input as app({"callee": "math.log", "is": "log"})
}

test_own_loggers if {
	every callee in ["app.log.LOG.d", "self.logger.debug", "audit/logger.warning"] {
		count(log.lines) == 1 with input as app({"callee": callee})
	}
	every callee in ["catalog.info", "login", "dialog.show", "LOG.x"] {
		count(log.lines) == 0 with input as app({"callee": callee})
	}
}
