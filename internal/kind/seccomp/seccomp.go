// Package seccomp recognises seccomp profiles (Docker's format and Podman's, that of the OCI runtime specification, bare or in a
// runtime's config.json, and the SeccompProfile objects of Kubernetes) and works out what a profile comes to once a runtime
// has loaded it: which entries are in force, which system calls it lets through whatever their arguments are. It decides
// nothing about security.
//
// Runtimes read JSON alone. Profiles in YAML are what some tool makes JSON of, so they are held to the same.
package seccomp

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "seccomp"

// Kind returns the kind of seccomp profiles.
func Kind() kind.Kind {
	return kind.Kind{
		Name:      Name,
		Hints:     []string{"SCMP_", "ociVersion", "SeccompProfile"},
		Named:     named,
		Placed:    placed,
		Comments:  true,
		Templates: true,
		Format:    source.JSON,
		Detect:    detect,
		Expand:    expand,
		Facts:     (*Facts)(nil),
	}
}

var telling = lazyregexp.New(`(?i)^([\w.-]*[-_.])?seccomp([-_.][\w.-]*)?$`)

func named(base string) bool {
	stem, format := source.CutFormat(source.CutTemplate(base))
	return format == source.JSON && telling.MatchString(stem)
}

// placed accepts JSON below a folder that is named after seccomp.
func placed(file string) bool {
	return isJSON(file) && slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(folder string) bool {
		return strings.Contains(strings.ToLower(folder), "seccomp")
	})
}

func isJSON(file string) bool { return source.FormatOf(file) == source.JSON }

// detect goes by content, except for files that say nothing: they are profiles where the name, a folder or who reads them says so.
func detect(root *source.Node, named bool) bool {
	if root == nil {
		return false
	}
	if saysNothing(root) {
		return named || placed(root.Span.File.Path)
	}
	return len(configsIn(root)) > 0
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
