# METADATA
# title: Password in a connection URL
# description: |
#   `postgres://app:hunter2@db/app` hides a password where nobody looks for one. URLs are logged, shown in error
#   messages and on status pages, and copied into tickets, with the password in them; and like every literal it is the
#   same in each deployment and stays in the history.
#
#   The rule looks at environment variables, commands, health checks, hooks, labels, logging options, driver options,
#   contexts of builds and the `content` of configs, at files of variables (`.env`), and at the daemon's configuration.
#   A password that consists of references (`postgres://app:${DB_PASSWORD}@db`), an empty one, and templates such as
#   `<password>` or `username:password@host` are not reported; a literal default inside the reference is the matter of
#   `compose/default-credential`, a build argument of `compose/insecure-build`.
#
#   A password that is in several URLs is one finding, and a part of `compose/hardcoded-credential` where the file
#   has it outside of a URL as well.
#
#   **Not judged yet**: URLs in mounted configuration files.
# related_resources:
# - https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
# - https://docs.docker.com/compose/how-tos/use-secrets/
# - https://cwe.mitre.org/data/definitions/522.html
# scope: package
# custom:
#   severity: high
#   kinds: [compose, app, daemon]
#   situations:
#     placeholder:
#       severity: low
#       because: the password asks its reader to replace it
#     internal-host:
#       severity: medium
#       because: the URL leads to a service of the same project that is not published, so only its neighbours can use
#         the password
#     private-host:
#       severity: medium
#       because: the host is a name or an address of a private network, so the password is of use only there
#   remediation: |
#     Keep the password out of the URL: pass it as a secret of its own and put the URL together at start.
#
#     In between, write a required reference instead, as in `postgres://app:${DB_PASSWORD:?}@db/app`.
#   cwe: [522, 798]
#   aliases:
#   - compose-lint:CL-0021
package compose["credential-in-url"]

import data.lib.credential
import data.lib.exposure
import data.lib.finding.in_situation
import data.lib.finding.part_of
import data.lib.secret

findings contains finding if {
	input.kind == "compose"
	some value, ranked in groups
	list := [entry | some [_, _, entry] in sort(ranked)]
	situations := in_order(list[0].host, value)
	finding := part_of(
		in_situation(
			{
				"path": list[0].path,
				"message": message(list[0]),
				"secret": [place | some entry in list; some place in entry.places],
				"related": [{"path": entry.path, "message": sprintf("%s, with the same password", [message(entry)])} |
					some entry in array.slice(list, 1, count(list))
				],
			},
			situations,
		),
		["compose/hardcoded-credential" | value in literals; count(situations) > 0],
	)
}

findings contains finding if {
	input.kind == "app"
	input.context.format == "dotenv"
	some key, value in input.document
	url := secret.url_secret(value)
	finding := report([key], sprintf("%q", [key]), url)
}

findings contains finding if {
	input.kind == "daemon"
	walk(input.document, [path, value])
	url := secret.url_secret(value)
	finding := report(path, sprintf("setting %q", [concat(".", [sprintf("%v", [step]) | some step in path])]), url)
}

# groups are the URLs with one password, each behind its rank and place: the worst comes first.
groups[entry.value] contains [count(in_order(entry.host, entry.value)), entry.path, entry] if {
	some entry in credential.written
	entry.form == "url"
}

# literals are the passwords that the file has outside of URLs.
literals contains entry.value if {
	some entry in credential.written
	entry.form != "url"
}

message(entry) := sprintf("%s has the password for %q in a URL in %s", [entry.subject, entry.host, entry.where])

report(path, subject, url) := in_situation(
	{
		"path": path,
		"message": sprintf("%s has the password for %q in its URL", [subject, url.host]),
		"secret": [{"path": path, "text": url.password}],
	},
	in_order(url.host, url.password),
)

in_order(host, password) := [situation |
	some situation in ["placeholder", "internal-host", "private-host"]
	holds(situation, host, password)
]

holds("placeholder", _, password) if secret.is_placeholder(password)

holds("internal-host", host, _) if {
	input.kind == "compose"
	input.document.services[host]
	not exposure.beyond_loopback(host)
}

holds("private-host", host, _) if {
	not input.document.services[host]
	regex.match(`^([\w-]+|127(\.\d+){3}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|\[::1\])$`, host)
}
