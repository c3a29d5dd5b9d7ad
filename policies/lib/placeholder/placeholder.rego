# METADATA
# description: |
#   Knows what stands in a text for a value that the scan does not have. Go finds the same: source.IsUnknown and
#   source.IsTemplate.
package lib.placeholder

# has_variable holds for text that depends on a variable which nothing in the scan sets: Compose leaves ${NAME} in it.
has_variable(text) if {
	is_string(text)
	contains(text, "${")
}

# begins_with_variable holds for text that begins with such a variable.
begins_with_variable(text) if {
	is_string(text)
	startswith(text, "${")
}

# is_template holds for text that a template engine or a shell replaces, whole or in part, before a program reads it. It
# is for files of programs that do not replace anything themselves.
is_template(text) if {
	is_string(text)
	regex.match(`\{\{|\$\{|\$\(|^\$\w+$|^<[^<>]+>$|^@\w+@$|^%\w+%$|^__\w+__$`, text)
}
