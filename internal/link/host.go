package link

import (
	"path"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// relateHosts joins what configures the hosts themselves: profiles with the daemons that start containers with them, and files
// of gVisor's shim with the runtimes that read them.
func (p *Project) relateHosts() {
	profiles := map[string]nearest{}
	for name, list := range byBaseName[kind.Profile](p.docs) {
		profiles[name] = nearestOf(list)
	}
	for _, doc := range p.docs {
		if daemon, ok := doc.Facts.(kind.Host); ok {
			p.relateProfile(doc, daemon.HostSettings(), profiles)
		}
	}
	p.relateReaders()
}

// byBaseName sorts the documents whose facts are of a sort by the base names of their files.
func byBaseName[T any](docs []*source.Document) map[string][]*source.Document {
	found := map[string][]*source.Document{}
	for _, doc := range docs {
		if _, ok := doc.Facts.(T); ok {
			name := path.Base(doc.File.Path)
			found[name] = append(found[name], doc)
		}
	}
	return found
}

// relateProfile joins a daemon with the file that it takes for the profile of containers that name none. What is installed at
// that path of the host is in the scan under the same base name.
func (p *Project) relateProfile(daemon *source.Document, settings kind.HostSettings, profiles map[string]nearest) {
	name := settings.Profile
	if name == "" || name == "unconfined" || name == "builtin" {
		return
	}
	facts := p.about(daemon)
	r := Reference{Path: settings.ProfilePath, How: "seccomp", Target: name, State: External}
	if source.IsUnknown(name) {
		r.State = Undetermined
	}
	known := profiles[path.Base(name)]
	if profile, shares := known.to(daemon); profile != nil && (shares || known.count == 1) {
		r.Target, r.State = profile.File.Path, Resolved
		p.defaults[profile] = append(p.defaults[profile], Consumer{File: daemon.File.Path, Path: settings.ProfilePath, How: "daemon"})
		for _, s := range p.Services {
			if s.project.host.daemon == daemon && s.takesDefaultProfile() {
				u := use{service: s, mount: Mount{Path: s.path(), Host: r.Target, How: "daemon"}}
				p.defaults[profile] = append(p.defaults[profile], u.consumer())
			}
		}
		facts.Profile = &ProfileFacts{File: profile.File.Path, Facts: profile.Facts}
	}
	facts.References = []ReferenceFacts{p.concluded(r)}
}

// takesDefaultProfile reports whether the daemon's own profile is that of the service: Docker gives privileged containers none.
func (s *Service) takesDefaultProfile() bool {
	if s.Node.Get("privileged").IsTrue() {
		return false
	}
	options := s.Node.Get("security_opt")
	if options == nil {
		return true
	}
	for _, item := range options.Items {
		if key, _, found := cutOption(item.Value.Str()); found && key == "seccomp" {
			return false
		}
	}
	return true
}
