// Package seccomp recognises seccomp profiles (Docker's and Podman's format, and that of the OCI runtime specification, bare
// or in a runtime's config.json) and works out what a profile comes to once a runtime has loaded it: which entries are in
// force, which system calls it lets through whatever their arguments are. It decides nothing about security.
//
// It takes JSON alone, because nothing that enforces profiles reads another format. A SeccompProfile object of Kubernetes
// is not taken: it may inherit from profiles that only the cluster knows.
package seccomp

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "seccomp"

// Kind returns the kind of seccomp profiles.
func Kind() kind.Kind {
	return kind.Kind{
		Name:     Name,
		Hints:    []string{"SCMP_", "ociVersion"},
		Named:    named,
		Placed:   placed,
		Comments: true,
		Detect:   detect,
		Expand:   expand,
		Facts:    (*Facts)(nil),
	}
}

var telling = regexp.MustCompile(`(?i)^([\w.-]*[-_.])?seccomp([-_.][\w.-]*)?$`)

func named(base string) bool {
	stem, format := source.CutFormat(base)
	return format == source.JSON && telling.MatchString(stem)
}

// placed accepts JSON below a folder that is named after seccomp.
func placed(file string) bool {
	return isJSON(file) && slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(folder string) bool {
		return strings.Contains(strings.ToLower(folder), "seccomp")
	})
}

func isJSON(file string) bool { return source.FormatOf(file) == source.JSON }

// detect goes by content, except for files that say nothing: they are profiles where the name or a folder says so.
func detect(root *source.Node, named bool) bool {
	if root == nil || !isJSON(root.Span.File.Path) {
		return false
	}
	if saysNothing(root) {
		return named || placed(root.Span.File.Path)
	}
	_, _, _, ok := find(root)
	return ok
}

// saysNothing holds for what people write to have no filter: an empty object, null, "unconfined".
func saysNothing(root *source.Node) bool {
	switch root.Kind {
	case source.Null:
		return true
	case source.String:
		return root.Str() == "unconfined"
	case source.Mapping:
		return len(root.Entries) == 0
	}
	return false
}

// The formats of a profile.
const (
	formatDocker = "docker" // archMap, includes, excludes or name: read by Docker and Podman alone
	formatOCI    = "oci"    // linux.seccomp of a runtime's config.json
	formatBare   = "bare"   // nothing in it tells the two apart
)

// find returns the profile in a tree with its path and format.
func find(root *source.Node) (profile *source.Node, at source.Path, format string, ok bool) {
	linux, key := field(root, "linux")
	if inner, innerKey := field(linux, "seccomp"); inner != nil && inner.Kind == source.Mapping {
		if root.Get("ociVersion") != nil || looksLike(inner) {
			return inner, source.Path{key, innerKey}, formatOCI, true
		}
	}
	if !looksLike(root) {
		return nil, nil, "", false
	}
	if dockerOnly(root) {
		return root, nil, formatDocker, true
	}
	return root, nil, formatBare, true
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

// dockerOnly reports whether a profile has keys that the OCI runtime specification does not know.
func dockerOnly(n *source.Node) bool {
	if archMap, _ := field(n, "archMap"); archMap != nil {
		return true
	}
	return anyItem(syscallsOf(n), func(item *source.Node) bool {
		for _, key := range []string{"name", "includes", "excludes"} {
			if value, _ := field(item, key); value != nil {
				return true
			}
		}
		return false
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
