package compose

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// references lists the files of other kinds that the services of a model name: files of variables, seccomp profiles, and what they
// mount or copy, of which the model does not say what it is.
func (p *project) references(model *source.Node, builds map[string]*Build) []kind.Reference {
	services := model.Get("services")
	if services == nil {
		return nil
	}
	r := &referring{project: p, model: model, seen: map[kind.Reference]bool{}}
	for _, section := range []string{"configs", "secrets"} {
		if resources := model.Get(section); resources != nil {
			for _, e := range resources.Entries {
				r.mount(e.Value.Get("file").Str(), "")
			}
		}
	}
	for _, e := range services.Entries {
		r.service(e.Value)
		if build := builds[e.Key]; build != nil {
			for _, c := range build.Copies {
				r.add(kind.Reference{Path: c.From, As: c.To})
			}
		}
	}
	return r.all
}

// referring collects references, each once.
type referring struct {
	*project
	model *source.Node
	all   []kind.Reference
	seen  map[kind.Reference]bool
}

func (r *referring) add(ref kind.Reference) {
	if !r.seen[ref] {
		r.seen[ref] = true
		r.all = append(r.all, ref)
	}
}

// name adds a file of a kind where it is in the scanned root.
func (r *referring) name(ref kind.Reference, host string) {
	if file, ok := r.rootPath(host); ok && r.files.Exists(file) {
		ref.Path = file
		r.add(ref)
	}
}

// mount adds a file that is at a path in a container, "" for one that no service may mount.
func (r *referring) mount(host, container string) {
	if file, ok := r.rootPath(host); ok {
		r.add(kind.Reference{Path: file, As: container})
	}
}

// service adds what a service mounts and names.
func (r *referring) service(service *source.Node) {
	for _, volume := range itemsOf(service.Get("volumes")) {
		if volume.Get("type").Str() == "bind" {
			r.mount(volume.Get("source").Str(), volume.Get("target").Str())
		}
	}
	for _, config := range itemsOf(service.Get("configs")) {
		r.mount(r.model.At("configs", config.Get("source").Str()).Get("file").Str(), config.Get("target").Str())
	}
	for _, file := range itemsOf(service.Get("env_file")) {
		r.name(kind.Reference{Kind: "app", IsPrivate: true}, file.Get("path").Str())
	}
	for _, option := range itemsOf(service.Get("security_opt")) {
		if profile := kind.ProfileOf(option.Str()); profile != "" {
			r.name(kind.Reference{Kind: "seccomp"}, profile)
		}
	}
}
