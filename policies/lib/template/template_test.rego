package lib.template_test

import data.lib.template

test_has_variable if {
	every text in ["${TAG}", "app:${TAG}", "${HOME}/.ssh"] {
		template.has_variable(text)
	}
	every value in ["", "app", "$TAG", "{TAG}", 7, null, ["${TAG}"]] {
		not template.has_variable(value)
	}
}

test_is_placeholder if {
	every text in [
		"{{ host }}", "a-{{ .Values.name }}-b", "${HOST}", "http://${HOST}:80", "$(HOST)", "$HOST", "<your host>", "@HOST@",
		"%HOST%", "__HOST__",
	] {
		template.is_placeholder(text)
	}
	every value in [
		"", "host", "a$HOST", "pa$$word", "<a>b", "a@HOST@", "100%", "5%x%", "__HOST", "{HOST}", "%REQ(X)%", "%START_TIME% b",
		"10$", "a<b", 7, null, ["${HOST}"],
	] {
		not template.is_placeholder(value)
	}
}
