// Package image knows what software a container image contains. It goes by the reference alone, as lib.image does for policies,
// with the same tables, and never asks a registry.
package image

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/policies"
)

// Family is a sort of product; policies/lib/image/image.rego describes all of them.
type Family string

const (
	// Agent reads the host or the containers on it to report on them.
	Agent Family = "agent"
	// LabelRouter is a proxy that finds the services it routes to by their labels or variables.
	LabelRouter Family = "label-router"
)

// Reference is an image reference taken apart as Docker does it. Variables that nothing sets ("${NAME}") are unknown and stay where
// they are written.
type Reference struct {
	// Registry is docker.io where none is written.
	Registry string
	// Path is the repository without registry and without library/, which mirrors of Docker Hub have, too.
	Path string
	// Name is the last segment of Path.
	Name string
	// Tag and Digest are "" where none is written.
	Tag, Digest string
}

var variable = lazyregexp.New(`\$\{[^}]*\}`)

// Parse takes a reference apart. It refuses nothing: what Docker would not accept has parts that no product has.
func Parse(text string) Reference {
	// Nothing within a variable separates parts.
	opaque := variable.ReplaceAllStringFunc(text, func(name string) string { return strings.Repeat("x", len(name)) })
	r := Reference{Registry: "docker.io"}
	if i := strings.IndexByte(opaque, '@'); i >= 0 {
		r.Digest, text, opaque = text[i+1:], text[:i], opaque[:i]
	}
	if i := strings.IndexByte(opaque, '/'); i >= 0 && isRegistry(opaque[:i]) {
		r.Registry, text, opaque = text[:i], text[i+1:], opaque[i+1:]
	}
	if r.Registry == "index.docker.io" { // the name of Docker Hub from before
		r.Registry = "docker.io"
	}
	last := strings.LastIndexByte(opaque, '/') + 1
	if i := strings.IndexByte(opaque[last:], ':'); i >= 0 {
		r.Tag, text = text[last+i+1:], text[:last+i]
	}
	r.Path, r.Name = strings.TrimPrefix(text, "library/"), text[last:]
	return r
}

// isRegistry reports whether the first segment of a reference is a registry: a host with a dot or a port, or localhost.
func isRegistry(segment string) bool {
	return segment == "localhost" || strings.ContainsAny(segment, ".:")
}

// Product returns the product that the image contains, "" for one that is not known. A path is exact; a name alone is used where it
// cannot mean something else, so that mirrors and forks are found as well.
func (r Reference) Product() string {
	known := tables()
	if product, ok := known.ByPath[r.Path]; ok {
		return product
	}
	if product, ok := known.ByName[r.Name]; ok {
		return product
	}
	if strings.HasSuffix(r.Name, "exporter") {
		return "exporter"
	}
	return ""
}

// Is reports whether the product of the image is known and belongs to the family.
func (r Reference) Is(family Family) bool {
	return slices.Contains(tables().Families[r.Product()], family)
}

// Products returns the names of the products of a family, sorted.
func Products(family Family) []string {
	var names []string
	for name, families := range tables().Families {
		if slices.Contains(families, family) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// products are the tables of lib.image, which documents them.
type products struct {
	ByName   map[string]string   `json:"by_name"`
	ByPath   map[string]string   `json:"by_path"`
	Families map[string][]Family `json:"families"`
}

var tables = sync.OnceValue(func() products {
	var p products
	text, err := policies.FS.ReadFile("lib/image/data.json")
	if err == nil {
		err = json.Unmarshal(text, &p)
	}
	if err != nil {
		panic(fmt.Sprintf("cannot read the tables of images: %v", err)) // they are a part of the program
	}
	return p
})
