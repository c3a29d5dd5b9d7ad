package lib.placeholder_test

import data.lib.placeholder

test_has_variable if {
	every text in ["${X}", "nginx:${TAG}", "${A}${B}", "${X:?set it}"] {
		placeholder.has_variable(text)
	}
	every value in ["", "nginx", "$X", "{X}", "$ {X}", 7, true, null, ["${X}"], {"a": "${X}"}] {
		not placeholder.has_variable(value)
	}
}

test_begins_with_variable if {
	placeholder.begins_with_variable("${HOME}/.ssh")
	every value in ["/home/${X}", "$HOME", "", null, 7] {
		not placeholder.begins_with_variable(value)
	}
}

test_is_template if {
	every text in [
		"{{ x }}", "a-{{ x }}", "${X}", "a-${X}:80", "$(cat x)", "$HOST", "<host>", "@HOST@", "%HOST%",
		"__HOST__",
	] {
		placeholder.is_template(text)
	}
	every value in ["", "host", "a$HOST", "<a>b", "<>", "a@b", "100%", "__init", "{x}", "a_b_c", "%REQ(X)%", 7, null] {
		not placeholder.is_template(value)
	}
}
