# METADATA
# description: |
#   Reads text as a boolean as programs in Go do: runsc its flags, Docker the security options of a container. words in
#   data.json are all that strconv.ParseBool accepts (https://pkg.go.dev/strconv#ParseBool, Go 1.26); a test in
#   internal/runsc compares them with it.
package lib.boolean

# is_true and is_false are undefined for whatever is neither.
is_true(value) if value in data.lib.boolean.words.on

is_false(value) if value in data.lib.boolean.words.off
