# METADATA
# description: |
#   Reads image references and says what software they contain. It knows names and paths of public images; it never asks
#   a registry. Linking does the same with package internal/image, from the same tables in data.json: by_name maps the
#   last segment of an image's path to its product, by_path a whole path where the last segment alone would be a guess,
#   both by how the products' documentation names their images; families says what each product is: datastore, broker,
#   admin-ui, proxy, label-router (a proxy that finds the services it routes to by their labels or variables), tunnel,
#   vpn, socket-proxy, agent (reads the host or the containers to report on them), exporter, authenticates (its UI asks
#   for a login out of the box), media-server. official are the names of Docker's official images, those that are not
#   kept up any more too (https://github.com/docker-library/official-images/tree/master/library).
package lib.image

# services gives each service whose image is known what parse finds in it, with the product and its families. A service
# that is built here is known by what its last stage starts from; the image that it names is then what it becomes.
services := object.union(
	{name: describe(service.image) |
		some name, service in input.document.services
		is_string(service.image)
		not is_built(name)
	},
	{name: describe(input.context.builds[name].base) | some name, _ in input.document.services; is_built(name)},
)

# is_built holds for a service that is built from an image which its Dockerfile names.
is_built(name) if {
	input.document.services[name].build
	base := input.context.builds[name].base
	not base in {"", "scratch"}
}

# is holds when the image of the service belongs to the family, or the service has it as a role.
default is(_, _) := false

is(name, family) if services[name].families[family]

is(name, family) if has_role(name, family)

# has_role holds when the config gives the role to the service, or linking finds it to have it: whatever its image.
has_role(name, role) if role in input.context.services[name].roles

# software returns the product that the service's image contains, "" when it is not a known one.
software(name) := object.get(services, [name, "product"], "")

# describe returns parse(ref) with "product" ("" when unknown), "families" (a set) and "ref" added.
describe(ref) := object.union(
	parts,
	{"ref": ref, "product": software, "families": {f | some f in object.get(data.lib.image.families, software, [])}},
) if {
	parts := parse(ref)
	software := product_of(parts)
}

# parse splits an image reference into registry, path, name, tag and digest. The registry is "docker.io" when none is
# written, path has no "library/" in front, name is its last segment; tag and digest are "" when absent. Parts that hold
# "${" are unknown and stay as they are.
parse(ref) := {
	"registry": object.get(docker_hub, registry, registry),
	"path": path,
	"name": name,
	"tag": tag,
	"digest": digest,
} if {
	[[_, registry, path, name, tag, digest]] := regex.find_all_string_submatch_n(reference, ref, 1)
}

# docker_hub are the ways to write that an image is on Docker Hub; index.docker.io is its name from before.
docker_hub := {"": "docker.io", "index.docker.io": "docker.io"}

# A first segment is a registry when it holds a dot or a port, or is localhost; "${REGISTRY}" holds neither and is
# counted as a part of the path, which the lookup by name does not mind.
reference := `(?s)^(?:([^/@]*[.:][^/@]*|localhost)/)?(?:library/)?((?:[^/@]*/)*([^/@:]*))(?::([^/@]*))?(?:@(.*))?$`

# is_dind holds for an image that runs a Docker daemon inside the container.
is_dind(parts) if {
	parts.path in {"docker", "moby/moby"}
	contains(parts.tag, "dind")
}

# A path is exact; a name is used only where it cannot mean something else, so mirrors and forks are found as well.
product_of(parts) := object.get(data.lib.image.by_path, parts.path, named(parts.name))

named(name) := object.get(data.lib.image.by_name, name, "exporter") if endswith(name, "exporter")

named(name) := object.get(data.lib.image.by_name, name, "") if not endswith(name, "exporter")

# is_local holds for the name of an image that Docker Hub cannot have: names without an owner are kept for Docker's
# official images. It was built on the machine, or Docker does not start it.
is_local(parts) if {
	parts.registry == "docker.io"
	regex.match(`^[a-z0-9._-]+$`, parts.path)
	not official_names[parts.path]
}

official_names := {name | some name in data.lib.image.official}
