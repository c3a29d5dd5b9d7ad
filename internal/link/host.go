package link

import (
	"path"

	"github.com/seclint/seclint/internal/source"
)

// linkHosts links what configures the hosts themselves: profiles to the daemons that start containers with them, and files of
// gVisor's shim to the runtimes that read them.
func (p *Project) linkHosts(docs []*source.Document) {
	profiles := map[string]nearest{}
	for name, list := range byBaseName(docs, "seccomp") {
		profiles[name] = nearestOf(list)
	}
	for _, doc := range docs {
		if doc.Kind == "daemon" {
			p.linkProfile(doc, profiles)
		}
	}
	p.linkReaders(docs)
}

// byBaseName sorts the documents of a kind by the base names of their files.
func byBaseName(docs []*source.Document, kind string) map[string][]*source.Document {
	found := map[string][]*source.Document{}
	for _, doc := range docs {
		if doc.Kind == kind {
			name := path.Base(doc.File.Path)
			found[name] = append(found[name], doc)
		}
	}
	return found
}

// linkProfile links a daemon to the file that it takes for the profile of containers that name none. What is installed at
// that path of the host stands in the scan under the same base name.
func (p *Project) linkProfile(daemon *source.Document, profiles map[string]nearest) {
	at := source.Path{"seccomp-profile"}
	name := daemon.Root.Get("seccomp-profile").Str()
	if name == "" || name == "unconfined" || name == "builtin" {
		return
	}
	r := Reference{Path: at, How: "seccomp", Target: name, State: External}
	if source.IsUnknown(name) {
		r.State = Undetermined
	}
	known := profiles[path.Base(name)]
	if profile, shares := known.to(daemon); profile != nil && (shares || known.count == 1) {
		r.Target, r.State = profile.File.Path, Resolved
		p.defaults[profile] = append(p.defaults[profile], map[string]any{
			"file": daemon.File.Path, "path": at.Value(), "how": "daemon", "sandboxed": false,
		})
		for _, s := range p.Services {
			if s.project.daemon == daemon && s.takesDefaultProfile() {
				u := use{service: s, mount: Mount{Path: s.path(), Host: r.Target, How: "daemon"}}
				p.defaults[profile] = append(p.defaults[profile], u.value())
			}
		}
		daemon.Context["profile"] = map[string]any{"file": profile.File.Path, "seccomp": profile.Context["seccomp"]}
	}
	daemon.Context["references"] = []any{r.value(p.docs)}
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
