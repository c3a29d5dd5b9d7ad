package lib.debugger_test

import data.lib.debugger

found(service) := entries if {
	project := {"document": {"services": {"a": service}}}
	entries := {[entry.name, entry.port] | some entry in debugger.open} with input as project
}

by_command(words) := found({"image": "acme/app:1", "command": words})

by_variable(key, value) := found({"image": "acme/app:1", "environment": {key: value}})

test_string_list_and_shell if {
	python := {["Python debugger (debugpy)", 5678]}
	by_command(["python", "-m", "debugpy", "--listen", "0.0.0.0:5678", "app.py"]) == python
	by_command(["sh", "-c", "python -m debugpy --listen=0.0.0.0:5678 app.py"]) == python
	by_command(["python", "-m", "debugpy", "--listen", "5678", "app.py"]) == set()
	by_command(["python", "-m", "debugpy", "--listen", "127.0.0.1:5678", "app.py"]) == set()
}

test_delve if {
	by_command(["dlv", "debug", "--headless", "--listen=:40000"]) == {["Go debugger (Delve)", 40000]}
	by_command(["dlv", "dap", "-l", "0.0.0.0:2345"]) == {["Go debugger (Delve)", 2345]}
	by_command(["dlv", "debug", "--headless", "--listen=localhost:40000"]) == set()
	by_command(["dlv", "debug", "--listen=:40000"]) == set()
}

test_java if {
	by_variable("JAVA_TOOL_OPTIONS", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005") == {[
		"Java debugger (JDWP)",
		5005,
	]}
	by_variable("JAVA_TOOL_OPTIONS", "-agentlib:jdwp=transport=dt_socket,server=n,address=*:5005") == set()
	jmx := "-Dcom.sun.management.jmxremote.port=9010 -Dcom.sun.management.jmxremote.authenticate=false"
	by_variable("JAVA_OPTS", jmx) == {["JMX console without a login", 9010]}
	by_variable("JAVA_OPTS", "-Dcom.sun.management.jmxremote.port=9010") == set()
	found({"image": "apache/kafka:4.0.0", "environment": {"KAFKA_JMX_PORT": "9101"}}) == {[
		"JMX console without a login",
		9101,
	]}
	by_variable("JMX_PORT", "9101") == set()
	tomcat := {"image": "tomcat:11", "command": ["catalina.sh", "jpda", "run"], "environment": {"JPDA_ADDRESS": "*:8000"}}
	found(tomcat) == {["Java debugger (JDWP of Tomcat)", 8000]}
}

test_browser_and_node if {
	devtools := ["chromium", "--headless", "--remote-debugging-port=9222", "--remote-debugging-address=0.0.0.0"]
	by_command(devtools) == {["browser's debugger (Chrome DevTools)", 9222]}
	by_command(["chromium", "--remote-debugging-port=9222"]) == set()
	by_command(["node", "--inspect=0.0.0.0", "app.js"]) == {["Node.js debugger", 9229]}
	by_variable("NODE_OPTIONS", "--inspect-brk=0.0.0.0:9230") == {["Node.js debugger", 9230]}
	by_command(["node", "--inspect", "app.js"]) == set()
}

test_consoles if {
	by_variable("WERKZEUG_DEBUG_PIN", "off") == {["Python console (Werkzeug) without a PIN", 0]}
	by_command(["python", "manage.py", "runserver_plus", "0.0.0.0:8000"]) == {["Python console (Werkzeug)", 8000]}
	by_command(["rdbg", "--open", "--host", "0.0.0.0", "--port", "12345", "-c"]) == {["Ruby debugger", 12345]}
	by_command(["gdbserver", ":1234", "./app"]) == {["native debugger (gdbserver)", 1234]}
	by_command(["lein", "repl", ":headless", ":host", "0.0.0.0", ":port", "7888"]) == {["Clojure console (nREPL)", 7888]}
}

test_other_types_fail_nothing if {
	found({"command": [7, null], "environment": {"NODE_OPTIONS": null, "B": 3}}) == set()
	found({"environment": ["A=b"]}) == set()
}

test_entries_have_a_source if {
	every known in debugger.debuggers {
		known.source != ""
	}
}
