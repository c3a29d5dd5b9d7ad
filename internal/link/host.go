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
		if setter, ok := doc.Facts.(kind.ProfileSetter); ok {
			for _, setting := range setter.Profiles() {
				p.relateProfile(doc, setting, profiles)
			}
		}
	}
	p.relateReaders()
}

// byBaseName sorts the documents whose facts are of a sort by the base names of their files.
func byBaseName[T any](docs []*source.Document) map[string][]*source.Document {
	found := map[string][]*source.Document{}
	for _, doc := range docs {
		if _, ok := doc.Facts.(T); ok {
			name := doc.BaseName()
			found[name] = append(found[name], doc)
		}
	}
	return found
}

// relateProfile joins an engine with the file that it takes for the profile of containers that name none. What is installed at
// that path of the host is in the scan under the same base name.
func (p *Project) relateProfile(engine *source.Document, setting kind.ProfileSetting, profiles map[string]nearest) {
	if !setting.IsFile() {
		return
	}
	facts := p.about(engine)
	r := Reference{Path: setting.Path, How: "seccomp", Target: setting.Name, State: External}
	if source.IsUnknown(setting.Name) {
		r.State = Undetermined
	}
	known := profiles[path.Base(setting.Name)]
	if profile, shares := known.to(engine); profile != nil && (shares || known.count == 1) {
		r.Target, r.State = profile.File.Path, Resolved
		p.defaults[profile] = append(p.defaults[profile], Consumer{File: engine.File.Path, Path: setting.Path, How: "daemon"})
		for _, s := range p.Services {
			if s.project.host.daemon == engine && s.takesDefaultProfile() {
				u := use{service: s, mount: Mount{Path: s.path(), Host: r.Target, How: "daemon"}}
				p.defaults[profile] = append(p.defaults[profile], u.consumer())
			}
		}
		facts.Profiles = append(facts.Profiles, ProfileFacts{Path: setting.Path, File: profile.File.Path, Facts: profile.Facts})
	}
	facts.References = append(facts.References, p.concluded(r))
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
		if key, _, found := kind.CutOption(item.Value.Str()); found && key == "seccomp" {
			return false
		}
	}
	return true
}
