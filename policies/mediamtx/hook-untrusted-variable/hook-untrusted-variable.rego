# METADATA
# title: Client-controlled data in the script of a hook
# description: |
#   A hook (`runOnReady`, `runOnDemand`, ...) runs a shell or another interpreter (`python3 -c`, `perl -e`, `node -e`,
#   `awk`, the shell behind `ssh`, ...), and the script in the command has a variable that clients choose. MediaMTX
#   splits the command into words, then replaces `$MTX_QUERY` and the like in each word **as text**, quoted or not: what
#   the interpreter gets already contains what the client sent, so quotes inside the script are no protection.
#   `$MTX_QUERY` is what a client writes behind the question mark; it is url-encoded since v1.18.1, which leaves no
#   character that a shell minds.
#
#   `$MTX_PATH`, `$G1` and `$MTX_SEGMENT_PATH` come from the name of the path. They are reported where that is matched
#   by a regular expression (`all_others` too), as low: MediaMTX admits letters, digits, `_`, `-`, `.` and `/` alone.
#   With a constant path name they are constants.
#
#   Not reported: commands without an interpreter, as there has been no implicit one since v0.17.15 (`curl
#   http://hook/?$MTX_QUERY` is one word whatever it holds); variables that are handed over as words behind the script
#   (`sh -c 'use "$1"' x $MTX_QUERY`); scripts in files, which read the variable from their environment.
# related_resources:
# - https://mediamtx.org/docs/features/hooks
# - https://github.com/bluenviron/mediamtx/blob/v1.20.1/internal/externalcmd/cmd.go
# - https://owasp.org/www-community/attacks/Command_Injection
# scope: package
# custom:
#   severity: high
#   situations:
#     anonymous: {severity: critical, because: "anybody may publish or read without a password, and so run commands"}
#     encoded:
#       severity: medium
#       because: "since v1.18.1 the query is url-encoded before it gets there: nothing else guards it"
#     checked-name: {severity: low, because: "MediaMTX admits harmless characters alone in the names of paths"}
#   cwe: [78]
#   remediation: |
#     Run a script file without a shell in the command: `runOnReady: /hooks/on-ready.sh`, and read `"$MTX_QUERY"` there,
#     from the environment.
#
#     MediaMTX sets the same variables for the process, so the script needs no argument.
package mediamtx["hook-untrusted-variable"]

import data.lib.mediamtx

findings contains finding if {
	some path in mediamtx.paths
	some name, hook in path.written
	startswith(name, "runOn")
	command := mediamtx.raw(hook)
	contains(command, "$")
	taken := {[variable, script.by] |
		some script in scripts(command)
		some match in regex.find_all_string_submatch_n(`\$\{?([A-Za-z0-9_]+)`, script.text, -1)
		variable := match[1]
		is_chosen(variable, path)
	}
	count(taken) > 0
	variables := {variable | some [variable, _] in taken}
	finding := object.union(
		{
			"path": hook.path,
			"message": sprintf("hook %q hands %s to %s as part of its script", [
				mediamtx.key(hook),
				mediamtx.enumerated([sprintf("$%s", [variable]) | some variable in variables]),
				mediamtx.enumerated(sort({by | some [_, by] in taken})),
			]),
		},
		situation(variables),
	)
}

# scripts returns what an interpreter in the command is to run: {by, text}.
scripts(command) := found if {
	quoted := {{"by": interpreter(match[1]), "text": concat("", array.slice(match, 2, 5))} |
		some pattern in [shell, evaluation, other_user, code, awk]
		some match in regex.find_all_string_submatch_n(pattern, command, -1)
	}
	rest := {{"by": by, "text": match[1]} |
		some by, pattern in {"a shell": windows_shell, "the shell behind ssh": ssh}
		some match in regex.find_all_string_submatch_n(pattern, command, 1)
	}
	found := quoted | rest
}

interpreter(program) := "a shell" if regex.match(`^(.*sh|eval|su|runuser|flock|script)$`, program)

interpreter(program) := program if not regex.match(`^(.*sh|eval|su|runuser|flock|script)$`, program)

# The words that start a program with a script, and then the script: in double quotes, in single quotes or bare.
script := `\s+(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+))`

start := `(?s)(?:^|[\s/;&|"'])`

shell := concat("", [start, `((?:ba|da|a|z|k|fi)?sh)(?:\s+-\w+)*?\s+-\w*c`, script])

evaluation := concat("", [`(?s)(?:^|[;&|"'({]\s*)`, `(eval)`, script])

other_user := concat("", [start, `(su|runuser|flock|script)(?:\s+\S+)*?\s+(?:-c|--command)`, script])

code := concat("", [
	start,
	`(python[\d.]*|pypy\d?|perl|ruby|node|nodejs|bun|deno|php\d?|luajit|lua[\d.]*|Rscript|R|julia|elixir|osascript)`,
	`(?:\s+-[\w=-]+)*?\s+(?:-\w*[ceErp]|--eval|--print|--run|eval)`,
	script,
])

awk := concat("", [start, `([gmn]?awk)(?:\s+-\w\s+\S+|\s+-\S+)*?`, `\s+(?:"((?:[^"\\]|\\.)*)"|'([^']*)')()`])

# The shells of Windows take all that follows, and so does that of another machine.
windows_shell := concat("", [
	`(?is)(?:^|[\s/\\"'])`,
	`(?:cmd(?:\.exe)?(?:\s+/\w)*?\s+/[ck]|(?:pwsh|powershell)(?:\.exe)?\s.*?-c\w*)\s+(.*)$`,
])

ssh := `(?s)(?:^|[\s/;&|"'])ssh\s+(.*)$`

is_chosen("MTX_QUERY", _) := true

is_chosen(variable, path) if {
	regex.match(`^(MTX_PATH|RTSP_PATH|MTX_SEGMENT_PATH|G[1-9][0-9]?)$`, variable)
	is_matched(path)
}

# A hook of pathDefaults runs for paths that are matched by an expression too.
is_matched(path) if path.regexp

is_matched(path) if {
	path.defaults
	some other in mediamtx.paths
	other.regexp
}

situation(variables) := {"situation": "checked-name"} if not "MTX_QUERY" in variables

situation(variables) := {"situation": "encoded"} if {
	"MTX_QUERY" in variables
	not mediamtx.maybe_before(1018001)
}

situation(variables) := {"situation": "anonymous"} if {
	"MTX_QUERY" in variables
	mediamtx.maybe_before(1018001)
	is_open
}

situation(variables) := {} if {
	"MTX_QUERY" in variables
	mediamtx.maybe_before(1018001)
	not is_open
}

is_open if {
	mediamtx.open_streams
	count(mediamtx.streaming) > 0
}
