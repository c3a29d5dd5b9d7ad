// Package link finds out how documents belong together: which service of a project uses which file, and from where every
// listener can be reached. It decides no severity and changes no document; what it finds out about one is its Facts, which
// policies see beside those of the document's kind. It knows no kind by name: it asks the facts of documents through the
// interfaces of package kind.
package link

import (
	"context"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/source"
)

// Project is what belongs together in the scanned root.
type Project struct {
	// Services are the services of all stacks, in the order of the documents.
	Services []*Service

	files  Files
	docs   []*source.Document
	stacks []*stack
	// byFile are the documents that are no stacks, by file and in the order of the file; insets are those that are texts in others.
	byFile map[string][]*source.Document
	insets []*source.Document
	// uses are the ways in which services use a document, by keyOf.
	uses map[string][]use
	// defaults are, for each seccomp profile, the consumers that run with it without naming it: daemons, and the services on
	// their hosts.
	defaults map[*source.Document][]Consumer
	facts    map[*source.Document]*Facts
	// starts are the places that start the program of a document on the machine itself.
	starts map[*source.Document]start
}

// use is one way in which a service uses a file.
type use struct {
	service *Service
	mount   Mount
	// container is where the file is in the container.
	container string
}

// Files lets links look at what is in the scanned root beside the documents. Paths are relative to it.
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

// Link finds out how the documents belong together, with the roles that the config gives to services. The same documents,
// files and roles give the same project. When ctx ends it returns early, with facts that are incomplete.
func Link(ctx context.Context, docs []*source.Document, files Files, roles config.Roles) *Project {
	p := &Project{
		files: files, docs: docs, byFile: map[string][]*source.Document{}, uses: map[string][]use{},
		defaults: map[*source.Document][]Consumer{}, facts: map[*source.Document]*Facts{}, starts: map[*source.Document]start{},
	}
	for _, phase := range []func(){
		func() { p.gather(roles) },
		p.relate,
		p.conclude,
	} {
		if ctx.Err() == nil {
			phase()
		}
	}
	return p
}

// Facts returns what was found out about a document, never nil. It is safe on a nil project.
func (p *Project) Facts(doc *source.Document) *Facts {
	if p != nil && p.facts[doc] != nil {
		return p.facts[doc]
	}
	return &Facts{}
}

// about returns the facts of a document for linking to fill in.
func (p *Project) about(doc *source.Document) *Facts {
	f := p.facts[doc]
	if f == nil {
		f = &Facts{}
		p.facts[doc] = f
	}
	return f
}

// gather reads every document for itself: the services of stacks with their ports, mounts and references, and the hosts that
// they run on.
func (p *Project) gather(roles config.Roles) {
	hosts := hostsOf(p.docs)
	for _, doc := range p.docs {
		if project, ok := projectOf(doc); ok {
			s := newStack(doc, project, hosts.of(doc), p.files, roles)
			p.stacks = append(p.stacks, s)
			p.Services = append(p.Services, s.services...)
		} else if doc.Inset != nil {
			p.insets = append(p.insets, doc)
		} else {
			p.byFile[doc.File.Path] = append(p.byFile[doc.File.Path], doc)
		}
	}
}

// relate joins what was gathered: files with the services that use them, services with the documents that they run with and
// with the services that these route to, profiles and shim files with the hosts that read them.
func (p *Project) relate() {
	p.findUses()
	p.relateRuntimes()
	p.relateConfigs()
	p.relateContainerFiles()
	p.relateFilters()
	p.relateSettings()
	p.relateStarts()
	p.relateEntries()
	p.followRoutes()
	p.relateHosts()
	p.relateFronts()
	p.relateSites()
	p.relateNetworks()
}

// conclude writes down the facts of each document that follow from all relations.
func (p *Project) conclude() {
	for _, s := range p.stacks {
		p.concludeStack(s)
	}
	for _, doc := range p.docs {
		if _, ok := projectOf(doc); !ok {
			p.concludeUses(doc)
		}
	}
}
