# METADATA
# description: |
#   Says which text is not final, so that nothing is known of what it will be.
package lib.template

# has_variable holds for text of a Compose project with a variable that nothing in the project sets: only those are left
# in it, as ${NAME}.
has_variable(text) if {
	is_string(text)
	contains(text, "${")
}

# is_placeholder holds for text of any other file that a template engine or a script replaces before the program reads
# it: {{ name }}, ${NAME} and $(NAME) anywhere in it, or $NAME, <name>, @NAME@, %NAME% or __NAME__ as all of it.
is_placeholder(text) if {
	is_string(text)
	regex.match(`\{\{|\$\{|\$\(|^\$\w+$|^<[^<>]+>$|^@\w+@$|^%\w+%$|^__\w+__$`, text)
}
