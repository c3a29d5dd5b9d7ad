# METADATA
# title: Secret compared with ==
# description: |
#   A comparison of texts ends at the first difference, so the time that it takes says how much of a guess is right.
#   Over a network that takes many requests; on the same host few.
#
#   Reported is `==` or `!=` between a name that is meant to have a secret and data of a request, or what a function
#   that checks somebody is given, and between what a request sends as a secret and anything that the program has; also
#   one of two values, of which one has the name of a secret, for whose outcome somebody is refused.
#   `hmac.compare_digest` and its like are not reported, nor is a lookup of a hash in a table, nor whether a secret is
#   empty.
# related_resources:
# - https://docs.python.org/3/library/hmac.html#hmac.compare_digest
# - https://pkg.go.dev/crypto/subtle#ConstantTimeCompare
# scope: package
# custom:
#   severity: low
#   precision: medium
#   situations:
#     aside:
#       severity: note
#       because: the file is a test, an example or for developers
#   remediation: |
#     Compare in constant time: `hmac.compare_digest` in Python, as bytes where one of the two may have other characters
#     than ASCII, `crypto.timingSafeEqual` of hashes of the two, which have the same length, in Node,
#     `subtle.ConstantTimeCompare` in Go.
#   cwe: [208]
package app["timing-unsafe-compare"]

import data.lib.code
import data.lib.finding.in_situation
import data.lib.login
import data.lib.page
import data.lib.secret

findings contains finding if {
	some at, names in weak
	some comparison in code.of("comparisons")
	comparison.at == at
	finding := in_situation(
		{
			"path": comparison.at,
			"message": sprintf("%q is compared in a time that depends on the guess", [min(names)]),
		},
		code.situations(comparison),
	)
}

# What somebody sends as a secret, against anything that the program has.
findings contains finding if {
	some comparison in code.of("comparisons")
	comparison.operator in {"==", "!="}
	some [known, given] in [[comparison.left, comparison.right], [comparison.right, comparison.left]]
	name := sent(given)
	is_secret(name)
	known.kind in {"name", "unknown", "call"}
	not kept(known, given)
	not is_column(known)
	not code.is_from_request(comparison, known)
	finding := in_situation(
		{
			"path": comparison.at,
			"message": sprintf("%q of a request is compared in a time that depends on the guess", [name]),
		},
		code.situations(comparison),
	)
}

# A code that proves that a text comes from whoever has the key, whatever it is compared with.
findings contains finding if {
	some comparison in code.of("comparisons")
	comparison.operator in {"==", "!="}
	some [made, given] in [[comparison.left, comparison.right], [comparison.right, comparison.left]]
	made.kind == "call"
	regex.match(`(^|\.)createHmac\.`, made.name)
	given.kind in {"request", "parameter", "unknown", "name", "call"}
	finding := in_situation(
		{
			"path": comparison.at,
			"message": "an authentication code is compared in a time that depends on the guess",
		},
		code.situations(comparison),
	)
}

# A function that checks a password or a signature makes the hash again and compares the two.
findings contains finding if {
	some comparison in code.of("comparisons")
	comparison.operator in {"==", "!="}
	regex.match(`(?i)(check|verify|valid|match|compare|auth)`, code.last(comparison.function))
	some [made, stored] in [[comparison.left, comparison.right], [comparison.right, comparison.left]]
	made.kind == "call"
	regex.match(`(?i)(hash|digest|hmac|signature|salted|encrypt)`, made.name)
	not regex.match(`(?i)(file|checksum|etag|md5sum|content|cache)`, sprintf("%s %s", [made.name, comparison.function]))
	stored.kind in {"parameter", "unknown", "name", "request"}
	is_proof(comparison, made, stored)
	finding := in_situation(
		{
			"path": comparison.at,
			"message": "a hash of a secret is compared in a time that depends on the guess",
		},
		code.situations(comparison),
	)
}

# weak are the comparisons of a secret with what somebody gives, by their places.
weak[comparison.at] contains name if {
	some comparison in code.of("comparisons")
	comparison.operator in {"==", "!="}
	some [known, given] in [[comparison.left, comparison.right], [comparison.right, comparison.left]]
	not code.is_from_request(comparison, known)
	not is_column(known)
	not is_numeric(known)
	not is_component(comparison.file)
	not is_repeated(known, given)
	is_given(comparison, given)
	not is_new(given)
	not is_new(known)
	name := kept(known, given)
	not is_spent(name)
}

# Somebody is refused for the outcome, so that one of the sides is what he gave.
weak[comparison.at] contains name if {
	some comparison in code.of("comparisons")
	comparison.operator in {"==", "!="}
	sides := [comparison.left, comparison.right]
	every side in sides {
		may_be_given(side)
	}
	some side in sides
	some full in code.names(side)
	some name in split(full, ".")
	secret.is_name(name)
	not is_spent(name)
	decides(comparison)
}

# Both are secrets by their names, and what follows says that one of them is wrong.
weak[comparison.at] contains name if {
	some comparison in code.of("comparisons")
	comparison.operator in {"==", "!="}
	some [known, given] in [[comparison.left, comparison.right], [comparison.right, comparison.left]]
	may_be_given(known)
	may_be_given(given)
	known.name != given.name
	name := own_secret(known)
	other := own_secret(given)
	regex.replace(name, `[0-9]+$`, "") != regex.replace(other, `[0-9]+$`, "")
	not is_spent(name)
	refuses(comparison)
}

