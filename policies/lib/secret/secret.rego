# METADATA
# description: |
#   Says what looks like a secret: which names, which values, which URLs. It judges one name or one value and knows no
#   file format. Nothing in it returns a secret's value for a message.
#
#   The tables of data.json are read by seclint's masker too, which hides at least what is a secret here. names makes a
#   name that of a secret, open_names and other_names make it that of something else; they are expressions for a name as
#   flatten writes it. The masker shows the values of open_names only, and hides those of masked_names (less
#   unmasked_names) too. Each name that they find contains one of hints or masked_hints. header_names and
#   header_patterns are for the names of HTTP headers in lower case. options are the options, without dashes, that take
#   a secret in any program, programs those of one program: secret takes it as the next argument, attached in the same
#   word, pair as USER:PASSWORD; other takes something else.
package lib.secret

import data.lib.placeholder

# is_name holds for a name such as DB_PASSWORD, apiToken or sonar.jdbc.password that is meant to hold a secret. Names of
# paths, identifiers, limits, hashes and switches are no such names.
default is_name(_) := false

is_name(name) if {
	is_string(name)
	hinted(lower(name))
	flat := flatten(name)
	regex.match(lexicon, flat)
	not regex.match(exceptions, flat)
}

# hinted holds for a name in lower case that may be in the lexicon: most are not, and looking for words is quicker.
hinted(name) if {
	some word in data.lib.secret.hints
	contains(name, word)
}

# is_password holds for a name that is meant to hold a password, where a bare number is a value like any other.
is_password(name) if regex.match(`passw|passphrase|(^|_)(pass|pwd)($|_)`, flatten(name))

# is_outbound holds for the name of a secret that opens somebody else's service, such as an outgoing mail server or a
# cloud interface: without it that one integration does not work, but nothing stands open.
is_outbound(name) if regex.match(outbound, flatten(name))

# is_client holds for the name of a secret with which a program opens another one, such as a database or a mail server.
is_client(name) if is_outbound(name)

is_client(name) if regex.match(client, flatten(name))

# flatten writes a name in lower case with underscores between its words.
flatten(name) := lower(regex.replace(regex.replace(name, `[.\-]+|__+`, "_"), `([a-z])([A-Z])`, "${1}_${2}"))

lexicon := concat("|", data.lib.secret.names)

# The words behind (or in front of) a secret's word that make the name one of something else.
exceptions := concat("|", array.concat(data.lib.secret.open_names, data.lib.secret.other_names))

# is_option holds for the name of an option, without its dashes, that takes a secret in any program.
is_option(name) if is_name(name)

is_option(name) if name in data.lib.secret.options

# takes_attached holds for an option of one letter that a program takes together with a secret in one word: -pSECRET.
takes_attached(program, letter) if letter in data.lib.secret.programs[program].attached

outbound := concat("|", [
	`(^|_)(smtp|mail|email|imap|mailgun|sendgrid|postmark|ses|twilio|slack|discord|telegram|matrix|pushover|gotify|ntfy|apprise|webhook)_`,
	`(^|_)(openai|anthropic|azure|aws|gcp|google|github|gitlab|bitbucket|cloudflare|cf|digitalocean|hetzner|ovh|gandi|godaddy|namecheap|porkbun|duckdns)_`,
	`(^|_)(stripe|paypal|mapbox|maps?|sentry|datadog|dd|newrelic|new_relic|spotify|soundcloud|facebook|twitter|linkedin|apple|tmdb|steam|srcds|huggingface|hf|s3)_`,
	`(^|_)client_secret`,
	`oauth|oidc|(^|_)sso_`,
])

client := concat("|", [
	`(^|_)(db|database|postgres|postgresql|pg|psql|mysql|mariadb|mongo|mongodb|redis|valkey|sql|sa|clickhouse|influxdb|elastic|elasticsearch|opensearch|rabbitmq|amqp|kafka|mqtt|ldap|minio|storage|jdbc|datasource|connection)_`,
	`_dsn$`,
	`connection_?string`,
])

