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

program(settings) := {"context": {"format": "program"}, "document": {"modules": {"a.py": {
	"settings": settings,
	"classes": [{"name": "Mail", "bases": ["dataclasses.dataclass"]}],
}}}}

test_whole if {
	arguments := {"kind": "call", "name": "argparse.ArgumentParser.parse_args"}
	flags := program([{"name": "api-token", "from": "flag"}])
	log.whole({"file": "a.py"}, arguments) == `all options, "api-token" among them` with input as flags
	not log.whole({"file": "b.py"}, arguments) with input as flags
	fields := program([{"name": "password", "from": "field", "class": "Mail"}])
	mail := {"kind": "call", "name": "a.Mail"}
	log.whole({"file": "a.py"}, mail) == `all settings of "Mail", "password" among them` with input as fields
	not log.whole({"file": "a.py"}, {"kind": "parameter", "name": "m.host", "part": "a.Mail"}) with input as fields
	masked := program([{"name": "password", "from": "field", "class": "Mail", "masked": true}])
	not log.whole({"file": "a.py"}, {"kind": "call", "name": "a.Mail"}) with input as masked
}
