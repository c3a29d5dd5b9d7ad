package link

import (
	"path"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// WantedProfiles returns which files of the scanned root, by their paths, services and hosts name as seccomp profiles although
// they are no documents: Docker and Podman take a profile of any name. It returns nil for none.
func (p *Project) WantedProfiles() func(file string) bool {
	paths, names := map[string]bool{}, map[string]bool{}
	for _, s := range p.Services {
		for _, r := range s.References {
			if r.How == "seccomp" && r.State == Resolved && len(p.byFile[r.Target]) == 0 {
				paths[r.Target] = true
			}
		}
	}
	for _, doc := range p.docs {
		setter, ok := doc.Facts.(kind.ProfileSetter)
		if !ok {
			continue
		}
		for _, setting := range setter.Profiles() {
			if isProfileFile(setting.Name) && !source.IsUnknown(setting.Name) {
				names[path.Base(setting.Name)] = true // of a file that is installed elsewhere on the host
			}
		}
	}
	if len(paths)+len(names) == 0 {
		return nil
	}
	return func(file string) bool { return paths[file] || names[path.Base(file)] }
}

// isProfileFile reports whether the setting of a host for the profile names a file.
func isProfileFile(name string) bool { return name != "" && name != "unconfined" && name != "builtin" }
