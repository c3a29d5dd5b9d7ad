package link

import (
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// relateFilters finds what limits the requests which come to the programs that proxies run as filters: those that are written in the
// configuration of the proxy, and files that it names.
func (p *Project) relateFilters() {
	hosts := map[string]*source.Document{} // by ID
	for _, doc := range p.docs {
		if _, ok := doc.Facts.(kind.FilterHost); ok {
			hosts[doc.ID] = doc
			p.relateFilterFiles(doc)
		}
	}
	for _, doc := range p.insets {
		if host := hosts[doc.Inset.Document]; host != nil {
			p.addLimiters(doc, host, doc.Inset.Path)
		}
	}
}

// relateFilterFiles does so for the files that a proxy names.
func (p *Project) relateFilterFiles(host *source.Document) {
	for _, file := range p.about(host).ContainerFiles {
		if file.State != Resolved {
			continue
		}
		for _, doc := range p.docs {
			if doc != host && slices.ContainsFunc(doc.Files, func(f *source.File) bool { return f.Path == file.File }) {
				p.addLimiters(doc, host, file.Path)
			}
		}
	}
}

// addLimiters notes what limits the requests that come to a program, which its proxy has at a path.
func (p *Project) addLimiters(program, host *source.Document, at source.Path) {
	for _, limiter := range host.Facts.(kind.FilterHost).Limiters(at) {
		p.about(program).Limiters = append(p.about(program).Limiters, Place{
			File: host.File.Path, Path: limiter, Message: "this filter limits requests for all workers",
		})
	}
}
