package lib.secret

import data.lib.placeholder

# is_reference holds for text that is nothing but references to values that stand elsewhere, as Compose, a shell or a
# template engine reads them: ${X}, $X, $(cat x), {{ x }}.
is_reference(text) if {
	is_string(text)
	regex.match(`^((\$\$?\{[^}]*\}|\$\$?[A-Za-z_]\w*|\$\$?\([^)]*\)|\{\{[^}]*\}\})\}*)+$`, text)
}

# is_variable holds for text that names variables for whatever reads it later. A dollar in front of small letters is one
# of the characters that people put into passwords.
is_variable(text) if regex.match(`^(\$\{[^}]*\}+|\$[A-Z_][A-Z0-9_]*|\$\([^)]*\)|\x60[^\x60]+\x60)+$`, text)

# is_template holds for text that somebody or something replaces before it is used: <password>, {{ x }}, %x%, [x], ***,
# xxx-xxx.
is_template(text) if regex.match(template, trim(text, `'"`))

template := concat("|", data.lib.secret.templates)

# is_placeholder holds for a value that asks its reader to replace it: changeme, your_password, MySecurePassword,
# DATABASE_PASSWORD.
is_placeholder(text) if regex.match(placeholder_text, text)

is_placeholder(text) if regex.match(data.lib.secret.placeholder_words, text)

placeholder_text := sprintf("(?i)%s", [concat("|", data.lib.secret.placeholders)])

# is_hash holds for the hash of a password, which has to be guessed first.
is_hash(text) if regex.match(hashes, trim(text, `'"`))

hashes := concat("|", data.lib.secret.hash_values)

# is_public holds for a value that is made to be published, such as the publishable key of a payment provider.
is_public(text) if regex.match(public, text)

public := concat("|", data.lib.secret.public_values)

# is_literal holds for a value under a secret's name that can be the secret itself: not empty, not a reference or
# template, not a path, a switch or a duration, and not just the name again.
is_literal(name, text) if {
	is_string(text)
	trim(text, `'" `) != ""
	not placeholder.has_variable(text)
	not is_variable(text)
	not is_template(text)
	not is_public(text)
	not is_plain(name, text)
	flatten(trim(text, `'"`)) != flatten(name)
}

# Switches, paths and durations are no secrets; a number is one only under a password's name.
is_plain(_, text) if {
	lower(trim(text, `'"`)) in {"true", "false", "yes", "no", "on", "off", "none", "null", "nil", "enabled", "disabled"}
}

is_plain(name, text) if {
	lower(text) in {"auto", "default", "required", "optional", "trust", "never", "always", "basic", "bearer"}
	not is_password(name)
}

is_plain(_, text) if regex.match(plain, text)

is_plain(name, text) if {
	regex.match(`^-?[\d.]+$`, text)
	not is_password(name)
}

plain := concat("|", data.lib.secret.plain_values)

# is_weak holds for a password that is tried first: a word from the usual lists, or fewer than twelve characters.
is_weak(text) if count(text) < 12

is_weak(text) if lower(text) in data.lib.secret.weak_values

# looks_live holds for a value that some service most likely honours: it has the format of a known provider, or it is
# long and random enough that nobody typed it.
looks_live(text) if token_in(text)

looks_live(text) if is_random(text)

# token_in returns the first token in a text with the format of a known provider's, undefined where there is none.
token_in(text) := token if {
	is_string(text)
	[[_, token]] := regex.find_all_string_submatch_n(token_format, text, 1)
	not contains(token, "EXAMPLE")
	not is_public(token)
	not is_placeholder(token)
	not regex.match(`(?i)x{6}|0{8}|123456789012`, token)
}

token_in(text) := match if {
	is_string(text)
	contains(text, "PRIVATE KEY-----")
	[match] := regex.find_n(`-----BEGIN [A-Z ]*PRIVATE KEY-----`, text, 1)
}

token_format := sprintf(`(?:^|[^\w./+-])(%s)`, [provider_formats])

# provider_token is a pattern for a value that begins with such a token.
provider_token := sprintf(`^(?:%s)`, [provider_formats])

provider_formats := concat("|", [format | some format in data.lib.secret.tokens])

# A random value has twenty characters or more, with digits and letters mixed, and no words in it.
is_random(text) if {
	count(text) >= 20
	regex.match(`^(base64:)?[!-~]+$`, text)
	regex.match(`[0-9].*[0-9]`, text)
	regex.match(`[A-Za-z]`, text)
	not regex.match(`[a-z]{8}|[A-Z]{8}|0123456789|1234567890|://`, text)
	not is_placeholder(text)
	not regex.match(
		`(?i)(password|secret|token|example|sample|test|demo|default|dummy|local|insecure|random|string|your)`,
		text,
	)
	count(distinct(text)) >= 10
}

distinct(text) := {character | some character in split(text, "")}
