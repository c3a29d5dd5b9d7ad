# METADATA
# description: |
#   Reads image references and says what software they hold. It knows names and paths of public images (families.rego, products.rego); it
#   never asks a registry.
package lib.image

# services gives each service that names an image what parse finds in it, with the product and its families.
services := {name: describe(service.image) |
	some name, service in input.document.services
	is_string(service.image)
}

# is holds when the image of the service belongs to the family.
is(name, family) if family in services[name].families

# product returns the product that the service's image holds, "" when it is not a known one.
product(name) := object.get(services, [name, "product"], "")

# describe returns parse(ref) with "product" ("" when unknown), "families" (a set) and "ref" added.
describe(ref) := object.union(parts, {"ref": ref, "product": found, "families": families_of(found)}) if {
	parts := parse(ref)
	found := product_of(parts)
}

# parse splits an image reference into registry, path, name, tag and digest. The registry is "docker.io" when none is
# written, path has no "library/" in front, name is its last segment; tag and digest are "" when absent. Parts that hold
# "${" are unknown and stay as they are.
parse(ref) := {"registry": registry, "path": path, "name": name, "tag": tag, "digest": digest} if {
	halves := split(ref, "@")
	digest := concat("@", array.slice(halves, 1, count(halves)))
	segments := split(halves[0], "/")
	last := split(segments[count(segments) - 1], ":")
	name := last[0]
	tag := concat(":", array.slice(last, 1, count(last)))
	registry := registry_of(segments)
	path := trim_prefix(concat("/", array.concat(middle(segments), [name])), "library/")
}

registry_of(segments) := segments[0] if has_registry(segments)

registry_of(segments) := "docker.io" if not has_registry(segments)

middle(segments) := array.slice(segments, 1, count(segments) - 1) if has_registry(segments)

middle(segments) := array.slice(segments, 0, count(segments) - 1) if not has_registry(segments)

# A first segment is a registry when it holds a dot or a port, or is localhost; "${REGISTRY}" holds neither and is counted
# as a part of the path, which the lookup by name does not mind.
has_registry(segments) if {
	count(segments) > 1
	contains(segments[0], ".")
}

has_registry(segments) if {
	count(segments) > 1
	contains(segments[0], ":")
}

has_registry(segments) if {
	count(segments) > 1
	segments[0] == "localhost"
}

# is_dind holds for an image that runs a Docker daemon inside the container.
is_dind(parts) if {
	parts.path in {"docker", "moby/moby"}
	contains(parts.tag, "dind")
}

# A path is exact; a name is used only where it cannot mean something else, so mirrors and forks are found as well.
product_of(parts) := by_path[parts.path]

product_of(parts) := by_name[parts.name] if not by_path[parts.path]

product_of(parts) := "" if {
	not by_path[parts.path]
	not by_name[parts.name]
	not is_exporter(parts)
}

product_of(parts) := "exporter" if {
	not by_path[parts.path]
	not by_name[parts.name]
	is_exporter(parts)
}

is_exporter(parts) if endswith(parts.name, "exporter")

families_of(product) := object.get(families, product, set())
