package link

import (
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// findUses finds the services that use each document's file.
func (p *Project) findUses() {
	p.findInsetUses()
	byHost := map[string][]use{}
	for _, s := range p.Services {
		for _, m := range s.Mounts {
			byHost[m.Host] = append(byHost[m.Host], use{service: s, mount: m})
		}
		for _, r := range s.References {
			if how := usedBy[r.How]; how != "" && p.byFile[r.Target] != nil {
				p.uses[r.Target] = append(p.uses[r.Target], use{service: s, mount: Mount{Path: r.Path, Host: r.Target, How: how}})
			}
		}
	}
	for _, s := range p.Services {
		if r, ok := s.dockerfile(); ok && r.State == Resolved && p.byFile[r.Target] != nil {
			p.uses[r.Target] = append(p.uses[r.Target], use{service: s, mount: Mount{Path: r.Path, Host: r.Target, How: "build"}})
		}
	}
	compiled := p.compiled()
	for file, docs := range p.byFile {
		if source.FormatOf(file).IsCode() {
			for _, host := range ancestors(file) {
				p.uses[file] = append(p.uses[file], compiled[host]...)
			}
		}
		p.uses[file] = append(p.uses[file], mounted(file, byHost)...)
		if len(p.uses[file]) == 0 {
			p.uses[file] = usesOfParts(docs[0], byHost)
		}
	}
}

// compiled returns the uses of source code by services whose images have what was made of it, by the file or folder that their builds
// take.
func (p *Project) compiled() map[string][]use {
	found := map[string][]use{}
	for _, s := range p.Services {
		for _, from := range s.project.compiled(s.Name) {
			found[from] = append(found[from], use{service: s, mount: Mount{Path: s.path("build"), Host: from, How: "build"}})
		}
	}
	return found
}

// mounted returns the uses of a file by services that see it, by the files and folders that they mount.
func mounted(file string, byHost map[string][]use) []use {
	var uses []use
	for _, host := range ancestors(file) {
		for _, u := range byHost[host] {
			container, best, _ := u.service.containerPath(file)
			if best.Host == u.mount.Host && best.Container == u.mount.Container {
				u.container = container
				uses = append(uses, u)
			}
		}
	}
	return uses
}

// usesOfParts returns the uses of the files that a document includes, each service once: what includes them may be part of the image.
func usesOfParts(doc *source.Document, byHost map[string][]use) []use {
	includer, ok := doc.Facts.(kind.Includer)
	if !ok || !includer.IsOptional() {
		return nil
	}
	var uses []use
	for _, file := range includer.Includes() {
		for _, u := range mounted(file, byHost) {
			if !slices.ContainsFunc(uses, func(known use) bool { return known.service == u.service }) {
				uses = append(uses, u)
			}
		}
	}
	return uses
}

// keyOf is what the uses of a document are found by: its file, of which every document is used at once, or the text that it is.
func keyOf(doc *source.Document) string {
	if doc.Inset != nil {
		return doc.ID
	}
	return doc.File.Path
}

// findInsetUses finds the services that read texts of their project.
func (p *Project) findInsetUses() {
	if len(p.insets) == 0 {
		return
	}
	stacks := make(map[string]*stack, len(p.stacks))
	for _, s := range p.stacks {
		stacks[s.doc.ID] = s
	}
	for _, doc := range p.insets {
		c := stacks[doc.Inset.Document]
		if c == nil {
			continue
		}
		for _, u := range doc.Inset.Uses {
			if s := c.byName[u.Service]; s != nil {
				how := "config"
				if u.Container == "" {
					how = "command"
				}
				mount := Mount{Path: u.Path, Host: doc.File.Path, Container: u.Container, How: how}
				p.uses[doc.ID] = append(p.uses[doc.ID], use{service: s, mount: mount, container: u.Container})
			}
		}
	}
}

// usedBy are the references by which a service uses a file without mounting it, with what the use is called.
var usedBy = map[string]string{"seccomp": "security_opt", "env_file": "env_file"}

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

// concludeUses writes down who uses a document and how its listeners can be reached.
func (p *Project) concludeUses(doc *source.Document) {
	uses, defaults := p.uses[keyOf(doc)], p.defaults[doc]
	if len(uses) == 0 && len(doc.Listeners) == 0 && len(defaults) == 0 {
		if len(p.Services) > 0 {
			p.about(doc).Consumers = []Consumer{} // no service in the scan uses this file
		}
		return
	}
	consumers := make([]Consumer, len(uses), len(uses)+len(defaults))
	for i, u := range uses {
		consumers[i] = u.consumer()
	}
	facts := p.about(doc)
	facts.Consumers = append(consumers, defaults...)
	facts.Listeners = make([]Listener, len(doc.Listeners))
	running := p.running(doc)
	for i, l := range doc.Listeners {
		facts.Listeners[i] = p.reach(doc, l, running).listener(l)
	}
}

func (u use) consumer() Consumer {
	s := u.service
	return Consumer{
		File: s.Doc.File.Path, Service: s.Name, Path: u.mount.Path, ContainerPath: u.container, How: u.mount.How,
		Runtime: s.Runtime(), Sandboxed: s.Sandboxed(), Exposure: s.Exposure, IsTrial: isTrial(s.Doc), HostNetwork: s.OnHostNetwork(),
		UntrustedPeers: names(s.untrustedPeers()), RunscFlags: s.runscFlags(),
		Image: s.Node.Get("image"), User: s.Node.Get("user"), CapAdd: s.Node.Get("cap_add"), CapDrop: s.Node.Get("cap_drop"),
		Environment: s.Node.Get("environment"), Command: s.Node.Get("command"),
	}
}

// isTrial reports whether a document as a whole is for tests or for development.
func isTrial(doc *source.Document) bool {
	return slices.ContainsFunc(doc.Tags, func(tag source.Tag) bool {
		return len(tag.Path) == 0 && (tag.Name == source.TagTest || tag.Name == source.TagDevelopment)
	})
}

func names(services []*Service) []string {
	list := make([]string, len(services))
	for i, s := range services {
		list[i] = s.Name
	}
	return list
}
