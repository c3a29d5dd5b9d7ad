package link

import (
	"path"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Wanted are the files of the scanned root that a document names as a seccomp profile and that are no documents: Docker and
// Podman take a profile of any name.
type Wanted struct {
	// paths are relative to the root; names are base names, of files that are installed elsewhere on the host.
	paths, names map[string]bool
}

// IsEmpty reports whether there are no such files.
func (w Wanted) IsEmpty() bool { return len(w.paths)+len(w.names) == 0 }

// HasName reports whether a file with a base name may be wanted.
func (w Wanted) HasName(base string) bool {
	if w.names[base] {
		return true
	}
	for file := range w.paths {
		if path.Base(file) == base {
			return true
		}
	}
	return false
}

// Has reports whether a file is wanted.
func (w Wanted) Has(file string) bool { return w.paths[file] || w.names[path.Base(file)] }

// WantedProfiles returns the seccomp profiles that services and hosts name and that are no documents.
func (p *Project) WantedProfiles() Wanted {
	w := Wanted{map[string]bool{}, map[string]bool{}}
	for _, s := range p.Services {
		for _, r := range s.References {
			if r.How == "seccomp" && r.State == Resolved && len(p.byFile[r.Target]) == 0 {
				w.paths[r.Target] = true
			}
		}
	}
	for _, doc := range p.docs {
		host, ok := doc.Facts.(kind.Host)
		if !ok {
			continue
		}
		name := host.HostSettings().Profile
		if isProfileFile(name) && !source.IsUnknown(name) && p.about(doc).Profile == nil {
			w.names[path.Base(name)] = true
		}
	}
	return w
}

// isProfileFile reports whether the setting of a host for the profile names a file.
func isProfileFile(name string) bool { return name != "" && name != "unconfined" && name != "builtin" }
