package lib.compose

import data.lib.placeholder

# moving says why an image, as lib.image describes it, changes under its reference; it is undefined for one with a
# version or an unknown part.
moving(info) := "which has no tag" if {
	info.tag == ""
	not placeholder.has_variable(info.name)
}

moving(info) := sprintf("whose tag %q moves", [info.tag]) if {
	tag := lower(info.tag)
	not placeholder.has_variable(tag)
	follows(tag)
}

follows(tag) if endswith(tag, "-latest")

# A word that moves, without a version beside it: stable-alpine moves, 1.29-alpine and stable-20250101 do not.
follows(tag) if {
	not regex.match(`(^|[-_])v?\d`, tag)
	some word in split(replace(tag, "_", "-"), "-")
	word in data.lib.compose.moving_words
}

# pulled holds for a service whose image comes from a registry and not from the project itself, where another service
# may build it.
pulled(service) if {
	not service.build
	not built[service.image]
	not object.get(service, "pull_policy", "") in {"build", "never"}
}

# built are the images that services of the project build and name.
built := {service.image |
	some service in input.document.services
	service.build
}
