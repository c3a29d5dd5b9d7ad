# METADATA
# description: |
#   Knows which calls of an application write to a log or a terminal: those of loggers, those of what the application
#   calls a log, and those of its own functions that hand on what they are given.
package lib.log

import data.lib.code

# lines are the calls that write to a log or a terminal.
lines contains call if some call in code.calls("print")

lines contains call if {
	some call in code.calls("log")
	regex.match(
		`(?i)(^|[._/])(log|logs|logger|logging|loguru|structlog|_log|_logger|console|slog|logrus|klog|glog|pino|winston|createLogger|[sS]ignale|consola|loglevel|getLogger|npmlog|sugaredlogger|entry)\.\w+$|(Logger|zerolog\.Event)\.\w+$`,
		call.callee,
	)
}

# What an application calls a log is one, whatever it does with it.
lines contains call if {
	some call in code.of("calls")
	not call.is
	regex.match(
		`(?i)(^|[._/])(log|logger|logging)\.\w*(debug|info|warn|warning|err|error|trace|print|log)(f|ln|w)?$|(^|[./])log\.log$|(?-i:(^|[./])LOG\.[diwev]$)`,
		call.callee,
	)
}

# Short names of its methods that an application gives to a logger of Python: logger.d = logger.debug.
lines contains call if {
	some call in code.of("calls")
	regex.match(`^logging\.Logger\.([defivwc]|debug|info|warn|err|exc|notice|success|trace|verbose|fatal)$`, call.callee)
}

# A function of the application that hands what it is given to one of these.
lines contains call if {
	some call in code.of("calls")
	not call.is
	code.last(call.callee) in speakers
}

# speakers are the functions of the application that show what they are given.
speakers contains code.last(function.name) if {
	some function in code.of("functions")
	regex.match(`(?i)^_?(print|log|debug|info|warn|err|error|echo|say|trace|msg|write)(_?(err|error|line|msg|message|info|debug|warning|out|event|it))?$`, code.last(function.name))
	some meaning in {"print", "log"}
	some call in code.calls(meaning)
	call.file == function.file
	call.function == function.name
	is_handed(function, call)
}

is_handed(function, call) if {
	some parameter in object.get(function, "parameters", [])
	some value in call.arguments
	some name in code.names(value)
	name == parameter.name
}

is_handed(_, call) if call.open
