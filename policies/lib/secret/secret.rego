# METADATA
# description: |
#   Says what looks like a secret: which names, which values, in which form. It judges one name and one value and knows
#   no file format. Nothing in it returns a secret's value for a message.
#
#   The tables of data.json are read by seclint's masker too, which hides at least what is a secret here. names makes a
#   name that of a secret, open_names and other_names make it that of something else unless certain_names has it; they
#   are expressions for a name as flatten writes it. The masker shows the values of open_names only, and hides those of
#   masked_names (less unmasked_names) too. Each name that they find contains one of hints or masked_hints. header_names
#   and header_patterns are for the names of HTTP headers in lower case. options are the options, without dashes, that
#   take a secret in any program, programs those of one program: secret takes it as the next argument, attached in the
#   same word, pair as USER:PASSWORD; other takes something else. phrases find secrets at other places of a command
#   line, in their first group.
#
#   outbound_names and client_names are for secrets that open another service, pair_names (with pair_hints) for values
#   such as USER:PASSWORD. tokens are the formats of providers' secrets, compared with the rules of gitleaks v8.30.0;
#   public_values are those that are meant for the public, hash_values hashes of passwords, plain_values references to
#   secrets, paths, file names and durations, templates values that something replaces, placeholders (in any case) and
#   placeholder_words those that tell their reader to replace them, weak_values passwords that are tried first.
package lib.secret

# is_name holds for a name such as DB_PASSWORD, apiToken or sonar.jdbc.password that is meant to hold a secret. Names of
# paths, identifiers, limits, hashes and switches are no such names.
default is_name(_) := false

is_name(name) if {
	is_string(name)
	hinted(lower(name))
	flat := flatten(name)
	regex.match(lexicon, flat)
	not is_exception(flat)
}

# hinted holds for a name in lower case that may be in the lexicon: most are not, and looking for words is quicker.
hinted(name) if {
	some word in data.lib.secret.hints
	contains(name, word)
}

is_exception(flat) if {
	regex.match(exceptions, flat)
	not regex.match(certain, flat)
}

# is_password holds for a name that is meant to hold a password, where a bare number is a value like any other.
is_password(name) if regex.match(`passw|passphrase|(^|_)(pass|pwd|pw)($|_)`, flatten(name))

# is_pair holds for a name whose value may be a user and a password.
is_pair(name) if {
	is_string(name)
	pair_hinted(lower(name))
	regex.match(pairs, flatten(name))
}

pair_hinted(name) if {
	some word in data.lib.secret.pair_hints
	contains(name, word)
}

# is_connection holds for the name of a connection string, which is a secret only where a password is in it.
is_connection(name) if regex.match(`connection_?string|(^|_)dsn$`, flatten(name))

# is_outbound holds for the name of a secret that opens somebody else's service, such as an outgoing mail server or a
# cloud interface: without it that one integration does not work, but nothing is open.
is_outbound(name) if regex.match(outbound, flatten(name))

# is_own_store holds for a key of Amazon's storage protocol that is none of Amazon's, which have forty characters: it is
# for a store of the project that speaks the protocol, such as MinIO.
is_own_store(name, value) if {
	regex.match(`(^|_)(aws|s3)_`, flatten(name))
	count(value) != 40
}

# is_client holds for the name of a secret with which a program opens another one, such as a database or a mail server.
is_client(name) if is_outbound(name)

is_client(name) if regex.match(client, flatten(name))

# flatten writes a name in lower case with underscores between its words.
flatten(name) := lower(regex.replace(regex.replace(name, `[.\-]+|__+`, "_"), `([a-z])([A-Z])`, "${1}_${2}"))

lexicon := concat("|", data.lib.secret.names)

# The words behind (or in front of) a secret's word that make the name one of something else.
exceptions := concat("|", array.concat(data.lib.secret.open_names, data.lib.secret.other_names))

certain := concat("|", data.lib.secret.certain_names)

pairs := concat("|", data.lib.secret.pair_names)

outbound := concat("|", data.lib.secret.outbound_names)

client := concat("|", data.lib.secret.client_names)

# is_option holds for the name of an option, without its dashes, that takes a secret in any program.
is_option(name) if is_name(name)

is_option(name) if name in data.lib.secret.options

# takes says how a program takes a secret with one of its options, without dashes: secret, attached or pair.
takes(program, option) := [way | some way, names in data.lib.secret.programs[program]; option in names]