# is_reference holds for text that is nothing but references to values that stand elsewhere: ${X}, $X, $(cat x), {{ x
# }}.
is_reference(text) if {
	is_string(text)
	regex.match(`^((\$\$?\{[^}]*\}|\$\$?[A-Za-z_]\w*|\$\$?\([^)]*\)|\{\{[^}]*\}\})\}*)+$`, text)
}

# is_template holds for text that somebody or something replaces before it is used: <password>, {{ x }}, %x%, [x], ***,
# xxx-xxx.
is_template(text) if {
	regex.match(
		`^['"]?(<[^>]*>|\{\{.*\}\}|%[^%]+%|\[[^\]]*\]|\{[^}]*\}|@[A-Z_]+@|_{2,}[A-Z_]+_{2,}|[xX.*_#-]{3,}|\.\.\.|…|todo|tbd|redacted|dummy-?value)['"]?$`,
		text,
	)
}

# is_placeholder holds for a value that tells its reader to replace it: changeme, your_password, MySecurePassword,
# example.
is_placeholder(text) if regex.match(
	`(?i)(change[-_ ]?(me|this|it)|replace[-_ ]?(me|this|with)|^<?(your|enter|insert|choose|pick|set)[-_ ]?([a-z]|$)|my[-_]?(very)?[-_]?(super|secure|secret|strong|optional|cloudflare)|(very|super)[-_]?(secure|secury|strong|secret|duper)|secure[-_]?(password|key|value)|strong[-_]?(password|secret|key)|choose|goes[-_ ]?here|placeholder|fill[-_ ]?(me|in)|to[-_ ]?be[-_ ]?(set|changed)|makeitup|\bexample\b|insecure)`,
	text,
)

# is_literal holds for a value under a secret's name that can be the secret itself: not empty, not a reference or
# template, not a path, a switch or a duration, and not just the name again.
is_literal(name, text) if {
	is_string(text)
	text != ""
	not placeholder.has_variable(text)
	not is_reference(text)
	not is_template(text)
	not is_plain(name, text)
	flatten(trim(text, `'"`)) != flatten(name)
}

# Switches, paths and durations are no secrets; a number is one only under a password's name.
is_plain(_, text) if {
	lower(trim(text, `'"`)) in {"true", "false", "yes", "no", "on", "off", "none", "null", "nil", "enabled", "disabled"}
}

is_plain(name, text) if {
	lower(text) in {"auto", "default", "required", "optional", "trust", "never", "always"}
	not is_password(name)
}

is_plain(_, text) if {
	regex.match(
		`^(~|\.{1,2})?/[\w.@~ -]|^file:|^[A-Za-z]:\\|^\.{1,2}$|^(vault|op|awssm|ssm|sops|secretsmanager|gcpsm|keyvault|doppler|arn|env|secret)s?:|^@`,
		text,
	)
}

is_plain(_, text) if regex.match(`^\d+(ms|s|m|h|d|w|y)$`, text)

is_plain(_, text) if regex.match(`^https?://[^@]*$`, text)

is_plain(name, text) if {
	regex.match(`^-?[\d.]+$`, text)
	not is_password(name)
}

# is_weak holds for a password that is tried first: a word from the usual lists, or fewer than twelve characters.
is_weak(text) if count(text) < 12

is_weak(text) if lower(text) in weak_values

weak_values := {
	"administrator", "adminadmin", "adminpassword", "changeme", "change-me", "change_me", "changethis",
	"correct-horse-battery-staple", "defaultpassword", "examplepassword", "minioadmin123", "my-secret-pw",
	"mysecretpassword", "mysecurepassword", "password1234", "passwordpassword", "postgrespassword", "secretpassword",
	"supersecret", "supersecretkey", "supersecretpassword", "testpassword", "topsecretpassword", "yourpassword",
	"yoursecretkey",
}

