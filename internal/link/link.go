// Package link finds out how documents belong together: which service of a Compose project uses which file, and from where
// every listener can be reached. It reads no file and decides no severity; what it finds goes into the documents' context,
// where policies see it.
package link

import (
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/source"
)

// Project is what belongs together in the scanned root.
type Project struct {
	// Services are the services of all Compose documents, in the order of the documents.
	Services []*Service

	composes []*compose
	// docs are the documents of other kinds by file.
	docs map[string]*source.Document
	// uses tells for each file which services use it, and how.
	uses map[string][]use
	// defaults tells for each seccomp profile what runs with it without naming it: daemons, and the services on their hosts.
	defaults map[*source.Document][]any
}

// use is one way in which a service uses a file.
type use struct {
	service *Service
	mount   Mount
	// container is where the file stands in the container.
	container string
}

// Files lets links look at what stands in the scanned root beside the documents. Paths are relative to it.
type Files interface {
	// Exists reports whether path is a file.
	Exists(path string) bool
	// IsFolder reports whether path is a folder.
	IsFolder(path string) bool
	// Read returns a file's content.
	Read(path string) (*source.File, error)
	// Parse returns the trees of a file.
	Parse(path string) ([]*source.Node, error)
}

// Link links the documents and completes their context, with the roles that the config gives to services. The same documents,
// files and roles give the same context.
func Link(docs []*source.Document, files Files, roles config.Roles) *Project {
	p := &Project{uses: map[string][]use{}, docs: map[string]*source.Document{}, defaults: map[*source.Document][]any{}}
	hosts := hostsOf(docs)
	for _, doc := range docs {
		if doc.Context == nil {
			doc.Context = map[string]any{}
		}
		if doc.Kind == "compose" && doc.Root.Kind == source.Mapping {
			c := newCompose(doc, hosts.of(doc), files, roles)
			p.composes = append(p.composes, c)
			p.Services = append(p.Services, c.services...)
		} else {
			p.docs[doc.File.Path] = doc
		}
	}
	p.findUses()
	p.linkRuntimes()
	p.readConfigs()
	p.linkLua(docs, files)
	p.linkSettings(docs)
	p.followEnvoys()
	p.linkHosts(docs)
	for _, c := range p.composes {
		c.complete(p.docs)
	}
	for _, doc := range docs {
		if doc.Kind != "compose" {
			p.complete(doc)
		}
	}
	return p
}

// findUses finds the services that use each document's file.
func (p *Project) findUses() {
	byHost := map[string][]use{}
	for _, s := range p.Services {
		for _, m := range s.Mounts {
			byHost[m.Host] = append(byHost[m.Host], use{service: s, mount: m})
		}
		for _, r := range s.References {
			if p.docs[r.Target] != nil && (r.How == "seccomp" || r.How == "env_file") {
				how := Mount{Path: r.Path, Host: r.Target, How: map[string]string{"seccomp": "security_opt", "env_file": "env_file"}[r.How]}
				p.uses[r.Target] = append(p.uses[r.Target], use{service: s, mount: how})
			}
		}
	}
	for file := range p.docs {
		for _, host := range ancestors(file) {
			for _, u := range byHost[host] {
				container, best, _ := u.service.containerPath(file)
				if best.Host == u.mount.Host && best.Container == u.mount.Container {
					u.container = container
					p.uses[file] = append(p.uses[file], u)
				}
			}
		}
	}
}

// ancestors lists a file and the folders around it, up to the scanned root.
func ancestors(file string) []string {
	list := []string{file}
	for i := len(file) - 1; i > 0; i-- {
		if file[i] == '/' {
			list = append(list, file[:i])
		}
	}
	return append(list, ".")
}

// complete tells a document who uses it and how its listeners can be reached.
func (p *Project) complete(doc *source.Document) {
	uses := p.uses[doc.File.Path]
	if len(uses) == 0 && len(doc.Listeners) == 0 && len(p.defaults[doc]) == 0 {
		if len(p.Services) > 0 {
			doc.Context["consumers"] = []any{} // known to be of no use to any of them
		}
		return
	}
	consumers := make([]any, len(uses))
	for i, u := range uses {
		consumers[i] = u.value()
	}
	doc.Context["consumers"] = append(consumers, p.defaults[doc]...)
	listeners := make([]any, len(doc.Listeners))
	for i, l := range doc.Listeners {
		listeners[i] = reach(l, p.running(doc)).value(l)
	}
	doc.Context["listeners"] = listeners
}

func (u use) value() map[string]any {
	s := u.service
	value := map[string]any{
		"file": s.Doc.File.Path, "service": s.Name, "path": u.mount.Path.Value(), "container_path": u.container, "how": u.mount.How,
		"runtime": s.Runtime(), "sandboxed": s.Sandboxed(), "exposure": s.Exposure.String(),
		"untrusted_peers": names(s.untrustedPeers()), "runsc_flags": s.runscFlags(),
	}
	for _, key := range []string{"image", "user", "cap_add", "cap_drop", "environment", "command"} {
		if n := s.Node.Get(key); n != nil {
			value[key] = n.Value()
		}
	}
	return value
}

func names(services []*Service) []any {
	list := make([]any, len(services))
	for i, s := range services {
		list[i] = s.Name
	}
	return list
}
