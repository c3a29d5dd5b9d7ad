// Package link finds out how documents belong together: which service of a Compose project uses which file, and from where
// every listener can be reached. It reads no file and decides no severity; what it finds goes into the documents' context,
// where policies see it.
package link

import (
	"github.com/seclint/seclint/internal/source"
)

// Project is what belongs together in the scanned root.
type Project struct {
	// Services are the services of all Compose documents, in the order of the documents.
	Services []*Service

	composes []*compose
	// uses tells for each file which services use it, and how.
	uses map[string][]use
}

// use is one way in which a service uses a file.
type use struct {
	service *Service
	mount   Mount
	// container is where the file stands in the container.
	container string
}

// Link links the documents and completes their context. The same documents give the same context.
func Link(docs []*source.Document) *Project {
	p := &Project{uses: map[string][]use{}}
	daemons := daemonsOf(docs)
	for _, doc := range docs {
		if doc.Kind == "compose" && doc.Root.Kind == source.Mapping {
			c := newCompose(doc, daemons.addressFor(doc))
			p.composes = append(p.composes, c)
			p.Services = append(p.Services, c.services...)
		}
	}
	p.findUses(docs)
	for _, c := range p.composes {
		c.complete()
	}
	for _, doc := range docs {
		if doc.Kind != "compose" {
			p.complete(doc)
		}
	}
	return p
}

// findUses finds the services that use each document's file.
func (p *Project) findUses(docs []*source.Document) {
	byHost := map[string][]use{}
	for _, s := range p.Services {
		for _, m := range s.Mounts {
			byHost[m.Host] = append(byHost[m.Host], use{service: s, mount: m})
		}
	}
	for _, doc := range docs {
		if doc.Kind == "compose" || p.uses[doc.File.Path] != nil {
			continue
		}
		for _, host := range ancestors(doc.File.Path) {
			for _, u := range byHost[host] {
				container, best, _ := u.service.containerPath(doc.File.Path)
				if best.Host == u.mount.Host && best.Container == u.mount.Container {
					u.container = container
					p.uses[doc.File.Path] = append(p.uses[doc.File.Path], u)
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
	if len(uses) == 0 && len(doc.Listeners) == 0 {
		return
	}
	if doc.Context == nil {
		doc.Context = map[string]any{}
	}
	consumers := make([]any, len(uses))
	for i, u := range uses {
		consumers[i] = u.value()
	}
	doc.Context["consumers"] = consumers
	listeners := make([]any, len(doc.Listeners))
	for i, l := range doc.Listeners {
		listeners[i] = reach(l, uses).value(l)
	}
	doc.Context["listeners"] = listeners
}

func (u use) value() map[string]any {
	s := u.service
	value := map[string]any{
		"file": s.Doc.File.Path, "service": s.Name, "path": []any(u.mount.Path), "container_path": u.container, "how": u.mount.How,
		"runtime": s.Runtime(), "sandboxed": s.Sandboxed(), "exposure": s.Exposure.String(),
		"untrusted_peers": names(s.untrustedPeers()),
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
