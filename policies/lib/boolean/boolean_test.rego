package lib.boolean_test

import data.lib.boolean

test_words_of_go if {
	every word in ["1", "t", "T", "true", "True", "TRUE"] {
		boolean.is_true(word)
		not boolean.is_false(word)
	}
	every word in ["0", "f", "F", "false", "False", "FALSE"] {
		boolean.is_false(word)
		not boolean.is_true(word)
	}
}

test_no_other_words if {
	every value in ["", "yes", "on", "off", "no", "tRUE", "${DEBUG}", " true", true, false, 1, 0, null, []] {
		not boolean.is_true(value)
		not boolean.is_false(value)
	}
}