# looks_live holds for a value that some service most likely honours: it has the prefix of a known provider, or it is
# long and random enough that nobody typed it.
looks_live(text) if is_provider_token(text)

looks_live(text) if is_random(text)

# is_provider_token holds for a value with the form of a known provider's tokens.
is_provider_token(text) if {
	is_string(text)
	regex.match(provider_token, text)
	not endswith(text, "EXAMPLE")
}

provider_token := concat("|", [
	`^gh[pousr]_[A-Za-z0-9]{30,}`,
	`^github_pat_\w{40,}`,
	`^glpat-[\w-]{18,}`,
	`^sk-(ant-|proj-|live-|or-)?[A-Za-z0-9_-]{20,}`,
	`^(sk|rk|pk)_(live|test)_[A-Za-z0-9]{16,}`,
	`^(AKIA|ASIA)[A-Z0-9]{16}$`,
	`^xox[abeoprs]-[A-Za-z0-9-]{10,}`,
	`^AIza[\w-]{35}`,
	`^eyJ[\w-]{10,}\.[\w-]{10,}`,
	`^SG\.[\w-]{16,}\.[\w-]{16,}`,
	`^hf_[A-Za-z0-9]{30,}`,
	`^npm_[A-Za-z0-9]{36}`,
	`^dop_v1_[a-f0-9]{64}`,
	`^tskey-[\w-]{20,}`,
	`^hvs\.[\w-]{20,}`,
	`^\d{8,10}:AA[\w-]{33}$`,
	`-----BEGIN [A-Z ]*PRIVATE KEY-----`,
])

# A random value has twenty characters or more of base64, hex or the like, with digits and letters mixed, and no words
# in it.
is_random(text) if {
	count(text) >= 20
	regex.match(`^(base64:)?[A-Za-z0-9+/=_.!@#%^&*~-]+$`, text)
	regex.match(`[0-9].*[0-9]`, text)
	regex.match(`[A-Za-z]`, text)
	not regex.match(`[a-z]{8}|[A-Z]{8}|0123456789|1234567890`, text)
	not is_placeholder(text)
	not regex.match(
		`(?i)(password|secret|token|example|sample|test|demo|default|dummy|local|insecure|random|string|your|://)`,
		text,
	)
	count(distinct(text)) >= 10
}

distinct(text) := {character | some character in split(text, "")}

# url_password finds the first URL with a password in front of its host: {password, host, scheme, user}. References
# inside are kept as they are written. It is undefined where there is none.
url_password(text) := {"scheme": parts[1], "user": parts[2], "password": parts[3], "host": lower(parts[4])} if {
	is_string(text)
	contains(text, "@")
	contains(text, "://")
	matches := regex.find_all_string_submatch_n(url_pattern, text, 1)
	parts := matches[0]
}

# The password may hold anything but white space, quotes and a slash, an @ too: the host begins behind the last one; a
# ${...} in it may hold those too.
url_pattern := `([A-Za-z][A-Za-z0-9+.-]*)://((?:\$\$?\{[^}]*\}+|[^\s:@/?#'"])*):((?:\$\$?\{[^}]*\}+|\$\$?\([^)]*\)|[^\s/'"])+)@((?:\$\$?\{[^}]*\}+|[^\s@:/?#'",;{}])+)`

# url_secret is url_password for a password that is written out: not only references, no template.
url_secret(text) := url if {
	url := url_password(text)
	not is_reference(url.password)
	not is_template(url.password)
	not regex.match(`^(\$\$?\{[^}]*\}|\$\$?\w+)`, url.password)
}

# pair_password returns the password of a connection string such as "Server=db;User Id=sa;Password=x;".
pair_password(text) := matches[0][1] if {
	is_string(text)
	contains(text, "=")
	matches := regex.find_all_string_submatch_n(`(?i)(?:^|[;\s])(?:password|pwd)\s*=\s*([^;\s]+)`, text, 1)
	count(matches) > 0
}
