# METADATA
# description: |
#   Reads what seclint makes of the settings of a well-known server. The table of products
#   (internal/settings/products.json) says what a setting means, so that a rule speaks of the concern and of no
#   product.
package lib.server

import data.lib.link
import data.lib.secret

# of returns the settings of a meaning, such as no-login, that apply where the server runs.
of(meaning) := [said |
	some said in input.context.server.settings
	said.is == meaning
	applies(said)
]

applies(said) if {
	not said.contained
	not is_void(said)
}

# What is so in the image of the product alone needs a service that runs the image.
applies(said) if {
	said.contained
	some consumer in link.consumers
	is_string(consumer.image)
	regex.match(`^(docker\.io/)?(library/)?(redis|valkey/valkey|eqalpha/keydb)(:|@|$)`, consumer.image)
	not is_overridden(said, consumer)
}

# is_void holds for a setting that every service which uses the file overrides.
is_void(said) if {
	count(link.consumers) > 0
	every consumer in link.consumers {
		is_overridden(said, consumer)
	}
}

is_overridden(said, consumer) if {
	words := [word | some word in consumer.command; is_string(word)]
	regex.match(said.void, concat(" ", words))
}

is_overridden(said, consumer) if {
	some name, value in consumer.environment
	regex.match(said.void, sprintf("%s=%v", [name, value]))
}

# secrets are the secrets in the values of an application: the setting with secret, the text that is the secret, and
# form, as data.lib.secret finds it. What a file gives to a placeholder as its default has the form default.
secrets contains object.union(said, {"secret": found.value, "form": found.form}) if {
	some said in of("value")
	found := secret.found(last(said.name), said.value)
	found.form != "hash"
}

secrets contains object.union(said, {"secret": text, "form": "default"}) if {
	some said in of("value")
	secret.is_name(last(said.name))
	[[_, text]] := regex.find_all_string_submatch_n(`^\$\{[\w.-]+:([^{}$]+)\}$`, said.value, 1)
	secret.is_literal(last(said.name), text)
}

# last returns the end of a name that says what it is: password of spring.db.password, and jwt.key where the last word
# alone says too little.
last(name) := regex.find_n(`([^.]+\.(?i:key|value|default)|[^.]+)$`, name, 1)[0]

# is_guessed holds for a password that everybody tries first.
is_guessed(text) if {
	regex.match(
		`(?i)^(admin|administrator|change_?me|changeit|default|guest|letmein|mysql|pass|passw0rd|password|nimda|postgres|qwerty|raspberry|root|sa|secret|test|toor|ubnt|user|welcome)\d{0,3}!?$`,
		text,
	)
}

is_guessed(text) if regex.match(`^(1234\d*|0000\d*)$`, text)

# hidden are the texts of all secrets of the file, which are around what a finding shows.
hidden := [{"path": said.path, "text": said.value} |
	some said in input.context.server.settings
	said.is in {"credential", "guessable-credential"}
	said.value != ""
]

# subject names the server for a message.
subject := sprintf("%q", [input.context.server.title])

# reach returns the situation that linking shows for a setting: inside where only the host or other containers reach
# what it is about, loopback where nobody else does, published where other machines do. It is empty where nothing is
# known.
reach(said) := ["published"] if {
	some level in levels(said)
	level in {"one_address", "all_interfaces"}
} else := ["inside"] if {
	count(levels(said)) > 0
	every level in levels(said) {
		level in {"loopback", "peers", "host_loopback"}
	}
} else := []

# levels are the exposures of the listeners that a setting is about: of its own, or of all, or of the services that use
# the file where none is known.
levels(said) := {link.exposure(said.listener)} if said.listener

levels(said) := {listener.exposure | some listener in listeners} if {
	not said.listener
	count(listeners) > 0
}

levels(said) := {consumer.exposure | some consumer in link.consumers} if {
	not said.listener
	count(listeners) == 0
}

listeners := object.get(input, ["context", "listeners"], [])

# related are the places that show how what a setting is about can be reached.
related(said) := link.related(said.listener) if said.listener

related(said) := array.slice(places, 0, 3) if {
	not said.listener
	places := [place | some listener in listeners; some place in listener.related]
}

# open_at holds for a setting about a listener at which everybody is let in: the one finding is a part of the other.
open_at(said) if {
	some other in of("no-login")
	object.get(other, "listener", said.listener) == said.listener
}

# is_near holds for a setting about a connection that stays on the host, or goes to a container or a private network.
is_near(said) if regex.match(near, said.peer)

near := concat("", [
	`^(\w+://)?([^@/]*@)?(`,
	`localhost|127\.[0-9.]+|\[?::1\]?`,
	`|10\.[0-9.]+|192\.168\.[0-9.]+|172\.(1[6-9]|2[0-9]|3[01])\.[0-9.]+`,
	`|[\w-]+|[\w.-]+\.(local|lan|internal|svc|home|localdomain|docker)`,
	`)(:[0-9]+)?([/,?]|$)`,
])
