# METADATA
# title: Downloaded script run without a look at it
# description: |
#   Whoever controls the server, the domain or a mirror of it decides what runs here, with the rights of the script: as
#   root in most builds of images. What is run may differ from one day to the next and from what anybody has read, and a
#   connection that breaks in the middle runs half of it.
#
#   Reported is what `curl` or `wget` fetches and a shell or another interpreter runs: through a pipe, as
#   `sh -c "$(curl ...)"`, as `source <(curl ...)`, or through a file that nothing checks in between. Archives, keys of
#   package sources and files whose checksum or signature is verified are not reported.
# related_resources:
# - https://cwe.mitre.org/data/definitions/494.html
# - https://docs.docker.com/reference/dockerfile/#add---checksum
# scope: package
# custom:
#   severity: low
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#     unverified:
#       severity: high
#       because: everybody on the way can replace it
#   remediation: |
#     Fetch a release by its version, compare its checksum, and run it then.
#
#     `curl -fsSLo install.sh URL && echo "SHA256  install.sh" | sha256sum -c && sh install.sh`. A package of the
#     distribution, or `ADD --checksum=` in a Dockerfile, does the same.
#   cwe: [494, 829]
#   kinds: [app]
#   aliases: ["hadolint:DL4006", "semgrep:bash.curl.security.curl-pipe-bash.curl-pipe-bash"]
package app["download-piped-to-shell"]

import data.lib.code
import data.lib.finding.in_situation

findings contains finding if {
	some call in code.calls("run-download")
	finding := in_situation(
		{
			"path": call.at,
			"message": sprintf("%q runs what %s fetches%s", [call.arguments.program.value, call.callee, from(call)]),
		},
		array.concat(code.situations(call), ["unverified" | is_open(call)]),
	)
}

from(call) := sprintf(" from %s", [host]) if {
	[[_, host]] := regex.find_all_string_submatch_n(`^(?:https?://)?(?:[^/@]*@)?([\w.-]+)(?:[:/?]|$)`, address(call), 1)
} else := ""

# is_open holds for a connection on which nothing says whom it leads to.
is_open(call) if startswith(lower(address(call)), "http://")

is_open(call) if {
	some other in code.calls("http-request")
	code.literal(other, "verify") == false
	other.file == call.file
	address(other) == address(call)
}

default address(_) := ""

address(call) := url if {
	url := call.arguments.url.value
	is_string(url)
}

address(call) := url if {
	url := call.arguments.url.items[0].value
	is_string(url)
}
