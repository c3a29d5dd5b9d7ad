package seccomp

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// The formats of a profile.
const (
	formatDocker     = "docker"     // archMap, includes, excludes or name: read by Docker and Podman alone
	formatPodman     = "podman"     // errno or defaultErrno, which Podman alone knows, beside the keys of Docker's format
	formatOCI        = "oci"        // linux.seccomp of a runtime's config.json
	formatKubernetes = "kubernetes" // the spec of a SeccompProfile of the Security Profiles Operator
	formatBare       = "bare"       // nothing in it says which of them it is
)

// config is a profile where it is written.
type config struct {
	// root is the tree of the document, node the profile in it and at the path there.
	root, node *source.Node
	at         source.Path
	format     string
	// name is the name of a SeccompProfile, base the name of the profile that it extends; "" for none.
	name, base string
	// err says why the text in a ConfigMap that looks like a profile cannot be read; node is nil then.
	err error
}

// configsIn returns the profiles in a tree: the tree itself, or what the manifests in it contain.
func configsIn(root *source.Node) []config {
	if c, ok := find(root); ok {
		return []config{c}
	}
	var found []config
	for _, manifest := range kind.Manifests(root) {
		if isResource(manifest) {
			found = append(found, resource(manifest))
			continue
		}
		for _, e := range kind.Texts(manifest) {
			if strings.Contains(e.Value.Str(), "SCMP_") {
				found = append(found, embedded(e)...)
			}
		}
	}
	return found
}

// isResource reports whether a manifest is a profile of the Security Profiles Operator. Its group was another one in alpha.
func isResource(manifest *source.Node) bool {
	name, _ := kind.ManifestKind(manifest)
	group, _, _ := strings.Cut(manifest.Get("apiVersion").Str(), "/")
	spec := manifest.Get("spec")
	return name == "SeccompProfile" && strings.HasPrefix(group, "security-profiles-operator.") && spec != nil && spec.Kind == source.Mapping
}

func resource(manifest *source.Node) config {
	spec := manifest.Get("spec")
	return config{
		root: manifest, node: spec, at: source.Path{"spec"}, format: formatKubernetes,
		name: manifest.At("metadata", "name").Str(), base: spec.Get("baseProfileName").Str(),
	}
}

// embedded returns the profiles in a text of a ConfigMap.
func embedded(e source.Entry) []config {
	roots, err := source.ReadText(e.Value, source.DefaultLimits())
	if err != nil {
		return []config{{root: e.Value, err: err}}
	}
	var found []config
	for _, root := range roots {
		if c, ok := find(root); ok {
			c.name = e.Key
			found = append(found, c)
		}
	}
	return found
}

// find returns the profile that a tree is, or that a runtime's config.json has in it.
func find(root *source.Node) (c config, ok bool) {
	linux, key := field(root, "linux")
	if inner, innerKey := field(linux, "seccomp"); inner != nil && inner.Kind == source.Mapping {
		if root.Get("ociVersion") != nil || looksLike(inner) {
			return config{root: root, node: inner, at: source.Path{key, innerKey}, format: formatOCI}, true
		}
	}
	if !looksLike(root) {
		return config{}, false
	}
	return config{root: root, node: root, format: dialect(root)}, true
}

// dialect returns the format of a profile by the keys that the OCI runtime specification does not know.
func dialect(n *source.Node) string {
	has := func(n *source.Node, keys ...string) bool {
		return slices.ContainsFunc(keys, func(key string) bool {
			value, _ := field(n, key)
			return value != nil
		})
	}
	named := func(n *source.Node, key string) bool { // a number is no error of Podman's
		value, _ := field(n, key)
		return value.Str() != ""
	}
	switch {
	case named(n, "defaultErrno") || anyItem(syscallsOf(n), func(item *source.Node) bool { return named(item, "errno") }):
		return formatPodman
	case has(n, "archMap") || anyItem(syscallsOf(n), func(item *source.Node) bool { return has(item, "name", "includes", "excludes") }):
		return formatDocker
	}
	return formatBare
}

// looksLike asks for one thing that nothing else than a seccomp profile has: AWS and Azure write defaultAction too.
func looksLike(n *source.Node) bool {
	action, _ := field(n, "defaultAction")
	if strings.HasPrefix(action.Str(), "SCMP_") {
		return true
	}
	architectures, _ := field(n, "architectures")
	archMap, _ := field(n, "archMap")
	return anyItem(architectures, func(item *source.Node) bool { return strings.HasPrefix(item.Str(), "SCMP_ARCH_") }) ||
		anyItem(archMap, func(item *source.Node) bool {
			arch, _ := field(item, "architecture")
			return strings.HasPrefix(arch.Str(), "SCMP_ARCH_")
		}) ||
		anyItem(syscallsOf(n), func(item *source.Node) bool {
			action, _ := field(item, "action")
			names, _ := field(item, "names")
			name, _ := field(item, "name")
			return strings.HasPrefix(action.Str(), "SCMP_") && (names != nil || name != nil)
		})
}

func syscallsOf(n *source.Node) *source.Node {
	syscalls, _ := field(n, "syscalls")
	return syscalls
}

func anyItem(n *source.Node, is func(*source.Node) bool) bool {
	return n != nil && slices.ContainsFunc(n.Items, func(item source.Item) bool { return is(item.Value) })
}

// field returns a child with its key as written. Docker, Podman and runc are written in Go, whose decoder takes a key in any
// case where the exact one is missing.
func field(n *source.Node, name string) (child *source.Node, key string) {
	if child := n.Get(name); child != nil || n == nil {
		return child, name
	}
	for _, e := range n.Entries {
		if strings.EqualFold(e.Key, name) {
			return e.Value, e.Key
		}
	}
	return nil, name
}