# own_secret returns the name of a secret that a value has: a field, or a name of its own.
own_secret(value) := last if {
	value.kind in {"parameter", "name", "unknown"}
	last := code.last(value.name)
	secret.is_name(last)
	contains(value.name, ".")
}

refuses(comparison) if {
	some exit in code.within("exits", comparison)
	some guard in exit.guards
	not object.get(guard, "negated", false)
	guard.test.kind == "comparison"
	guard.test.part == "!="
	code.names(guard.test) == code.names(comparison.left) | code.names(comparison.right)
	walk(exit.value, [_, text])
	is_string(text)
	regex.match(`(?i)invalid|unauthori|forbidden|denied|mismatch|wrong|incorrect|not match|n't match`, text)
}

may_be_given(side) if {
	side.kind in {"parameter", "name", "unknown", "call", "either"}
	not is_column(side)
	not is_new(side)
	not regex.match(`(?i)(hash|digest|hmac|signature|salted|encrypt)`, object.get(side, "name", ""))
}

decides(comparison) if {
	some refusal in login.refusals
	refusal.status == 401
	code.same_function(refusal, comparison)
	some guard in object.get(refusal, "guards", [])
	walk(guard.test, [_, node])
	node.kind == "comparison"
	node.part == comparison.operator
	code.names(node) == code.names(comparison.left) | code.names(comparison.right)
}

# is_proof holds for a hash or a signature of what proves who somebody is.
is_proof(comparison, made, stored) if {
	some name in (({code.last(comparison.function)} | code.names(made)) | code.names(stored))
	regex.match(`(^|_)(passw(or)?d|secret|token|key|signature|hmac|credential|pin)(_|$)`, secret.flatten(code.last(name)))
}

# sent returns the name of what a value is of a request, by whichever way it comes.
sent(given) := given.name if given.kind == "request"

sent(given) := given.items[0].name if {
	given.kind == "either"
	every item in given.items {
		item.kind == "request"
		item.name == given.items[0].name
	}
}

is_secret(name) if secret.is_name(name)

is_secret(name) if regex.match(`(?i)^(t?otp|totp_?code|otp_?code|pin|pin_?code|passcode|secret_?id)$`, name)

# is_spent holds for a secret that was used before: whoever compares with it refuses to take it twice.
is_spent(name) if regex.match(`(^|_)(last|previous|prev|used|spent)_`, secret.flatten(name))

is_numeric(value) if is_number(code.constant(value))

# is_column holds for a column of a table, of which a comparison makes a part of a query: users.c.token, User.token.
# A constant of a package of others, which is no secret.
is_column(value) if {
	value.kind == "name"
	regex.match(`^[\w-]+\.[\w.-]+/.*\.[A-Z]\w*$`, value.name)
}

is_column(value) if {
	value.kind == "name"
	regex.match(`\.(c|columns)\.\w+$|(^|\.)[A-Z]\w*[a-z]\w*\.[a-z_]\w*$`, value.name)
	not regex.match(`(Settings|Config|Configuration|Options)\.\w+$`, value.name)
}

# kept returns the name of the secret that a value is or has, the first of several. It may be read by its name, too:
# config.get("api_token").
kept(value, given) := sort([last |
	some name in code.names(value)
	last := code.last(name)
	is_kept(last, given)
])[0] if {
	is_own(value)
} else := sort([item.value |
	some item in object.get(value, "items", [])
	item.kind == "literal"
	secret.is_name(item.value)
])[0] if {
	value.kind == "call"
	regex.match(`(?i)^(get\w*|read\w*|fetch\w*|lookup\w*)$`, code.last(value.name))
}

is_given(comparison, value) if {
	not value.kind in {"environment", "setting", "name", "unknown"}
	code.is_from_request(comparison, value)
}

# What a function that checks somebody is given.
is_given(comparison, value) if {
	value.kind == "parameter"
	not startswith(value.name, "settings.")
	regex.match(`(?i)(auth|check|verify|valid|login|match|compare|permission|guard)`, code.last(comparison.function))
	not regex.match(`(?i)(^test|confirm|repeat|again)`, sprintf("%s %s", [code.last(comparison.function), value.name]))
}

is_kept(name, _) if secret.is_name(name)

# The key of a record is a secret where what is given is one.
is_kept(name, given) if {
	name in {"key", "value", "hash"}
	some other in code.names(given)
	secret.is_name(code.last(other))
}

# A password that is to be another one than before is no guess.
# is_component holds for a part of a page, where everybody sees what is compared.
is_component(file) if {
	page.in_browser(file)
	regex.match(`\.(tsx|jsx|vue|svelte)$`, file)
}

# is_repeated holds for the two fields in which somebody writes a new password twice.
is_repeated(known, given) if {
	bases := {base |
		some value in [known, given]
		base := regex.replace(secret.flatten(code.last(value.name)), `_?(\d+|one|two|first|second)$`, "")
	}
	count(bases) == 1
	secret.flatten(code.last(known.name)) != secret.flatten(code.last(given.name))
}

is_new(value) if {
	some name in code.names(value)
	regex.match(`(^|_)(new|repeat(ed)?|confirm(ed|ation)?|again|retype|verify)(_|$)`, secret.flatten(code.last(name)))
}

# is_own holds for a value that may be the secret itself: what is read of a record or of an object, too.
is_own(value) if value.kind in {"environment", "setting", "name", "template", "unknown"}

is_own(value) if {
	value.kind == "parameter"
	contains(value.name, ".")
}

is_own(value) if {
	value.kind == "call"
	regex.match(`^(get|load|read|fetch|find)_?\w*(token|secret|key|password)$`, lower(code.last(value.name)))
}
